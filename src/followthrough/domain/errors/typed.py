"""What is wrong with something that was typed."""

from followthrough.domain.errors.problem import Problem, quoted


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
