"""What is wrong with the settings."""

from collections.abc import Sequence

from followthrough.domain.errors.problem import Problem, quoted


class BadSettingsError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"The configuration file {self.path} cannot be used: {self.reason}."


class LockedSettingsError(Problem):
    path: str
    waited: float

    def __str__(self) -> str:
        return f"Another process has been changing {self.path} for {self.waited:g} seconds."


class NoSuchSettingError(Problem):
    typed: str
    known: Sequence[str]
    near: str | None

    def __str__(self) -> str:
        others = f"the nearest is {self.near}" if self.near else f"there are {', '.join(self.known)}"
        return f"There is no setting {quoted(self.typed)}; {others}."


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
