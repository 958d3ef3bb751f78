"""Calendar files taken apart line by line, apart from any library; and texts that would add lines to them."""

from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One content line: the name of the property with its parameters, and its value."""

    name: str
    value: str


def unfolded(content: bytes) -> list[Line]:
    """The content lines of a calendar. Raises AssertionError where a line is not as RFC 5545 has it (3.1)."""
    text = content.decode()
    assert text.endswith("\r\n")
    physical = text.split("\r\n")[:-1]
    for line in physical:
        assert line
        assert len(line.encode()) <= 75, line
        assert not any(ord(letter) < 32 or letter in "\x7f\x85\u2028\u2029" for letter in line), repr(line)
    lines: list[str] = []
    for line in physical:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [Line(*line.split(":", 1)) for line in lines]


def skeleton(content: bytes) -> list[str]:
    """The components of a calendar and the names of their properties, without the values."""
    return [line.name if line.name not in ("BEGIN", "END") else ":".join(line) for line in unfolded(content)]


def values(content: bytes, name: str) -> list[str]:
    """The values of the properties of that name, with its parameters, as they are written."""
    return [line.value for line in unfolded(content) if line.name == name]


def text_of(written: str) -> str:
    """The text that a TEXT value stands for (RFC 5545, 3.3.11), letter by letter. Raises KeyError if it is none."""
    letters = iter(written)
    return "".join(_escaped(next(letters)) if letter == "\\" else _plain(letter) for letter in letters)


def _escaped(letter: str) -> str:
    return {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}[letter]


def _plain(letter: str) -> str:
    if letter in ";,":
        raise KeyError(letter)
    return letter


_ENDS = ("\r\n", "\n", "\r", "\n\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\\n", "\\N")
_LINES = (
    "STATUS:CANCELLED",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:x",
    "ATTACH:https://outside.invalid",
    "BEGIN:VALARM\r\nACTION:EMAIL\r\nEND:VALARM",
)
_WHOLE = (
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "END:VTODO\r\nEND:VCALENDAR\r\n",
    "\r\n ",
    "\r\n folded",
    "\r\n\tfolded",
    "\n\n\n",
    "a;b",
    "a,b",
    "a:b",
    "a;LANGUAGE=en:b",
    ";VALUE=URI:https://outside.invalid",
    ";ENCODING=BASE64;VALUE=BINARY:AAAA",
    ';ALTREP="https://outside.invalid":x',
    '"quoted"',
    '"',
    "'",
    '";X="',
    "^n^'^^",
    "\\",
    "\\\\",
    "\\;\\,\\:\\n\\N\\r",
    "ends in a backslash \\",
    "C:\\New\\notes",
    "=0D=0ASTATUS:CANCELLED",
    "%0D%0ASTATUS:CANCELLED",
    "&#13;&#10;STATUS:CANCELLED",
    "a" * 75,
    "a" * 300,
    "é" * 150,
    "😀" * 90,
    "a" + "😀" * 90,
    "👩\u200d🚒" * 40,
    "e\u0301" * 100,
    ";" * 200,
    "\\" * 201,
    ("a" * 60 + "\\n") * 9,
    "a" * 66 + "\r\nSTATUS:CANCELLED",
    "word " * 60,
    "a\x00b",
    "\x07\x08\x1b[31mred\x1b[0m",
    "\x7f\x80\x9b2J",
    "\ufeffbyte order mark",
    "\u202etxet desrever",
    "\u2066isolated\u2069",
    "soft\u00adhyphen",
    "\ufffe\uffff",
    "\ue000private \U000f0000use",
    "RRULE:FREQ=SECONDLY",
    "METHOD:CANCEL",
    "ORGANIZER:mailto:ana@outside.invalid",
    "{{ 7 * 7 }} ${7*7} %s",
    "\ttabs\tbetween\t",
    ".",
    "=1+1",
    "<b>bold</b>",
)
CALENDAR_INJECTIONS: Sequence[str] = (*(f"x{end}{line}" for end in _ENDS for line in _LINES), *_WHOLE)
