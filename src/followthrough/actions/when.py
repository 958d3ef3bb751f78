"""Try phrases: what each would mean as a date."""

from collections.abc import Iterable, Sequence

from followthrough.domain.dates import Dates, Toward
from followthrough.domain.errors import Problem
from followthrough.domain.phrases import Understood, read


def tried(phrases: Iterable[str], dates: Dates, toward: Toward) -> list[tuple[str, Understood | Problem]]:
    """Each phrase with what it means, or with what it is refused for."""
    return [(phrase, _outcome(phrase, dates, toward)) for phrase in phrases]


def one_phrase(phrases: Sequence[str], dates: Dates, toward: Toward) -> str | None:
    """All of them as one phrase, where that is a date and one of them alone is none: quotation marks were left out."""
    together = " ".join(phrases)
    alone = [_outcome(phrase, dates, toward) for phrase in phrases]
    if not any(isinstance(each, Problem) for each in alone):
        return None
    return together if isinstance(_outcome(together, dates, toward), Understood) else None


def _outcome(phrase: str, dates: Dates, toward: Toward) -> Understood | Problem:
    try:
        return read(phrase, dates, toward)
    except Problem as problem:
        return problem
