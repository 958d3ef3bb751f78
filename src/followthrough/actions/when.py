"""Try phrases: what each would mean as a date."""

from collections.abc import Iterable

from followthrough.domain.dates import Dates, Toward
from followthrough.domain.errors import Problem
from followthrough.domain.phrases import Understood, read


def tried(phrases: Iterable[str], dates: Dates, toward: Toward) -> list[tuple[str, Understood | Problem]]:
    """Each phrase with what it means, or with what it is refused for."""
    return [(phrase, _outcome(phrase, dates, toward)) for phrase in phrases]


def _outcome(phrase: str, dates: Dates, toward: Toward) -> Understood | Problem:
    try:
        return read(phrase, dates, toward)
    except Problem as problem:
        return problem
