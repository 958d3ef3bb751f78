"""What is wrong with a repetition, or with what was to be done to a series."""

from followthrough.domain.errors.problem import Problem, quoted


class RepetitionNotUnderstoodError(Problem):
    typed: str
    reason: str

    def __str__(self) -> str:
        because = f": {self.reason}" if self.reason else ""
        return f"{quoted(self.typed)} is not a repetition that can be understood{because}."


class NotInSeriesError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.id} {quoted(self.what)} does not repeat."


class NoSuchSeriesError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"No series is meant by {quoted(self.typed)}."


class SeriesEndedError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} was stopped already."


class OtherRepetitionError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} cannot change between dates of a calendar and a time after keeping."


class CannotUndoSeriesError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"That {quoted(self.what)} repeats cannot be taken back: one of its dates has passed."


class UnknownSeriesEventError(Problem):
    id: str
    what: str

    def __str__(self) -> str:
        return f"{quoted(self.what)} has an event of a kind that this version does not know."
