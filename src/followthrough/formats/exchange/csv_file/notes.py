"""The notes of a promise in one cell: a line each, with the moment it was written down in front."""

import re
from collections.abc import Iterable

from followthrough.domain.arrivals import Remark
from followthrough.domain.due import Instant
from followthrough.formats.exchange.moments import read_when
from followthrough.formats.exchange.unreadable import UnreadableError

_STAMPED = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}(?:Z|[+-][0-9:]{5,8})) (.+)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r"}


def write_notes(remarks: Iterable[Remark]) -> str:
    r"""A line each; a new line within a note is written `\n`, and a backslash doubled."""
    return "\n".join(_stamped(each) for each in remarks)


def read_notes(cell: str, zone: str) -> tuple[Remark, ...]:
    """The notes of a cell; where a line has no moment in front, the whole cell is one note, as it stands."""
    if not cell.strip():
        return ()
    matches = [_STAMPED.fullmatch(line) for line in cell.split("\n")]
    if None in matches:
        return (Remark(text=cell),)
    return tuple(_remark(match[1], match[2], zone) for match in matches if match is not None)


def _stamped(remark: Remark) -> str:
    text = remark.text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{remark.recorded.isoformat()} {text}" if remark.recorded is not None else text


def _remark(stamp: str, text: str, zone: str) -> Remark:
    recorded = read_when("note", stamp, zone)
    if not isinstance(recorded, Instant):
        raise UnreadableError("the moment of one of its notes cannot be read")
    return Remark(text=_ESCAPED.sub(lambda match: _SIGNS.get(match[1], match[1]), text), recorded=recorded.at)
