"""The lock over read, decide and append: flock on a separate file beside the ledger, which is never removed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.refusals import refusals
from followthrough.domain.errors import LockedLedgerError

WAIT_SECONDS = 10.0


@contextmanager
def locked(path: str, command: str, disk: Disk, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of the ledger at this resolved path; the lock file names who holds it.

    Raises LockedLedgerError when another process holds it that long, MachineRefusedError where it cannot be made.
    """
    from filelock import Timeout

    lock_path = lock_path_of(path)
    with refusals("lock", path):
        try:
            lock = disk.lock(lock_path, wait_seconds)
        except Timeout:  # an OSError, but nothing that the machine refused
            raise LockedLedgerError(path, holder_in(disk, lock_path), wait_seconds) from None
    try:
        _name_holder(disk, lock_path, command)
        yield
    finally:
        with suppress(OSError):  # what was done is done; the lock ends with the process at the latest
            disk.unlock(lock)


def lock_path_of(path: str) -> str:
    """The lock file of the ledger at this resolved path."""
    return f"{path}.lock"


def _name_holder(disk: Disk, lock_path: str, command: str) -> None:
    """Say who holds the lock; a courtesy, so a disk that is full does not matter here."""
    with suppress(OSError):
        descriptor = disk.open(lock_path, os.O_WRONLY)
        try:
            disk.cut(descriptor, 0)
            disk.write_all(descriptor, f"{os.getpid()} {command}\n".encode(errors="replace"))
        finally:
            disk.close(descriptor)


def holder_in(disk: Disk, lock_path: str) -> str:
    """Who holds the lock, as the lock file says."""
    try:
        pid, _, command = disk.read(lock_path)[:200].decode(errors="replace").strip().partition(" ")
    except OSError:
        return "another process"
    return f"process {pid} ({command})" if pid.isdigit() else "another process"
