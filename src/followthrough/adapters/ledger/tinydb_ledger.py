"""The ledger port on a file: TinyDB's tables for reading and changing, one storage write a step."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec

from followthrough.actions.occurring import decided
from followthrough.actions.ports import Book, Change, Decide, Pen, Written
from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.beside import Beside
from followthrough.adapters.ledger.book import FileBook
from followthrough.adapters.ledger.changing import hand_edits_of, put, touched
from followthrough.adapters.ledger.database import APP, FIRST_FORMAT, Meta, checked_meta
from followthrough.adapters.ledger.days import NamedDays, days_around
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.lock import locked
from followthrough.adapters.ledger.opening import Opened, Tell, silent
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.remembered import remembered_ledgers
from followthrough.adapters.ledger.replacing import clear_temporaries
from followthrough.adapters.ledger.replicas import Replica
from followthrough.adapters.ledger.storage import LedgerStorage
from followthrough.domain import notices
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    LostLedgerError,
    NoLedgerError,
    NotAFileError,
)
from followthrough.domain.identifiers import COMMITMENT_LENGTH, REPLICA_LENGTH, new_name

if TYPE_CHECKING:
    from followthrough.actions.merge import Copy
    from followthrough.adapters.ledger.copies import Copies, Taken
    from followthrough.adapters.ledger.merging import ReadCopy
    from followthrough.domain.merging import Brought

Changed = TypeVar("Changed")


class FileLedger:
    """A ledger file that this machine reads and changes."""

    def __init__(
        self,
        path: str,
        state_directory: str,
        command: str,
        choose: Callable[[str], str],
        now: Callable[[], datetime],
        *,
        disk: Disk | None = None,
        may_be_missing: bool = False,
        tell: Tell = silent,
    ) -> None:
        self.path = path
        self._state_directory = state_directory
        self._command = command
        self._choose = choose
        self._now = now
        self._disk = disk or Disk()
        self._may_be_missing = may_be_missing
        self._tell = tell

    def read(self, *, create: bool = False) -> Book:
        """The ledger as it is now; an empty one where none is begun yet and nobody named one, or with `create`."""
        return _joined(self._read(create=create or self._may_be_missing))

    def _read(self, *, create: bool) -> FileBook:
        self._check_kind(create=create)
        opened = self._open(self._now(), create=create)
        if (gone := opened.overwritten()) is not None:
            missing = (*gone.enough, *gone.not_enough)
            self._tell(notices.Overwritten(self.path, opened.names(missing), len(missing)))
        self._tell_all([opened.unread] if opened.unread is not None else [])
        self._say_copies(opened)
        return opened.book

    def _say_copies(self, opened: Opened) -> None:
        """Tell of copies that lie beside the ledger and are not in what was read."""
        if opened.book.meta is None:
            return
        target = self._disk.resolve(self.path)
        beside = Beside(self._disk, target, opened.replicas(opened.book.ledger_id).directory)
        if names := [os.path.basename(each) for each in beside.copies(opened.book)]:
            self._tell(notices.CopiesBeside(self.path, tuple(names)))

    def read_open(self, first: date | None = None, last: date | None = None) -> Book:
        """What is open in it, as the port has it; all of it where this machine has to look for what is missing."""
        self._check_kind(create=self._may_be_missing)
        days = NamedDays(days_around(first, last) if first and last else ())
        create = self._may_be_missing
        opened = Opened(self.path, self._state_directory, self._disk, now=self._now(), create=create, days=days)
        if opened.remembered or opened.unread is not None or opened.book.depends_on_settled():
            return self.read()
        self._say_copies(opened)
        return _joined(opened.book)

    def record(self, decide: Decide, *, by: str, now: datetime, create: bool = False, afresh: bool = False) -> Written:
        """One step, as the port has it."""
        return self._in_turn(lambda: self._record(decide, by, now, create=create), create=create, afresh=afresh)

    def _in_turn(self, change: Callable[[], Changed], *, create: bool = False, afresh: bool = False) -> Changed:
        """A change under the lock."""
        self._check_kind(create=create, afresh=afresh)
        target = self._disk.resolve(self.path)
        with refusals("make a place for", self.path):
            self._disk.make_directory(os.path.dirname(target))
        with locked(target, self._command, self._disk):
            clear_temporaries(self._disk, target)
            return change()

    def is_there(self) -> bool:
        """Whether there is a ledger, as the port has it."""
        self._check_kind(create=True)
        return self._disk.kind(self.path) is not None

    def content(self) -> bytes:
        """The bytes of the file, as the port has it."""
        self._check_kind(create=False)
        storage = LedgerStorage(self.path, self._disk)
        checked_meta(self.path, storage.read())
        return storage.content

    def merge(
        self, copies: "Sequence[Copy]", *, by: str, now: datetime, join: bool = False, create: bool = False
    ) -> "tuple[Book, tuple[Brought, ...]]":
        """Unite copies with this ledger, as the port has it."""
        from followthrough.adapters.ledger.merging import read_copy

        read = [read_copy(each, self._disk.resolve(self.path), self._disk) for each in copies]
        return self._in_turn(lambda: self._merge(read, by, now, join=join, create=create), create=create)

    def _merge(
        self, copies: "Sequence[ReadCopy]", by: str, now: datetime, *, join: bool, create: bool
    ) -> "tuple[Book, tuple[Brought, ...]]":
        from followthrough.adapters.ledger.merging import Uniting, id_of

        opened = self._open(now, create=create)
        opened.check_writer()
        pen = self._pen(opened, opened.book.ledger_id or id_of(copies), by, now)
        about = self._healed(opened, pen)
        uniting = Uniting(opened.database, self.path)
        brought = uniting.unite(copies, join=join)
        if opened.apply(hand_edits_of(opened.book, uniting.edited_by_hand(opened.book), pen), pen):
            uniting = Uniting(opened.database, self.path)
            brought = uniting.unite(copies, join=join)
        put_back = any(isinstance(each, notices.PutBack) for each in about)
        if uniting.write() or put_back:  # what is put back may be all that a copy has more
            self._close(opened, uniting.ledger_id, pen, about)
        return _joined(opened.book), brought

    def _tell_all(self, about: Iterable[notices.Notice]) -> None:
        for notice in about:
            self._tell(notice)

    def _check_kind(self, *, create: bool, afresh: bool = False) -> None:
        """Raise NotAFileError where something else is, LostLedgerError where a ledger was, NoLedgerError where none."""
        with refusals("read", self.path):
            kind = self._disk.kind(self.path)
            if kind not in (None, "file"):
                raise NotAFileError(self.path, kind)
            if kind is None and not afresh:
                known = remembered_ledgers(self._disk, self._state_directory, self._disk.resolve(self.path))
                # Another process may have begun it in between: first the file, and then what is remembered of it.
                kind = self._disk.kind(self.path)
                if known and kind is None:
                    raise LostLedgerError(self.path, len(Backups(self._disk, known[-1]).all()))
        if kind is None and not create:
            raise NoLedgerError(self.path)

    def _record(self, decide: Decide, by: str, now: datetime, *, create: bool) -> Written:
        opened = self._open(now, create=create)
        opened.check_writer()
        created = opened.book.meta is None
        meta = opened.book.meta or self._begun()
        pen, copies, taken = self._with_copies(opened, self._pen(opened, meta.ledger, by, now))
        about = self._healed(opened, pen)
        change = decided(decide, _joined(opened.book), trial := pen.another())
        opened.check_names(change)
        if not change.pairs:
            return Written(commitments=(), book=_joined(opened.book), at=now)
        if opened.apply(hand_edits_of(opened.book, touched(change, opened.book), pen), pen):
            change = decided(decide, _joined(opened.book), pen)
        else:
            pen = trial
        if created:
            put(opened.database, "meta", {"1": msgspec.to_builtins(meta)})
        changed = opened.apply(change, pen)
        self._close(opened, meta.ledger, pen, about)
        if copies is not None:
            copies.clear_away(taken, now)
        return _written(opened.book, changed, change, now, created=created)

    def _with_copies(self, opened: Opened, pen: Pen) -> "tuple[Pen, Copies | None, list[Taken]]":
        """What was read, united with the copies beside it; and the pen to go on with."""
        meta = opened.book.meta
        if meta is None:
            return pen, None, []
        beside = Beside(self._disk, self._disk.resolve(self.path), opened.replicas(meta.ledger).directory)
        if not beside.copies(opened.book):
            return pen, None, []
        from followthrough.adapters.ledger.copies import Copies

        copies = Copies(self._disk, self.path, opened, self._tell)
        taken = copies.take_in(pen)
        again = self._pen(opened, meta.ledger, pen.by, pen.now)  # a copy may have numbers of ours that were lost
        if again.replica == pen.replica:
            again.last = max(again.last, pen.last)
        return again, copies, taken

    def take_in_copies(self, *, by: str, now: datetime) -> "tuple[Book, tuple[Brought, ...]]":
        """Unite what sync tools left beside the ledger with it, as the port has it."""
        return self._in_turn(lambda: self._take_in_copies(by, now))

    def _take_in_copies(self, by: str, now: datetime) -> "tuple[Book, tuple[Brought, ...]]":
        opened = self._open(now, create=False)
        opened.check_writer()
        pen, copies, taken = self._with_copies(opened, self._pen(opened, opened.book.ledger_id, by, now))
        if copies is None:
            return _joined(opened.book), ()
        brought = tuple(each.brought for each in taken)
        if any(each.changed for each in brought):
            about = self._healed(opened, pen)
            self._close(opened, opened.book.ledger_id, pen, about)
        copies.clear_away(taken, now)
        return _joined(opened.book), brought

    def _begun(self) -> Meta:
        return Meta(
            app=APP, format=FIRST_FORMAT, min_writer=FIRST_FORMAT, ledger=new_name(COMMITMENT_LENGTH, self._choose)
        )

    def _healed(self, opened: Opened, pen: Pen) -> list[notices.Notice]:
        """Put back what another program took out; what to tell of it once it is written.

        What somebody wrote by hand into a promise that is put back in part is recorded first, in a step of its own.
        """
        if opened.is_as_left:
            return []
        about: list[notices.Notice] = []
        if (gone := opened.overwritten()) is not None:
            if gone.not_enough:
                about.append(notices.NotPutBack(self.path, opened.names(gone.not_enough), len(gone.not_enough)))
            if gone.enough:
                about.append(notices.PutBack(self.path, opened.names(gone.enough), len(gone.enough)))
                opened.apply(hand_edits_of(opened.book, gone.promises, pen), pen)
                opened.put_back(gone)
        if opened.unread is not None:
            about.append(opened.unread)
        if (missing := opened.missing_numbers()) is not None:
            about.append(missing)
        return about

    def _close(self, opened: Opened, ledger_id: str, pen: Pen, about: Iterable[notices.Notice]) -> None:
        """Put everything into the file's place, and tell what was found on the way."""
        opened.close(ledger_id, Replica(pen.replica, pen.last), pen.now, self._tell)
        self._tell_all((*about, *opened.altered))

    def _open(self, now: datetime, *, create: bool) -> Opened:
        return Opened(self.path, self._state_directory, self._disk, now=now, create=create)

    def _pen(self, opened: Opened, ledger_id: str, by: str, now: datetime) -> Pen:
        """A pen that goes on where this machine's last event in the ledger ends."""
        replicas = opened.replicas(ledger_id)
        replicas.prepare()
        kept = replicas.kept()
        entry = opened.book.replica_entry(kept.name) if kept else None
        replica = replicas.current(entry.last if entry else None) or Replica(new_name(REPLICA_LENGTH, self._choose), 0)
        return Pen(replica.name, replica.last, now, by)


def _joined(book: FileBook) -> Book:
    """The reading with everyone under one handle; as it is where nobody was renamed or joined."""
    if not book.anyone_joined():
        return book
    from followthrough.actions.joined import JoinedBook

    return JoinedBook(book)


def _written(book: FileBook, changed: Sequence[Commitment], change: Change, now: datetime, *, created: bool) -> Written:
    """What a step left, as whoever asked for it reads it."""
    seen = _joined(book)
    series = tuple(seen.series()[key] for key in dict.fromkeys(key for key, _ in change.series))
    return Written(commitments=tuple(map(seen.named, changed)), book=seen, at=now, series=series, created=created)
