"""An older version in a circle: it reads what newer ones write, refuses what it would miscount, destroys nothing."""

import json
from pathlib import Path

import pytest

from followthrough.actions.add import add, add_all
from followthrough.actions.drafts import Draft
from followthrough.actions.merge import Copy, merge
from followthrough.actions.people import describe
from followthrough.actions.renaming import rename
from followthrough.actions.settle import keep
from followthrough.actions.undo import undo
from followthrough.domain.errors import NewerLedgerError
from tests.support.copies import ACTIONS
from tests.support.members import OLD, Members, events_in

NEW = 1


@pytest.fixture
def members(tmp_path: Path) -> Members:
    return Members(tmp_path, 1, copied_disk=False)


def path_of(members: Members, number: int) -> Path:
    return Path(members.machines[number].ledger.path)


def texts(members: Members) -> set[str]:
    """What the older version reads as open."""
    with members.at(OLD) as machine:
        return {each.what for each in machine.ledger.read().unsettled()}


def test_it_goes_on_with_a_ledger_in_which_nothing_is_newer_than_it(members: Members) -> None:
    members.take_in(OLD, [str(path_of(members, 0))])
    members.do(OLD, lambda machine: add(machine, "Bring soup", to=["ana"]))
    members.do(NEW, lambda machine: keep(machine, ["attic"]))
    members.take_in(OLD, [str(path_of(members, NEW))])
    members.take_in(NEW, [str(path_of(members, OLD))])

    assert texts(members) == {"Send Ana the slides", "Bring soup"}
    assert members.file(OLD) == members.file(NEW)


def test_it_carries_series_that_it_does_not_know(members: Members) -> None:
    members.do(NEW, lambda machine: add_all(machine, [Draft(what="Call mum", to=("ana",), every="every day")]))
    members.take_in(OLD, [str(path_of(members, NEW))])
    members.do(OLD, lambda machine: add(machine, "Bring soup", to=["ana"]))
    members.do(OLD, undo)

    assert json.loads(members.file(OLD))["series"] == json.loads(members.file(NEW))["series"] != {}
    assert events_in(members.file(NEW)).keys() <= events_in(members.file(OLD)).keys()


@pytest.mark.parametrize(
    "newer",
    [
        lambda machine: rename(machine, "ana", "anna"),
        lambda machine: describe(machine, "medics", leaving=["bo"]),
    ],
)
def test_it_reads_a_newer_ledger_and_changes_nothing_in_it(members: Members, newer: object) -> None:
    members.do(NEW, lambda machine: describe(machine, "medics", members=["ana", "bo"]))
    members.do(NEW, newer)  # type: ignore[arg-type]  # an action
    with members.at(OLD) as machine, pytest.raises(NewerLedgerError):
        merge(machine, [Copy(path=str(path_of(members, NEW)))])
    path_of(members, OLD).write_bytes(members.file(NEW))
    for act in (ACTIONS["add"], ACTIONS["keep"], ACTIONS["note"], ACTIONS["forget"], ACTIONS["name"]):
        with members.at(OLD) as machine, pytest.raises(NewerLedgerError):
            act(machine, next(machine.ledger.read().unsettled()).id, 1)

    assert texts(members) == {"Send Ana the slides", "Sort the attic"}
    assert members.file(OLD) == members.file(NEW)
    assert members.told == []
