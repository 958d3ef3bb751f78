"""The lock over read, decide and append: flock on a separate file beside the ledger, which is never removed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from followthrough.adapters.ledger.storage import refusals
from followthrough.domain.errors import LockedLedgerError

WAIT_SECONDS = 10.0


@contextmanager
def locked(path: str, command: str, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of the ledger at this resolved path; the lock file names who holds it.

    Raises LockedLedgerError when another process holds it that long, MachineRefusedError where it cannot be made.
    """
    from filelock import FileLock, Timeout

    lock_path = f"{path}.lock"
    lock = FileLock(lock_path, mode=0o600)
    with refusals("lock", path):
        try:
            lock.acquire(timeout=wait_seconds, poll_interval=0.02)
        except Timeout:  # an OSError, but nothing that the machine refused
            raise LockedLedgerError(path, _holder(lock_path), wait_seconds) from None
    try:
        _name_holder(lock_path, command)
        yield
    finally:
        lock.release()


def _name_holder(lock_path: str, command: str) -> None:
    """Say who holds the lock; a courtesy, so a disk that is full does not matter here."""
    with suppress(OSError), open(lock_path, "r+", encoding="utf-8") as file:
        file.truncate(0)
        file.write(f"{os.getpid()} {command}\n")


def _holder(lock_path: str) -> str:
    try:
        with open(lock_path, encoding="utf-8", errors="replace") as file:
            pid, _, command = file.read(200).strip().partition(" ")
    except OSError:
        return "another process"
    return f"process {pid} ({command})" if pid.isdigit() else "another process"
