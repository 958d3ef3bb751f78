"""Storages that writers write and readers read: ours, ours without what keeps it safe, and the one TinyDB brings.

Each lays its events out in the same way, so that a control goes through the checks that ours goes through.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tinydb import JSONStorage, TinyDB
from tinydb.table import Document

from followthrough.actions.merge import Copy
from followthrough.adapters.ledger import tinydb_ledger
from followthrough.adapters.ledger.disk import Disk, UnflushedDisk
from followthrough.adapters.ledger.opening import Opened
from followthrough.adapters.ledger.storage import LedgerStorage
from followthrough.domain.errors import Problem
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name
from tests.adapters.steps import file_ledger, keeping_of, promise_of
from tests.faults.evidence import events_in, events_listed
from tests.support.builders import NOW
from tests.support.fakes import SeededRandomness

LEDGER = "ledger.json"
REFUSALS = (Problem, ValueError, OSError)
"""What a storage raises where it does not do what it was asked."""


class Store(Protocol):
    """One process's way to a file."""

    def act(self) -> list[str]:
        """One step of some kind; the events that are acknowledged by its return, as `events_in` has them."""

    def events(self) -> frozenset[str]:
        """What a reader finds. Raises what is in REFUSALS where that is no whole file."""


class Ours:
    """A ledger file. A step adds a promise, keeps one, or merges a copy that somebody else wrote on."""

    def __init__(self, directory: Path, number: int) -> None:
        self._directory = directory
        self._number = number
        self._dice = random.Random(number)
        self._choose = SeededRandomness(number).choose
        self._ledger = file_ledger(directory, seed=number)
        self._open: list[str] = []
        self._storage = LedgerStorage(str(directory / LEDGER), Disk())
        self._seen: tuple[bytes, frozenset[str]] = (b"", frozenset())

    def act(self) -> list[str]:
        kinds: list[Callable[[], list[str]]] = [self._add, self._keep if self._open else self._add, self._merge]
        return self._dice.choices(kinds, weights=(6, 3, 1))[0]()

    def _add(self) -> list[str]:
        key = new_name(COMMITMENT_LENGTH, self._choose)
        written = promise_of(self._ledger, key, f"promise of {self._number}")
        self._open.append(key)
        return [f"{key} {written.commitments[0].made.id}"]

    def _keep(self) -> list[str]:
        key = self._open.pop(self._dice.randrange(len(self._open)))
        return [f"{key} {keeping_of(self._ledger, key).commitments[0].history[-1].id}"]

    def _merge(self) -> list[str]:
        path = self._directory / LEDGER
        if not path.exists():
            return self._add()
        elsewhere = self._directory / f"elsewhere-{new_name(8, self._choose)}"
        key, event = copy_with_a_promise(path, elsewhere, self._dice.randrange(2**40))
        copy = Copy(path="a copy", content=(elsewhere / LEDGER).read_bytes())
        shutil.rmtree(elsewhere)
        self._ledger.merge([copy], by="sam", now=NOW)
        return [f"{key} {event}"]

    def events(self) -> frozenset[str]:
        """Through the storage every time; bytes that were looked at before are not decoded once more."""
        self._storage.read()
        content = self._storage._bytes
        assert content is not None
        if content != self._seen[0]:
            self._seen = (content, events_in(content))
        return self._seen[1]


def copy_with_a_promise(ledger: Path, elsewhere: Path, seed: int) -> tuple[str, str]:
    """Copy a ledger to a new directory, where somebody else adds a promise; its id, and that of the event."""
    elsewhere.mkdir()
    shutil.copyfile(ledger, elsewhere / LEDGER)
    key = new_name(COMMITMENT_LENGTH, SeededRandomness(seed).choose)
    other = file_ledger(elsewhere, seed=seed + 1, disk=UnflushedDisk())
    return key, promise_of(other, key, "promise in a copy").commitments[0].made.id


class Stock:
    """TinyDB as it comes. A step adds a promise; rewording, another one gets a text that is long every second time."""

    def __init__(self, directory: Path, number: int, *, rewording: bool) -> None:
        self._rewording = rewording
        self._path = directory / LEDGER
        self._number = number
        self._last = 0

    def act(self) -> list[str]:
        self._last += 1
        key, event = 10_000 * (self._number + 1) + self._last, f"w{self._number}.{self._last}"
        reworded = {"what": "long " * (800 if self._last % 2 else 1), "history": []}
        with TinyDB(self._path) as database:
            database.table("open").insert(Document({"what": "promise", "history": [{"id": event}]}, key))
            if self._rewording:
                database.table("open").upsert(Document(reworded, 1))
        return [f"{key} {event}"]

    def events(self) -> frozenset[str]:
        storage = JSONStorage(str(self._path), access_mode="r")
        try:
            return events_listed(storage.read() or {})
        finally:
            storage.close()


OURS, STOCK, STOCK_REWORDING = "ours", "stock", "stock, rewording"


def store_of(kind: str, directory: Path, number: int) -> Store:
    """The store of that kind for a process.

    With `ours without lock comparison` this process has no lock and compares nothing from now on.
    """
    if kind in (STOCK, STOCK_REWORDING):
        return Stock(directory, number, rewording=kind == STOCK_REWORDING)
    for each in kind.split()[2:]:
        _take_away(each)
    return Ours(directory, number)


def _take_away(what: str) -> None:
    if what == "lock":
        tinydb_ledger.locked = _unlocked  # type: ignore[attr-defined, assignment]  # as it is imported there
    elif what == "comparison":
        LedgerStorage._is_as_read = lambda self: True  # type: ignore[method-assign]  # a control: what the check finds
        LedgerStorage._unite_late = lambda self, backup, chances: None  # type: ignore[method-assign]  # likewise
    else:
        assert what == "journal"
        Opened.overwritten = lambda self: None  # type: ignore[method-assign]  # likewise


@contextmanager
def _unlocked(path: str, command: str, disk: Disk) -> Iterator[None]:
    yield
