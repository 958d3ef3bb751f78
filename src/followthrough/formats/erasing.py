"""The names of forgotten persons taken out of records, event by event: the same event everywhere has the same bytes.

What an event holds is known by the names of its fields, so that events of kinds that this version does not know lose
the name as well. Fields and tables that nobody here knows are left alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec
from msgspec import Raw

from followthrough.domain.events import AnyTombstone, Event
from followthrough.domain.forgetting import ForgottenPeople, mentioned
from followthrough.formats.record import encode
from followthrough.formats.record_writing import sealed
from followthrough.formats.sums import event_sum

_ONE = ("by", "maker", "whose", "into", "circle")
"""The fields that hold a handle."""
_SEVERAL = ("to", "members", "entered", "left")
"""The fields that hold a list of handles."""
_TEXT = r'"(?:[^"\\]|\\.)*"'
_TEXTS = re.compile(_TEXT)
_HOLDING_ONE = re.compile(rf'"(?:{"|".join(_ONE)})"\s*:\s*({_TEXT})')
_HOLDING_SEVERAL = re.compile(rf'"(?:{"|".join(_SEVERAL)})"\s*:\s*\[\s*((?:{_TEXT}\s*(?:,\s*|(?=\])))*)\]')
_MENTION = re.compile(r"@[\w.\u0300-\u036f-]+")
_fields = msgspec.json.Decoder(dict[str, Any])
_events = msgspec.json.Decoder(list[Raw])


def forgotten_in(*copies: Mapping[str, Iterable[str]]) -> ForgottenPeople:
    """The persons who were forgotten in one of these copies, by the keys of their tables."""
    return ForgottenPeople(key for tables in copies for key in tables.get("forgotten", ()))


def names_in(value: Any, field: str = "") -> Iterator[str]:
    """Every handle that a JSON value holds or mentions."""
    match value:
        case str():
            yield from (value,) if field in _ONE else mentioned(value)
        case list() if field in _SEVERAL and all(isinstance(each, str) for each in value):
            yield from value
        case list():
            for each in value:
                yield from names_in(each)
        case dict():
            for name, each in value.items():
                yield from names_in(each, name)


def first_named(
    forgotten: ForgottenPeople, handles: Iterable[str], events: Iterable[Event | AnyTombstone]
) -> str | None:
    """The first of them whom these handles or events name; None where nobody is."""
    if not forgotten:
        return None
    names = chain(handles, *(names_in(msgspec.json.decode(sealed(event))) for event in events))
    return next((each for each in names if each in forgotten), None)


def may_name(forgotten: ForgottenPeople, line: bytes) -> bool:
    """Whether a record may name one of them: a look at its text, much faster than at what it holds."""
    if b"\\u" in line:
        line = msgspec.json.encode(msgspec.json.decode(line))
    text = line.decode()
    several = (each for texts in _HOLDING_SEVERAL.findall(text) for each in _TEXTS.findall(texts))
    held = (each[1:-1] for each in chain(_HOLDING_ONE.findall(text), several))
    said = (each for mention in (_MENTION.findall(text) if "@" in text else ()) for each in mentioned(mention))
    return any(each in forgotten for each in chain(held, said))


def without_names(forgotten: ForgottenPeople, value: Any, field: str = "") -> Any:
    """A JSON value in which *someone* stands for them."""
    match value:
        case str():
            return forgotten.handle(value) if field in _ONE else forgotten.text(value)
        case list() if field in _SEVERAL and all(isinstance(each, str) for each in value):
            return list(forgotten.handles(value))
        case list():
            return [without_names(forgotten, each) for each in value]
        case dict():
            return {name: without_names(forgotten, each, name) for name, each in value.items()}
        case _:
            return value


def erased_event(forgotten: ForgottenPeople, event: bytes) -> bytes:
    """An event, or a tombstone, in which *someone* stands for them, with its new sum; as it is where none is in it.

    A sum that did not match does not match afterwards either.
    """
    fields = _fields.decode(event)
    erased = without_names(forgotten, fields)
    if erased == fields:
        return event
    if "sum" in fields:
        erased["sum"] = event_sum(erased) if fields["sum"] == event_sum(fields) else fields["sum"]
    return msgspec.json.encode(erased, order="sorted")


def erased_replica(forgotten: ForgottenPeople, line: bytes) -> bytes:
    """The record of a replica on which *someone* recorded, where one of them did."""
    fields = _fields.decode(line)
    by = fields.get("by")
    return encode({**fields, "by": forgotten.handle(by)}) if isinstance(by, str) and by in forgotten else line


def erased_line(forgotten: ForgottenPeople, table: str, line: bytes) -> bytes:
    """A record in which *someone* stands for them, whatever else is the matter with it: nothing of it is folded."""
    try:
        if not may_name(forgotten, line):
            return line
        if table == "forgotten":
            return erased_event(forgotten, line)
        if table == "replicas":
            return erased_replica(forgotten, line)
        fields = msgspec.json.decode(line, type=dict[str, Raw])
        events = [Raw(erased_event(forgotten, each)) for each in _events.decode(fields.pop("history", b"[]"))]
        beside = {name: without_names(forgotten, msgspec.json.decode(each), name) for name, each in fields.items()}
        return encode({**beside, "history": events})
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return line


def is_theirs(forgotten: ForgottenPeople, table: str, key: str) -> bool:
    """Whether this is the record of one of them, which goes."""
    aside, _, handle = key.partition(":")
    return (table == "people" and key in forgotten) or (
        table == "damaged" and aside == "people" and handle in forgotten
    )


def erased_copy(forgotten: ForgottenPeople, tables: Mapping[str, Mapping[str, bytes]]) -> dict[str, dict[str, bytes]]:
    """A copy of a ledger as it is to be held against one that forgot them."""
    return {
        table: {
            key: erased_line(forgotten, table, line)
            for key, line in lines.items()
            if not is_theirs(forgotten, table, key)
        }
        for table, lines in tables.items()
    }
