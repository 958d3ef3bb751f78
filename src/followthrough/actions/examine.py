"""Look for everything that is wrong with a ledger, and mend what can be mended without choosing."""

from contextlib import suppress

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.edges import Upkeep
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import NewerLedgerError, NoLedgerError, Problem
from followthrough.domain.findings import (
    ConflictedCopy,
    FieldDisagrees,
    Finding,
    Foreign,
    LeftOver,
    Newer,
    SharedWithBackup,
    identity,
    is_remark,
)
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name
from followthrough.formats.examination.sighting import Sighting
from followthrough.formats.examination.whole import Examination, Examined
from followthrough.formats.mending import Rewriting, mended


class Mended(Struct, frozen=True, kw_only=True):
    """What was found before, of that what is gone, where the damaged file is kept, and what remains."""

    mended: tuple[Finding, ...]
    aside: str | None
    after: Examined


def examine(upkeep: Upkeep) -> Examined:
    """What is wrong with the ledger, on this machine. Raises NoLedgerError where there never was one."""
    return _examination(upkeep.look(), upkeep).examined()


def _examination(sighting: Sighting, upkeep: Upkeep) -> Examination:
    if sighting.data is None and sighting.keepsakes is None:
        raise NoLedgerError(sighting.path)
    return Examination(sighting, upkeep.writes)


def mend(workspace: Workspace, upkeep: Upkeep) -> Mended:
    """Mend what can be mended without choosing; each write is one like any other, with a backup before it.

    Raises NewerLedgerError, LostEventsError, and what writing the ledger raises.
    """
    before = examine(upkeep)
    for finding in before.findings:
        if isinstance(finding, Newer):
            raise NewerLedgerError(before.path, finding.min_writer, finding.writes)
    aside = None
    if not any(isinstance(finding, Foreign) for finding in before.findings):
        _record_hand_edits(workspace, upkeep, before)
        aside = _write(workspace, upkeep)
        _record_hand_edits(workspace, upkeep, examine(upkeep))
        _tidy(upkeep, before)
        _clear_copies_away(workspace, before)
    examination = _examination(upkeep.look(), upkeep)
    after = examination.examined()
    remaining = set(map(identity, after.findings))
    gone = [each for each in before.findings if not is_remark(each) and identity(each) not in remaining]
    return Mended(mended=tuple(_as_it_went(each, examination) for each in gone), aside=aside, after=after)


def _as_it_went(finding: Finding, after: Examination) -> Finding:
    """A finding as it was mended: a change made by hand may have given way to the history instead."""
    if not isinstance(finding, FieldDisagrees) or not finding.becomes_event:
        return finding
    stands = {
        msgspec.json.encode(record.fields.get(finding.field)).decode()
        for record in after.records
        if record.place.key == finding.place.key
    }
    return finding if finding.in_file in stands else replace(finding, becomes_event=False)


def _write(workspace: Workspace, upkeep: Upkeep) -> str | None:
    def decide(sighting: Sighting) -> Rewriting | None:
        examination = _examination(sighting, upkeep)
        fresh_id = new_name(COMMITMENT_LENGTH, workspace.randomness.choose)
        return mended(examination, examination.examined().findings, fresh_id)

    return upkeep.rewrite(decide, workspace.now())


def _record_hand_edits(workspace: Workspace, upkeep: Upkeep, examined: Examined) -> None:
    """Record what was changed by hand as events, as the next change to each promise would."""
    edited = dict.fromkeys(
        finding.place.key
        for finding in examined.findings
        if isinstance(finding, FieldDisagrees) and finding.becomes_event
    )
    if edited:
        upkeep.record_hand_edits(tuple(edited), by=workspace.me, now=workspace.now())


def _clear_copies_away(workspace: Workspace, before: Examined) -> None:
    """Have the copies go that a sync tool made, now that what they have is in the ledger."""
    if any(isinstance(finding, ConflictedCopy) for finding in before.findings):
        with suppress(Problem):  # of a ledger that cannot be written yet; what remains is said
            workspace.ledger.take_in_copies(by=workspace.me, now=workspace.now())


def _tidy(upkeep: Upkeep, before: Examined) -> None:
    if any(isinstance(finding, LeftOver | SharedWithBackup) for finding in before.findings):
        upkeep.tidy()
