"""Recurrence rules: RRULE texts (RFC 5545) of the kinds that a series may have, and the days they stand for.

Days are expanded as naive dates; the zone belongs to a due date, so that no clock change moves a day.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import dropwhile
from typing import TYPE_CHECKING

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from dateutil.rrule import rrule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = r"BYDAY=(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU))*"
_PLAIN_BYDAY = r"BYDAY=(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*"
_BYMONTHDAY = r"BYMONTHDAY=-?(?:[1-9]|[12]\d|3[01])(?:,-?(?:[1-9]|[12]\d|3[01]))*"
_BYMONTH = r"BYMONTH=(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*"
_INTERVAL = r"INTERVAL=[1-9]\d{0,3}"
_END = r"COUNT=[1-9]\d{0,4}|UNTIL=\d{8}"
_WKST = r"WKST=(?:MO|SU|SA)"
_PARTS = {
    "DAILY": (_INTERVAL, _END),
    "WEEKLY": (_INTERVAL, _PLAIN_BYDAY, _WKST, _END),
    "MONTHLY": (_INTERVAL, _BYDAY, _BYMONTHDAY, r"BYSETPOS=-?[1-5]", _END),
    "YEARLY": (_INTERVAL, _BYMONTH, _BYDAY, _BYMONTHDAY, r"BYSETPOS=-?[1-5]", _END),
}
"""What a rule of each frequency may say besides: enough for people, and nothing that takes long to find a day for."""

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}


def check_rule(rule: str, start: date) -> None:
    """Raise ValueError where this is no rule of a series, or no day to begin it on."""
    frequency, *parts = rule.split(";")
    known = _PARTS.get(frequency.removeprefix("FREQ="), ()) if frequency.startswith("FREQ=") else ()
    names = [part.partition("=")[0] for part in parts]
    whole = all(any(re.fullmatch(each, part, re.ASCII) for each in known) for part in parts)
    if not known or not whole or len(set(names)) < len(names) or {"COUNT", "UNTIL"} <= set(names) or _is_empty(rule):
        raise ValueError(f"{rule!r} is no rule of a series")
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise ValueError(f"{start} is not within the years {FIRST_YEAR} to {LAST_YEAR}")
    expanded(rule, start)


def _is_empty(rule: str) -> bool:
    """Whether a rule of these parts has no day, or may have none: to look for one, dateutil goes through all years."""
    numbers, month = part_of(rule, "BYMONTHDAY"), part_of(rule, "BYMONTH")
    if numbers is None:
        return False
    longest = max(_LONGEST[int(each) - 1] for each in month.split(",")) if month else 31
    possible = sum(abs(int(each)) <= longest for each in set(numbers.split(",")))
    return part_of(rule, "BYDAY") is not None or possible < abs(int(part_of(rule, "BYSETPOS") or 1))


@lru_cache(maxsize=256)
def expanded(rule: str, start: date) -> "rrule":
    """The rule from that day on, as midnights without a zone. Raises ValueError."""
    from dateutil.rrule import rrulestr

    return rrulestr(rule, dtstart=datetime(start.year, start.month, start.day), cache=True)  # type: ignore[return-value]  # noqa: DTZ001  # one rule makes no set; no zone on purpose


def days(rule: str, start: date, first: date | None = None) -> Iterator[date]:
    """The days of a rule that begins on `start`, in their order; with `first` only those from that day on."""
    found = (moment.date() for moment in expanded(rule, start))
    for day in found if first is None else dropwhile(lambda day: day < first, found):
        if day.year > LAST_YEAR:
            return
        yield day


def part_of(rule: str, name: str) -> str | None:
    """The value of one part of a rule, such as its INTERVAL."""
    return next((value for key, _, value in (part.partition("=") for part in rule.split(";")) if key == name), None)


def without_end(rule: str) -> str:
    """The rule without a last day or a number of times."""
    return ";".join(part for part in rule.split(";") if not part.startswith(("COUNT=", "UNTIL=")))


def with_end(rule: str, *, count: int | None = None, until: date | None = None) -> str:
    """The rule with a number of times, or a last day, in place of what it had."""
    ends = [f"COUNT={count}"] if count is not None else [f"UNTIL={until:%Y%m%d}"] if until is not None else []
    return ";".join((without_end(rule), *ends))


def next_after(rule: str, number: int, settled_on: date) -> date | None:
    """For a rule that counts from keeping: the day of the occurrence after the one of that number; None after the last.

    COUNT is the number of occurrences, and UNTIL the last day one may be due on.
    """
    count, until = part_of(rule, "COUNT"), part_of(rule, "UNTIL")
    if count is not None and number >= int(count):
        return None
    following = a_length_after(settled_on, rule)
    last = None if until is None else datetime.strptime(until, "%Y%m%d").date()  # noqa: DTZ007  # a day
    return None if following is None or (last is not None and following > last) else following


def a_length_after(day: date, rule: str) -> date | None:
    """The day that lies one interval of a rule after another; in a month that lacks it, the last one."""
    from dateutil.relativedelta import relativedelta

    unit = _UNITS[part_of(rule, "FREQ") or ""]
    try:
        found = day + relativedelta(**{unit: int(part_of(rule, "INTERVAL") or 1)})  # type: ignore[arg-type]  # a unit
    except (OverflowError, ValueError):
        return None
    return found if found.year <= LAST_YEAR else None
