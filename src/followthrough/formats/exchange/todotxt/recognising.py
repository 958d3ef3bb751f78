"""Whether a text is a todo.txt file. Any text could be one, so that only plain signs count."""

import re

from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange.limits import check_number
from followthrough.formats.exchange.todotxt.line import DAY

NAME = "todo.txt file"
_LOOKED_AT = 4096
_PLAIN = re.compile(rf"x {DAY} |(?:x )?\([A-Z]\) \S|{DAY} (?![0-9]{{1,2}}:)\S")
_SIGN = re.compile(r"(?<![^ ])(?:[+@]\w[\w.-]*|(?:due|t|pri|rec|to|from|id):[^ :]+)(?![^ ])")
_OTHER = (
    (re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:[{\["0-9]|\]?\s*\Z))'), "it looks like JSON"),
    (re.compile(r"\s*BEGIN:V", re.IGNORECASE), "it looks like a calendar"),
    (re.compile(r"\s*<[?!a-zA-Z]"), "it looks like a page or XML"),
)


def is_one(text: str) -> bool:
    """Whether most lines at its beginning have a sign of the format, and one at least has no other meaning."""
    whole = text[:_LOOKED_AT].rpartition("\n")[0] if len(text) > _LOOKED_AT else text
    lines = [line.strip() for line in whole.split("\n") if line.strip()]
    if not lines or other_format(text) is not None:
        return False
    plain = sum(_PLAIN.match(line) is not None for line in lines)
    signed = sum(_PLAIN.match(line) is not None or _SIGN.search(line) is not None for line in lines)
    return plain > 0 and signed * 2 >= len(lines)


def other_format(text: str) -> str | None:
    """What it looks like, where it begins as something else does."""
    if "\0" in text[:_LOOKED_AT]:
        return "it is no text"
    return next((said for pattern, said in _OTHER if pattern.match(text[:_LOOKED_AT])), None)


def check_whole(text: str) -> None:
    """Raises where it is of another format, or too long for a list."""
    if (reason := other_format(text)) is not None:
        raise NotInThatFormatError(NAME, reason)
    check_number(NAME, text.count("\n"))
