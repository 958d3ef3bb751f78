"""Ledger records: commitments, people and tombstones to and from the JSON that one line of the ledger holds.

What this version does not know survives: a record is taken apart only into its fields, and fields and events that
nobody changed go back as the bytes they were.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment, State
from followthrough.domain.due import Due, parse_due
from followthrough.domain.events import (
    AnyEvent,
    AnyTombstone,
    Event,
    Particulars,
    PersonTombstone,
    Tombstone,
    Visibility,
)
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import is_of_person
from followthrough.domain.people import Person, PersonEvent, fold_person
from followthrough.formats.sums import altered_events, event_sum


class StateFields(Struct, frozen=True, kw_only=True):
    """The fold of a history, written beside it for people and `jq`; the history is what counts."""

    what: str
    maker: str
    to: tuple[str, ...]
    due: Due | None
    judged_due: Due | None
    zone: str
    state: State
    made_at: datetime
    settled_at: datetime | None
    part: float | None
    confidence: float | None
    tags: tuple[str, ...]
    visibility: Visibility
    remind: int | None
    chase: Due | None
    series: str | None
    moves: int
    confirmed: bool | None
    repaired: bool
    help_wanted: bool


class MalformedRecordError(ValueError):
    """A record that cannot be read, with its key, and where in it."""

    def __init__(self, key: str, said: str) -> None:
        super().__init__(said)
        self.key = key


UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
"""What decoding and folding raise of a record that is not what it should be."""


class _Histories(Struct):
    history: tuple[AnyEvent, ...]


class _PersonHistory(Struct):
    history: tuple[PersonEvent, ...]


class _RawHistory(Struct):
    history: tuple[Raw, ...]


class _WholeHistory(Struct):
    history: Raw


class _Kind(Struct):
    did: str


def from_text(kind: type, text: Any) -> Any:
    """The due date that a text in JSON is. Raises TypeError, ValueError."""
    if kind is Due and isinstance(text, str):
        return parse_due(text)
    raise TypeError("expected a text")


def to_text(value: object) -> str:
    """How a due date is written in JSON. Anything else is a defect."""
    if isinstance(value, Due):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


_commitments = msgspec.json.Decoder(_Histories, dec_hook=from_text)
_people = msgspec.json.Decoder(_PersonHistory, dec_hook=from_text)
_events = msgspec.json.Decoder(AnyEvent, dec_hook=from_text)
_person_events = msgspec.json.Decoder(PersonEvent, dec_hook=from_text)
_tombstones = msgspec.json.Decoder(Tombstone)
_person_tombstones = msgspec.json.Decoder(PersonTombstone)
_fields = msgspec.json.Decoder(dict[str, Raw])
_kinds = msgspec.json.Decoder(_Kind)
_wholes = msgspec.json.Decoder(_WholeHistory)
_raw_histories = msgspec.json.Decoder(_RawHistory)
_encoder = msgspec.json.Encoder(enc_hook=to_text)
_STARTS: dict[str, Any] = {"tags": (), "visibility": "private", "moves": 0, "repaired": False, "help_wanted": False}
PERSON_FIELDS = ("name", "members", "aliases", "zone", "into")
_KNOWN_KINDS = frozenset(str(event.__struct_config__.tag) for event in AnyEvent.__args__)
_KNOWN_PERSON_KINDS = frozenset(str(event.__struct_config__.tag) for event in PersonEvent.__args__)


def read_commitment(commitment_id: str, record: bytes, *others: bytes) -> Commitment:
    """The commitment that a record holds; several records of one id (a merge of texts) are united."""
    if not others:
        try:
            return fold(commitment_id, _commitments.decode(record).history)
        except UNREADABLE:
            pass
    return _read_carefully(commitment_id, (record, *others))


def read_commitments(records: Iterable[tuple[str, bytes]]) -> Iterator[Commitment]:
    """The commitments that many records hold, by their ids, in the same order.

    Some dozens are decoded and then folded at a time: going from one to the other for every single record takes a
    third longer, because a processor's cache has room for the code of either.
    """
    rest = iter(records)
    while some := list(islice(rest, _AT_ONCE)):
        try:
            histories = [_commitments.decode(record).history for _, record in some]
            found = [fold(key, history) for (key, _), history in zip(some, histories, strict=True)]
        except UNREADABLE:
            yield from (read_commitment(*each) for each in some)
        else:
            yield from found


_AT_ONCE = 64


def possibly_made_by(*handles: str) -> Callable[[bytes], bool]:
    """Whether a record's bytes can be those of a promise that one of these persons made: in doubt they can.

    They cannot where no letter is escaped, and the makers that it names, all just as this program writes them, are
    others. (`find`, because `in` makes and drops an error for every record.)
    """
    first, *others = [b'"maker":' + _encoder.encode(handle) for handle in handles]

    def possible(record: bytes) -> bool:
        if record.find(first) >= 0 or record.find(b"\\") >= 0:
            return True
        if others and any(record.find(named) >= 0 for named in others):
            return True
        return not 0 < record.count(b'"maker"') == record.count(b'"maker":"')

    return possible


def _read_carefully(commitment_id: str, records: Sequence[bytes]) -> Commitment:
    """As `read_commitment`, setting aside events of kinds that are not known."""
    known: dict[str, AnyEvent] = {}
    foreign: list[str] = []
    try:
        for raw in (raw for record in records for raw in _raw_histories.decode(record).history):
            kind = _kinds.decode(raw).did
            if kind in _KNOWN_KINDS:
                event: AnyEvent = _events.decode(raw)
                known.setdefault(event.id, event)
            else:
                foreign.append(kind)
        return fold(commitment_id, known.values(), foreign)
    except UNREADABLE as problem:
        raise MalformedRecordError(commitment_id, f"the promise {commitment_id}: {problem}") from None


def read_person(handle: str, record: bytes) -> Person:
    """The person or circle that a record holds."""
    try:
        return fold_person(handle, _people.decode(record).history)
    except msgspec.ValidationError:
        return _read_person_carefully(handle, record)
    except UNREADABLE as problem:
        raise MalformedRecordError(handle, f"the person {handle}: {problem}") from None


def _read_person_carefully(handle: str, record: bytes) -> Person:
    """As `read_person`, setting aside events of kinds that are not known."""
    try:
        raws = _raw_histories.decode(record).history
        known = [_person_events.decode(raw) for raw in raws if _kinds.decode(raw).did in _KNOWN_PERSON_KINDS]
    except UNREADABLE as problem:
        raise MalformedRecordError(handle, f"the person {handle}: {problem}") from None
    return replace(fold_person(handle, known), foreign=len(known) < len(raws))


def read_tombstone(key: str, record: bytes) -> AnyTombstone:
    """What is left of a forgotten commitment or person."""
    decoder: msgspec.json.Decoder[Any] = _person_tombstones if is_of_person(key) else _tombstones
    try:
        stone: AnyTombstone = decoder.decode(record)
    except UNREADABLE as problem:
        raise MalformedRecordError(key, f"the forgotten {key}: {problem}") from None
    return stone


def sealed(event: Event | AnyTombstone) -> Raw:
    """The event's JSON with its sum: 8 hex digits of SHA-256 over its canonical JSON (sorted keys, no spaces)."""
    fields = msgspec.to_builtins(event, enc_hook=to_text)
    return Raw(_encoder.encode({**fields, "sum": event_sum(fields)}))


