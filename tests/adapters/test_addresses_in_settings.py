"""Addresses in the configuration file: for their owner alone, and shown by their kind."""

from pathlib import Path

import pytest

from followthrough.adapters.declared_settings import declared
from followthrough.adapters.settings import Settings
from followthrough.domain.address import is_address, kind_of_address, masked
from followthrough.domain.errors import BadSettingError, BadSettingsError, NoSuchAddressError, NoSuchSettingError

URL = "mailto://sam:hunter2secret@example.org"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A configuration file that others may read, with a comment and no address in it."""
    file = tmp_path / "config.toml"
    file.write_text('# mine\nme = "sam"\n', encoding="utf-8")
    file.chmod(0o644)
    return file


def test_an_address_is_found_by_its_name(path: Path) -> None:
    Settings(str(path)).put("notify.me", URL)
    assert Settings(str(path)).address("me") == URL
    with pytest.raises(NoSuchAddressError):
        Settings(str(path)).address("you")


def test_the_file_is_its_owners_alone_once_there_is_an_address_in_it(path: Path) -> None:
    assert Settings(str(path)).others_may_read()
    Settings(str(path)).put("notify.me", URL)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not Settings(str(path)).others_may_read()
    path.chmod(0o640)
    Settings(str(path)).put("zone", "Europe/Madrid")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text(encoding="utf-8").startswith("# mine\n")


def test_without_a_file_nobody_reads_it(tmp_path: Path) -> None:
    assert not Settings(str(tmp_path / "none.toml")).others_may_read()


def test_an_address_is_shown_by_its_kind(path: Path) -> None:
    settings = Settings(str(path))
    settings.put("notify.me", URL)
    assert dict(settings.shown()) == {"me": "sam", "notify.me": "mailto://…"}


@pytest.mark.parametrize("typed", ["hunter2secret", "mailto:hunter2secret", "://hunter2secret", "mailto://", ""])
def test_what_is_no_address_is_refused_without_being_said(path: Path, typed: str) -> None:
    with pytest.raises(BadSettingError) as problem:
        Settings(str(path)).put("notify.me", typed)
    assert "hunter2" not in str(problem.value)
    path.write_text(f'[notify]\nme = "{typed}"\n', encoding="utf-8")
    with pytest.raises(BadSettingsError) as whole:
        _ = Settings(str(path)).values
    assert "hunter2" not in str(whole.value)


@pytest.mark.parametrize("name", ["", "a.b", "a b", "a/b", "a:b", "-a", "mailto://x"])
def test_a_name_is_one_word(name: str) -> None:
    assert declared("notify.me").key == "notify.NAME"
    with pytest.raises(NoSuchSettingError):
        declared(f"notify.{name}")


def test_quiet_hours_are_read(path: Path) -> None:
    assert Settings(str(path)).quiet is None
    settings = Settings(str(path))
    settings.put("quiet", " 22:00-07:00 ")
    assert settings.values["quiet"] == "22:00-07:00"
    assert settings.quiet is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [(URL, "mailto"), ("NTFYS://host/topic?x=y", "ntfys"), ("mailto:x@y", ""), ("a b://c", ""), ("m://a\r\nb", "")],
)
def test_an_address_says_its_kind(text: str, kind: str) -> None:
    assert (is_address(text), kind_of_address(text)) == (bool(kind), kind)
    assert masked(text) == (f"{kind}://…" if kind else "…")
