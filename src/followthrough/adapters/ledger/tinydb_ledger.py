"""The ledger port on a file: TinyDB's tables for reading and changing, one storage write a step."""

import os
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware

from followthrough.actions.ports import Change, Decide, Pen, Written, as_one_step
from followthrough.adapters.ledger.book import APP, FORMAT, FileBook, LedgerDatabase, Meta
from followthrough.adapters.ledger.changing import Changing, hand_edited, put
from followthrough.adapters.ledger.days import NamedDays, days_around
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.lock import locked
from followthrough.adapters.ledger.open_storage import OpenStorage
from followthrough.adapters.ledger.replicas import Replica, Replicas, machine_name
from followthrough.adapters.ledger.storage import ChangedMeanwhileError, LedgerStorage, refusals
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    NewerLedgerError,
    NoLedgerError,
    NotAFileError,
    RestlessLedgerError,
)
from followthrough.domain.identifiers import COMMITMENT_LENGTH, REPLICA_LENGTH, new_name

_TRIES = 5


class FileLedger:
    """A ledger file that this machine reads and changes."""

    def __init__(
        self,
        path: str,
        state_directory: str,
        command: str,
        choose: Callable[[str], str],
        *,
        disk: Disk | None = None,
        may_be_missing: bool = False,
    ) -> None:
        self.path = path
        self._state_directory = state_directory
        self._command = command
        self._choose = choose
        self._disk = disk or Disk()
        self._may_be_missing = may_be_missing

    def read(self) -> FileBook:
        """The ledger as it is now; an empty one where none is begun yet and nobody named one."""
        return self._book(self._database(create=self._may_be_missing))

    def read_open(self, first: date | None = None, last: date | None = None) -> FileBook:
        """What is open in it, as the port has it."""
        days = NamedDays(days_around(first, last) if first and last else ())
        once = CachingMiddleware(OpenStorage)  # type: ignore[no-untyped-call]  # TinyDB leaves it untyped
        return self._book(LedgerDatabase(self.path, self._disk, days=days, create=self._may_be_missing, storage=once))

    def record(self, decide: Decide, *, by: str, now: datetime, create: bool = False) -> Written:
        """One step, as the port has it."""
        with refusals("read", self.path):
            kind = self._disk.kind(self.path)
        if kind not in (None, "file"):
            raise NotAFileError(self.path, kind)
        if kind is None and not create:
            raise NoLedgerError(self.path)
        target = self._disk.resolve(self.path)
        with refusals("make a place for", self.path):
            self._disk.make_directory(os.path.dirname(target))
        with locked(target, self._command):
            for _ in range(_TRIES):
                try:
                    return self._record_once(decide, by, now, create=create)
                except ChangedMeanwhileError:
                    continue
            raise RestlessLedgerError(self.path)

    def _record_once(self, decide: Decide, by: str, now: datetime, *, create: bool) -> Written:
        database = self._database(create=create)
        book = self._book(database)
        created = book.meta is None
        meta = book.meta or Meta(
            app=APP, format=FORMAT, min_writer=FORMAT, ledger=new_name(COMMITMENT_LENGTH, self._choose)
        )
        if meta.min_writer > FORMAT:
            raise NewerLedgerError(self.path, meta.min_writer, FORMAT)
        replicas = book.replicas or Replicas(self._state_directory, meta.ledger, self._resolved())
        replicas.prepare()
        replica = self._replica(book, replicas)
        pen, second_pen = (Pen(replica.name, replica.last, now, by) for _ in range(2))
        change = as_one_step(decide(book, pen))
        if not (change.commitments or change.people or change.forgotten):
            return Written(commitments=(), book=book)
        by_hand = as_one_step(hand_edited(book, change, second_pen))
        if by_hand.commitments:  # a step of its own, before the one that was asked for
            self._write(database, book, replicas, by_hand, second_pen)
            return self._record_once(decide, by, now, create=create)
        if created:
            put(database, "meta", {"1": msgspec.to_builtins(meta)})
        changed = self._write(database, book, replicas, change, pen)
        return Written(commitments=changed, book=self._book(database), created=created)

    def _write(
        self, database: TinyDB, book: FileBook, replicas: Replicas, change: Change, pen: Pen
    ) -> tuple[Commitment, ...]:
        """Put a change into the tables and the file into its place; the commitments it touched."""
        changed = Changing(database, book).apply(change)
        put(database, "replicas", {pen.replica: _replica_fields(book, pen.replica, pen.last)})
        database.close()
        replicas.keep(Replica(pen.replica, pen.last))
        return changed

    def _database(self, *, create: bool) -> TinyDB:
        """The file read once, and written once, when the database is closed."""
        once = CachingMiddleware(LedgerStorage)  # type: ignore[no-untyped-call]  # TinyDB leaves it untyped
        return LedgerDatabase(self.path, self._disk, create=create, storage=once)

    def _book(self, database: TinyDB) -> FileBook:
        return FileBook(database, self.path, self._resolved(), self._state_directory)

    def _resolved(self) -> str:
        return self._disk.resolve(self.path)

    def _replica(self, book: FileBook, replicas: Replicas) -> Replica:
        kept = replicas.kept()
        entry = book.replica_entry(kept.name) if kept else None
        return replicas.current(entry.last if entry else None) or Replica(new_name(REPLICA_LENGTH, self._choose), 0)


def _replica_fields(book: FileBook, name: str, last: int) -> dict[str, Any]:
    entry = book.replica_entry(name)
    return {"name": entry.name if entry else machine_name(), "last": last}
