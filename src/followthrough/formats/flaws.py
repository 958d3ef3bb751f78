"""Flaws of a line of JSON that programs read differently: a key twice, a number that is none, nesting without end."""

import json
from typing import Any

import msgspec


def flaws(line: bytes) -> tuple[str, ...]:
    """What is wrong with a line that may still be read, in words, each once."""
    if _is_as_written(line):
        return ()
    found: dict[str, None] = {}

    def pairs(fields: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in fields:
            if key in seen:
                found[f"the key “{key}” stands twice in one place"] = None
            seen.add(key)
        return dict(fields)

    def constant(name: str) -> float:
        found[f"{name} is not a number in JSON"] = None
        return 0.0

    def number(text: str) -> float:
        value = float(text)
        if value in (float("inf"), float("-inf")):
            found[f"{text} is a number out of range"] = None
        return value

    try:
        json.loads(line, object_pairs_hook=pairs, parse_constant=constant, parse_float=number)
    except RecursionError:
        found["it is nested too deeply"] = None
    except ValueError as problem:
        found[f"it is not valid JSON ({problem})"] = None
    return tuple(found)


def _is_as_written(line: bytes) -> bool:
    """Whether it is just as this program writes what it says: a hundred times faster than a look at every key."""
    try:
        return msgspec.json.encode(msgspec.json.decode(line)) == line
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return False
