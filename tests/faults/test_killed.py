"""Killed at every file operation of every action that writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from followthrough.cli.catalog import COMMANDS
from tests.faults.actions import ACTIONS, ELSEWHERE, Action, the_ledger, told
from tests.faults.afterwards import wrong_afterwards
from tests.faults.homes import Picture, Told, events_in, picture, put_back
from tests.faults.seam import CHANGING, SYSTEM_CALLS, Kill, KilledError, Recorded, on_the_seam
from tests.faults.verdict import GOOD, Left, left
from tests.support.figures import count

LOOKS = ("list", "show {attic}", "log", "score", "odds", "report", "digest", "prompt", "say slides", "calendar")
LOOKS_TOO = ("people", "people ana", "with ana", "doctor", "restore --list", "snooze", "verify HOME/none", "config")


def test_no_command_that_writes_is_missing_from_the_list(tmp_path: Path) -> None:
    looking = {each.split()[0] for each in (*LOOKS, *LOOKS_TOO)}
    writing = {each.command[0] for each in ACTIONS.values()}
    assert writing | looking | set(ELSEWHERE) == set(COMMANDS)

    home, recorded = told(tmp_path, ACTIONS["keep"]), Recorded()
    with on_the_seam(recorded):
        for each in (*LOOKS, *LOOKS_TOO):
            home.do(*each.split())
    assert [each for each in recorded.done if each in CHANGING - {"lock"}] == []


def _killed(home: Told, action: Action, was: Picture, *, torn: bool, of: frozenset[str]) -> Iterator[Kill]:
    """The home after the action was killed before its first operation of these, before its second, and so on."""
    at = 0
    while True:
        put_back(home, was)
        kill = Kill(at, torn=torn, of=of)
        with on_the_seam(kill):
            try:
                said = home.do(*action.command)
            except KilledError:
                pass
            else:
                assert said.status == 0, said.err
                return
        if not torn or kill.operation == "write":
            yield kill
        at += 1


def _content(home: Told, action: Action) -> bytes | None:
    file = action.file(home)
    return file.read_bytes() if file.exists() else None


def _tried(home: Told, action: Action, *, torn: bool, of: frozenset[str], every: int) -> dict[Left, int]:
    """How often what was left; of the states that no other kill left, every so many are looked at by its user."""
    was, old, acknowledged = picture(home), _content(home, action), events_in(_ledger_of(home))
    lost = action.command[0] in ("restore", "doctor")
    home.do(*action.command)
    new, recorded = _content(home, action), events_in(_ledger_of(home))
    found: dict[Left, int] = {}
    known: set[object] = set()
    for kill in _killed(home, action, was, torn=torn, of=of):
        verdict = left(_content(home, action), old, new)
        found[verdict] = found.get(verdict, 0) + 1
        key = picture(home).key()
        if verdict in GOOD and key not in known:
            known.add(key)
            if len(known) % every == 0:
                again = action.command if verdict == "old" or lost else None
                there = recorded if verdict == "new" or lost else acknowledged
                assert wrong_afterwards(home, again, there) == [], (kill.at, kill.operation)
    return found


def _ledger_of(home: Told) -> bytes | None:
    return home.ledger.read_bytes() if home.ledger.exists() else None


@pytest.mark.parametrize(
    ("torn", "of", "every"),
    [
        pytest.param(False, CHANGING, 4, id="everyday"),
        pytest.param(False, frozenset(SYSTEM_CALLS), 1, id="all", marks=pytest.mark.torture),
        pytest.param(True, CHANGING, 1, id="torn writes", marks=pytest.mark.torture),
    ],
)
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_that_is_killed_anywhere_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, name: str, torn: bool, of: frozenset[str], every: int
) -> None:
    found = _tried(told(tmp_path, ACTIONS[name]), ACTIONS[name], torn=torn, of=of, every=every)
    bad = sum(number for verdict, number in found.items() if verdict not in GOOD)
    count("killed at every file operation", kills=sum(found.values()), bad=bad)

    assert bad == 0, found
    assert torn or ACTIONS[name].file is not the_ledger or set(found) == GOOD
