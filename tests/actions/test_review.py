"""A walk through what needs a decision: each answer is a step, remembered, and can be taken back."""

from datetime import timedelta

import pytest

from followthrough.actions.add import add
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.people import describe
from followthrough.actions.review import Walk
from followthrough.actions.settle import keep
from followthrough.domain.errors import (
    AlreadySettledError,
    CannotUndoError,
    NothingToUndoError,
    NotTheLastChangeError,
    PhraseNotUnderstoodError,
    WhoseWordError,
)
from followthrough.domain.round import Round
from tests.support.builders import NOW, a_history, made
from tests.support.fakes import FakeBookmark, FakeClock, FakeLedger, a_workspace

TAXES, SLIDES, BUDGET, DRILL = "kmzqrtplwvny", "nwxopkqrstlm", "oooooooooooo", "zzzkkkkkkkkk"


@pytest.fixture
def workspace() -> WiderWorkspace:
    """Sam's: one promise overdue, two due soon, and one of Bo's overdue, in this order."""
    ledger = FakeLedger(
        {
            TAXES: a_history(made("Taxes", due="2026-11-20", logged="2026-11-01T10:00-05:00")),
            SLIDES: a_history(made("Slides", due="2026-11-25", stamped={"number": 2})),
            BUDGET: a_history(made("Budget", due="2026-11-26", to=("ana", "bo"), stamped={"number": 3})),
            DRILL: a_history(made("Drill", maker="bo", to="sam", due="2026-11-21", stamped={"number": 4})),
        }
    )
    return a_workspace(ledger, clock=FakeClock(NOW), bookmark=FakeBookmark())


def left(walk: Walk) -> list[str]:
    return [each.what for each in walk.left()]


def state(workspace: WiderWorkspace, commitment_id: str) -> str:
    commitment = workspace.ledger.read().commitment(commitment_id)
    assert commitment is not None
    return commitment.state


def kept_round(workspace: WiderWorkspace) -> Round:
    assert isinstance(workspace.bookmark, FakeBookmark)
    assert workspace.bookmark.kept is not None
    return workspace.bookmark.kept


