"""Files of other programs that are made to be slow, large or odd, each about ten megabytes."""

from collections.abc import Mapping

TEN = 10_000_000
_TASK = '{"uuid":"333af636-b08a-45d1-9e6c-55a3d807b658","status":"pending","description":"x",'
_PLEDGE = '{"urtext":"/x/by/1pm","tini":"2026-11-01T00:00:00Z","tdue":"2026-11-02T00:00:00Z",'


def _times(text: str) -> str:
    return text * (TEN // len(text))


def json_bombs(beginning: str) -> Mapping[str, str]:
    """Bombs that begin as one object of the format does."""
    return {
        "objects": "[" + _times("{},") + "{}]",
        "whole objects": "[" + _times(beginning + '"k":0},') + "{}]",
        "numbers": "[" + _times("0,") + "0]",
        "lists": "[" + _times("[],") + "[]]",
        "texts": "[" + _times('"ab",') + '""]',
        "nesting": "[" + beginning + '"k":' + "[" * TEN,
        "closed nesting": "[" + beginning + '"k":' + "[" * 200_000 + "]" * 200_000 + "}]",
        "digits": "[" + beginning + '"xfin":' + "9" * TEN + "}]",
        "one text": "[" + beginning + '"note":"' + "x" * TEN + '"}]',
        "escapes": "[" + beginning + '"note":"' + _times("\\n") + '"}]',
        "tags": "[" + beginning + '"tags":[' + _times('"ab",') + '"x"]}]',
        "one tag": "[" + beginning + '"tags":["' + _times("@a") + '"]}]',
        "odd tags": "[" + beginning + '"tags":[' + _times('"@a b",') + '"x"]}]',
        "joined tags": "[" + beginning + '"tags":"' + _times("a,") + '"}]',
        "annotations": "[" + beginning + '"annotations":[' + _times('{"description":"x"},') + '{"description":""}]}]',
        "keys": "[" + beginning + ",".join(f'"k{number}":1' for number in range(TEN // 12)) + "}]",
        "same keys": "[" + beginning + _times('"k":1,') + '"k":1}]',
        "recipients": "[" + beginning + '"promised_to":"' + _times("a,") + '"}]',
        "one a line": _times(beginning + '"k":0}\n'),
        "empty lines": "{}" + "\n" * TEN,
        "half lines": _times("{\n"),
        "spaces": " " * TEN,
        "braces": "{" * TEN,
        "quotes": _times('"\\'),
        "NUL": "\0" * TEN,
    }


TASK_BOMBS = json_bombs(_TASK)
PLEDGE_BOMBS = json_bombs(_PLEDGE)

_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
_TODO = _HEAD + "BEGIN:VTODO\r\nUID:1\r\nSUMMARY:x\r\n"
_END = "\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"

CALENDAR_BOMBS: Mapping[str, str] = {
    "entries": _HEAD + _times("BEGIN:VTODO\r\nEND:VTODO\r\n"),
    "whole entries": _HEAD
    + _times("BEGIN:VTODO\nUID:1\nSUMMARY:x\nDUE:20261127T220000Z\nSTATUS:NEEDS-ACTION\nEND:VTODO\n"),
    "nested entries": _HEAD + _times("BEGIN:VTODO\n"),
    "nested others": _HEAD + "BEGIN:VTODO\n" + _times("BEGIN:VALARM\n"),
    "ends": _HEAD + _times("END:VTODO\n"),
    "properties nobody asks for": _TODO + _times("X-A:b\r\n") + _END,
    "the same property": _TODO + _times("UID:\n") + _END,
    "own properties": _TODO + "".join(f"X-FOLLOWTHROUGH-{'ABCDEFGHIJ'[n % 10] * (n % 19)}:x\n" for n in range(400_000)),
    "notes": _TODO + "X-FOLLOWTHROUGH-ID:kmzqrtplwvny\r\n" + _times("X-FOLLOWTHROUGH-NOTE:\n") + _END,
    "categories": _TODO + _times("CATEGORIES:a,b,c\n") + _END,
    "one list of categories": _TODO + "CATEGORIES:" + _times("@a,") + _END,
    "folded lines": _TODO + "DESCRIPTION:x" + _times("\r\n x") + _END,
    "folds": _TODO + "DESCRIPTION:x" + _times("\n ") + _END,
    "one line": _TODO + "DESCRIPTION:" + "x" * TEN + _END,
    "escapes": _TODO + "DESCRIPTION:" + _times("\\n") + _END,
    "many escapes": _TODO + _times("CATEGORIES:" + "\\," * 40_000 + "\n") + _END,
    "parameters": _TODO + "DUE" + _times(";A=B") + ":20261127" + _END,
    "open quotes": _TODO + _times('CATEGORIES;A="\n') + _END,
    "a repetition": _TODO + "RRULE:FREQ=SECONDLY;BYDAY=" + _times("MO,") + _END,
    "a zone": _TODO + "DUE;TZID=" + "x" * TEN + ":20261127T220000" + _END,
    "many zones": _HEAD
    + "".join(
        f"BEGIN:VTODO\nSUMMARY:x\nDUE;TZID=Nowhere/{number}:20261127T220000\nEND:VTODO\n" for number in range(130_000)
    ),
    "returns": _HEAD + "\r" * TEN,
    "NUL": _HEAD + "\0" * TEN,
    "prose": "BEGIN:VCALENDAR" + " x" * (TEN // 2),
}
