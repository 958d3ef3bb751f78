"""Lays out ledgers of one size in a directory, for every program compared; a process of its own, for its memory.

`python -m benchmarks.layout SIZE DIRECTORY todoman|-`
"""

import sys
from pathlib import Path

from msgspec import Struct, json

from benchmarks.ledgers import commitments, ledger_of
from benchmarks.rivals import tinydb_document, write_taskwarrior, write_tinydb, write_todoman

LEDGER, TINYDB, TASKS, TODOS, FACTS = "ledger.json", "tinydb.json", "tasks", "todos", "facts.json"


class Facts(Struct, kw_only=True):
    """What the commands that are measured need to know of a layout."""

    to_keep: str
    document: str
    unsettled: int
    events: int
    ledger_bytes: int


def lay_out(size: int, directory: Path, *, todoman: bool) -> None:
    """Write the same commitments as a ledger, for stock TinyDB, for `task import`, and as todoman's files if asked."""
    found = list(commitments(size))
    unsettled = [each for each in found if each.state == "open"]
    ledger = ledger_of(found)
    (directory / LEDGER).write_bytes(ledger)
    write_tinydb(found, directory / TINYDB)
    write_taskwarrior(found, directory / TASKS)
    if todoman:
        write_todoman(found, directory / TODOS)
    facts = Facts(
        to_keep=unsettled[len(unsettled) // 2].id,
        document=json.encode(tinydb_document(unsettled[0])).decode(),
        unsettled=len(unsettled),
        events=sum(len(each.history) for each in found),
        ledger_bytes=len(ledger),
    )
    (directory / FACTS).write_bytes(json.encode(facts))


if __name__ == "__main__":
    lay_out(int(sys.argv[1]), Path(sys.argv[2]), todoman=sys.argv[3] == "todoman")
