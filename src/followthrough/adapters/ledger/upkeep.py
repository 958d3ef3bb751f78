"""The port of `doctor` and `restore` on a ledger file: looks at it in any state, and writes it again in one step."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, cast

import msgspec
from msgspec import Raw

from followthrough.actions.ports import Book, Change, Ledger, Pen
from followthrough.adapters.ledger.backups import Backup, Backups
from followthrough.adapters.ledger.book import FORMAT, FileBook
from followthrough.adapters.ledger.changing import hand_edits_of
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.journal import HistoryOf, Journal, JournalEntry
from followthrough.adapters.ledger.lock import holder_in, lock_path_of, locked
from followthrough.adapters.ledger.purging import purge
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.remembered import BACKUPS, JOURNAL, directory_of, is_tame, remembered_ledgers
from followthrough.adapters.ledger.replacing import Replacement, clear_temporaries
from followthrough.adapters.ledger.replicas import Replicas
from followthrough.adapters.ledger.storage import collector_off
from followthrough.adapters.ledger.tables import Record
from followthrough.domain.errors import NotAFileError, Problem, RestlessLedgerError, UntrustedLedgerError
from followthrough.domain.notices import CopyNotRead, JournalNotKept, Notice
from followthrough.formats.examination.copies import Held
from followthrough.formats.examination.reading import Tables, read_records
from followthrough.formats.examination.sighting import (
    BackupOf,
    JournalEvent,
    Keepsakes,
    Sibling,
    Sighting,
    Surroundings,
)
from followthrough.formats.mending import Rewriting
from followthrough.formats.salvage import salvage
from followthrough.formats.siblings import is_conflicted_copy, is_left_over, name_aside

_TRIES = 5
_EVENT_ID = re.compile(rb'"id":\s*"([k-z]{5}\.[1-9][0-9]*)')
_HISTORIES: Mapping[str, HistoryOf] = {
    "commitments": "promises",
    "people": "people",
    "series": "series",
    "forgotten": "forgotten",
}
_MOST_SIBLINGS = 20
_LARGEST = 400_000_000
"""More bytes than a ledger of 500,000 promises has; something else is not read into memory."""
_ROOM = 1_000_000


class FileUpkeep:
    """One ledger file with everything that this machine keeps of it."""

    writes = FORMAT

    def __init__(
        self,
        ledger: Ledger,
        state_directory: str,
        command: str,
        *,
        disk: Disk | None = None,
        tell: Callable[[Notice], None] = lambda notice: None,
    ) -> None:
        self.path = ledger.path
        self._ledger = ledger
        self._state_directory = state_directory
        self._command = command
        self._disk = disk or Disk()
        self._tell = tell
        self._unread: set[str] = set()

    def look(self) -> Sighting:
        with collector_off():
            return self._look(self._target(), writing=False)

    def _target(self) -> str:
        with refusals("read", self.path):
            target = self._disk.resolve(self.path)
            kind = self._disk.kind(target)
        if kind not in (None, "file"):
            raise NotAFileError(self.path, kind)
        return target

    def _look(self, target: str, *, writing: bool) -> Sighting:
        with refusals("read", self.path):
            found = self._disk.stat(target)
            if found is not None and found.size > _LARGEST:
                raise UntrustedLedgerError(self.path, f"it is larger than {_LARGEST // 10**6:,} MB, as no ledger is")
            data = self._disk.read(target) if found is not None else None
        tables, reason, ours = (None, "", True) if data is None else _read(data)
        keepsakes = self._keepsakes(target, _ledger_id(tables), data or b"")
        return Sighting(
            path=self.path,
            data=data,
            tables=tables,
            reason=reason,
            ours=ours,
            keepsakes=keepsakes,
            siblings=tuple(self._siblings(target, _ledger_id(tables) or (keepsakes.ledger if keepsakes else ""))),
            around=self._around(target, len(data or b""), keepsakes, writing=writing),
        )

    def _keepsakes(self, target: str, ledger_id: str, data: bytes) -> Keepsakes | None:
        """What is kept of the ledger of that id; where nothing is, of the last one here with events of this file."""
        if is_tame(ledger_id):
            own = directory_of(self._state_directory, target, ledger_id)
            with self._told_of(own):
                if self._disk.names_in(own):
                    return self._kept_in(own, target)
        with self._told_of(self._state_directory):
            ids = set(_EVENT_ID.findall(data))
            for directory in reversed(remembered_ledgers(self._disk, self._state_directory, target)):
                kept = self._kept_in(directory, target)
                if not ids or ids & _ids_of(kept):
                    return kept
        return None

    def _kept_in(self, directory: str, target: str) -> Keepsakes:
        ledger_id = os.path.basename(directory)
        replica = Replicas(self._state_directory, ledger_id, target, self._disk).kept()
        journal: list[JournalEntry] = []
        backups: list[Backup] = []
        with self._told_of(os.path.join(directory, JOURNAL)):
            journal = Journal(self._disk, directory).entries()
        with self._told_of(os.path.join(directory, BACKUPS)):
            backups = Backups(self._disk, directory).all()
        return Keepsakes(
            ledger=ledger_id,
            journal=tuple(JournalEvent(each.of, each.key, bytes(each.event)) for each in journal),
            backups=tuple(
                BackupOf(
                    number=each.number,
                    name=each.name,
                    taken=each.taken,
                    tables=_TablesOf(self._disk, each.path, self._told_of),
                )
                for each in backups
            ),
            replica=replica.name if replica else "",
            last=replica.last if replica else 0,
        )

    @contextmanager
    def _told_of(self, path: str) -> Iterator[None]:
        """Go on without what cannot be read, and say so once."""
        try:
            yield
        except OSError as error:
            if path not in self._unread:
                self._unread.add(path)
                self._tell(CopyNotRead(path, error.strerror or str(error)))

    def _siblings(self, target: str, ledger_id: str) -> Iterator[Sibling]:
        """The copies of this ledger that others made beside it."""
        directory, ledger = os.path.split(target)
        names: list[str] = []
        with suppress(OSError):
            names = [each for each in self._disk.names_in(directory) if is_conflicted_copy(each, ledger)]
        for name in names[:_MOST_SIBLINGS]:
            with suppress(OSError):
                path = os.path.join(directory, name)
                there = self._disk.stat(path)
                if there is not None and there.kind == "file" and there.size <= _LARGEST:
                    content = self._disk.read(path)
                    tables = _read(content)[0] or salvage(content).tables
                    if _ledger_id(tables) in ("", ledger_id):
                        yield Sibling(name=name, tables=tables)

    def _around(self, target: str, size: int, kept: Keepsakes | None, *, writing: bool) -> Surroundings:
        directory, ledger = os.path.split(target)
        holder: str | None = None
        left_over: tuple[str, ...] = ()
        shared: str | None = None
        mode: int | None = None
        with suppress(OSError):
            holder = None if writing else self._holder(target)
            names = self._disk.names_in(directory) if holder is None else []
            left_over = tuple(each for each in names if is_left_over(each, ledger))
            mode = self._disk.mode(target)
            shared = self._shared_with(target, kept)
        return Surroundings(
            mode=mode,
            left_over=left_over,
            holder=holder,
            free=_free(directory),
            needed=2 * size + _ROOM,
            shared_with=shared,
        )

    def _holder(self, target: str) -> str | None:
        """Who holds the lock now; None where nobody does."""
        from filelock import Timeout

        path = lock_path_of(target)
        if self._disk.stat(path) is None:
            return None
        try:
            self._disk.unlock(self._disk.lock(path, 0))
        except Timeout:
            return holder_in(self._disk, path)
        return None

    def _shared_with(self, target: str, kept: Keepsakes | None) -> str | None:
        """The backup that is one file with the ledger."""
        found = self._disk.stat(target)
        if kept is None or found is None or found.links < 2:
            return None
        backups = Backups(self._disk, directory_of(self._state_directory, target, kept.ledger)).all()
        same = [each for each in backups if (there := self._disk.stat(each.path)) and there.same_file(found)]
        return same[0].name if same else None

    def rewrite(self, decide: Callable[[Sighting], Rewriting | None], now: datetime) -> str | None:
        target = self._target()
        with refusals("make a place for", self.path):
            self._disk.make_directory(os.path.dirname(target))
        with locked(target, self._command, self._disk), collector_off():
            clear_temporaries(self._disk, target)
            for _ in range(_TRIES):
                sighting = self._look(target, writing=True)
                rewriting = decide(sighting)
                if rewriting is None:
                    return None
                new = _composed(rewriting.tables)
                if new == sighting.data:
                    return None
                with refusals("write", self.path):
                    if self._disk.stat(target) is not None and self._disk.read(target) != sighting.data:
                        continue  # somebody who takes no lock wrote it meanwhile
                    aside = self._kept_aside(target, sighting.data, now) if rewriting.aside else None
                    self._put(target, sighting, rewriting.tables, new, now)
                return aside
        raise RestlessLedgerError(self.path)

    def _kept_aside(self, target: str, data: bytes | None, now: datetime) -> str | None:
        """Copy the damaged file, for its owner; the name of the copy beside the ledger."""
        if data is None or not data.strip(b"\0 \r\n\t"):
            return None  # there is nothing in it to be kept
        directory, ledger = os.path.split(target)
        first = path = os.path.join(directory, name_aside(ledger, f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
        number = 1
        while (there := self._disk.stat(path)) is not None:
            if there.size == len(data) and self._disk.read(path) == data:
                return os.path.basename(path)
            number += 1
            path = f"{first}-{number}"
        self._disk.write_new(path, data, self._disk.mode(target) or 0o600)
        return os.path.basename(path)

    def _put(self, target: str, sighting: Sighting, tables: Tables, new: bytes, now: datetime) -> None:
        """Put the file in its place as every write does: flushed, with a backup before and a journal after it."""
        replicas = Replicas(self._state_directory, _ledger_id(tables), target, self._disk)
        replicas.prepare()
        backups = Backups(self._disk, replicas.directory)
        found = self._disk.stat(target)
        if found is not None and sighting.data is not None and backups.part_from(found, sighting.data):
            found = self._disk.stat(target)
        replacement = Replacement(self._disk, target, backups, now, self._tell)
        replacement.put(new, sighting.data, found)
        before = sighting.tables or {}
        held = Held(before, tuple(read_records(before)))
        added = [
            JournalEntry(_HISTORIES[each.owner[0]], each.owner[1], Raw(each.event.raw))
            for each in held.lacking(tables)
            if each.owner[0] in _HISTORIES
        ]
        try:
            Journal(self._disk, replicas.directory).append(added)
        except OSError as error:
            self._tell(JournalNotKept(error.strerror or str(error)))
        replicas.keep(None, replacement.written)
        backups.rotate(now)
        fresh = [each.key for each in added if each.of == "forgotten"]
        tombstones = frozenset(tables.get("forgotten", ()))
        for notice in purge(self._disk, self._state_directory, target, tombstones, fresh):
            self._tell(notice)

    def record_hand_edits(self, ids: tuple[str, ...], *, by: str, now: datetime) -> None:
        def decide(book: Book, pen: Pen) -> Change:
            return hand_edits_of(cast("FileBook", book), ids, pen)

        with suppress(Problem):  # of a ledger that cannot be written yet; what remains is said
            self._ledger.record(decide, by=by, now=now)

    def tidy(self) -> None:
        target = self._target()
        with locked(target, self._command, self._disk), refusals("tidy up beside", self.path):
            clear_temporaries(self._disk, target)
            for directory in remembered_ledgers(self._disk, self._state_directory, target):
                found = self._disk.stat(target)
                if found is not None:
                    Backups(self._disk, directory).part_from(found, self._disk.read(target))


class _TablesOf(Mapping[str, Mapping[str, bytes]]):
    """What is in a backup, read when somebody looks and not kept: there can be many, and each may be large."""

    def __init__(self, disk: Disk, path: str, told_of: Callable[[str], AbstractContextManager[None]]) -> None:
        self._disk = disk
        self._path = path
        self._told_of = told_of

    def _read(self) -> Tables:
        content = b""
        with self._told_of(self._path):
            content = self._disk.read(self._path)
        return _read(content)[0] or salvage(content).tables

    def __getitem__(self, name: str) -> Mapping[str, bytes]:
        """A table; an empty one where the backup cannot be read any more."""
        return self._read().get(name, {})

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def items(self) -> Any:
        """All tables in one reading."""
        return self._read().items()


def _read(data: bytes) -> tuple[Tables | None, str, bool]:
    """The tables of a file, or why there are none; and whether it is laid out as this program does."""
    try:
        parsed = parse(data)
        tables = {name: {key: record.line for key, record in table.items()} for name, table in parsed.items()}
    except FrameError as problem:
        return None, str(problem), True
    except (msgspec.MsgspecError, UnicodeError):
        return None, "a record has no readable name", True
    return tables, "", compose(parsed) == data


def _composed(tables: Tables) -> bytes:
    return compose({name: {key: Record(line, key) for key, line in lines.items()} for name, lines in tables.items()})


def _ledger_id(tables: Tables | None) -> str:
    try:
        found = msgspec.json.decode((tables or {})["meta"]["1"], type=dict[str, object]).get("ledger")
    except (KeyError, msgspec.MsgspecError, UnicodeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


def _ids_of(kept: Keepsakes) -> set[bytes]:
    ids = {each for entry in kept.journal for each in _EVENT_ID.findall(entry.event)}
    if kept.backups:
        ids |= {
            each
            for _, lines in kept.backups[-1].tables.items()
            for line in lines.values()
            for each in _EVENT_ID.findall(line)
        }
    return ids


def _free(directory: str) -> int | None:
    """How much room there is for this user on the disk of a directory, in bytes."""
    try:
        found = os.statvfs(directory)
    except OSError:
        return None
    return found.f_bavail * found.f_frsize
