"""Disks to test the ledger's writer on: one that remembers what was done, and one that refuses."""

import errno
import os
from pathlib import Path
from typing import Any

from followthrough.adapters.ledger.disk import Disk

READING = ("stat", "read", "leads_to", "opened", "why_no_ledger", "writable", "names_in")
WRITING = (
    *("new_directory", "lock", "open", "write", "permit", "give", "reserve", "cut", "flush", "close"),
    *("link", "point", "replace", "remove", "flush_directory"),
)


class RecordingDisk(Disk):
    """The real disk, remembering every operation and the flushes inside it, by the names of the files."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __getattribute__(self, name: str) -> Any:
        operation = super().__getattribute__(name)
        if name not in (*WRITING, *READING):
            return operation

        def remembered(*arguments: Any) -> Any:
            files = [Path(each).name for each in arguments if isinstance(each, str)]
            self.done.append(" ".join((name, *files)))
            return operation(*arguments)

        return remembered


class RefusingDisk(RecordingDisk):
    """The real disk, until one of its operations is refused: the `which`-th of all, or every one of a name."""

    def __init__(self, code: int, *, which: int | None = None, name: str | None = None) -> None:
        super().__init__()
        self._error = OSError(code, os.strerror(code))
        self._which, self._name = which, name

    def __getattribute__(self, name: str) -> Any:
        operation = super().__getattribute__(name)
        if name not in (*WRITING, *READING):
            return operation

        def refused(*arguments: Any) -> Any:
            if len(self.done) == self._which or name == self._name:
                self.done.append(f"{name} refused")
                raise self._error
            return operation(*arguments)

        return refused


class ShortDisk(Disk):
    """A disk that is full after so many bytes of a new file."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write_all(self, descriptor: int, data: bytes) -> None:
        """What there is room for is written; then it is refused."""
        super().write_all(descriptor, data[: self.room])
        if len(data) > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
