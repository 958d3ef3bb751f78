"""The text of a configuration file: every setting explained in a first one, and all else kept in any other."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, strategies as st

from followthrough.adapters import settings_file
from followthrough.adapters.declared_settings import SETTINGS, checked_value
from followthrough.adapters.settings import Settings
from followthrough.adapters.settings_text import UnwritableTextError, first_text, with_value, without
from followthrough.domain.errors import BadSettingsError, LockedSettingsError, MachineRefusedError, Problem
from tests.support.thoroughness import tried_on

KEYS = [each.key.replace("NAME", "some") for each in SETTINGS]


def test_a_first_text_sets_nothing() -> None:
    assert tomllib.loads(first_text()) == {}


def test_the_examples_of_a_first_text_can_be_used_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(re.sub(r"^#(?! )", "", first_text(), flags=re.MULTILINE), encoding="utf-8")
    settings = Settings(str(path))

    assert sorted(settings.values) == sorted(each.key for each in SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.key)
def test_a_first_text_explains_a_setting(setting: Any) -> None:
    explained = f"# {setting.sentence}\n# It takes {setting.type.meant}."

    assert explained in first_text()
    assert checked_value(setting.key, setting.type.example)


@pytest.mark.parametrize("key", KEYS)
def test_a_setting_goes_beneath_its_declaration(key: str) -> None:
    changed = with_value(first_text(), key, "x")
    table, name = key.split(".") if "." in key else ("", key)
    added = [f"[{table}]", f'{name} = "x"'] if table else [f'{name} = "x"']
    lines = changed.split("\n")
    at = lines.index(added[0])

    assert lines[at : at + len(added)] == added
    assert lines[at - 1].startswith("#NAME = " if table else f"#{name} = ")
    assert without(changed, key).replace(f"\n[{table}]\n", "\n", 1) == first_text()


def test_several_of_one_table_stand_together() -> None:
    text = with_value(with_value(with_value(first_text(), "ledgers.one", "1"), "zone", "UTC"), "ledgers.two", "2")

    assert '[ledgers]\none = "1"\ntwo = "2"\n\n# ' in text


KEPT: dict[str, tuple[str, str, str]] = {
    "comments after values": ('me = "sam" # mine\n', "zone", 'me = "sam" # mine\nzone = "x"\n'),
    "a value with a comment": ('me = "sam" # mine\nquiet = "a"', "me", 'me = "x" # mine\nquiet = "a"'),
    "a dotted key": ('ledgers.a = "1"\n', "ledgers.b", 'ledgers.a = "1"\nledgers.b = "x"\n'),
    "a dotted key, changed": ('ledgers.a = "1" # mine\n', "ledgers.a", 'ledgers.a = "x" # mine\n'),
    "an inline table, changed": ('ledgers = {a = "1"}\n', "ledgers.a", 'ledgers = {a = "x"}\n'),
    "other line ends": ('me = "sam"\r\n\r\n[ledgers]\r\n', "ledgers.b", 'me = "sam"\r\n\r\n[ledgers]\r\nb = "x"\r\n'),
    "other line ends, beneath": ("# one\r\n#me = \r\n\r\n", "me", '# one\r\n#me = \r\nme = "x"\r\n\r\n'),
    "a quoted key": ('"me" = "sam"\n', "me", '"me" = "x"\n'),
    "a table with spaces in its head": ('[ ledgers ]\na = "1"\n', "ledgers.b", '[ ledgers ]\na = "1"\nb = "x"\n'),
    "a key of other letters": ('[ledgers]\n"é" = "1"\n', "ledgers.日本", '[ledgers]\n"é" = "1"\n"日本" = "x"\n'),
    "a declaration within a text": ('me = """\n#zone = \n"""\n', "zone", 'me = """\n#zone = \n"""\nzone = "x"\n'),
    "a declaration behind a table": ('[ledgers]\n#me = \n', "me", 'me = "x"\n\n[ledgers]\n#me = \n'),
    "no end of the last line": ('me = "sam"', "zone", 'me = "sam"\nzone = "x"\n'),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT)
def test_everything_else_is_kept_as_it_is(case: str) -> None:
    before, key, after = KEPT[case]

    assert with_value(before, key, "x") == after


def test_a_setting_goes_into_an_inline_table() -> None:
    text = with_value('# mine\nledgers = {a = "1"} # ours\nme = "sam"\n', "ledgers.b", "x")

    assert tomllib.loads(text) == {"ledgers": {"a": "1", "b": "x"}, "me": "sam"}
    assert text.startswith("# mine\nledgers = {a = ")
    assert text.endswith(' # ours\nme = "sam"\n')


