"""Scorecards added up: what the union of two ledgers says, and what one ledger with all their promises would say."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import asdict, replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import CountedTwiceError
from followthrough.domain.events import Tombstone
from followthrough.domain.reliability.scorecard import Chosen, Scorecard, scorecard
from followthrough.domain.reliability.union import TOGETHER, union
from followthrough.domain.reliability.window import LATENESS_EDGES, Lateness, Sums, Window, histogram, percentile
from tests.support.builders import NOW, a_promise, at, kept, made, missed
from tests.support.cards import TODAY, card_of, forgotten, joined, promises
from tests.support.thoroughness import tried_on

thorough = tried_on(20)


@dataclass(frozen=True)
class Ledgers:
    """The promises of two ledgers, and what was forgotten in each."""

    here: list[Commitment]
    there: list[Commitment]
    gone_here: list[Tombstone]
    gone_there: list[Tombstone]

    @property
    def cards(self) -> tuple[Scorecard, Scorecard]:
        return (
            card_of(self.here, self.gone_here, ledger="here"),
            card_of(self.there, self.gone_there, ledger="there"),
        )

    @property
    def together(self) -> Scorecard:
        return union(self.cards, TODAY)

    @property
    def as_one(self) -> Scorecard:
        return card_of([*self.here, *self.there], [*self.gone_here, *self.gone_there])


LEDGERS = st.builds(
    Ledgers, here=promises(name="k"), there=promises(name="z"), gone_here=forgotten(), gone_there=forgotten()
)


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, rel=1e-12, abs=1e-12)


def like(sums: Sums) -> Sums:
    """Sums that are equal but for the rounding of the last digits."""
    return replace(sums, credit=near(sums.credit), brier=near(sums.brier))


# As one ledger


@thorough
@given(LEDGERS)
def test_a_union_counts_what_one_ledger_with_all_the_promises_would_count(ledgers: Ledgers) -> None:
    together, as_one = ledgers.together, ledgers.as_one
    for ours, theirs in zip(together.windows.shown, (as_one.windows.all, as_one.windows.days_90), strict=True):
        assert ours.on_time == theirs.on_time
        assert ours.counts == theirs.counts
        assert ours.logged_promptly == theirs.logged_promptly
        assert ours.credit == replace(theirs.credit, mean=near(theirs.credit.mean))


@thorough
@given(LEDGERS)
def test_the_sums_of_a_union_are_those_of_one_ledger(ledgers: Ledgers) -> None:
    together, as_one = ledgers.together, ledgers.as_one
    assert together.sums.all == like(as_one.sums.all)
    assert together.sums.days_90 == like(as_one.sums.days_90)


@thorough
@given(LEDGERS)
def test_months_days_and_confidence_add_up_as_in_one_ledger(ledgers: Ledgers) -> None:
    together, as_one = ledgers.together, ledgers.as_one
    assert together.trend == as_one.trend
    assert together.calendar == as_one.calendar
    assert together.calibration == replace(as_one.calibration, brier=near(as_one.calibration.brier))


@thorough
@given(LEDGERS)
def test_what_a_union_counts_is_the_sum_of_what_its_parts_count(ledgers: Ledgers) -> None:
    one, other = ledgers.cards
    together = ledgers.together
    for name in ("all", "days_90"):
        first, second, both = (getattr(each.windows, name) for each in (one, other, together))
        assert asdict(both.counts) == {
            kind: number + asdict(second.counts)[kind] for kind, number in asdict(first.counts).items()
        }
        assert (both.on_time.k, both.on_time.n) == (
            first.on_time.k + second.on_time.k,
            first.on_time.n + second.on_time.n,
        )


@thorough
@given(LEDGERS)
def test_lateness_of_a_union_is_never_below_the_exact_one_and_at_most_its_bin_above(ledgers: Ledgers) -> None:
    for name in ("all", "days_90"):
        exact: Window = getattr(ledgers.as_one.windows, name)
        binned: Lateness = getattr(ledgers.together.windows, name).lateness
        for seconds, end in ((exact.lateness.median, binned.median), (exact.lateness.p90, binned.p90)):
            assert (seconds is None) == (end is None)
            assert seconds is None or end is None or seconds <= end


@given(st.lists(st.integers(0, 400 * 86_400), min_size=1, max_size=30), st.sampled_from((0.5, 0.9)))
def test_a_binned_percentile_is_the_end_of_the_bin_of_its_upper_neighbour(late: list[int], share: float) -> None:
    cards = [a_card_kept_late(each, place) for place, each in enumerate(late)]
    binned = union(cards, TODAY).windows.all.lateness
    exact, ranked = percentile(late, share), sorted(late)
    neighbour = next(each for each in ranked if exact is not None and each >= exact - 1e-6)
    end = binned.median if share == 0.5 else binned.p90
    assert end == next(edge for edge in LATENESS_EDGES if neighbour <= edge)


def a_card_kept_late(seconds: int, place: int) -> Scorecard:
    """The scorecard of a ledger with one promise, of which only the lateness matters."""
    card = card_of([LATE], ledger=f"ledger {place}")
    sums = replace(card.sums.all, lateness=histogram([seconds]))
    return replace(card, sums=replace(card.sums, all=sums, days_90=sums))


LATE = a_promise(made(due="2026-11-01", logged="2026-10-01T12:00-04:00"), kept(logged="2026-11-05T12:00-05:00"))


def test_the_two_halves_of_a_median_do_not_hide_the_larger_one() -> None:
    # An hour and 30 days: the median is 15 days and half an hour, its upper neighbour in the bin that ends at 30 days.
    cards = [a_card_kept_late(3_600, 0), a_card_kept_late(30 * 86_400, 1)]
    assert union(cards, TODAY).windows.all.lateness == Lateness(median=30 * 86_400, p90=30 * 86_400)


def test_lateness_beyond_the_last_bin_has_no_end() -> None:
    cards = [a_card_kept_late(60, 0), a_card_kept_late(60, 1), a_card_kept_late(4_000 * 86_400, 2)]
    assert union(cards, TODAY).windows.all.lateness == Lateness(median=60, p90=None)


# Laws


@thorough
@given(LEDGERS)
def test_the_order_of_scorecards_does_not_matter(ledgers: Ledgers) -> None:
    one, other = ledgers.cards
    assert rounded(union([one, other], TODAY)) == rounded(union([other, one], TODAY))


@thorough
@given(LEDGERS, promises(name="m"))
def test_scorecards_may_be_added_in_any_grouping(ledgers: Ledgers, more: list[Commitment]) -> None:
    one, other = ledgers.cards
    third = card_of(more, ledger="elsewhere")
    at_once = rounded(union([one, other, third], TODAY))
    assert rounded(union([union([one, other], TODAY), third], TODAY)) == at_once
    assert rounded(union([one, union([other, third], TODAY)], TODAY)) == at_once


def rounded(card: Scorecard) -> Scorecard:
    """The card with its sums and means to twelve digits."""

    def twelve(number: float | None) -> float | None:
        return None if number is None else float(f"{number:.12g}")

    def window(whole: Window) -> Window:
        return replace(whole, credit=replace(whole.credit, mean=twelve(whole.credit.mean)))

    def sums(of: Sums) -> Sums:
        return replace(of, credit=float(f"{of.credit:.12g}"), brier=float(f"{of.brier:.12g}"))

    return replace(
        card,
        windows=replace(card.windows, all=window(card.windows.all), days_90=window(card.windows.days_90)),
        calibration=replace(card.calibration, brier=twelve(card.calibration.brier)),
        sums=replace(card.sums, all=sums(card.sums.all), days_90=sums(card.sums.days_90)),
    )


@thorough
@given(promises(), forgotten())
def test_a_scorecard_alone_is_its_own_union_but_for_lateness_and_the_last_20(
    some: list[Commitment], gone: list[Tombstone]
) -> None:
    card = card_of(some, gone)
    alone = union([card], TODAY)
    assert alone.windows.last_20 is None
    assert replace(alone, who=card.who, windows=card.windows) == card
    assert replace(alone.windows.all, lateness=card.windows.all.lateness) == card.windows.all


# What is counted, and as of when

KEPT = a_promise(made(due="2026-11-20", logged="2026-11-01T12:00-04:00"), kept(logged="2026-11-19T12:00-05:00"))


def test_a_union_names_all_its_sources_and_is_as_of_the_latest() -> None:
    early = scorecard("bo", [KEPT], [], now=NOW - timedelta(days=3), today=TODAY - timedelta(days=3))
    late = card_of([KEPT], ledger="other")
    both = union([late, early], TODAY)
    assert (both.who, both.as_of) == (TOGETHER, NOW)
    assert both.sources == joined([*early.sources, *late.sources])


def test_the_same_maker_of_the_same_ledger_is_counted_once_or_refused() -> None:
    with pytest.raises(CountedTwiceError, match=r"^Somebody's promises in the ledger l are in two of these scorecards"):
        union([card_of([KEPT]), card_of([])], TODAY)


def test_a_union_is_refused_beside_what_it_holds_already() -> None:
    both = union([card_of([KEPT]), card_of([], ledger="other")], TODAY)
    with pytest.raises(CountedTwiceError):
        union([both, card_of([KEPT])], TODAY)


def test_two_makers_of_a_ledger_and_a_maker_in_two_ledgers_add_up() -> None:
    cards = [card_of([KEPT]), card_of([KEPT], maker="bo"), card_of([KEPT], ledger="other")]
    assert union(cards, TODAY).windows.all.on_time.n == 3


def test_days_before_the_calendar_of_the_latest_are_left_out_of_the_union() -> None:
    old = a_promise(made(due="2025-11-20", logged="2025-11-01T12:00-04:00"), missed(logged="2025-11-25T12:00-05:00"))
    then = at("2025-11-28T12:00-05:00")
    card = scorecard("bo", [old], [], now=then, today=then.date())
    assert [each.day for each in card.calendar] == [each.day for each in union([card], then.date()).calendar]
    both = union([card, card_of([])], TODAY)
    assert (both.calendar, both.windows.all.on_time.n) == ((), 1)


def test_filters_of_any_part_are_named_by_the_union() -> None:
    chosen = Chosen(filters=("+talks",), promises=1, of=9)
    part = replace(card_of([KEPT]), chosen=chosen)
    whole = card_of([KEPT, LATE], ledger="other")
    assert union([part, whole], TODAY).chosen == Chosen(filters=("+talks, in 1 of 2 scorecards",), promises=1, of=9)
    assert union([whole], TODAY).chosen is None
