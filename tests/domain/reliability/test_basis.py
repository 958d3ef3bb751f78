"""What a scorecard rests on: who recorded it, since when, how promptly."""

from datetime import date

from hypothesis import given, strategies as st

from followthrough.domain.commitment import Commitment
from followthrough.domain.reliability.basis import NOTHING, Basis, BasisTally, added_bases
from followthrough.domain.reliability.window import Promptly
from tests.support.builders import a_promise, confirmed, kept, made, noted, promise
from tests.support.cards import promises
from tests.support.thoroughness import tried_on

CIRCLES = {"medics": frozenset({"ana", "sam"})}


def basis(*commitments: Commitment) -> Basis:
    tally = BasisTally(CIRCLES)
    for each in commitments:
        tally.add(each)
    return tally.basis()


def test_of_nothing_there_is_nothing_to_rest_on() -> None:
    assert basis() == NOTHING == added_bases([]) == added_bases([NOTHING, NOTHING])


def test_events_are_counted_by_whose_hand_recorded_them() -> None:
    # Made and kept by Sam, who promised; confirmed by Ana, to whom; a note by Bo, who is neither.
    found = basis(a_promise(made(), kept(), confirmed(2, by="ana"), noted(by="bo")))
    assert (found.events, found.by_makers, found.by_recipients, found.by_others) == (4, 2, 1, 1)


def test_a_member_of_a_circle_that_was_promised_to_is_a_recipient() -> None:
    found = basis(a_promise(made(to="medics"), noted(by="ana"), noted(by="bo"), noted(by="medics")))
    assert (found.by_makers, found.by_recipients, found.by_others) == (1, 2, 1)


def test_a_maker_who_is_a_member_too_is_counted_as_the_maker() -> None:
    found = basis(a_promise(made(to="medics"), noted()))
    assert (found.by_makers, found.by_recipients) == (2, 0)


def test_a_promise_of_which_only_one_person_recorded_anything_is_of_one_side() -> None:
    alone, together = a_promise(made(), kept()), a_promise(made(), noted(by="ana"))
    written_by_ana = a_promise(made(stamped={"by": "ana"}))
    assert (basis(alone).one_side, basis(together).one_side, basis(written_by_ana).one_side) == (1, 0, 1)
    assert basis(alone, together, written_by_ana).promises == 3


def test_it_goes_from_the_day_of_the_first_event_to_that_of_the_last() -> None:
    early = a_promise(made(logged="2026-10-01T10:00-04:00"), kept(logged="2026-11-20T10:00-05:00"))
    late = promise(logged="2026-11-02T10:00-05:00")
    found = basis(late, early)
    assert (found.since, found.until) == (date(2026, 10, 1), date(2026, 11, 20))


def test_a_promise_is_written_promptly_up_to_a_day_after_it_was_given() -> None:
    def prompt(logged: str) -> Promptly:
        return basis(promise(given="2026-11-20T10:00-05:00", logged=logged)).written_promptly

    assert prompt("2026-11-21T10:00:00-05:00") == Promptly(k=1, n=1)
    assert prompt("2026-11-21T10:00:01-05:00") == Promptly(k=0, n=1)


@tried_on(40)
@given(st.lists(promises(), max_size=3))
def test_what_several_scorecards_rest_on_adds_up(ledgers: list[list[Commitment]]) -> None:
    everything = [each for ledger in ledgers for each in ledger]
    assert added_bases(basis(*ledger) for ledger in ledgers) == basis(*everything)
