"""The layout of a ledger file: tables of one record a line, sorted by id, kept as bytes until looked at.

A file in our layout is cut at its line ends without decoding a record. Any other JSON document of the same shape (an
editor reformatted it) is decoded whole and comes back in this layout at the next write.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from followthrough.domain.identifiers import COMMITMENT_LENGTH, shared_length
from followthrough.formats.record import encode

TABLES = ("meta", "replicas", "people", "series", "forgotten", "open", "settled")
_HEADER_END = b'": {'
_USUAL_KEY = 1 + COMMITMENT_LENGTH
_QUOTE = ord('"')


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
    """A table cut from the file's bytes: its keys in their order, and the offsets at which their lines start."""

    __slots__ = ("_data", "_end", "_keys", "_starts")

    def __init__(self, data: bytes, keys: list[bytes], starts: list[int], end: int) -> None:
        self._data = data
        self._keys = keys
        self._starts = starts
        self._end = end

    def segment(self, first: int, end: int) -> memoryview:
        """The lines from one index up to another, as they stand in the file, without the last line end."""
        stop = self._starts[end] - 2 if end < len(self._starts) else self._end
        return memoryview(self._data)[self._starts[first] : stop]

    def place(self, key: str) -> tuple[int, bool]:
        """The index at which a key stands, or would stand, and whether it is there."""
        wanted = _raw(key)
        index = bisect_left(self._keys, wanted)
        return index, index < len(self._keys) and self._keys[index] == wanted

    def _record(self, index: int) -> Record:
        key = self._keys[index]
        following = self._starts[index + 1] - 2 if index + 1 < len(self._starts) else self._end
        return Record(self._data[self._starts[index] + len(key) + 4 : following], _text(key))

    def __getitem__(self, key: str) -> Record:
        index, there = self.place(key)
        if there:
            return self._record(index)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return self.place(str(key))[1]

    def __iter__(self) -> Iterator[str]:
        return map(_text, self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def items(self) -> Any:
        """Every key with its record, in the order of the keys."""
        return ((record.doc_id, record) for record in map(self._record, range(len(self._keys))))

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        """The first keys that begin so."""
        start = _raw(prefix)
        first = bisect_left(self._keys, start)
        return [_text(key) for key in self._keys[first : first + limit] if key.startswith(start)]

    def shared_with_others(self, key: str) -> int:
        """How many letters from the start this key shares with some other key of the table."""
        wanted = _raw(key)
        place = bisect_left(self._keys, wanted)
        near = self._keys[max(0, place - 1) : place + 2]
        return max((shared_length(wanted, each) for each in near if each != wanted), default=0)

    def is_plain(self) -> bool:
        r"""Whether its bytes are ASCII without `\u` escapes, so that lower case is a matter of bytes."""
        lines = self._data[self._starts[0] : self._end] if self._starts else b""
        return lines.isascii() and b"\\u" not in lines

    def mentioning(self, word: bytes) -> Iterator[Record]:
        """The records whose bytes hold this lower-case text in whatever case."""
        if not self._starts:
            return
        lowered = self._data[self._starts[0] : self._end].lower()
        at, offset = lowered.find(word), self._starts[0]
        while at >= 0:
            index = bisect_right(self._starts, at + offset) - 1
            yield self._record(index)
            if index + 1 == len(self._starts):
                return
            at = lowered.find(word, self._starts[index + 1] - offset)

    def records_with(self, *needles: bytes) -> Iterator[Record]:
        """The records whose bytes hold one of these texts, found without decoding."""
        indexes: set[int] = set()
        for needle in needles if self._starts else ():
            at = self._data.find(needle, self._starts[0], self._end)
            while at >= 0:
                index = bisect_right(self._starts, at) - 1
                indexes.add(index)
                following = self._starts[index + 1] if index + 1 < len(self._starts) else self._end
                at = self._data.find(needle, following, self._end)
        yield from map(self._record, sorted(indexes))


class ChangedTable(Mapping[str, Record]):
    """A table with some records put in, in the place of those with the same keys, and some taken out."""

    def __init__(self, base: LinesTable, fresh: Mapping[str, Record], gone: Collection[str]) -> None:
        self._base = base
        self._fresh = fresh
        self._gone = frozenset(gone) - set(fresh)

    def __getitem__(self, key: str) -> Record:
        if key in self._gone:
            raise KeyError(key)
        return self._fresh[key] if key in self._fresh else self._base[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((set(self._base) - self._gone) | set(self._fresh)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        """The first keys that begin so."""
        old = self._base.ids_from(prefix, limit + len(self._gone))
        keys = {key for key in old if key not in self._gone} | {key for key in self._fresh if key.startswith(prefix)}
        return sorted(keys)[:limit]

    def shared_with_others(self, key: str) -> int:
        """How many letters from the start this key shares at most with some other key of the table."""
        fresh = (shared_length(_raw(key), _raw(each)) for each in self._fresh if each != key)
        return max(self._base.shared_with_others(key), *fresh, 0)

    def records_with(self, *needles: bytes) -> Iterator[Record]:
        """The records whose bytes hold one of these texts."""
        changed = self._gone | set(self._fresh)
        yield from (each for each in self._base.records_with(*needles) if each.doc_id not in changed)
        yield from (each for each in self._fresh.values() if any(needle in each.line for needle in needles))

    def parts(self) -> Iterator[bytes | memoryview]:
        """Its lines in their order: long stretches as they stood, between them what was put in."""
        at = 0
        for key in sorted({*self._fresh, *self._gone}, key=_raw):
            index, there = self._base.place(key)
            if index > at:
                yield self._base.segment(at, index)
            if key in self._fresh:
                yield encode_key(key) + b": " + self._fresh[key].line
            at = index + there
        if at < len(self._base):
            yield self._base.segment(at, len(self._base))


Table = LinesTable | ChangedTable


def parse(data: bytes) -> dict[str, LinesTable]:
    """The tables of a ledger file. Raises FrameError, saying why, where the bytes are no ledger."""
    if not data or data.isspace():
        raise FrameError("it is empty")
    tables = _lines(data)
    if tables is None:
        try:
            tables = _lines(compose(_reformatted(data)))
        except UnicodeEncodeError:
            raise FrameError("it holds half of a character (a lone surrogate)") from None
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
    if found is not None and not b"".join(found[0]).isascii():
        _must_be_utf8(b"".join(found[0]))
    return None if found is None else (_name(header[:-4]), LinesTable(data, *found, end), end + 2)


def _must_be_utf8(keys: bytes) -> None:
    try:
        keys.decode()
    except UnicodeDecodeError:
        raise FrameError("it is not UTF-8") from None


def _name(header: bytes) -> str:
    try:
        return msgspec.json.decode(header + b'"', type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise FrameError("a table has no readable name") from None


def _keys_and_starts(data: bytes, at: int, end: int) -> tuple[list[bytes], list[int]] | None:
    """The keys of a table's lines and where they start; None where one is no record or they are out of order.

    One pass: at 100,000 lines every further look at each of them costs a tenth of a command.
    """
    keys: list[bytes] = []
    starts: list[int] = []
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


def _raw(key: str) -> bytes:
    """A key as JSON writes it between its quotation marks: what keys are sorted by."""
    return key.encode() if key.isalnum() else encode_key(key)[1:-1]


def _text(raw: bytes) -> str:
    """The key that JSON writes so."""
    return raw.decode() if b"\\" not in raw else msgspec.json.decode(b'"' + raw + b'"', type=str)


def _reformatted(data: bytes) -> dict[str, dict[str, Any]]:
    """The tables of any JSON document of a ledger's shape."""
    import json

    try:
        document = json.loads(
            data, object_pairs_hook=_without_duplicates, parse_constant=_no_constant, parse_float=_finite
        )
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


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise FrameError(f"{text} is a number out of range")
    return number


def _no_constant(name: str) -> Any:
    raise FrameError(f"{name} is not a number in JSON")


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
    return (encode_key(key) + b": " + Record(table[key], key).line for key in sorted(table, key=_raw))


def encode_key(key: str) -> bytes:
    """A key of a table as JSON."""
    return msgspec.json.encode(key)
