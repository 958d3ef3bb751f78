"""Each finding of an examination in one sentence."""

from followthrough.domain.errors import quoted
from followthrough.domain.findings import (
    BeyondLast,
    BothKept,
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
    LockHeld,
    MemberUnknown,
    MergesAsText,
    NameShared,
    Newer,
    NotUnderstood,
    OpenToOthers,
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
    UnknownKinds,
    Unreadable,
)
from followthrough.rendering.doctor.names import Names, enumeration, ranges_said
from followthrough.rendering.wording import plural

WHERE = {"journal": "this machine's journal", "backups": "a backup of this machine"}


def sentence(finding: Finding, names: Names) -> str:
    """What was found."""
    match finding:
        case LedgerMissing() | Unreadable() | Foreign() | Newer() | OtherLayout() | OtherLedger():
            return _of_the_file(finding, names)
        case LeftOver() | LockHeld() | OpenToOthers() | LittleSpace() | SharedWithBackup() | ConflictedCopy():
            return _around_it(finding, names)
        case MergesAsText():
            return _around_it(finding, names)
        case EventsMissing() | BeyondLast() | ReplicaUnlisted() | NameShared() | BothKept() | TwoContents():
            return _of_numbers(finding, names)
        case PersonUnknown() | MemberUnknown() | UnknownKinds():
            return _of_people(finding, names)
        case _:
            return _of_a_record(finding, names)


def _of_the_file(finding: Finding, names: Names) -> str:
    match finding:
        case LedgerMissing():
            newest = f", the newest backup from {names.when(finding.newest)}" if finding.newest is not None else ""
            return (
                f"The file is gone. This machine has copies of {plural(finding.promises, 'promise')} "
                f"({plural(finding.events, 'event')}){newest}."
            )
        case Unreadable():
            return _unreadable(finding, names)
        case Foreign(reason=reason):
            return f"It belongs to {quoted(reason)}, and is no ledger of followthrough."
        case Newer():
            return (
                f"It is to be written by format {finding.min_writer} or newer; this version writes format "
                f"{finding.writes}."
            )
        case OtherLayout():
            return "Another program laid the file out anew; it is read all the same, only slower."
        case OtherLedger():
            known = f"this machine knows its events as those of {finding.known}"
            return f"It calls itself ledger {finding.found}, and {known}."
        case _:
            raise AssertionError(finding)


def _unreadable(finding: Unreadable, names: Names) -> str:
    where = f", in line {finding.line}" if finding.line is not None else ""
    where += f", in {names.place(finding.place)}" if finding.place is not None else ""
    said = f"It cannot be read: {finding.reason}{where}."
    if finding.about:
        said += f" {finding.readable:,} of about {plural(finding.about, 'promise')} can be read whole."
    if finding.elsewhere:
        of = "the rest" if finding.about else "it"
        said += f" Backups and journal of this machine have {plural(finding.elsewhere, 'event')} of {of}."
    elif not finding.about:
        said += " This machine has no copy of it."
    return said


_LACKS = {
    "driver": "the merge driver is not installed in this clone",
    "program": "the program that its merge driver calls is not there",
    "attributes": "no .gitattributes gives it to the merge driver",
}


def _around_it(finding: Finding, names: Names) -> str:
    match finding:
        case LeftOver(names=left):
            are = "Temporary files were" if len(left) > 1 else "A temporary file was"
            return f"{are} left behind when a change was interrupted: {enumeration(left)}."
        case LockHeld(holder=holder):
            return f"The ledger is locked by {holder} just now."
        case OpenToOthers(mode=mode):
            may = "read and write" if mode & 0o022 else "read"
            return f"Other users of this machine may {may} the file (mode {mode:04o}); for you alone: chmod 600."
        case LittleSpace():
            return (
                f"There is little room on its disk: {_size(finding.free)} are free, and a change takes "
                f"{_size(finding.needed)}."
            )
        case SharedWithBackup(name=name):
            return f"The ledger and the backup {name} are one file under two names."
        case MergesAsText(lack=lack):
            return f"git pull in this repository merges the ledger as a text: {_LACKS[lack]}."
        case ConflictedCopy():
            has = plural(finding.events, "event")
            return (
                f"Beside the ledger is a copy, {finding.name}, with {has} that the ledger does not have, "
                f"of {names.places(finding.places)}."
            )
        case _:
            raise AssertionError(finding)


