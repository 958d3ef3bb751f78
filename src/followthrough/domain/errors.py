"""Every problem a user can act on: one class each, made of facts, that says itself in one sentence."""

from collections.abc import Sequence
from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class Problem(Exception):
    """Something the user can act on. Anything else that is raised is a defect.

    A subclass declares its facts as a dataclass does; making 50 real dataclasses would take 15 ms of every start.
    """

    _facts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._facts = (*cls._facts, *cls.__annotations__)

    def __init__(self, *facts: object, **named: object) -> None:
        super().__init__(*facts, *named.values())
        for name, fact in zip(self._facts, (*facts, *named.values()), strict=True):
            setattr(self, name, fact)


def quoted(text: str, limit: int = 60) -> str:
    """The text in quotation marks, cut where it would drown the sentence around it."""
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1]}…”"


# What was typed


class EmptyTextError(Problem):
    field: str

    def __str__(self) -> str:
        return f"The {self.field} is empty."


class TextTooLongError(Problem):
    field: str
    length: int
    limit: int

    def __str__(self) -> str:
        return f"The {self.field} has {self.length:,} characters; {self.limit:,} is the most."


class UnreadableTextError(Problem):
    field: str

    def __str__(self) -> str:
        return f"The {self.field} is not valid UTF-8."


class BadHandleError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} cannot be a handle."


class BadShareError(Problem):
    field: str
    typed: str
    allowed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is no {self.field}; it goes {self.allowed}."


class BadTagError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} cannot be a tag."


class NothingToChangeError(Problem):
    id: str

    def __str__(self) -> str:
        return f"Nothing was given to change about {self.id}."


class OptionsClashError(Problem):
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.one} and {self.other} do not go together."


class BadCountError(Problem):
    field: str
    typed: int

    def __str__(self) -> str:
        return f"{self.field} {self.typed} is too small; 1 is the least."


# Whom and what it is about


class NoSuchCommitmentError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"No promise matches {quoted(self.typed)}."


class ForgottenCommitmentError(Problem):
    id: str

    def __str__(self) -> str:
        return f"The promise {self.id} was forgotten; its text is gone."


class SeveralMatchesError(Problem):
    typed: str
    candidates: Sequence[tuple[str, str]]
    more: bool

    def __str__(self) -> str:
        count = f"more than {len(self.candidates)}" if self.more else str(len(self.candidates))
        return f"{quoted(self.typed)} matches {count} promises."


class NoSuchPersonError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"Nobody here is called {quoted(self.typed)}."


class SeveralPeopleError(Problem):
    typed: str
    handles: Sequence[str]

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is the name of {', '.join('@' + handle for handle in self.handles)}."


class NoRecipientError(Problem):
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} has nobody it is promised to."


class WhoseWordError(Problem):
    id: str
    recipients: Sequence[str]

    def __str__(self) -> str:
        names = ", ".join("@" + handle for handle in self.recipients)
        return f"{self.id} is promised to {names}; it is not said whose word this is."


class NotARecipientError(Problem):
    id: str
    handle: str

    def __str__(self) -> str:
        return f"{self.id} was not promised to @{self.handle}."


class NotACircleError(Problem):
    handle: str
    reason: str

    def __str__(self) -> str:
        return f"@{self.handle} cannot be a circle: {self.reason}."


# What is not possible now


class AlreadySettledError(Problem):
    id: str
    what: str
    state: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is already {self.state}."


class AlreadyOpenError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is open."


class UndoneError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"Making {quoted(self.what)} ({self.id}) was undone."


class NotKeptError(Problem):
    id: str
    what: str
    state: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is {self.state}, not kept, so there is nothing to confirm."


class NothingToRepairError(Problem):
    id: str
    what: str
    state: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is {self.state}; there is nothing to repair."


class PastDueError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is past its due date, so it cannot be withdrawn."


class PastDateError(Problem):
    typed: str
    meaning: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is {self.meaning}, which has passed."


class FutureDateError(Problem):
    typed: str
    meaning: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is {self.meaning}, which is still to come."


