"""The ids of a ledger in their order: which begin alike."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain

from followthrough.adapters.ledger.tables import raw_key, text_of
from followthrough.domain.identifiers import shared_length


class Ids:
    """Ids as JSON writes them, sorted; one that stands in several tables may be there several times."""

    def __init__(self, tables: Iterable[list[bytes]]) -> None:
        self._raw = sorted(chain.from_iterable(tables))  # runs that are sorted: merged, not sorted anew

    def has(self, one: str) -> bool:
        """Whether this very id is among them."""
        wanted = raw_key(one)
        place = bisect_left(self._raw, wanted)
        return place < len(self._raw) and self._raw[place] == wanted

    def with_others(self, ids: Iterable[str]) -> "Ids":
        """These and more."""
        return Ids((self._raw, sorted(map(raw_key, ids))))

    def beginning(self, prefix: str, limit: int) -> list[str]:
        """The first that begin so."""
        start, found = raw_key(prefix), dict[bytes, None]()
        place = bisect_left(self._raw, start)
        while place < len(self._raw) and len(found) < limit and self._raw[place].startswith(start):
            found[self._raw[place]] = None
            place += 1
        return [text_of(each) for each in found]

    def shared_with_others(self, one: str) -> int:
        """How many letters from the start an id shares at most with another one."""
        wanted = raw_key(one)
        return self._shared(wanted, bisect_left(self._raw, wanted))

    def shared_by(self, some: Iterable[bytes]) -> dict[str, int]:
        """The same for many of these ids, which are in their order: one walk through all."""
        place, shared = 0, dict[str, int]()
        for each in some:
            place = self._raw.index(each, place)
            shared[text_of(each)] = self._shared(each, place)
        return shared

    def _shared(self, wanted: bytes, place: int) -> int:
        """How much an id that stands, or would stand, at this place shares: with one of its neighbours."""
        raw, above = self._raw, place
        while above < len(raw) and raw[above] == wanted:
            above += 1
        below = shared_length(raw[place - 1], wanted) if place else 0
        return max(below, shared_length(raw[above], wanted)) if above < len(raw) else below
