"""Promises as a table in CSV, which a spreadsheet reads as text and numbers and never as formulas."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from followthrough.domain.arrivals import Arrival
from followthrough.domain.commitment import Commitment
from followthrough.domain.people import Person
from followthrough.formats.csv_table import Cell, write_table
from followthrough.formats.exchange.csv_file.columns import COLUMNS
from followthrough.formats.exchange.csv_file.notes import write_notes
from followthrough.formats.exchange.leaving import as_told
from followthrough.formats.exchange.moments import write_length


def write(commitments: Sequence[Commitment], *, people: Mapping[str, Person], me: str, now: datetime) -> str:
    """A row each under the names of all columns, UTF-8 when encoded, CRLF behind each row."""
    told = (as_told(each) for each in commitments if each.state != "undone")
    return write_table(COLUMNS, ([cells[name] for name in COLUMNS] for cells in map(_cells, told)))


def _cells(told: Arrival) -> dict[str, Cell]:
    return {
        "what": told.what,
        "to": "; ".join(told.to),
        "from": told.maker,
        "due": _text(told.due),
        "made": _text(told.given),
        "zone": told.zone,
        "tags": "; ".join(told.tags),
        "visibility": told.visibility,
        "confidence": told.confidence,
        "remind": None if told.remind is None else write_length(told.remind),
        "chase": _text(told.chase),
        "moved": _text(told.moved),
        "notes": write_notes(told.remarks),
        "recorded": None if told.recorded is None else told.recorded.isoformat(),
        "origin": told.origin,
        "id": told.id,
        **_ended(told),
    }


def _ended(told: Arrival) -> dict[str, Cell]:
    ending = told.ending
    if ending is None:
        return {"state": "open", **dict.fromkeys(("settled", "part", "settled_note", "settled_recorded"))}
    return {
        "state": ending.did,
        "settled": _text(ending.at),
        "part": ending.part if ending.did == "kept" else None,
        "settled_note": ending.note,
        "settled_recorded": None if ending.recorded is None else ending.recorded.isoformat(),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
