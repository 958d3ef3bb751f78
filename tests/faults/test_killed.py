"""Killed at every file operation of every action that writes."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from followthrough.cli.catalog import COMMANDS
from tests.faults.actions import ACTIONS, ELSEWHERE, Action, told
from tests.faults.afterwards import wrong_afterwards
from tests.faults.homes import Picture, Told, events_in, picture, put_back
from tests.faults.seam import CHANGING, SYSTEM_CALLS, Kill, KilledError, Recorded, on_the_seam
from tests.faults.verdict import GOOD, Left, left
from tests.support.figures import count

LOOKS = ("list", "show {attic}", "log", "score", "odds", "report", "digest", "prompt", "say slides", "calendar", "when")
LOOKS_TOO = (
    "people",
    "people ana",
    "with ana",
    "doctor",
    "restore --list",
    "snooze",
    "verify HOME/none",
    "config",
    "help keep",
)


def test_no_command_that_writes_is_missing_from_the_list(tmp_path: Path) -> None:
    looking = {each.split()[0] for each in (*LOOKS, *LOOKS_TOO)}
    writing = {each.command[0] for each in ACTIONS.values()}
    assert writing | looking | set(ELSEWHERE) == set(COMMANDS)

    home, recorded = told(tmp_path, ACTIONS["keep"]), Recorded()
    with on_the_seam(recorded):
        for each in (*LOOKS, *LOOKS_TOO):
            home.do(*each.split())
    assert [each for each in recorded.done if each in CHANGING - {"lock"}] == []


class Kills(NamedTuple):
    """Where to kill: before operations of these names, each or one of so many, or in the middle of a write."""

    of: frozenset[str] = CHANGING
    step: int = 1
    torn: bool = False
    looked_at: int = 1
    """Of the states that no other kill left, one of so many is looked at with the next commands."""


def _killed(home: Told, action: Action, was: Picture, kills: Kills) -> Iterator[Kill]:
    """The home after the action was killed in each of these places."""
    at = list(ACTIONS.values()).index(action) % kills.step
    while True:
        put_back(home, was)
        kill = Kill(at, torn=kills.torn, of=kills.of)
        with on_the_seam(kill):
            try:
                said = home.do(*action.command)
            except KilledError:
                pass
            else:
                assert said.status == 0, said.err
                return
        if not kills.torn or kill.operation == "write":
            yield kill
        at += kills.step


def _content(home: Told, action: Action) -> bytes | None:
    file = action.file(home)
    return file.read_bytes() if file.exists() else None


def _tried(home: Told, action: Action, kills: Kills) -> dict[Left, int]:
    """How often what was left."""
    was, old, acknowledged = picture(home), _content(home, action), events_in(_ledger_of(home))
    lost = action.command[0] in ("restore", "doctor")
    home.do(*action.command)
    new, recorded = _content(home, action), events_in(_ledger_of(home))
    found: dict[Left, int] = {}
    known: set[object] = set()
    for kill in _killed(home, action, was, kills):
        verdict = left(_content(home, action), old, new)
        found[verdict] = found.get(verdict, 0) + 1
        key = picture(home).key()
        if verdict in GOOD and key not in known:
            known.add(key)
            if len(known) % kills.looked_at == 0:
                again = action.command if verdict == "old" or lost else None
                there = recorded if verdict == "new" or lost else acknowledged
                assert wrong_afterwards(home, again, there) == [], (kill.at, kill.operation)
    return found


def _ledger_of(home: Told) -> bytes | None:
    return home.ledger.read_bytes() if home.ledger.exists() else None


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(Kills(step=4, looked_at=3), id="everyday"),
        pytest.param(Kills(of=frozenset(SYSTEM_CALLS)), id="all", marks=pytest.mark.torture),
        pytest.param(Kills(torn=True), id="torn writes", marks=pytest.mark.torture),
    ],
)
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_that_is_killed_anywhere_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, name: str, kills: Kills
) -> None:
    found = _tried(told(tmp_path, ACTIONS[name]), ACTIONS[name], kills)
    bad = sum(number for verdict, number in found.items() if verdict not in GOOD)
    count("killed at every file operation", kills=sum(found.values()), bad=bad)

    assert bad == 0, found
    assert "old" in found
