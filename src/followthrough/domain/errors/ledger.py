"""What is wrong with a ledger file, or with the machine it is on."""

from followthrough.domain.errors.problem import Problem, quoted


class NoLedgerError(Problem):
    path: str

    def __str__(self) -> str:
        return f"There is no ledger at {self.path}."


class LostLedgerError(Problem):
    path: str
    backups: int

    def __str__(self) -> str:
        copies = {0: "a journal", 1: "a backup"}.get(self.backups, f"{self.backups} backups")
        return f"The ledger at {self.path} is gone. This machine has {copies} of it."


class HalfWrittenError(Problem):
    path: str
    backup: str

    def __str__(self) -> str:
        return (
            f"{self.path} was being written in place when the machine refused, and could not be put back: part of it "
            f"may be missing. As it was before, whole: {self.backup}"
        )


class LostEventsError(Problem):
    path: str
    events: tuple[str, ...]

    def __str__(self) -> str:
        lost = "an event" if len(self.events) == 1 else f"{len(self.events)} events"
        return (
            f"Writing {self.path} would have lost {lost} recorded before ({', '.join(self.events[:3])}). "
            "Nothing was changed."
        )


class NoSuchLedgerNameError(Problem):
    name: str

    def __str__(self) -> str:
        return f"No ledger is configured under the name {quoted(self.name)}."


class NoSuchBackupError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"This machine has no backup called {quoted(self.typed)}."


class SeveralBackupsError(Problem):
    typed: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"{quoted(self.typed)} is the beginning of several backups: {', '.join(self.names)}."


class NotAFileError(Problem):
    path: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path} is {self.kind}, not a ledger file."


class UntrustedLedgerError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} cannot be trusted as a ledger: {self.reason}. Nothing was changed."


class NewerLedgerError(Problem):
    path: str
    min_writer: int
    writes: int

    def __str__(self) -> str:
        return (
            f"{self.path} is to be written by format {self.min_writer} or newer; this version writes format "
            f"{self.writes}. Nothing was changed."
        )


class LockedLedgerError(Problem):
    path: str
    holder: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.path} is locked by {self.holder}; waited {self.seconds:g} seconds. Nothing was changed."


class MachineRefusedError(Problem):
    doing: str
    path: str
    reason: str

    def __str__(self) -> str:
        return f"Could not {self.doing} {self.path}: {self.reason}. Nothing was changed."


class OutputRefusedError(Problem):
    reason: str

    def __str__(self) -> str:
        return f"The answer could not be written: {self.reason}."
