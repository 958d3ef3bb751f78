"""The records of a ledger as an examination reads them: every event by itself, whatever else is wrong around it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.findings import Place
from followthrough.formats.strict_json import flaws
from followthrough.formats.sums import content_of, content_sum, plain_id
from followthrough.formats.torn import events_within, is_intact

Tables = Mapping[str, Mapping[str, bytes]]
"""A ledger: the lines of its records, by table and id."""
PROMISES = ("open", "settled")
SET_ASIDE = "damaged"
"""The table of records that make no sense any more; a promise under its id, others under `table:key`."""
Owner = tuple[str, str]
"""Whose history it is: `commitments` or the name of another table, and the key in it."""


class ReadEvent(Struct, frozen=True, kw_only=True):
    """One event (or tombstone): its bytes, what they say, and whether its sum agrees with that."""

    raw: bytes
    fields: Mapping[str, Any]
    intact: bool

    @property
    def content(self) -> bytes:
        """What it says, the same for the same content however it is written, and whatever follows `~` in its id."""
        return content_of(self.fields)

    @property
    def id(self) -> str:
        """The id it carries; empty where that is none."""
        found = self.fields.get("id")
        return found if isinstance(found, str) else ""

    @property
    def did(self) -> str:
        """Its kind; empty where that is none."""
        found = self.fields.get("did")
        return found if isinstance(found, str) else ""

    @property
    def recorded_id(self) -> str:
        """The id under which it was recorded: another one may have the same by now."""
        return plain_id(self.id)


class ReadRecord(Struct, frozen=True, kw_only=True):
    """One record: where it is, its fields and events; `broken` says why where it cannot be read.

    Of a broken record the events are those that are intact all the same.
    """

    place: Place
    line: bytes
    fields: Mapping[str, Any] = {}
    events: tuple[ReadEvent, ...] = ()
    broken: str | None = None

    @property
    def owner(self) -> Owner:
        """Whose history this is: a promise is one, in whichever table it stands."""
        return owner_of(self.place.table, self.place.key)


def owner_of(table: str, key: str) -> Owner:
    """Whose history a record of that table and key holds."""
    if table == SET_ASIDE:
        before, colon, behind = key.partition(":")
        return (before, behind) if colon else ("commitments", key)
    return ("commitments" if table in PROMISES else table, key)


class _RawHistory(Struct):
    history: tuple[Raw, ...] = ()


def read_records(tables: Tables) -> Iterator[ReadRecord]:
    """Every record with a history, and every tombstone."""
    for name, lines in tables.items():
        if name not in ("meta", "replicas"):
            for key, line in lines.items():
                yield read_record(name, key, line)


def key_aside(owner: Owner) -> str:
    """The key under which a record is set aside."""
    return owner[1] if owner[0] == "commitments" else f"{owner[0]}:{owner[1]}"


def read_record(table: str, key: str, line: bytes) -> ReadRecord:
    """The record of these bytes."""
    try:
        fields = msgspec.json.decode(line, type=dict[str, Any])
        raws = [bytes(raw) for raw in msgspec.json.decode(line, type=_RawHistory).history]
        events = tuple(read_event(raw, said) for raw, said in zip(raws, _history(fields, len(raws)), strict=True))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        return _torn(table, key, line, str(problem))
    if owner_of(table, key)[0] == "forgotten":
        events = (read_event(line),)
    elif table in (*PROMISES, "people") and "history" not in fields:
        return _torn(table, key, line, "it has no history")
    return ReadRecord(place=Place(table, key, _text(fields, events)), line=line, fields=fields, events=events)


def _torn(table: str, key: str, line: bytes, problem: str) -> ReadRecord:
    """A record that cannot be read, with the events in it that are as they were recorded."""
    events = tuple(map(read_event, events_within(line)))
    why = "; ".join(map(str, flaws(line))) or problem
    return ReadRecord(place=Place(table, key, _text({}, events)), line=line, events=events, broken=why)


def is_tombstone(record: ReadRecord) -> bool:
    """Whether it says that something was forgotten: a record of another make in that table erases nothing."""
    fields = record.fields
    return (
        record.place.table == "forgotten"
        and fields.get("did") == "forgotten"
        and isinstance(fields.get("events"), list)
    )


def erased_by(record: ReadRecord) -> list[str]:
    """The ids of the events that a tombstone stands for."""
    return [each for each in record.fields["events"] if isinstance(each, str)] if is_tombstone(record) else []


def _history(fields: Mapping[str, Any], length: int) -> list[dict[str, Any] | None]:
    """What is decoded of its events already, so that a long history is not in memory twice; else Nones."""
    found = fields.get("history")
    if isinstance(found, list) and len(found) == length and all(isinstance(each, dict) for each in found):
        return list(found)
    return [None] * length


def read_event(raw: bytes, fields: Mapping[str, Any] | None = None) -> ReadEvent:
    """The event of these bytes, whose fields may be known. Raises msgspec.MsgspecError where they are no object."""
    if fields is None:
        fields = msgspec.json.decode(raw, type=dict[str, Any])
    return ReadEvent(raw=raw, fields=fields, intact=is_intact(fields))


def _text(fields: Mapping[str, Any], events: tuple[ReadEvent, ...]) -> str:
    """The text of a promise: of its record, else of the event that made it."""
    texts = (fields.get("what"), *(event.fields.get("what") for event in events))
    return next((text for text in texts if isinstance(text, str)), "")


def sum_of(event: ReadEvent) -> str:
    """The sum that agrees with what the event says."""
    return content_sum(event.content)
