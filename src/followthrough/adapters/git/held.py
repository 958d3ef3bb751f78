"""The lock of a repository that is being synced, and what a killed git left locked in it.

git's own lock files name nobody and stay where a git was killed, so that nothing works until somebody removes them. A
sync marks that it is under way; the next one that finds such a mark of a dead one removes the locks made since then,
once they are older than any that a living git holds for more than a moment.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.refusals import refusals
from followthrough.domain.errors import Problem, SyncingElsewhereError

WAIT_SECONDS = 120.0
_STALE_SECONDS = 2.0
_LOCK = "followthrough.lock"
_UNDER_WAY = "followthrough.syncing"


@contextmanager
def held(
    top: str,
    directory: str,
    locks: Iterable[str],
    disk: Disk,
    was_killed: Callable[[], bool],
    wait_seconds: float = WAIT_SECONDS,
) -> Iterator[None]:
    """Hold the repository whose own files are in `directory`; `locks` are those of git's that a sync may leave.

    The mark stays where the sync ends and a git that it ran `was_killed`, by its time limit or by the system.

    Raises SyncingElsewhereError when another process holds it that long, MachineRefusedError.
    """
    from filelock import Timeout

    mark = os.path.join(directory, _UNDER_WAY)
    with refusals("lock", top):
        try:
            lock = disk.lock(os.path.join(directory, _LOCK), wait_seconds)
        except Timeout:
            raise SyncingElsewhereError(top, wait_seconds) from None
    try:
        with refusals("write in", directory):
            found = disk.stat(mark)
            if found is not None:
                for each in locks:
                    _clear(disk, each, since=found.modified)
                disk.remove(mark)
            disk.write_new(mark, f"{os.getpid()}\n".encode(), 0o600, flushed=False)
        yield
        _unmark(disk, mark, was_killed)
    except Problem:
        _unmark(disk, mark, was_killed)  # git was over before this went wrong
        raise
    finally:
        with suppress(OSError):
            disk.unlock(lock)


def _unmark(disk: Disk, mark: str, was_killed: Callable[[], bool]) -> None:
    if not was_killed():
        with suppress(OSError):
            disk.remove(mark)


def _clear(disk: Disk, path: str, *, since: int) -> None:
    """Remove a lock file of git's that was made since then, in nanoseconds, and is stale."""
    while (found := disk.stat(path)) is not None and found.modified >= since:
        age = time.time() - found.modified / 1e9  # the clock of the file system, not the user's
        if not 0 <= age < _STALE_SECONDS:
            disk.remove(path)
            return
        time.sleep(_STALE_SECONDS - age)
