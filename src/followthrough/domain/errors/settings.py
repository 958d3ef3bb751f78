"""What is wrong with the settings."""

from collections.abc import Sequence

from followthrough.domain.errors.problem import Problem, quoted


class BadSettingsError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"The configuration file {self.path} cannot be used: {self.reason}."


class NoSuchSettingError(Problem):
    typed: str
    known: Sequence[str]

    def __str__(self) -> str:
        return f"There is no setting {quoted(self.typed)}."


class BadSettingError(Problem):
    key: str
    typed: str
    reason: str

    def __str__(self) -> str:
        return f"{quoted(self.typed)} cannot be the value of {self.key}: {self.reason}."


class BadClockError(Problem):
    typed: str

    def __str__(self) -> str:
        return f"FOLLOWTHROUGH_NOW is {quoted(self.typed)}, which is no ISO 8601 moment with an offset."
