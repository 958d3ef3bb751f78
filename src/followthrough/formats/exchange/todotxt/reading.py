"""A todo.txt file as promises."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival, Ending, Told
from followthrough.domain.due import Due
from followthrough.domain.events import Visibility
from followthrough.formats.exchange import plausible
from followthrough.formats.exchange.choices import SETTLED, VISIBILITIES, read_choice
from followthrough.formats.exchange.fingerprints import Fingerprints
from followthrough.formats.exchange.gathering import gathered
from followthrough.formats.exchange.moments import day_in, read_length, read_when
from followthrough.formats.exchange.shares import read_share
from followthrough.formats.exchange.todotxt.line import Line, taken_apart
from followthrough.formats.exchange.todotxt.recognising import check_whole
from followthrough.formats.exchange.unreadable import UnreadableError
from followthrough.formats.exchange.zones import known_zone

LONGEST_LINE = 200_000
ORIGIN = "todotxt"


def read(text: str, *, zone: str, now: datetime) -> Told:
    """What the lines tell; a line that is no promise does not stop the others."""
    check_whole(text)
    ignored: Counter[str] = Counter()
    fingerprints = Fingerprints(ORIGIN)

    def promise(number: int, line: str) -> Arrival | None:
        if not line.strip():
            return None
        if len(line) > LONGEST_LINE:
            raise UnreadableError(f"it has more than {LONGEST_LINE:,} characters")
        parts = taken_apart(line.removesuffix("\r"))
        arrival = _promise(number, parts, _origin(parts, fingerprints), zone, now)
        ignored.update(_ignored(parts))
        return arrival

    told = gathered(enumerate(text.split("\n"), 1), promise)
    passed_over = (f"{what} of {count:,} {'line' if count == 1 else 'lines'}" for what, count in ignored.items())
    return replace(told, ignored=tuple(passed_over))


def _origin(line: Line, fingerprints: Fingerprints) -> str:
    """Of text, parties and creation date: the same when the line is done, given another date, or sorted."""
    if line.own:
        origin = line.one("origin")
        return f"followthrough:{line.one('id')}" if origin is None else f"{ORIGIN}:{origin}"
    parties = (*sorted(line.keys.get("from", ())), "", *sorted(line.keys.get("to", ())))
    return fingerprints.of((line.text, line.created or "", *parties))


def _ignored(line: Line) -> Iterator[str]:
    if line.has_priority:
        yield "the priority"
    if "t" in line.keys:
        yield "the start date (t:)"


def _promise(number: int, line: Line, origin: str, zone: str, now: datetime) -> Arrival:
    if "rec" in line.keys:
        raise UnreadableError("it repeats (rec:), and ft add --every records that")
    if line.one("h") == "1":
        raise UnreadableError("it is hidden (h:1), which keeps the name of a list and promises nothing")
    if not line.text:
        raise UnreadableError("it has no text besides its signs")
    said = line.one("zone") if line.own else None
    known = None if said is None else known_zone(said)
    arrival = _bare(number, line, origin, known, known or zone)
    plausible.check(arrival, zone=zone, now=now)
    return arrival


def _bare(number: int, line: Line, origin: str, known: str | None, zone: str) -> Arrival:
    """The promise as the line has it, not yet held against the clock."""
    confidence, remind, chase, moved = map(line.one, ("confidence", "remind", "chase", "moved"))
    return Arrival(
        line=number,
        origin=origin,
        what=line.text,
        id=line.one("id") if line.own else None,
        maker=line.one("from"),
        to=tuple(dict.fromkeys(line.keys.get("to", ()))),
        due=_on_its_day("due date", line.one("due"), line.one("due-at"), zone),
        zone=known,
        given=None if line.created is None else read_when("creation date", line.created, zone),
        tags=line.tags,
        visibility=_visibility(line),
        confidence=None if confidence is None else read_share("confidence", confidence, zero=True),
        remind=None if remind is None else read_length("remind", remind),
        chase=None if chase is None else read_when("chase", chase, zone),
        moved=None if moved is None else read_when("moved", moved, zone),
        ending=_ending(line, zone),
    )


def _visibility(line: Line) -> Visibility | None:
    """A line of ours that says nothing of it is private."""
    said = line.one("visibility") or ("private" if line.own else None)
    return None if said is None else read_choice("visibility", said, VISIBILITIES)


def _ending(line: Line, zone: str) -> Ending | None:
    state, settled, part = map(line.one, ("state", "settled-at", "part"))
    if not line.done:
        if state is not None or settled is not None:
            raise UnreadableError("it is open, and says what became of it")
        return None
    return Ending(
        did="kept" if state is None else read_choice("state", state, SETTLED),
        at=_on_its_day("completion date", line.completed or settled, settled, zone),
        part=1.0 if part is None else read_share("part", part, zero=False),
    )


def _on_its_day(field: str, day: str | None, exact: str | None, zone: str) -> Due | None:
    """The day or, where the line says exactly when that day, that; a program that changes the day leaves it behind."""
    if day is None:
        return None
    when = read_when(field, day, zone)
    if exact is None:
        return when
    exactly = read_when(field, exact, zone)
    return exactly if day_in(exactly, zone) == day_in(when, zone) else when
