"""A ledger file that was read, what this machine remembers of it, and the one write that may follow."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import cast

from msgspec.structs import replace
from tinydb.middlewares import CachingMiddleware

from followthrough.actions.ports import Change, Pen, as_one_step
from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.book import FileBook
from followthrough.adapters.ledger.changing import Changing, put, raise_writer
from followthrough.adapters.ledger.database import FIRST_FORMAT, FORMAT, LedgerDatabase, ReplicaEntry
from followthrough.adapters.ledger.days import NamedDays
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.healing import (
    Overwritten,
    lasts_of,
    lines_with,
    missing_from,
    missing_numbers,
    names_of,
    overwritten,
)
from followthrough.adapters.ledger.journal import Journal, JournalEntry
from followthrough.adapters.ledger.open_storage import OpenStorage
from followthrough.adapters.ledger.remembered import JOURNAL, remember_links
from followthrough.adapters.ledger.replicas import Replica, Replicas, machine_name
from followthrough.adapters.ledger.storage import LedgerStorage, Writing
from followthrough.adapters.ledger.tables import Table
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    ForgottenHandleError,
    NewerLedgerError,
    UnreadableRecordError,
    UntrustedLedgerError,
)
from followthrough.domain.notices import Altered, CopyNotRead, JournalNotKept, Notice, NumbersMissing
from followthrough.formats.erasing import first_named

Tell = Callable[[Notice], None]


def silent(notice: Notice) -> None:
    """Tell nobody."""


class Opened:
    """One reading of a ledger file through TinyDB: read once, and written once, when it is closed."""

    def __init__(
        self,
        path: str,
        state_directory: str,
        disk: Disk,
        *,
        now: datetime,
        create: bool,
        days: NamedDays | None = None,
    ) -> None:
        self._now = now
        self._path = path
        self._state_directory = state_directory
        self._disk = disk
        self._resolved = disk.resolve(path)
        storage = LedgerStorage if days is None else partial(OpenStorage, days=days)
        once = CachingMiddleware(storage)  # type: ignore[no-untyped-call]  # TinyDB leaves it untyped
        self.database = LedgerDatabase(path, disk, create=create, storage=once)
        self._storage = cast("LedgerStorage", once.storage)
        self.book = self._read()
        self.altered: list[Altered] = []
        """What was found not to be as it was recorded, in the records that were changed."""
        self.unread: CopyNotRead | None = None
        """What this machine remembers and cannot read, once it was looked for."""

    def _read(self) -> FileBook:
        return FileBook(self.database, self._path, self._resolved, self._state_directory, self._disk, self._now)

    def reread(self, asks_for: int = FIRST_FORMAT) -> None:
        """The reading after a change, of which no program is left that would write it and fold it otherwise."""
        raise_writer(self.database, self._read(), asks_for)
        self.book = self._read()

    def check_writer(self) -> None:
        """Raise NewerLedgerError where this version may read the ledger and not write it."""
        meta = self.book.meta
        if meta is not None and meta.min_writer > FORMAT:
            raise NewerLedgerError(self._path, meta.min_writer, FORMAT)

    @property
    def tables(self) -> dict[str, Table]:
        """The tables as they are now, changes that are not written yet included."""
        return dict(self.database.storage.read() or {})  # type: ignore[arg-type]  # our storage

    def replicas(self, ledger_id: str) -> Replicas:
        """This machine's names in the ledger of that id at this path."""
        return Replicas(self._state_directory, ledger_id, self._resolved, self._disk)

    @cached_property
    def is_as_left(self) -> bool:
        """Whether nobody touched the file since this machine's last write."""
        found, ledger_id = self._storage.found, self.book.ledger_id
        return found is None or not ledger_id or self.replicas(ledger_id).left_as(found)

    def overwritten(self) -> Overwritten | None:
        """What another program took out of the file, as this machine's journal tells; None where nothing."""
        missing = missing_from(self.tables, self.remembered)
        return overwritten(self.tables, missing) if missing else None

    @cached_property
    def remembered(self) -> Sequence[JournalEntry]:
        """What this machine wrote and has to look for, since somebody else touched the file."""
        if self.is_as_left:
            return ()
        directory = self.replicas(self.book.ledger_id).directory
        try:
            return Journal(self._disk, directory).entries()
        except OSError as error:
            self.unread = CopyNotRead(os.path.join(directory, JOURNAL), error.strerror or str(error))
            return ()

    def names(self, entries: tuple[JournalEntry, ...]) -> tuple[str, ...]:
        """What these events are about, for people."""
        return names_of(self.tables, entries)

    def put_back(self, gone: Overwritten) -> None:
        """Unite the tables with what was taken out. Raises UntrustedLedgerError."""
        from followthrough.adapters.ledger.uniting import with_lines

        try:
            lines = lines_with(self.tables, gone.enough)
        except UnreadableRecordError as problem:
            raise UntrustedLedgerError(self._path, problem.reason) from None
        self.database.storage.write(with_lines(self.tables, lines, self._path))  # type: ignore[arg-type]  # likewise
        self.book = self._read()
        for replica, last in lasts_of(gone).items():  # what came before these is missed by its number, if it is missing
            entry = self.book.replica_entry(replica) or ReplicaEntry()
            if last > entry.last:
                put(self.database, "replicas", {replica: replace(entry, last=last).fields()})
        self.reread()

    def apply(self, change: Change, pen: Pen) -> tuple[Commitment, ...]:
        """Put a change into the tables as one step that this pen wrote; the commitments it touched."""
        if not change.pairs:
            return ()
        changing = Changing(self.database, self.book, self._path)
        changed = changing.apply(as_one_step(change))
        if self._forgotten_in(change) is not None:  # what somebody wrote by hand
            changing.erase_names()
        entry = self.book.replica_entry(pen.replica)
        written = ReplicaEntry(name=entry.name if entry else machine_name(), by=pen.by, last=pen.last)
        put(self.database, "replicas", {pen.replica: written.fields()})
        self.altered += changing.altered
        self.reread(changing.asks_for)
        return changed

    def check_names(self, change: Change) -> None:
        """Raise ForgottenHandleError where a change names someone who was forgotten: the name would not stay."""
        if (handle := self._forgotten_in(change)) is not None:
            raise ForgottenHandleError(handle)

    def _forgotten_in(self, change: Change) -> str | None:
        """The handle in a change of someone who was forgotten before."""
        events = [event for _, event in change.pairs]
        return first_named(self.book.forgotten_people(), [key for key, _ in change.people], events)

    def missing_numbers(self) -> NumbersMissing | None:
        """What the numbering of events says is missing."""
        missing = missing_numbers(self.tables)
        if not missing:
            return None
        names = tuple(f"{count} of {name}" for name, count in sorted(missing.items()))
        return NumbersMissing(self._path, names, sum(missing.values()))

    def close(self, ledger_id: str, replica: Replica | None, now: datetime, tell: Tell) -> None:
        """Put what was changed into the file's place, and remember on this machine what it was.

        Raises what `LedgerStorage.write` raises, and then nothing was changed.
        """
        replicas, was_as_left = self.replicas(ledger_id), self.is_as_left
        backups = Backups(self._disk, replicas.directory)
        self._storage.writing = Writing(backups=backups, now=now, tell=tell)
        self.database.close()
        try:
            Journal(self._disk, replicas.directory).append(self._storage.added)
        except OSError as error:
            tell(JournalNotKept(error.strerror or str(error)))
        replicas.keep(replica, self._storage.written)
        remember_links(self._disk, self._state_directory, self._path, self._resolved)
        backups.rotate(now)
        if tombstones := frozenset(self._storage.tables.get("forgotten", ())):
            from followthrough.adapters.ledger.purging import purge

            fresh = [each.key for each in self._storage.added if each.of == "forgotten"]
            if not was_as_left:  # what was replaced came from elsewhere, and may have had anything in it
                fresh = [*tombstones]
            for notice in purge(self._disk, self._state_directory, self._resolved, tombstones, fresh):
                tell(notice)
        self.database.storage.write(self._storage.tables)  # type: ignore[arg-type]  # with what others wrote meanwhile
        self.book = self._read()
