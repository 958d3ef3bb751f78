"""Which promise is meant: by the beginning of its id, over all there ever were, or by words of an open one."""

import pytest

from followthrough.actions.finding import find, find_all, short_id
from followthrough.actions.forget import forget
from followthrough.actions.settle import keep
from followthrough.domain.errors import ForgottenCommitmentError, NoSuchCommitmentError, SeveralMatchesError
from tests.support.builders import a_history, made
from tests.support.fakes import FakeLedger, a_workspace

SLIDES, SLEDS, NOTES, DONE, GONE = "kmzqrtplwvny", "kmzqszzzzzzz", "stopwxyzklmn", "kmkkkkkkkkkk", "kmllllllllll"


@pytest.fixture
def ledger() -> FakeLedger:
    """Three open promises, a kept one and a forgotten one."""
    texts = {
        SLIDES: "Send Ana the slides",
        SLEDS: "Send Bo the sleds for Ana",
        NOTES: "Write the minutes",
        DONE: "Send Cy the key",
        GONE: "Send a secret",
    }
    number = iter(range(1, 99))
    ledger = FakeLedger({key: a_history(made(text, stamped={"number": next(number)})) for key, text in texts.items()})
    keep(a_workspace(ledger), [DONE])
    forget(a_workspace(ledger), [GONE])
    return ledger


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kmzqr", SLIDES),
        ("kmzqrtplwvny", SLIDES),
        ("sto", NOTES),
        ("kmk", DONE),
        ("the slides", SLIDES),
        ("SLIDES", SLIDES),
        ("  minutes ", NOTES),
        ("send  ana", SLIDES),
        ("Send Ana the slides", SLIDES),
    ],
)
def test_a_promise_is_found_by_the_beginning_of_its_id_or_by_words_of_its_text(
    ledger: FakeLedger, typed: str, found: str
) -> None:
    assert find(ledger.read(), typed).id == found


@pytest.mark.parametrize("typed", ["", " ", "km", "xyz", "kmzqrtplwvnyz", "KMZQR", "secret", "ana slides", "%"])
def test_what_matches_nothing_is_said_as_it_was_typed(ledger: FakeLedger, typed: str) -> None:
    with pytest.raises(NoSuchCommitmentError) as problem:
        find(ledger.read(), typed)

    assert str(problem.value) == f"No promise matches “{typed}”."


def test_of_what_is_settled_and_has_the_words_the_id_is_said(ledger: FakeLedger) -> None:
    with pytest.raises(NoSuchCommitmentError) as problem:
        find(ledger.read(), "send CY")
    assert str(problem.value) == f"No open promise matches “send CY”; settled is {DONE[:3]} “Send Cy the key”."
    keep(a_workspace(ledger), [NOTES])
    keep(a_workspace(ledger), [SLIDES])
    keep(a_workspace(ledger), [SLEDS])
    with pytest.raises(NoSuchCommitmentError) as several:
        find(ledger.read(), "e")
    assert len(several.value.settled) == 3, "of four"
    assert "; settled are " in str(several.value)


def test_several_promises_of_one_beginning_are_listed_with_enough_of_their_ids(ledger: FakeLedger) -> None:
    with pytest.raises(SeveralMatchesError) as problem:
        find(ledger.read(), "kmz")

    assert str(problem.value) == "“kmz” matches 2 promises."
    assert list(problem.value.candidates) == [("kmzqr", "Send Ana the slides"), ("kmzqs", "Send Bo the sleds for Ana")]


def test_several_promises_with_the_same_words_are_listed(ledger: FakeLedger) -> None:
    with pytest.raises(SeveralMatchesError) as problem:
        find(ledger.read(), "ana")

    assert [text for _, text in problem.value.candidates] == ["Send Ana the slides", "Send Bo the sleds for Ana"]


def test_a_text_typed_in_full_means_the_promise_that_has_no_more() -> None:
    ledger = FakeLedger(
        {
            SLIDES: a_history(made("Call")),
            SLEDS: a_history(made("Call again", stamped={"number": 2})),
        }
    )

    assert find(ledger.read(), "call").id == SLIDES


def test_a_beginning_that_is_also_a_word_of_another_means_both() -> None:
    two = FakeLedger({NOTES: a_history(made("Lunch")), SLIDES: a_history(made("Find a stop", stamped={"number": 2}))})
    with pytest.raises(SeveralMatchesError) as problem:
        find(two.read(), "stop")

    assert list(problem.value.candidates) == [("sto", "Lunch"), ("kmz", "Find a stop")]


def test_a_beginning_that_is_also_a_word_of_the_same_promise_means_it() -> None:
    one = FakeLedger({NOTES: a_history(made("Find a stop"))})

    assert find(one.read(), "stop").id == NOTES


def test_a_beginning_counts_over_settled_and_forgotten_promises_too(ledger: FakeLedger) -> None:
    with pytest.raises(NoSuchCommitmentError):
        find(ledger.read(), "km")
    with pytest.raises(ForgottenCommitmentError) as problem:
        find(ledger.read(), "kml")

    assert str(problem.value) == f"The promise {GONE} was forgotten; its text is gone."


def test_a_forgotten_promise_is_listed_among_several() -> None:
    near = FakeLedger({SLIDES: a_history(made("Lunch")), SLEDS: a_history(made("A secret", stamped={"number": 2}))})
    forget(a_workspace(near), [SLEDS])
    with pytest.raises(SeveralMatchesError) as problem:
        find(near.read(), "kmzq")

    assert list(problem.value.candidates) == [("kmzqr", "Lunch"), ("kmzqs", "(forgotten)")]


def test_of_more_than_ten_matches_ten_are_listed() -> None:
    many = FakeLedger(
        {
            "kmz" + "klmnopqrst"[n // 10] + "klmnopqrst"[n % 10] + "zzzzzzz": a_history(
                made(f"Promise {n}", stamped={"number": n + 1})
            )
            for n in range(50)
        }
    )
    with pytest.raises(SeveralMatchesError) as problem:
        find(many.read(), "kmz")

    assert list(problem.value.candidates) == [
        (f"kmzk{letter}", f"Promise {n}") for n, letter in enumerate("klmnopqrst")
    ]
    assert str(problem.value) == "“kmz” matches more than 10 promises."


def test_several_ids_are_each_meant_once_in_their_order(ledger: FakeLedger) -> None:
    assert [each.id for each in find_all(ledger.read(), ["stopw", "slides", "kmzqr", "minutes"])] == [NOTES, SLIDES]


def test_a_short_id_has_at_least_three_letters_and_as_many_as_tell_it_from_others(ledger: FakeLedger) -> None:
    book = ledger.read()

    assert [short_id(book, each) for each in (SLIDES, SLEDS, NOTES, DONE)] == ["kmzqr", "kmzqs", "sto", "kmk"]
    assert [short_id(book, each, 6) for each in (SLIDES, NOTES)] == ["kmzqrt", "stopwx"]


def test_every_short_id_finds_its_promise(ledger: FakeLedger) -> None:
    book = ledger.read()

    for each in (*book.unsettled(), *book.settled()):
        assert find(book, short_id(book, each.id)).id == each.id
