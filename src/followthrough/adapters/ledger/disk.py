"""The file operations of the ledger: the one seam through which it touches the disk."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


class Disk:
    """The real file system. A test puts another in its place to make any operation fail."""

    def resolve(self, path: str) -> str:
        """The file that a path leads to, through every symbolic link."""
        return os.path.realpath(path)

    def read(self, path: str) -> bytes:
        """All bytes of a file. Raises OSError."""
        with open(path, "rb") as file:
            return file.read()

    def opened(self, path: str) -> BinaryIO:
        """A file to read from its beginning, some at a time. Raises OSError."""
        return open(path, "rb", buffering=2**17)

    def kind(self, path: str) -> str | None:
        """`file`, what else it is in words, or None where there is nothing. Raises OSError."""
        try:
            mode = os.stat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None
        if stat.S_ISREG(mode):
            return "file"
        return "a directory" if stat.S_ISDIR(mode) else "a device or a pipe"

    def mode(self, path: str) -> int | None:
        """The permission bits of a file; None where there is none."""
        try:
            return stat.S_IMODE(os.stat(path).st_mode)
        except FileNotFoundError:
            return None

    def writable(self, path: str) -> bool:
        """Whether this user may write the file."""
        return os.access(path, os.W_OK)

    def make_directory(self, path: str) -> None:
        """The directory and those above it, for this user alone where they are new."""
        Path(path).mkdir(mode=0o700, parents=True, exist_ok=True)

    def write_new(self, path: str, data: bytes, mode: int) -> None:
        """A file that did not exist, written and flushed to the disk."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(descriptor, mode)
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            self.flush(descriptor)
        finally:
            os.close(descriptor)

    def flush(self, descriptor: int) -> None:
        """What was written is on the disk: F_FULLFSYNC where there is one (macOS), else fsync."""
        import fcntl

        if (full := getattr(fcntl, "F_FULLFSYNC", None)) is not None:
            fcntl.fcntl(descriptor, full)
        else:
            os.fsync(descriptor)

    def replace(self, source: str, target: str) -> None:
        """The source under the target's name, in one step."""
        os.replace(source, target)

    def put(self, path: str, data: bytes, mode: int) -> None:
        """The content under that name in one step, or as it was: a flushed file beside it that takes its place."""
        directory, name = os.path.split(path)
        temporary = os.path.join(directory, f".{name[:50]}.{os.urandom(4).hex()}.tmp")
        try:
            self.write_new(temporary, data, mode)
            self.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                self.remove(temporary)
            raise

    def flush_directory(self, path: str) -> None:
        """The names in a directory are on the disk."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: str) -> None:
        """The file is gone; it is no error where it never was."""
        Path(path).unlink(missing_ok=True)


class UnflushedDisk(Disk):
    """A file system for what need not last: nothing waits for the disk."""

    def flush(self, descriptor: int) -> None:
        """Nothing: what is written may still be on its way."""

    def flush_directory(self, path: str) -> None:
        """Nothing likewise."""
