"""Ledger records as they are read: commitments, people and tombstones from the JSON that one line of the ledger holds.

Events of kinds that this version does not know are set aside; what becomes of them is in `record_writing`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, parse_due
from followthrough.domain.events import (
    AnyEvent,
    AnyTombstone,
    PersonTombstone,
    Tombstone,
)
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import is_of_person
from followthrough.domain.people import Person, PersonEvent, fold_person


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
_kinds = msgspec.json.Decoder(_Kind)
_raw_histories = msgspec.json.Decoder(_RawHistory)
_encoder = msgspec.json.Encoder(enc_hook=to_text)
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
        for raw in (raw for record in records for raw in raw_events(record)):
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
        raws = raw_events(record)
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


def raw_events(record: bytes) -> tuple[Raw, ...]:
    """The events of a record as they stand there."""
    return _raw_histories.decode(record).history


def encode(document: object) -> bytes:
    """A record, or anything in one, as JSON on one line, without its end."""
    return _encoder.encode(document)
