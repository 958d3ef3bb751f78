"""Copies that a sync tool put beside a ledger are united with it, kept elsewhere, and removed.

What is in them is read as something that anybody may have written. Who writes the ledger unites them with it in the
same write. Once that is on the disk, each is kept among what this machine remembers of the ledger, and only then
removed, unless somebody wrote into it meanwhile. One that cannot be united is left alone, which is said, and is not
looked at again until it changes.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from followthrough.actions.merge import Copy
from followthrough.actions.ports import Pen
from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.beside import Beside
from followthrough.adapters.ledger.changing import hand_edits_of
from followthrough.adapters.ledger.disk import Disk, FileStat
from followthrough.adapters.ledger.merging import ReadCopy, Uniting, read_copy
from followthrough.adapters.ledger.opening import Opened, Tell
from followthrough.adapters.ledger.purging import without
from followthrough.adapters.ledger.remembered import COPIES
from followthrough.domain.errors import NoSuchFileError, Problem
from followthrough.domain.merging import Brought
from followthrough.domain.notices import CopyLeftAlone, CopyStays, CopyTakenIn

MOST = 100
"""Copies that one command unites; the next one goes on with the others."""
LARGE = 2**26
"""Bytes from which a copy is taken in only where the ledger itself is half as large."""


class Taken(NamedTuple):
    """A copy that is united with the tables of the ledger, how it was found, and what it brings."""

    path: str
    found: FileStat
    brought: Brought


class Copies:
    """The copies beside one ledger file, for one who holds its lock."""

    def __init__(self, disk: Disk, path: str, opened: Opened, tell: Tell) -> None:
        self._disk = disk
        self._path = path
        self._target = disk.resolve(path)
        self._opened = opened
        self._tell = tell
        self._remembered = opened.replicas(opened.book.ledger_id).directory
        self._beside = Beside(disk, self._target, self._remembered)
        self._left: list[str] = []

    def take_in(self, pen: Pen) -> list[Taken]:
        """Unite the tables that were read with what lies beside them; nothing is written yet."""
        read = list(self._read(self._beside.copies(self._opened.book)[:MOST]))
        uniting, taken = self._united(read)
        edited = uniting.edited_by_hand(self._opened.book) if taken else ()
        if edited and self._opened.apply(hand_edits_of(self._opened.book, edited, pen), pen):
            united = {each.path for each in taken}
            uniting, taken = self._united([each for each in read if each[0].path in united])
        self._beside.remember(self._left)
        if taken and uniting.write():
            self._opened.reread()
        return taken

    def _read(self, paths: Iterable[str]) -> Iterator[tuple[ReadCopy, FileStat]]:
        own = self._disk.stat(self._target)
        for path in paths:
            with suppress(OSError, NoSuchFileError):  # it vanished
                found = self._disk.stat(path)
                if (reason := self._why_not(path, found, own)) is not None:
                    self._leave(path, reason)
                elif found is not None:
                    try:
                        yield read_copy(Copy(path=path), self._target, self._disk), found
                    except NoSuchFileError:
                        continue
                    except Problem as problem:
                        self._refuse(path, problem)

    def _why_not(self, path: str, found: FileStat | None, own: FileStat | None) -> str | None:
        """Why it is not to be read at all, if so."""
        if self._disk.leads_to(path) is not None:
            return "It is a link."
        if found is None:
            return None
        if found.kind != "file":
            return f"It is {found.kind}."
        if found.size > max(LARGE, 2 * (own.size if own else 0)):
            return f"It has {found.size // 10**6:,} MB, far more than the ledger."
        return None

    def _united(self, read: Iterable[tuple[ReadCopy, FileStat]]) -> tuple[Uniting, list[Taken]]:
        uniting = Uniting(self._opened.database, self._path)
        taken: list[Taken] = []
        for copy, found in read:
            try:
                (brought,) = uniting.unite([copy], join=False)
            except Problem as problem:
                self._refuse(copy.path, problem)
            else:
                taken.append(Taken(copy.path, found, brought))
        return uniting, taken

    def _leave(self, path: str, reason: str) -> None:
        self._tell(CopyLeftAlone(path, reason))
        self._left.append(path)

    def _refuse(self, path: str, problem: Problem) -> None:
        said = str(problem).removesuffix(" Nothing was changed.")
        self._leave(path, f"It{said.removeprefix(path)}" if said.startswith(path) else said)

    def clear_away(self, taken: Iterable[Taken], now: datetime) -> None:
        """Keep these elsewhere and remove them, now that all of them is in the ledger on the disk; say so of each."""
        kept = Backups(self._disk, self._remembered, COPIES)
        stay: list[str] = []
        for each in taken:
            try:
                self._tell(CopyTakenIn(self._path, each.path, each.brought.account, self._moved(each, kept, now)))
            except OSError as error:
                self._tell(CopyTakenIn(self._path, each.path, each.brought.account, None))
                self._tell(CopyStays(each.path, error.strerror or str(error)))
                stay.append(each.path)
        self._beside.remember(stay)
        kept.rotate(now)

    def _moved(self, taken: Taken, kept: Backups, now: datetime) -> str | None:
        """Where the copy is kept now; None where it is gone, or is another and so will be read again."""
        there = self._disk.stat(taken.path)
        if there is None or not there.same_content(taken.found):
            return None
        content = without(self._disk.read(taken.path), frozenset(self._opened.tables.get("forgotten", ())))
        backup = None if content is None else kept.keep_copy(content, now)
        there = self._disk.stat(taken.path)
        if there is not None and there.same_content(taken.found):
            self._disk.remove(taken.path)
        return backup
