"""The ids of a ledger in their order: which begin alike."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain

from followthrough.adapters.ledger.tables import raw_key, text_of


class Ids:
    """Ids as JSON writes them, sorted; one that stands in several tables may be there several times."""

    def __init__(self, tables: Iterable[list[bytes]]) -> None:
        self._raw = sorted(chain.from_iterable(tables))  # runs that are sorted: merged, not sorted anew

    def beginning(self, prefix: str, limit: int) -> list[str]:
        """The first that begin so."""
        start, found = raw_key(prefix), dict[bytes, None]()
        place = bisect_left(self._raw, start)
        while place < len(self._raw) and len(found) < limit and self._raw[place].startswith(start):
            found[self._raw[place]] = None
            place += 1
        return [text_of(each) for each in found]

    def shared_with_others(self, one: str) -> int:
        """How many letters from the start an id shares at most with another one: with one of its neighbours."""
        raw, wanted, shared = self._raw, raw_key(one), 0
        below = above = bisect_left(raw, wanted)
        while above < len(raw) and raw[above] == wanted:
            above += 1
        for near in (*raw[below - 1 : below], *raw[above : above + 1]):
            most = min(len(near), len(wanted))
            while shared < most and near.startswith(wanted[: shared + 1]):
                shared += 1
        return shared
