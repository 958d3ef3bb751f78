"""Finds where the bytes of a ledger name one of some days, without decoding a record."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta


class NamedDays:
    """Some days as they stand in a ledger: at the beginning of a text, of a day or of a moment."""

    def __init__(self, days: Iterable[date]) -> None:
        self._days = frozenset(day.isoformat().encode() for day in days)
        self._months = sorted({b'"' + day[:8] for day in self._days})

    def places(self, text: bytes, start: int, end: int) -> Iterator[int]:
        """Where they are named between two offsets: a month at a time, since each look goes through everything."""
        for month in self._months:
            at = text.find(month, start, end)
            while at >= 0:
                if text[at + 1 : at + 11] in self._days:
                    yield at
                at = text.find(month, at + 11, end)

    def lines(self, lines: list[bytes]) -> list[bytes]:
        """Those of the lines that name one, in their order."""
        text = b"".join(lines) if self._months else b""
        starts = {text.rfind(b"\n", 0, at) + 1 for at in self.places(text, 0, len(text))}
        return [text[start : text.index(b"\n", start) + 1] for start in sorted(starts)]


def days_around(first: date, last: date) -> list[date]:
    """These days with the one before and the one after: an offset can put a moment on either."""
    return [first + timedelta(days=n) for n in range(-1, (last - first).days + 2)]
