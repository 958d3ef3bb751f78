"""The ledger port on a file: TinyDB's tables for reading and changing, one storage write a step."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from followthrough.actions.ports import Book, Change, Decide, Pen, Written, as_one_step
from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.book import APP, FORMAT, FileBook, Meta
from followthrough.adapters.ledger.changing import Changing, hand_edited, hand_edits_of, put
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.lock import locked
from followthrough.adapters.ledger.opening import Opened, Tell, silent
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.remembered import remembered_ledgers
from followthrough.adapters.ledger.replacing import clear_temporaries
from followthrough.adapters.ledger.replicas import Replica, Replicas, machine_name
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
        *,
        disk: Disk | None = None,
        may_be_missing: bool = False,
        tell: Tell = silent,
    ) -> None:
        self.path = path
        self._state_directory = state_directory
        self._command = command
        self._choose = choose
        self._disk = disk or Disk()
        self._may_be_missing = may_be_missing
        self._tell = tell

    def read(self) -> FileBook:
        """The ledger as it is now; an empty one where none is begun yet and nobody named one."""
        self._check_kind(create=self._may_be_missing)
        opened = self._open(create=self._may_be_missing)
        if (gone := opened.overwritten()) is not None:
            missing = (*gone.enough, *gone.not_enough)
            self._tell(notices.Overwritten(self.path, opened.names(missing), len(missing)))
        return opened.book

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

    def merge(
        self, copies: "Sequence[Copy]", *, by: str, now: datetime, join: bool = False
    ) -> "tuple[Book, tuple[Brought, ...]]":
        """Unite copies with this ledger, as the port has it."""
        from followthrough.adapters.ledger.merging import read_copy

        read = [read_copy(each, self._disk.resolve(self.path), self._disk) for each in copies]
        return self._in_turn(lambda: self._merge(read, by, now, join=join))

    def _merge(
        self, copies: "Sequence[ReadCopy]", by: str, now: datetime, *, join: bool
    ) -> "tuple[Book, tuple[Brought, ...]]":
        from followthrough.adapters.ledger.merging import Uniting

        opened = self._open(create=False)
        opened.check_writer()
        about = self._healed(opened)
        uniting = Uniting(opened.database, self.path)
        brought = uniting.unite(copies, join=join)
        if edited := uniting.edited_by_hand(opened.book):
            self._record(lambda _, pen: hand_edits_of(self.read(), edited, pen), by, now, create=False)
            return self._merge(copies, by, now, join=join)
        if uniting.write():
            opened.close(uniting.ledger_id, None, now, self._tell)
            self._tell_all(about)
        return opened.book, brought

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
                if known:
                    raise LostLedgerError(self.path, len(Backups(self._disk, known[-1]).all()))
        if kind is None and not create:
            raise NoLedgerError(self.path)

    def _record(self, decide: Decide, by: str, now: datetime, *, create: bool) -> Written:
        opened = self._open(create=create)
        opened.check_writer()
        created = opened.book.meta is None
        meta = opened.book.meta or self._begun()
        replicas = opened.replicas(meta.ledger)
        replicas.prepare()
        about = self._healed(opened)
        replica = self._replica(opened.book, replicas)
        pen, second_pen = (Pen(replica.name, replica.last, now, by) for _ in range(2))
        change = as_one_step(decide(opened.book, pen))
        if not (change.commitments or change.people or change.forgotten):
            return Written(commitments=(), book=opened.book)
        by_hand = as_one_step(hand_edited(opened.book, change, second_pen))
        if by_hand.commitments:  # a step of its own, before the one that was asked for
            self._write(opened, meta, by_hand, second_pen, about)
            return self._record(decide, by, now, create=create)
        if created:
            put(opened.database, "meta", {"1": msgspec.to_builtins(meta)})
        changed = self._write(opened, meta, change, pen, about)
        return Written(commitments=changed, book=opened.book, created=created)

    def _begun(self) -> Meta:
        return Meta(app=APP, format=FORMAT, min_writer=FORMAT, ledger=new_name(COMMITMENT_LENGTH, self._choose))

    def _healed(self, opened: Opened) -> list[notices.Notice]:
        """Put back what another program took out; what to tell of it once it is written."""
        if opened.is_as_left:
            return []
        about: list[notices.Notice] = []
        if (gone := opened.overwritten()) is not None:
            if gone.not_enough:
                about.append(notices.NotPutBack(self.path, opened.names(gone.not_enough), len(gone.not_enough)))
            if gone.enough:
                about.append(notices.PutBack(self.path, opened.names(gone.enough), len(gone.enough)))
                opened.put_back(gone)
        if (missing := opened.missing_numbers()) is not None:
            about.append(missing)
        return about

    def _write(
        self, opened: Opened, meta: Meta, change: Change, pen: Pen, about: list[notices.Notice]
    ) -> tuple[Commitment, ...]:
        """Put a change into the tables and the file into its place; the commitments it touched."""
        changing = Changing(opened.database, opened.book)
        changed = changing.apply(change)
        put(opened.database, "replicas", {pen.replica: _replica_fields(opened.book, pen.replica, pen.last)})
        opened.close(meta.ledger, Replica(pen.replica, pen.last), pen.now, self._tell)
        self._tell_all((*about, *changing.altered))
        if change.forgotten:
            from followthrough.adapters.ledger.purging import purge

            directory = opened.replicas(meta.ledger).directory
            self._tell_all(purge(self._disk, directory, [key for key, _ in change.forgotten]))
        return changed

    def _open(self, *, create: bool) -> Opened:
        return Opened(self.path, self._state_directory, self._disk, create=create)

    def _replica(self, book: FileBook, replicas: Replicas) -> Replica:
        kept = replicas.kept()
        entry = book.replica_entry(kept.name) if kept else None
        return replicas.current(entry.last if entry else None) or Replica(new_name(REPLICA_LENGTH, self._choose), 0)


def _replica_fields(book: FileBook, name: str, last: int) -> dict[str, Any]:
    entry = book.replica_entry(name)
    return {"name": entry.name if entry else machine_name(), "last": last}
