"""Damage to a ledger file: bytes that flip, break off, go missing or come in, and values of other kinds in their place.

Every piece of damage is made from a seed, so that what was found once is found again.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

FLIPS = (0x01, 0x20, 0x80, 0xFF)
_INSERTED = (b"\0", b"{", b"}", b'"', b"\n", b",", b"[", b"9" * 30, b"1e999", b"NaN", b"\\ud800", b"\xff", b"<<<<<<<\n")
GONE = object()
"""In the place of a value: the value is taken out."""
# fmt: off
ODD: tuple[Any, ...] = (
    GONE, None, True, 0, -1, 10**30, -(10**30), 1.5, 1e300, "", "x", "0000-01-01", "0001-01-01T00:00:00+14:00",
    "9999-12-31", "9999-12-31T23:59:59-14:00", "2026-11-23T10:00:00", "2026-13-45", [], {}, [1], {"a": 1}, [[]],
    "\x1b[31m", "A" * 300, "Nowhere/Zone", "../etc/passwd", ["ana"] * 3, [None], "kept", "made",
)
# fmt: on


def flipped(content: bytes, position: int, flip: int) -> bytes:
    """The content with one byte changed."""
    return content[:position] + bytes([content[position] ^ flip]) + content[position + 1 :]


def without_each_line(content: bytes) -> list[bytes]:
    """The content without one of its lines, for every line."""
    lines = content.split(b"\n")
    return [b"\n".join(lines[:index] + lines[index + 1 :]) for index in range(len(lines))]


def mutations(content: bytes, seed: int, count: int) -> Iterator[bytes]:
    """The content damaged in as many ways: three of four have odd values, the others odd bytes."""
    dice, document = Random(seed), json.loads(content)
    everywhere = list(places(document))
    for number in range(count):
        if number % 4 == 3:
            yield _other_bytes(content, dice)
            continue
        damaged = document
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            damaged = with_value(damaged, dice.choice(everywhere), dice.choice(ODD))
        yield json.dumps(damaged, indent=1).encode() if number % 16 == 0 else in_layout(damaged)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a document a value stands, from its outermost in; not the document itself."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


def with_value(document: Any, path: tuple[Any, ...], value: object) -> Any:
    """The document with another value in that place; as it is where the place has gone."""
    if not path:
        return value
    key, inner = path[0], document.copy() if isinstance(document, dict | list) else document
    try:
        if value is GONE and len(path) == 1:
            del inner[key]
        else:
            inner[key] = with_value(inner[key], path[1:], value)
    except (LookupError, TypeError):
        return document
    return inner


def in_layout(document: dict[str, Any]) -> bytes:
    """A document in the ledger's own layout, as far as it has tables of records."""
    return (
        "{\n" + ",\n".join(f"{json.dumps(name)}: {_table(table)}" for name, table in document.items()) + "\n}\n"
    ).encode()


def _table(table: Any) -> str:
    if not isinstance(table, dict) or not table:
        return json.dumps(table)
    lines = (f"{json.dumps(key)}: {json.dumps(table[key], separators=(',', ':'))}" for key in sorted(table))
    return "{\n" + ",\n".join(lines) + "\n}"


def _other_bytes(content: bytes, dice: Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 5))):
        at, length = dice.randrange(len(damaged)), dice.choice((1, 1, 3, 40, 300))
        match dice.randrange(4):
            case 0:
                damaged[at] ^= 1 << dice.randrange(8)
            case 1 if len(damaged) > 1000:
                del damaged[at : at + length]
            case 2:
                damaged[at:at] = dice.choice(_INSERTED)
            case _:
                start = dice.randrange(len(damaged))
                damaged[at:at] = damaged[start : start + length]
    return bytes(damaged)
