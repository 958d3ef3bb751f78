"""What is wrong with something to be printed for use elsewhere: a message to send, a line of a shell's prompt."""

from collections.abc import Sequence

from followthrough.domain.errors.problem import Problem, quoted


class NoSuchPlaceholderError(Problem):
    typed: str
    known: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is no placeholder of the format."


class NothingToSayError(Problem):
    id: str
    kind: str
    why: str
    fitting: Sequence[str]
    instead: str

    def __str__(self) -> str:
        return f"A message of the kind {self.kind} does not fit {self.id}: {self.why}."


class NoClipboardError(Problem):
    def __str__(self) -> str:
        return "There is no program here that copies to a clipboard."


class ClipboardRefusedError(Problem):
    program: str
    reason: str

    def __str__(self) -> str:
        return f"{self.program} did not copy it: {self.reason}."