def _of_numbers(finding: Finding, names: Names) -> str:
    match finding:
        case EventsMissing():
            one, where = finding.count == 1, WHERE.get(finding.copy or "")
            of = f", of {names.places(finding.places)}," if finding.places else ""
            have = f"; {where} has {'it' if one else 'them'}" if where else ""
            return (
                f"{plural(finding.count, 'event')} of {_machine(finding.replica, finding.machine)} "
                f"({ranges_said(finding.replica, finding.ranges)}){of} {'is' if one else 'are'} missing{have}."
            )
        case BeyondLast():
            machine = _machine(finding.replica, finding.machine)
            return (
                f"The list of replicas says {finding.last} for {machine}, whose last event is number {finding.found}."
            )
        case ReplicaUnlisted():
            return (
                f"The list of replicas does not name {finding.replica}, which recorded "
                f"{plural(finding.events, 'event')}."
            )
        case NameShared():
            return (
                f"Another copy of the ledger records under this machine's name {finding.replica} (it has come to "
                f"{finding.in_ledger}, this machine to {finding.here}); the next change here takes a new one."
            )
        case BothKept(events=events):
            return f"Two machines once recorded under one name; both events are kept: {enumeration(events)}."
        case TwoContents():
            return (
                f"The event {finding.event} has two contents, in {names.places(finding.places)}: two copies of the "
                "ledger recorded under one name."
            )
        case _:
            raise AssertionError(finding)


def _of_a_record(finding: Finding, names: Names) -> str:
    match finding:
        case SumMismatch():
            says = f": it says {quoted(finding.says)}" if finding.says else ""
            return (
                f"In {names.place(finding.place)} the event {quoted(finding.did)} ({finding.event}) is not as it was "
                f"recorded{says}."
            )
        case Flawed():
            return f"In {names.place(finding.place)}, {enumeration(finding.flaws)}."
        case FieldDisagrees():
            return (
                f"In {names.place(finding.place)} the field {quoted(finding.field)} says {finding.in_file}, and the "
                f"history says {finding.in_history}."
            )
        case SameEventTwice():
            return f"The event {finding.event} stands in two histories: in {names.places(finding.places)}."
        case PointsNowhere():
            return (
                f"In {names.place(finding.place)} the event {quoted(finding.did)} ({finding.event}) is about "
                f"{finding.of}, which is not there."
            )
        case _:
            return _of_a_place(finding, names)


def _of_a_place(finding: Finding, names: Names) -> str:
    match finding:
        case SetAside():
            return (
                f"What is left of {names.place(finding.place)} makes no sense ({plural(finding.events, 'event')}); it "
                "is kept in the table “damaged”."
            )
        case DamageMarked():
            return f"{names.place(finding.place)} is marked as damaged, and all its events are as they were recorded."
        case SaidOtherwise():
            said = enumeration([f"{quoted(name)} was {value}" for name, value in finding.said])
            return f"Beside {names.place(finding.place)} stood once that {said}, and no event says so: one may be lost."
        case ForgottenStands():
            return f"{names.place(finding.place)} was forgotten, and stands in the file all the same."
        case InBothTables():
            return f"{names.place(finding.place)} stands among the open and among the settled promises."
        case InWrongTable():
            where = "settled" if finding.belongs == "open" else "open"
            return f"{names.place(finding.place)} stands among the {where} promises, and is {_is(finding.belongs)}."
        case OutOfOrder():
            return f"The history of {names.place(finding.place)} is not in its order."
        case NotUnderstood():
            return f"{names.place(finding.place)} cannot be read: {finding.why}."
        case _:
            raise AssertionError(finding)


def _of_people(finding: Finding, names: Names) -> str:
    match finding:
        case PersonUnknown():
            count = f" and {plural(finding.promises - 1, 'other promise')}" if finding.promises > 1 else ""
            return f"@{finding.handle} is named in {names.place(finding.first)}{count}, and is not among the people."
        case MemberUnknown():
            return f"@{finding.handle} is a member of @{finding.circle}, and is not among the people."
        case UnknownKinds():
            return (
                f"A newer version of followthrough recorded {plural(finding.events, 'event')} that this one does not "
                f"know ({enumeration([quoted(kind) for kind in finding.kinds])}); nothing here changes them."
            )
        case _:
            raise AssertionError(finding)


def _is(table: str) -> str:
    return "open" if table == "open" else "settled"


def _machine(replica: str, machine: str) -> str:
    return machine or f"the replica {replica}"


def _size(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
