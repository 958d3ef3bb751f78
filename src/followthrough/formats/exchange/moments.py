"""Days, moments and lengths of time as files of text write them: ISO 8601, and nothing that could be read two ways."""

import re
from datetime import datetime
from functools import lru_cache

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, Due, parse_due
from followthrough.domain.phrases.clock_changes import moment_at
from followthrough.formats.exchange.unreadable import UnreadableError, shown

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.][0-9]{1,6})?)?"
_MOMENT = re.compile(rf"({_DAY})(?:[T ]{_CLOCK}(Z|[+-]{_CLOCK})?)?")
_LENGTH = re.compile("([0-9]{1,11}) ?(w|d|h|min|s)")
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "min": 60, "s": 1}
_LONGEST = 10**10


@lru_cache(maxsize=4096)
def read_when(field: str, text: str, zone: str) -> Due:
    """A day, or a moment; without an offset the one at which the clocks of the zone show that time."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise UnreadableError(f"its {field} {shown(text)} is no date such as 2026-11-27 or 2026-11-27T17:00")
    try:
        if match[1] == text or match[2] is not None:
            return parse_due(text)
        return _in_zone(field, datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        raise UnreadableError(f"its {field} {shown(text)} is no date of the calendar") from None


def _in_zone(field: str, shown_by_clocks: datetime, zone: str) -> Due:
    """The moment at which the clocks of the zone show that time: what a clock change makes of it is not guessed."""
    if not FIRST_YEAR <= shown_by_clocks.year <= LAST_YEAR:
        raise ValueError(f"the year {shown_by_clocks.year} is out of reach")
    moment, other, remarks = moment_at(shown_by_clocks.date(), shown_by_clocks.time(), zone)
    if other is not None:
        raise UnreadableError(f"its {field} {shown_by_clocks:%H:%M} comes twice that day in {zone}, and has no offset")
    if remarks:
        raise UnreadableError(f"its {field} {shown_by_clocks:%H:%M} is left out by the clocks of {zone} that day")
    return moment


def without_colons(when: Due) -> str:
    """A day, or a moment with its offset, for a format that keeps colons for itself: `2026-11-27T170000-0500`."""
    return str(when).replace(":", "")


def read_length(field: str, text: str) -> int:
    """A length of time in seconds: `2d`, `36h`."""
    match = _LENGTH.fullmatch(text)
    seconds = int(match[1]) * _SECONDS[match[2]] if match else _LONGEST + 1
    if seconds > _LONGEST:
        raise UnreadableError(f"its {field} {shown(text)} is no length of time such as 2d or 36h")
    return seconds


def write_length(seconds: int) -> str:
    """The same in the largest unit that gives a whole number."""
    unit = next(unit for unit, length in _SECONDS.items() if seconds % length == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def day_in(when: Due, zone: str) -> str:
    """The calendar day on which it falls there."""
    return when.day_in(zone).isoformat()
