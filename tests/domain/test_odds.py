"""The odds for one promise more: the overall rate, the week's load, and what comparable promises add."""

from collections.abc import Hashable
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day
from followthrough.domain.events import Particulars
from followthrough.domain.odds.circumstances import Circumstances, Loads, dates_shown
from followthrough.domain.odds.promising import Odds, odds_for, track_record
from followthrough.domain.odds.shrinkage import Share, believed_differences, between_variance, overall_odds
from followthrough.domain.odds.track_record import Comparables, Range, TrackRecord
from tests.support.builders import (
    NOW,
    ZONE,
    a_promise,
    at,
    due,
    edited,
    kept,
    made,
    missed,
    moved,
    on,
    promise,
    redated,
    released,
    reopened,
    retracted,
    withdrawn,
)
from tests.support.simulated_makers import SCENARIOS, commitments_of, promises

MONDAY_MORNING = "2026-11-02T09:00-05:00"
FRIDAY = on("2026-11-27")


def a_record(*groups: tuple[Circumstances, int, int]) -> TrackRecord:
    """A record of k of n promises made under each of these circumstances."""
    record = TrackRecord()
    for made_so, k, n in groups:
        for number in range(n):
            record.add(made_so, on_time=number < k)
    return record


def to(handle: str) -> Circumstances:
    return Circumstances(to=(handle,))


def odds_of(*promises: Commitment, by: str | None = "2026-11-27", to: tuple[str, ...] = ("ana",)) -> Odds:
    return odds_for(promises, to, due(by), zone=ZONE, at=NOW, now=NOW)


def _kept_and_missed(k: int, n: int) -> list[Commitment]:
    return [
        a_promise(made(due="2026-11-06", logged=MONDAY_MORNING), kept() if number < k else missed(), commitment_id=name)
        for number, name in enumerate(f"k{chr(107 + number) * 11}" for number in range(n))
    ]


# The overall rate


@pytest.mark.parametrize(
    ("k", "n", "odds"),
    # two more in k, four more in n
    [(5, 5, 7 / 9), (0, 5, 2 / 9), (3, 6, 0.5), (129, 151, 131 / 155)],
)
def test_the_rate_is_drawn_toward_one_half_as_if_by_four_promises(k: int, n: int, odds: float) -> None:
    estimate = a_record((Circumstances(), k, n)).estimate(Circumstances())

    assert (estimate.odds, estimate.k, estimate.n, estimate.comparables) == (odds, k, n, ())


@pytest.mark.parametrize("n", range(5))
def test_below_five_there_are_no_odds_and_the_counts_are_said(n: int) -> None:
    estimate = a_record((to("ana"), n, n)).estimate(to("ana"))

    assert (estimate.odds, estimate.k, estimate.n, estimate.comparables) == (None, n, n, ())


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_rate_lies_between_0_and_1_and_never_falls_when_more_is_kept(k: int, others: int) -> None:
    assert 0 < overall_odds(Share(k, k + others)) < 1
    assert overall_odds(Share(k + 1, k + 1 + others)) > overall_odds(Share(k, k + others))


CIRCUMSTANCES = st.builds(
    Circumstances,
    to=st.none() | st.sampled_from([("ana",), ("bo",), ("ana", "bo")]),
    length=st.none() | st.integers(0, 40),
    load=st.none() | st.integers(0, 8),
)
RECORDS = st.lists(st.tuples(CIRCUMSTANCES, st.integers(0, 40), st.integers(0, 40)), max_size=12)


@settings(deadline=None)
@given(RECORDS, CIRCUMSTANCES)
def test_odds_lie_between_0_and_1_and_rest_on_all_that_was_counted(
    counted: list[tuple[Circumstances, int, int]], asked: Circumstances
) -> None:
    record = a_record(*((each, k, k + others) for each, k, others in counted))
    estimate = record.estimate(asked)

    assert (estimate.k, estimate.n) == (sum(k for _, k, _ in counted), sum(k + others for _, k, others in counted))
    assert (estimate.odds is None) == (estimate.n < 5)
    assert estimate.odds is None or 0 < estimate.odds < 1
    assert all(each.n >= 20 for each in estimate.comparables)
    assert record.estimate(asked) == estimate


