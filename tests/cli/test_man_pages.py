"""The manual pages: one for each command, readable by the programs that show manuals, and part of what is installed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from followthrough.cli.catalog import COMMANDS
from followthrough.cli.surroundings import ENVIRONMENT, FILES
from tests.support import man_pages
from tests.support.console_sessions import ROOT
from tests.support.roff import as_it_is, plain

MAN = ROOT / "docs" / "man"
WRITTEN = man_pages.pages()


def shown(name: str) -> str:
    """What `man` shows of a page in 80 columns."""
    command = ["man", "--warnings=w", "-E", "UTF-8", "-l", str(MAN / "man1" / name)]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MAN_KEEP_FORMATTING": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_every_command_and_the_program_itself_have_a_page() -> None:
    wanted = {"ft.1", "followthrough.1", *(f"ft-{name}.1" for name in COMMANDS)}
    assert set(WRITTEN) == wanted == {path.name for path in (MAN / "man1").iterdir()}


@pytest.mark.parametrize(
    ("text", "roff"),
    [
        pytest.param("--by", "\\-\\-by", id="a minus that can be copied"),
        pytest.param(".profile", "\\&.profile", id="no request at the beginning"),
        pytest.param("'tis", "\\(aqtis", id="no macro at the beginning"),
        pytest.param("C:\\new", "C:\\(rsnew", id="a backslash is itself"),
        pytest.param("~/.local", "\\(ti/.local", id="a tilde is ASCII"),
        pytest.param("“é”", "\\[u201C]\\[u00E9]\\[u201D]", id="what is not ASCII"),
    ],
)
def test_text_is_never_read_as_roff(text: str, roff: str) -> None:
    assert plain(text) == roff


def test_a_line_that_is_broken_before_a_period_is_no_request() -> None:
    lines = plain(f"{'words ' * 13}.TH is a request").splitlines()
    assert [line for line in lines if line.startswith(".")] == []
    assert any(line.startswith("\\&.TH") for line in lines)


def test_a_line_that_is_typed_keeps_its_spaces() -> None:
    assert as_it_is("a   b  " + "c" * 90) == "a   b  " + "c" * 90


def test_the_manual_names_the_variables_and_places_that_the_reference_of_settings_names() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    environment = page.split("\n## Environment\n")[1].split("\n## ")[0]
    rows = [line.split(" | ")[0] for line in environment.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(
        re.findall(r"\w+", " ".join(ENVIRONMENT))
    )
    assert [place for place in FILES if place.removesuffix("ledger.json").removesuffix("config.toml") not in page] == []


@pytest.mark.external
def test_mandoc_finds_nothing_to_say() -> None:
    if shutil.which("mandoc") is None:
        pytest.skip("no mandoc: apt-get install mandoc")
    pages = sorted(path.name for path in (MAN / "man1").iterdir())
    done = subprocess.run(
        ["mandoc", "-T", "lint", *pages], cwd=MAN / "man1", capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.external
def test_man_shows_options_and_examples_to_the_letter() -> None:
    if shutil.which("man") is None:
        pytest.skip("no man: apt-get install man-db")
    page = shown("ft-keep.1")
    assert 'ft keep receipts --part 60% --note "The rest is with the bank"' in page
    assert "--at WHEN" in page
    assert "ft-keep - record that promises were kept, in full or in part" in page


@pytest.mark.external
@pytest.mark.parametrize("name", WRITTEN)
def test_man_has_no_warning_and_no_line_beyond_the_width(name: str) -> None:
    if shutil.which("man") is None:
        pytest.skip("no man: apt-get install man-db")
    assert [line for line in shown(name).splitlines() if len(line) > 80] == []


@pytest.mark.external
def test_the_wheel_brings_the_pages(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        brought = {Path(name).name for name in wheel.namelist() if "/share/man/man1/" in name}
    assert brought == set(WRITTEN)
