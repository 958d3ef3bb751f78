"""What `ft when` prints as JSON."""

from collections.abc import Iterable

from msgspec import Struct

from followthrough.domain.due import Due
from followthrough.domain.errors import Problem
from followthrough.domain.phrases import Understood

WHEN = "followthrough.when/1"


class PhraseJson(Struct, frozen=True, kw_only=True):
    """A phrase and what it means: `due`, and `other` where the same words mean that to others; or why it is refused.

    `remarks` say what a clock change does to it.
    """

    phrase: str
    due: Due | None
    other: Due | None
    error: str | None
    remarks: list[str]


class WhenJson(Struct, frozen=True, kw_only=True):
    """What `when` prints."""

    schema: str = WHEN
    phrases: list[PhraseJson]


def when_json(tried: Iterable[tuple[str, Understood | Problem]]) -> WhenJson:
    """Phrases that were tried."""
    return WhenJson(phrases=[_phrase(phrase, outcome) for phrase, outcome in tried])


def _phrase(phrase: str, outcome: Understood | Problem) -> PhraseJson:
    if isinstance(outcome, Problem):
        return PhraseJson(phrase=phrase, due=None, other=None, error=str(outcome), remarks=[])
    return PhraseJson(phrase=phrase, due=outcome.due, other=outcome.other, error=None, remarks=list(outcome.remarks))
