"""How a ledger file is changed on the disk: replaced in one step, or written over where that cannot be.

The order is the safety: a temporary file in the same directory · flush · a backup · replace · flush of the directory.
Until the replace, whatever fails leaves the file as it was; after it, the new one stands.
"""

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.disk import Disk, FileStat
from followthrough.domain.errors import HalfWrittenError
from followthrough.domain.notices import NotFlushed, Notice, WrittenInPlace

NEW_FILE_MODE = 0o600
_MOUNTED = frozenset({errno.EBUSY, errno.EXDEV})
"""What replacing raises where something is mounted at the target."""


def temporary_of(target: str, pid: int) -> str:
    """The temporary file that a process writes beside a ledger."""
    return os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{pid}.tmp")


def clear_temporaries(disk: Disk, target: str) -> None:
    """Remove what killed writers left beside the ledger; under its lock there is no other writer of ours."""
    ours = re.compile(rf"\.{re.escape(os.path.basename(target))}\.\d+\.tmp")
    directory = os.path.dirname(target)
    with suppress(OSError):
        for name in disk.names_in(directory):
            if ours.fullmatch(name):
                disk.remove(os.path.join(directory, name))


class Replacement:
    """Puts new bytes in the place of a ledger file."""

    def __init__(
        self, disk: Disk, target: str, backups: Backups, now: datetime, tell: Callable[[Notice], None]
    ) -> None:
        self._disk = disk
        self._target = target
        self._backups = backups
        self._now = now
        self._tell = tell
        self.written: FileStat | None = None
        """What the file system said of the new file before it had its name; none where it was written in place."""

    def put(self, new: bytes, old: bytes | None, found: FileStat | None) -> str | None:
        """Make the file these bytes; `found` is what the file system said of it when it was the old ones.

        Returns the path of the backup that is a second name of the replaced file, if there is one: what somebody wrote
        into it at the last moment is there. Raises OSError with the file as it was, HalfWrittenError.
        """
        temporary = temporary_of(self._target, os.getpid())
        try:
            backup = self._replace(temporary, new, found)
        except OSError as error:
            with suppress(OSError):
                self._disk.remove(temporary)
            if found is None or old is None or (reason := _no_replacing(error, found)) is None:
                raise
            self._write_over(new, old, reason)
            backup = None
        except BaseException:
            with suppress(OSError):
                self._disk.remove(temporary)
            raise
        try:
            self._disk.flush_directory(os.path.dirname(self._target))
        except OSError as error:
            self._tell(NotFlushed(self._target, error.strerror or str(error)))
        return backup

    def _replace(self, temporary: str, new: bytes, found: FileStat | None) -> str | None:
        if found is None:
            self._disk.write_new(temporary, new, NEW_FILE_MODE)
            self.written = self._disk.stat(temporary)
            self._disk.replace(temporary, self._target)
            return None
        if found.links > 1:
            raise _KeepsNamesError
        owner = (found.owner, found.group)
        try:
            self._disk.write_new(temporary, new, found.mode, None if owner == _ours() else owner)
        except PermissionError:
            if owner == _ours():
                raise
            raise _OwnedByOthersError from None
        self.written = self._disk.stat(temporary)
        backup, linked = self._backups.keep_link(self._target, self._now)
        try:
            self._disk.replace(temporary, self._target)
        except BaseException:
            with suppress(OSError):
                self._disk.remove(backup)
            raise
        return backup if linked else None

    def _write_over(self, new: bytes, old: bytes, reason: str) -> None:
        """In place, after a backup that is a flushed copy; a failure in between puts back what was there."""
        self.written = None
        backup = self._backups.keep_copy(old, self._now)
        self._reserve(len(new), len(old))
        try:
            self._disk.write_over(self._target, new)
        except BaseException as error:
            try:
                self._disk.write_over(self._target, old)
            except OSError:
                raise HalfWrittenError(self._target, backup) from error
            raise
        self._tell(WrittenInPlace(self._target, reason, backup))

    def _reserve(self, size: int, before: int) -> None:
        """Make sure that there is room, while nothing is written over yet."""
        if size <= before:
            return
        descriptor = self._disk.open(self._target, os.O_WRONLY)
        try:
            self._disk.reserve(descriptor, size)
        except OSError as error:
            with suppress(OSError):
                self._disk.cut(descriptor, before)
            if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):
                raise
        finally:
            self._disk.close(descriptor)


class _KeepsNamesError(OSError):
    """A file with several names would lose them by being replaced."""


class _OwnedByOthersError(OSError):
    """A file that is somebody else's would become this user's by being replaced."""


def _no_replacing(error: OSError, found: FileStat) -> str | None:
    """Why the file cannot be replaced though it may be written; None where the failure is another one."""
    if isinstance(error, _KeepsNamesError):
        return f"it has {found.links} names, and would lose them"
    if isinstance(error, _OwnedByOthersError):
        return "it belongs to somebody else, who would lose it"
    return "something is mounted there" if error.errno in _MOUNTED else None


def _ours() -> tuple[int, int]:
    """The user and the group that a new file of this process has."""
    return os.geteuid(), os.getegid()
