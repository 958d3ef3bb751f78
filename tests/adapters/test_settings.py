"""The configuration file: read with every mistake in it named, written with its comments kept."""

import os
import stat
from datetime import time
from pathlib import Path

import pytest

from followthrough.adapters.declared_settings import SETTINGS, declared
from followthrough.adapters.settings import Settings
from followthrough.adapters.settings_text import first_text
from followthrough.domain.dates import Habits
from followthrough.domain.errors import BadSettingError, BadSettingsError, MachineRefusedError, NoSuchSettingError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def _settings(path: Path, text: str) -> Settings:
    path.write_text(text, encoding="utf-8")
    return Settings(str(path))


def test_without_a_file_nothing_is_set(path: Path) -> None:
    settings = Settings(str(path))

    assert (settings.me, settings.zone, settings.ledger, dict(settings.ledgers)) == (None, None, None, {})
    assert not path.exists()


def test_every_setting_is_read_from_the_file(path: Path) -> None:
    settings = _settings(
        path, 'me = "sam"\nzone = "Europe/Madrid"\nledger = "medics"\n[ledgers]\nmedics = "~/medics.json"\n'
    )

    assert (settings.me, settings.zone, settings.ledger) == ("sam", "Europe/Madrid", "medics")
    assert dict(settings.ledgers) == {"medics": "~/medics.json"}


def test_how_dates_are_written_and_days_worked_is_read_from_the_file(path: Path) -> None:
    habits = _settings(path, 'date_order = "dmy"\nweek_start = "sunday"\nday_ends = "17:30"\n').habits

    assert habits == Habits(date_order="dmy", week_start=6, day_ends=time(17, 30))


def test_without_a_file_weeks_begin_on_monday_and_no_habit_is_known(path: Path) -> None:
    assert Settings(str(path)).habits == Habits(date_order=None, week_start=0, day_ends=None)


@pytest.mark.parametrize(("key", "typed", "value"), [
    ("date_order", " DMY ", "dmy"),
    ("week_start", "Saturday", "saturday"),
    ("day_ends", "9:05", "09:05"),
])  # fmt: skip
def test_a_habit_is_kept_in_one_spelling(path: Path, key: str, typed: str, value: str) -> None:
    assert Settings(str(path)).put(key, typed) == value


@pytest.mark.parametrize(("key", "typed"), [("date_order", "ydm"), ("week_start", "tuesday"), ("day_ends", "25:00")])
def test_a_habit_that_is_none_is_refused(path: Path, key: str, typed: str) -> None:
    with pytest.raises(BadSettingError):
        Settings(str(path)).put(key, typed)


def test_a_handle_is_understood_as_it_is_everywhere(path: Path) -> None:
    assert _settings(path, 'me = "@Sam"\n').me == "sam"


