"""What every ledger does, the one in memory and the file alike."""

from collections.abc import Callable
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from followthrough.actions.ports import Book, Change, Ledger, Pen, Written
from followthrough.domain.errors import NoLedgerError
from followthrough.domain.folding import fold
from tests.adapters.steps import BUDGET, SLIDES, VISIT, describe, file_ledger, forget, keeping_of, promise_of, tell
from tests.support.builders import NOW, at, kept, made, moved, noted, withdrawn
from tests.support.fakes import FakeLedger, SeededRandomness


def _fake(directory: Path) -> Ledger:
    return FakeLedger(path=str(directory / "ledger.json"), choose=SeededRandomness().choose)


OTHER = "lmzqrtplwvny"
KINDS: dict[str, Callable[[Path], Ledger]] = {"in memory": _fake, "file": file_ledger}


@pytest.fixture(params=KINDS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    return KINDS[request.param](tmp_path)


@pytest.fixture(params=KINDS)
def three(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    """A ledger of two open promises and a kept one."""
    ledger = KINDS[request.param](tmp_path)
    promise_of(ledger, VISIT, "Visit the medics")
    promise_of(ledger, SLIDES, "Send Ana the slides")
    promise_of(ledger, BUDGET, "Check the budget")
    keeping_of(ledger, BUDGET)
    return ledger


def test_reading_a_missing_ledger_is_a_problem_that_names_it(ledger: Ledger) -> None:
    with pytest.raises(NoLedgerError) as problem:
        ledger.read()

    assert str(problem.value) == f"There is no ledger at {ledger.path}."


@pytest.mark.parametrize("kind", KINDS)
def test_a_ledger_that_may_be_missing_reads_as_an_empty_one_until_it_is_begun(kind: str, tmp_path: Path) -> None:
    ledger = file_ledger(tmp_path, may_be_missing=True) if kind == "file" else FakeLedger(may_be_missing=True)
    before = ledger.read()
    promise_of(ledger)

    assert (before.begun, list(before.unsettled()), dict(before.people())) == (False, [], {})
    assert ledger.read().begun


def test_recording_into_a_missing_ledger_is_refused_unless_it_may_be_begun(ledger: Ledger) -> None:
    with pytest.raises(NoLedgerError):
        tell(ledger, (SLIDES, made()))
    with pytest.raises(NoLedgerError):
        ledger.read()


def test_the_first_step_says_that_it_began_the_ledger_and_the_second_does_not(ledger: Ledger) -> None:
    assert promise_of(ledger).created
    assert not promise_of(ledger, VISIT).created


def test_a_step_gives_back_the_commitments_it_touched_in_its_order(ledger: Ledger) -> None:
    written = tell(ledger, (VISIT, made("Visit")), (SLIDES, made("Slides")), (VISIT, noted("soon")), create=True)

    assert [each.id for each in written.commitments] == [VISIT, SLIDES]
    assert [event.note for event in written.commitments[0].history] == [None, "soon"]


def test_the_reading_a_step_gives_back_has_the_step_in_it(ledger: Ledger) -> None:
    written = promise_of(ledger)

    assert written.book.commitment(SLIDES) == written.commitments[0] == ledger.read().commitment(SLIDES)


def test_a_step_that_adds_nothing_changes_nothing(ledger: Ledger) -> None:
    written = ledger.record(lambda book, pen: Change(), by="sam", now=NOW, create=True)

    assert (written.commitments, written.created) == ((), False)
    with pytest.raises(NoLedgerError):
        ledger.read()


def test_a_step_whose_decision_is_refused_leaves_no_trace(three: Ledger) -> None:
    class NotThisError(Exception):
        pass

    def decide(book: Book, pen: Pen) -> Change:
        pen.stamp()
        raise NotThisError

    before = list(three.read().recorded())
    with pytest.raises(NotThisError):
        three.record(decide, by="sam", now=NOW)

    assert sorted(map(repr, three.read().recorded())) == sorted(map(repr, before))
    assert tell(three, (SLIDES, noted("next"))).commitments[0].history[-1].id.endswith(".5")


def test_a_refused_first_step_does_not_begin_a_ledger(ledger: Ledger) -> None:
    def decide(book: Book, pen: Pen) -> Change:
        raise KeyError

    with pytest.raises(KeyError):
        ledger.record(decide, by="sam", now=NOW, create=True)
    with pytest.raises(NoLedgerError):
        ledger.read()


def test_a_reading_does_not_change_when_the_ledger_does(three: Ledger) -> None:
    before = three.read()
    keeping_of(three, SLIDES)

    assert [each.id for each in before.unsettled()] == [SLIDES, VISIT]
    assert [each.id for each in three.read().unsettled()] == [VISIT]


def test_open_and_settled_promises_come_apart_by_id(three: Ledger) -> None:
    book = three.read()

    assert [each.what for each in book.unsettled()] == ["Send Ana the slides", "Visit the medics"]
    assert [each.what for each in book.settled()] == ["Check the budget"]


def test_settled_promises_are_found_by_their_maker(three: Ledger) -> None:
    tell(three, (SLIDES, kept()), (VISIT, withdrawn()))
    tell(three, (OTHER, made("Cook", maker="ana", to="sam")))
    keeping_of(three, OTHER)
    book = three.read()

    assert [each.what for each in book.settled_by("sam")] == [
        each.what for each in book.settled() if each.maker == "sam"
    ]
    assert [each.what for each in book.settled_by("ana")] == ["Cook"]
    assert list(book.settled_by("sa")) == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Send Ana the SLIDES", "slides"),
        ("Paint the Straße", "Straße"),
        ("Paint the Straße", "strasse"),
        ("Naïve ÉTUDE", "étude"),
        ("Buy 2 kg of “plums”", "“plums”"),
        ('Say "no"', '"no"'),
        ("C:\\temp", "\\temp"),
        ("Measure 300 \u212a", "300 k"),
        ("ﬁx the door", "fix"),
    ],
)
def test_no_open_promise_whose_text_holds_a_word_is_left_out(ledger: Ledger, text: str, typed: str) -> None:
    promise_of(ledger, SLIDES, text)
    promise_of(ledger, VISIT, text)
    promise_of(ledger, BUDGET, text)
    keeping_of(ledger, BUDGET)

    for word in typed.casefold().split():
        assert [each.id for each in ledger.read().unsettled_with(word)] == [SLIDES, VISIT]


