"""The columns of the table, and which of them a file has."""

import csv
from collections.abc import Mapping

from msgspec import Struct

from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.csv_table import unquoted_cell

NAME = "table of promises in CSV"
COLUMNS = (
    *("what", "to", "from", "due", "state", "settled", "part", "made", "zone", "tags", "visibility", "confidence"),
    *("remind", "chase", "moved", "notes", "settled_note", "recorded", "settled_recorded", "origin", "id"),
)
_LONGEST_HEAD = 10_000
_DELIMITERS = (",", ";", "\t")


class Head(Struct, frozen=True, kw_only=True):
    """The first row: what stands between two cells, where each known column is, and the names of the others."""

    delimiter: str
    places: Mapping[str, int]
    width: int
    others: tuple[str, ...]


def head_of(text: str) -> Head:
    """The head of the table. Raises where it does not name the one column that is needed, or one of them twice."""
    line = text[:_LONGEST_HEAD].split("\n", 1)[0].removesuffix("\r")
    delimiter = max(_DELIMITERS, key=lambda each: len(_known(_cells(line, each))))
    names = _cells(line, delimiter)
    known = _known(names)
    if "what" not in known:
        raise NotInThatFormatError(NAME, "its first row names no column “what”")
    for name in COLUMNS:
        if known.count(name) > 1:
            raise NotInThatFormatError(NAME, f"its first row names the column “{name}” twice")
    return Head(
        delimiter=delimiter,
        places={name: place for place, name in enumerate(names) if name in COLUMNS},
        width=len(names),
        others=tuple(name for name in names if name and name not in COLUMNS),
    )


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        row = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
    return [unquoted_cell(cell).strip().casefold() for cell in row]


def _known(names: list[str]) -> list[str]:
    return [name for name in names if name in COLUMNS]
