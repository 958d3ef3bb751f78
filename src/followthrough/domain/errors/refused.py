"""What is not possible with a promise now."""

from collections.abc import Sequence

from followthrough.domain.errors.problem import Problem, quoted


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
        if self.typed == self.meaning:
            return f"{quoted(self.typed)} has passed."
        return f"{quoted(self.typed)} is {self.meaning}, which has passed."


class FutureDateError(Problem):
    typed: str
    meaning: str

    def __str__(self) -> str:
        if self.typed == self.meaning:
            return f"{quoted(self.typed)} is still to come."
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
        return f"That {self.id} was {self.did} cannot be taken back: its due date had passed by then."


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


class PrivateInSharedError(Problem):
    others: Sequence[str]

    def __str__(self) -> str:
        first, *more = self.others
        who = f"@{first}" + (f" and {len(more)} more" if more else "")
        return f"A private promise does not go into a shared ledger: {who} would read it."