def test_a_word_that_no_text_holds_finds_no_settled_promise(three: Ledger) -> None:
    assert BUDGET not in {each.id for each in three.read().unsettled_with("budget")}


def test_an_empty_ledger_has_nothing_in_it(ledger: Ledger) -> None:
    describe(ledger, "ana", create=True)
    book = ledger.read()

    assert (list(book.unsettled()), list(book.settled()), book.ids_from("k", 3)) == ([], [], [])
    assert (book.forgotten(), book.commitment(SLIDES), book.shared_with_others(SLIDES)) == ({}, None, 0)


def test_events_are_numbered_from_one_up_under_the_name_of_this_machine(three: Ledger) -> None:
    book = three.read()
    ids = sorted(each.event.id for each in book.recorded())

    assert len(book.replica) == 5
    assert ids == [f"{book.replica}.{number}" for number in range(1, 5)]


def test_the_events_of_one_step_carry_the_id_of_the_first_and_a_single_one_carries_none(ledger: Ledger) -> None:
    promise_of(ledger)
    written = tell(ledger, (VISIT, made()), (SLIDES, noted("both")))
    name = ledger.read().replica

    assert [each.event.step for each in ledger.read().recorded() if each.event.id == f"{name}.1"] == [None]
    assert {each.history[-1].step for each in written.commitments} == {f"{name}.2"}


