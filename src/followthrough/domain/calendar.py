"""What a calendar shows of a promise: one entry, which replaces what was read under the same name before."""

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Literal

from msgspec import UNSET, Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Due
from followthrough.domain.events import AnyEvent, Confirmed, Edited, Made, Moved, Noted, Repaired, Tombstone
from followthrough.domain.lead_time import lead_time

LATELY = timedelta(days=90)
"""How long a calendar is still told what became of a promise."""

MORNING = timedelta(hours=9)
"""When on a day a calendar reminds of what is due on a day."""

Component = Literal["event", "todo"]
Standing = Literal["open", "kept", "missed", "cancelled"]


class Entry(Struct, frozen=True, kw_only=True):
    """One promise in a calendar. The texts have no control characters but line feeds, in the description.

    Of two entries of one `uid` the one with the higher `sequence` counts. `alarm` is how long before `due`; `kept_at`
    and `part` are of a kept one.
    """

    uid: str
    sequence: int
    created: datetime
    changed: datetime
    due: Due
    standing: Standing
    summary: str
    description: str
    alarm: timedelta | None = None
    kept_at: datetime | None = None
    part: float | None = None


def uid(commitment_id: str, ledger_id: str) -> str:
    """The name of a promise in every calendar, the same from every copy of the ledger."""
    return f"{commitment_id}@{ledger_id}.followthrough"


def shown_due(commitment: Commitment) -> Due | None:
    """The due date that is shown, else the last one that its history tells of; None where there never was one."""
    if commitment.due is not None:
        return commitment.due
    dues = (_due_of(event) for event in reversed(commitment.history))
    return next((due for due in dues if due is not None), None)


def _due_of(event: AnyEvent) -> Due | None:
    match event:
        case Made() | Moved():
            return event.due
        case Edited():
            corrected = (event.now.due, event.was.due)
            return next((due for due in corrected if due is not UNSET and due is not None), None)
        case _:
            return None


def standing(commitment: Commitment) -> Standing:
    """What a calendar is to think of it: cancelled is what was let go, undone, or is no longer due at all."""
    match commitment.state:
        case "kept" | "missed":
            return commitment.state
        case "open" if commitment.due is not None:
            return "open"
        case "open" | "released" | "withdrawn" | "undone":
            return "cancelled"


def sequence(commitment: Commitment) -> int:
    """How many events may have changed what is shown since it was made: a merge adds events, and none goes away."""
    return sum(map(_changes_what_is_shown, commitment.history))


def _changes_what_is_shown(event: AnyEvent) -> bool:
    match event:
        case Made() | Noted() | Repaired():
            return False
        case Confirmed():
            return not event.satisfied
        case _:
            return True


def last_logged(commitment: Commitment) -> datetime:
    """The UTC moment at which something was recorded about it last."""
    return max(event.logged for event in commitment.history).astimezone(UTC)


def alarm(commitment: Commitment, now: datetime) -> timedelta | None:
    """How long before its due date a calendar reminds of it; None for what is settled or past.

    Of a day, at nine in the morning so many days before: counted from midnight, which is where a day begins.
    """
    due = commitment.due
    if commitment.state != "open" or due is None or due.passed(now, commitment.zone):
        return None
    lead = lead_time(commitment)
    if isinstance(due, Day):
        return timedelta(days=ceil(lead / timedelta(days=1))) - MORNING
    return timedelta(seconds=lead // timedelta(seconds=1))


def belongs_in_calendar(commitment: Commitment, since: datetime | None) -> bool:
    """Whether it has or had a due date, and is open, or was last changed at that moment or later (None: whenever)."""
    if shown_due(commitment) is None:
        return False
    return standing(commitment) == "open" or since is None or last_logged(commitment) >= since


def forgotten_entry(commitment_id: str, tombstone: Tombstone, ledger_id: str) -> Entry:
    """What takes the place of a promise that was forgotten: no text, and no date but that of the forgetting."""
    return Entry(
        uid=uid(commitment_id, ledger_id),
        sequence=len(tombstone.events),
        created=tombstone.logged,
        changed=tombstone.logged,
        due=Day(tombstone.logged.date()),
        standing="cancelled",
        summary="forgotten",
        description="",
    )
