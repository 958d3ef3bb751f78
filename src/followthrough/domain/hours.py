"""Hours of the day: from when on to remind, and the quiet ones in which not to."""

import re
from datetime import datetime, time

from msgspec import Struct

from followthrough.domain.due import in_zone

_HOUR = r"(\d{1,2}):(\d{2})"


class Hours(Struct, frozen=True, kw_only=True):
    """A stretch of the day, up to its end and without it; one that ends before it begins goes over midnight."""

    first: time
    end: time

    def hold(self, moment: time) -> bool:
        """Whether that time of day is among them."""
        if self.first <= self.end:
            return self.first <= moment < self.end
        return moment >= self.first or moment < self.end


def read_hour(typed: str) -> time:
    """The time of day of `08:00`. Raises ValueError."""
    found = re.fullmatch(_HOUR, typed.strip(), re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError("say it like 08:00")
    return time(int(found[1]), int(found[2]))


def read_hours(typed: str) -> Hours:
    """The hours of `22:00-07:00`. Raises ValueError."""
    first, dash, end = typed.replace("–", "-").partition("-")
    if not dash:
        raise ValueError("say them like 22:00-07:00")
    try:
        hours = Hours(first=read_hour(first), end=read_hour(end))
    except ValueError:
        raise ValueError("say them like 22:00-07:00") from None
    if hours.first == hours.end:
        raise ValueError("they end when they begin")
    return hours


def may_remind(now: datetime, zone: str, not_before: time | None, quiet: Hours | None) -> bool:
    """Whether it is late enough on this day of that zone, and not among the quiet hours."""
    moment = in_zone(now, zone).time()
    return (not_before is None or moment >= not_before) and not (quiet is not None and quiet.hold(moment))
