"""What the ledger has to say besides what a command answers: facts that write their own sentence."""

from msgspec import Struct


class Notice(Struct, frozen=True):
    """Something that happened to the ledger, which the user should know and need not answer."""

    def __str__(self) -> str:
        raise NotImplementedError


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
