"""Files the user names: read with a limit, written whole or not at all, and a ledger never written over."""

import os
import re
from collections.abc import Callable
from contextlib import suppress

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.refusals import refusals
from followthrough.domain.errors import (
    DirectoryNotFileError,
    EmptyTextError,
    FileInTheWayError,
    FileTooLargeError,
    LedgerInTheWayError,
    LinkLeadsOutError,
    NoSuchDirectoryError,
    NoSuchFileError,
)

LIMIT_MEGABYTES = 64
_OPEN_FILES = {"-": 1, "/dev/stdout": 1, "/dev/stderr": 2}
_OPEN_FILE = r"/(?:dev|proc/self)/fd/(\d{1,9})"
_LEDGER = rb'(?s)\s*(?:\{|<<<<<<<).*"app"\s*:\s*"followthrough"'


class FileDisk(Disk):
    """The real file system, for files that may also be pipes and devices."""

    def read_at_most(self, path: str, limit: int) -> bytes:
        """The first bytes of a file, so many where it has them. Raises OSError."""
        with open(path, "rb") as file:
            return file.read(limit)

    def write_into(self, path: str, content: bytes) -> None:
        """Write to what is there, a device or a pipe; a reader that has gone has had enough. Raises OSError."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            self.write_through(descriptor, content)
        finally:
            os.close(descriptor)

    def write_through(self, descriptor: int, content: bytes) -> None:
        """Write to a file of this process that is open already. Raises OSError."""
        view = memoryview(content)
        with suppress(BrokenPipeError):
            while view:
                view = view[os.write(descriptor, view) :]


class UserFiles:
    """The files of this machine that a user names; `-` is standard input or output."""

    def __init__(self, disk: FileDisk | None = None, limit_megabytes: int = LIMIT_MEGABYTES) -> None:
        self.disk = disk or FileDisk()
        self._limit_megabytes = limit_megabytes

    def read(self, path: str) -> bytes:
        _check_named(path)
        path = "/dev/stdin" if path == "-" else path
        with refusals("read", path):
            kind = self.disk.kind(path)
            if kind is None:
                raise NoSuchFileError(path)
            if kind == "a directory":
                raise DirectoryNotFileError(path)
            content = self.disk.read_at_most(path, self._limit + 1)
        if len(content) > self._limit:
            raise FileTooLargeError(path, self._limit_megabytes)
        return content

    def write(self, path: str, content: bytes, may_replace: Callable[[bytes], bool], force: bool) -> None:
        _check_named(path)
        with refusals("write", path):
            descriptor, kind = _open_already(path), None
            if descriptor is None:
                kind = self.disk.kind(path)
            if kind == "a directory":
                raise DirectoryNotFileError(path)
            if descriptor is None:
                self._check_link(path)
            if descriptor is not None:
                self.disk.write_through(descriptor, content)
            elif kind == "file":
                self._check_replaceable(path, may_replace, force)
                self._put(path, content)
            elif kind is None:
                self._check_place(path)
                self._put(path, content)
            else:
                self.disk.write_into(path, content)

    @property
    def _limit(self) -> int:
        return self._limit_megabytes * 1_000_000

    def _check_link(self, path: str) -> None:
        """Raise LinkLeadsOutError for a link out of the directory that was named: somebody else may have set it."""
        directory, target = os.path.realpath(os.path.dirname(path) or "."), self.disk.resolve(path)
        if os.path.islink(path) and not target.startswith(os.path.join(directory, "")):
            raise LinkLeadsOutError(path, target)

    def _check_replaceable(self, path: str, may_replace: Callable[[bytes], bool], force: bool) -> None:
        there = self.disk.read_at_most(path, self._limit)
        if is_ledger(there):
            raise LedgerInTheWayError(path)
        if not (force or may_replace(there)):
            raise FileInTheWayError(path)
        if not self.disk.writable(path):
            raise PermissionError(13, "it is read-only", path)

    def _check_place(self, path: str) -> None:
        directory = path if path.endswith("/") else os.path.dirname(self.disk.resolve(path))
        if self.disk.kind(directory) != "a directory":
            raise NoSuchDirectoryError(path, directory)

    def _put(self, path: str, content: bytes) -> None:
        """The content under that name in one step: temporary file, flush, replace, flush of the directory."""
        target = self.disk.resolve(path)
        mode = self.disk.mode(target)
        self.disk.put(target, content, _usual_mode() if mode is None else mode)
        # The new file stands under its name; what a failed flush of the directory could lose is the name's change.
        with suppress(OSError):
            self.disk.flush_directory(os.path.dirname(target))


def is_ledger(content: bytes) -> bool:
    """Whether it is a ledger, or one with conflict markers: JSON in which an object says that it is followthrough's.

    A text inside of JSON cannot say so: its quotation marks have backslashes before them.
    """
    return re.match(_LEDGER, content.removeprefix(b"\xef\xbb\xbf")) is not None


def _check_named(path: str) -> None:
    if not path.strip():
        raise EmptyTextError("name of the file")


def _open_already(path: str) -> int | None:
    """The descriptor that a path like /dev/stdout stands for; opened anew, a file behind it would start over."""
    if found := re.fullmatch(_OPEN_FILE, path):
        return int(found[1])
    return _OPEN_FILES.get(path)


def _usual_mode() -> int:
    """The permissions that this user gives to new files."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