@settings(deadline=None)
@given(RECORDS, CIRCUMSTANCES, st.randoms(use_true_random=False))
def test_the_order_in_which_promises_came_due_changes_nothing(
    counted: list[tuple[Circumstances, int, int]], asked: Circumstances, dice: Random
) -> None:
    groups = [(each, k, k + others) for each, k, others in counted]
    again = dice.sample(groups, len(groups))
    first, second = a_record(*groups).estimate(asked), a_record(*again).estimate(asked)

    assert (first.k, first.n, first.comparables) == (second.k, second.n, second.comparables)
    assert first.odds == pytest.approx(second.odds, abs=1e-12)


# How much groups differ


def test_the_variance_between_groups_is_what_chance_leaves_over() -> None:
    # rate 60/100 = 0.6, chance 0.24; Q = (50 · 0.2² + 50 · 0.2²) / 0.24 = 16.667, one degree of freedom,
    # weight = (100 − (2500 + 2500) / 100) / 0.24 = 208.33: (16.667 − 1) / 208.33 = 0.0752
    assert between_variance([Share(40, 50), Share(20, 50)]) == pytest.approx(0.0752, abs=1e-12)


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [Share(30, 60)],
        [Share(30, 60), Share(15, 30)],
        [Share(29, 60), Share(16, 30)],
        [Share(60, 60), Share(30, 30)],
        [Share(0, 60), Share(0, 30)],
    ],
)
def test_groups_that_differ_no_more_than_by_chance_have_no_variance(groups: list[Share]) -> None:
    assert between_variance(groups) == 0


def test_a_group_is_believed_the_more_the_larger_it_is() -> None:
    # τ² / (τ² + chance / n) · difference: 0.0752 / (0.0752 + 0.24 / 50) · 0.2 = 0.188
    (found,) = believed_differences({("ana",): Share(40, 50), ("bo",): Share(20, 50)}, [0.0752])
    assert found == pytest.approx({"ana": 0.188, "bo": -0.188}, abs=1e-12)

    (smaller,) = believed_differences({("ana",): Share(4, 5), ("bo",): Share(2, 5)}, [0.0752])
    assert 0 < smaller["ana"] < found["ana"]


def test_what_two_ways_of_grouping_show_alike_is_not_counted_twice() -> None:
    alone = believed_differences({("ana",): Share(40, 50), ("bo",): Share(20, 50)}, [0.0752])[0]["ana"]
    cells: dict[tuple[Hashable, ...], Share] = {("ana", "short"): Share(40, 50), ("bo", "long"): Share(20, 50)}
    to_ana, short = believed_differences(cells, [0.0752, 0.0752])

    assert alone <= to_ana["ana"] + short["short"] < 0.2


# Comparable promises


def test_twenty_to_the_same_recipient_refine_the_odds() -> None:
    record = a_record((to("ana"), 19, 20), (to("bo"), 8, 20))
    estimate = record.estimate(to("ana"))

    assert estimate.comparables == (Comparables(factor="recipient", value=("ana",), k=19, n=20),)
    assert estimate.odds is not None
    assert 29 / 44 < estimate.odds < 19 / 20


def test_nineteen_to_the_same_recipient_do_not() -> None:
    estimate = a_record((to("ana"), 18, 19), (to("bo"), 8, 20)).estimate(to("ana"))

    assert (estimate.odds, estimate.comparables) == (28 / 43, ())


def test_a_recipient_who_makes_no_difference_is_not_mentioned() -> None:
    estimate = a_record((to("ana"), 24, 30), (to("bo"), 24, 30)).estimate(to("ana"))

    assert (estimate.odds, estimate.comparables) == (50 / 64, ())


def test_lengths_and_loads_are_compared_within_thirds_of_them() -> None:
    record = a_record(
        *((Circumstances(length=days, load=0), 28, 30) for days in (1, 2)),
        *((Circumstances(length=days, load=1), 20, 30) for days in (5, 9)),
        *((Circumstances(length=days, load=7), 12, 30) for days in (20, 60)),
    )

    def used(length: int, load: int | None = None) -> list[tuple[object, int, int]]:
        return [
            (each.value, each.k, each.n)
            for each in record.estimate(Circumstances(length=length, load=load)).comparables
        ]

    assert [used(days) for days in (0, 2, 3, 9, 10, 500)] == [
        [(Range(0, 2), 56, 60)],
        [(Range(0, 2), 56, 60)],
        [(Range(3, 9), 40, 60)],
        [(Range(3, 9), 40, 60)],
        [(Range(10, None), 24, 60)],
        [(Range(10, None), 24, 60)],
    ]
    assert used(1, 3) == [(Range(0, 2), 56, 60), (Range(2, None), 24, 60)]


