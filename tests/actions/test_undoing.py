"""Undo and redo, over any number of steps, of this machine alone."""

import pytest

from followthrough.actions.add import add
from followthrough.actions.annotate import note
from followthrough.actions.forget import forget
from followthrough.actions.move import move
from followthrough.actions.people import describe
from followthrough.actions.settle import keep, miss, reopen
from followthrough.actions.undo import redo, undo
from followthrough.domain.errors import (
    BadCountError,
    CannotUndoError,
    CannotUndoForgettingError,
    NothingToRedoError,
    NothingToUndoError,
    UndoneError,
)
from followthrough.domain.events import Retracted
from tests.support.builders import a_history, made
from tests.support.fakes import ChosenNames, FakeClock, FakeLedger, a_workspace

ONE, TWO = "kmzqrtplwvny", "nwxopkqrstlm"


@pytest.fixture
def ledger() -> FakeLedger:
    """A ledger whose last three steps of this machine are: two promises added, both kept at once."""
    ledger = FakeLedger()
    add(a_workspace(ledger, randomness=ChosenNames(ONE)), "Slides", to=["ana"], by="friday")
    add(a_workspace(ledger, randomness=ChosenNames(TWO)), "Budget", to=["bo"])
    keep(a_workspace(ledger), [ONE, TWO])
    return ledger


def _states(ledger: FakeLedger) -> dict[str, str]:
    book = ledger.read()
    return {each.what: each.state for each in (*book.unsettled(), *book.settled())}


def test_undo_takes_back_the_last_step_as_a_whole(ledger: FakeLedger) -> None:
    changed = undo(a_workspace(ledger))

    assert changed.did == "undone"
    assert sorted(each.what for each in changed.commitments) == ["Budget", "Slides"]
    assert _states(ledger) == {"Slides": "open", "Budget": "open"}
    assert all(isinstance(each.history[-1], Retracted) for each in changed.commitments)


def test_three_undone_and_one_redone_is_two_undone(ledger: FakeLedger) -> None:
    undo(a_workspace(ledger))
    undo(a_workspace(ledger))
    undo(a_workspace(ledger))
    assert _states(ledger) == {"Slides": "undone", "Budget": "undone"}
    seen = []
    for _ in range(3):
        redo(a_workspace(ledger))
        seen.append(_states(ledger))

    assert seen == [
        {"Slides": "open", "Budget": "undone"},
        {"Slides": "open", "Budget": "open"},
        {"Slides": "kept", "Budget": "kept"},
    ]


def test_several_steps_are_undone_and_redone_as_one(ledger: FakeLedger) -> None:
    undo(a_workspace(ledger), 3)
    assert _states(ledger) == {"Slides": "undone", "Budget": "undone"}
    redo(a_workspace(ledger))

    assert _states(ledger) == {"Slides": "kept", "Budget": "kept"}


def test_what_was_redone_can_be_undone_again_and_again(ledger: FakeLedger) -> None:
    for _ in range(4):
        undo(a_workspace(ledger))
        assert _states(ledger) == {"Slides": "open", "Budget": "open"}
        redo(a_workspace(ledger))
        assert _states(ledger) == {"Slides": "kept", "Budget": "kept"}


def test_more_steps_than_there_are_undo_nothing(ledger: FakeLedger) -> None:
    before = list(ledger.read().recorded())
    with pytest.raises(NothingToUndoError):
        undo(a_workspace(ledger), 4)

    assert list(ledger.read().recorded()) == before


def test_a_step_after_an_undo_leaves_nothing_to_redo(ledger: FakeLedger) -> None:
    undo(a_workspace(ledger))
    note(a_workspace(ledger), ONE, "something else")

    with pytest.raises(NothingToRedoError):
        redo(a_workspace(ledger))
    undo(a_workspace(ledger), 3)
    assert _states(ledger) == {"Slides": "undone", "Budget": "undone"}


def test_without_an_undo_there_is_nothing_to_redo(ledger: FakeLedger) -> None:
    with pytest.raises(NothingToRedoError) as problem:
        redo(a_workspace(ledger))

    assert str(problem.value) == "There is nothing to redo."


