"""How much one file may bring: more than a life holds, and few enough to be read in two seconds."""

from followthrough.domain.errors.exchanging import NotInThatFormatError

MOST = 50_000
"""Promises in one file."""
MOST_TAGS = 1_000
"""Tags of one promise, and notes on it."""


def check_number(name: str, number: int) -> None:
    """Raises NotInThatFormatError where there are too many."""
    if number > MOST:
        raise NotInThatFormatError(name, f"it has more than {MOST:,} entries; in parts it may come in")
