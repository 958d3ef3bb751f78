"""Lays ledgers out in a directory; a process of its own, for its memory.

`python -m benchmarks.layout SIZE DIRECTORY [tinydb] [taskwarrior] [todoman] [copy]`
"""

import sys
from collections.abc import Collection, Iterator
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct, json

from benchmarks.ledgers import SEED, commitments, ledger_of
from benchmarks.rivals import tinydb_document, write_taskwarrior, write_tinydb, write_todoman
from followthrough.domain.commitment import Commitment

LEDGER, TINYDB, TASKS, TODOS, COPY, FACTS = (
    "ledger.json",
    "tinydb.json",
    "tasks",
    "todos",
    "copy.json",
    "facts.json",
)
_ELSEWHERE = "vwxyz"
"""The replica on which the other half of a copy was recorded."""


class Facts(Struct, kw_only=True):
    """What the commands that are measured need to know of a layout."""

    to_keep: str = ""
    document: str = ""
    unsettled: int = 0
    events: int = 0
    ledger_bytes: int = 0

    def noting(self, found: Iterator[Commitment]) -> Iterator[Commitment]:
        """The same commitments, counted on the way; one in the middle of the open ones is there to be kept."""
        unsettled: list[Commitment] = []
        for each in found:
            self.events += len(each.history)
            if each.state == "open":
                unsettled.append(each)
            yield each
        self.unsettled = len(unsettled)
        self.to_keep = unsettled[len(unsettled) // 2].id
        self.document = json.encode(tinydb_document(unsettled[0])).decode()


def lay_out(size: int, directory: Path, others: Collection[str]) -> None:
    """Write a ledger, and the same commitments as the others that are named have them.

    `copy` is a copy of the ledger on another machine: half of it is the same, half was recorded there.
    """
    facts = Facts()
    if others:
        found = list(facts.noting(commitments(size)))
        ledger = ledger_of(found)
        if "tinydb" in others:
            write_tinydb(found, directory / TINYDB)
        if "taskwarrior" in others:
            write_taskwarrior(found, directory / TASKS)
        if "todoman" in others:
            write_todoman(found, directory / TODOS)
        if "copy" in others:
            elsewhere = commitments(size - size // 2, seed=SEED + 1, replica=_ELSEWHERE)
            (directory / COPY).write_bytes(ledger_of(chain(islice(found, size // 2), elsewhere)))
    else:
        ledger = ledger_of(facts.noting(commitments(size)))
    (directory / LEDGER).write_bytes(ledger)
    facts.ledger_bytes = len(ledger)
    (directory / FACTS).write_bytes(json.encode(facts))


if __name__ == "__main__":
    lay_out(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
