"""How the parts of a ledger are named in a sentence: promises, people, events, numbers of a replica."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from followthrough.domain.due import in_zone
from followthrough.domain.errors import quoted
from followthrough.domain.findings import Place
from followthrough.domain.forgetting import is_of_person
from followthrough.domain.identifiers import SHORTEST_PREFIX, shared_length
from followthrough.rendering.wording import clock, long_date

_MOST = 5


class Names:
    """Names for one ledger, whose ids are shortened as far as they stay apart."""

    def __init__(self, ids: Iterable[str], zone: str) -> None:
        self._ids = frozenset(ids)
        self._zone = zone

    def when(self, moment: datetime) -> str:
        """`23 November 2026, 10:00`, in the zone of whoever reads."""
        there = in_zone(moment, self._zone)
        return f"{long_date(there.date())}, {clock(there)}"

    def short(self, commitment_id: str) -> str:
        """The beginning of an id that no other one has."""
        shared = max((_shared(commitment_id, other) for other in self._ids if other != commitment_id), default=0)
        return commitment_id[: max(SHORTEST_PREFIX, shared + 1)]

    def place(self, place: Place) -> str:
        """A record as people know it: `lts “Send Ana the slides”`, `@ana`."""
        table, key = place.table, place.key
        if table == "damaged" and ":" in key:
            table, _, key = key.partition(":")
        match table:
            case "people":
                return f"@{key}"
            case "forgotten" if is_of_person(key):
                return "a person who was forgotten"
            case "forgotten":
                return f"the forgotten {self.short(key)}"
            case "open" | "settled" | "damaged" | "":
                return f"{self.short(key)} {quoted(place.what)}" if place.what else self.short(key)
            case _:
                return f"{key} in the table {quoted(table)}"

    def places(self, places: Sequence[Place]) -> str:
        """Several of them, the first few by name."""
        names = [self.place(each) for each in places[:_MOST]]
        if len(places) > _MOST:
            return f"{', '.join(names)} and {len(places) - _MOST:,} more"
        return enumeration(names)


def _shared(one: str, other: str) -> int:
    return shared_length(one.encode(), other.encode())


def enumeration(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([*([", ".join(names[:-1])] if len(names) > 1 else []), *names[-1:]])


def ranges_said(replica: str, ranges: Sequence[tuple[int, int]]) -> str:
    """Numbers of a replica as event ids: `tkqzm.4, tkqzm.12 to tkqzm.14`."""
    texts = [
        f"{replica}.{first}" if first == last else f"{replica}.{first} to {replica}.{last}"
        for first, last in ranges[:_MOST]
    ]
    return ", ".join(texts) + (f" and {len(ranges) - _MOST:,} more ranges" if len(ranges) > _MOST else "")