def test_one_length_that_most_promises_have_is_a_range_of_its_own() -> None:
    record = a_record(
        (Circumstances(length=1), 10, 20), (Circumstances(length=7), 60, 60), (Circumstances(length=8), 10, 20)
    )
    values = [record.estimate(Circumstances(length=days)).comparables[0].value for days in (1, 7, 8)]

    assert values == [Range(0, 7), Range(0, 7), Range(8, None)]


def test_odds_are_never_nearer_to_certain_than_one_percent() -> None:
    groups = (("ana", 2, 100), ("ana", 30, 80), ("bo", 2, 80), ("bo", 30, 0))
    kept_most = a_record(*((Circumstances(to=(who,), length=days), k, 100) for who, days, k in groups))
    kept_least = a_record(*((Circumstances(to=(who,), length=days), 100 - k, 100) for who, days, k in groups))
    asked = Circumstances(to=("ana",), length=2)

    assert (kept_most.estimate(asked).odds, kept_least.estimate(asked).odds) == (0.99, 0.01)


# The week's load


def test_what_is_open_for_the_week_of_the_due_date_is_counted_from_monday_to_sunday() -> None:
    dates = ("2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30", None)
    found = odds_of(*_kept_and_missed(4, 5), *(promise(due=each, logged=MONDAY_MORNING) for each in dates))

    # Sunday 22 November is overdue, and in n.
    assert (found.open_that_week, found.estimate.k, found.estimate.n) == (2, 4, 6)


def test_the_day_of_each_promise_is_that_of_its_own_zone() -> None:
    late_on_sunday_in_new_york = promise(due="2026-11-30T03:00+00:00", logged=MONDAY_MORNING)
    early_on_monday_in_tokyo = promise(due="2026-11-29T20:00+00:00", zone="Asia/Tokyo", logged=MONDAY_MORNING)
    found = odds_of(*_kept_and_missed(4, 5), late_on_sunday_in_new_york, early_on_monday_in_tokyo)

    assert found.open_that_week == 1


def test_the_week_goes_by_the_date_shown_and_not_by_the_one_judged_by() -> None:
    late = a_promise(
        made(due="2026-11-20", logged=MONDAY_MORNING),
        moved("2026-11-26", agreed=False, logged="2026-11-19T09:00-05:00"),
    )
    found = odds_of(*_kept_and_missed(4, 5), late)

    assert (found.open_that_week, found.estimate.n) == (1, 6)


def test_what_is_settled_or_was_undone_is_no_load() -> None:
    done = (kept(), missed(), released(), withdrawn(), retracted(1))
    settled = [a_promise(made(due="2026-12-03", logged="2026-11-23T09:00-05:00"), each) for each in done]

    assert odds_of(*_kept_and_missed(4, 5), *settled, by="2026-12-03").open_that_week == 0


def test_without_a_due_date_no_load_is_said() -> None:
    assert odds_of(*_kept_and_missed(4, 5), promise(), by=None).open_that_week is None


def test_with_too_little_to_judge_no_load_is_said() -> None:
    found = odds_of(*_kept_and_missed(4, 4), promise())

    assert (found.estimate.odds, found.estimate.n, found.open_that_week) == (None, 4, None)


def test_what_was_undone_is_in_no_figure() -> None:
    undone = a_promise(made(due="2026-11-06", logged="2026-11-05T09:00-05:00"), retracted(1))

    assert odds_of(*_kept_and_missed(4, 5), undone).estimate.n == 5


# What was known when a promise was made


def made_so(commitment: Commitment, *others: Commitment) -> Circumstances:
    return Loads([commitment, *others]).circumstances_of(commitment)


def test_circumstances_are_the_recipients_the_days_to_the_due_date_and_the_load() -> None:
    first = promise(due="2026-11-24", logged="2026-11-02T09:00-05:00", commitment_id="k" * 12)
    second = promise(to=("bo", "ana"), due="2026-11-27T17:00-05:00", logged="2026-11-20T23:00-05:00")

    assert made_so(second, first) == Circumstances(to=("ana", "bo"), length=7, load=1)
    assert made_so(first, second) == Circumstances(to=("ana",), length=22, load=0)


def test_a_promise_without_a_due_date_has_no_length_and_no_load() -> None:
    dateless = a_promise(made(due=None), moved("2026-11-27", logged="2026-11-23T12:00-05:00"))

    assert made_so(dateless) == Circumstances(to=("ana",))


