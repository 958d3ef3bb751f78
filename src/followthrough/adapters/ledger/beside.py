"""Which copies of a ledger lie beside it that a sync tool made, and that nobody has looked at as they are now."""

import os
from collections.abc import Collection
from contextlib import suppress

import msgspec
from msgspec import Struct

from followthrough.adapters.ledger.book import FileBook
from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.errors import Problem

_SEEN = "copies.json"
_MODE = 0o600


class Seen(Struct, frozen=True, kw_only=True):
    """How a copy was when it was looked at: until it is another, there is nothing more to be had of it."""

    inode: int
    size: int
    modified: int


_A_LINK = Seen(inode=0, size=0, modified=0)


class Beside:
    """The directory of a ledger file, and what is remembered of the copies in it."""

    def __init__(self, disk: Disk, target: str, remembered: str) -> None:
        self._disk = disk
        self._directory, self._ledger = os.path.split(target)
        self._remembered = remembered

    def copies(self, book: FileBook) -> list[str]:
        """The paths of those that there are; none where the directory cannot be read."""
        try:
            names = self._candidates()
        except OSError:
            return []
        if not names:
            return []
        from followthrough.formats.siblings import synced_copies

        found = synced_copies(names, self._ledger, lambda: _machines(book))
        seen = self._seen() if found else {}
        paths = [os.path.join(self._directory, name) for name in found]
        return [path for path in paths if not self._is_seen(path, seen)]

    def _candidates(self) -> list[str]:
        """The names that begin as the ledger's: hardly ever any, and then nothing else is loaded for them."""
        stem = self._ledger.rpartition(".")[0] or self._ledger
        own = (self._ledger, f"{self._ledger}.lock")
        return [each for each in self._disk.names_in(self._directory) if each.startswith(stem) and each not in own]

    def _is_seen(self, path: str, seen: dict[str, Seen]) -> bool:
        if os.path.basename(path) not in seen:
            return False
        with suppress(OSError):
            return self._as_it_is(path) in (None, seen[os.path.basename(path)])
        return True

    def _as_it_is(self, path: str) -> Seen | None:
        """How it is now; of a link, which is never taken in, only that it is one. None where there is nothing."""
        if self._disk.leads_to(path) is not None:
            return _A_LINK
        found = self._disk.stat(path)
        return None if found is None else Seen(inode=found.inode, size=found.size, modified=found.modified)

    def _seen(self) -> dict[str, Seen]:
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return msgspec.json.decode(self._disk.read(self._file), type=dict[str, Seen])
        return {}

    @property
    def _file(self) -> str:
        return os.path.join(self._remembered, _SEEN)

    def remember(self, paths: Collection[str]) -> None:
        """Remember these as looked at; those that are gone are forgotten. Where that cannot be, they are seen again."""
        if not paths:
            return
        with suppress(OSError):
            now = {os.path.basename(path): self._as_it_is(path) for path in paths}
            fresh = {name: each for name, each in now.items() if each is not None}
            there = {*self._disk.names_in(self._directory)}
            seen = {name: each for name, each in (self._seen() | fresh).items() if name in there}
            self._disk.make_directory(self._remembered)
            self._disk.put(self._file, msgspec.json.encode(seen), _MODE, flushed=False)


def _machines(book: FileBook) -> Collection[str]:
    """The names of the machines that recorded something here."""
    with suppress(Problem):
        entries = [book.replica_entry(name) for name in book.last_numbers()]
        return {each.name for each in entries if each is not None and each.name}
    return ()