BAD = {
    "no TOML": 'me = "sam',
    "no quotation marks": "me = sam",
    "a key twice": 'me = "sam"\nme = "ana"\n',
    "a number": "me = 7",
    "a truth": "ledger = true",
    "a date": "zone = 2026-11-23",
    "a list": 'me = ["sam"]',
    "a table for a text": 'me = {is = "sam"}',
    "a text for a table": 'ledgers = "medics"',
    "a number in a table": "[ledgers]\nmedics = 7\n",
    "a table in a table": '[ledgers.medics]\npath = "x"\n',
    "an unknown key": 'colour = "green"',
    "an unknown table": '[colours]\nopen = "green"\n',
    "a handle that is none": 'me = "sam lee"',
    "an empty handle": 'me = ""',
    "a zone that is none": 'zone = "Mars/Olympus"',
    "a zone that leads out": 'zone = "../../etc/passwd"',
    "an empty ledger": 'ledger = " "',
    "a ledger's name with a dot": '[ledgers]\n"a.b" = "x"\n',
    "an empty name of a ledger": '[ledgers]\n"" = "x"\n',
    "a NUL": 'me = "sam\\u0000"',
    "deep nesting": "me = " + "[" * 5000,
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_with_a_mistake_in_it_cannot_be_used(path: Path, case: str) -> None:
    settings = _settings(path, BAD[case])
    before = path.read_bytes()
    with pytest.raises(BadSettingsError) as problem:
        settings.me  # noqa: B018  # the first look reads the file

    sentence = str(problem.value)
    assert sentence.startswith(f"The configuration file {path} cannot be used: ")
    assert sentence.endswith(".")
    assert not sentence.endswith("..")
    assert path.read_bytes() == before


def test_a_file_that_is_no_utf_8_cannot_be_used(path: Path) -> None:
    path.write_bytes(b'me = "s\xe9"\n')

    with pytest.raises(BadSettingsError):
        Settings(str(path)).values  # noqa: B018  # the first look reads the file


def test_a_directory_cannot_be_used_as_a_configuration_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(BadSettingsError) as problem:
        Settings(str(path)).values  # noqa: B018  # the first look reads the file

    assert str(problem.value) == f"The configuration file {path} cannot be used: it cannot be read (Is a directory)."


def test_a_sentence_about_a_mistake_names_the_key_and_what_it_said(path: Path) -> None:
    with pytest.raises(BadSettingsError) as problem:
        _settings(path, 'zone = "Mars/Olympus"').zone  # noqa: B018  # the first look reads the file

    assert "“Mars/Olympus” cannot be the value of zone" in str(problem.value)


@pytest.mark.parametrize("case", ["no TOML", "a key twice"])
def test_a_file_that_is_no_toml_is_not_written_into(path: Path, case: str) -> None:
    settings = _settings(path, BAD[case])
    before = path.read_bytes()

    with pytest.raises(BadSettingsError):
        settings.put("me", "sam")
    assert path.read_bytes() == before


@pytest.mark.parametrize("case", ["a text for a table"])
def test_a_file_of_another_shape_is_not_written_into(path: Path, case: str) -> None:
    settings = _settings(path, BAD[case])
    before = path.read_bytes()

    with pytest.raises(BadSettingsError):
        settings.put("ledgers.medics", "x.json")
    assert path.read_bytes() == before


COMMENTED = """# Mine, since 2024
me = "sam"  # not samuel

[ledgers]
# the circle's
medics = "~/medics.json"
"""


def test_setting_one_value_keeps_comments_and_the_others(path: Path) -> None:
    settings = _settings(path, COMMENTED)
    assert settings.put("me", "@Ana") == "ana"

    assert path.read_text(encoding="utf-8") == COMMENTED.replace('"sam"', '"ana"')
    assert settings.me == "ana"


def test_a_new_setting_goes_before_the_tables_and_a_named_ledger_into_its_own(path: Path) -> None:
    settings = _settings(path, COMMENTED)
    settings.put("zone", "Europe/Madrid")
    settings.put("ledgers.home", "~/home.json")

    again = Settings(str(path))
    assert dict(again.values) == {
        "me": "sam",
        "zone": "Europe/Madrid",
        "ledgers.medics": "~/medics.json",
        "ledgers.home": "~/home.json",
    }
    assert "# the circle's\n" in path.read_text(encoding="utf-8")


def test_the_first_setting_makes_the_file_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    Settings(str(path)).put("me", "sam")

    assert path.read_text(encoding="utf-8") == first_text().replace('#me = "sam"\n', '#me = "sam"\nme = "sam"\n')
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_adopting_a_handle_stores_it(path: Path) -> None:
    Settings(str(path)).adopt("sam")

    assert Settings(str(path)).me == "sam"


def test_a_linked_configuration_file_stays_a_link(tmp_path: Path, path: Path) -> None:
    real = tmp_path / "dotfiles" / "config.toml"
    real.parent.mkdir()
    real.write_text(COMMENTED, encoding="utf-8")
    path.symlink_to("dotfiles/config.toml")
    Settings(str(path)).put("me", "ana")

    assert path.is_symlink()
    assert real.read_text(encoding="utf-8") == COMMENTED.replace('"sam"', '"ana"')
    assert [each.name for each in real.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_configuration_file_keeps_the_mode_it_has(path: Path, mode: int) -> None:
    settings = _settings(path, COMMENTED)
    path.chmod(mode)
    settings.put("me", "ana")

    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_setting_that_is_not_there_cannot_be_set(path: Path) -> None:
    with pytest.raises(NoSuchSettingError) as problem:
        Settings(str(path)).put("colour", "green")

    everything = ", ".join(setting.key for setting in SETTINGS)
    assert str(problem.value) == f"There is no setting “colour”; there are {everything}."
    assert list(problem.value.known) == [setting.key for setting in SETTINGS]
    assert not path.exists()


@pytest.mark.parametrize(
    ("key", "typed"), [("me", "sam lee"), ("me", ""), ("zone", "Mars"), ("ledger", "  "), ("ledgers.medics", "")]
)
def test_a_value_that_cannot_be_is_refused_and_nothing_is_written(path: Path, key: str, typed: str) -> None:
    with pytest.raises(BadSettingError):
        Settings(str(path)).put(key, typed)

    assert not path.exists()


def test_a_place_that_cannot_be_written_is_a_refusal_and_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    settings = _settings(path, COMMENTED)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineRefusedError):
        settings.put("me", "ana")

    assert path.read_text(encoding="utf-8") == COMMENTED
    assert [each.name for each in path.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("key", ["me", "zone", "ledger", "ledgers.medics", "signing_key", "signers"])
def test_every_setting_has_a_sentence_about_it(key: str) -> None:
    setting = declared(key)

    assert setting.sentence.endswith(".")
    assert setting.default


@pytest.mark.parametrize("key", ["", "ledgers", "ledgers.", "ledgers.a.b", "ledgers.a/b", "Me", "me.you"])
def test_what_is_no_setting_is_not_declared(key: str) -> None:
    with pytest.raises(NoSuchSettingError):
        declared(key)


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("ledger", "my.json", "{here}/my.json"),
        ("ledger", "medics", "medics"),
        ("ledger", "~/my.json", "~/my.json"),
        ("ledgers.medics", "../medics.json", "{above}/medics.json"),
        ("signers", "signers", "{here}/signers"),
        ("signing_key", "/keys/mine", "/keys/mine"),
        ("zone", "Europe/Madrid", "Europe/Madrid"),
    ],
)
def test_a_path_from_here_is_stored_as_one_from_anywhere(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str, typed: str, stored: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings(str(path)).put(key, typed) == stored.format(here=tmp_path, above=tmp_path.parent)


def test_a_setting_that_is_taken_out_leaves_the_others_and_their_comments(path: Path) -> None:
    settings = _settings(path, COMMENTED)
    settings.take_out("ledgers.medics")
    settings.take_out("zone")
    assert dict(Settings(str(path)).values) == {"me": "sam"}
    assert '# Mine, since 2024\nme = "sam"  # not samuel\n' in path.read_text(encoding="utf-8")
    with pytest.raises(NoSuchSettingError):
        settings.take_out("colour")
