"""Promises as a todo.txt file: what the format has no place for stands in keys of ours, which its programs keep."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from followthrough.domain.arrivals import Arrival, Ending
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Instant
from followthrough.domain.people import Person
from followthrough.domain.typed import is_tag
from followthrough.formats.exchange.leaving import as_told
from followthrough.formats.exchange.moments import day_in, without_colons, write_length
from followthrough.formats.exchange.todotxt.line import escaped, escaped_value
from followthrough.formats.exchange.todotxt.reading import ORIGIN


def write(commitments: Sequence[Commitment], *, people: Mapping[str, Person], me: str, now: datetime) -> str:
    """A line each, settled ones marked as done, whatever became of them: `state:` says what it was."""
    return "".join(f"{_line(as_told(each))}\n" for each in commitments if each.state != "undone")


def _line(told: Arrival) -> str:
    zone = told.zone or "UTC"
    return " ".join(
        (
            *(("x", day_in(told.ending.at, zone)) if told.ending is not None and told.ending.at is not None else ()),
            *((day_in(told.given, zone),) if told.given is not None else ()),
            escaped(told.what),
            *(f"+{tag}" for tag in told.tags if is_tag(tag)),
            *(f"{key}:{escaped_value(value)}" for key, value in _keys(told, zone)),
        )
    )


def _keys(told: Arrival, zone: str) -> Iterator[tuple[str, str]]:
    if told.maker is not None:
        yield "from", told.maker
    yield from (("to", each) for each in told.to)
    if told.due is not None:
        yield "due", day_in(told.due, zone)
        if isinstance(told.due, Instant):
            yield "due-at", without_colons(told.due)
    if told.moved is not None:
        yield "moved", without_colons(told.moved)
    if told.ending is not None:
        yield from _ending(told.ending)
    if told.visibility not in (None, "private"):
        yield "visibility", str(told.visibility)
    if told.confidence is not None:
        yield "confidence", repr(told.confidence)
    if told.remind is not None:
        yield "remind", write_length(told.remind)
    if told.chase is not None:
        yield "chase", without_colons(told.chase)
    yield "zone", zone
    if told.origin.startswith(f"{ORIGIN}:"):
        yield "origin", told.origin.removeprefix(f"{ORIGIN}:")
    if told.id is not None:
        yield "id", told.id


def _ending(ending: Ending) -> Iterator[tuple[str, str]]:
    if ending.did != "kept":
        yield "state", ending.did
    if ending.at is not None:
        yield "settled-at", without_colons(ending.at)
    if ending.part < 1:
        yield "part", repr(ending.part)
