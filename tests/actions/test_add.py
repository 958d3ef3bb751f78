"""Record a promise: what is stored, who is introduced, what is refused before anything is."""

from typing import Any

import pytest

from followthrough.actions.add import add
from followthrough.actions.people import describe
from followthrough.actions.undo import undo
from followthrough.domain.errors import (
    BadHandleError,
    BadShareError,
    BadTagError,
    CirclePromisesError,
    EmptyTextError,
    FutureDateError,
    NoLedgerError,
    NoRecipientError,
    OptionsClashError,
    PastDateError,
    PhraseNotUnderstoodError,
    Problem,
    SeveralPeopleError,
    TextTooLongError,
    UnreadableTextError,
)
from followthrough.domain.events import Made
from followthrough.domain.people import Described
from tests.support.builders import NOW, ZONE, instant, on
from tests.support.fakes import ChosenNames, FakeLedger, FakePreferences, a_workspace


def test_a_promise_is_stored_with_all_that_was_said_of_it() -> None:
    workspace = a_workspace(randomness=ChosenNames("kmzqrtplwvny"))
    done = add(
        workspace,
        "  Send Ana the slides ",
        to=["ana", "bo, cy"],
        by="friday 5pm",
        confidence="80",
        tags=["+talks", "work", "talks"],
        note="the long ones",
        visibility="circle",
        remind="2d",
        chase="thursday",
        made="yesterday",
    )
    (commitment,) = done.commitments
    name = done.book.replica

    assert done.did == "made"
    assert commitment.id == "kmzqrtplwvny"
    assert commitment.history == (
        Made(
            id=f"{name}.1",
            n=1,
            logged=NOW,
            by="sam",
            step=f"{name}.1",
            note="the long ones",
            what="Send Ana the slides",
            maker="sam",
            to=("ana", "bo", "cy"),
            zone=ZONE,
            due=instant("2026-11-27T17:00:00-05:00"),
            at=on("2026-11-22"),
            confidence=0.8,
            tags=("talks", "work"),
            visibility="circle",
            remind=172_800,
            chase=on("2026-11-26"),
        ),
    )


def test_whoever_is_mentioned_for_the_first_time_is_introduced_in_the_same_step() -> None:
    ledger = FakeLedger()
    done = add(a_workspace(ledger), "Lunch", to=["Ana Ruiz"])
    name = done.book.replica

    assert done.book.people()["ana-ruiz"].history == (
        Described(id=f"{name}.3", n=1, logged=NOW, by="sam", step=f"{name}.1", name="Ana Ruiz"),
    )
    assert sorted(done.book.people()) == ["ana-ruiz", "sam"]


def test_whoever_is_known_is_not_introduced_again_and_found_by_name() -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger), "Lunch", to=["Ana Ruiz"])
    done = add(a_workspace(ledger), "Dinner", to=["ana ruiz", "@ana-ruiz"])

    assert done.commitments[0].to == ("ana-ruiz",)
    assert done.commitments[0].made.step is None
    assert len(done.book.people()["ana-ruiz"].history) == 1


def test_a_promise_of_someone_else_is_to_me_unless_said() -> None:
    ledger = FakeLedger()
    mine = add(a_workspace(ledger), "Return the drill", maker="bo").commitments[0]
    other = add(a_workspace(ledger), "Return the saw", maker="bo", to=["ana"]).commitments[0]

    assert [(each.maker, each.to) for each in (mine, other)] == [("bo", ("sam",)), ("bo", ("ana",))]


def test_a_promise_without_a_date_has_none() -> None:
    commitment = add(a_workspace(), "Lunch", to=["ana"]).commitments[0]

    assert (commitment.due, commitment.judged_due, commitment.visibility) == (None, None, "private")


def test_the_first_promise_says_that_a_ledger_was_begun_and_later_ones_do_not() -> None:
    ledger = FakeLedger()

    assert add(a_workspace(ledger), "Lunch", to=["ana"]).notices == ("Began a new ledger: /home/sam/ledger.json",)
    assert add(a_workspace(ledger), "Dinner", to=["ana"]).notices == ()


def test_without_a_handle_the_first_add_takes_the_login_name_and_says_so() -> None:
    workspace = a_workspace(me=None, login="samira")
    done = add(workspace, "Lunch", to=["ana"])

    assert done.commitments[0].maker == "samira"
    assert workspace.preferences.me == "samira"
    assert done.notices == (
        "You are @samira here, after your login name. For another: ft undo, ft config me HANDLE, and add it again.",
        "Began a new ledger: /home/sam/ledger.json",
    )


def test_a_promise_given_earlier_may_be_due_already() -> None:
    commitment = add(a_workspace(), "Lunch", to=["ana"], made="2026-11-18", by="2026-11-20").commitments[0]

    assert (commitment.made.at, commitment.due) == (on("2026-11-18"), on("2026-11-20"))
    assert commitment.overdue(NOW)


def test_a_promise_may_be_due_on_the_day_it_was_given() -> None:
    commitment = add(a_workspace(), "Lunch", to=["ana"], made="2026-11-18", by="2026-11-18").commitments[0]

    assert commitment.overdue(NOW)