def test_an_event_carries_who_recorded_it_and_when(ledger: Ledger) -> None:
    event = (
        tell(ledger, (SLIDES, made()), by="ana", now=at("2026-11-24T08:30:00+01:00"), create=True).commitments[0].made
    )

    assert (event.by, event.logged) == ("ana", at("2026-11-24T08:30:00+01:00"))


def test_ids_are_found_by_their_beginning_over_open_settled_and_forgotten_ones(three: Ledger) -> None:
    forget(three, SLIDES)
    book = three.read()

    assert book.ids_from("kmz", 10) == [SLIDES, BUDGET]
    assert book.ids_from("kmz", 1) == [SLIDES]
    assert book.ids_from("nwx", 10) == [VISIT]
    assert book.ids_from("", 10) == [SLIDES, BUDGET, VISIT]
    assert book.ids_from("zzz", 10) == []
    assert book.ids_from(SLIDES, 10) == [SLIDES]


def test_an_id_knows_how_much_of_it_any_other_shares(three: Ledger) -> None:
    book = three.read()

    shared = [book.shared_with_others(each) for each in (SLIDES, BUDGET, VISIT, "kmzs", "kmzqrtplwvnz", "zzzz")]
    assert shared == [3, 3, 0, 4, 11, 0]


def test_a_forgotten_id_counts_among_the_others(three: Ledger) -> None:
    forget(three, BUDGET)

    assert three.read().shared_with_others(SLIDES) == 3


def test_nothing_recorded_on_a_day_is_left_out_of_that_day(ledger: Ledger) -> None:
    moments = [at("2026-11-20T00:30:00+14:00"), at("2026-11-20T23:30:00-11:00"), at("2026-11-21T12:00:00+00:00")]
    for number, moment in enumerate(moments):
        tell(ledger, ("klmnopqrstu" + "vwx"[number], made(f"promise {number}")), now=moment, create=True)
    book = ledger.read()

    for moment in moments:
        day = moment.astimezone(UTC).date()
        wanted = {each.id for each in book.unsettled() if each.made.logged.astimezone(UTC).date() == day}
        assert wanted <= {each.id for each in book.touched_between(day, day)}


def test_what_happened_long_before_or_after_is_not_among_what_was_touched(three: Ledger) -> None:
    book = three.read()
    day = NOW.date()

    assert not list(book.touched_between(day - timedelta(days=50), day - timedelta(days=30)))
    assert not list(book.touched_between(day + timedelta(days=30), day + timedelta(days=40)))


def test_nothing_recorded_within_many_days_is_left_out_of_them(three: Ledger) -> None:
    book = three.read()

    found = [each.id for each in book.touched_between(NOW.date() - timedelta(days=400), NOW.date())]
    assert sorted(found) == sorted([SLIDES, BUDGET, VISIT])


@pytest.mark.parametrize("days", [0, 400])
def test_of_what_was_touched_only_the_settled_ones_can_be_asked_for(three: Ledger, days: int) -> None:
    found = three.read().touched_between(NOW.date() - timedelta(days=days), NOW.date(), settled_only=True)
    assert [each.id for each in found] == [BUDGET]


def test_what_was_touched_comes_once_whatever_happened_to_it(three: Ledger) -> None:
    tell(three, (SLIDES, noted("one")), (SLIDES, noted("two")))

    assert [each.id for each in three.read().touched_between(NOW.date(), NOW.date())] == [SLIDES, BUDGET, VISIT]


def test_people_are_known_by_handle_with_their_history(ledger: Ledger) -> None:
    describe(ledger, "ana", "Ana Ruiz", create=True)
    describe(ledger, "medics", "Street Medics", ("ana", "sam"))
    describe(ledger, "ana", "Ana Ruiz Soto")
    people = ledger.read().people()

    assert list(people) == ["ana", "medics"]
    assert (people["ana"].name, len(people["ana"].history)) == ("Ana Ruiz Soto", 2)
    assert people["medics"].members == ("ana", "sam")
    assert [event.n for event in people["ana"].history] == [1, 2]


