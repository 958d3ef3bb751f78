"""Bring back from backups and the journal what the ledger lacks. Nothing is ever taken away."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from followthrough.actions.edges import Upkeep
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import (
    NewerLedgerError,
    NoLedgerError,
    NoSuchBackupError,
    SeveralBackupsError,
    UntrustedLedgerError,
)
from followthrough.domain.findings import Place, Source
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name
from followthrough.formats.examination.copies import Lacking, best
from followthrough.formats.examination.reading import PROMISES
from followthrough.formats.examination.sighting import BackupOf, Sighting, journal_tables
from followthrough.formats.examination.whole import Examination
from followthrough.formats.mending import Rewriting, restored


class Brought(Struct, frozen=True, kw_only=True):
    """What comes back in one record: how many events, and whether the ledger had nothing of it."""

    place: Place
    events: int


class Copy(Struct, frozen=True, kw_only=True):
    """A copy on this machine: the journal, or a backup; how many promises are in it, and what it would bring back."""

    source: Source
    number: int | None
    name: str
    taken: datetime | None
    promises: int
    brings: tuple[Brought, ...]


class Listed(Struct, frozen=True, kw_only=True):
    """Every copy there is, the journal first, then backups, newest first."""

    path: str
    copies: tuple[Copy, ...]
    ids: tuple[str, ...]


class Restored(Struct, frozen=True, kw_only=True):
    """What came back, where the damaged file is kept, and whether anything was written."""

    path: str
    brought: tuple[Brought, ...]
    aside: str | None
    written: bool
    ids: tuple[str, ...]


def listed(upkeep: Upkeep) -> Listed:
    """What each copy would bring back by itself."""
    examination = _examination(upkeep.look(), upkeep)
    kept = examination.sighting.keepsakes
    copies: list[Copy] = []
    if kept is not None:
        tables = journal_tables(kept.journal)
        brings = brought_back(best(examination.held.lacking(tables)).values())
        promises = len({key for name in PROMISES for key in tables.get(name, {})})
        if kept.journal:
            copies.append(
                Copy(source="journal", number=None, name="journal", taken=None, promises=promises, brings=brings)
            )
        copies += [_copy(backup, examination) for backup in reversed(kept.backups)]
    return Listed(path=examination.sighting.path, copies=tuple(copies), ids=examination.examined().ids)


def _copy(backup: BackupOf, examination: Examination) -> Copy:
    tables = dict(backup.tables.items())
    return Copy(
        source="backups",
        number=backup.number,
        name=backup.name,
        taken=backup.taken,
        promises=len({key for name in PROMISES for key in tables.get(name, {})}),
        brings=brought_back(best(examination.held.lacking(tables)).values()),
    )


def restore(workspace: Workspace, upkeep: Upkeep, typed: str | None = None) -> Restored:
    """Bring back what the ledger lacks from every copy, or from the one that is named.

    A file that cannot be read is kept aside; what is intact in it stays. Raises NoSuchBackupError,
    SeveralBackupsError, NoLedgerError, NewerLedgerError, and what writing the ledger raises.
    """
    brought: list[Brought] = []
    ids: list[str] = []
    written = False

    def decide(sighting: Sighting) -> Rewriting | None:
        nonlocal written
        examination = _examination(sighting, upkeep)
        found = _wanted(examination, typed, workspace.zone)
        brought[:] = brought_back(found)
        ids[:] = examination.examined().ids
        rewriting = restored(examination, found, new_name(COMMITMENT_LENGTH, workspace.randomness.choose))
        written = rewriting is not None
        return rewriting

    aside = upkeep.rewrite(decide, workspace.now())
    return Restored(path=upkeep.path, brought=tuple(brought), aside=aside, written=written, ids=tuple(ids))


def _examination(sighting: Sighting, upkeep: Upkeep) -> Examination:
    if sighting.data is None and sighting.keepsakes is None:
        raise NoLedgerError(sighting.path)
    examination = Examination(sighting, upkeep.writes)
    if examination.foreign:
        raise UntrustedLedgerError(sighting.path, f"it belongs to {examination.meta.app!r}")
    if examination.meta.min_writer > upkeep.writes:
        raise NewerLedgerError(sighting.path, examination.meta.min_writer, upkeep.writes)
    return examination


def _wanted(examination: Examination, typed: str | None, zone: str) -> Sequence[Lacking]:
    if typed is None:
        return [lacking for _, lacking in examination.lacking.values()]
    kept = examination.sighting.keepsakes
    backup = chosen(kept.backups if kept is not None else (), typed, zone)
    return list(best(examination.held.lacking(backup.tables)).values())


def chosen(backups: Sequence[BackupOf], typed: str, zone: str) -> BackupOf:
    """The backup that was meant: by its name, its number, or the beginning of when it was taken."""
    from followthrough.domain.due import in_zone

    for backup in backups:
        if typed in (backup.name, f"{backup.name}.json", str(backup.number)):
            return backup
    wanted = typed.strip().replace(" ", "T")
    found = [each for each in backups if wanted and in_zone(each.taken, zone).isoformat().startswith(wanted)]
    if not found:
        raise NoSuchBackupError(typed)
    if len(found) > 1:
        raise SeveralBackupsError(typed, tuple(each.name for each in found))
    return found[0]


def brought_back(lacking: Iterable[Lacking]) -> tuple[Brought, ...]:
    """Events by the record they belong to, promises first."""
    counts: dict[Place, int] = {}
    for each in lacking:
        counts[each.place] = counts.get(each.place, 0) + 1
    order = sorted(counts, key=lambda place: (place.table not in PROMISES, place.table == "people", place.key))
    return tuple(Brought(place=place, events=counts[place]) for place in order)
