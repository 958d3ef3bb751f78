"""What is to be done about a finding, and what was done about it."""

from collections.abc import Callable
from typing import Any

from followthrough.domain.errors import quoted
from followthrough.domain.findings import (
    BeyondLast,
    ConflictedCopy,
    DamageMarked,
    EventsMissing,
    FieldDisagrees,
    Finding,
    Flawed,
    Foreign,
    ForgottenStands,
    InBothTables,
    InWrongTable,
    LedgerMissing,
    LeftOver,
    LittleSpace,
    MemberUnknown,
    MergesAsText,
    Newer,
    NotUnderstood,
    OtherLayout,
    OtherLedger,
    OutOfOrder,
    PersonUnknown,
    PointsNowhere,
    ReplicaUnlisted,
    SaidOtherwise,
    SameEventTwice,
    SetAside,
    SharedWithBackup,
    SumMismatch,
    TwoContents,
    Unreadable,
    mended_by,
)
from followthrough.rendering.doctor.names import Names, enumeration, ranges_said
from followthrough.rendering.doctor.sentences import WHERE
from followthrough.rendering.wording import plural

_ELSEWHERE = "Another copy of the ledger may have it intact: ft merge FILE"


def advice(finding: Finding) -> str | None:
    """What the user can do about it; None where there is nothing to do."""
    match mended_by(finding):
        case "fix":
            return f"ft doctor --fix {_will(finding)}."
        case "restore":
            several = isinstance(finding, EventsMissing) and finding.count > 1
            return f"To bring {'them' if several else 'it'} back: ft restore"
        case "merge":
            return _merge(finding)
        case "choice":
            return _choice(finding)
        case "nothing":
            return None


def _merge(finding: Finding) -> str:
    match finding:
        case EventsMissing(count=1):
            return "Another copy of the ledger may have it: ft merge FILE"
        case EventsMissing():
            return "Another copy of the ledger may have them: ft merge FILE"
        case SumMismatch():
            return f"It is kept as it is, and marked. {_ELSEWHERE}"
        case SaidOtherwise():
            return f"If it was so, record it again. {_ELSEWHERE}"
        case _:
            return _ELSEWHERE


def _choice(finding: Finding) -> str:
    match finding:
        case Newer():
            return "Use a newer version of followthrough to change it; this one can read it."
        case LittleSpace():
            return "Make room; until then changes may be refused, and nothing is lost by that."
        case MergesAsText():
            return "ft sync does not depend on it. To install it: ft sync --setup REMOTE, with the remote that it has"
        case OtherLedger():
            return "If nobody joined two ledgers, put the id back in an editor, in the table “meta”."
        case PersonUnknown(handle=handle) | MemberUnknown(handle=handle):
            return f"To add them: ft people {handle} --name NAME"
        case SameEventTwice():
            return "ft show tells both histories; ft undo or ft forget takes one of them out."
        case Unreadable() | Foreign():
            return "Put a copy from a backup of yours, or from another machine, in its place."
        case _:
            return _ELSEWHERE


_WRITES_AGAIN = "writes it again as it should be"
_MENDS_THE_LIST = "mends the list"
_WILL: dict[type[Finding], str] = {
    Unreadable: "keeps what is intact in it, adds what backups and journal have, and puts the damaged file beside it",
    OtherLayout: _WRITES_AGAIN,
    Flawed: _WRITES_AGAIN,
    OutOfOrder: _WRITES_AGAIN,
    DamageMarked: "takes the mark away",
    EventsMissing: "puts back what is missing",
    ForgottenStands: "takes it out again",
    InBothTables: "unites both",
    InWrongTable: "moves it",
    NotUnderstood: "keeps what is intact of it, adds what copies have, and sets aside what makes no sense",
    SumMismatch: "marks it, and keeps it as it is",
    TwoContents: "keeps both, the second one under an id of its own",
    SameEventTwice: "takes out the record that no copy knows; all that it holds is in the other",
    BeyondLast: _MENDS_THE_LIST,
    ReplicaUnlisted: _MENDS_THE_LIST,
    ConflictedCopy: "merges it; the copy itself stays",
    LeftOver: "removes what was left behind",
    SharedWithBackup: "makes the backup a file of its own",
}
"""What `ft doctor --fix` does about it, behind its name."""


def _will(finding: Finding) -> str:
    match finding:
        case Unreadable(about=0):
            return "puts back what backups and journal have"
        case Unreadable(elsewhere=0):
            return "keeps what is intact in it, and puts the damaged file beside it"
        case SumMismatch(copy=copy) if copy is not None:
            return f"puts the event from {WHERE[copy]} in its place"
        case FieldDisagrees(becomes_event=True):
            return "records it as a change of its own, as the next change to the promise would"
        case FieldDisagrees():
            return "writes the field again from the history"
        case _:
            return _WILL[type(finding)]


