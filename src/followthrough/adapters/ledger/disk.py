"""The file operations of the ledger: the one seam through which it touches the disk.

The first half of `Disk` is system calls, one each, so that a test can make any of them fail, or be the last one before
a kill. The second half is made of the first.
"""

import os
import stat
from contextlib import suppress
from errno import EINVAL, ENOTDIR
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from followthrough.adapters.ledger.first_look import why_no_ledger

if TYPE_CHECKING:
    from filelock import BaseFileLock


class FileStat(NamedTuple):
    """What the file system says of a file; the times in nanoseconds."""

    kind: str
    """`file`, or what else it is in words."""
    mode: int
    owner: int
    group: int
    device: int
    inode: int
    links: int
    size: int
    modified: int
    changed: int

    def same_file(self, other: "FileStat") -> bool:
        """Whether both are one file on the disk, under whatever names."""
        return (self.device, self.inode) == (other.device, other.inode)

    def same_content(self, other: "FileStat") -> bool:
        """Whether nobody wrote into the file between the two: a new name for it does not count."""
        return self.same_file(other) and (self.size, self.modified) == (other.size, other.modified)


class Disk:
    """The real file system. A test puts another in its place to make any operation fail. All raise OSError."""

    # System calls

    def resolve(self, path: str) -> str:
        """The file that a path leads to, through every symbolic link."""
        return os.path.realpath(path)

    def stat(self, path: str) -> FileStat | None:
        """What is there, behind any links; None where there is nothing."""
        try:
            found = os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return FileStat(
            _kind(found.st_mode),
            stat.S_IMODE(found.st_mode),
            found.st_uid,
            found.st_gid,
            found.st_dev,
            found.st_ino,
            found.st_nlink,
            found.st_size,
            found.st_mtime_ns,
            found.st_ctime_ns,
        )

    def read(self, path: str) -> bytes:
        """All bytes of a file."""
        with open(path, "rb", buffering=0) as file:
            return file.readall()

    def opened(self, path: str) -> BinaryIO:
        """A file to read from its beginning, some at a time."""
        return open(path, "rb", buffering=2**17)

    def why_no_ledger(self, path: str) -> str | None:
        """Why a large file can be no ledger, found without reading it into memory; None where it may be one."""
        with open(path, "rb") as file:
            return why_no_ledger(file)

    def writable(self, path: str) -> bool:
        """Whether this user may write the file."""
        return os.access(path, os.W_OK)

    def leads_to(self, path: str) -> str | None:
        """Where a symbolic link leads, as it says; None where there is none."""
        try:
            return os.readlink(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno == EINVAL:  # something else
                return None
            raise

    def names_in(self, directory: str) -> list[str]:
        """The names in a directory, sorted; none where there is no directory."""
        try:
            return sorted(os.listdir(directory))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def new_directory(self, path: str) -> None:
        """A directory for this user alone; it is no error where another process was faster."""
        Path(path).mkdir(mode=0o700, exist_ok=True)

    def open(self, path: str, flags: int) -> int:
        """A descriptor of the file; one that is created is for this user alone."""
        return os.open(path, flags | os.O_CLOEXEC, 0o600)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """How many of the bytes were written."""
        return os.write(descriptor, data)

    def permit(self, descriptor: int, mode: int) -> None:
        """Give an open file these permission bits."""
        os.fchmod(descriptor, mode)

    def give(self, descriptor: int, owner: int, group: int) -> None:
        """Give an open file to that user and group."""
        os.fchown(descriptor, owner, group)

    def reserve(self, descriptor: int, size: int) -> None:
        """Make sure that there is room for so many bytes in an open file, as far as the file system can."""
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, size)

    def cut(self, descriptor: int, size: int) -> None:
        """The first bytes of an open file are all that is left."""
        os.ftruncate(descriptor, size)

    def flush(self, descriptor: int) -> None:
        """What was written is on the disk: F_FULLFSYNC where there is one (macOS), else fsync."""
        import fcntl

        if (full := getattr(fcntl, "F_FULLFSYNC", None)) is not None:
            fcntl.fcntl(descriptor, full)
        else:
            os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """The descriptor is given back."""
        os.close(descriptor)

    def link(self, source: str, target: str) -> None:
        """A second name for a file."""
        os.link(source, target)

    def point(self, path: str, target: str) -> None:
        """A symbolic link there that leads to the target."""
        os.symlink(target, path)

    def replace(self, source: str, target: str) -> None:
        """The source under the target's name, in one step."""
        os.replace(source, target)

    def remove(self, path: str) -> None:
        """The file is gone; it is no error where it never was."""
        Path(path).unlink(missing_ok=True)

    def flush_directory(self, path: str) -> None:
        """The names in a directory are on the disk."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def lock(self, path: str, wait_seconds: float) -> "BaseFileLock":
        """Hold an exclusive lock (flock) on that file, which is made and stays. Raises filelock.Timeout as well."""
        from filelock import FileLock

        lock = FileLock(path, mode=0o600)
        lock.acquire(timeout=wait_seconds, poll_interval=0.005)  # who writes on and on is quick
        return lock

    def unlock(self, lock: "BaseFileLock") -> None:
        """Let it go."""
        lock.release()

    # Made of them

    def kind(self, path: str) -> str | None:
        """`file`, what else it is in words, or None where there is nothing."""
        found = self.stat(path)
        return None if found is None else found.kind

    def mode(self, path: str) -> int | None:
        """The permission bits of a file; None where there is none."""
        found = self.stat(path)
        return None if found is None else found.mode

    def make_directory(self, path: str) -> None:
        """The directory and those above it; the names of new ones are on the disk, as far as the system lets us."""
        new = []
        while path and (kind := self.kind(path)) != "a directory":
            if kind is not None:
                raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), path)
            new.append(path)
            path = os.path.dirname(path)
        for each in reversed(new):
            self.new_directory(each)
            with suppress(OSError):
                self.flush_directory(os.path.dirname(each) or os.curdir)

    def write_new(
        self, path: str, data: bytes, mode: int, owner: tuple[int, int] | None = None, *, flushed: bool = True
    ) -> None:
        """A file that did not exist, written and flushed to the disk; where that fails, it is not there."""
        descriptor = self.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            try:
                if owner is not None:
                    self.give(descriptor, *owner)
                self.permit(descriptor, mode)
                self.write_all(descriptor, data)
                if flushed:
                    self.flush(descriptor)
            finally:
                self.close(descriptor)
        except BaseException:
            with suppress(OSError):
                self.remove(path)
            raise

    def write_all(self, descriptor: int, data: bytes) -> None:
        """All of the bytes, however few the system takes at once."""
        view = memoryview(data)
        while view:
            view = view[self.write(descriptor, view) :]

    def write_over(self, path: str, data: bytes) -> None:
        """Other content in the file that is there, flushed: not in one step, so something else has to keep the old."""
        descriptor = self.open(path, os.O_WRONLY)
        try:
            self.write_all(descriptor, data)
            self.cut(descriptor, len(data))
            self.flush(descriptor)
        finally:
            self.close(descriptor)

    def append(self, path: str, data: bytes) -> None:
        """More at the end of a file, which is made where there is none."""
        descriptor = self.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            self.write_all(descriptor, data)
        finally:
            self.close(descriptor)

    def put(self, path: str, data: bytes, mode: int, *, flushed: bool = True) -> None:
        """The content under that name in one step, or as it was: a flushed file beside it that takes its place."""
        directory, name = os.path.split(path)
        temporary = os.path.join(directory, f".{name[:50]}.{os.urandom(4).hex()}.tmp")
        self.write_new(temporary, data, mode, flushed=flushed)
        try:
            self.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                self.remove(temporary)
            raise

    def clear_away(self, directory: str, name: str = "") -> None:
        """Remove what killed processes left of `put` in a directory, for that name or any: only under a lock on it."""
        begins = f".{name[:50]}." if name else "."
        with suppress(OSError):
            for each in self.names_in(directory):
                if each.startswith(begins) and each.endswith(".tmp"):
                    self.remove(os.path.join(directory, each))


def _kind(mode: int) -> str:
    if stat.S_ISREG(mode):
        return "file"
    return "a directory" if stat.S_ISDIR(mode) else "a device or a pipe"


class UnflushedDisk(Disk):
    """A file system for what need not last: nothing waits for the disk."""

    def flush(self, descriptor: int) -> None:
        """Nothing: what is written may still be on its way."""

    def flush_directory(self, path: str) -> None:
        """Nothing likewise."""
