"""The port of `doctor` and `restore` on a ledger file: looks at it in any state, and writes it again in one step."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from errno import EACCES
from typing import cast

from msgspec import Raw

from followthrough.actions.ports import Book, Change, Ledger, Pen
from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.book import FileBook
from followthrough.adapters.ledger.changing import hand_edits_of
from followthrough.adapters.ledger.database import FORMAT
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import compose
from followthrough.adapters.ledger.journal import HistoryOf, Journal, JournalEntry
from followthrough.adapters.ledger.lock import locked
from followthrough.adapters.ledger.purging import purge
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.remembered import remembered_ledgers
from followthrough.adapters.ledger.replacing import Replacement, clear_temporaries
from followthrough.adapters.ledger.replicas import Replicas
from followthrough.adapters.ledger.sightings import Lacks, Lookout, ledger_id_of
from followthrough.adapters.ledger.storage import collector_off
from followthrough.adapters.ledger.tables import Record
from followthrough.domain.errors import NotAFileError, Problem, RestlessLedgerError
from followthrough.domain.notices import JournalNotKept, Notice
from followthrough.formats.examination.copies import Held
from followthrough.formats.examination.reading import Tables, read_records
from followthrough.formats.examination.sighting import Sighting
from followthrough.formats.mending import Rewriting
from followthrough.formats.siblings import name_aside

_TRIES = 5
_HISTORIES: Mapping[str, HistoryOf] = {
    "commitments": "promises",
    "people": "people",
    "series": "series",
    "forgotten": "forgotten",
}


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
        lacks: Lacks = lambda path: None,
    ) -> None:
        self.path = ledger.path
        self._ledger = ledger
        self._state_directory = state_directory
        self._command = command
        self._disk = disk or Disk()
        self._tell = tell
        self._lookout = Lookout(self.path, state_directory, self._disk, tell, lacks)

    def look(self) -> Sighting:
        with collector_off():
            return self._lookout.look(self._target(), writing=False)

    def _target(self) -> str:
        with refusals("read", self.path):
            target = self._disk.resolve(self.path)
            kind = self._disk.kind(target)
        if kind not in (None, "file"):
            raise NotAFileError(self.path, kind)
        return target

    def rewrite(self, decide: Callable[[Sighting], Rewriting | None], now: datetime) -> str | None:
        target = self._target()
        with refusals("make a place for", self.path):
            self._disk.make_directory(os.path.dirname(target))
        with locked(target, self._command, self._disk), collector_off():
            clear_temporaries(self._disk, target)
            for _ in range(_TRIES):
                sighting = self._lookout.look(target, writing=True)
                rewriting = decide(sighting)
                if rewriting is None:
                    return None
                new = _composed(rewriting.tables)
                if new == sighting.data:
                    return None
                with refusals("write", self.path):
                    if self._disk.stat(target) is not None and self._disk.read(target) != sighting.data:
                        continue  # somebody who takes no lock wrote it meanwhile
                    if sighting.data is not None and not self._disk.writable(target):
                        raise PermissionError(EACCES, "it is read-only", target)
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
        replicas = Replicas(self._state_directory, ledger_id_of(tables), target, self._disk)
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
        stones = frozenset(tables.get("forgotten", ()))  # all anew: what was replaced may have had anything in it
        for notice in purge(self._disk, self._state_directory, target, stones, stones):
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


def _composed(tables: Tables) -> bytes:
    return compose({name: {key: Record(line, key) for key, line in lines.items()} for name, lines in tables.items()})