def done(finding: Finding, names: Names) -> str:
    """What was done about a finding that is gone."""
    return _DONE[type(finding)](finding, names)


def _of_missing(finding: LedgerMissing, _: Names) -> str:
    has = f"{plural(finding.promises, 'promise')} ({plural(finding.events, 'event')})"
    return f"Made the file again with {has}."


def _of_unreadable(finding: Unreadable, _: Names) -> str:
    elsewhere = plural(finding.elsewhere, "event")
    if not finding.about:
        return f"Nothing in the file was intact; put back {elsewhere} from backups and journal."
    more = f", and added {elsewhere} from backups and journal" if finding.elsewhere else ""
    return f"Kept what was intact in the damaged file{more}."


def _of_sum(finding: SumMismatch, names: Names) -> str:
    source = f" from {WHERE[finding.copy]}" if finding.copy is not None else ""
    return f"Put the event {finding.event} of {names.place(finding.place)} back as it was recorded{source}."


def _of_missing_events(finding: EventsMissing, names: Names) -> str:
    source = f" from {WHERE[finding.copy]}" if finding.copy is not None else ""
    of = f", of {names.places(finding.places)}" if finding.places else ""
    ids = ranges_said(finding.replica, finding.ranges)
    return f"Put back {plural(finding.count, 'event')} ({ids}){source}{of}."


def _of_field(finding: FieldDisagrees, names: Names) -> str:
    where = names.place(finding.place)
    if finding.becomes_event:
        return f"Recorded the change of {quoted(finding.field)} in {where} to {finding.in_file}."
    return (
        f"Wrote {quoted(finding.field)} of {where} again from its history: {finding.in_history} instead of "
        f"{finding.in_file}."
    )


def _written_again(finding: Any, names: Names) -> str:
    return f"Wrote {names.place(finding.place)} again."


def _list_mended(finding: BeyondLast | ReplicaUnlisted, _: Names) -> str:
    return f"Mended the list of replicas for {finding.replica}."


def _of_stray(finding: SameEventTwice, names: Names) -> str:
    where = names.place(finding.stray) if finding.stray is not None else names.places(finding.places)
    return f"Took out {where}, whose events stand in another history."


_DONE: dict[type[Finding], Callable[[Any, Names], str]] = {
    LedgerMissing: _of_missing,
    Unreadable: _of_unreadable,
    OtherLayout: lambda finding, names: "Laid the file out again.",
    OtherLedger: lambda finding, names: f"Took up the ledger {finding.known} again.",
    Flawed: _written_again,
    OutOfOrder: _written_again,
    DamageMarked: _written_again,
    SumMismatch: _of_sum,
    EventsMissing: _of_missing_events,
    FieldDisagrees: _of_field,
    SaidOtherwise: lambda finding, names: f"{names.place(finding.place)} says again what stood beside its history.",
    ForgottenStands: lambda finding, names: f"Took {names.place(finding.place)} out again, which was forgotten.",
    InBothTables: lambda finding, names: f"United the two records of {names.place(finding.place)}.",
    InWrongTable: lambda finding, names: f"Moved {names.place(finding.place)} to the {finding.belongs} promises.",
    NotUnderstood: lambda finding, names: f"Mended {names.place(finding.place)}.",
    TwoContents: lambda finding, names: f"Kept both events that had the id {finding.event}.",
    SameEventTwice: _of_stray,
    BeyondLast: _list_mended,
    ReplicaUnlisted: _list_mended,
    ConflictedCopy: lambda finding, names: (
        f"Merged {plural(finding.events, 'event')} of {names.places(finding.places)} from {finding.name}."
    ),
    LeftOver: lambda finding, names: f"Removed {enumeration(finding.names)}.",
    SharedWithBackup: lambda finding, names: f"Made the backup {finding.name} a file of its own.",
    SetAside: lambda finding, names: f"{names.place(finding.place)} is whole again.",
    LittleSpace: lambda finding, names: "There is room on the disk again.",
    MergesAsText: lambda finding, names: "git merges the ledger as this program does.",
    PersonUnknown: lambda finding, names: f"@{finding.handle} is among the people again.",
    MemberUnknown: lambda finding, names: f"@{finding.handle} is among the people again.",
    PointsNowhere: lambda finding, names: f"{finding.of}, which {finding.event} is about, is there again.",
    Foreign: lambda finding, names: "The file is a ledger again.",
    Newer: lambda finding, names: "This version may write it.",
}
"""What was done, by kind of finding."""
