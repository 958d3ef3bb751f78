"""What the ledger has to say besides what a command answers: facts that write their own sentence."""

from msgspec import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followthrough.domain.merging import MergeAccount


class Notice(Struct, frozen=True):
    """Something that happened to the ledger, which the user should know and need not answer."""

    def __str__(self) -> str:
        raise TypeError(f"{type(self).__name__} has no sentence of its own")


class Overwritten(Notice, frozen=True):
    """Events that this machine wrote are no longer in the file: another program put an older copy in its place."""

    path: str
    promises: tuple[str, ...]
    """What those events are about: texts of promises, names of people."""
    events: int

    def __str__(self) -> str:
        return (
            f"{_events(self.events)} recorded here {_are(self.events)} missing from {self.path}, which another program "
            f"changed{_about(self.promises)}. The next change puts {_them(self.events)} back; ft doctor says more."
        )


class PutBack(Notice, frozen=True):
    """Events that another program had overwritten are in the file again."""

    path: str
    promises: tuple[str, ...]
    events: int

    def __str__(self) -> str:
        return (
            f"Put back {_events(self.events)} that another program had taken out of {self.path}{_about(self.promises)}."
        )


class NotPutBack(Notice, frozen=True):
    """Events are missing, and what the journal has of them is not enough."""

    path: str
    promises: tuple[str, ...]
    events: int

    def __str__(self) -> str:
        return (
            f"{_events(self.events)} recorded here {_are(self.events)} missing from {self.path}"
            f"{_about(self.promises)}. ft restore brings {_them(self.events)} back from the backups."
        )


class Altered(Notice, frozen=True):
    """Events whose content is not what their sum says; they are kept and marked."""

    promise: str
    events: tuple[str, ...]

    def __str__(self) -> str:
        count = len(self.events)
        return (
            f"{_events(count)} of {self.promise} ({', '.join(self.events)}) {_are(count)} not as recorded: the sum "
            "does not match. Kept as found, and marked; ft doctor says more."
        )


class HistoryDamaged(Notice, frozen=True):
    """What is shown of a promise rests on a history that is not as it was recorded."""

    events: tuple[str, ...]
    said: tuple[str, ...]

    def __str__(self) -> str:
        count = len(self.events)
        found = [f"{_events(count)} of it {_are(count)} not as recorded ({', '.join(self.events)})"] if count else []
        if self.said:
            found.append(f"no event says what once stood beside its history ({', '.join(self.said)})")
        return f"Its history is damaged: {' and '.join(found)}. ft doctor says more."


class SomeDamaged(Notice, frozen=True):
    """Figures that rest on damaged histories too."""

    promises: int

    def __str__(self) -> str:
        one = self.promises == 1
        return (
            f"{self.promises:,} promise{'' if one else 's'} of this ledger {'has' if one else 'have'} a damaged "
            f"history and count{'s' if one else ''} as what is left of it says. ft doctor says which."
        )


class NumbersMissing(Notice, frozen=True):
    """Events that the ledger's own numbering says there were, and that nobody here has."""

    path: str
    missing: tuple[str, ...]
    events: int

    def __str__(self) -> str:
        return (
            f"{_events(self.events)} {_are(self.events)} missing from {self.path} ({', '.join(self.missing)}), as its "
            "numbering says. ft restore looks for them in the backups; ft doctor says more."
        )


class WrittenInPlace(Notice, frozen=True):
    """The file could not be replaced, so it was written over; for a moment a power cut could have torn it."""

    path: str
    reason: str
    backup: str

    def __str__(self) -> str:
        return (
            f"{self.path} was written in place, not replaced in one step: {self.reason}. "
            f"As it was before: {self.backup}"
        )


class NotFlushed(Notice, frozen=True):
    """The change stands, but the disk did not confirm the new file's name."""

    path: str
    reason: str

    def __str__(self) -> str:
        return (
            f"Recorded in {self.path}, but the disk did not confirm it: {self.reason}. A power cut now could take it "
            "back."
        )


class JournalNotKept(Notice, frozen=True):
    """The change stands, but could not be written down a second time."""

    reason: str

    def __str__(self) -> str:
        return (
            f"Recorded, but not in the journal as well: {self.reason}. Should another program overwrite the ledger "
            "now, ft could not tell."
        )