class BeforeMakingError(Problem):
    id: str
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is before the promise {self.id} was made."


class SayTheTimeError(Problem):
    id: str
    typed: str

    def __str__(self) -> str:
        return (
            f"{self.id} is due at a time on that day, so {quoted(self.typed)} leaves open whether it was kept in time."
        )


class DueNotEditableError(Problem):
    id: str

    def __str__(self) -> str:
        return f"The due date of {self.id} can be corrected only within 15 minutes of making it, before both dates."


class PhraseNotUnderstoodError(Problem):
    typed: str
    reason: str

    def __str__(self) -> str:
        because = f": {self.reason}" if self.reason else ""
        return f"{quoted(self.typed)} is not a date that can be understood{because}."


class QuotesForgottenError(Problem):
    typed: str
    phrase: str

    def __str__(self) -> str:
        return f"{quoted(self.phrase)} looks like one date, of which only {quoted(self.typed)} came after --by."


class LengthNotUnderstoodError(PhraseNotUnderstoodError):
    def __str__(self) -> str:
        return f"{quoted(self.typed)} is not a length of time that can be understood: {self.reason}."


class NothingToUndoError(Problem):
    asked: int
    there: int

    def __str__(self) -> str:
        if not self.there:
            return "There is nothing to undo."
        return f"{self.asked} steps cannot be undone: this machine recorded {self.there}."


class NothingToRedoError(Problem):
    def __str__(self) -> str:
        return "There is nothing to redo."


class CannotUndoError(Problem):
    id: str
    did: str

    def __str__(self) -> str:
        return f"What was {self.did} about {self.id} stands: its due date has passed."


class CannotUndoForgettingError(Problem):
    id: str

    def __str__(self) -> str:
        return f"The last change forgot {self.id}, and what was forgotten is gone."


class UnknownEventError(Problem):
    id: str
    did: str

    def __str__(self) -> str:
        return f"The history of {self.id} has an event of a kind this version does not know: {quoted(self.did)}."


class UnknownPersonEventError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"The history of @{self.handle} has an event of a kind this version does not know."


class RestlessLedgerError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is changed again and again by a program that takes no lock. Nothing was changed."


class NotConfirmedError(Problem):
    def __str__(self) -> str:
        return "Nothing was changed."


# The ledger


class NoLedgerError(Problem):
    path: str

    def __str__(self) -> str:
        return f"There is no ledger at {self.path}."


class NoSuchLedgerNameError(Problem):
    name: str

    def __str__(self) -> str:
        return f"No ledger is configured under the name {quoted(self.name)}."


class NotAFileError(Problem):
    path: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path} is {self.kind}, not a ledger file."


class UntrustedLedgerError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} cannot be trusted as a ledger: {self.reason}. Nothing was changed."


class NewerLedgerError(Problem):
    path: str
    min_writer: int
    writes: int

    def __str__(self) -> str:
        return (
            f"{self.path} is to be written by format {self.min_writer} or newer; this version writes format "
            f"{self.writes}. Nothing was changed."
        )


class LockedLedgerError(Problem):
    path: str
    holder: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.path} is locked by {self.holder}; waited {self.seconds:g} seconds. Nothing was changed."


class MachineRefusedError(Problem):
    doing: str
    path: str
    reason: str

    def __str__(self) -> str:
        return f"Could not {self.doing} {self.path}: {self.reason}. Nothing was changed."


class OutputRefusedError(Problem):
    reason: str

    def __str__(self) -> str:
        return f"The answer could not be written: {self.reason}."


# The settings


class BadSettingsError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"The configuration file {self.path} cannot be used: {self.reason}."


class NoSuchSettingError(Problem):
    typed: str
    known: Sequence[str]

    def __str__(self) -> str:
        return f"There is no setting {quoted(self.typed)}."


class BadSettingError(Problem):
    key: str
    typed: str
    reason: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} cannot be the value of {self.key}: {self.reason}."


class BadClockError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"FOLLOWTHROUGH_NOW is {quoted(self.typed)}, which is no ISO 8601 moment with an offset."
