"""Ledger records as they are written: the fields that stand beside a history, and the history.

What this version does not know survives: a record is taken apart only into its fields, and fields and events that
nobody changed go back as the bytes they were.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.commitment import Commitment, State
from followthrough.domain.due import Due
from followthrough.domain.events import AnyTombstone, Event, Particulars, Visibility
from followthrough.domain.people import Person
from followthrough.formats.record import MalformedRecordError, encode, from_text, raw_events, to_text
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


class _WholeHistory(Struct):
    history: Raw


_fields = msgspec.json.Decoder(dict[str, Raw])
_wholes = msgspec.json.Decoder(_WholeHistory)
_STARTS: dict[str, Any] = {"tags": (), "visibility": "private", "moves": 0, "repaired": False, "help_wanted": False}
PERSON_FIELDS = ("name", "members", "aliases", "zone", "into")


def sealed(event: Event | AnyTombstone) -> Raw:
    """The event's JSON with its sum: 8 hex digits of SHA-256 over its canonical JSON (sorted keys, no spaces)."""
    fields = msgspec.to_builtins(event, enc_hook=to_text)
    return Raw(encode({**fields, "sum": event_sum(fields)}))


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
    head = encode(_Head(**{name: getattr(commitment, name) for name in _HEAD}))
    more = b"," + encode(unknown)[1:-1] if unknown else b""
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
        for raw in raw_events(old):
            raws.setdefault(bytes(raw), raw)
        unknown |= _fields.decode(old)
    for name in (*known, "history"):
        unknown.pop(name, None)
    return list(raws.values()), unknown
