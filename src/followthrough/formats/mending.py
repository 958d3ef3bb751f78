"""Puts a ledger in order again without choosing: nothing is dropped that is not somewhere else, nothing is made up.

What is brought in are events. A record that they touch, or that an examination found fault with, is written anew from
its history; every other one keeps its bytes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.errors import LostEventsError
from followthrough.domain.findings import (
    DamageMarked,
    FieldDisagrees,
    Finding,
    Flawed,
    InBothTables,
    InWrongTable,
    NotUnderstood,
    OutOfOrder,
    SameEventTwice,
    SumMismatch,
    TwoContents,
    mended_by,
)
from followthrough.domain.identifiers import event_number
from followthrough.formats.examination.copies import Lacking
from followthrough.formats.examination.histories import DAMAGED
from followthrough.formats.examination.numbers import ListedReplica
from followthrough.formats.examination.reading import (
    PROMISES,
    SET_ASIDE,
    Owner,
    ReadEvent,
    ReadRecord,
    Tables,
    erased_by,
    is_tombstone,
    key_aside,
    owner_of,
    read_event,
    read_record,
    read_records,
    sum_of,
)
from followthrough.formats.examination.whole import Examination, listed_in, meta_in
from followthrough.formats.flaws import flaws
from followthrough.formats.record import (
    MalformedRecordError,
    commitment_record,
    encode,
    person_record,
    read_commitment,
    read_person,
    read_tombstone,
)

Drawer = dict[str, dict[str, bytes]]


def with_events(
    tables: Tables, records: Sequence[ReadRecord], brought: Iterable[Lacking], faulty: Collection[Owner] = ()
) -> Drawer:
    """The ledger with these events in it, and its faulty records written anew."""
    drawer: Drawer = {name: dict(lines) for name, lines in tables.items()}
    fresh: dict[Owner, list[Lacking]] = defaultdict(list)
    for each in brought:
        fresh[each.owner].append(each)
    standing: dict[Owner, list[ReadRecord]] = defaultdict(list)
    for record in records:
        standing[record.owner].append(record)
    for owner in sorted({*fresh, *faulty}):
        for record in standing[owner]:
            del drawer[record.place.table][record.place.key]
        table, key, line = _anew(owner, standing[owner], fresh[owner])
        if line is not None:
            drawer.setdefault(table, {})[key] = line
    stones = [read_record("forgotten", key, line) for key, line in drawer.get("forgotten", {}).items()]
    for stone in filter(is_tombstone, stones):
        for name in (*PROMISES, SET_ASIDE):
            drawer.get(name, {}).pop(stone.place.key, None)
    return drawer


def _anew(owner: Owner, olds: Sequence[ReadRecord], brought: Sequence[Lacking]) -> tuple[str, str, bytes | None]:
    """The record of one history, and where it belongs; None where nothing of it can be read."""
    if owner[0] == "forgotten":
        return _tombstone(owner, olds, brought)
    events = _together([event for record in olds for event in record.events], brought)
    if not events:
        return (SET_ASIDE, key_aside(owner), None)
    lines = [record.line for record in olds if record.broken is None] or [encode({"history": []})]
    raws = [Raw(event.raw) for event in events]
    marks = {DAMAGED: damaged} if (damaged := [event.id for event in events if not event.intact]) else {}
    united = encode({"history": raws})
    try:
        match owner[0]:
            case "commitments":
                commitment = read_commitment(owner[1], united)
                fields = commitment_record(commitment, lines, [])
                table = "open" if commitment.state == "open" else "settled"
            case "people":
                fields = person_record(read_person(owner[1], united), lines, [])
                table = "people"
            case other:
                fields = {}
                for line in lines:
                    fields |= msgspec.json.decode(line, type=dict[str, Raw])
                table = other
    except MalformedRecordError:
        fields = {}
        for line in lines:
            fields |= msgspec.json.decode(line, type=dict[str, Raw])
        return (SET_ASIDE, key_aside(owner), encode(_marked(fields, marks, raws)))
    return (table, owner[1], encode(_marked(fields, marks, raws)))


def _marked(fields: Mapping[str, Any], marks: Mapping[str, Any], raws: Sequence[Raw]) -> dict[str, Any]:
    others = {name: value for name, value in fields.items() if name not in (DAMAGED, "history")}
    return {**others, **marks, "history": list(raws)}


def _together(own: Sequence[ReadEvent], brought: Sequence[Lacking]) -> list[ReadEvent]:
    """Each event once, in their order; a damaged one gives way to an intact one of its id.

    Of two that are intact the one with the smallest sum has the id, the other keeps its sum behind it.
    """
    contents: dict[str, dict[bytes, ReadEvent]] = {}
    for event in (*own, *(each.event for each in brought)):
        contents.setdefault(event.recorded_id, {}).setdefault(event.content, plain(event))
    events: list[ReadEvent] = []
    for event_id, same in contents.items():
        intact = sorted((each for each in same.values() if each.intact), key=lambda each: (sum_of(each), each.content))
        kept = intact or list(same.values())[:1]
        events += [under(event_id, kept[0]), *(under(f"{event_id}~{sum_of(each)}", each) for each in kept[1:])]
    return sorted(events, key=place_in_order)


def plain(event: ReadEvent) -> ReadEvent:
    """The event without what programs read differently, such as a key that stands twice."""
    return read_event(msgspec.json.encode(event.fields)) if flaws(event.raw) else event


def under(event_id: str, event: ReadEvent) -> ReadEvent:
    """The event under that id; the sum beside it stays that of the id under which it was recorded."""
    if event.id == event_id:
        return event
    return read_event(msgspec.json.encode({**event.fields, "id": event_id}, order="sorted"))


def place_in_order(event: ReadEvent) -> tuple[int, float, str, int, str]:
    """Sorts events as a history is read, those of unknown kinds too: n, when it was logged, replica, number."""
    n = event.fields.get("n")
    return (n if isinstance(n, int) else 0, _logged(event), *event_number(event.id), event.id)


def _logged(event: ReadEvent) -> float:
    try:
        return datetime.fromisoformat(str(event.fields.get("logged"))).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _tombstone(owner: Owner, olds: Sequence[ReadRecord], brought: Sequence[Lacking]) -> tuple[str, str, bytes | None]:
    """The first tombstone that is intact; else the first there is."""
    candidates = [*(event for record in olds for event in record.events), *(each.event for each in brought)]
    for event in sorted(map(plain, candidates), key=lambda each: not each.intact):
        try:
            read_tombstone(owner[1], event.raw)
        except MalformedRecordError:
            continue
        return ("forgotten", owner[1], event.raw)
    line = olds[0].line if olds and olds[0].broken is None else None
    return (SET_ASIDE, key_aside(owner), line)


def faulty(findings: Iterable[Finding]) -> set[Owner]:
    """Whose records have to be written anew, by what was found."""
    owners: set[Owner] = set()
    for finding in findings:
        match finding:
            case (
                SumMismatch(place=place)
                | DamageMarked(place=place)
                | FieldDisagrees(place=place, becomes_event=False)
                | Flawed(place=place)
                | InBothTables(place=place)
                | InWrongTable(place=place)
                | OutOfOrder(place=place)
                | NotUnderstood(place=place)
            ):
                owners.add(owner_of(place.table, place.key))
            case TwoContents(places=places):
                owners.update(owner_of(place.table, place.key) for place in places)
            case _:
                pass
    return owners


def without_strays(tables: Drawer, findings: Iterable[Finding]) -> Drawer:
    """The ledger without records all of whose events stand in another one that copies know."""
    for finding in findings:
        if isinstance(finding, SameEventTwice) and finding.stray is not None:
            tables.get(finding.stray.table, {}).pop(finding.stray.key, None)
    return tables


def with_numbers(tables: Drawer, listed: Mapping[str, ListedReplica], here: Mapping[str, int]) -> Drawer:
    """The ledger with a list of replicas that names every one, with its last number; `listed` knows their names."""
    lasts = dict(here)
    for record in read_records(tables):
        for event_id in (*(event.id for event in record.events), *erased_by(record)):
            replica, number = event_number(event_id)
            if number:
                lasts[replica] = max(lasts.get(replica, 0), number)
    replicas = tables.setdefault("replicas", {})
    readable = listed_in(tables)
    for name in sorted({*lasts, *replicas}):
        entry, last = listed.get(name, ListedReplica("", 0)), lasts.get(name, 0)
        if name in readable and readable[name].last >= last:
            continue
        old = msgspec.json.decode(replicas[name], type=dict[str, Raw]) if name in readable else {}
        if last or old or entry.last:
            replicas[name] = encode({"name": entry.name, **old, "last": max(last, entry.last)})
        else:
            replicas.pop(name, None)
    return tables


class Rewriting(Struct, frozen=True, kw_only=True):
    """How a ledger is to be written again: its records, and whether the file that was there is to be kept aside."""

    tables: Tables
    aside: bool


def mended(examination: Examination, findings: Sequence[Finding], fresh_id: str) -> Rewriting | None:
    """The ledger in order again, as far as that needs no choice; None where nothing is to be written.

    `fresh_id` is for a ledger that does not know its own id any more, and that nothing here knows by another.
    """
    torn = examination.salvaged is not None or any(record.broken is not None for record in examination.records)
    if examination.sighting.data is None or not any(mended_by(each) == "fix" for each in findings):
        return None
    if not examination.records and not examination.lacking:
        return None
    brought = [
        lacking
        for source, lacking in examination.lacking.values()
        if torn or source == "journal" or lacking.instead != "nothing"
    ]
    for sibling in examination.siblings().values():
        brought += sibling.values()
    return _written(examination, brought, faulty(findings), findings, fresh_id, torn=torn)


def restored(examination: Examination, brought: Sequence[Lacking], fresh_id: str) -> Rewriting | None:
    """The ledger with these events in it, whatever is left of it; None where there is nothing to do."""
    torn = examination.salvaged is not None or any(record.broken is not None for record in examination.records)
    if not brought and not (torn and examination.records):
        return None
    broken = {record.owner for record in examination.records if record.broken is not None}
    return _written(examination, brought, broken, (), fresh_id, torn=torn and examination.sighting.data is not None)


def _written(
    examination: Examination,
    brought: Sequence[Lacking],
    anew: Collection[Owner],
    findings: Sequence[Finding],
    fresh_id: str,
    *,
    torn: bool,
) -> Rewriting:
    tables = without_strays(with_events(examination.tables, examination.records, brought, anew), findings)
    listed: dict[str, ListedReplica] = {}
    for _, copy in examination.copies():
        for name, entry in listed_in(copy).items():
            listed.setdefault(name, ListedReplica(entry.name, 0))
    with_numbers(tables, {**listed, **examination.listed}, examination.here)
    if not meta_in(tables).is_ours:
        tables["meta"] = {**tables.get("meta", {}), "1": examination.known_meta() or examination.begun(fresh_id)}
    check_nothing_lost(examination, tables)
    return Rewriting(tables=tables, aside=torn)


def check_nothing_lost(examination: Examination, tables: Tables) -> None:
    """Raise LostEventsError where an event that could be read is not in these tables, and was not forgotten."""
    after = tuple(read_records(tables))
    erased = {each for record in after for each in erased_by(record)}
    forgotten = {record.place.key for record in after if is_tombstone(record)}
    contents = {event.content for record in after for event in record.events}
    ids = {event.recorded_id for record in after for event in record.events}
    lost = tuple(
        event.id
        for record in examination.records
        if record.place.key not in forgotten
        for event in record.events
        if event.content not in contents
        and event.recorded_id not in erased
        and (event.intact or event.recorded_id not in ids)
    )
    if lost:
        raise LostEventsError(examination.sighting.path, lost)
