"""The clipboard: which program is asked, with what, and what it may refuse; the programs are made up."""

from pathlib import Path

import pytest

from followthrough.adapters import clipboard
from followthrough.adapters.clipboard import SystemClipboard
from followthrough.domain.errors import ClipboardRefusedError, NoClipboardError

TEXT = "Hi Ana, “grün” $(id) `x`; rm -rf ~\n"
SCREENS = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}


def put(directory: Path, name: str, script: str = 'printf "%s " "$@" > "$0.asked"; cat > "$0.copied"') -> None:
    program = directory / name
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("name", "screens", "arguments"),
    [
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}, ""),
        ("xclip", {"DISPLAY": ":0"}, "-selection clipboard"),
        ("xsel", {"DISPLAY": ":0"}, "--clipboard --input"),
        ("pbcopy", {}, ""),
    ],
)
def test_each_program_gets_its_arguments_and_the_text_to_the_letter(
    tmp_path: Path, name: str, screens: dict[str, str], arguments: str
) -> None:
    put(tmp_path, name)
    assert SystemClipboard({"PATH": str(tmp_path), **screens}).copy(TEXT) == name
    assert (tmp_path / f"{name}.copied").read_text(encoding="utf-8") == TEXT
    assert (tmp_path / f"{name}.asked").read_text(encoding="utf-8").strip() == arguments


def test_the_first_one_that_is_there_is_asked(tmp_path: Path) -> None:
    for name in ("xsel", "xclip"):
        put(tmp_path, name)
    assert SystemClipboard({"PATH": str(tmp_path), **SCREENS}).copy(TEXT) == "xclip"


def test_without_a_screen_a_program_that_needs_one_is_not_asked(tmp_path: Path) -> None:
    put(tmp_path, "xclip")
    put(tmp_path, "wl-copy")
    with pytest.raises(NoClipboardError):
        SystemClipboard({"PATH": str(tmp_path)}).copy(TEXT)


def test_a_program_that_refuses_is_named(tmp_path: Path) -> None:
    put(tmp_path, "pbcopy", "exit 3")
    with pytest.raises(ClipboardRefusedError, match="pbcopy did not copy it: it ended with status 3"):
        SystemClipboard({"PATH": str(tmp_path)}).copy(TEXT)


def test_a_program_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    (tmp_path / "pbcopy").write_bytes(b"\x7fELF nonsense")
    (tmp_path / "pbcopy").chmod(0o755)
    with pytest.raises(ClipboardRefusedError, match="pbcopy did not copy it: "):
        SystemClipboard({"PATH": str(tmp_path)}).copy(TEXT)


def test_a_program_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_SECONDS", 0.2)
    put(tmp_path, "pbcopy", "exec sleep 20")
    with pytest.raises(ClipboardRefusedError, match=r"it took more than 0\.2 seconds"):
        SystemClipboard({"PATH": str(tmp_path)}).copy(TEXT)


def test_a_program_that_stays_to_serve_the_text_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, "pbcopy", "cat > /dev/null; sleep 20 &")
    assert SystemClipboard({"PATH": str(tmp_path)}).copy(TEXT) == "pbcopy"
