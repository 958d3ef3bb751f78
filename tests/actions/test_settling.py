"""Keep, miss, release, withdraw, repair, confirm, reopen, move, note, edit: what each adds, and all or none."""

from collections.abc import Callable
from typing import Any

import pytest

from followthrough.actions import annotate, settle
from followthrough.actions.move import move
from followthrough.actions.people import describe
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import (
    AlreadySettledError,
    EmptyTextError,
    NoSuchCommitmentError,
    NoSuchPersonError,
    NotARecipientError,
    NothingToChangeError,
    PastDateError,
    PastDueError,
    Problem,
    WhoseWordError,
)
from followthrough.domain.events import (
    Confirmed,
    Edited,
    Kept,
    Missed,
    Moved,
    Noted,
    Particulars,
    Released,
    Reopened,
    Repaired,
    Withdrawn,
)
from tests.support.builders import NOW, a_history, instant, kept, made, missed, on
from tests.support.fakes import FakeClock, FakeLedger, a_workspace

OPEN, OTHER, DONE, LOST = "kmzqrtplwvny", "nwxopkqrstlm", "zzzkkkkkkkkk", "yyykkkkkkkkk"


@pytest.fixture
def ledger() -> FakeLedger:
    """Two open promises, a kept one and a missed one."""
    return FakeLedger(
        {
            OPEN: a_history(made("Slides")),
            OTHER: a_history(made("Budget", stamped={"number": 2})),
            DONE: a_history(made("Call", stamped={"number": 3}), kept(number=4)),
            LOST: a_history(made("Visit", stamped={"number": 5}), missed(number=6)),
        }
    )


LATER = FakeClock(NOW)
LATER.forward(hours=1)

ADDED: dict[str, tuple[Callable[[Workspace], Changed], str, str, type, dict[str, Any]]] = {
    "keep": (lambda w: settle.keep(w, [OPEN]), "kept", "kept", Kept, {"at": None, "part": 1.0, "note": None}),
    "keep in part, earlier": (
        lambda w: settle.keep(w, [OPEN], at="10:30", part="60%", note=" two of three "),
        "kept",
        "kept",
        Kept,
        {"at": instant("2026-11-23T10:30-05:00"), "part": 0.6, "note": "two of three"},
    ),
    "miss": (lambda w: settle.miss(w, [OPEN], because="outside"), "missed", "missed", Missed, {"because": "outside"}),
    "release": (
        lambda w: settle.release(w, [OPEN], moot=True),
        "released",
        "released",
        Released,
        {"whose": "ana", "moot": True},
    ),
    "withdraw": (
        lambda w: settle.withdraw(w, [OPEN], note="a"),
        "withdrawn",
        "withdrawn",
        Withdrawn,
        {"note": "a"},
    ),
    "repair": (
        lambda w: settle.repair(w, LOST, "Brought cake"),
        "repaired",
        "missed",
        Repaired,
        {"of": "kkkkk.6", "note": "Brought cake"},
    ),
    "confirm": (
        lambda w: settle.confirm(w, [DONE]),
        "confirmed",
        "kept",
        Confirmed,
        {"of": "kkkkk.4", "whose": "ana", "satisfied": True},
    ),
    "not yet": (
        lambda w: settle.confirm(w, [DONE], satisfied=False),
        "not yet",
        "open",
        Confirmed,
        {"of": "kkkkk.4", "whose": "ana", "satisfied": False},
    ),
    "reopen": (lambda w: settle.reopen(w, [DONE]), "reopened", "open", Reopened, {"of": "kkkkk.4"}),
    "move": (
        lambda w: move(w, [OPEN], by="in 2 weeks", agreed=True),
        "moved",
        "open",
        Moved,
        {"due": on("2026-12-07"), "agreed": True},
    ),
    "note": (
        lambda w: annotate.note(w, OPEN, "half done", help_wanted=True),
        "noted",
        "open",
        Noted,
        {"note": "half done", "help_wanted": True},
    ),
    "edit": (
        lambda w: annotate.edit(w, OPEN, what="The slides", tags=["talks"], note="typo"),
        "edited",
        "open",
        Edited,
        {
            "was": Particulars(what="Slides", tags=()),
            "now": Particulars(what="The slides", tags=("talks",)),
            "note": "typo",
        },
    ),
}


@pytest.mark.parametrize("case", ADDED)
def test_each_adds_its_event_as_the_next_of_the_history(ledger: FakeLedger, case: str) -> None:
    act, did, state, kind, fields = ADDED[case]
    changed = act(a_workspace(ledger, clock=LATER))
    (commitment,) = changed.commitments
    event = commitment.history[-1]

    assert (changed.did, commitment.state, changed.notices) == (did, state, ())
    assert changed.book.commitment(commitment.id) == commitment
    assert type(event) is kind
    assert {name: getattr(event, name) for name in fields} == fields
    assert (event.id, event.n, event.logged, event.by, event.step) == (
        f"{changed.book.replica}.1",
        1 + commitment.history[-2].n,
        LATER.now(),
        "sam",
        None,
    )


