"""What stands in the way of bringing promises in, and of taking them along."""

from followthrough.domain.errors.problem import Problem


class NotInThatFormatError(Problem):
    """The file as a whole is not of that format; a line that cannot be read is an `Unread` instead."""

    format: str
    reason: str

    def __str__(self) -> str:
        return f"That is no {self.format}: {self.reason}. Nothing was imported."
