"""Puts a ledger in order again without choosing: nothing is dropped that is not somewhere else, nothing is made up.

What is brought in are events. A record that they touch, or that an examination found fault with, is written anew from
its history; every other one keeps its bytes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from followthrough.domain.errors import LostEventsError
from followthrough.domain.findings import (
    DamageMarked,
    FieldDisagrees,
    Finding,
    Flawed,
    ForgottenStands,
    InBothTables,
    InWrongTable,
    NotUnderstood,
    OutOfOrder,
    SameEventTwice,
    SumMismatch,
    TwoContents,
    mended_by,
)
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.identifiers import event_number
from followthrough.formats.anew import written_anew
from followthrough.formats.erasing import erased_event, forgotten_in, is_theirs
from followthrough.formats.examination.copies import Lacking
from followthrough.formats.examination.histories import DAMAGED
from followthrough.formats.examination.listed import listed_in, meta_in
from followthrough.formats.examination.numbers import ListedReplica
from followthrough.formats.examination.reading import (
    PROMISES,
    SET_ASIDE,
    Owner,
    ReadRecord,
    Tables,
    erased_by,
    is_tombstone,
    owner_of,
    read_event,
    read_record,
    read_records,
)
from followthrough.formats.examination.whole import Examination
from followthrough.formats.record import encode
from followthrough.formats.record_writing import PERSON_FIELDS, StateFields
from followthrough.formats.salvage import TABLES
from followthrough.formats.uniting.persons import without_persons
from followthrough.formats.uniting.tombstones import united_tombstone

Drawer = dict[str, dict[str, bytes]]
_KNOWN = frozenset({*TABLES, SET_ASIDE})
_OURS = frozenset({"history", DAMAGED, "said"})
_FIELDS: Mapping[str, Collection[str]] = {
    **dict.fromkeys(PROMISES, _OURS | set(StateFields.__struct_fields__)),
    "people": _OURS | set(PERSON_FIELDS),
    "series": _OURS,
}
"""The fields that a history tells, by table."""


def with_events(
    tables: Tables,
    records: Sequence[ReadRecord],
    brought: Iterable[Lacking],
    faulty: Collection[Owner] = (),
    *,
    lossy: bool = False,
) -> Drawer:
    """The ledger with these events in it, and its faulty records written anew; `lossy` where others stay missing."""
    drawer: Drawer = {name: dict(lines) for name, lines in tables.items()}
    fresh: dict[Owner, list[Lacking]] = defaultdict(list)
    for lacking in brought:
        fresh[lacking.owner].append(lacking)
    standing: dict[Owner, list[ReadRecord]] = defaultdict(list)
    for record in records:
        standing[record.owner].append(record)
    for owner in sorted({*fresh, *faulty}):
        for record in standing[owner]:
            del drawer[record.place.table][record.place.key]
        for each in written_anew(owner, standing[owner], fresh[owner], lossy=lossy):
            drawer.setdefault(each.table, {})[each.key] = each.line
    stones = [read_record("forgotten", key, line) for key, line in drawer.get("forgotten", {}).items()]
    for stone in filter(is_tombstone, stones):
        for name in (*PROMISES, "series", SET_ASIDE):
            drawer.get(name, {}).pop(stone.place.key, None)
    persons = without_persons("ours", drawer, forgotten_in(drawer))
    drawer = {name: dict(lines) for name, lines in persons.tables(drawer).items()}
    for key, erased in persons.erased.items():
        drawer["forgotten"][key] = united_tombstone(key, drawer["forgotten"][key], None, erased, [])
    if not drawer.get(SET_ASIDE, {"": b""}):
        del drawer[SET_ASIDE]
    return drawer


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
                | ForgottenStands(place=place)
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
    readable, forgotten = listed_in(tables), forgotten_in(tables)
    for name in sorted({*lasts, *replicas}):
        entry, last = listed.get(name, ListedReplica("", 0)), lasts.get(name, 0)
        if name in readable and readable[name].last >= last:
            continue
        old = msgspec.json.decode(replicas[name], type=dict[str, Raw]) if name in readable else {}
        if last or old or entry.last:
            by = {"by": forgotten.handle(entry.by)} if entry.by else {}
            replicas[name] = encode({"name": entry.name, **by, **old, "last": max(last, entry.last)})
        else:
            replicas.pop(name, None)
    return tables


def with_unknown(tables: Drawer, examination: Examination, owners: Collection[Owner], *, whole: bool) -> None:
    """Bring in what nobody here knows, from the latest backup that has it: no event holds it.

    Fields of the records of these owners, where they have none of that name; and, of a `whole` ledger that was lost or
    torn, records of unknown tables.
    """
    for name, copy in examination.copies():
        if name == "journal":
            continue
        for table, lines in copy.items():
            if table not in _KNOWN and whole:
                for key, line in lines.items():
                    tables.setdefault(table, {}).setdefault(key, line)
            for key, line in lines.items() if table in _FIELDS else ():
                if owner_of(table, key) in owners:
                    _add_unknown(tables, owner_of(table, key), line)


def _add_unknown(tables: Drawer, owner: Owner, line: bytes) -> None:
    names = PROMISES if owner[0] == "commitments" else (owner[0],)
    for name in names:
        if (there := tables.get(name, {}).get(owner[1])) is None:
            continue
        try:
            fields, more = (msgspec.json.decode(each, type=dict[str, Raw]) for each in (there, line))
        except msgspec.MsgspecError:
            continue
        unknown = {key: value for key, value in more.items() if key not in fields and key not in _FIELDS[name]}
        if unknown:
            tables[name][owner[1]] = encode({**fields, **unknown})


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
    if examination.salvaged is not None and not examination.records and not examination.lacking:
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
    return _written(
        examination, brought, examination.torn, (), fresh_id, torn=torn and examination.sighting.data is not None
    )


def _written(
    examination: Examination,
    brought: Sequence[Lacking],
    anew: Collection[Owner],
    findings: Sequence[Finding],
    fresh_id: str,
    *,
    torn: bool,
) -> Rewriting:
    anew = {*anew, *examination.torn}
    drawer = with_events(examination.tables, examination.records, brought, anew, lossy=examination.lossy)
    tables = without_strays(drawer, findings)
    listed: dict[str, ListedReplica] = {}
    for _, copy in examination.copies():
        for name, entry in listed_in(copy).items():
            listed.setdefault(name, replace(entry, last=0))
    with_numbers(tables, {**listed, **examination.listed}, examination.here)
    with_unknown(tables, examination, {each.owner for each in brought}, whole=torn or examination.sighting.data is None)
    if not meta_in(tables).is_ours:
        tables["meta"] = {**tables.get("meta", {}), "1": examination.known_meta() or examination.begun(fresh_id)}
    check_nothing_lost(examination, tables)
    return Rewriting(tables=tables, aside=torn)


def check_nothing_lost(examination: Examination, tables: Tables) -> None:
    """Raise LostEventsError where an event that could be read is not in these tables, and was not forgotten."""
    after = tuple(read_records(tables))
    forgotten = {record.place.key for record in after if is_tombstone(record)}
    persons = ForgottenPeople(forgotten)
    contents = {event.content for record in after for event in record.events}
    ids = {event.recorded_id for record in after for event in record.events}
    lost = tuple(
        event.id
        for record in examination.records
        if record.place.key not in forgotten and not is_theirs(persons, record.place.table, record.place.key)
        for event in (read_event(erased_event(persons, each.raw)) if persons else each for each in record.events)
        if event.content not in contents and (event.intact or event.recorded_id not in ids)
    )
    if lost:
        raise LostEventsError(examination.sighting.path, lost)