@pytest.mark.parametrize(("typed", "name"), [("ana-ruiz", "ana-ruiz"), ("Ana Ruiz", "Ana Ruiz")])
def test_someone_undone_who_is_mentioned_again_is_described_again(typed: str, name: str) -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger), "Lunch", to=["Ana Ruiz"])
    undo(a_workspace(ledger))
    assert not ledger.read().people()["ana-ruiz"].standing

    add(a_workspace(ledger), "Dinner", to=[typed])

    ana = ledger.read().people()["ana-ruiz"]
    assert (ana.standing, ana.name, [event.n for event in ana.history]) == (True, name, [1, 2, 3])


def test_an_id_that_is_taken_is_drawn_again() -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger, randomness=ChosenNames("kmzqrtplwvny")), "Lunch", to=["ana"])
    done = add(a_workspace(ledger, randomness=ChosenNames("kmzqrtplwvny", "nwxopkqrstlm")), "Dinner", to=["ana"])

    assert done.commitments[0].id == "nwxopkqrstlm"


@pytest.mark.parametrize(
    ("what", "options", "problem", "sentence"),
    [
        (" ", {"to": ["ana"]}, EmptyTextError, "The text is empty."),
        ("x" * 10_001, {"to": ["ana"]}, TextTooLongError, "The text has 10,001 characters; 10,000 is the most."),
        ("\udcff", {"to": ["ana"]}, UnreadableTextError, "The text is not valid UTF-8."),
        ("Lunch", {}, NoRecipientError, "“Lunch” has nobody it is promised to."),
        ("Lunch", {"to": [" , "]}, NoRecipientError, "“Lunch” has nobody it is promised to."),
        ("Lunch", {"to": ["--help"]}, BadHandleError, "“--help” cannot be a handle."),
        ("Lunch", {"maker": "sam"}, OptionsClashError, "--from and yourself do not go together."),
        ("Lunch", {"to": ["ana"], "by": "yesterday"}, PastDateError, "“yesterday” is 2026-11-22, which has passed."),
        (
            "Lunch",
            {"to": ["ana"], "made": "2026-11-18", "by": "2026-11-17"},
            PastDateError,
            "“2026-11-17” has passed.",
        ),
        (
            "Lunch",
            {"to": ["ana"], "made": "tomorrow"},
            FutureDateError,
            "“tomorrow” is 2026-11-24, which is still to come.",
        ),
        (
            "Lunch",
            {"to": ["ana"], "confidence": "140%"},
            BadShareError,
            "“140%” is no confidence; it goes from 0 to 100 %.",
        ),
        ("Lunch", {"to": ["ana"], "tags": ["a b"]}, BadTagError, "“a b” cannot be a tag."),
        ("Lunch", {"to": ["ana"], "note": ""}, EmptyTextError, "The note is empty."),
    ],
)
def test_what_cannot_be_is_said_and_no_ledger_is_begun(
    what: str, options: dict[str, Any], problem: type[Problem], sentence: str
) -> None:
    ledger, preferences = FakeLedger(), FakePreferences(None)
    with pytest.raises(problem) as raised:
        add(a_workspace(ledger), what, **options)

    assert str(raised.value) == sentence
    assert not ledger.begun
    assert preferences.me is None


@pytest.mark.parametrize("options", [{"by": "soon"}, {"remind": "2 moons"}, {"chase": "some day"}])
def test_a_phrase_that_is_not_understood_begins_no_ledger(options: dict[str, Any]) -> None:
    ledger = FakeLedger()
    with pytest.raises(PhraseNotUnderstoodError):
        add(a_workspace(ledger), "Lunch", to=["ana"], **options)

    with pytest.raises(NoLedgerError):
        ledger.read()


def test_a_name_that_two_people_have_is_not_guessed() -> None:
    ledger = FakeLedger()
    add(a_workspace(ledger), "Lunch", to=["Ana Ruiz"])
    describe(a_workspace(ledger), "ana", name="Ana Ruiz")
    with pytest.raises(SeveralPeopleError) as raised:
        add(a_workspace(ledger), "Dinner", to=["Ana Ruiz"])

    assert sorted(raised.value.handles) == ["ana", "ana-ruiz"]


def test_a_circle_promises_nothing() -> None:
    workspace = a_workspace(FakeLedger(may_be_missing=True))
    describe(workspace, "kitchen", members=["ana", "bo"])
    with pytest.raises(CirclePromisesError):
        add(workspace, "Wash up", to=["ana"], maker="kitchen")
    assert list(workspace.ledger.read().unsettled()) == []


def test_my_handle_is_mine_whoever_is_called_so() -> None:
    workspace = a_workspace(FakeLedger(may_be_missing=True), me="nuria")
    describe(workspace, "root", name="Nuria")
    assert add(workspace, "Wash up", to=["bo"]).commitments[0].maker == "nuria"
    assert add(workspace, "Dry up", to=["me"], maker="bo").commitments[0].to == ("nuria",)
