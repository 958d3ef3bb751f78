"""What copies of a ledger have that it lacks itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from followthrough.domain.findings import Place
from followthrough.formats.examination.reading import (
    Owner,
    ReadEvent,
    ReadRecord,
    Tables,
    is_tombstone,
    owner_of,
    read_record,
)


class Lacking(Struct, frozen=True):
    """An event that a copy has, in which record, and what the ledger has under its id in that history.

    `instead` is `nothing`, `damaged` where the ledger's own is not as it was recorded, or `other` where both are.
    """

    place: Place
    event: ReadEvent
    instead: str

    @property
    def owner(self) -> Owner:
        """Whose history it belongs to."""
        return owner_of(self.place.table, self.place.key)

    @property
    def is_tombstone(self) -> bool:
        """Whether it says that a promise was forgotten."""
        return self.place.table == "forgotten" and self.event.did == "forgotten"


class Held:
    """What a ledger holds, to hold copies against it."""

    def __init__(self, tables: Tables, records: Sequence[ReadRecord]) -> None:
        self._tables = tables
        self._events: dict[Owner, dict[str, list[ReadEvent]]] = {}
        self._names: dict[Owner, Place] = {}
        for record in records:
            self._names.setdefault(record.owner, record.place)
            history = self._events.setdefault(record.owner, {})
            for event in record.events:
                history.setdefault(event.recorded_id, []).append(event)
        self._forgotten = frozenset(record.place.key for record in records if is_tombstone(record))

    def lacking(self, copy: Tables) -> Iterator[Lacking]:
        """The events of a copy that the ledger has not, and that nobody forgot; those that are damaged too."""
        for table, lines in copy.items():
            if table in ("meta", "replicas"):
                continue
            own = self._tables.get(table, {})
            for key, line in lines.items():
                if own.get(key) != line and not (table != "forgotten" and key in self._forgotten):
                    yield from self._lacking_of(read_record(table, key, line))

    def _lacking_of(self, record: ReadRecord) -> Iterator[Lacking]:
        history = self._events.get(record.owner, {})
        for event in record.events:
            there = history.get(event.recorded_id, [])
            if not event.id or (there and not event.intact):
                continue
            if any(each.content == event.content for each in there):
                continue
            instead = "nothing" if not there else "other" if any(each.intact for each in there) else "damaged"
            yield Lacking(self._named(record), event, instead)

    def _named(self, record: ReadRecord) -> Place:
        known = self._names.get(record.owner)
        return known if known is not None and (known.what or not record.place.what) else record.place


def best(lacking: Iterable[Lacking]) -> dict[tuple[Owner, str], Lacking]:
    """Of each event one: an intact one, if there is any, else the first; none that a tombstone among them erases."""
    found: dict[tuple[Owner, str], Lacking] = {}
    for each in lacking:
        key = (each.owner, each.event.recorded_id)
        if key not in found or (each.event.intact and not found[key].event.intact):
            found[key] = each
    return without_forgotten(found, lambda each: each)


Found = TypeVar("Found")


def without_forgotten(
    found: Mapping[tuple[Owner, str], Found], lacking: Callable[[Found], Lacking]
) -> dict[tuple[Owner, str], Found]:
    """Without the events of promises whose tombstone is among them."""
    stones = {owner[1] for (owner, _), each in found.items() if lacking(each).is_tombstone}
    return {key: each for key, each in found.items() if key[0][0] != "commitments" or key[0][1] not in stones}
