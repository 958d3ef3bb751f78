"""Due dates: a day, kept any time until its last second, or an instant, kept up to and including itself."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 2, 9998
"""The years in which every day has a day before and after it, in every zone."""
_SECOND = timedelta(seconds=1)


class Due:
    """When something is due: a `Day` or an `Instant`."""

    __slots__ = ()

    def deadline(self, zone: str) -> datetime:
        """The UTC moment from which lateness is counted: the instant itself, or the first second after the day."""
        raise TypeError("a due date is a Day or an Instant")

    def passed(self, at: datetime, zone: str) -> bool:
        """Whether something done at that moment comes too late."""
        raise TypeError("a due date is a Day or an Instant")

    def day_in(self, zone: str) -> date:
        """The calendar day it falls on in that zone."""
        raise TypeError("a due date is a Day or an Instant")


class Day(Due):
    """A whole calendar day in the commitment's own zone.

    It remembers when it was over for whoever asked last: a ledger's moments mostly have the same zone and offset, and
    moments of one offset compare in a thirtieth of the time.
    """

    __slots__ = ("_offset", "_over", "_zone", "on")

    def __init__(self, on: date) -> None:
        self.on = on
        self._zone = ""
        self._offset: tzinfo | None = None
        self._over = datetime.max.replace(tzinfo=UTC)

    def deadline(self, zone: str) -> datetime:
        return first_second_after(self.on, zone)

    def passed(self, at: datetime, zone: str) -> bool:
        if at.tzinfo is not self._offset or zone != self._zone:
            self._look_up(zone, at.tzinfo)
        return at >= self._over  # whole seconds of `at` would not change it

    def _look_up(self, zone: str, offset: tzinfo | None) -> None:
        over = first_second_after(self.on, zone)
        self._over = over.astimezone(offset) if type(offset) is timezone else over
        self._zone, self._offset = zone, offset

    def day_in(self, zone: str) -> date:
        return self.on

    def __str__(self) -> str:
        return self.on.isoformat()

    def __repr__(self) -> str:
        return f"Day({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Day) and other.on == self.on

    def __hash__(self) -> int:
        return hash(self.on)


class Instant(Due):
    """A moment with its offset, whole seconds."""

    __slots__ = ("at",)

    def __init__(self, at: datetime) -> None:
        self.at = fixed(at)

    def deadline(self, zone: str) -> datetime:
        return self.at.astimezone(UTC)

    def passed(self, at: datetime, zone: str) -> bool:
        return at.replace(microsecond=0) > self.at if at.microsecond else at > self.at

    def day_in(self, zone: str) -> date:
        return day_of(self.at, zone)

    def __str__(self) -> str:
        return self.at.isoformat()

    def __repr__(self) -> str:
        return f"Instant({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instant) and other.at == self.at

    def __hash__(self) -> int:
        return hash(self.at)


def parse_due(text: str) -> Due:
    """The due date that an ISO 8601 text of a ledger stands for. Raises ValueError for any other text."""
    if len(text) == 10:
        return _parse_day(text)
    moment = datetime.fromisoformat(text)
    _check_year(moment, text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return Instant(moment)


@cache
def _parse_day(text: str) -> Day:
    day = date.fromisoformat(text)
    _check_year(day, text)
    return Day(day)


def _check_year(on: date, text: str) -> None:
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise ValueError(f"{text!r} is not within the years {FIRST_YEAR} to {LAST_YEAR}")


def fixed(moment: datetime) -> datetime:
    """The same moment, whole seconds, with a plain offset in place of a zone: safe to compare and subtract.

    Python compares two moments of one `ZoneInfo` by the clock on the wall, wrong across a clock change.
    """
    if type(moment.tzinfo) is timezone and not moment.microsecond:
        return moment
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment} has no offset")
    return moment.replace(microsecond=0, tzinfo=timezone(offset))


def in_zone(moment: datetime, zone: str) -> datetime:
    """The same moment with the offset of that zone."""
    return fixed(moment.astimezone(zone_named(zone)))


def first_moment(due: Due, zone: str) -> datetime:
    """The UTC moment at which a day begins, or an instant is."""
    return due.at.astimezone(UTC) if isinstance(due, Instant) else first_second_of(due.day_in(zone), zone)


@lru_cache(maxsize=4096)
def day_of(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in that zone."""
    return moment.astimezone(zone_named(zone)).date()


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo:
    """The zone of that IANA name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def is_zone(name: str) -> bool:
    """Whether this machine knows a zone of that IANA name."""
    return name == "UTC" or zone_named(name) is not UTC


@lru_cache(maxsize=4096)
def first_second_after(day: date, zone: str) -> datetime:
    """The UTC moment at which that day is over in the zone for good, across any clock change."""
    tz = zone_named(zone)
    midnight = datetime.combine(day + timedelta(days=1), time.min, tz)
    for fold in (1, 0):  # a midnight that comes twice with the day between them ends it the second time
        guess = midnight.replace(fold=fold).astimezone(UTC)
        if _is_first_second(guess, day, tz):
            return guess
    return _search(guess - timedelta(hours=30), guess + timedelta(hours=30), day, tz)


@lru_cache(maxsize=4096)
def first_second_of(day: date, zone: str) -> datetime:
    """The UTC moment at which that day begins in the zone."""
    return first_second_after(day - timedelta(days=1), zone)


def _is_first_second(moment: datetime, day: date, tz: tzinfo) -> bool:
    return (moment - _SECOND).astimezone(tz).date() <= day < moment.astimezone(tz).date()


def _search(low: datetime, high: datetime, day: date, tz: tzinfo) -> datetime:
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(tz).date() > day:
            high = middle
        else:
            low = middle
    return high
