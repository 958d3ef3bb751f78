"""A table of promises in CSV as promises."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival, Ending, Told
from followthrough.domain.commitment import Settlement
from followthrough.domain.due import Due, Instant
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.csv_table import unquoted_cell
from followthrough.formats.exchange import plausible
from followthrough.formats.exchange.choices import SETTLED, VISIBILITIES, read_choice
from followthrough.formats.exchange.csv_file.columns import NAME, Head, head_of
from followthrough.formats.exchange.csv_file.notes import read_notes
from followthrough.formats.exchange.csv_file.rows import Row, rows_of
from followthrough.formats.exchange.fingerprints import Fingerprints
from followthrough.formats.exchange.gathering import gathered
from followthrough.formats.exchange.limits import check_number
from followthrough.formats.exchange.moments import read_length, read_when
from followthrough.formats.exchange.shares import read_share
from followthrough.formats.exchange.unreadable import UnreadableError, shown
from followthrough.formats.exchange.zones import known_zone

MOST_LINES = 500_000
_ID = re.compile("[k-z]{12}")
_MOMENTS = frozenset(("due", "settled", "made", "chase", "moved", "recorded", "settled_recorded"))
_YEAR_FIRST = re.compile("([0-9]{4})/([0-9]{2})/([0-9]{2})")
"""How a spreadsheet may save a date that it found as 2026-11-27: the year stands first, so it can be read one way only.
"""
_STATES: tuple[Settlement | Literal["open"], ...] = ("open", *SETTLED)


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
    fingerprints = Fingerprints("csv")

    def promise(number: int, row: list[str] | str) -> Arrival | None:
        cells = _cells(row, head)
        return _promise(number, cells, fingerprints, zone, now) if any(cells.values()) else None

    told = gathered(_rows_below(text, head), promise)
    return replace(told, ignored=tuple(f"the column {shown(name)}" for name in head.others))


def _rows_below(text: str, head: Head) -> Iterator[Row]:
    """The rows below the first that are not empty. Raises NotInThatFormatError where there are too many."""
    found = 0
    for number, row in rows_of(text, head.delimiter):
        if number > 1 and row:
            found += 1
            check_number(NAME, found)
            yield number, row


def _cells(row: list[str] | str, head: Head) -> Mapping[str, str]:
    """The cells under the known columns by name, without white space around them; those that are empty are left out."""
    if isinstance(row, str):
        raise UnreadableError(row)
    if any(row[head.width :]):
        raise UnreadableError(f"it has {len(row):,} cells, and the first row names {head.width:,}")
    found = ((name, unquoted_cell(row[place]).strip()) for name, place in head.places.items() if place < len(row))
    return {name: _as_dated(name, cell) for name, cell in found if cell}


def _as_dated(name: str, cell: str) -> str:
    """The cell with the date in it as ISO 8601 has it, so that a row is known again after a spreadsheet saved it."""
    return _YEAR_FIRST.sub(r"\1-\2-\3", cell, count=1) if cell[4:5] == "/" and name in _MOMENTS else cell


def _promise(number: int, cells: Mapping[str, str], fingerprints: Fingerprints, zone: str, now: datetime) -> Arrival:
    own = _ID.fullmatch(cells.get("id", "")) is not None
    origin = cells.get("origin", f"followthrough:{cells['id']}") if own else _origin(cells, fingerprints)
    if "what" not in cells:
        raise UnreadableError("nothing stands under “what”")
    there = known_zone(cells["zone"]) if "zone" in cells else zone
    arrival = _bare(number, cells, origin, cells["id"] if own else None, there)
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
        to=_names(cells.get("to", "")),
        due=_when(cells, "due", zone),
        zone=cells.get("zone"),
        given=_when(cells, "made", zone),
        recorded=_moment(cells, "recorded", zone),
        tags=_tags(cells.get("tags", "")),
        visibility=read_choice("visibility", cells["visibility"], VISIBILITIES) if "visibility" in cells else None,
        confidence=read_share("confidence", cells["confidence"], zero=True) if "confidence" in cells else None,
        remind=read_length("remind", cells["remind"]) if "remind" in cells else None,
        chase=_when(cells, "chase", zone),
        moved=_when(cells, "moved", zone),
        remarks=read_notes(cells.get("notes", ""), zone),
        ending=_ending(cells, zone),
    )


def _ending(cells: Mapping[str, str], zone: str) -> Ending | None:
    state = read_choice("state", cells["state"], _STATES) if "state" in cells else "open"
    said = [name for name in ("settled", "part", "settled_note", "settled_recorded") if name in cells]
    if state == "open":
        if said:
            raise UnreadableError(f"it has a “{said[0]}”, and its state is {cells.get('state', 'not said')}")
        return None
    return Ending(
        did=state,
        at=_when(cells, "settled", zone),
        recorded=_moment(cells, "settled_recorded", zone),
        part=read_share("part", cells["part"], zero=False) if "part" in cells else 1.0,
        note=cells.get("settled_note"),
    )


def _names(cell: str) -> tuple[str, ...]:
    """Those between semicolons or commas."""
    found = dict.fromkeys(map(str.strip, cell.replace(",", ";").split(";")))
    found.pop("", None)
    return tuple(found)


def _tags(cell: str) -> tuple[str, ...]:
    """Those between semicolons, commas or white space; a + before one is its sign."""
    found = dict.fromkeys(cell.replace(";", " ").replace(",", " ").split())
    return tuple(dict.fromkeys(tag.removeprefix("+") for tag in found))


def _when(cells: Mapping[str, str], name: str, zone: str) -> Due | None:
    return read_when(name, cells[name], zone) if name in cells else None


def _moment(cells: Mapping[str, str], name: str, zone: str) -> datetime | None:
    when = _when(cells, name, zone)
    if when is not None and not isinstance(when, Instant):
        raise UnreadableError(f"its {name} {shown(cells[name])} has no time of day")
    return None if when is None else when.at
