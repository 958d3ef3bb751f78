"""What stands in the way of a review."""

from followthrough.domain.errors.problem import Problem


class NoTerminalError(Problem):
    def __str__(self) -> str:
        return "A review asks for one key after the other, and here is no terminal to ask on."


class BadBookmarkError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} does not say where the last review stopped: {self.reason}. This one asks about everything."


class BookmarkNotKeptError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"What is recorded stands. Where this review stops could not be written to {self.path}: {self.reason}."


class NotTheLastChangeError(Problem):
    id: str

    def __str__(self) -> str:
        return f"What was said about {self.id} stands: it is no longer the last change that this machine recorded."
