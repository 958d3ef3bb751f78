"""What keeps reminders from being set up to come by themselves."""

from followthrough.domain.errors.problem import Problem, quoted


class BadTimeOfDayError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is no time of day." if self.typed else "The time of day is missing."


class NoDestinationError(Problem):
    def __str__(self) -> str:
        return "Where the digest is to go was not said."


class AddressNotNamedError(Problem):
    def __str__(self) -> str:
        return "--via takes a name here: an address can hold a password, and a schedule is no place to keep one."


class NotSchedulableError(Problem):
    text: str

    def __str__(self) -> str:
        return f"{quoted(self.text)} has a line break or another control character, which no schedule can hold."


class LineTooLongError(Problem):
    length: int
    limit: int

    def __str__(self) -> str:
        return f"The line has {self.length:,} bytes; {self.limit:,} is the most that a crontab can hold."


class NoSchedulerError(Problem):
    reasons: str

    def __str__(self) -> str:
        return f"Nothing on this machine was found to run reminders with: {self.reasons}."


class SchedulerMissingError(Problem):
    kind: str
    reason: str

    def __str__(self) -> str:
        return f"Reminders cannot be set up with {self.kind}: {self.reason}."


class SchedulerFailedError(Problem):
    program: str
    reason: str
    left: str

    def __str__(self) -> str:
        return f"{self.program} did not do what was asked: {self.reason}. {self.left}"


class CrontabMarkersError(Problem):
    line: str

    def __str__(self) -> str:
        return f"In the crontab the line {quoted(self.line)} stands alone; it was left as it is."
