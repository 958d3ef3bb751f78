"""What is wrong with reports that come from elsewhere."""

from followthrough.domain.errors.problem import Problem


class CountedTwiceError(Problem):
    ledger: str

    def __str__(self) -> str:
        return f"Somebody's promises in the ledger {self.ledger} are in two of these scorecards."


class NotAReportError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} is no report of followthrough: {self.reason}."


class UnknownEndingError(Problem):
    path: str
    endings: str

    def __str__(self) -> str:
        return f"{self.path} does not say by its name which format it is to have."


class UnverifiableError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} is not a report as it was signed: {self.reason}."


class NotSignableError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} was not signed: {self.reason}."


class NotSignedError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is not signed."


class PageChangedError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} says something else, or more, than the signed report that it carries."


class StrayFileError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} was given without saying what for."


class TooFewMembersError(Problem):
    circle: str

    def __str__(self) -> str:
        return f"Nothing is shown for @{self.circle}: with names off, fewer than three members have promises to count."


class FilteredCircleError(Problem):
    circle: str

    def __str__(self) -> str:
        return f"The report for @{self.circle} is of all its promises: some alone would tell whose they are."
