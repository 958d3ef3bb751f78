"""What stands in the way of bringing promises in, and of taking them along."""

from followthrough.domain.errors.problem import Problem


class NotInThatFormatError(Problem):
    """The file as a whole is not of that format; a line that cannot be read is an `Unread` instead."""

    format: str
    reason: str

    def __str__(self) -> str:
        return f"That is no {self.format}: {self.reason}. Nothing was imported."


class UnknownContentError(Problem):
    def __str__(self) -> str:
        return "What is in the file is none of the formats that can be imported. Nothing was imported."


class LedgerNotImportedError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is a ledger itself. Nothing was imported."


class NotTextError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is not text in UTF-8. Nothing was imported."


class EmptyFileError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is empty. Nothing was imported."