def state_fields(commitment: Commitment) -> StateFields:
    """The fields that are written beside a history."""
    return StateFields(**{name: getattr(commitment, name) for name in StateFields.__struct_fields__})


class _Head(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The state fields in the order of `StateFields`, each with what it need not be written for."""

    what: str
    maker: str
    to: tuple[str, ...]
    due: Due | None = None
    judged_due: Due | None = None
    zone: str
    state: State
    made_at: datetime
    settled_at: datetime | None = None
    part: float | None = None
    confidence: float | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility = "private"
    remind: int | None = None
    chase: Due | None = None
    series: str | None = None
    moves: int = 0
    confirmed: bool | None = None
    repaired: bool = False
    help_wanted: bool = False


def promise_line(commitment: Commitment, unknown: Mapping[str, Raw], history: bytes) -> bytes:
    """The record of a commitment as `commitment_record` has it, with these fields and this array of events, as a line.

    Three times as fast: for whoever writes thousands.
    """
    head = _encoder.encode(_Head(**{name: getattr(commitment, name) for name in _HEAD}))
    more = b"," + _encoder.encode(unknown)[1:-1] if unknown else b""
    return b"".join((head[:-1], more, b',"history":', history, b"}"))


_HEAD = _Head.__struct_fields__


def _written(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty or as it always starts: shorter lines, the same meaning."""
    return {key: value for key, value in fields.items() if value is not None and _STARTS.get(key) != value}


def commitment_record(commitment: Commitment, olds: Sequence[bytes], new: Sequence[Raw]) -> dict[str, Any]:
    """The record of a commitment after new events."""
    return history_record(promise_fields(commitment), olds, new, StateFields.__struct_fields__)


def promise_fields(commitment: Commitment) -> dict[str, Any]:
    """The state fields as a record has them: what is empty or as it always starts is left out."""
    return _written(msgspec.to_builtins(state_fields(commitment), enc_hook=to_text))


def _damage(olds: Sequence[bytes]) -> dict[str, Any]:
    """The mark on a record with events that are not as they were recorded."""
    altered = altered_events(olds)
    return {"damaged": list(altered)} if altered else {}


def fields_as_json(commitment: Commitment) -> dict[str, Any]:
    """The state fields as JSON values, those that a record leaves out too."""
    fields: dict[str, Any] = msgspec.json.decode(encode({"fields": state_fields(commitment)}))["fields"]
    return fields


def hand_edits(commitment: Commitment, record: bytes) -> Particulars | None:
    """The fields beside a history that someone changed by hand: those an edit may correct; None where there are none.

    A field that is missing says nothing. Raises MalformedRecordError where a changed one cannot be read.
    """
    if record == promise_line(commitment, {}, bytes(_wholes.decode(record).history)):
        return None
    stored = msgspec.json.decode(record, type=dict[str, Any])
    folded = fields_as_json(commitment)
    names = [name for name in Particulars.__struct_fields__ if name in stored and stored[name] != folded[name]]
    if not names:
        return None
    try:
        return msgspec.convert({name: stored[name] for name in names}, Particulars, dec_hook=from_text)
    except msgspec.ValidationError as problem:
        raise MalformedRecordError(commitment.id, f"the promise {commitment.id}, edited by hand: {problem}") from None


def person_record(person: Person, olds: Sequence[bytes], new: Sequence[Raw]) -> dict[str, Any]:
    """The record of a person or circle after new events."""
    return history_record(person_fields(person), olds, new, PERSON_FIELDS)


def history_record(
    fields: Mapping[str, Any], olds: Sequence[bytes], new: Sequence[Raw], known: Iterable[str] = ()
) -> dict[str, Any]:
    """The record with these fields after new events: its old events as they were, and fields nobody here knows."""
    raws, unknown = _taken_apart(olds, (*known, "damaged"))
    return {**fields, **_damage(olds), **unknown, "history": [*raws, *new]}


def person_fields(person: Person) -> dict[str, Any]:
    """The fields of a person or circle as a record has them."""
    return {name: value for name, value in every_person_field(person).items() if value or name == "name"}


def every_person_field(person: Person) -> dict[str, Any]:
    """The same, with those that a record leaves out."""
    return {
        "name": person.name,
        "members": list(person.members),
        "aliases": list(person.aliases),
        "zone": person.zone,
        "into": None if person.join is None else person.join.into,
    }


def _taken_apart(olds: Sequence[bytes], known: Iterable[str]) -> tuple[list[Raw], dict[str, Raw]]:
    """The events of the old records, each id once, and the fields that are not ours to write."""
    raws: dict[bytes, Raw] = {}
    unknown: dict[str, Raw] = {}
    for old in olds:
        for raw in _raw_histories.decode(old).history:
            raws.setdefault(bytes(raw), raw)
        unknown |= _fields.decode(old)
    for name in (*known, "history"):
        unknown.pop(name, None)
    return list(raws.values()), unknown


def encode(document: Mapping[str, Any]) -> bytes:
    """One record as one line of JSON, without its end."""
    return _encoder.encode(document)
