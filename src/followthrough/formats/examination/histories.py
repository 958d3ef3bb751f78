"""What is wrong inside single records: sums, fields beside a history, tables, order, kinds, references."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Event, event_order
from followthrough.domain.findings import (
    DamageMarked,
    FieldDisagrees,
    Finding,
    Flawed,
    InWrongTable,
    NotUnderstood,
    OutOfOrder,
    PointsNowhere,
    SaidOtherwise,
    SetAside,
    Source,
    SumMismatch,
)
from followthrough.domain.people import PersonEvent
from followthrough.domain.series import SeriesEvent
from followthrough.formats.examination.reading import SET_ASIDE, Owner, ReadEvent, ReadRecord
from followthrough.formats.record import MalformedRecordError, read_commitment, read_person, read_tombstone
from followthrough.formats.record_writing import every_person_field, fields_as_json, hand_edits
from followthrough.formats.series import read_series
from followthrough.formats.strict_json import flaws

DAMAGED = "damaged"
"""The field of a record that marks its events whose sum does not agree."""
_KINDS = {
    str(kind.__struct_config__.tag) for union in (AnyEvent, PersonEvent, SeriesEvent) for kind in union.__args__
} | {"forgotten"}


def known_kind(event: ReadEvent) -> bool:
    """Whether this version knows such events."""
    return event.did in _KINDS


class Copies:
    """Where an event is intact outside of the ledger."""

    def __init__(self, known: Mapping[tuple[Owner, str], Source]) -> None:
        self._known = known

    def source(self, owner: Owner, event_id: str) -> Source | None:
        """The journal or the backups, if one of them has that event of that history intact."""
        return self._known.get((owner, event_id))


def examine_record(record: ReadRecord, copies: Copies) -> Iterator[Finding]:
    """What is wrong with one record, as far as it can be told from it alone."""
    if record.broken is not None:
        yield NotUnderstood(place=record.place, why=record.broken)
        return
    if found := tuple(map(str, flaws(record.line))):
        yield Flawed(place=record.place, flaws=found)
    yield from _sums(record, copies)
    yield from _references(record)
    match record.place.table:
        case "open" | "settled":
            yield from _promise(record)
        case "people":
            yield from _person(record)
        case "series":
            yield from _series(record)
        case "forgotten":
            try:
                read_tombstone(record.place.key, record.line)
            except MalformedRecordError as problem:
                yield NotUnderstood(place=record.place, why=_reason(problem))
        case table if table == SET_ASIDE:
            yield SetAside(place=record.place, events=len(record.events))
        case _:
            pass


def _sums(record: ReadRecord, copies: Copies) -> Iterator[Finding]:
    damaged = [event for event in record.events if not event.intact]
    marks = record.fields.get(DAMAGED)
    for event in damaged:
        yield SumMismatch(
            place=record.place,
            event=event.id,
            did=event.did,
            says=_said(event),
            copy=copies.source(record.owner, event.recorded_id),
            marked=isinstance(marks, list) and event.id in marks,
        )
    if marks and not damaged:
        yield DamageMarked(place=record.place)


def _said(event: ReadEvent) -> str:
    """The words in an event: what a person recognises it by."""
    for name in ("what", "note", "name"):
        if isinstance(text := event.fields.get(name), str):
            return text
    return ""


def _references(record: ReadRecord) -> Iterator[Finding]:
    ids = {event.id for event in record.events}
    for event in record.events:
        of = event.fields.get("of")
        if isinstance(of, str) and known_kind(event) and of not in ids:
            yield PointsNowhere(place=record.place, event=event.id, did=event.did, of=of)


def _promise(record: ReadRecord) -> Iterator[Finding]:
    try:
        commitment = read_commitment(record.place.key, record.line)
    except MalformedRecordError as problem:
        yield NotUnderstood(place=record.place, why=_reason(problem))
        return
    if _out_of_order(record, commitment.history):
        yield OutOfOrder(place=record.place)
    folded = fields_as_json(commitment)
    yield from _said_before(record, folded)
    if commitment.foreign:
        return  # its fields may say what only a newer version understands
    belongs = "open" if commitment.state == "open" else "settled"
    if record.place.table != belongs and record.fields.get("state") == commitment.state:
        yield InWrongTable(place=record.place, belongs=belongs)
    yield from _fields(record, folded, correctable(commitment, record.line))


def _said_before(record: ReadRecord, folded: Mapping[str, Any]) -> Iterator[Finding]:
    """What was kept of fields that said something else than the history; where it says so now, that may go."""
    said = record.fields.get("said")
    if said is None:
        return
    fields = said.items() if isinstance(said, dict) else ()
    otherwise = tuple((name, _json(value)) for name, value in fields if folded.get(name, ...) != value)
    yield SaidOtherwise(place=record.place, said=otherwise) if otherwise else DamageMarked(place=record.place)


def correctable(commitment: Commitment, line: bytes) -> Collection[str]:
    """The fields beside a history that someone changed and that an event of its own can record."""
    try:
        edits = hand_edits(commitment, line)
    except MalformedRecordError:
        return ()
    return () if edits is None else tuple(msgspec.to_builtins(edits, enc_hook=str))


def _person(record: ReadRecord) -> Iterator[Finding]:
    try:
        person = read_person(record.place.key, record.line)
    except MalformedRecordError as problem:
        yield NotUnderstood(place=record.place, why=_reason(problem))
        return
    if _out_of_order(record, person.history):
        yield OutOfOrder(place=record.place)
    if not person.foreign:
        yield from _fields(record, every_person_field(person), ())


def _series(record: ReadRecord) -> Iterator[Finding]:
    try:
        series = read_series(record.place.key, record.line)
    except MalformedRecordError as problem:
        yield NotUnderstood(place=record.place, why=_reason(problem))
        return
    if _out_of_order(record, series.history):
        yield OutOfOrder(place=record.place)


def _fields(record: ReadRecord, folded: Mapping[str, Any], becomes_event: Collection[str]) -> Iterator[Finding]:
    """The fields that say something else than the history; one that is left out says nothing."""
    for name, value in folded.items():
        if name in record.fields and record.fields[name] != value:
            yield FieldDisagrees(
                place=record.place,
                field=name,
                in_file=_json(record.fields[name]),
                in_history=_json(value),
                becomes_event=name in becomes_event,
            )


def _out_of_order(record: ReadRecord, history: tuple[Event, ...]) -> bool:
    """Whether the known events stand in another order."""
    stored = dict.fromkeys(event.id for event in record.events if known_kind(event))
    return list(stored) != [event.id for event in sorted(history, key=event_order)]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _reason(problem: MalformedRecordError) -> str:
    """What is wrong, without the words that name the record."""
    return str(problem).partition(": ")[2] or str(problem)
