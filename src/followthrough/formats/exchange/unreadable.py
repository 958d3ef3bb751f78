"""A line of a file that cannot be taken as a promise, and why."""

SHOWN = 40


class UnreadableError(Exception):
    """The reason why a line does not come in: a clause without a full stop."""


def shown(text: str) -> str:
    """What stands there, shortened, in quotation marks."""
    return f"“{text if len(text) <= SHOWN else f'{text[:SHOWN]}…'}”"
