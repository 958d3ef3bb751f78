"""The journal: every event that a write of this machine added, whosever it is, one line of JSON each.

What another program overwrote (a sync tool, an editor with an old copy) is told from it and put back. It lasts through
a kill, but is not flushed: after a power cut the ledger itself, which is, has everything that was acknowledged.
"""

import os
from collections.abc import Collection, Sequence
from errno import EFBIG
from typing import Literal

import msgspec
from msgspec import Raw, Struct

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.remembered import JOURNAL
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.formats.erasing import erased_event, is_theirs

KEPT = 1_000
"""How many events stay when the journal is shortened; the whole last write stays in any case."""
_SHORTENED_FROM = 1 << 20
_MODE = 0o600

HistoryOf = Literal["promises", "people", "series", "forgotten"]


class JournalEntry(Struct, frozen=True):
    """An event, and the history it stands in: of a promise, whichever table it is in, a person, or a tombstone."""

    of: HistoryOf
    key: str
    event: Raw


_LARGEST = 2**28
"""More bytes than a write of 500,000 events is long."""
_entries = msgspec.json.Decoder(JournalEntry)


class Journal:
    """The journal of one ledger on this machine."""

    def __init__(self, disk: Disk, directory: str) -> None:
        self._disk = disk
        self._path = os.path.join(directory, JOURNAL)

    def entries(self) -> list[JournalEntry]:
        """What it holds, oldest first and each once. A line that a kill tore, or that cannot be read, is left out.

        Raises OSError.
        """
        found_file = self._disk.stat(self._path)
        if found_file is None:
            return []
        if found_file.kind != "file" or found_file.size > _LARGEST:
            raise OSError(EFBIG, "it is no journal of ours")
        found = []
        for line in dict.fromkeys(self._disk.read(self._path).split(b"\n")):  # what was put back stands there again
            try:
                found.append(_entries.decode(line))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                continue
        return found

    def append(self, added: Sequence[JournalEntry]) -> None:
        """Remember the events of one write. Raises OSError."""
        # A line end first: should a kill have torn the last line, the next one stands by itself.
        self._disk.append(self._path, b"\n" + _lines(added))
        size = self._disk.stat(self._path)
        if size is not None and size.size > _SHORTENED_FROM:
            self._shorten(max(KEPT, len(added)))

    def _shorten(self, kept: int) -> None:
        entries = self.entries()
        if len(entries) > 2 * kept:
            self._put(entries[-kept:])

    def purge(self, erased: Collection[str], persons: ForgottenPeople) -> None:
        """Forget the events of these promises and series, and what names these persons. Raises OSError."""
        entries = self.entries()
        left = [each for each in entries if each.of not in ("promises", "series") or each.key not in erased]
        cleared = entries_without(persons, left)
        if cleared != entries:
            self._put(cleared)

    def _put(self, entries: Sequence[JournalEntry]) -> None:
        self._disk.put(self._path, _lines(entries), _MODE, flushed=False)


def entries_without(forgotten: ForgottenPeople, entries: Sequence[JournalEntry]) -> Sequence[JournalEntry]:
    """The entries as a ledger has them that forgot these persons."""
    if not forgotten:
        return entries
    return [
        JournalEntry(each.of, each.key, Raw(erased_event(forgotten, bytes(each.event))))
        for each in entries
        if not is_theirs(forgotten, each.of, each.key)
    ]


def _lines(entries: Sequence[JournalEntry]) -> bytes:
    return b"".join(msgspec.json.encode(each) + b"\n" for each in entries)
