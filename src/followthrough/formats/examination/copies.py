"""What copies of a ledger have that it lacks itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from followthrough.domain.findings import Place
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.formats.erasing import erased_line, is_theirs
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
        self._persons = ForgottenPeople(self._forgotten)

    def lacking(self, copy: Tables) -> Iterator[Lacking]:
        """The events of a copy that the ledger has not, and that nobody forgot; those that are damaged too."""
        for table, lines in copy.items():
            if table in ("meta", "replicas"):
                continue
            own = self._tables.get(table, {})
            for key, line in self._without_names(table, lines):
                if own.get(key) != line and not (table != "forgotten" and key in self._forgotten):
                    yield from self._lacking_of(read_record(table, key, line))

    def _without_names(self, table: str, lines: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
        """The lines of a copy as they are where its persons are forgotten that are forgotten here."""
        if not self._persons:
            return lines.items()
        return (
            (key, erased_line(self._persons, table, line))
            for key, line in lines.items()
            if not is_theirs(self._persons, table, key)
        )

    def _lacking_of(self, record: ReadRecord) -> Iterator[Lacking]:
        history = self._events.get(record.owner, {})
        for event in record.events:
            there = history.get(event.recorded_id, [])
            if not event.id or (there and not event.intact):
                continue
            if any(each.content == event.content for each in there):
                continue
            if is_tombstone(record) and any(_stands_for(each, event) for one in history.values() for each in one):
                continue  # united since with that of another copy
            instead = "nothing" if not there else "other" if any(each.intact for each in there) else "damaged"
            yield Lacking(self._named(record), event, instead)

    def _named(self, record: ReadRecord) -> Place:
        known = self._names.get(record.owner)
        return known if known is not None and (known.what or not record.place.what) else record.place


def _stands_for(stone: ReadEvent, other: ReadEvent) -> bool:
    """Whether an intact tombstone accounts for another one, and for every event that it lists."""
    listed, others = (each.fields.get("events") for each in (stone, other))
    return (
        stone.intact
        and isinstance(listed, list)
        and isinstance(others, list)
        and all(each in (stone.id, *listed) for each in (other.id, *others))
    )


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
    """Without the events of promises, and of persons, whose tombstone is among them."""
    stones = {owner[1] for (owner, _), each in found.items() if lacking(each).is_tombstone}
    persons = ForgottenPeople(stones)
    return {
        (owner, event_id): each
        for (owner, event_id), each in found.items()
        if not (owner[1] in stones if owner[0] == "commitments" else is_theirs(persons, *owner))
    }
