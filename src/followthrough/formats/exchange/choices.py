"""Words of which there are few: what became of a promise, and who may read its text."""

from typing import TypeVar, get_args

from followthrough.domain.commitment import Settlement
from followthrough.domain.events import Visibility
from followthrough.formats.exchange.unreadable import UnreadableError, shown

SETTLED: tuple[Settlement, ...] = get_args(Settlement)
VISIBILITIES: tuple[Visibility, ...] = get_args(Visibility)
Word = TypeVar("Word", bound=str)


def read_choice(field: str, text: str, words: tuple[Word, ...]) -> Word:
    """The one of these words that stands there, in capitals or not. Raises UnreadableError for any other text."""
    typed = text.casefold()
    for word in words:
        if typed == word:
            return word
    raise UnreadableError(f"its {field} {shown(text)} is none of {', '.join(words[:-1])} and {words[-1]}")
