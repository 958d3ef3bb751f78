"""What a file says of one promise, held against itself and the clock: what cannot be so does not come in."""

from datetime import datetime

from followthrough.domain.arrivals import Arrival, Ending
from followthrough.domain.due import Day, Due, Instant, day_of
from followthrough.formats.exchange.limits import MOST_TAGS
from followthrough.formats.exchange.unreadable import UnreadableError


def check(arrival: Arrival, *, zone: str, now: datetime) -> None:
    """Raises where something lies in the future that cannot, or where it is open whether a promise was kept in time.

    So it does where there is more of it than anybody writes.
    """
    zone = arrival.zone or zone
    if max(len(arrival.tags), len(arrival.to), len(arrival.remarks)) > MOST_TAGS:
        raise UnreadableError(f"it has more than {MOST_TAGS:,} tags, recipients or notes")
    _not_to_come("is said to be made on", arrival.given, zone, now)
    if arrival.recorded is not None and arrival.recorded > now:
        raise UnreadableError("it is said to be written down at a time that is still to come")
    if any(each.recorded is not None and each.recorded > now for each in arrival.remarks):
        raise UnreadableError("one of its notes is from a time that is still to come")
    if arrival.ending is not None:
        _check_ending(arrival.ending, arrival, zone, now)


def _check_ending(ending: Ending, arrival: Arrival, zone: str, now: datetime) -> None:
    _not_to_come(f"is said to be {ending.did} on", ending.at, zone, now)
    if ending.recorded is not None and ending.recorded > now:
        raise UnreadableError("its end is said to be written down at a time that is still to come")
    if ending.at is not None and arrival.given is not None and _before(ending.at, arrival.given, zone):
        raise UnreadableError(f"it is said to be {ending.did} on {ending.at}, and made on {arrival.given}")
    if arrival.due is not None and ending.did in ("kept", "withdrawn"):
        _check_in_time(ending, arrival.due, zone)


def _check_in_time(ending: Ending, due: Due, zone: str) -> None:
    """Whether a promise was kept in time, or withdrawn before it was due, has to follow from what the file says."""
    if ending.at is None:
        raise UnreadableError(f"it was due on {due}, and the file does not say when it was {ending.did}")
    if isinstance(ending.at, Day) and isinstance(due, Instant) and ending.at.on == due.day_in(zone):
        raise UnreadableError(f"it was due at {due}, and {ending.did} that day: the file does not say at what time")
    if ending.did == "withdrawn" and _before(due, ending.at, zone):
        raise UnreadableError(f"it was due on {due} and withdrawn after that, on {ending.at}, which is a miss")


def _not_to_come(said: str, when: Due | None, zone: str, now: datetime) -> None:
    if when is None:
        return
    if when.at > now if isinstance(when, Instant) else when.day_in(zone) > day_of(now, zone):
        raise UnreadableError(f"it {said} {when}, which is still to come")


def _before(one: Due, other: Due, zone: str) -> bool:
    """Whether one was surely before the other: a day and a moment of that day may be in either order."""
    if isinstance(one, Instant) and isinstance(other, Instant):
        return one.at < other.at
    return one.day_in(zone) < other.day_in(zone)
