"""TinyDB's storage for the ledger: reads tables without decoding records, replaces the file whole and flushed.

TinyDB's own `JSONStorage` rewrites the file in place, so that a full disk or a second process tears it.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from msgspec import Struct
from tinydb import Storage

from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.difference import MALFORMED, Difference, difference
from followthrough.adapters.ledger.disk import Disk, FileStat
from followthrough.adapters.ledger.first_look import LARGE, why_no_text
from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.journal import JournalEntry
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.replacing import Replacement
from followthrough.adapters.ledger.tables import Table
from followthrough.domain.errors import (
    LostEventsError,
    NoLedgerError,
    NotAFileError,
    Problem,
    RestlessLedgerError,
    UntrustedLedgerError,
)
from followthrough.domain.notices import MergedMeanwhile, Notice, WrittenLate

_TRIES = 5
_HALF_WRITTEN_SECONDS = 1.0
"""How long to wait for a program that is just writing the file in place."""
_POLL_SECONDS = 0.02


class Writing(Struct, frozen=True, kw_only=True):
    """What a storage that may write needs besides the file: where backups go, what time it is, whom to tell."""

    backups: Backups
    now: datetime
    tell: Callable[[Notice], None]


class LedgerStorage(Storage):
    """One ledger file. `write` succeeds only when the new file is on the disk under its name."""

    def __init__(self, path: str, disk: Disk, *, create: bool = False) -> None:
        self.path = path
        self.writing: Writing | None = None
        self.added: tuple[JournalEntry, ...] = ()
        """The events that the last write added to the file."""
        self._disk = disk
        self._create = create
        self.found: FileStat | None = None
        """What the file system said of the file that was read."""
        self.written: FileStat | None = None
        """What it said of the file that replaced it before that had its name; none where it was written in place."""
        self.tables: dict[str, Table] = {}
        """What is in the file, as it was read or written last."""
        self._bytes: bytes | None = None

    def read(self) -> dict[str, Table]:  # type: ignore[override]  # TinyDB's hint knows only dicts
        """The tables, by name; none where there is no file and one may be created.

        Raises NoLedgerError, NotAFileError, UntrustedLedgerError, MachineRefusedError.
        """
        with refusals("read", self.path):
            self.found = self._disk.stat(self.path)
            if self.found is None and self._create:
                return {}
            if self.found is None:
                raise NoLedgerError(self.path)
            if self.found.kind != "file":
                raise NotAFileError(self.path, self.found.kind)
            if self.found.size >= LARGE and (reason := self._disk.why_no_ledger(self.path)):
                raise UntrustedLedgerError(self.path, reason)
            self._bytes = self._disk.read(self.path)
        self.tables = self._parsed(self._bytes)
        return dict(self.tables)

    @property
    def content(self) -> bytes:
        """The bytes that were read last; none where there was no file."""
        return self._bytes or b""

    def _parsed(self, content: bytes) -> dict[str, Table]:
        if reason := why_no_text(content):
            raise UntrustedLedgerError(self.path, reason)
        try:
            with collector_off():
                return {**parse(content)}
        except FrameError as problem:
            raise UntrustedLedgerError(self.path, str(problem)) from None

    def write(self, data: Any) -> None:
        """Put these tables in the file's place, united with what a program that takes no lock wrote meanwhile.

        Raises LostEventsError, RestlessLedgerError, UntrustedLedgerError, MachineRefusedError, HalfWrittenError.
        """
        self._write(data, _TRIES)

    def _write(self, tables: dict[str, Table], chances: int) -> None:
        """As `write`, with so many chances to bring in what another program writes just before the file is replaced."""
        for _ in range(_TRIES):
            changed = self._difference(tables)
            if changed.lost:
                raise LostEventsError(self.path, changed.lost)
            with refusals("write", self.path):
                late = self._put(tables) if self._is_as_read() else None
            if self.tables is tables:
                self.added += changed.added
                if late is not None:
                    self._unite_late(late, chances)
                return
            tables = self._united(tables)
            self._of_writing.tell(MergedMeanwhile(self.path))
        raise RestlessLedgerError(self.path)

    def _difference(self, tables: dict[str, Table]) -> Difference:
        """What writing these tables changes. Raises UntrustedLedgerError where an event has no readable id."""
        try:
            return difference(self.tables, tables)
        except MALFORMED as problem:
            raise UntrustedLedgerError(self.path, f"an event in it cannot be read ({problem})") from None

    def _is_as_read(self) -> bool:
        """Whether the file is still as it was read; if another program wrote it, it is read again."""
        target = self._disk.resolve(self.path)
        self.found = self._disk.stat(target)
        if self.found is not None and self.found.kind != "file":
            raise NotAFileError(self.path, self.found.kind)
        there = None if self.found is None else self._disk.read(target)
        if there is None or there == self._bytes:
            self._bytes = there
            return True
        self._bytes, self.tables = self._settled_down(target, there)
        return False

    def _put(self, tables: dict[str, Table]) -> str | None:
        """Put the tables in the place of the bytes that were read last.

        Returns the backup that has what another program wrote into the replaced file at the last moment, if it did.
        """
        writing, target, found = self._of_writing, self._disk.resolve(self.path), self.found
        if found is not None and self._bytes is not None:
            if not self._disk.writable(target):
                raise PermissionError(13, "it is read-only", target)
            if writing.backups.part_from(found, self._bytes):
                found = self._disk.stat(target)
        with collector_off():
            new = compose(tables)
        replacement = Replacement(self._disk, target, writing.backups, writing.now, writing.tell)
        backup = replacement.put(new, self._bytes, found)
        self.written = replacement.written
        self._bytes, self.tables = new, tables
        if backup is None or found is None:
            return None
        with suppress(OSError):
            replaced = self._disk.stat(backup)
            return None if replaced is None or replaced.same_content(found) else backup
        return None

    def _unite_late(self, backup: str, chances: int) -> None:
        """Bring what was written at the last moment into the file, where what was to be written stands already."""
        try:
            if not chances:
                raise RestlessLedgerError(self.path)
            theirs = self._settled_down(backup, self._disk.read(backup))[1]
            self._write(self._united(theirs), chances - 1)
        except (OSError, Problem):
            self._of_writing.tell(WrittenLate(self.path, backup))
        else:
            self._of_writing.tell(MergedMeanwhile(self.path))

    def _united(self, others: dict[str, Table]) -> dict[str, Table]:
        from followthrough.adapters.ledger.uniting import united

        return united(self.tables, others, self.path)

    def _settled_down(self, path: str, content: bytes) -> tuple[bytes, dict[str, Table]]:
        """What a program that writes in place has written, once it is whole. Raises UntrustedLedgerError."""
        deadline = time.monotonic() + _HALF_WRITTEN_SECONDS
        while True:
            try:
                return content, self._parsed(content)
            except UntrustedLedgerError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(_POLL_SECONDS)
            content = self._disk.read(path)

    @property
    def _of_writing(self) -> Writing:
        assert self.writing is not None, "this storage was opened for reading"
        return self.writing


@contextmanager
def collector_off() -> Iterator[None]:
    """No garbage collection in between: it would walk every record again and again and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
