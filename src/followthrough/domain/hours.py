"""Hours of the day: from when on to remind, and the quiet ones in which not to."""

import re
from datetime import datetime, time, timedelta

from msgspec import Struct

from followthrough.domain.due import in_zone, zone_named

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
        raise ValueError("an hour is from 00:00 to 23:59")
    return time(int(found[1]), int(found[2]))


def read_hours(typed: str) -> Hours:
    """The hours of `22:00-07:00`. Raises ValueError."""
    first, dash, end = typed.replace("–", "-").partition("-")
    if not dash:
        raise ValueError("they are two with a dash between them")
    hours = Hours(first=read_hour(first), end=read_hour(end))
    if hours.first == hours.end:
        raise ValueError("they end when they begin")
    return hours


def may_remind(
    now: datetime, zone: str, *, not_before: time | None, quiet: Hours | None, since: datetime | None
) -> bool:
    """Whether it is late enough on this day of that zone, and not among the quiet hours.

    It is also late enough where the hour was slept through: when it has struck since the place was last looked at.
    """
    local = in_zone(now, zone)
    if quiet is not None and quiet.hold(local.time()):
        return False
    return not_before is None or local.time() >= not_before or has_struck(now, zone, not_before, since)


def has_struck(now: datetime, zone: str, hour: time | None, since: datetime | None) -> bool:
    """Whether that hour of a day in the zone lies between two moments; never where there is no first one."""
    if hour is None or since is None:
        return False
    day = in_zone(now, zone).date()
    at = datetime.combine(day, hour, zone_named(zone))
    if at > now:
        at = datetime.combine(day - timedelta(days=1), hour, zone_named(zone))
    return since < at
