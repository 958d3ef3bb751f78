"""JSON read as strictly as a ledger has to be: what other readers pass over in silence is a fact to be told.

msgspec and `json` take the last of two equal keys; `json` takes NaN, infinities and halves of characters as well. What
is written back after such a reading has lost something that stood there, so whoever writes a record asks for its flaws.
"""

import json
from collections.abc import Iterator
from math import isinf
from typing import Any, Literal

import msgspec
from msgspec import Struct

DEEPEST = 100
"""Levels of objects and lists within each other that a record may have; ours have four."""
_MOST_DIGITS = 308
"""Digits of the largest number that other programs read as one."""


class Flaw(Struct, frozen=True):
    """One thing that is wrong with some JSON; `what` is the key, the number or the reason, shortened."""

    kind: Literal["encoding", "syntax", "depth", "constant", "range", "twice", "surrogate"]
    what: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "encoding":
                return "it is not UTF-8"
            case "syntax":
                return f"it is not valid JSON ({self.what})"
            case "depth":
                return "it is nested too deeply"
            case "constant":
                return f"{self.what} is not a number in JSON"
            case "range":
                return f"{self.what} is out of range"
            case "twice":
                return f"the key “{self.what}” stands twice in one place"
            case "surrogate":
                return "it holds half of a character (a lone surrogate)"


def flaws(line: bytes) -> list[Flaw]:
    """What is wrong with the JSON of one record, in the order in which it is found; nothing where all is well."""
    return [] if _is_as_written(line) else read_strictly(line)[1]


def _is_as_written(line: bytes) -> bool:
    """Whether it is just as this program writes what it says: a hundred times faster than a look at every part."""
    if line.count(b"{") + line.count(b"[") > DEEPEST:
        return False
    try:
        return msgspec.json.encode(msgspec.json.decode(line)) == line
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return False


def read_strictly(text: bytes) -> tuple[Any, list[Flaw]]:
    """The value of some JSON and its flaws; a value that is None, with a flaw, where it cannot be read at all."""
    noticed = _Noticed()
    try:
        value = json.loads(
            text.decode(),
            object_pairs_hook=noticed.paired,
            parse_int=noticed.whole,
            parse_float=noticed.fraction,
            parse_constant=noticed.constant,
        )
    except UnicodeDecodeError:
        return None, [Flaw("encoding")]
    except RecursionError:
        return None, [Flaw("depth")]
    except ValueError as problem:
        return None, [*noticed.flaws, Flaw("syntax", str(problem))]
    return value, [*noticed.flaws, *_inside(value)]


class _Noticed:
    """What is wrong with the parts that `json` hands over while it reads."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def paired(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.flaws.append(Flaw("twice", _short(key)))
                seen.add(key)
        return fields

    def whole(self, text: str) -> int:
        digits = len(text.lstrip("-"))
        if digits <= _MOST_DIGITS:
            return int(text)
        self.flaws.append(Flaw("range", f"a number of {digits:,} digits"))
        return 0

    def fraction(self, text: str) -> float:
        number = float(text)
        if isinf(number):
            self.flaws.append(Flaw("range", f"the number {_short(text)}"))
        return number

    def constant(self, name: str) -> None:
        self.flaws.append(Flaw("constant", name))


def _inside(value: Any) -> Iterator[Flaw]:
    """What is wrong with the texts in a value and with how deep it goes, each once."""
    halves = False
    waiting = [(value, 1)]
    while waiting:
        each, level = waiting.pop()
        if isinstance(each, str):
            halves = halves or not is_whole(each)
        elif isinstance(each, dict | list) and level > DEEPEST:
            yield Flaw("depth")
            break
        elif isinstance(each, dict):
            halves = halves or not all(map(is_whole, each))
            waiting += [(inner, level + 1) for inner in each.values()]
        elif isinstance(each, list):
            waiting += [(inner, level + 1) for inner in each]
    if halves:
        yield Flaw("surrogate")


def is_whole(text: str) -> bool:
    """Whether every character of a text is a whole one; JSON can say half of one with an escape, and no file can."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
