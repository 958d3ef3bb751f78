"""Dates in the basic form of ISO 8601, as taskwarrior and calendars write them: `20261127`, `20261127T220000Z`."""

import re
from datetime import UTC, date, datetime, time

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, Day, Due, Instant, in_zone, zone_named

_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")


def read_stamp(text: str, zone: str) -> Due:
    """The day or the moment; one without a `Z` is by the clocks of that zone. Raises ValueError for any other text.

    Of an hour that comes twice it is the first, and one that is left out counts from before (RFC 5545, 3.3.5).
    """
    parts = _BASIC.fullmatch(text)
    if parts is None:
        raise ValueError(f"{text[:20]!r} is no date")
    year, month, day = (int(each) for each in parts.group(1, 2, 3))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is out of range")
    if parts[4] is None:
        return Day(date(year, month, day))
    hour, minute, second = (int(each) for each in parts.group(4, 5, 6))
    moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC if parts[7] else zone_named(zone))
    return Instant(_within(moment.astimezone(UTC)))


def read_moment(text: str, zone: str) -> datetime:
    """The UTC moment; ValueError for a day, too."""
    due = read_stamp(text, zone)
    if not isinstance(due, Instant):
        raise ValueError(f"{text!r} says no time")
    return due.at


def _within(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"the year {moment.year} is out of range")
    return moment


def stamp(moment: datetime) -> str:
    """A moment in UTC: `20261127T220000Z`."""
    utc = moment.astimezone(UTC)
    return f"{utc.year:04}{utc:%m%dT%H%M%SZ}"


def midnight(day: Day, zone: str) -> datetime:
    """The moment at which the clocks of that zone show midnight, or would."""
    return datetime.combine(day.on, time.min, zone_named(zone)).astimezone(UTC)


def by_the_clock(moment: datetime, zone: str) -> time:
    """What the clocks of that zone show."""
    return in_zone(moment, zone).time()


def written_stamp(due: Due) -> str:
    """A day, or a moment in UTC, as `read_stamp` reads it."""
    return due.on.isoformat().replace("-", "") if isinstance(due, Day) else stamp(due.deadline("UTC"))
