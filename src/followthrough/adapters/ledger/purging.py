"""What was forgotten, erased from what this machine keeps beside the ledger: the journal and the backups."""

from collections.abc import Collection
from contextlib import suppress

from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.journal import Journal
from followthrough.adapters.ledger.tables import ChangedTable, Table
from followthrough.domain.notices import Notice, NotPurged

_MODE = 0o600


def purge(disk: Disk, directory: str, forgotten: Collection[str]) -> list[Notice]:
    """Erase these promises there; what could not be done is told."""
    backups = Backups(disk, directory)
    left: list[str] = []
    try:
        Journal(disk, directory).purge(frozenset(("promises", key) for key in forgotten))
    except OSError:
        left.append("the journal")
    with suppress(OSError):
        for backup in backups.all():
            try:
                content = disk.read(backup.path)
                kept = without(content, forgotten)
                if kept is None:
                    disk.remove(backup.path)
                elif kept != content:
                    disk.put(backup.path, kept, _MODE)
            except OSError:
                left.append(backup.path)
    return [NotPurged(tuple(left))] if left else []


def without(content: bytes, forgotten: Collection[str]) -> bytes | None:
    """A ledger's bytes without these promises; None where it cannot be read and may have one of them."""
    if not any(key.encode() in content for key in forgotten):
        return content
    try:
        tables: dict[str, Table] = {**parse(content)}
    except FrameError:
        return None
    for name in ("open", "settled"):
        if name in tables:
            tables[name] = ChangedTable(tables[name], {}, [key for key in forgotten if key in tables[name]])
    return compose(tables)
