"""What a ledger file looks like in any state, with what this machine keeps of it and what stands around it."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

import msgspec

from followthrough.adapters.ledger.backups import Backup, Backups
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.journal import Journal, JournalEntry
from followthrough.adapters.ledger.lock import holder_in, lock_path_of
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.remembered import BACKUPS, JOURNAL, directory_of, is_tame, remembered_ledgers
from followthrough.adapters.ledger.replicas import Replicas
from followthrough.domain.errors import UntrustedLedgerError
from followthrough.domain.findings import DriverLack
from followthrough.domain.notices import CopyNotRead, Notice
from followthrough.formats.examination.reading import Tables
from followthrough.formats.examination.sighting import (
    BackupOf,
    JournalEvent,
    Keepsakes,
    Sibling,
    Sighting,
    Surroundings,
)
from followthrough.formats.salvage import salvage
from followthrough.formats.siblings import is_conflicted_copy, is_left_over

Lacks = Callable[[str], DriverLack | None]
"""What is lacking for git to merge the ledger at a resolved path as this program does."""
_EVENT_ID = re.compile(rb'"id":\s*"([k-z]{5}\.[1-9][0-9]*)')
_MOST_SIBLINGS = 20
_LARGEST = 1_000_000_000
"""More bytes than a circle of 50 fills with ten promises a day each in five years; no more is read into memory."""
_ROOM = 1_000_000


class Lookout:
    """Looks at one ledger file, changing nothing; what cannot be read of this machine's copies is told once."""

    def __init__(
        self,
        path: str,
        state_directory: str,
        disk: Disk,
        tell: Callable[[Notice], None],
        lacks: Lacks = lambda path: None,
    ) -> None:
        self._path = path
        self._state_directory = state_directory
        self._disk = disk
        self._tell = tell
        self._lacks = lacks
        self._unread: set[str] = set()

    def look(self, target: str, *, writing: bool) -> Sighting:
        """The file that the path leads to; who is `writing` it holds the lock itself.

        Raises UntrustedLedgerError, MachineRefusedError.
        """
        with refusals("read", self._path):
            found = self._disk.stat(target)
            if found is not None and found.size > _LARGEST:
                raise UntrustedLedgerError(self._path, f"it is larger than {_LARGEST // 10**6:,} MB, as no ledger is")
            data = self._disk.read(target) if found is not None else None
        tables, reason, ours = (None, "", True) if data is None else tables_in(data)
        keepsakes = self._keepsakes(target, ledger_id_of(tables), data or b"")
        return Sighting(
            path=self._path,
            data=data,
            tables=tables,
            reason=reason,
            ours=ours,
            keepsakes=keepsakes,
            siblings=tuple(self._siblings(target, ledger_id_of(tables) or (keepsakes.ledger if keepsakes else ""))),
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
                    tables = tables_in(content)[0] or salvage(content).tables
                    if ledger_id_of(tables) in ("", ledger_id):
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
            driver_lack=None if writing else self._lacks(target),
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
        return tables_in(content)[0] or salvage(content).tables

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


def tables_in(data: bytes) -> tuple[Tables | None, str, bool]:
    """The tables of a file, or why there are none; and whether it is laid out as this program does."""
    try:
        parsed = parse(data)
        tables = {name: {key: record.line for key, record in table.items()} for name, table in parsed.items()}
    except FrameError as problem:
        return None, str(problem), True
    except (msgspec.MsgspecError, UnicodeError):
        return None, "a record has no readable name", True
    return tables, "", compose(parsed) == data


def ledger_id_of(tables: Tables | None) -> str:
    """The id that a ledger of these tables says it has; empty where it says none."""
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
