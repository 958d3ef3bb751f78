"""The events in torn text that are as they were recorded: their sums say so."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from followthrough.formats.sums import event_sum

_json = json.JSONDecoder()
PATIENCE = 10**9
"""After so many letters read in vain the search is over: what takes that long is no accident."""
NESTED = 10**7
"""What it counts for, in letters, that something is nested without end."""


def compact(text: str) -> bytes | None:
    """A record as one line of JSON, its numbers and texts as they are; None where only lenient readers take it."""
    try:
        line = text.encode("utf-8", "surrogateescape")
        msgspec.json.decode(line)
        return line if b"\n" not in line else msgspec.json.format(line, indent=-1)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def events_within(line: bytes) -> list[bytes]:
    """Every event in the bytes of a torn record that is as it was recorded, each once."""
    return events_in(line.decode("utf-8", "surrogateescape"))


def events_in(text: str) -> list[bytes]:
    """Every event in a piece of text whose sum says that it is as it was recorded, each once."""
    events: dict[bytes, None] = {}
    at, patience = text.find("{"), PATIENCE
    while at >= 0 and patience > 0:
        try:
            fields, end = _json.raw_decode(text, at)
        except RecursionError:  # on behind all that is nested in it
            patience -= NESTED
            closing = text.find("}", at)
            at = text.find("{", closing) if closing >= 0 else -1
            continue
        except ValueError:
            patience -= at
            fields, end = None, at + 1
        if isinstance(fields, dict) and is_intact(fields):
            if (line := compact(text[at:end])) is not None:
                events[line] = None
        else:
            end = at + 1
        at = text.find("{", end)
    return list(events)


def is_intact(event: Mapping[str, Any]) -> bool:
    """Whether this is an event (or a tombstone) whose sum agrees with what it says."""
    if not isinstance(event.get("did"), str) or not isinstance(event.get("id"), str):
        return False
    try:
        return bool(event.get("sum") == event_sum(event))
    except (msgspec.MsgspecError, UnicodeError, ValueError, TypeError, RecursionError, OverflowError):
        return False
