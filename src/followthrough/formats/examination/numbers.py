"""What is wrong across records: numbers that are missing, ids given twice, people nobody knows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from followthrough.domain.findings import (
    BeyondLast,
    BothKept,
    EventsMissing,
    Finding,
    ForgottenStands,
    InBothTables,
    MemberUnknown,
    PersonUnknown,
    Place,
    ReplicaUnlisted,
    SameEventTwice,
    Source,
    TwoContents,
    UnknownKinds,
)
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.identifiers import event_number
from followthrough.formats.examination.histories import known_kind
from followthrough.formats.examination.reading import (
    PROMISES,
    SET_ASIDE,
    Owner,
    ReadEvent,
    ReadRecord,
    erased_by,
    is_tombstone,
)


class ListedReplica(Struct, frozen=True):
    """What the ledger, or this machine's state, keeps of a replica: its name, its last number, whose it is."""

    name: str
    last: int
    by: str = ""


class Elsewhere(Struct, frozen=True):
    """An event that the ledger lacks and a copy has: whose it is, and which copy."""

    place: Place
    source: Source


Ranges = tuple[tuple[int, int], ...]


def numbers(
    records: Sequence[ReadRecord],
    listed: Mapping[str, ListedReplica],
    here: Mapping[str, int],
    elsewhere: Mapping[str, Elsewhere],
    beside: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong with the numbers of each replica.

    `here` has the last numbers that this machine remembers; `elsewhere` the events, by id, that copies of this machine
    have, `beside` those that copies beside the ledger have.
    """
    found = _numbers(event_id for record in records for event_id in _ids(record))
    damaged = _numbers(event.id for record in records for event in record.events if not event.intact)
    copied = {source: _numbers(id_ for id_, each in elsewhere.items() if each.source == source) for source in _SOURCES}
    others = _numbers(beside)
    for replica in sorted({*found, *listed, *here, *copied["journal"], *copied["backups"]}):
        entry = listed.get(replica)
        name, last = (entry.name, entry.last) if entry else ("", 0)
        there = found.get(replica, set())
        for source in _SOURCES:
            if known := copied[source].get(replica):
                places = dict.fromkeys(elsewhere[f"{replica}.{number}"].place for number in sorted(known))
                yield EventsMissing(
                    replica=replica, machine=name, ranges=joined(known), copy=source, places=tuple(places)
                )
        known = there.union(*(ids.get(replica, ()) for ids in (damaged, *copied.values(), others)))
        if gaps := _gaps(known, max(last, here.get(replica, 0), *there, 0)):
            yield EventsMissing(replica=replica, machine=name, ranges=gaps, copy=None)
        if entry is None and there:
            yield ReplicaUnlisted(replica=replica, events=len(there))
        elif there and max(there) > last:
            yield BeyondLast(replica=replica, machine=name, last=last, found=max(there))


_SOURCES: tuple[Source, ...] = ("journal", "backups")


def _numbers(event_ids: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for event_id in event_ids:
        replica, number = event_number(event_id)
        if number:
            found[replica].add(number)
    return dict(found)


def _ids(record: ReadRecord) -> Iterator[str]:
    """The ids that can be relied on: a damaged event may have lost its own."""
    yield from (event.id for event in record.events if event.intact)
    yield from erased_by(record)


def _gaps(known: Collection[int], last: int) -> Ranges:
    """The numbers from 1 up to the last one that are not known."""
    gaps, before = [], 0
    for number in (*sorted(each for each in known if each <= last), last + 1):
        if number > before + 1:
            gaps.append((before + 1, number - 1))
        before = number
    return tuple(gaps)


def joined(numbers_: Collection[int]) -> Ranges:
    """Numbers as ranges of those that follow each other."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(numbers_):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return tuple(ranges)


class _Standing(Struct, frozen=True):
    record: ReadRecord
    event: ReadEvent


def forgotten_stands(records: Sequence[ReadRecord]) -> Iterator[Finding]:
    """Promises and series that were forgotten and stand there all the same, once each."""
    stones = {record.place.key for record in records if is_tombstone(record)}
    tables = (*PROMISES, "series", SET_ASIDE)
    standing = {record.owner: record.place for record in records if record.place.table in tables}
    yield from (ForgottenStands(place=place) for place in standing.values() if place.key in stones)


def in_both_tables(records: Sequence[ReadRecord]) -> list[InBothTables]:
    """Promises that stand in more than one table."""
    first: dict[Owner, Place] = {}
    found: dict[Owner, InBothTables] = {}
    for record in records:
        if record.place.table not in PROMISES:
            continue
        if record.owner in first:
            found[record.owner] = InBothTables(place=first[record.owner])
        first.setdefault(record.owner, record.place)
    return list(found.values())


def repeated(records: Sequence[ReadRecord], known: Collection[Owner]) -> Iterator[Finding]:
    """Ids that stand in more than one place, or with more than one content; `known` has what copies know of."""
    times = Counter(event.id for record in records for event in record.events)
    standing: dict[str, list[_Standing]] = {each: [] for each, found in times.items() if found > 1 and each}
    for record in records if standing else ():
        for event in record.events:
            if event.id in standing:
                standing[event.id].append(_Standing(record, event))
    apart = {event_id for event_id, each in standing.items() if _stand_apart(each)}
    for event_id, each in standing.items():
        if event_id not in apart:
            yield from _repeated(event_id, each, known)
    if both_kept := sorted(apart.union(each for each in times if "~" in each)):
        yield BothKept(events=tuple(both_kept))


def _stand_apart(standing: Sequence[_Standing]) -> bool:
    """Whether they are several events, each in a history of its own, where an id need not tell it from another's."""
    contents = {(each.record.owner, each.event.content) for each in standing if each.event.intact}
    return len({content for _, content in contents}) == len({owner for owner, _ in contents}) == len(contents) > 1


def _repeated(event_id: str, standing: Sequence[_Standing], known: Collection[Owner]) -> Iterator[Finding]:
    intact = {each.event.content for each in standing if each.event.intact}
    owners = dict.fromkeys(each.record.owner for each in standing)
    if len(intact) > 1:
        places = dict.fromkeys(each.record.place for each in standing)
        yield TwoContents(event=event_id, places=tuple(places))
    elif len(owners) > 1 and len(intact) == 1:
        by_owner = {each.record.owner: each.record for each in standing}
        yield SameEventTwice(
            event=event_id,
            places=tuple(record.place for record in by_owner.values()),
            stray=_stray(list(by_owner.values()), known),
        )


def _stray(records: Sequence[ReadRecord], known: Collection[Owner]) -> Place | None:
    """Of several records the one whose events are all in another one, if it is clear which: no copy knows of it."""
    contents = [{event.content for event in record.events} for record in records]
    within = [
        record
        for place, record in enumerate(records)
        if any(contents[place] <= other for at, other in enumerate(contents) if at != place)
    ]
    strays = [record.place for record in within if record.owner not in known]
    return strays[0] if len(strays) == 1 and len(records) == 2 else None


def people(records: Sequence[ReadRecord]) -> Iterator[Finding]:
    """Handles in promises and circles that the table of people does not have."""
    known = {SOMEONE, *(record.place.key for record in records if record.place.table == "people")}
    named: dict[str, list[Place]] = defaultdict(list)
    for record in records:
        if record.place.table in PROMISES:
            for handle in _named_in(record) - known:
                named[handle].append(record.place)
    for handle, places in sorted(named.items()):
        yield PersonUnknown(handle=handle, promises=len(places), first=places[0])
    for record in records:
        members = record.fields.get("members") if record.place.table == "people" else None
        for member in members if isinstance(members, list) else ():
            if isinstance(member, str) and member not in known:
                yield MemberUnknown(circle=record.place.key, handle=member)


def _named_in(record: ReadRecord) -> set[str]:
    recipients = record.fields.get("to")
    handles = [record.fields.get("maker"), *(recipients if isinstance(recipients, list) else ())]
    return {handle for handle in handles if isinstance(handle, str)}


def unknown_kinds(records: Iterable[ReadRecord]) -> Iterator[Finding]:
    """Events of kinds that this version does not know, all in one finding; a damaged one may be of any kind."""
    foreign = [event.did for record in records for event in record.events if event.intact and not known_kind(event)]
    if foreign:
        yield UnknownKinds(kinds=tuple(sorted(set(foreign))), events=len(foreign))
