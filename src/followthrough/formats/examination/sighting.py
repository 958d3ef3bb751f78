"""All that an examination of a ledger starts from: the file, what this machine keeps of it, what stands beside it."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.findings import DriverLack
from followthrough.formats.examination.reading import Tables


class JournalEvent(Struct, frozen=True):
    """One event that a write of this machine added, and whose history it is: a table, or `promises` for both."""

    table: str
    key: str
    event: bytes


class BackupOf(Struct, frozen=True, kw_only=True):
    """One backup: its number and name, when it was taken, what is in it."""

    number: int
    name: str
    taken: datetime
    tables: Tables


class Keepsakes(Struct, frozen=True, kw_only=True):
    """What this machine keeps of a ledger outside of its file: under which id, the journal, backups (newest last)."""

    ledger: str
    journal: tuple[JournalEvent, ...] = ()
    backups: tuple[BackupOf, ...] = ()
    replica: str = ""
    last: int = 0


class Sibling(Struct, frozen=True, kw_only=True):
    """A copy beside the ledger: its name, what is in it as far as it can be read."""

    name: str
    tables: Tables


class Surroundings(Struct, frozen=True, kw_only=True):
    """What the disk says around the file; sizes in bytes."""

    mode: int | None = None
    left_over: tuple[str, ...] = ()
    holder: str | None = None
    free: int | None = None
    needed: int = 0
    shared_with: str | None = None
    driver_lack: DriverLack | None = None


class Sighting(Struct, frozen=True, kw_only=True):
    """A ledger as it was found.

    `data` is None where there is no file; `tables` is None where the file cannot be read as a ledger, and `reason`
    says why; `ours` says whether it is in the layout of this program.
    """

    path: str
    data: bytes | None
    tables: Tables | None
    reason: str = ""
    ours: bool = True
    keepsakes: Keepsakes | None = None
    siblings: tuple[Sibling, ...] = ()
    around: Surroundings = Surroundings()


def journal_tables(journal: tuple[JournalEvent, ...]) -> Mapping[str, Mapping[str, bytes]]:
    """The events of a journal as records that hold nothing else."""
    found: dict[str, dict[str, list[Raw]]] = {}
    tables: dict[str, dict[str, bytes]] = {}
    for each in journal:
        if each.table == "forgotten":
            tables.setdefault("forgotten", {})[each.key] = each.event
        else:
            table = "settled" if each.table == "promises" else each.table
            found.setdefault(table, {}).setdefault(each.key, []).append(Raw(each.event))
    for table, records in found.items():
        tables[table] = {key: msgspec.json.encode({"history": events}) for key, events in records.items()}
    return tables
