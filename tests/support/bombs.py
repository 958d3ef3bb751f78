"""Ten megabytes that a careless reader of lines or tables chokes on, and what reading them takes."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

from tests.support.hostile_files import PROGRAM_BOMBS

SIZE = 10_000_000
_OWN = (
    "x 2026-11-20 2026-11-01 Send Ana the slides +talks from:sam to:ana due:2026-11-27 due-at:2026-11-27T170000-0500 "
    "state:missed settled-at:2026-11-20T100000-0500 zone:America/New_York id:kmzqrtplwvny"
)
_ROW = "Call,2026-11-27T17:00,2026-11-01,kept,2026-11-20T10:00,America/New_York"


def filled(pattern: str, size: int, before: str = "") -> str:
    """The pattern again and again, to that size."""
    return before + (pattern * (size // len(pattern) + 1))[: size - len(before)]


def lines(line: str, size: int, most: int = 49_000, before: str = "") -> str:
    """As many such lines as there is room for."""
    return before + "\n".join([line] * min(most, size // (len(line) + 1)))


BOMBS: dict[str, dict[str, Callable[[int], str]]] = {
    "todotxt": {
        "one line": lambda size: filled("a", size),
        "digits": lambda size: filled("9", size),
        "spaces": lambda size: filled(" ", size),
        "newlines": lambda size: filled("\n", size),
        "short lines": lambda size: filled("a\n", size),
        "nul": lambda size: filled("a\0", size),
        "tags": lambda size: lines("+a " * 66, size),
        "long lines of tags": lambda size: lines("+a " * 66_000, size),
        "long lines of keys": lambda size: lines("to:a " * 39_000, size),
        "words": lambda size: lines("a " * 100, size),
        "percent signs": lambda size: lines("%41" * 66_000 + " id:kmzqrtplwvny", size),
        "bad dates": lambda size: lines("x 2026-13-45 due:99999-01-01 " + "y" * 170, size),
        "lines of ours": lambda size: lines(_OWN, size),
    },
    "csv_file": {
        "one cell": lambda size: filled("a", size, "what\n"),
        "newlines": lambda size: filled("\n", size, "what,to\n"),
        "quotation marks": lambda size: filled('"', size, "what,to\n"),
        "cells that never end": lambda size: filled('x","', size, "what,to\n"),
        "rows that never end": lambda size: lines('x","' + "y" * 190, size, before="what,to\n"),
        "short rows that never end": lambda size: lines('x","', size, most=490_000, before="what,to\n"),
        "commas": lambda size: filled(",", size, "what,to\n"),
        "a wide head": lambda size: filled(",c", size, "what"),
        "nul": lambda size: filled("\0", size, "what,to\n"),
        "tags": lambda size: lines("a," + "x;" * 99, size, before="what,tags\n"),
        "notes": lambda size: lines('a,"' + "2026-11-01T10:00:00Z x\n" * 9_000 + '"', size, before="what,notes\n"),
        "long notes": lambda size: lines('a,"' + "z" * 990_000 + '"', size, before="what,notes\n"),
        "rows": lambda size: lines(_ROW, size, before="what,due,made,state,settled,zone\n"),
        "digits": lambda size: lines("a," + "9" * 190, size, before="what,confidence\n"),
    },
}

_READ = """
import json, resource, sys, time
from datetime import UTC, datetime
from importlib import import_module
from followthrough.domain.errors.exchanging import NotInThatFormatError
format = import_module("followthrough.formats.exchange." + sys.argv[1])
text = sys.stdin.read()
before = time.process_time()
try:
    told = format.read(text, zone="America/New_York", now=datetime(2026, 11, 23, 15, tzinfo=UTC))
except NotInThatFormatError:
    pass
format.is_one(text)
seconds = time.process_time() - before
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


class Took(NamedTuple):
    """Seconds of computing, and the most memory that the process had, in megabytes, the file itself included."""

    seconds: float
    megabytes: float


def read_apart(format: str, bomb: str, size: int = SIZE) -> Took:  # noqa: A002  # the word for it
    """Read a bomb in a process of its own."""
    text = (BOMBS.get(format) or PROGRAM_BOMBS[format])[bomb](size)
    command = [sys.executable, "-X", "utf8", "-c", _READ, format]
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=120, check=True)
    return Took(*json.loads(done.stdout))
