"""How it went over time: k of n kept on time by month, and by day of the last year."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from followthrough.domain.reliability.window import Count, Share, interval_of

WEEKS = 53
"""How many weeks a calendar shows, the current one included."""


class Month(Struct, frozen=True, kw_only=True):
    """k of n kept on time among the promises of one month (`YYYY-MM`), with its interval."""

    month: Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    k: Count
    n: Count
    low: Share | None
    high: Share | None


class DayCount(Struct, frozen=True, kw_only=True):
    """k of n kept on time among the promises of one day."""

    day: date
    k: Count
    n: Count


class Days:
    """k and n of each day while promises are counted."""

    def __init__(self) -> None:
        self._days: dict[date, tuple[int, int]] = {}

    def add(self, day: date, k: int, n: int) -> None:
        """Count more on that day: k of n."""
        k_before, n_before = self._days.get(day, (0, 0))
        self._days[day] = (k_before + k, n_before + n)

    def months(self) -> tuple[Month, ...]:
        """The months that have any, in order."""
        months: dict[str, tuple[int, int]] = {}
        for day, (k, n) in self._days.items():
            before = months.get(name := f"{day.year:04}-{day.month:02}", (0, 0))
            months[name] = (before[0] + k, before[1] + n)
        return trend(months)

    def calendar(self, today: date) -> tuple[DayCount, ...]:
        """The days that have any, in order, from the Monday 52 weeks before this week's up to its Sunday."""
        first = first_of_calendar(today)
        inside = (day for day in self._days if first <= day < first + timedelta(weeks=WEEKS))
        return tuple(DayCount(day=day, k=self._days[day][0], n=self._days[day][1]) for day in sorted(inside))


def trend(months: Mapping[str, tuple[int, int]]) -> tuple[Month, ...]:
    """Months with their intervals, in order, from (k, n) by `YYYY-MM`."""
    return tuple(_month(name, k, n) for name, (k, n) in sorted(months.items()))


def _month(name: str, k: int, n: int) -> Month:
    low, high = interval_of(k, n)
    return Month(month=name, k=k, n=n, low=low, high=high)


def first_of_calendar(today: date) -> date:
    """The Monday on which a calendar of the year up to that day begins."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def added_months(trends: Iterable[tuple[Month, ...]]) -> tuple[Month, ...]:
    """The months of several scorecards, added up."""
    sums: dict[str, tuple[int, int]] = {}
    for each in (month for months in trends for month in months):
        k, n = sums.get(each.month, (0, 0))
        sums[each.month] = (k + each.k, n + each.n)
    return trend(sums)


def added_days(calendars: Iterable[tuple[DayCount, ...]], today: date) -> tuple[DayCount, ...]:
    """The days of several scorecards, added up."""
    days = Days()
    for each in (day for calendar in calendars for day in calendar):
        days.add(each.day, each.k, each.n)
    return days.calendar(today)
