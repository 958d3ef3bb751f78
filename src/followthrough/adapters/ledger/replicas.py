"""This machine's own name in each ledger, kept in the state directory with the number of its last event.

The name is this copy's alone: a ledger that is ahead of what is kept here was written by another copy that carries the
same name, and a kept name with another machine's mark came over with a backup. Either way a new one is taken.
"""

import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from followthrough.adapters.ledger.storage import refusals
from followthrough.domain.identifiers import is_replica_name


class Replica(Struct, frozen=True):
    """The name this machine records events under, and the number of its last event; 0 before the first."""

    name: str
    last: int


class Replicas:
    """The replica names of one ledger file on this machine."""

    def __init__(self, state_directory: str, ledger_id: str, path: str) -> None:
        key = _digest(f"{ledger_id}\0{path}")[:16]
        self._file = Path(state_directory) / "replicas" / f"{key}.json"
        self._path = path

    def kept(self) -> Replica | None:
        """The name kept for this ledger on this machine, if it can still be used."""
        import json

        try:
            stored = json.loads(self._file.read_bytes())
            if stored["machine"] == machine_mark() and is_replica_name(stored["replica"]):
                return Replica(stored["replica"], int(stored["last"]))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            pass
        return None

    def current(self, last_in_ledger: int | None) -> Replica | None:
        """The kept name with the larger of both numbers; None where a new name must be taken."""
        kept = self.kept()
        if kept is None or (last_in_ledger or 0) > kept.last:
            return None
        return kept

    def prepare(self) -> None:
        """Make sure that a name can be kept, before anything is changed. Raises MachineRefusedError."""
        with refusals("keep this machine's name in", str(self._file.parent)):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self._file.parent, os.W_OK):
                raise PermissionError(13, "Permission denied")

    def keep(self, replica: Replica) -> None:
        """Remember the name and its last number. A failure costs only the name: the next write takes a new one."""
        import json

        temporary = self._file.with_suffix(f".{os.getpid()}.tmp")
        text = json.dumps(
            {"replica": replica.name, "last": replica.last, "machine": machine_mark(), "path": self._path}
        )
        with suppress(OSError, UnicodeEncodeError):
            temporary.write_text(text + "\n", encoding="utf-8")
            os.replace(temporary, self._file)


def machine_mark() -> str:
    """A mark of this machine that says nothing else about it."""
    identity = os.uname().nodename
    with suppress(OSError):
        identity += Path("/etc/machine-id").read_text(encoding="utf-8")
    return _digest(f"followthrough {identity}")[:12]


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def machine_name() -> str:
    """What people call this machine, for the ledger's list of replicas."""
    return os.uname().nodename.split(".")[0] or "machine"
