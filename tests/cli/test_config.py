"""ft config: bare values for scripts, what there is to set, the hooks beside it, and mistakes in the file."""

import json
import random
import re
from pathlib import Path

import pytest

from followthrough.adapters.declared_settings import SETTINGS
from followthrough.adapters.settings_text import first_text
from followthrough.cli.completion import complete_settings
from tests.support.terminal import Said, Terminal
from tests.support.thoroughness import TIMES

LONG = "/" + "/".join(["a-rather-long-name"] * 12) + "/promises.json"


def test_a_value_is_printed_bare(terminal: Terminal) -> None:
    terminal.ft("config", "ledgers.medics", LONG)

    assert terminal.ft("config", "ledgers.medics") == Said(0, f"{LONG}\n", "")


@pytest.mark.parametrize(
    ("key", "said"),
    [("zone", "not set: the system's\n"), ("quiet", "not set\n"), ("ledgers.medics", "not set\n")],
)
def test_what_is_not_set_is_no_result(terminal: Terminal, key: str, said: str) -> None:
    assert terminal.ft("config", key) == Said(0, "", said)
    assert terminal.ft("config", key, "--unset") == Said(0, "", said)


def test_where_the_ledger_is_is_said_with_the_default(terminal: Terminal) -> None:
    said = terminal.ft("config", "ledger", XDG_DATA_HOME="/data")
    assert said.err == "not set: ledger.json in the user data directory, /data/followthrough/ledger.json\n"


def test_in_json_what_is_not_set_is_declared(terminal: Terminal) -> None:
    said = terminal.ft("config", "week_start", "--json")

    assert said.err == ""
    assert json.loads(said.out) == {
        "schema": "followthrough.settings/1",
        "settings": {},
        "declared": [
            {
                "key": "week_start",
                "type": "one of monday, sunday, saturday",
                "example": "monday",
                "choices": ["monday", "sunday", "saturday"],
                "default": "monday",
                "sentence": "The day on which your weeks begin.",
            }
        ],
    }


def test_all_that_can_be_set_is_declared(terminal: Terminal) -> None:
    declared = json.loads(terminal.ft("config", "--json").out)["declared"]

    assert [each["key"] for each in declared] == [each.key for each in SETTINGS]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("zoen", "zone"),
        ("date-order", "date_order"),
        ("ledger.medics", "ledgers.NAME"),
        ("view.talks", "views.NAME"),
        ("notify", "notify.NAME"),
    ],
)
def test_a_key_that_is_nearly_one_is_answered_with_it(terminal: Terminal, typed: str, nearest: str) -> None:
    assert terminal.ft("config", typed, "x").err.startswith(
        f"There is no setting “{typed}”; the nearest is {nearest}.\n"
    )


@pytest.mark.parametrize("typed", ["digest.at", "colour", "theme.list"])
def test_a_key_that_is_like_none_is_answered_with_all(terminal: Terminal, typed: str) -> None:
    said = f"There is no setting “{typed}”; there are me, zone, "
    assert terminal.ft("config", typed, "x").err.startswith(said)


def test_a_mistake_in_the_file_says_what_could_be_there(terminal: Terminal) -> None:
    terminal.configuration.parent.mkdir(parents=True)
    for text, reason in (
        ('zoen = "UTC"\n', "There is no setting “zoen”; the nearest is zone."),
        (
            'week_start = "tuesday"\n',
            "“tuesday” cannot be the value of week_start: it takes one of monday, sunday, saturday.",
        ),
        ("week_start = 1\n", "week_start is not a text in quotation marks; it takes one of monday, sunday, saturday."),
    ):
        terminal.configuration.write_text(text, encoding="utf-8")
        said = terminal.ft("list")
        assert said.status == 2
        assert said.err.split("\n")[0] == f"The configuration file {terminal.configuration} cannot be used: {reason}"


def _asked(terminal: Terminal, line: str) -> list[str]:
    said = terminal.program(_FT_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(line.split(" ")) - 1))
    assert said.err == ""
    return said.out.split()


def test_values_are_completed_where_they_are_few(terminal: Terminal) -> None:
    assert _asked(terminal, "ft config week_start s") == ["sunday", "saturday"]
    assert _asked(terminal, "ft config zone Europe/Mad") == ["Europe/Madrid"]
    assert _asked(terminal, "ft config colour ") == []


def test_settings_are_completed_with_those_that_have_names(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.ft("config", "ledgers.medics", "/x")
    monkeypatch.setenv("FOLLOWTHROUGH_CONFIG", str(terminal.configuration))

    assert [word for word, _ in complete_settings("led")] == ["ledger", "ledgers.NAME", "ledgers.medics"]


@pytest.fixture
def hooks(terminal: Terminal) -> Path:
    directory = terminal.configuration.parent / "hooks"
    directory.mkdir(parents=True, mode=0o755)
    for name, mode in (("kept", 0o755), ("made", 0o644), ("kept.sh", 0o755)):
        (directory / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (directory / name).chmod(mode)
    return directory


def test_hooks_are_listed_with_what_keeps_them_from_being_run(terminal: Terminal, hooks: Path) -> None:
    assert terminal.ft("config").out.endswith(
        f"\n\nHooks in {hooks}\n"
        "  kept\n"
        f"  made  not run: it is not executable (chmod u+x {hooks}/made)\n"
        "  kept.sh  never run: no event is called that\n"
    )
    hooks.chmod(0o777)
    assert (
        f"\n  None is run: the directory can be changed by others (chmod go-w {hooks}).\n" in terminal.ft("config").out
    )
    assert json.loads(terminal.ft("config", "--json").out)["hooks"] == {
        "directory": str(hooks),
        "objection": f"can be changed by others (chmod go-w {hooks})",
        "hooks": {"kept": None, "made": f"is not executable (chmod u+x {hooks}/made)"},
        "strays": ["kept.sh"],
    }


def test_hooks_that_lie_with_the_ledger_are_shown_as_not_run(terminal: Terminal, hooks: Path) -> None:
    ledger = terminal.configuration.parent / "ledger.json"

    assert f"None is run: the directory lies in {ledger.parent}, where the ledger is." in (
        terminal.ft("config", "--ledger", str(ledger)).out
    )


def test_no_text_of_a_configuration_file_ends_in_a_traceback(terminal: Terminal) -> None:
    dice, start = random.Random(8), re.sub(r"^#(?! )", "", first_text(), flags=re.MULTILINE).encode()
    terminal.configuration.parent.mkdir(parents=True)
    for _ in range(int(30 * TIMES)):
        text = bytearray(start)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(text))
            text[at : at + dice.choice((0, 1, 40))] = dice.choice(
                (
                    b"",
                    b"\0",
                    b'"',
                    b"[",
                    b"]",
                    b"=",
                    b"\n",
                    b"\xff",
                    b"\r",
                    b".",
                    b"{",
                    b"'''",
                    b"2026-11-23",
                    b"[[a]]\n",
                )
            )
        terminal.configuration.write_bytes(text)
        for arguments in (
            ("config",),
            ("config", "me", "ana"),
            ("config", "ledgers.new", "/x"),
            ("config", "zone", "--unset"),
        ):
            assert terminal.ft(*arguments).status in (0, 2), (arguments, bytes(text))
