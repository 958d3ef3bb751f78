"""The layout of a ledger file: tables of one record a line, sorted by id, kept as bytes until looked at.

A file in our layout is cut at its line ends without decoding a record. Any other JSON document of the same shape (an
editor reformatted it) is decoded whole and comes back in this layout at the next write.
"""

from array import array
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from followthrough.adapters.ledger.reformatted import NotALedgerError, reformatted
from followthrough.adapters.ledger.tables import ChangedTable, LinesTable, Record, encode_key, raw_key
from followthrough.domain.identifiers import COMMITMENT_LENGTH

TABLES = ("meta", "replicas", "people", "series", "forgotten", "open", "settled")
_HEADER_END = b'": {'
_USUAL_KEY = 1 + COMMITMENT_LENGTH
_QUOTE = ord('"')


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
    if not (data.startswith(b"{\n") and data.endswith(b"}\n}\n")):
        return None
    tables: dict[str, LinesTable] = {}
    at, last = 2, len(data) - 2
    while at < last:
        line_end = data.index(b"\n", at)
        cut = _table(data, at, line_end)
        if cut is None or cut[0] in tables:
            return None
        name, tables[name], after = cut[0], cut[1], cut[2]
        follows = data[after : after + 2]
        if follows == b",\n" and after + 2 < last:
            at = after + 2
        elif follows[:1] == b"\n" and after + 1 == last:
            return tables
        else:
            return None
    return None


def _table(data: bytes, at: int, line_end: int) -> tuple[str, LinesTable, int] | None:
    """The table whose header line starts there: its name, its lines, and the offset behind its closing brace."""
    header = data[at:line_end].removesuffix(b",")
    if header.endswith(b'": {}'):
        return _name(header[:-5]), LinesTable(data, [], [], at), at + len(header)
    if not header.startswith(b'"') or not header.endswith(_HEADER_END):
        return None
    end = data.find(b"\n}", line_end)
    found = _keys_and_starts(data, line_end + 1, end)
    if found is None or not _are_as_written(found[0]):
        return None
    return _name(header[:-4]), LinesTable(data, *found, end), end + 2


def _are_as_written(keys: list[bytes]) -> bool:
    """Whether keys are written as we write them: in another way the same one could stand there twice."""
    joined = b"".join(keys)
    if joined.isascii() and b"\\" not in joined:
        return True
    try:
        return all(encode_key(msgspec.json.decode(b'"' + key + b'"', type=str)) == b'"' + key + b'"' for key in keys)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _name(header: bytes) -> str:
    try:
        return msgspec.json.decode(header + b'"', type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise FrameError("a table has no readable name") from None


def _keys_and_starts(data: bytes, at: int, end: int) -> "tuple[list[bytes], array[int]] | None":
    """The keys of a table's lines and where they start; None where one is no record or they are out of order.

    One pass: at 100,000 lines every further look at each of them costs a tenth of a command.
    """
    keys: list[bytes] = []
    starts = array("Q")  # a fifth of what a list of numbers takes
    find, add_key, add_start = data.find, keys.append, starts.append
    before, following = b"", at
    if data[end - 1 : end] != b"}":
        return None
    while following:
        key = data[at + 1 : at + _USUAL_KEY]
        if data[at + _USUAL_KEY : at + _USUAL_KEY + 4] != _HEADER_END or b'"' in key:
            key = data[at + 1 : find(_HEADER_END, at, end)]
        following = find(b"\n", at, end) + 1
        if key <= before or data[at] != _QUOTE or b"\n" in key:
            return None
        if following and data[following - 3 : following] != b"},\n":
            return None
        add_key(key)
        add_start(at)
        before, at = key, following
    return keys, starts


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
