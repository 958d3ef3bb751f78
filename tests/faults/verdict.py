"""What a fault left of a file: the one judgement, for the program and for the controls."""

import json
from typing import Literal

Left = Literal["old", "new", "gone", "empty", "torn", "another"]

GOOD: frozenset[Left] = frozenset({"old", "new"})


def left(found: bytes | None, old: bytes | None, new: bytes | None) -> Left:
    """Whether the file is as it was, or as it was to be; and if neither, in which way it is bad."""
    if found == new:
        return "new"
    if found == old:
        return "old"
    if found is None:
        return "gone"
    if not found.strip(b"\0"):
        return "empty"
    try:
        document = json.loads(found)
    except ValueError:
        return "torn"
    return "new" if document == _read(new) else "old" if document == _read(old) else "another"


def _read(content: bytes | None) -> object:
    try:
        return json.loads(content or b"")
    except ValueError:
        return None
