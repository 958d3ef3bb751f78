"""The layout of a ledger file: tables of one record a line, sorted by id. Cuts a file at its lines, and checks them.

Every command reads every line through this, some hundred at a time, so that most of the looking is done by the
machine and not by the interpreter. It imports next to nothing: a shell waits for it before every prompt.
"""

from itertools import islice
from operator import lt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    See = Callable[[bytes, list[bytes]], object]
    """Is shown the name of a table with lines of it, in their order, as JSON writes them."""

_AT_ONCE = 2**17
"""Bytes of lines that are looked at together: they stay near the processor."""
_QUOTE, _HEADER_END = b'"', b'": {'
_BETWEEN, _LAST = b"},\n", b"}\n"
_USUAL_KEY = 12
_HEAD = len(_QUOTE) + _USUAL_KEY + len(_HEADER_END)
"""How many bytes of a line with a usual key come before its fields."""


class OddLayoutError(Exception):
    """The file is not just as this program writes it."""


def cut(file: "BinaryIO", see: "See") -> dict[bytes, list[bytes]]:
    """The keys of each table by its name, as JSON writes both; every line is shown to `see` on the way.

    Raises OddLayoutError, and OSError.
    """
    lines = _Lines(file)
    tables: dict[bytes, list[bytes]] = {}
    follows = lines.one() == b"{\n"
    while follows:
        header = lines.one()
        name, colon, rest = header[1:].rpartition(b'": ')
        if not colon or not header.startswith(_QUOTE) or name in tables:
            raise OddLayoutError
        if rest == b"{\n":
            tables[name] = _table(lines, name, see)
            end = lines.one()
        else:
            tables[name], end = [], rest.removeprefix(b"{")
        if end not in (_BETWEEN, _LAST):
            raise OddLayoutError
        follows = end == _BETWEEN
    if not tables or lines.one() != _LAST or lines.one():
        raise OddLayoutError
    return tables


class _Lines:
    """The lines of a file, one by one or some hundred at once."""

    def __init__(self, file: "BinaryIO") -> None:
        self._file = file
        self._read: list[bytes] = []
        self._place = 0

    def one(self) -> bytes:
        """The next line; empty at the end."""
        if self._place == len(self._read):
            self._read, self._place = self._file.readlines(_AT_ONCE), 0
        self._place += 1
        return self._read[self._place - 1] if self._read else b""

    def several(self) -> list[bytes]:
        """The next lines, at least up to one that another record follows; none at the end."""
        found = self._read[self._place :] or self._file.readlines(_AT_ONCE)
        if found and not found[-1].endswith(_BETWEEN):
            found += islice(self._file, 1)
        self._read, self._place = found, len(found)
        return found

    def back(self, count: int) -> None:
        """The last so many of them are yet to come."""
        self._place -= count


def _table(lines: _Lines, name: bytes, see: "See") -> list[bytes]:
    """The keys of the records that come next, up to the line that closes their table."""
    keys: list[bytes] = []
    closed = False
    while not closed:
        found = lines.several()
        fresh = _usual_keys(found)
        if fresh is None:
            end = next((place for place, line in enumerate(found) if line in (_BETWEEN, _LAST)), len(found))
            closed = end < len(found)
            lines.back(len(found) - end)
            found = found[:end]
            fresh = _usual_keys(found, closed=closed) or _any_keys(found, closed=closed)
        if not fresh or (keys and keys[-1] >= fresh[0]):
            raise OddLayoutError
        see(name, found)
        keys += fresh
    return keys


def _usual_keys(lines: "Sequence[bytes]", *, closed: bool = False) -> list[bytes] | None:
    """The keys of lines that all begin as a promise's line does and end as they should, all looked at together."""
    count = len(lines)
    tails = b"".join([line[-3:] for line in lines])
    heads = b"".join([line[:_HEAD] for line in lines])
    if closed:
        tails = tails[:-3] + _BETWEEN if tails.endswith(_LAST) else b""
    if not count or tails != _BETWEEN * count or len(heads) != _HEAD * count or heads[::_HEAD] != _QUOTE * count:
        return None
    if not heads.isascii() or heads.count(_QUOTE) != 2 * count or b"\\" in heads or not heads.decode().isprintable():
        return None
    keys = heads[1 : -len(_HEADER_END)].split(_HEADER_END + _QUOTE)
    if set(map(len, keys)) != {_USUAL_KEY} or not heads.endswith(_HEADER_END):
        return None
    return keys if all(map(lt, keys, islice(keys, 1, None))) else None


def _any_keys(lines: "Sequence[bytes]", *, closed: bool) -> list[bytes]:
    """The keys of any lines, each looked at by itself."""
    keys: list[bytes] = []
    for number, line in enumerate(lines, 1):
        place = line.find(_HEADER_END)
        key = line[1:place]
        end = _LAST if closed and number == len(lines) else _BETWEEN
        if place < 2 or not line.startswith(_QUOTE) or not line.endswith(end) or (keys and keys[-1] >= key):
            raise OddLayoutError
        if not key.isascii() or not key.replace(b"-", b"").isalnum():
            _must_be_as_written(key)
        keys.append(key)
    return keys


def _must_be_as_written(key: bytes) -> None:
    """Refuse a key that is written in another way than ours: the same one could stand there twice."""
    import msgspec

    quoted = _QUOTE + key + _QUOTE
    try:
        as_written = msgspec.json.encode(msgspec.json.decode(quoted, type=str))
    except (msgspec.MsgspecError, UnicodeError):
        raise OddLayoutError from None
    if as_written != quoted:
        raise OddLayoutError
