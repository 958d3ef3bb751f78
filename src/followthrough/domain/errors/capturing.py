"""What is wrong with promises typed in free text, in lines or in an editor."""

from followthrough.domain.errors.problem import Problem, quoted
from followthrough.domain.errors.refused import PastDateError


class RefusedError(Problem):
    """Another problem, and where it was met: its status, its kind and its hint are those of that one."""

    why: Problem


class LineRefusedError(RefusedError):
    number: int

    def __str__(self) -> str:
        return f"Line {self.number}: {self.why} Nothing was recorded."


class InLedgerError(RefusedError):
    """A problem with one of several ledgers; what its hint says to type is said for that ledger."""

    name: str

    def __str__(self) -> str:
        return f"In the ledger {quoted(self.name)}: {self.why}"


class TypedKeptError(RefusedError):
    path: str

    def __str__(self) -> str:
        return f"{self.why} What you typed is kept in {self.path}."


class PastDateInTextError(PastDateError):
    pass


class TooManyLinesError(Problem):
    limit: int

    def __str__(self) -> str:
        return f"There are more than {self.limit:,} promises at once."


class TooMuchInputError(Problem):
    limit: int

    def __str__(self) -> str:
        return f"The input has more than {self.limit:,} characters."


class NobodyNamedError(Problem):
    def __str__(self) -> str:
        return "It is not said whom it is promised to."


class NothingTypedError(Problem):
    def __str__(self) -> str:
        return "No promise was typed, so nothing was recorded."


class NoEditorError(Problem):
    def __str__(self) -> str:
        return "It is not known which editor to open."


class EditorFailedError(Problem):
    program: str
    reason: str

    def __str__(self) -> str:
        return f"{self.program} did not end well: {self.reason}. Nothing was recorded."
