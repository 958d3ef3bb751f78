"""The JSON of other programs, read as generously as it can be without guessing."""

import json
import re
from typing import Any, TypeVar

import msgspec

from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange.unreadable import UnreadableError
from followthrough.formats.strict_json import Flaw

Kind = TypeVar("Kind")
MOST_PARTS = 500_000
"""Objects and lists that one file may have: more than 10 MB of promises need, and few enough to be held."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What taskwarrior writes into its JSON as it is, where JSON wants an escape."""
HALF_A_CHARACTER = str(Flaw("surrogate"))


def load(name: str, text: str) -> Any:
    """The value of some JSON; several objects, one a line, are a list of them. Raises NotInThatFormatError."""
    if text.count("{") + text.count("[") > MOST_PARTS:
        raise NotInThatFormatError(name, f"it has more than {MOST_PARTS:,} parts")
    try:
        return _loaded(text)
    except ValueError as problem:
        lines = _one_a_line(text)
        if lines is None:
            raise NotInThatFormatError(name, _said(problem)) from None
        return lines
    except RecursionError:
        raise NotInThatFormatError(name, "it is nested too deeply") from None


def converted(value: Any, kind: type[Kind], said: str) -> Kind:
    """One entry as what it should be. Raises UnreadableError where it is not so, `said` being how it should be."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as problem:
        raise UnreadableError(f"it is not {said} ({problem})") from None
    except UnicodeEncodeError:
        raise UnreadableError(HALF_A_CHARACTER) from None


def _loaded(text: str) -> Any:
    """Control characters within texts pass; a number of thousands of digits does not."""
    return json.loads(text, strict=False)


def _one_a_line(text: str) -> list[Any] | None:
    """One object a line, with or without a comma behind it, as taskwarrior wrote them once; None where it is not so."""
    lines = [line.strip().removesuffix(",") for line in text.split("\n")]
    written = [line for line in lines if line]
    if not written or not all(line.startswith("{") for line in written):
        return None
    try:
        return [_loaded(line) for line in written]
    except (ValueError, RecursionError):
        return None


def _said(problem: ValueError) -> str:
    where = f" (line {problem.lineno:,})" if isinstance(problem, json.JSONDecodeError) else ""
    return f"it is not valid JSON{where}"
