"""The tables of a ledger file: cut from its bytes, and composed into them again.

A file in our layout is cut at its line ends without decoding a record. Any other JSON document of the same shape (an
editor reformatted it) is decoded whole and comes back in this layout at the next write.
"""

from array import array
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import accumulate
from typing import Any, BinaryIO

import msgspec

from followthrough.adapters.ledger.days import NamedDays
from followthrough.adapters.ledger.layout import OddLayoutError, cut
from followthrough.adapters.ledger.reformatted import NotALedgerError, reformatted
from followthrough.adapters.ledger.tables import (
    ChangedTable,
    LinesTable,
    Record,
    SkimmedTable,
    encode_key,
    raw_key,
)

TABLES = ("meta", "replicas", "people", "series", "forgotten", "open", "settled")


class FrameError(ValueError):
    """The bytes are not a ledger: why."""


def parse(data: bytes) -> dict[str, LinesTable]:
    """The tables of a ledger file. Raises FrameError, saying why, where the bytes are no ledger."""
    if not data or data.isspace():
        raise FrameError("it is empty")
    tables = _lines(data)
    if tables is None:
        try:
            tables = _lines(compose(reformatted(data)))
        except NotALedgerError as problem:
            raise FrameError(str(problem)) from None
    if tables is None or "meta" not in tables:
        raise FrameError("it is not in the shape of a ledger")
    return tables


def _lines(data: bytes) -> dict[str, LinesTable] | None:
    """The tables of a file in our layout; None where it is in another."""
    lengths: dict[bytes, array[int]] = {}

    def see(name: bytes, lines: list[bytes]) -> None:
        lengths.setdefault(name, array("Q")).extend(map(len, lines))

    try:
        cut_out = cut(BytesIO(data), see)
    except OddLayoutError:
        return None
    tables: dict[str, LinesTable] = {}
    at = len(b"{\n")
    for raw, keys in cut_out.items():
        at += len(b'"": {') + len(raw) + (1 if keys else 0)
        starts = array("Q", accumulate(lengths.get(raw, ()), initial=at))  # a fifth of what a list of numbers takes
        end = starts.pop() - (1 if keys else 0)
        tables[_name(raw)] = LinesTable(data, keys, starts, end)
        at = end + (1 if keys else 0) + len(b"},\n")
    return tables if len(tables) == len(cut_out) else None


def parse_open(file: BinaryIO, days: NamedDays) -> dict[str, LinesTable]:
    """The tables of a file in our layout, of the settled promises only the ids and the lines that name these days.

    Nothing else of it is kept: most of a ledger is settled. Raises OddLayoutError where this is not enough: in another
    layout, and where a promise stands among the open and the settled ones.
    """
    lines: dict[bytes, list[bytes]] = {}

    def see(name: bytes, some: list[bytes]) -> None:
        lines.setdefault(name, []).extend(days.lines(some) if name == b"settled" else some)

    ids = cut(file, see)
    if b"meta" not in ids or not set(ids.get(b"open", ())).isdisjoint(ids.get(b"settled", ())):
        raise OddLayoutError
    return {_name(raw): SkimmedTable(lines.get(raw, []), keys) for raw, keys in ids.items()}


def _name(raw: bytes) -> str:
    """The name that JSON writes so between its quotation marks."""
    try:
        return msgspec.json.decode(b'"' + raw + b'"', type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise FrameError("a table has no readable name") from None


def compose(tables: Mapping[str, Mapping[str, Record | Mapping[str, Any]]]) -> bytes:
    """The file's bytes: known tables in their order, others after them, one record a line, sorted by id."""
    parts: list[bytes | memoryview] = [b"{"]
    for name in (*TABLES, *sorted(set(tables) - set(TABLES))):
        lines = list(_lines_of(tables.get(name, {})))
        parts += [b"\n", encode_key(name), b": {"]
        for line in lines:
            parts += [b"\n", line, b","]
        if lines:
            parts[-1] = b"\n"
        parts.append(b"},")
    parts[-1] = b"}\n}\n"
    return b"".join(parts)


def _lines_of(table: Mapping[str, Record | Mapping[str, Any]]) -> Iterator[bytes | memoryview]:
    if isinstance(table, ChangedTable):
        return table.parts()
    if isinstance(table, LinesTable):
        return ChangedTable(table, {}, ()).parts()
    return (encode_key(key) + b": " + Record(table[key], key).line for key in sorted(table, key=raw_key))
