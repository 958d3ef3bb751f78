"""What is wrong with something that was typed."""

from collections.abc import Sequence

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


class SeveralNamesError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is several names in one."


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


class FilteredByOutcomeError(Problem):
    options: Sequence[str]
    view: str | None

    def __str__(self) -> str:
        names = ", ".join(self.options[:-1]) + (" and " if self.options[1:] else "") + self.options[-1]
        where = "" if self.view is None else f" in the view {quoted(self.view)}"
        choose = "choose" if self.options[1:] else "chooses"
        return f"{names}{where} {choose} promises by what became of them; no figure can be filtered so."


class BadViewNameError(Problem):
    name: str

    def __str__(self) -> str:
        return f"{quoted(self.name)} cannot be the name of a view."


class NoFiltersError(Problem):
    name: str

    def __str__(self) -> str:
        return f"There is no filter to save as {quoted(self.name)}."


class NoSuchViewError(Problem):
    name: str
    known: Sequence[str]

    def __str__(self) -> str:
        saved = f"Saved are {', '.join(self.known)}." if self.known else "None is saved yet."
        return f"There is no view {quoted(self.name)}. {saved}"
