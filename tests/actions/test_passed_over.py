"""Occurrences that have passed do not pile up in lists; what somebody said something about is not lost there."""

import pytest

from followthrough.actions.add import add_all
from followthrough.actions.annotate import note
from followthrough.actions.drafts import Draft
from followthrough.actions.move import move
from followthrough.actions.settle import confirm, keep
from followthrough.actions.workspace import Workspace
from tests.support.fakes import FakeClock, a_workspace


@pytest.fixture
def friday() -> Workspace:
    """Friday, after a promise that repeats every day since Tuesday."""
    clock = FakeClock()
    here = a_workspace(clock=clock)
    add_all(here, [Draft(what="Water the plants", to=("ana",), every="day")])
    clock.set("2026-11-27T10:00:00-05:00")
    return here


def listed(here: Workspace) -> list[str]:
    return sorted(str(each.due) for each in here.ledger.read().at_hand())


def first(here: Workspace) -> str:
    return min(here.ledger.read().unsettled(), key=lambda each: each.date()).id


def test_the_last_one_that_has_passed_stands_for_those_before_it(friday: Workspace) -> None:
    assert listed(friday) == ["2026-11-26", "2026-11-27"]


def test_one_that_was_given_a_new_date_is_listed_with_it(friday: Workspace) -> None:
    move(friday, [first(friday)], by="dec 1", agreed=True)
    assert listed(friday) == ["2026-11-26", "2026-11-27", "2026-12-01"]


def test_one_that_a_hand_is_wanted_for_stays_in_lists(friday: Workspace) -> None:
    note(friday, first(friday), "The tap is stuck", help_wanted=True)
    assert listed(friday) == ["2026-11-24", "2026-11-26", "2026-11-27"]


def test_one_that_is_not_yet_done_as_its_recipient_says_stays_in_lists(friday: Workspace) -> None:
    tuesday = first(friday)
    keep(friday, [tuesday])
    confirm(friday, [tuesday], satisfied=False)
    assert listed(friday) == ["2026-11-24", "2026-11-26", "2026-11-27"]