class CopyNotRead(Notice, frozen=True):
    """Something that this machine keeps of a ledger cannot be read, so it is as if it were not there."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"Could not read {self.path}: {self.reason}. What only it may have is not looked at."


class MergedMeanwhile(Notice, frozen=True):
    """Another program wrote the file while this one did; both changes are in it."""

    path: str

    def __str__(self) -> str:
        return f"Another program changed {self.path} meanwhile, without its lock. Both changes are in it."


class CopiesBeside(Notice, frozen=True):
    """Copies that a sync tool made lie beside the ledger; what only they have is not in what was read."""

    path: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        one = len(self.names) == 1
        which = f"A copy of {self.path} lies" if one else f"{len(self.names)} copies of {self.path} lie"
        return (
            f"{which} beside it ({_some(self.names)}) and {'is' if one else 'are'} not read yet. The next change takes "
            f"{'it' if one else 'them'} in, and so does ft merge."
        )


class CopyTakenIn(Notice, frozen=True):
    """A copy that a sync tool had put beside the ledger is in it now; `kept` is where it was moved, if it was."""

    path: str
    copy: str
    account: "MergeAccount"
    kept: str | None

    def __str__(self) -> str:
        moved = f" It is kept in the state directory, as {self.kept.rpartition('/')[2]}." if self.kept else ""
        return f"Took in {self.copy}, a copy of this ledger: {_came_in(self.account)}.{moved}"


class CopyLeftAlone(Notice, frozen=True):
    """Something that has the name of a copy, and cannot be taken in."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"Left {self.path} alone, which has the name of a copy of this ledger. {self.reason}"


class CopyStays(Notice, frozen=True):
    """A copy that is in the ledger now, and could not be moved away."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} stays where it is, for it could not be moved: {self.reason}. All of it is in the ledger."


class NotPurged(Notice, frozen=True):
    """What was forgotten is still in copies that this machine keeps."""

    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"Forgotten in the ledger, but it could not be erased from {', '.join(self.places)}."


class WrittenLate(Notice, frozen=True):
    """Another program wrote into the file in the very moment in which it was replaced."""

    path: str
    backup: str

    def __str__(self) -> str:
        return (
            f"Another program wrote into {self.path} at the very moment it was replaced. What it wrote is in "
            f"{self.backup}; ft merge brings it in."
        )


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _about(what: tuple[str, ...]) -> str:
    """The first few of the names, in brackets."""
    if not what:
        return ""
    more = f" and {len(what) - 3} more" if len(what) > 3 else ""
    return f" ({', '.join(what[:3])}{more})"


def _some(names: tuple[str, ...]) -> str:
    """The first few of the names."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _came_in(account: "MergeAccount") -> str:
    """What a copy brought, and whatever of it both sides had changed."""
    made, grown, others = len(account.made), len(account.grown), len(account.people) + len(account.series)
    erasers = tuple(dict.fromkeys(f"@{each.by}" for each in account.forgotten))
    counts = [
        f"{made} promise{'' if made == 1 else 's'} that only it had" if made else "",
        f"more about {grown} promise{'' if grown == 1 else 's'}" if grown else "",
        f"{len(account.forgotten)} forgotten by {_some(erasers)}" if erasers else "",
        f"{others} change{'' if others == 1 else 's'} to people and series" if others else "",
    ]
    found = ", ".join(each for each in counts if each) or "it had nothing that was missing here"
    both = tuple(dict.fromkeys(f"{each.field} of “{each.what}”" for each in account.contested))
    asked = tuple(f"@{each.handle}" for each in account.clashes)
    odd = len(account.doubled) + len(account.damaged) + len(account.by_hand) + len(account.differing)
    return (
        found
        + (f"; both sides had changed {_some(both)}, and ft show says what stands" if both else "")
        + (f"; {_some(asked)} may stand for two people, as ft people tells" if asked else "")
        + (
            f"; {odd} thing{'' if odd == 1 else 's'} in it differed otherwise, as ft merge tells of what is kept"
            if odd
            else ""
        )
    )
