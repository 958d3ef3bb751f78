"""This machine's own name in a ledger, kept in the state directory with the number of its last event.

The name is this copy's alone: a ledger that is ahead of what is kept here was written by another copy that carries the
same name, and a kept name with another machine's mark came over with a backup. Either way a new one is taken.
"""

import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from followthrough.adapters.ledger.disk import Disk, FileStat
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.remembered import BACKUPS, digest, directory_of
from followthrough.domain.identifiers import is_replica_name

_MODE = 0o600


class Replica(Struct, frozen=True):
    """The name this machine records events under, and the number of its last event; 0 before the first."""

    name: str
    last: int


class Replicas:
    """What is kept of this machine's names in one ledger file."""

    def __init__(self, state_directory: str, ledger_id: str, resolved: str, disk: Disk | None = None) -> None:
        self.directory = directory_of(state_directory, resolved, ledger_id)
        self._disk = disk or Disk()
        self._file = os.path.join(self.directory, "replica.json")
        self._ledger = resolved

    def _stored(self) -> dict[str, object]:
        import json

        try:
            stored = json.loads(self._disk.read(self._file))
        except (OSError, ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def kept(self) -> Replica | None:
        """The name kept for this ledger on this machine, if it can still be used."""
        stored = self._stored()
        name, last = stored.get("replica"), stored.get("last")
        if stored.get("machine") == machine_mark() and isinstance(name, str) and is_replica_name(name):
            return Replica(name, last) if isinstance(last, int) else None
        return None

    def current(self, last_in_ledger: int | None) -> Replica | None:
        """The kept name with the larger of both numbers; None where a new name must be taken."""
        kept = self.kept()
        if kept is None or (last_in_ledger or 0) > kept.last:
            return None
        return kept

    def left_as(self, found: FileStat) -> bool:
        """Whether the ledger is, to the nanosecond, the file that this machine's last write left."""
        return self._stored().get("left") == _seal(found)

    def prepare(self) -> None:
        """Make sure that a name can be kept, before anything is changed. Raises MachineRefusedError.

        What killed processes left half done there goes: it may have the text of a promise that is to be forgotten.
        """
        with refusals("keep this machine's name in", self.directory):
            self._disk.make_directory(self.directory)
            if not self._disk.writable(self.directory):
                raise PermissionError(13, "Permission denied")
        self._disk.clear_away(self.directory)
        self._disk.clear_away(os.path.join(self.directory, BACKUPS))

    def keep(self, replica: Replica | None, written: FileStat | None = None) -> None:
        """Remember the name, its last number, and how the ledger was left; without a name, only the last of these.

        Where the file is no longer the one that was `written`, another program was there first: it is not as left.

        A failure costs only the name, the next write takes a new one; so nothing waits for the disk either.
        """
        import json

        with suppress(OSError):
            found = self._disk.stat(self._ledger)
            if found is not None and written is not None and not found.same_content(written):
                found = None
            stored = self._stored()
            text = json.dumps(
                {
                    "replica": replica.name if replica else stored.get("replica"),
                    "last": replica.last if replica else stored.get("last"),
                    "machine": machine_mark() if replica else stored.get("machine"),
                    "path": self._ledger.encode(errors="surrogateescape").decode(errors="replace"),
                    "left": found and _seal(found),
                }
            )
            self._disk.put(self._file, f"{text}\n".encode(), _MODE, flushed=False)


def _seal(found: FileStat) -> list[int]:
    """What changes whenever somebody writes the file, or puts another in its place; a clock cannot set `changed`."""
    return [found.device, found.inode, found.size, found.modified, found.changed]


def machine_mark() -> str:
    """A mark of this machine that says nothing else about it."""
    identity = os.uname().nodename
    with suppress(OSError):
        identity += Path("/etc/machine-id").read_text(encoding="utf-8")
    return digest(f"followthrough {identity}")[:12]


def machine_name() -> str:
    """What people call this machine, for the ledger's list of replicas."""
    return os.uname().nodename.split(".")[0] or "machine"
