"""What was forgotten, erased from what this machine keeps beside the ledger: the journal and the backups."""

from collections.abc import Collection, Mapping
from contextlib import suppress

from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.journal import Journal
from followthrough.adapters.ledger.tables import ChangedTable, Record, Table
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.notices import Notice, NotPurged
from followthrough.formats.erasing import erased_line, is_theirs

_MODE = 0o600


def purge(disk: Disk, directory: str, forgotten: Collection[str]) -> list[Notice]:
    """Erase there what has these tombstones: promises, and the names of persons; what could not be done is told."""
    backups = Backups(disk, directory)
    left: list[str] = []
    try:
        Journal(disk, directory).purge(forgotten, ForgottenPeople(forgotten))
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
    """A ledger's bytes without these promises and names; None where it cannot be read and may have one of them."""
    persons = ForgottenPeople(forgotten)
    if not persons and not any(key.encode() in content for key in forgotten):
        return content
    try:
        tables: dict[str, Table] = {**parse(content)}
    except FrameError:
        return None
    for name in ("open", "settled"):
        if name in tables:
            tables[name] = ChangedTable(tables[name], {}, [key for key in forgotten if key in tables[name]])
    return compose(_without_names(tables, persons) if persons else tables)


def _without_names(tables: Mapping[str, Table], persons: ForgottenPeople) -> dict[str, Table]:
    changed: dict[str, Table] = {}
    for name, table in tables.items():
        gone = [key for key in table if is_theirs(persons, name, key)]
        erased = ((key, line, erased_line(persons, name, line)) for key, line in table.lines())
        fresh = {key: Record(after, key) for key, before, after in erased if after != before}
        changed[name] = ChangedTable(table, fresh, gone)
    return changed
