"""Tables of a ledger file as its bytes: records that are decoded when somebody looks, lines cut and spliced."""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import Any

import msgspec

from followthrough.adapters.ledger.days import NamedDays
from followthrough.formats.record import encode


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

    def __init__(self, data: bytes, keys: list[bytes], starts: Sequence[int], end: int) -> None:
        self._data = data
        self._keys = keys
        self._starts = starts
        self._end = end

    def segment(self, first: int, end: int) -> memoryview:
        """The lines from one index up to another, as they stand in the file, without the last line end."""
        stop = self._starts[end] - 2 if end < len(self._starts) else self._end
        return memoryview(self._data)[self._starts[first] : stop]

    def stretches(self) -> "Iterator[bytes | memoryview]":
        """Its bytes, to be searched."""
        if self._keys:
            yield self.segment(0, len(self._keys))

    def place(self, key: str) -> tuple[int, bool]:
        """The index at which a key stands, or would stand, and whether it is there."""
        wanted = raw_key(key)
        index = bisect_left(self._keys, wanted)
        return index, index < len(self._keys) and self._keys[index] == wanted

    def common_ids(self, other: "Table") -> frozenset[str]:
        """The keys of records that both tables hold."""
        if isinstance(other, LinesTable):
            return frozenset(map(text_of, set(self.raw_ids).intersection(other.raw_ids)))
        return frozenset(key for key in self if key in other)

    def _record(self, index: int) -> Record:
        key = self._keys[index]
        following = self._starts[index + 1] - 2 if index + 1 < len(self._starts) else self._end
        return Record(self._data[self._starts[index] + len(key) + 4 : following], text_of(key))

    def __getitem__(self, key: str) -> Record:
        index, there = self.place(key)
        if there:
            return self._record(index)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return self.place(str(key))[1]

    def __iter__(self) -> Iterator[str]:
        return map(text_of, self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def items(self) -> Any:
        """Every key with its record, in the order of the keys."""
        return ((record.doc_id, record) for record in map(self._record, range(len(self._keys))))

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Every key with the JSON of its record, in the order of the keys."""
        data, all_keys = self._data, b"\n".join(self._keys)
        texts = all_keys.decode().split("\n") if b"\\" not in all_keys else map(text_of, self._keys)
        ends = chain(islice(self._starts, 1, None), (self._end + 2,))
        for text, key, start, end in zip(texts, self._keys, self._starts, ends, strict=False):
            yield text, data[start + len(key) + 4 : end - 2]

    @property
    def raw_ids(self) -> list[bytes]:
        """The keys as JSON writes them, in their order."""
        return self._keys

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

    def holding(self, *texts: bytes) -> int:
        """In how many lines one of these texts stands, found without decoding."""
        found: set[int] = set()
        for text in texts:
            at = self._data.find(text, self._starts[0], self._end) if self._starts else -1
            while at >= 0:
                found.add(bisect_right(self._starts, at) - 1)
                at = self._data.find(text, at + 1, self._end)
        return len(found)

    def naming(self, days: NamedDays) -> Iterator[Record]:
        """The records whose bytes name one of these days, found without decoding."""
        places = days.places(self._data, self._starts[0], self._end) if self._starts else ()
        indexes = {bisect_right(self._starts, at) - 1 for at in places}
        yield from map(self._record, sorted(indexes))


class SkimmedTable(LinesTable):
    """A table of which some lines were kept: records of those alone, but all the ids."""

    __slots__ = ("_ids",)

    def __init__(self, lines: list[bytes], ids: list[bytes]) -> None:
        data = b"".join(lines)
        starts = array("Q", accumulate(map(len, lines), initial=0))
        end = starts.pop() - len(b",\n" if data.endswith(b",\n") else b"\n")
        keys = ids if len(ids) == len(lines) else [line[1 : line.index(b'": {')] for line in lines]
        super().__init__(data, keys, starts, end)
        self._ids = ids

    @property
    def raw_ids(self) -> list[bytes]:
        """The keys of all its lines, of those too that were not kept."""
        return self._ids

    def common_ids(self, other: "Table") -> frozenset[str]:  # as in what it extends
        """None: a ledger with promises in two tables is not skimmed."""
        return frozenset()


class ChangedTable(Mapping[str, Record]):
    """A table with some records put in, in the place of those with the same keys, and some taken out."""

    def __init__(self, base: "LinesTable | ChangedTable", fresh: Mapping[str, Record], gone: Collection[str]) -> None:
        self._fresh: Mapping[str, Record] = dict(fresh)
        self._gone: frozenset[str] = frozenset(gone)
        if isinstance(base, ChangedTable):  # changed once more: one step of changes over the file's lines
            self._fresh = {key: each for key, each in base.put_in.items() if key not in gone} | self._fresh
            self._gone |= base.taken_out
        self._gone -= set(self._fresh)
        self._base: LinesTable = base.base if isinstance(base, ChangedTable) else base

    @property
    def base(self) -> LinesTable:
        """The table as the file has it."""
        return self._base

    @property
    def put_in(self) -> Mapping[str, Record]:
        """The records that the file does not have so."""
        return self._fresh

    @property
    def taken_out(self) -> frozenset[str]:
        """The keys of the records that go."""
        return self._gone

    @property
    def touched(self) -> frozenset[str]:
        """The keys of what was put in or taken out."""
        return self._gone | set(self._fresh)

    def __getitem__(self, key: str) -> Record:
        if key in self._gone:
            raise KeyError(key)
        return self._fresh[key] if key in self._fresh else self._base[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((set(self._base) - self._gone) | set(self._fresh)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Every key with the JSON of its record, in the order of the keys."""
        return ((key, self[key].line) for key in self)

    def common_ids(self, other: "Table") -> frozenset[str]:
        """The keys of records that both tables hold."""
        return frozenset(key for key in self if key in other)

    @property
    def raw_ids(self) -> list[bytes]:
        """The keys as JSON writes them, in their order."""
        ids = [*self._base.raw_ids]
        for key in self._gone:
            if key in self._base:
                ids.remove(raw_key(key))
        for key in self._fresh:
            if key not in self._base:
                insort(ids, raw_key(key))
        return ids

    def naming(self, days: NamedDays) -> Iterator[Record]:
        """The records whose bytes name one of these days."""
        changed = self._gone | set(self._fresh)
        yield from (each for each in self._base.naming(days) if each.doc_id not in changed)
        yield from (each for each in self._fresh.values() if any(days.places(each.line, 0, len(each.line))))

    def holding(self, *texts: bytes) -> int:
        """In how many lines one of these texts stands."""
        return sum(any(text in line for text in texts) for _, line in self.lines())

    def stretches(self) -> "Iterator[bytes | memoryview]":
        """Its bytes, to be searched."""
        return self.parts()

    def parts(self) -> Iterator[bytes | memoryview]:
        """Its lines in their order: long stretches as they stood, between them what was put in."""
        at = 0
        for key in sorted({*self._fresh, *self._gone}, key=raw_key):
            index, there = self._base.place(key)
            if index > at:
                yield self._base.segment(at, index)
            if key in self._fresh:
                yield encode_key(key) + b": " + self._fresh[key].line
            at = index + there
        if at < len(self._base):
            yield self._base.segment(at, len(self._base))


Table = LinesTable | ChangedTable


def raw_key(key: str) -> bytes:
    """A key as JSON writes it between its quotation marks: what keys are sorted by."""
    return key.encode() if key.isalnum() else encode_key(key)[1:-1]


def text_of(raw: bytes) -> str:
    """The key that JSON writes so."""
    return raw.decode() if b"\\" not in raw else msgspec.json.decode(b'"' + raw + b'"', type=str)


def encode_key(key: str) -> bytes:
    """A key of a table as JSON."""
    return msgspec.json.encode(key)
