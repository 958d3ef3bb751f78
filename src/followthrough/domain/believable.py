"""A history from a file, held against the clock and against itself: what no command records does not come in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import UNSET, UnsetType

from followthrough.domain.commitment import Commitment, settled_moment
from followthrough.domain.due import is_zone
from followthrough.domain.events import Confirmed, Edited, Event, Kept, Made, Released
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.lifecycle import at_is_future
from followthrough.domain.people import Described, Joined, Person, Shared, is_handle, means_me
from followthrough.domain.series import Begun, Changed, SeriesEvent
from followthrough.domain.typed import read_tags, read_text

_MOST_EVENTS = 10**9
_MOST_NAMES = 1_000
"""People whom one event names, or tags that it sets."""


def check_promise(told: Commitment, now: datetime) -> None:
    """Raise ValueError, or the Problem of what was typed wrongly, where this cannot have been recorded so."""
    _check_zone(told.zone)
    check_events(told.history, now)
    for event in told.history:
        said = event if isinstance(event, Made) else event.now if isinstance(event, Edited) else None
        if said is not None:
            _check_said(said.what, said.tags)
        if isinstance(event, Kept):
            _check_kept(told, event)


def check_series(history: Iterable[SeriesEvent], now: datetime) -> None:
    """The same of what repeats."""
    events = tuple(history)
    check_events(events, now)
    for event in events:
        if isinstance(event, Begun):
            _check_zone(event.zone)
        if isinstance(event, Begun | Changed):
            _check_said(event.terms.what, event.terms.tags)


def check_person(told: Person, now: datetime) -> None:
    """The same of a person or circle."""
    _check_handle(told.handle)
    check_events(told.history, now)
    for each in told.called:
        read_text("name", each)
    if told.zone is not None:
        _check_zone(told.zone)


def check_events(events: Iterable[Event], now: datetime) -> None:
    """Raise ValueError where events cannot be recorded yet, or name somebody by what is no handle."""
    for event in events:
        _check_recorded(event, now)
        handles = tuple(handles_in(event))
        _check_count(handles)
        for handle in handles:
            _check_handle(handle)


def _check_count(names: Sequence[str]) -> None:
    if len(names) > _MOST_NAMES:
        raise ValueError(f"an event of it has more than {_MOST_NAMES:,} tags or people")


def _check_handle(handle: str) -> None:
    if handle != SOMEONE and (not is_handle(handle) or means_me(handle)):
        raise ValueError(f"“{handle[:60]}” is no handle")


def _check_zone(zone: str) -> None:
    if not is_zone(zone):
        raise ValueError(f"the zone “{zone[:60]}” is not known to this machine")


def _check_recorded(event: Event, now: datetime) -> None:
    """Raise ValueError where it is said to be recorded later than now, or in a place that no history has."""
    if event.logged > now:
        raise ValueError(f"an event of it is said to be recorded at a time that is still to come, {event.logged}")
    if not 1 <= event.n <= _MOST_EVENTS:
        raise ValueError(f"no history has an event with the number {str(event.n)[:20]}")


def handles_in(event: Event) -> Iterator[str]:
    """Everybody whom an event names, whoever recorded it included."""
    yield event.by
    yield from promised_in(event)
    match event:
        case Released() | Confirmed():
            yield event.whose
        case Begun() | Changed():
            yield from () if event.terms.to is UNSET else event.terms.to
            if isinstance(event, Begun):
                yield event.maker
        case Described():
            yield from (*(event.members or ()), *event.entered, *event.left)
        case Joined():
            yield event.into
        case Shared():
            yield event.circle


def promised_in(event: Event) -> Iterator[str]:
    """Whom it promises, or has somebody promise."""
    if isinstance(event, Made):
        yield from (event.maker, *event.to)
    elif isinstance(event, Edited):
        for each in (event.was.to, event.now.to):
            yield from () if each is UNSET else each


def _check_said(what: str | UnsetType, tags: tuple[str, ...] | UnsetType) -> None:
    if what is not UNSET:
        read_text("text", what)
    if tags is not UNSET:
        _check_count(tags)
        read_tags(tags)


def _check_kept(told: Commitment, kept: Kept) -> None:
    if kept.at is None:
        return
    if at_is_future(kept.at, kept.logged, told.zone):
        raise ValueError(f"it is said to be kept on {kept.at}, after that was recorded")
    if settled_moment(kept, told.zone) < told.made_at:
        raise ValueError(f"it is said to be kept on {kept.at}, before it was made")
