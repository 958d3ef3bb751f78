"""What was forgotten, erased from what this machine keeps beside the ledger: the journal and the backups."""

import os
from collections.abc import Collection, Mapping
from contextlib import suppress

import msgspec

from followthrough.adapters.ledger.backups import Backups
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.journal import Journal
from followthrough.adapters.ledger.remembered import BACKUPS, COPIES, remembered_ledgers
from followthrough.adapters.ledger.tables import ChangedTable, Record, Table
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.notices import Notice, NotPurged
from followthrough.formats.erasing import erased_line, is_theirs

_MODE = 0o600
_DONE = "purged.json"
_TOMBSTONE = b'"did":"forgotten"'


def purge(
    disk: Disk, state_directory: str, resolved: str, tombstones: Collection[str], fresh: Collection[str]
) -> list[Notice]:
    """Erase what has these tombstones, promises and names, from all that is kept of ledgers at that resolved path.

    What could not be done is told. What was done is remembered, so that the next write makes up for what a kill
    prevented; a `fresh` tombstone may have been put back over an older file, and is seen to once more.
    """
    left: list[str] = []
    try:
        for directory in remembered_ledgers(disk, state_directory, resolved):
            done = _done(disk, directory) - set(fresh)
            if forgotten := [key for key in tombstones if key not in done]:
                here = _purge(disk, directory, forgotten)
                if not here:
                    _remember(disk, directory, tombstones)
                left += here
    except OSError:
        left.append(state_directory)
    return [NotPurged(tuple(left))] if left else []


def _purge(disk: Disk, directory: str, forgotten: Collection[str]) -> list[str]:
    """What could not be erased there."""
    left: list[str] = []
    try:
        Journal(disk, directory).purge(forgotten, ForgottenPeople(forgotten))
    except OSError:
        left.append("the journal")
    with suppress(OSError):
        for backup in (each for place in (BACKUPS, COPIES) for each in Backups(disk, directory, place).all()):
            try:
                content = disk.read(backup.path)
                kept = without(content, forgotten)
                if kept is None:
                    disk.remove(backup.path)
                elif kept != content:
                    disk.put(backup.path, kept, _MODE)
            except OSError:
                left.append(backup.path)
    return left


def _remember(disk: Disk, directory: str, tombstones: Collection[str]) -> None:
    with suppress(OSError):
        disk.put(os.path.join(directory, _DONE), msgspec.json.encode(sorted(tombstones)), _MODE, flushed=False)


def _done(disk: Disk, directory: str) -> set[str]:
    """The tombstones of which nothing is left there."""
    try:
        return set(msgspec.json.decode(disk.read(os.path.join(directory, _DONE)), type=list[str]))
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return set()


def without(content: bytes, forgotten: Collection[str]) -> bytes | None:
    """A ledger's bytes without these promises and names; None where it cannot be read and may have one of them."""
    persons = ForgottenPeople(forgotten)
    if not persons and not any(_may_have(content, key.encode()) for key in forgotten):
        return content
    try:
        tables: dict[str, Table] = {**parse(content)}
    except FrameError:
        return None
    for name in ("series", "open", "settled"):
        if name in tables:
            tables[name] = ChangedTable(tables[name], {}, [key for key in forgotten if key in tables[name]])
    return compose(_without_names(tables, persons) if persons else tables)


def _may_have(content: bytes, key: bytes) -> bool:
    """Whether anything but a tombstone has that key."""
    return key in content and any(key in line and _TOMBSTONE not in line for line in content.split(b"\n"))


def _without_names(tables: Mapping[str, Table], persons: ForgottenPeople) -> dict[str, Table]:
    changed: dict[str, Table] = {}
    for name, table in tables.items():
        gone = [key for key in table if is_theirs(persons, name, key)]
        erased = ((key, line, erased_line(persons, name, line)) for key, line in table.lines())
        fresh = {key: Record(after, key) for key, before, after in erased if after != before}
        changed[name] = ChangedTable(table, fresh, gone)
    return changed
