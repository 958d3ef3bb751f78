"""The layout of a ledger file: tables of one record a line, sorted by id, kept as bytes until looked at.

A file in our layout is cut at its line ends without decoding a record. Any other JSON document of the same shape (an
editor reformatted it) is decoded whole and comes back in this layout at the next write.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import msgspec

from followthrough.formats.record import encode

TABLES = ("meta", "replicas", "people", "series", "forgotten", "open", "settled")
_HEADER_END = b'": {'
_QUOTE, _BRACE = ord('"'), ord("}")


class FrameError(ValueError):
    """The bytes are not a ledger: why."""


class Record(Mapping[str, Any]):
    """One record: the bytes of its JSON, decoded when somebody looks inside. TinyDB's document class."""

    __slots__ = ("_fields", "doc_id", "line")

    doc_id: str
    line: bytes
    _fields: Mapping[str, Any] | None

    def __new__(cls, value: "Record | Mapping[str, Any] | bytes", doc_id: str) -> "Record":  # noqa: PYI034  # a record may come in
        """The record of some bytes or fields; a record is itself, so that TinyDB may wrap it again."""
        if isinstance(value, Record):
            return value
        record = super().__new__(cls)
        record.doc_id = doc_id
        record.line = value if isinstance(value, bytes) else encode(value)
        record._fields = None if isinstance(value, bytes) else value
        return record

    def _decoded(self) -> Mapping[str, Any]:
        if self._fields is None:
            self._fields = msgspec.json.decode(self.line, type=dict[str, Any])
        return self._fields

    def __getitem__(self, name: str) -> Any:
        return self._decoded()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())


class LinesTable(Mapping[str, Record]):
    """A table cut from the file's bytes: `starts` are the offsets of its lines, in the order of their keys."""

    __slots__ = ("_data", "_end", "starts")

    def __init__(self, data: bytes, starts: list[int], end: int) -> None:
        self._data = data
        self.starts = starts
        self._end = end

    @property
    def body(self) -> bytes:
        """Its lines as they stand in the file, without the last line end."""
        return self._data[self.starts[0] : self._end] if self.starts else b""

    def _key_at(self, start: int) -> str:
        return self._data[start + 1 : self._data.index(b'"', start + 1)].decode()

    def _record(self, index: int) -> Record:
        start = self.starts[index]
        key_end = self._data.index(b'"', start + 1)
        following = self.starts[index + 1] - 2 if index + 1 < len(self.starts) else self._end
        return Record(self._data[key_end + 3 : following], self._data[start + 1 : key_end].decode())

    def place(self, key: str) -> int:
        """The index of the first line whose key is not before this one."""
        return bisect_left(self.starts, key, key=self._key_at)

    def __getitem__(self, key: str) -> Record:
        index = self.place(key)
        if index < len(self.starts) and self._key_at(self.starts[index]) == key:
            return self._record(index)
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return map(self._key_at, self.starts)

    def __len__(self) -> int:
        return len(self.starts)

    def records(self) -> Iterator[Record]:
        """Every record, in the order of their keys."""
        return map(self._record, range(len(self.starts)))

    def items(self) -> Any:
        """Every key with its record."""
        return ((record.doc_id, record) for record in self.records())

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        """The first keys that begin so."""
        found: list[str] = []
        for start in self.starts[self.place(prefix) :]:
            key = self._key_at(start)
            if len(found) == limit or not key.startswith(prefix):
                break
            found.append(key)
        return found

    def around(self, key: str) -> list[str]:
        """The key before this one, and the key after it."""
        place = self.place(key)
        near = [self._key_at(start) for start in self.starts[max(0, place - 1) : place + 2]]
        return [each for each in near if each != key]

    def records_with(self, *needles: bytes) -> Iterator[Record]:
        """The records whose bytes hold one of these texts, found without decoding."""
        if not self.starts:
            return
        indexes: set[int] = set()
        for needle in needles:
            at = self._data.find(needle, self.starts[0], self._end)
            while at >= 0:
                index = bisect_left(self.starts, at + 1) - 1
                indexes.add(index)
                following = self.starts[index + 1] if index + 1 < len(self.starts) else self._end
                at = self._data.find(needle, following, self._end)
        yield from map(self._record, sorted(indexes))