def test_what_is_forgotten_leaves_a_tombstone_that_lists_its_events(three: Ledger) -> None:
    book = three.read()
    erased = [each.event.id for each in book.recorded() if each.key == BUDGET]
    forget(three, BUDGET)
    book = three.read()

    assert book.commitment(BUDGET) is None
    assert (list(book.forgotten()), list(book.settled())) == ([BUDGET], [])
    assert sorted(book.forgotten()[BUDGET].events) == sorted(erased)


def test_everything_recorded_is_told_with_its_table_and_key(three: Ledger) -> None:
    describe(three, "ana")
    forget(three, SLIDES)
    told = {(each.table, each.key, type(each.event).__name__) for each in three.read().recorded()}

    assert told == {
        ("commitments", VISIT, "Made"),
        ("commitments", BUDGET, "Made"),
        ("commitments", BUDGET, "Kept"),
        ("people", "ana", "Described"),
        ("forgotten", SLIDES, "Tombstone"),
    }


@pytest.mark.parametrize("text", ["naïve ✓ 🤝", 'quotes " and \\ and \n lines', "a\u2028b\u0000c", "\u202eesrever"])
def test_a_text_comes_back_as_it_was_given(ledger: Ledger, text: str) -> None:
    promise_of(ledger, what=text)

    found = ledger.read().commitment(SLIDES)
    assert found is not None
    assert found.what == text


def test_the_ledger_in_memory_and_the_file_give_the_same_answers(tmp_path: Path) -> None:
    ledgers = [make(tmp_path) for make in KINDS.values()]
    for ledger in ledgers:
        describe(ledger, "ana", "Ana Ruiz", create=True)
        tell(ledger, (SLIDES, made(due="2026-11-27", confidence=0.8, tags=("talks",))), (VISIT, made(due=None)))
        tell(ledger, (SLIDES, moved("2026-12-01T17:00:00-05:00")), now=NOW + timedelta(hours=1))
        tell(ledger, (SLIDES, kept(part=0.5, when="2026-11-24")), (BUDGET, made()), now=NOW + timedelta(days=2))
        forget(ledger, VISIT)
    fake, file = (ledger.read() for ledger in ledgers)

    assert _answers(fake) == _answers(file)
    assert [fold(each.id, each.history) for each in file.unsettled()] == list(file.unsettled())


def _answers(book: Book) -> dict[str, object]:
    """What every way to ask a book tells."""
    ids = [*book.ids_from("", 99), "zzzz"]
    return {
        "unsettled": list(book.unsettled()),
        "settled": list(book.settled()),
        "people": dict(book.people()),
        "forgotten": dict(book.forgotten()),
        "recorded": sorted(map(repr, book.recorded())),
        "ids": ids,
        "shared": [book.shared_with_others(each) for each in ids],
        "commitments": [book.commitment(each) for each in ids],
        "touched": [each.id for each in book.touched_between(date(2026, 11, 20), date(2026, 11, 30))],
        "with a word": [each.id for each in book.unsettled_with("slides") if "slides" in each.what.casefold()],
        "replica": book.replica,
    }


STEPS: dict[str, Callable[[Ledger], Written]] = {
    "a new promise": lambda ledger: promise_of(ledger, "kmzzzzzzzzzz", "Send more slides"),
    "a keeping": lambda ledger: keeping_of(ledger, SLIDES),
    "notes about an open and a settled one": lambda ledger: tell(ledger, (BUDGET, noted("so")), (VISIT, noted("soon"))),
    "a forgetting": lambda ledger: forget(ledger, VISIT),
    "someone new": lambda ledger: describe(ledger, "bo", "Bo Chen"),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_reading_a_step_gives_back_answers_as_a_fresh_one_does(three: Ledger, step: str) -> None:
    assert _answers(STEPS[step](three).book) == _answers(three.read())
