"""A table of promises in CSV as promises."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, cast

from followthrough.domain.arrivals import Arrival, Ending, Told, Unread
from followthrough.domain.due import Due, Instant
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.csv_table import unquoted_cell
from followthrough.formats.exchange import plausible
from followthrough.formats.exchange.csv_file.columns import NAME, Head, head_of
from followthrough.formats.exchange.csv_file.notes import read_notes
from followthrough.formats.exchange.csv_file.rows import rows_of
from followthrough.formats.exchange.fingerprints import Fingerprints
from followthrough.formats.exchange.limits import check_number
from followthrough.formats.exchange.moments import read_length, read_when
from followthrough.formats.exchange.shares import read_share
from followthrough.formats.exchange.stamps import is_known_zone
from followthrough.formats.exchange.unreadable import UnreadableError, shown

MOST_LINES = 500_000
_ID = re.compile("[k-z]{12}")
_BETWEEN = re.compile("[;,]")
_BETWEEN_TAGS = re.compile(r"[;,\s]")
_STATES = ("open", "kept", "missed", "released", "withdrawn")
_VISIBILITIES = ("private", "circle", "public")


def is_one(text: str) -> bool:
    """Whether its first row names two of the columns, or `what` and nothing else."""
    try:
        head = head_of(text)
    except NotInThatFormatError:
        return False
    return "\0" not in text[:4096] and (len(head.places) > 1 or head.width == 1)


def read(text: str, *, zone: str, now: datetime) -> Told:
    """What the rows tell; one that is no promise does not stop the others."""
    head = head_of(text)
    if text.count("\n") > MOST_LINES:
        raise NotInThatFormatError(NAME, f"it has more than {MOST_LINES:,} lines")
    arrivals: list[Arrival] = []
    unread: list[Unread] = []
    fingerprints = Fingerprints("csv")
    for number, row in rows_of(text, head.delimiter):
        if number == 1 or not row:
            continue
        check_number(NAME, len(arrivals) + len(unread) + 1)
        try:
            cells = _cells(row, head)
            if any(cells.values()):
                arrivals.append(_promise(number, cells, fingerprints, zone, now))
        except UnreadableError as problem:
            unread.append(Unread(line=number, reason=str(problem)))
    ignored = tuple(f"the column {shown(name)}" for name in head.others)
    return Told(arrivals=tuple(arrivals), unread=tuple(unread), ignored=ignored)


def _cells(row: list[str] | str, head: Head) -> Mapping[str, str]:
    """The cells under the known columns by name, without white space around them; those that are empty are left out."""
    if isinstance(row, str):
        raise UnreadableError(row)
    if any(row[head.width :]):
        raise UnreadableError(f"it has {len(row):,} cells, and the first row names {head.width:,}")
    found = ((name, unquoted_cell(row[place]).strip()) for name, place in head.places.items() if place < len(row))
    return {name: cell for name, cell in found if cell}


def _promise(number: int, cells: Mapping[str, str], fingerprints: Fingerprints, zone: str, now: datetime) -> Arrival:
    own = _ID.fullmatch(cells.get("id", "")) is not None
    origin = cells.get("origin", f"followthrough:{cells['id']}") if own else _origin(cells, fingerprints)
    if "what" not in cells:
        raise UnreadableError("nothing stands under “what”")
    known = cells.get("zone")
    if known is not None and not is_known_zone(known):
        raise UnreadableError(f"its zone {shown(known)} is not known here")
    arrival = _bare(number, cells, origin, cells["id"] if own else None, known or zone)
    plausible.check(arrival, zone=zone, now=now)
    return arrival


def _origin(cells: Mapping[str, str], fingerprints: Fingerprints) -> str:
    """Of what was promised to whom by whom and when, and an id that is not ours: the same whatever became of it."""
    return fingerprints.of(cells.get(name, "") for name in ("id", "what", "to", "from", "made"))


def _bare(number: int, cells: Mapping[str, str], origin: str, own_id: str | None, zone: str) -> Arrival:
    """The promise as its row has it, not yet held against the clock."""
    return Arrival(
        line=number,
        origin=origin,
        what=cells["what"],
        id=own_id,
        maker=cells.get("from"),
        to=_several(_BETWEEN, cells.get("to", "")),
        due=_when(cells, "due", zone),
        zone=cells.get("zone"),
        given=_when(cells, "made", zone),
        recorded=_moment(cells, "recorded", zone),
        tags=tuple(tag.removeprefix("+") for tag in _several(_BETWEEN_TAGS, cells.get("tags", ""))),
        visibility=cast("Literal['private', 'circle', 'public'] | None", _one_of(_VISIBILITIES, cells, "visibility")),
        confidence=read_share("confidence", cells["confidence"], zero=True) if "confidence" in cells else None,
        remind=read_length("remind", cells["remind"]) if "remind" in cells else None,
        chase=_when(cells, "chase", zone),
        moved=_when(cells, "moved", zone),
        remarks=read_notes(cells.get("notes", ""), zone),
        ending=_ending(cells, zone),
    )


def _ending(cells: Mapping[str, str], zone: str) -> Ending | None:
    state = _one_of(_STATES, cells, "state")
    said = [name for name in ("settled", "part", "settled_note", "settled_recorded") if name in cells]
    if state in (None, "open"):
        if said:
            raise UnreadableError(f"it has a “{said[0]}”, and its state is {state or 'not said'}")
        return None
    return Ending(
        did=cast("Literal['kept', 'missed', 'released', 'withdrawn']", state),
        at=_when(cells, "settled", zone),
        recorded=_moment(cells, "settled_recorded", zone),
        part=read_share("part", cells["part"], zero=False) if "part" in cells else 1.0,
        note=cells.get("settled_note"),
    )


def _several(between: re.Pattern[str], cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in between.split(cell) if (each := part.strip())))


def _one_of(words: tuple[str, ...], cells: Mapping[str, str], name: str) -> str | None:
    cell = cells.get(name)
    if cell is None or (word := cell.casefold()) in words:
        return None if cell is None else word
    raise UnreadableError(f"its {name} {shown(cell)} is none of {', '.join(words[:-1])} and {words[-1]}")


def _when(cells: Mapping[str, str], name: str, zone: str) -> Due | None:
    return read_when(name, cells[name], zone) if name in cells else None


def _moment(cells: Mapping[str, str], name: str, zone: str) -> datetime | None:
    when = _when(cells, name, zone)
    if when is not None and not isinstance(when, Instant):
        raise UnreadableError(f"its {name} {shown(cells[name])} has no time of day")
    return None if when is None else when.at
