"""How dates, lengths of time, numbers and people are said."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from math import ceil

from followthrough.domain.due import Day, Due, Instant, day_of, in_zone, zone_named

_DAY = 86400


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 promise`, `2 promises`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def long_day(day: date) -> str:
    """`Friday 27 November 2026`."""
    return f"{day:%A} {long_date(day)}"


def long_date(day: date) -> str:
    """`27 November 2026`."""
    return f"{day.day} {day:%B %Y}"


@lru_cache(maxsize=1024)
def short_day(day: date, today: date) -> str:
    """`Fri 27 Nov`, with the year where it is more than half a year away."""
    year = f" {day.year}" if abs((day - today).days) > 182 else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def clock(moment: datetime) -> str:
    """`17:00`."""
    return f"{moment:%H:%M}"


def short_due(due: Due, today: date, zone: str) -> str:
    """`Fri 27 Nov`, or `Fri 27 Nov 17:00` for an instant, in that zone."""
    if isinstance(due, Instant):
        moment = in_zone(due.at, zone)
        return f"{short_day(moment.date(), today)} {clock(moment)}"
    return short_day(due.day_in(zone), today)


def long_due(due: Due, zone: str) -> str:
    """`Friday 27 November 2026`, or `Friday 27 November 2026, 17:00`, in that zone."""
    if isinstance(due, Instant):
        moment = in_zone(due.at, zone)
        return f"{long_day(moment.date())}, {clock(moment)}"
    return long_day(due.day_in(zone))


def exact_due(due: Due, zone: str) -> str:
    """The same with what tells it from every other moment: seconds where there are any, the offset where it matters.

    It is itself a phrase that means this due date.
    """
    if isinstance(due, Instant):
        moment = in_zone(due.at, zone)
        seconds = f"{moment:%H:%M:%S}" if moment.second else clock(moment)
        local = moment.replace(tzinfo=zone_named(zone))
        once = local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()
        return f"{long_day(moment.date())}, {seconds}{'' if once else moment.isoformat()[19:]}"
    return long_day(due.day_in(zone))


def long_span(first: date, last: date) -> str:
    """`Friday 27 November 2026`, or `Monday 30 November to Sunday 6 December 2026`."""
    if first == last:
        return long_day(first)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%A} {first.day} {first:%B}{year} to {long_day(last)}"


def duration(seconds: float) -> str:
    """A length of time in its largest unit: `3 days`, `2 hours`, `40 minutes`."""
    for size, unit in ((365 * _DAY, "year"), (30 * _DAY, "month"), (7 * _DAY, "week")):
        if seconds >= 2 * size:
            return plural(int(seconds // size), unit)
    for size, unit in ((_DAY, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return plural(int(seconds // size), unit)
    return plural(int(seconds), "second")


def duration_up(seconds: float) -> str:
    """A length of time that these seconds do not exceed, in their largest unit: `3 days` for two and a half."""
    for size, unit in ((_DAY, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return plural(ceil(seconds / size), unit)
    return plural(ceil(seconds), "second")


def distance(due: Due, now: datetime, zone: str) -> str:
    """How far away a due date is: `today`, `tomorrow`, `in 4 days`, `3 days ago`, `in 2 hours`."""
    if isinstance(due, Instant) and abs(due.at - now) < timedelta(days=1):
        ahead = (due.at - now).total_seconds()
        if ahead == 0:
            return "now"
        return f"in {duration(ahead)}" if ahead > 0 else f"{duration(-ahead)} ago"
    days = (due.day_in(zone) - day_of(now, zone)).days
    if -1 <= days <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {duration(days * _DAY)}" if days > 0 else f"{duration(-days * _DAY)} ago"


def days_late(due: Due, moment: datetime, zone: str) -> str:
    """How late a moment is for a due date: `1 day late`, `3 hours late`; of a day, the days since."""
    if isinstance(due, Day):
        return f"{plural((day_of(moment, zone) - due.on).days, 'day')} late"
    return f"{duration((moment - due.deadline(zone)).total_seconds())} late"


def percent(share: float | None) -> str:
    """`82 %`; `–` where there is no figure."""
    return "–" if share is None else f"{_rounded(share)} %"


def percent_range(low: float | None, high: float | None) -> str:
    """`72–90 %`; `–` where there is no figure."""
    return "–" if low is None or high is None else f"{_rounded(low)}–{_rounded(high)} %"


def _rounded(share: float) -> int:
    """Whole percent, never 0 or 100 by rounding alone."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return 99
    return 1 if whole == 0 and share > 0 else whole