Tables = MutableMapping[str, Mapping[str, Record | Mapping[str, Any]]]


def parse(data: bytes) -> dict[str, LinesTable]:
    """The tables of a ledger file. Raises FrameError, saying why, where the bytes are no ledger."""
    if not data.strip():
        raise FrameError("it is empty")
    tables = _lines(data)
    if tables is None:
        tables = _lines(compose(_reformatted(data)))
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
        return _name(header[:-5]), LinesTable(data, [], at), at + len(header)
    if not header.startswith(b'"') or not header.endswith(_HEADER_END):
        return None
    end = data.find(b"\n}", line_end)
    starts = _starts(data, line_end + 1, end)
    return None if starts is None else (_name(header[:-4]), LinesTable(data, starts, end), end + 2)


def _name(header: bytes) -> str:
    return header[1:].decode()


def _starts(data: bytes, at: int, end: int) -> list[int] | None:
    """Where the lines of a table start; None where one is not a record or they are out of order."""
    starts: list[int] = []
    find, append, before = data.find, starts.append, b""
    while at < end:
        key_end = find(b'": {', at, end)
        key = data[at + 1 : key_end]
        if key_end < 0 or key <= before or data[at] != _QUOTE or b'"' in key:
            return None
        append(at)
        before = key
        line_end = find(b"\n", key_end, end)
        if line_end < 0:
            return starts if data[end - 1] == _BRACE else None
        if data[line_end - 2 : line_end] != b"},":
            return None
        at = line_end + 1
    return None


def _reformatted(data: bytes) -> dict[str, dict[str, Any]]:
    """The tables of any JSON document of a ledger's shape."""
    try:
        document = json.loads(data, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise FrameError("it is not UTF-8") from None
    except RecursionError:
        raise FrameError("it is nested too deeply") from None
    except FrameError:
        raise
    except ValueError as problem:
        raise FrameError(_why_not_json(data, problem)) from None
    if not isinstance(document, dict) or not all(
        isinstance(table, dict) and all(isinstance(record, dict) for record in table.values())
        for table in document.values()
    ):
        raise FrameError("it is not in the shape of a ledger")
    return document


def _why_not_json(data: bytes, problem: ValueError) -> str:
    if b"\n<<<<<<<" in b"\n" + data:
        return "it has conflict markers of an unfinished merge"
    if not data.rstrip().endswith(b"}"):
        return "it breaks off in the middle"
    return f"it is not valid JSON ({problem})"


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise FrameError(f"the key {twice!r} stands twice in one place")
    return fields


def _no_constant(name: str) -> Any:
    raise FrameError(f"{name} is not a number in JSON")


def compose(tables: Mapping[str, Mapping[str, Record | Mapping[str, Any]]]) -> bytes:
    """The file's bytes: known tables in their order, others after them, one record a line, sorted by id."""
    names = [*TABLES, *sorted(set(tables) - set(TABLES))]
    parts = [_composed_table(name, tables.get(name, {})) for name in names]
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _composed_table(name: str, table: Mapping[str, Record | Mapping[str, Any]]) -> bytes:
    header = encode_key(name) + b": {"
    if not table:
        return header + b"}"
    if isinstance(table, LinesTable):
        return header + b"\n" + table.body + b"\n}"
    lines = (encode_key(key) + b": " + Record(table[key], key).line for key in sorted(table))
    return header + b"\n" + b",\n".join(lines) + b"\n}"


def encode_key(key: str) -> bytes:
    """A key of a table as JSON."""
    return msgspec.json.encode(key)
