"""The rows of a table, one at a time: a row whose quotation marks do not match stops none of the others."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager

from followthrough.formats.exchange.unreadable import UnreadableError

LONGEST_ROW = 1_000_000
"""Characters of one row, and of one cell: as long as every note of a promise may be together."""
_MOST_READ_AGAIN = 2_000_000
"""Characters in all: a file whose every row opens a quotation mark would otherwise be read to its end from each."""
_NOT_MATCHING = "its quotation marks do not match"
_LOST = "from here on quotation marks do not match, and where a row begins cannot be told"

Row = tuple[int, list[str] | str]
"""Its number, from 1 for the head, and its cells or the reason why they cannot be read."""


class _Lines:
    """The lines of a text from some place on, each with its end: no sign but a new line ends one."""

    def __init__(self, text: str, place: int) -> None:
        self.text, self.place = text, place
        self.begins = place
        """Where the present row begins, for `limit` and for going on behind its first line."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.place >= len(self.text):
            raise StopIteration
        if self.place - self.begins > LONGEST_ROW:
            raise UnreadableError(_NOT_MATCHING)
        start, self.place = self.place, self.behind_line(self.place)
        if self.place - start > LONGEST_ROW:
            return '""x\n'  # refused as a row by any reader, and never copied
        return self.text[start : self.place]

    def behind_line(self, place: int) -> int:
        """Where the next line begins."""
        return self.text.find("\n", place) + 1 or len(self.text)


def rows_of(text: str, delimiter: str) -> Iterator[Row]:
    """Every row with its number as a spreadsheet shows it, empty ones as well."""
    number, read_again = 0, 0
    lines = _Lines(text, 0)
    with _long_cells():
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            lines.begins = lines.place
            number += 1
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except (csv.Error, UnreadableError):
                going_on = lines.behind_line(lines.begins)
                read_again += lines.place - going_on
                if read_again > _MOST_READ_AGAIN:
                    yield number, _LOST
                    return
                yield number, _NOT_MATCHING
                lines = _Lines(text, going_on)
                reader = csv.reader(lines, delimiter=delimiter, strict=True)


@contextmanager
def _long_cells() -> Iterator[None]:
    """The module `csv` keeps one limit for all; it is as it was again afterwards."""
    before = csv.field_size_limit(LONGEST_ROW)
    try:
        yield
    finally:
        csv.field_size_limit(before)
