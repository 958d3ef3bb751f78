"""Skims a ledger file in our layout: checks its frame line by line, and keeps what comes before the settled promises.

`frame` cuts the file for every command, and understands other layouts too; this is for `ft prompt`, which runs before
every prompt of a shell: whatever `skim` finds in order is in order for `frame`, with the same keys.
"""

from operator import lt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

_HEADER_END = b'": {'
_QUOTE = b'"'
_BETWEEN, _LAST = b"},\n", b"}\n"
_USUAL_KEY = 12
_HEAD = len(_QUOTE) + _USUAL_KEY + len(_HEADER_END)
"""Bytes that are kept of the line of a settled promise."""
_SETTLED = b'"settled": {\n'
_NAMES = frozenset({b"meta", b"replicas", b"people", b"series", b"forgotten", b"open", b"settled"})


class GivenUpError(Exception):
    """A quick look is not enough for this ledger."""


class Skimmed:
    """A table: its keys in their order and, but for settled promises, its lines."""

    __slots__ = ("keys", "lines")

    def __init__(self, keys: list[bytes], lines: list[bytes]) -> None:
        self.keys = keys
        self.lines = lines


def skim(file: "BinaryIO") -> dict[bytes, Skimmed]:
    """The tables by name. Raises GivenUpError where the file is not just as this program writes it, and OSError."""
    lines: list[bytes] = []
    for line in file:
        if line == _SETTLED:
            # The bulk of a ledger, last in it: lines that end as they should are not kept, but for where they begin.
            heads = [each[:_HEAD] if each.endswith(_BETWEEN) else each for each in file]
            if len(heads) < 3 or heads[-2:] != [_LAST, _LAST] or not heads[-3].endswith(_LAST):
                raise GivenUpError
            heads[-3] = heads[-3][:_HEAD]
            tables = _tables(iter(lines), closed=False)
            if b"settled" in tables:
                raise GivenUpError
            return {**tables, b"settled": Skimmed(_settled_keys(heads[:-2]), [])}
        lines.append(line)
    return _tables(iter(lines), closed=True)


def _tables(lines: "Iterator[bytes]", *, closed: bool) -> dict[bytes, Skimmed]:
    """The tables in these lines: up to the end of the file, or up to another table."""
    tables: dict[bytes, Skimmed] = {}
    if next(lines, b"") != b"{\n":
        raise GivenUpError
    follows = True
    for header in lines:
        name = header[1 : header.find(_QUOTE, 1)]
        if not follows and header == _LAST and closed and next(lines, None) is None:
            return tables
        if not follows or name not in _NAMES or name in tables:
            raise GivenUpError
        if header in (_QUOTE + name + b'": {},\n', _QUOTE + name + b'": {}\n'):
            tables[name] = Skimmed([], [])
            follows = header.endswith(b",\n")
        elif header == _QUOTE + name + b'": {\n':
            tables[name], follows = _table(lines)
        else:
            raise GivenUpError
    if closed or not follows:
        raise GivenUpError
    return tables


def _table(lines: "Iterator[bytes]") -> tuple[Skimmed, bool]:
    """The table whose records these lines begin with, and whether another one follows."""
    keys: list[bytes] = []
    records: list[bytes] = []
    for line in lines:
        if line in (_BETWEEN, _LAST):
            if not records or not records[-1].endswith(_LAST):
                raise GivenUpError
            return Skimmed(_in_order(keys), records), line == _BETWEEN
        place = line.find(_HEADER_END)
        if place < 0 or not line.startswith(_QUOTE) or not line[:place].isascii() or b"\\" in line[:place]:
            raise GivenUpError
        if records and not records[-1].endswith(_BETWEEN):
            raise GivenUpError
        keys.append(line[1:place])
        records.append(line)
    raise GivenUpError


def _settled_keys(heads: "Sequence[bytes]") -> list[bytes]:
    """The keys of settled promises, all looked at at once: a line that does not end well is whole, and so too long."""
    joined, count = b"".join(heads), len(heads)
    if len(joined) != _HEAD * count or not joined.isascii() or joined.count(_QUOTE) != 2 * count or b"\\" in joined:
        raise GivenUpError
    for place, letter in ((0, _QUOTE), *((_HEAD - 4 + index, _HEADER_END[index : index + 1]) for index in range(4))):
        if joined[place::_HEAD] != letter * count:
            raise GivenUpError
    return _in_order([joined[at + 1 : at + 1 + _USUAL_KEY] for at in range(0, len(joined), _HEAD)])


def _in_order(keys: list[bytes]) -> list[bytes]:
    if not all(map(lt, keys, keys[1:])):
        raise GivenUpError
    return keys
