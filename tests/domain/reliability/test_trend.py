"""Months and days, one by one and added up."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.reliability.trend import (
    WEEKS,
    DayCount,
    Days,
    Month,
    added_days,
    added_months,
    first_of_calendar,
    trend,
)
from tests.support.cards import TODAY

SHARES = st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
COUNTED = st.dictionaries(st.dates(date(2025, 6, 1), date(2027, 3, 1)), SHARES, max_size=12)


def counted(shares: dict[date, tuple[int, int]]) -> Days:
    days = Days()
    for day, (k, n) in shares.items():
        days.add(day, k, n)
    return days


def test_the_promises_of_a_day_are_counted_together() -> None:
    days = Days()
    days.add(TODAY, 1, 1)
    days.add(TODAY, 0, 1)
    assert days.calendar(TODAY) == (DayCount(day=TODAY, k=1, n=2),)


def test_the_days_of_a_month_make_a_month() -> None:
    # 4 of 5: 0.375535–0.963776.
    days = counted({date(2026, 10, 1): (2, 3), date(2026, 10, 31): (2, 2), date(2026, 9, 30): (0, 1)})
    (september, october) = days.months()
    assert september == Month(month="2026-09", k=0, n=1, low=None, high=None)
    assert (october.month, october.k, october.n) == ("2026-10", 4, 5)
    assert october.low == pytest.approx(0.375535, abs=1e-6)
    assert october.high == pytest.approx(0.963776, abs=1e-6)


def test_months_of_the_first_centuries_have_four_digits_too() -> None:
    assert counted({date(26, 3, 1): (1, 1)}).months()[0].month == "0026-03"


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 23), date(2025, 11, 24)),
        (date(2026, 11, 29), date(2025, 11, 24)),
        (date(2026, 11, 30), date(2025, 12, 1)),
    ],
)
def test_a_calendar_begins_on_the_monday_52_weeks_before_this_weeks(today: date, first: date) -> None:
    assert first_of_calendar(today) == first
    assert first.weekday() == 0


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 11, 23), False),
        (date(2025, 11, 24), True),
        (date(2026, 11, 29), True),
        (date(2026, 11, 30), False),
    ],
)
def test_a_calendar_goes_up_to_the_sunday_of_this_week(day: date, inside: bool) -> None:
    assert bool(counted({day: (1, 1)}).calendar(TODAY)) is inside


@given(COUNTED)
def test_days_and_months_are_in_order_and_the_calendar_loses_nothing_inside_its_weeks(
    shares: dict[date, tuple[int, int]],
) -> None:
    days = counted(shares)
    months, calendar = days.months(), days.calendar(TODAY)
    assert [each.month for each in months] == sorted({f"{day:%Y-%m}" for day in shares})
    assert (sum(each.k for each in months), sum(each.n for each in months)) == (
        sum(k for k, _ in shares.values()),
        sum(n for _, n in shares.values()),
    )
    first = first_of_calendar(TODAY)
    inside = {day: share for day, share in shares.items() if first <= day < first + timedelta(weeks=WEEKS)}
    assert [(each.day, (each.k, each.n)) for each in calendar] == sorted(inside.items())


@given(COUNTED, COUNTED)
def test_months_and_days_of_two_add_up_to_those_of_both(
    some: dict[date, tuple[int, int]], more: dict[date, tuple[int, int]]
) -> None:
    one, other, both = counted(some), counted(more), counted(some)
    for day, (k, n) in more.items():
        both.add(day, k, n)
    assert added_months([one.months(), other.months()]) == both.months()
    assert added_days([one.calendar(TODAY), other.calendar(TODAY)], TODAY) == both.calendar(TODAY)


def test_a_month_gains_an_interval_once_enough_are_added() -> None:
    few = trend({"2026-10": (3, 4)})
    assert few[0].low is None
    assert added_months([few, few])[0] == trend({"2026-10": (6, 8)})[0]
    assert added_months([few, few])[0].low is not None