def test_a_text_of_a_shape_that_cannot_be_changed_alone_is_refused() -> None:
    with pytest.raises(UnwritableTextError):
        with_value('ledgers = "one"\n', "ledgers.b", "x")


@pytest.mark.parametrize("text", ['views = "one"\n', "views = [1]\n", "[[views]]\n"])
def test_nothing_is_taken_out_of_what_is_not_a_table(text: str) -> None:
    with pytest.raises(UnwritableTextError, match="views is not a table"):
        without(text, "views.a b")


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
STARTS = st.sampled_from([first_text(), "", *(before for before, _, _ in KEPT.values())])
CHANGES = st.lists(st.tuples(st.sampled_from([*KEYS, "ledgers.a", "ledgers.日 本"]), st.none() | VALUES), max_size=6)


@tried_on(60)
@given(start=STARTS, changes=CHANGES)
def test_after_any_changes_the_text_says_what_was_set_last(start: str, changes: list[tuple[str, str | None]]) -> None:
    text, comments = start, re.findall(r"^# .*", start, re.MULTILINE)
    wanted = _flat(start)
    for key, value in changes:
        if value is None:
            wanted.pop(key, None)
            text = without(text, key) if key in _flat(text) else text
        else:
            wanted[key] = value
            text = with_value(text, key, value)

    assert _flat(text) == wanted
    assert all(comment.strip() in text for comment in comments)


def _flat(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in tomllib.loads(text).items():
        found |= {f"{key}.{name}": each for name, each in value.items()} if isinstance(value, dict) else {key: value}
    return found


def test_a_mark_at_the_beginning_is_passed_over_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbfme = "sam"\r\n')
    settings = Settings(str(path))
    settings.put("zone", "Europe/Madrid")

    assert (settings.me, settings.zone) == ("sam", "Europe/Madrid")
    assert path.read_bytes() == b'\xef\xbb\xbfme = "sam"\r\nzone = "Europe/Madrid"\r\n'


def _together(path: Path) -> int:
    """How many of eight ledgers are there after eight threads set one each."""
    failures: list[Problem] = []

    def put(number: int) -> None:
        try:
            Settings(str(path)).put(f"ledgers.n{number}", "/tmp/x")
        except Problem as problem:
            failures.append(problem)

    threads = [Thread(target=put, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    return len(Settings(str(path)).ledgers)


def test_settings_that_are_set_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    assert _together(tmp_path / "config.toml") == 8
    assert [each.name for each in tmp_path.iterdir()] == ["config.toml"]


def test_one_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    monkeypatch.setattr(settings_file, "_WAIT_SECONDS", 0.05)
    with settings_file._locked(str(path), tmp_path), pytest.raises(LockedSettingsError) as problem:
        Settings(str(path)).put("me", "sam")

    assert str(problem.value) == f"Another process has been changing {path} for 0.05 seconds."
    assert not path.exists()


def test_without_locks_in_the_file_system_settings_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def none(descriptor: int, operation: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", none)
    path = tmp_path / "config.toml"
    Settings(str(path)).put("me", "sam")

    assert Settings(str(path)).me == "sam"


def test_a_file_that_its_owner_made_read_only_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    path = tmp_path / "config.toml"
    path.write_text('me = "sam"\n', encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(MachineRefusedError, match="it is read-only"):
        Settings(str(path)).put("me", "ana")

    assert path.read_text(encoding="utf-8") == 'me = "sam"\n'


def test_a_wrong_value_can_be_mended_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    mends: list[Callable[[Settings], object]] = [
        lambda settings: settings.put("zone", "UTC"),
        lambda settings: settings.take_out("zone"),
    ]
    for mend in mends:
        path.write_text('me = "sam"\nzone = "Mars"\n', encoding="utf-8")
        mend(Settings(str(path)))
        assert Settings(str(path)).me == "sam"


def test_taking_out_what_is_not_set_makes_no_file_and_changes_none(tmp_path: Path) -> None:
    path = tmp_path / "none" / "config.toml"
    Settings(str(path)).take_out("zone")
    assert not path.parent.exists()
    path.parent.mkdir()
    path.write_text("# mine", encoding="utf-8")
    Settings(str(path)).take_out("zone")
    assert path.read_text(encoding="utf-8") == "# mine"


@pytest.mark.parametrize("depth", [50, 150, 250, 400, 900, 5000])
def test_a_file_that_is_nested_deeply_is_refused_when_writing(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"me = {'[' * depth}{']' * depth}\n", encoding="utf-8")
    with pytest.raises(BadSettingsError):
        Settings(str(path)).put("zone", "UTC")


def test_a_table_within_a_table_is_refused_when_writing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[ledgers.medics]\npath = "x"\n', encoding="utf-8")
    with pytest.raises(BadSettingsError):
        Settings(str(path)).put("ledgers.home", "x")
