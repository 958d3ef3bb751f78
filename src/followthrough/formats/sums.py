"""What an event says, however it is written, and the sum of that: the eight digits beside it that tell of damage."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

_SUFFIX = re.compile(r"(~[0-9a-f]{8})+\Z")


class _RawHistory(Struct):
    history: tuple[Raw, ...] = ()


_histories = msgspec.json.Decoder(_RawHistory)


def plain_id(event_id: str) -> str:
    """The id under which an event was recorded, without the sum that tells it from another of the same id."""
    return _SUFFIX.sub("", event_id) if "~" in event_id else event_id


def content_of(event: Mapping[str, Any]) -> bytes:
    """The canonical JSON of an event that its sum is of: sorted keys, no spaces, without the sum, with its plain id."""
    content = {key: value for key, value in event.items() if key != "sum"}
    if isinstance(content.get("id"), str):
        content["id"] = plain_id(content["id"])
    return msgspec.json.encode(content, order="sorted")


def content_sum(content: bytes) -> str:
    """The sum of an event with that canonical JSON: the first 8 hex digits of its SHA-256."""
    import hashlib

    return hashlib.sha256(content).hexdigest()[:8]


def event_sum(event: Mapping[str, Any]) -> str:
    """The sum of an event given as JSON values; one that stands beside it does not count."""
    return content_sum(content_of(event))


def is_same_event(one: bytes, other: bytes) -> bool:
    """Whether two spellings in JSON are one event."""
    values = (msgspec.json.decode(each, type=dict[str, Any]) for each in (one, other))
    return len({content_of(each) for each in values}) == 1


def altered_events(records: Iterable[bytes]) -> tuple[str, ...]:
    """The ids of the events in these records whose content is not what their sum says."""
    events = [raw for record in records for raw in _histories.decode(record).history]
    values = (msgspec.json.decode(raw, type=dict[str, Any]) for raw in events)
    return tuple(dict.fromkeys(str(each.get("id")) for each in values if each.get("sum") != event_sum(each)))