@pytest.mark.parametrize(
    "later",
    [
        [],
        [moved("2026-12-24")],
        [kept()],
        [kept(), reopened(2)],
        [moved("2026-12-24"), retracted(2), missed()],
    ],
)
def test_what_became_of_a_promise_does_not_change_the_circumstances_it_was_made_in(later: list[object]) -> None:
    other = promise(due="2026-11-24", logged="2026-11-22T09:00-05:00", commitment_id="k" * 12)
    commitment = a_promise(made(), *later)  # type: ignore[arg-type]  # drafts of several kinds

    assert made_so(commitment, other) == Circumstances(to=("ana",), length=4, load=1)


def test_a_due_date_that_was_corrected_counts_from_the_beginning() -> None:
    assert made_so(a_promise(made(), redated("2026-11-25"))).length == 2
    assert made_so(a_promise(made(), edited(now=Particulars(what="Send Ana the charts")))).length == 4
    assert made_so(a_promise(made(), redated("2026-11-25"), retracted(2))).length == 4


def test_another_promise_is_a_load_from_its_making_to_its_settling() -> None:
    other = a_promise(
        made(due="2026-11-24", logged="2026-11-20T09:00-05:00"),
        kept(logged="2026-11-22T09:00-05:00"),
        commitment_id="k" * 12,
    )
    hours = ("2026-11-20T09:00-05:00", "2026-11-20T09:01-05:00", "2026-11-22T08:59-05:00", "2026-11-22T09:00-05:00")

    assert [made_so(promise(logged=hour), other).load for hour in hours] == [0, 1, 1, 0]


def test_another_promise_is_a_load_for_the_week_that_it_was_due_in_at_that_time() -> None:
    other = a_promise(
        made(due="2026-11-24", logged="2026-11-02T09:00-05:00"),
        moved("2026-12-24", logged="2026-11-10T09:00-05:00"),
        commitment_id="k" * 12,
    )

    assert made_so(promise(logged="2026-11-09T09:00-05:00"), other).load == 1
    assert made_so(promise(logged="2026-11-11T09:00-05:00"), other).load == 0
    assert made_so(promise(due="2026-12-23", logged="2026-11-11T09:00-05:00"), other).load == 1


def test_the_dates_shown_follow_each_other() -> None:
    twice = a_promise(made(), moved("2026-12-01", logged="2026-11-24T09:00-05:00"), moved("2026-12-08", agreed=False))

    assert [each for _, each in dates_shown(twice)] == [FRIDAY, Day(on("2026-12-01").on), on("2026-12-08")]
    assert next(moment for moment, _ in dates_shown(twice)) == NOW


@pytest.mark.parametrize("name", ["nothing matters", "all three matter"])
def test_a_ledger_amounts_to_the_record_that_was_kept_as_its_promises_came_due(name: str) -> None:
    life = list(promises(SCENARIOS[name], Random(1)))
    ledger = list(commitments_of(iter(life)))
    loads = Loads(ledger)

    assert [loads.circumstances_of(each) for each in ledger] == [each.made for each in life]

    for asked in life[:: len(life) // 7]:
        known = [each for each in life if each.known_at <= asked.made_at]
        kept_up = a_record(*((each.made, int(each.on_time), 1) for each in known))
        end = life[-1].known_at + timedelta(days=400)
        assert track_record(ledger, end).estimate(asked.made).n == len(life)
        as_then = track_record([each for each, then in zip(ledger, life, strict=True) if then in known], end)
        assert as_then.estimate(Circumstances(to=asked.made.to)) == kept_up.estimate(Circumstances(to=asked.made.to))


def test_a_promise_is_asked_about_with_what_is_open_for_its_week() -> None:
    life = list(promises(SCENARIOS["load matters"], Random(1)))
    found = odds_for(
        commitments_of(iter(life)), ("ana",), Day(life[-1].due), zone="UTC", at=at("2026-01-01T00:00Z"), now=NOW
    )

    assert found.open_that_week == 0
    assert [each.value for each in found.estimate.comparables if each.factor == "load"] == [Range(0, 1)]


def test_what_was_undone_is_no_load_to_compare_by() -> None:
    life = list(promises(SCENARIOS["load matters"], Random(1)))
    ledger = list(commitments_of(iter(life)))
    undone = [
        a_promise(
            made(due=Day(each.due), zone="UTC", logged=life[0].made_at), retracted(1), commitment_id=f"zz{number:010}"
        )
        for number, each in enumerate(life[::2])
    ]

    def asked(*promises: Commitment) -> Odds:
        return odds_for(promises, ("ana",), Day(life[-1].due), zone="UTC", at=NOW, now=NOW)

    assert asked(*ledger, *undone) == asked(*ledger)
