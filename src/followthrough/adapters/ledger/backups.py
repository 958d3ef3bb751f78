"""Backups: the ledger as it was before each of the last writes, in the state directory; copies of it likewise.

Where the file system allows it a backup is a second name of the file that a write replaced, and costs nothing.
"""

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from followthrough.adapters.ledger.disk import Disk, FileStat
from followthrough.adapters.ledger.remembered import BACKUPS

LAST = 10
LAST_COPIES = 100
DAYS = 30
MOST_BYTES = 200_000_000
FEWEST = 3
_NAME = re.compile(r"(\d{6,9})-(\d{8}T\d{6}Z)\.json")
_MODE = 0o600


class Backup(NamedTuple):
    """A ledger as it was when a write replaced it."""

    number: int
    taken: datetime
    path: str
    size: int

    @property
    def name(self) -> str:
        """What it is called when one is to be named."""
        return os.path.basename(self.path).removesuffix(".json")


class Backups:
    """The backups of one ledger on this machine."""

    def __init__(self, disk: Disk, directory: str, place: str = BACKUPS) -> None:
        self._disk = disk
        self._last = LAST if place == BACKUPS else LAST_COPIES
        self.directory = os.path.join(directory, place)

    def all(self) -> list[Backup]:
        """Every backup, oldest first. Raises OSError."""
        found = []
        for name in self._disk.names_in(self.directory):
            path = os.path.join(self.directory, name)
            if (parts := _NAME.fullmatch(name)) is not None and (there := self._disk.stat(path)) is not None:
                with suppress(ValueError):  # no such moment, so no name of ours
                    found.append(Backup(int(parts[1]), datetime.fromisoformat(parts[2]), path, there.size))
        return sorted(found)

    def keep_link(self, target: str, now: datetime) -> tuple[str, bool]:
        """A second name for the file that is about to be replaced, or a copy where there can be none.

        Returns its path, and whether it is a second name.
        """
        path = self._next(now)
        try:
            self._disk.link(target, path)
        except OSError:  # another file system, or one without links
            self._disk.write_new(path, self._disk.read(target), _MODE)
            return path, False
        return path, True

    def keep_copy(self, content: bytes, now: datetime) -> str:
        """A flushed copy of what is about to be written over; its path."""
        path = self._next(now)
        self._disk.write_new(path, content, _MODE)
        self._disk.flush_directory(self.directory)
        return path

    def _next(self, now: datetime) -> str:
        self._disk.make_directory(self.directory)
        number = 1 + max((each.number for each in self.all()), default=0)
        return os.path.join(self.directory, f"{number:06}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.json")

    def part_from(self, ledger: FileStat, content: bytes) -> bool:
        """Replace a backup that is one file with the ledger by a copy, so that nothing written there changes both.

        A kill between keeping a backup and replacing the ledger leaves them so. Returns whether there was one.
        """
        names = self.all() if ledger.links > 1 else []
        shared = [each for each in names if (there := self._disk.stat(each.path)) and there.same_file(ledger)]
        for each in shared:
            self._disk.put(each.path, content, _MODE)
        return bool(shared)

    def rotate(self, now: datetime) -> None:
        """Drop those that are no longer needed; one that cannot be dropped stays."""
        with suppress(OSError):
            for each in superfluous(self.all(), now, self._last):
                self._disk.remove(each.path)


def superfluous(backups: Sequence[Backup], now: datetime, last: int = LAST) -> list[Backup]:
    """Which backups, given oldest first, go: all but the last ten, or so many, and the last of each day for a month.

    Of those the oldest go as well while together they are larger than 200 MB; three stay however large they are.
    """
    last_of_day = {each.taken.date(): each for each in backups if now - each.taken <= timedelta(days=DAYS)}
    kept = sorted({*backups[-last:], *last_of_day.values()})
    while len(kept) > FEWEST and _together(kept) > MOST_BYTES:
        kept.pop(0)
    return [each for each in backups if each not in kept]


def _together(backups: Iterable[Backup]) -> int:
    return sum(each.size for each in backups)
