"""Files of other programs that are made to be slow, large or odd: so many bytes of JSON or of a calendar."""

from collections.abc import Callable, Mapping
from functools import partial

Bombs = Mapping[str, Callable[[int], str]]
"""Each bomb by its name, made in a size."""

_TASK = '{"uuid":"333af636-b08a-45d1-9e6c-55a3d807b658","status":"pending","description":"x",'
_PLEDGE = '{"urtext":"/x/by/1pm","tini":"2026-11-01T00:00:00Z","tdue":"2026-11-02T00:00:00Z",'


def _times(text: str, size: int, before: str = "", after: str = "") -> str:
    """The text again and again, to about that size, between what begins and ends the file."""
    return before + text * (size // len(text)) + after


def _around(pattern: str, before: str, after: str) -> Callable[[int], str]:
    return partial(_filled, pattern, before, after)


def _filled(pattern: str, before: str, after: str, size: int) -> str:
    return _times(pattern, size, before, after)


def _json_bombs(task: str) -> Bombs:
    """Bombs that begin as one object of the format does."""
    patterns = {
        "objects": ("{},", "[", "{}]"),
        "whole objects": (task + '"k":0},', "[", "{}]"),
        "numbers": ("0,", "[", "0]"),
        "lists": ("[],", "[", "[]]"),
        "texts": ('"ab",', "[", '""]'),
        "nesting": ("[", "[" + task + '"k":', ""),
        "digits": ("9", "[" + task + '"xfin":', "}]"),
        "one text": ("x", "[" + task + '"note":"', '"}]'),
        "escapes": ("\\n", "[" + task + '"note":"', '"}]'),
        "tags": ('"ab",', "[" + task + '"tags":[', '"x"]}]'),
        "one tag": ("@a", "[" + task + '"tags":["', '"]}]'),
        "odd tags": ('"@a b",', "[" + task + '"tags":[', '"x"]}]'),
        "joined tags": ("a,", "[" + task + '"tags":"', '"}]'),
        "annotations": ('{"description":"x"},', "[" + task + '"annotations":[', '{"description":""}]}]'),
        "same keys": ('"k":1,', "[" + task, '"k":1}]'),
        "recipients": ("a,", "[" + task + '"promised_to":"', '"}]'),
        "one a line": (task + '"k":0}\n', "", ""),
        "empty lines": ("\n", "{}", ""),
        "half lines": ("{\n", "", ""),
        "spaces": (" ", "", ""),
        "braces": ("{", "", ""),
        "quotation marks": ('"\\', "", ""),
        "nul": ("\0", "", ""),
    }
    return {
        **{name: _around(*each) for name, each in patterns.items()},
        "closed nesting": lambda size: "[" + task + '"k":' + "[" * (size // 50) + "]" * (size // 50) + "}]",
        "keys": lambda size: "[" + task + ",".join(f'"k{number}":1' for number in range(size // 12)) + "}]",
    }


_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
_TODO = _HEAD + "BEGIN:VTODO\r\nUID:1\r\nSUMMARY:x\r\n"
_END = "\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
_ENTRY = "BEGIN:VTODO\nUID:1\nSUMMARY:x\nDUE:20261127T220000Z\nSTATUS:NEEDS-ACTION\nEND:VTODO\n"
_CALENDARS = {
    "entries": ("BEGIN:VTODO\r\nEND:VTODO\r\n", _HEAD, ""),
    "whole entries": (_ENTRY, _HEAD, ""),
    "entries with much in them": (_ENTRY.replace("UID:1", "X-A:" + "x" * 120), _HEAD, ""),
    "nested entries": ("BEGIN:VTODO\n", _HEAD, ""),
    "nested others": ("BEGIN:VALARM\n", _HEAD + "BEGIN:VTODO\n", ""),
    "ends": ("END:VTODO\n", _HEAD, ""),
    "properties nobody asks for": ("X-A:b\r\n", _TODO, _END),
    "the same property": ("UID:\n", _TODO, _END),
    "notes": ("X-FOLLOWTHROUGH-NOTE:\n", _TODO + "X-FOLLOWTHROUGH-ID:kmzqrtplwvny\r\n", _END),
    "categories": ("CATEGORIES:a,b,c\n", _TODO, _END),
    "one list of categories": ("@a,", _TODO + "CATEGORIES:", _END),
    "folded lines": ("\r\n x", _TODO + "DESCRIPTION:x", _END),
    "folds": ("\n ", _TODO + "DESCRIPTION:x", _END),
    "one line": ("x", _TODO + "DESCRIPTION:", _END),
    "escapes": ("\\n", _TODO + "DESCRIPTION:", _END),
    "many escapes": ("CATEGORIES:" + "\\," * 40_000 + "\n", _TODO, _END),
    "parameters": (";A=B", _TODO + "DUE", ":20261127" + _END),
    "open quotation marks": ('CATEGORIES;A="\n', _TODO, _END),
    "a repetition": ("MO,", _TODO + "RRULE:FREQ=SECONDLY;BYDAY=", _END),
    "a zone": ("x", _TODO + "DUE;TZID=", ":20261127T220000" + _END),
    "returns": ("\r", _HEAD, ""),
    "nul": ("\0", _HEAD, ""),
    "prose": (" x", "BEGIN:VCALENDAR", ""),
}
_OWN = "X-FOLLOWTHROUGH-{letters}:x\n"
_ZONE = "BEGIN:VTODO\nSUMMARY:x\nDUE;TZID=Nowhere/{number}:20261127T220000\nEND:VTODO\n"

PROGRAM_BOMBS: Mapping[str, Bombs] = {
    "taskwarrior": _json_bombs(_TASK),
    "commits_to": _json_bombs(_PLEDGE),
    "ics": {
        **{name: _around(*each) for name, each in _CALENDARS.items()},
        "own properties": lambda size: (
            _TODO + "".join(_OWN.format(letters="ABCDEFGHIJ"[n % 10] * (n % 19)) for n in range(size // 25)) + _END
        ),
        "many zones": lambda size: _HEAD + "".join(_ZONE.format(number=n) for n in range(min(49_000, size // 75))),
    },
}
