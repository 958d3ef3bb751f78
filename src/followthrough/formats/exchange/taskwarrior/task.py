"""One task as taskwarrior's JSON has it (`task export` of 2.6.2), and how it holds a due date."""

from datetime import UTC, datetime, time

from msgspec import Struct

from followthrough.domain.due import Day, Due, Instant
from followthrough.formats.exchange.stamps import by_the_clock, midnight, read_stamp, stamp

PREFIX = "followthrough_"
TO, MAKER = "promised_to", "promised_by"
"""Attributes that a user may declare in taskwarrior, to be asked for and shown; undeclared ones are kept as well."""

_FIRST = datetime(1980, 1, 1, tzinfo=UTC)
"""Taskwarrior refuses a whole file for one date before this one."""
_LAST_SECOND = time(23, 59, 59)


COUNTED = frozenset(("id", "urgency", "modified", "mask", "imask", "parent", "rtype", "last", "template"))
"""What taskwarrior reckons for itself."""


class Annotation(Struct, omit_defaults=True):
    """A note, and when it was written."""

    description: str
    entry: str | None = None


class Task(Struct, omit_defaults=True):
    """The fields of a task that a promise has a place for."""

    description: str
    uuid: str | None = None
    status: str = "pending"
    entry: str | None = None
    end: str | None = None
    due: str | None = None
    project: str | None = None
    tags: list[str] | str = []
    annotations: list[Annotation] = []
    recur: str | None = None


def read_due(text: str, zone: str) -> Due:
    """The due date: `due:friday` is stored as the midnight with which it begins, `due:eod` as the last second.

    Who says so means the day. Every other time is that moment.
    """
    due = read_stamp(text, zone)
    if isinstance(due, Instant) and by_the_clock(due.at, zone) in (time(), _LAST_SECOND):
        return Day(due.day_in(zone))
    return due


def written_due(due: Due, zone: str) -> str | None:
    """What taskwarrior holds for a due date; None for what it cannot hold."""
    return written_moment(midnight(due, zone) if isinstance(due, Day) else due.deadline(zone))


def written_moment(moment: datetime) -> str | None:
    """What taskwarrior holds for a moment; None for what it cannot hold."""
    return stamp(moment) if moment >= _FIRST and moment.astimezone(UTC).year < 9999 else None
