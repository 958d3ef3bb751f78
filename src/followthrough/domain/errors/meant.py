"""What is wrong with whom or what was meant."""

from collections.abc import Sequence

from followthrough.domain.errors.problem import Problem, quoted


class NoSuchCommitmentError(Problem):
    """`settled` are ids and texts of promises that the words would have meant, were they open; the latest first."""

    typed: str
    settled: Sequence[tuple[str, str]] = ()

    def __str__(self) -> str:
        if not self.settled:
            return f"No promise matches {quoted(self.typed)}."
        are = "is" if len(self.settled) == 1 else "are"
        named = ", ".join(f"{each} {quoted(what)}" for each, what in self.settled)
        return f"No open promise matches {quoted(self.typed)}; settled {are} {named}."


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


class UnknownMeError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"It is not configured who you are, and nobody in this ledger is @{self.handle}."


class NoSuchPersonError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"Nobody here is called {quoted(self.typed)}."


class SeveralPeopleError(Problem):
    typed: str
    handles: Sequence[str]

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is the name of {', '.join('@' + handle for handle in self.handles)}."


class ForgottenHandleError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"Someone called @{self.handle} was forgotten in this ledger, so that name cannot stay in it."


class ReservedHandleError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"@{self.handle} stands for everyone who was forgotten, and is no person."


class PooledNameError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"@{self.handle} stands for everyone who was forgotten, and nobody is judged under a pooled name."


class ForgetYourselfError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"@{self.handle} is you: the next thing you record would name you again."


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


class CirclePromisesError(Problem):
    handle: str

    def __str__(self) -> str:
        return f"@{self.handle} is a circle; who promises is a person."


class NotACircleError(Problem):
    handle: str
    reason: str

    def __str__(self) -> str:
        return f"@{self.handle} cannot be a circle: {self.reason}."


class NearHandleError(Problem):
    handle: str
    near: Sequence[str]

    def __str__(self) -> str:
        return f"@{self.handle} is new here, and one letter from {' and '.join('@' + each for each in self.near)}."


class HandleTakenError(Problem):
    handle: str
    who: str

    def __str__(self) -> str:
        if self.handle == self.who:
            return f"@{self.handle} is the handle of someone already."
        return f"{quoted(self.handle)} is what @{self.who} is called already."


class SamePersonError(Problem):
    one: str
    other: str

    def __str__(self) -> str:
        return f"@{self.one} is @{self.other} already."


class NotAlikeError(Problem):
    circle: str
    person: str

    def __str__(self) -> str:
        return f"@{self.circle} is a circle and @{self.person} a person: neither is the other."


class NotAMemberError(Problem):
    circle: str
    handle: str

    def __str__(self) -> str:
        return f"@{self.handle} is no member of @{self.circle}."


class NotPartOfError(Problem):
    id: str
    handle: str

    def __str__(self) -> str:
        return f"@{self.handle} has no part in {self.id}."


class NotAnAliasError(Problem):
    typed: str
    handle: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is no alias of @{self.handle}."
