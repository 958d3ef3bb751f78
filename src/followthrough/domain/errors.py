"""Every problem a user can act on: one class each, made of facts, that says itself in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass


class Problem(Exception):
    """Something the user can act on. Anything else that is raised is a defect."""


def quoted(text: str, limit: int = 60) -> str:
    """The text in quotation marks, cut where it would drown the sentence around it."""
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1]}…”"


# What was typed


@dataclass(eq=False)
class EmptyTextError(Problem):
    field: str

    def __str__(self) -> str:
        return f"The {self.field} is empty."


@dataclass(eq=False)
class TextTooLongError(Problem):
    field: str
    length: int
    limit: int

    def __str__(self) -> str:
        return f"The {self.field} has {self.length:,} characters; {self.limit:,} is the most."


@dataclass(eq=False)
class UnreadableTextError(Problem):
    field: str

    def __str__(self) -> str:
        return f"The {self.field} is not valid UTF-8."


@dataclass(eq=False)
class BadHandleError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} cannot be a handle."


@dataclass(eq=False)
class BadShareError(Problem):
    field: str
    typed: str
    allowed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is no {self.field}; it goes {self.allowed}."


@dataclass(eq=False)
class BadTagError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} cannot be a tag."


@dataclass(eq=False)
class NothingToChangeError(Problem):
    id: str

    def __str__(self) -> str:
        return f"Nothing was given to change about {self.id}."


@dataclass(eq=False)
class OptionsClashError(Problem):
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.one} and {self.other} do not go together."


@dataclass(eq=False)
class BadCountError(Problem):
    field: str
    typed: int

    def __str__(self) -> str:
        return f"{self.field} {self.typed} is too small; 1 is the least."


# Whom and what it is about


@dataclass(eq=False)
class NoSuchCommitmentError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"No promise matches {quoted(self.typed)}."


@dataclass(eq=False)
class ForgottenCommitmentError(Problem):
    id: str

    def __str__(self) -> str:
        return f"The promise {self.id} was forgotten; its text is gone."


@dataclass(eq=False)
class SeveralMatchesError(Problem):
    typed: str
    candidates: Sequence[tuple[str, str]]

    def __str__(self) -> str:
        return f"{quoted(self.typed)} matches {len(self.candidates)} promises."


@dataclass(eq=False)
class NoSuchPersonError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"Nobody here is called {quoted(self.typed)}."


@dataclass(eq=False)
class SeveralPeopleError(Problem):
    typed: str
    handles: Sequence[str]

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is the name of {', '.join('@' + handle for handle in self.handles)}."


@dataclass(eq=False)
class NoRecipientError(Problem):
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} has nobody it is promised to."


@dataclass(eq=False)
class WhoseWordError(Problem):
    id: str
    recipients: Sequence[str]

    def __str__(self) -> str:
        names = ", ".join("@" + handle for handle in self.recipients)
        return f"{self.id} is promised to {names}; it is not said whose word this is."


@dataclass(eq=False)
class NotARecipientError(Problem):
    id: str
    handle: str

    def __str__(self) -> str:
        return f"{self.id} was not promised to @{self.handle}."


@dataclass(eq=False)
class NotACircleError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"@{self.handle} cannot be a member of itself."


# What is not possible now


@dataclass(eq=False)
class AlreadySettledError(Problem):
    id: str
    what: str
    state: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is already {self.state}."


@dataclass(eq=False)
class AlreadyOpenError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is open."


@dataclass(eq=False)
class UndoneError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"Making {quoted(self.what)} ({self.id}) was undone."


@dataclass(eq=False)
class NotKeptError(Problem):
    id: str
    what: str
    state: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is {self.state}, not kept, so there is nothing to confirm."


@dataclass(eq=False)
class NothingToRepairError(Problem):
    id: str
    what: str
    state: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is {self.state}; there is nothing to repair."


@dataclass(eq=False)
class PastDueError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} ({self.id}) is past its due date, so it cannot be withdrawn."


@dataclass(eq=False)
class PastDateError(Problem):
    typed: str
    meaning: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is {self.meaning}, which has passed."


@dataclass(eq=False)
class FutureDateError(Problem):
    typed: str
    meaning: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is {self.meaning}, which is still to come."


@dataclass(eq=False)
class BeforeMakingError(Problem):
    id: str
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is before the promise {self.id} was made."


@dataclass(eq=False)
class SayTheTimeError(Problem):
    id: str
    typed: str

    def __str__(self) -> str:
        return (
            f"{self.id} is due at a time on that day, so {quoted(self.typed)} leaves open whether it was kept in time."
        )


@dataclass(eq=False)
class DueNotEditableError(Problem):
    id: str

    def __str__(self) -> str:
        return f"The due date of {self.id} can be corrected only within 15 minutes of making it, before both dates."


@dataclass(eq=False)
class PhraseNotUnderstoodError(Problem):
    typed: str
    reason: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is not a date that can be understood: {self.reason}."


@dataclass(eq=False)
class NothingToUndoError(Problem):
    def __str__(self) -> str:
        return "There is nothing to undo."


@dataclass(eq=False)
class NothingToRedoError(Problem):
    def __str__(self) -> str:
        return "There is nothing to redo."


@dataclass(eq=False)
class CannotUndoError(Problem):
    id: str
    did: str

    def __str__(self) -> str:
        return f"What was {self.did} about {self.id} stands: its due date has passed."


@dataclass(eq=False)
class CannotUndoForgettingError(Problem):
    id: str

    def __str__(self) -> str:
        return f"The last change forgot {self.id}, and what was forgotten is gone."


@dataclass(eq=False)
class UnknownEventError(Problem):
    id: str
    did: str

    def __str__(self) -> str:
        return f"The history of {self.id} has an event of a kind this version does not know: {quoted(self.did)}."


@dataclass(eq=False)
class NotConfirmedError(Problem):
    def __str__(self) -> str:
        return "Nothing was changed."


# The ledger


@dataclass(eq=False)
class NoLedgerError(Problem):
    path: str

    def __str__(self) -> str:
        return f"There is no ledger at {self.path}."


@dataclass(eq=False)
class NoSuchLedgerNameError(Problem):
    name: str

    def __str__(self) -> str:
        return f"No ledger is configured under the name {quoted(self.name)}."


@dataclass(eq=False)
class NotAFileError(Problem):
    path: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path} is {self.kind}, not a ledger file."


@dataclass(eq=False)
class UntrustedLedgerError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} cannot be trusted as a ledger: {self.reason}. Nothing was changed."


@dataclass(eq=False)
class NewerLedgerError(Problem):
    path: str
    min_writer: int
    writes: int

    def __str__(self) -> str:
        return (
            f"{self.path} is to be written by format {self.min_writer} or newer; this version writes format "
            f"{self.writes}. Nothing was changed."
        )


@dataclass(eq=False)
class LockedLedgerError(Problem):
    path: str
    holder: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.path} is locked by {self.holder}; waited {self.seconds:g} seconds. Nothing was changed."


@dataclass(eq=False)
class MachineRefusedError(Problem):
    doing: str
    path: str
    reason: str

    def __str__(self) -> str:
        return f"Could not {self.doing} {self.path}: {self.reason}. Nothing was changed."


@dataclass(eq=False)
class OutputRefusedError(Problem):
    reason: str

    def __str__(self) -> str:
        return f"The answer could not be written: {self.reason}."


# The settings


@dataclass(eq=False)
class BadSettingsError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"The configuration file {self.path} cannot be used: {self.reason}."


@dataclass(eq=False)
class NoSuchSettingError(Problem):
    typed: str
    known: Sequence[str]

    def __str__(self) -> str:
        return f"There is no setting {quoted(self.typed)}."


@dataclass(eq=False)
class BadSettingError(Problem):
    key: str
    typed: str
    reason: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} cannot be the setting {self.key}: {self.reason}."


@dataclass(eq=False)
class BadClockError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"FOLLOWTHROUGH_NOW is {quoted(self.typed)}, which is no ISO 8601 moment with an offset."