@pytest.mark.parametrize("count", [0, -1])
def test_less_than_one_step_cannot_be_undone(ledger: FakeLedger, count: int) -> None:
    with pytest.raises(BadCountError) as problem:
        undo(a_workspace(ledger), count)

    assert str(problem.value) == f"N {count} is too small; 1 is the least."


def test_what_another_machine_recorded_is_not_undone_here() -> None:
    ledger = FakeLedger({ONE: a_history(made())})
    with pytest.raises(NothingToUndoError) as problem:
        undo(a_workspace(ledger))

    assert str(problem.value) == "There is nothing to undo."


def test_people_introduced_by_an_undone_step_are_gone_until_it_is_redone() -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger), "Slides", to=["ana"])
    undo(a_workspace(ledger))
    assert {handle: each.standing for handle, each in ledger.read().people().items()} == {"ana": False, "sam": False}
    redo(a_workspace(ledger))

    assert all(each.standing for each in ledger.read().people().values())


def test_a_change_of_a_name_is_undone_to_the_one_before() -> None:
    ledger = FakeLedger()
    describe(a_workspace(ledger), "ana", name="Ana Ruiz")
    describe(a_workspace(ledger), "ana", name="Anna")
    undo(a_workspace(ledger))

    assert ledger.read().people()["ana"].name == "Ana Ruiz"


def test_a_promise_whose_making_was_undone_takes_no_change(ledger: FakeLedger) -> None:
    undo(a_workspace(ledger), 2)

    with pytest.raises(UndoneError):
        keep(a_workspace(ledger), [TWO])


def test_a_settling_is_undone_even_when_the_due_date_has_passed() -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger, randomness=ChosenNames(ONE)), "Slides", to=["ana"], by="tomorrow")
    miss(a_workspace(ledger), [ONE])
    undo(a_workspace(ledger, clock=FakeClock("2026-11-30T10:00:00-05:00")))

    assert _states(ledger) == {"Slides": "open"}


@pytest.mark.parametrize("count", [1, 2])
def test_what_decides_a_due_date_that_has_passed_is_not_undone(count: int) -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger, randomness=ChosenNames(ONE)), "Slides", to=["ana"], by="tomorrow")
    if count == 2:
        move(a_workspace(ledger), [ONE], by="wednesday", agreed=True)
    before = list(ledger.read().recorded())
    with pytest.raises(CannotUndoError) as problem:
        undo(a_workspace(ledger, clock=FakeClock("2026-11-30T10:00:00-05:00")))

    did = "made" if count == 1 else "moved"
    assert str(problem.value) == f"That {ONE} was {did} cannot be taken back: its due date had passed by then."
    assert list(ledger.read().recorded()) == before


def test_a_step_that_cannot_be_undone_stops_those_before_it_too() -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger, randomness=ChosenNames(ONE)), "Slides", to=["ana"], by="tomorrow")
    keep(a_workspace(ledger), [ONE])
    before = list(ledger.read().recorded())
    with pytest.raises(CannotUndoError):
        undo(a_workspace(ledger, clock=FakeClock("2026-11-30T10:00:00-05:00")), 2)

    assert list(ledger.read().recorded()) == before


def test_forgetting_is_not_undone(ledger: FakeLedger) -> None:
    forget(a_workspace(ledger), [ONE])
    with pytest.raises(CannotUndoForgettingError) as problem:
        undo(a_workspace(ledger))

    assert str(problem.value) == f"The last change forgot {ONE}, and what was forgotten is gone."


def test_a_step_of_which_one_promise_was_forgotten_is_undone_for_the_other_until_the_forgetting_is_met(
    ledger: FakeLedger,
) -> None:
    forget(a_workspace(ledger), [ONE])
    note(a_workspace(ledger), TWO, "after")
    undo(a_workspace(ledger))
    with pytest.raises(CannotUndoForgettingError):
        undo(a_workspace(ledger))

    assert _states(ledger) == {"Budget": "kept"}


def test_a_reopening_is_undone_back_to_kept(ledger: FakeLedger) -> None:
    reopen(a_workspace(ledger), [ONE])
    undo(a_workspace(ledger))

    assert _states(ledger) == {"Slides": "kept", "Budget": "kept"}