def test_an_answer_is_recorded_at_once_and_the_next_promise_is_current(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    changed = walk.keep(TAXES)
    assert (changed.did, state(workspace, TAXES)) == ("kept", "kept")
    assert left(walk) == ["Slides", "Budget", "Drill"]
    assert kept_round(workspace) == Round(began=NOW, stopped=NOW, answered=(TAXES,))


def test_every_answer_is_counted_by_what_it_did(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.miss(TAXES)
    walk.move(SLIDES, "friday", agreed=True)
    walk.note(BUDGET, "half of it")
    walk.ask_for_help(BUDGET)
    walk.skip(BUDGET)
    walk.release(DRILL)
    assert dict(walk.did) == {"missed": 1, "moved": 1, "noted": 1, "help wanted": 1, "skipped": 1, "released": 1}
    assert (walk.asked, left(walk)) == (4, [])


def test_a_note_and_a_call_for_help_leave_the_promise_to_be_decided(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.note(TAXES, "half of it")
    changed = walk.ask_for_help(TAXES)
    assert changed.commitments[0].help_wanted
    assert left(walk)[0] == "Taxes"


def test_what_was_moved_and_still_needs_a_decision_is_not_asked_again_in_this_round(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.move(TAXES, "thursday", agreed=False)
    assert left(walk) == ["Slides", "Budget", "Drill"]
    assert left(Walk(workspace)) == ["Slides", "Budget", "Drill"]


def test_a_promise_of_another_is_let_go_by_me(workspace: WiderWorkspace) -> None:
    (released,) = Walk(workspace).release(DRILL).commitments
    assert getattr(released.settlement, "whose", None) == "sam"


def test_with_several_recipients_it_has_to_be_said_who_let_it_go(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    with pytest.raises(WhoseWordError):
        walk.release(BUDGET)
    describe(workspace, "bo")
    (released,) = walk.release(BUDGET, "bo").commitments
    assert getattr(released.settlement, "whose", None) == "bo"


def test_undo_takes_back_the_last_answer_and_its_promise_is_current_again(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.keep(TAXES)
    walk.skip(SLIDES)
    walk.keep(BUDGET)
    changed = walk.undo()
    assert changed is not None
    assert (changed.did, state(workspace, BUDGET), left(walk)) == ("undone", "open", ["Budget", "Drill"])
    assert walk.undo() is None
    assert (dict(walk.did), left(walk)) == ({"kept": 1}, ["Slides", "Budget", "Drill"])
    assert kept_round(workspace).answered == (TAXES,)


def test_what_was_brought_back_is_current_even_where_something_more_pressing_came_up(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.skip(TAXES)
    add(workspace, "Rent", to=["ana"], by="2026-11-10", made="2026-11-01")
    walk.note(SLIDES, "half of it")
    walk.undo()
    assert left(walk) == ["Slides", "Rent", "Budget", "Drill"]


def test_undo_reaches_no_further_back_than_this_walk(workspace: WiderWorkspace) -> None:
    Walk(workspace).keep(TAXES)
    with pytest.raises(NothingToUndoError):
        Walk(workspace).undo()
    assert state(workspace, TAXES) == "kept"


def test_undo_takes_back_nothing_that_was_recorded_beside_the_walk(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.keep(TAXES)
    keep(workspace, [DRILL])
    with pytest.raises(NotTheLastChangeError) as problem:
        walk.undo()
    assert str(problem.value).startswith(f"What was said about {TAXES} stands")
    assert (state(workspace, TAXES), state(workspace, DRILL), dict(walk.did)) == ("kept", "kept", {"kept": 1})


def test_what_cannot_be_undone_stands_and_stays_answered(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.move(TAXES, "friday", agreed=True)
    with pytest.raises(CannotUndoError):
        walk.undo()
    assert (dict(walk.did), left(walk)[0]) == ({"moved": 1}, "Slides")


def test_what_was_settled_meanwhile_is_refused_and_gone(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    keep(workspace, [TAXES])
    with pytest.raises(AlreadySettledError):
        walk.miss(TAXES)
    assert (left(walk)[0], dict(walk.did)) == ("Slides", {})


def test_a_walk_goes_on_where_the_last_one_was_left(workspace: WiderWorkspace) -> None:
    first = Walk(workspace)
    first.skip(TAXES)
    first.keep(SLIDES)
    first.stop()
    second = Walk(workspace)
    assert (left(second), second.asked, kept_round(workspace).over) == (["Budget", "Drill"], 2, False)


def test_a_walk_to_the_end_is_a_round_and_the_next_asks_again_what_was_skipped(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    walk.keep(TAXES)
    for each in (SLIDES, BUDGET, DRILL):
        walk.skip(each)
    walk.stop()
    assert kept_round(workspace).over
    again = Walk(workspace)
    assert (left(again), again.asked) == (["Slides", "Budget", "Drill"], 0)


def test_what_was_kept_since_the_last_walk_is_told_and_not_what_it_kept_itself(workspace: WiderWorkspace) -> None:
    first = Walk(workspace)
    assert (first.kept, first.since) == ((), None)
    first.keep(TAXES)
    first.stop()
    assert isinstance(workspace.clock, FakeClock)
    workspace.clock.forward(days=30)
    keep(workspace, [SLIDES])
    workspace.clock.forward(days=30)
    second = Walk(workspace)
    assert ([each.what for each in second.kept], second.since) == (["Slides"], NOW)


def test_a_clock_that_went_back_is_no_obstacle(workspace: WiderWorkspace) -> None:
    workspace.bookmark.keep(Round(began=NOW, stopped=NOW + timedelta(days=400)))
    assert (Walk(workspace).kept, left(Walk(workspace))[0]) == ((), "Taxes")


def test_a_broken_bookmark_is_said_and_counts_for_nothing(workspace: WiderWorkspace) -> None:
    assert isinstance(workspace.bookmark, FakeBookmark)
    workspace.bookmark.broken = True
    walk = Walk(workspace)
    assert (len(left(walk)), walk.since) == (4, None)
    assert walk.notices == [
        "/home/sam/state/bookmark.json does not say where the last review stopped: it is no bookmark of this ledger. "
        "This one asks about everything."
    ]


def test_a_bookmark_that_cannot_be_kept_is_said_once_and_what_is_recorded_stands(workspace: WiderWorkspace) -> None:
    assert isinstance(workspace.bookmark, FakeBookmark)
    workspace.bookmark.full = True
    walk = Walk(workspace)
    walk.keep(TAXES)
    walk.skip(SLIDES)
    walk.stop()
    assert (state(workspace, TAXES), left(walk), walk.remembers) == ("kept", ["Budget", "Drill"], False)
    assert walk.notices == [
        "What is recorded stands. Where this review stops could not be written to /home/sam/state/bookmark.json: "
        "No space left on device."
    ]


def test_a_date_is_checked_before_anything_is_recorded(workspace: WiderWorkspace) -> None:
    walk = Walk(workspace)
    with pytest.raises(PhraseNotUnderstoodError):
        walk.check_date("someday")
    walk.check_date("friday")
    assert len(left(walk)) == 4


def test_a_ledger_that_is_not_begun_leaves_no_bookmark() -> None:
    bookmark = FakeBookmark()
    walk = Walk(a_workspace(FakeLedger(may_be_missing=True), bookmark=bookmark))
    walk.stop()
    assert (walk.left(), bookmark.kept) == ((), None)
