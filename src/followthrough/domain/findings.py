"""What an examination of a ledger can find: one value for each kind of thing that is not as it should be."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

MendedBy = Literal["fix", "restore", "merge", "choice", "nothing"]
"""What mends a finding: `ft doctor --fix`, `ft restore`, `ft merge FILE`, the user's choice; or there is no need."""
DriverLack = Literal["driver", "program", "attributes"]
"""What is lacking for git to merge a ledger as this program does."""
Source = Literal["journal", "backups"]
"""Where this machine has a copy of what the ledger lacks."""


class Place(Struct, frozen=True):
    """A record of the ledger: its table, its key and, of a promise, its text as far as it is known."""

    table: str
    key: str
    what: str = ""


class Finding(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Something that was found."""


class LedgerMissing(Finding, frozen=True, kw_only=True, tag="ledger_missing"):
    """There is no file, and this machine has copies of what was in it."""

    promises: int
    events: int
    newest: datetime | None


class Unreadable(Finding, frozen=True, kw_only=True, tag="unreadable"):
    """The file cannot be read as a ledger: why, in which line, in which record; how much of it can be read still.

    `elsewhere` counts the events that cannot be read and that backups, journal or a conflicted copy have.
    """

    reason: str
    line: int | None
    place: Place | None
    readable: int
    about: int
    elsewhere: int


class Foreign(Finding, frozen=True, kw_only=True, tag="foreign"):
    """A file that does not say that it is a ledger of ours, and of which nothing can be read as one."""

    reason: str


class Newer(Finding, frozen=True, kw_only=True, tag="newer"):
    """A ledger that only newer versions may write."""

    min_writer: int
    writes: int


class OtherLayout(Finding, frozen=True, kw_only=True, tag="other_layout"):
    """Another program laid the file out anew."""


class OtherLedger(Finding, frozen=True, kw_only=True, tag="other_ledger"):
    """The file carries another id than the one under which this machine knows its events."""

    found: str
    known: str


class Flawed(Finding, frozen=True, kw_only=True, tag="flawed"):
    """JSON that programs read differently: a key twice, a number that is none."""

    place: Place
    flaws: tuple[str, ...]


class SumMismatch(Finding, frozen=True, kw_only=True, tag="sum_mismatch"):
    """An event that is not as it was recorded; `copy` says where it is intact."""

    place: Place
    event: str
    did: str
    says: str
    copy: Source | None
    marked: bool


class TwoContents(Finding, frozen=True, kw_only=True, tag="two_contents"):
    """One event id with two contents, both in order: two copies of a ledger recorded under one name."""

    event: str
    places: tuple[Place, ...]


class BothKept(Finding, frozen=True, kw_only=True, tag="both_kept"):
    """Events that once had the id of another one, and are kept beside it."""

    events: tuple[str, ...]


class SameEventTwice(Finding, frozen=True, kw_only=True, tag="same_event_twice"):
    """One event in the histories of two records; `stray` where all that one of them holds is in the other."""

    event: str
    places: tuple[Place, ...]
    stray: Place | None


class EventsMissing(Finding, frozen=True, kw_only=True, tag="events_missing"):
    """Events of one replica that the ledger should have and has not, by number; `copy` says where they are.

    `places` are the records they belong to, as far as a copy tells.
    """

    replica: str
    machine: str
    ranges: tuple[tuple[int, int], ...]
    copy: Source | None
    places: tuple[Place, ...] = ()

    @property
    def count(self) -> int:
        """How many they are."""
        return sum(last - first + 1 for first, last in self.ranges)


class BeyondLast(Finding, frozen=True, kw_only=True, tag="beyond_last"):
    """Events of a replica with larger numbers than the ledger's list of replicas says."""

    replica: str
    machine: str
    last: int
    found: int


class ReplicaUnlisted(Finding, frozen=True, kw_only=True, tag="replica_unlisted"):
    """Events of a replica that the ledger's list of replicas does not name."""

    replica: str
    events: int


class FieldDisagrees(Finding, frozen=True, kw_only=True, tag="field_disagrees"):
    """A field beside a history that says something else; both as JSON.

    `becomes_event`: the next change records it as a correction. Otherwise it is written again from the history.
    """

    place: Place
    field: str
    in_file: str
    in_history: str
    becomes_event: bool


class ForgottenStands(Finding, frozen=True, kw_only=True, tag="forgotten_stands"):
    """A promise that was forgotten, and whose record stands in the file again."""

    place: Place


class InBothTables(Finding, frozen=True, kw_only=True, tag="in_both_tables"):
    """A promise among the open ones and among the settled ones."""

    place: Place


class InWrongTable(Finding, frozen=True, kw_only=True, tag="in_wrong_table"):
    """A settled promise among the open ones, or the other way round."""

    place: Place
    belongs: str


class OutOfOrder(Finding, frozen=True, kw_only=True, tag="out_of_order"):
    """A history whose events do not stand in their order."""

    place: Place


class NotUnderstood(Finding, frozen=True, kw_only=True, tag="not_understood"):
    """A record whose history makes no sense, and why."""

    place: Place
    why: str


class SetAside(Finding, frozen=True, kw_only=True, tag="set_aside"):
    """What is left of a record that makes no sense any more, kept in a table of its own."""

    place: Place
    events: int


class UnknownKinds(Finding, frozen=True, kw_only=True, tag="unknown_kinds"):
    """Events of kinds that this version does not know."""

    kinds: tuple[str, ...]
    events: int


class PersonUnknown(Finding, frozen=True, kw_only=True, tag="person_unknown"):
    """Someone in promises whom the table of people does not have."""

    handle: str
    promises: int
    first: Place


class MemberUnknown(Finding, frozen=True, kw_only=True, tag="member_unknown"):
    """A member of a circle whom the table of people does not have."""

    circle: str
    handle: str


class PointsNowhere(Finding, frozen=True, kw_only=True, tag="points_nowhere"):
    """An event about an earlier event that its history does not have."""

    place: Place
    event: str
    did: str
    of: str


class DamageMarked(Finding, frozen=True, kw_only=True, tag="damage_marked"):
    """A mark of damaged events in a record that has none."""

    place: Place


class SaidOtherwise(Finding, frozen=True, kw_only=True, tag="said_otherwise"):
    """What the fields beside a history once said, by field as JSON, and no event says: one may have been lost."""

    place: Place
    said: tuple[tuple[str, str], ...]


class ConflictedCopy(Finding, frozen=True, kw_only=True, tag="conflicted_copy"):
    """A copy of this ledger beside it, made by a sync tool or an editor, with events that the ledger has not."""

    name: str
    events: int
    places: tuple[Place, ...]


class LeftOver(Finding, frozen=True, kw_only=True, tag="left_over"):
    """Temporary files of ours that a kill left behind."""

    names: tuple[str, ...]


class LockHeld(Finding, frozen=True, kw_only=True, tag="lock_held"):
    """Another process is writing now."""

    holder: str


class OpenToOthers(Finding, frozen=True, kw_only=True, tag="open_to_others"):
    """Other users of this machine may read the file, or write it."""

    mode: int


class LittleSpace(Finding, frozen=True, kw_only=True, tag="little_space"):
    """Less room on the disk than a change of this ledger takes, in bytes."""

    free: int
    needed: int


class SharedWithBackup(Finding, frozen=True, kw_only=True, tag="shared_with_backup"):
    """The ledger and a backup are one file on the disk under two names."""

    name: str


class MergesAsText(Finding, frozen=True, kw_only=True, tag="merges_as_text"):
    """git has versions of the ledger and would merge them as it merges texts, for want of something."""

    lack: DriverLack


class NameShared(Finding, frozen=True, kw_only=True, tag="name_shared"):
    """The ledger has later events under this machine's name than this machine recorded: another copy has the name."""

    replica: str
    in_ledger: int
    here: int


class Checked(Struct, frozen=True, kw_only=True):
    """How much was looked at."""

    promises: int
    people: int
    forgotten: int
    events: int
    backups: int
    journal: int


def mended_by(finding: Finding) -> MendedBy:
    """What mends a finding."""
    match finding:
        case Unreadable(readable=0, elsewhere=0) | Foreign() | Newer() | LittleSpace() | OtherLedger() | MergesAsText():
            return "choice"
        case LedgerMissing():
            return "restore"
        case EventsMissing(copy="backups"):
            return "restore"
        case SumMismatch(copy=None, marked=True) | EventsMissing(copy=None) | SetAside() | PointsNowhere():
            return "merge"
        case SaidOtherwise():
            return "merge"
        case SameEventTwice(stray=None) | PersonUnknown() | MemberUnknown():
            return "choice"
        case BothKept() | UnknownKinds() | LockHeld() | OpenToOthers() | NameShared():
            return "nothing"
        case _:
            return "fix"


def is_remark(finding: Finding) -> bool:
    """Whether a finding is only good to know: nothing is wrong."""
    return mended_by(finding) == "nothing"


def identity(finding: Finding) -> tuple[object, ...]:
    """What makes it the same finding before and after something was mended."""
    match finding:
        case SumMismatch(place=place, event=event):
            return (SumMismatch, place.key, event)
        case SaidOtherwise(place=place):
            return (SaidOtherwise, place.key)
        case NotUnderstood(place=place) | SetAside(place=place):
            return (NotUnderstood, place.key)
        case _:
            return (type(finding), finding)