SEVERAL: dict[str, Callable[[Workspace, list[str]], Changed]] = {
    "keep": settle.keep,
    "miss": settle.miss,
    "release": settle.release,
    "withdraw": settle.withdraw,
    "move": lambda w, ids: move(w, ids, by="in 2 weeks", agreed=False),
}


@pytest.mark.parametrize("act", SEVERAL)
def test_several_promises_are_one_step_in_the_order_typed(ledger: FakeLedger, act: str) -> None:
    changed = SEVERAL[act](a_workspace(ledger), ["budget", "kmzq", OTHER])

    assert [each.id for each in changed.commitments] == [OTHER, OPEN]
    assert {each.history[-1].step for each in changed.commitments} == {f"{changed.book.replica}.1"}


@pytest.mark.parametrize("act", SEVERAL)
@pytest.mark.parametrize(("bad", "problem"), [(DONE, AlreadySettledError), ("nothing like it", NoSuchCommitmentError)])
def test_several_promises_change_all_or_none(ledger: FakeLedger, act: str, bad: str, problem: type[Problem]) -> None:
    before = list(ledger.read().recorded())
    for ids in ([OPEN, OTHER, bad], [bad, OPEN], [OPEN, bad, OTHER]):
        with pytest.raises(problem):
            SEVERAL[act](a_workspace(ledger), ids)

    assert list(ledger.read().recorded()) == before
    assert ledger.read().replica == ""


def test_confirming_and_reopening_several_is_all_or_none(ledger: FakeLedger) -> None:
    before = list(ledger.read().recorded())
    for act in (settle.confirm, settle.reopen):
        with pytest.raises(Problem):
            act(a_workspace(ledger), [DONE, OPEN])

    assert list(ledger.read().recorded()) == before


def test_what_is_past_its_due_date_cannot_be_withdrawn(ledger: FakeLedger) -> None:
    with pytest.raises(PastDueError) as problem:
        settle.withdraw(a_workspace(ledger, clock=FakeClock("2026-11-28T00:00:00-05:00")), [OPEN])

    assert str(problem.value) == f"“Slides” ({OPEN}) is past its due date, so it cannot be withdrawn."


def test_a_promise_is_not_moved_to_the_past(ledger: FakeLedger) -> None:
    with pytest.raises(PastDateError):
        move(a_workspace(ledger), [OPEN], by="yesterday", agreed=True)


def test_with_several_recipients_it_has_to_be_said_whose_word_it_is() -> None:
    ledger = FakeLedger({OTHER: a_history(made("Budget", to=("ana", "bo")))})
    with pytest.raises(WhoseWordError) as problem:
        settle.release(a_workspace(ledger), [OTHER])

    assert str(problem.value) == f"{OTHER} is promised to @ana, @bo; it is not said whose word this is."


def test_a_recipient_speaks_for_themselves_and_a_member_for_a_circle() -> None:
    ledger = FakeLedger({OPEN: a_history(made("Tents", to=("medics", "bo")))})
    describe(a_workspace(ledger), "medics", members=["ana", "cy"])
    describe(a_workspace(ledger), "bo")

    spoken = [
        settle.release(a_workspace(FakeLedger(ledger._histories), me="bo"), [OPEN]),
        settle.release(a_workspace(ledger, me="cy"), [OPEN]),
    ]
    whose = [each.commitments[0].settlement for each in spoken]
    assert [each.whose for each in whose if isinstance(each, Released)] == ["bo", "cy"]


def test_someone_unknown_or_not_promised_to_has_no_word(ledger: FakeLedger) -> None:
    describe(a_workspace(ledger), "dee")
    with pytest.raises(NotARecipientError):
        settle.release(a_workspace(ledger), [OPEN], who="dee")
    with pytest.raises(NoSuchPersonError):
        settle.release(a_workspace(ledger), [OPEN], who="nobody")


def test_an_edit_of_nothing_is_a_problem(ledger: FakeLedger) -> None:
    with pytest.raises(NothingToChangeError):
        annotate.edit(a_workspace(ledger), OPEN)


def test_a_note_without_a_text_is_empty(ledger: FakeLedger) -> None:
    with pytest.raises(EmptyTextError) as problem:
        annotate.note(a_workspace(ledger), OPEN, None)

    assert str(problem.value) == "The note is empty."


def test_an_edit_that_says_what_is_there_already_changes_nothing(ledger: FakeLedger) -> None:
    with pytest.raises(NothingToChangeError):
        annotate.edit(a_workspace(ledger), OPEN, what="Slides")


def test_an_edit_takes_tags_away_and_changes_to_whom(ledger: FakeLedger) -> None:
    annotate.edit(a_workspace(ledger), OPEN, tags=["talks", "work"])
    changed = annotate.edit(a_workspace(ledger), OPEN, untag=["talks"], tags=["home"], to=["Bo Chen", "cy"])

    assert (changed.commitments[0].tags, changed.commitments[0].to) == (("work", "home"), ("bo-chen", "cy"))
    assert changed.book.people()["bo-chen"].name == "Bo Chen"


def test_an_edit_takes_the_due_date_away_within_a_quarter_of_an_hour(ledger: FakeLedger) -> None:
    changed = annotate.edit(a_workspace(ledger), OPEN, no_due=True)

    assert (changed.commitments[0].due, changed.commitments[0].judged_due) == (None, None)
