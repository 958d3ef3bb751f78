"""What stands in the way of reminders."""

from followthrough.domain.errors.problem import Problem, quoted


class NoSuchAddressError(Problem):
    name: str

    def __str__(self) -> str:
        other = "; the desktop itself is --desktop" if self.name == "desktop" else ""
        return f"No address is configured under the name {quoted(self.name)}{other}. Nothing was sent."


class BadAddressError(Problem):
    def __str__(self) -> str:
        return "What --via was given is neither a name from the settings nor an address. Nothing was sent."


class NotifyExtraMissingError(Problem):
    def __str__(self) -> str:
        return "To deliver by --via, the package apprise is needed, and it is not installed. Nothing was sent."


class DeliveryFailedError(Problem):
    destination: str
    reason: str

    def __str__(self) -> str:
        return f"The digest did not reach {self.destination}: {self.reason}. The next run tries again."


class BadMarksError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} does not say what was told before: {self.reason}."


class MarksNotKeptError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"What is told could not be remembered in {self.path}: {self.reason}. Nothing was sent there."


class ToldElsewhereError(Problem):
    def __str__(self) -> str:
        return "Another command is printing what is new. Nothing was printed here."


class ToldNotRememberedError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"It was told, and {self.path} could not remember it: {self.reason}. It will come once more."


class BadSnoozesError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} does not say what is snoozed: {self.reason}."


class SnoozesNotKeptError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"It could not be snoozed in {self.path}: {self.reason}. Nothing was changed."


class NotSnoozedError(Problem):
    id: str

    def __str__(self) -> str:
        return f"{self.id} is not snoozed."
