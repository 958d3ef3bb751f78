"""How far a review has come: what was answered and what was left, until everything was asked about once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

Moment = Annotated[datetime, Meta(tz=True)]


class Round(Struct, frozen=True, kw_only=True):
    """A way through everything that needs a decision, in one review or in several.

    `stopped` is when the last review ended or was left, in this round or the one before it; None before the first.
    """

    began: Moment
    stopped: Moment | None = None
    answered: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    over: bool = False

    def has_asked(self, commitment_id: str) -> bool:
        """Whether that promise was answered or skipped in it."""
        return commitment_id in self.answered or commitment_id in self.skipped

    def with_answer(self, commitment_id: str) -> "Round":
        """The round after an answer about that promise."""
        return replace(
            self.asking_again(commitment_id), answered=(*_without(self.answered, commitment_id), commitment_id)
        )

    def with_skip(self, commitment_id: str) -> "Round":
        """The round after that promise was left for another time."""
        return replace(
            self.asking_again(commitment_id), skipped=(*_without(self.skipped, commitment_id), commitment_id)
        )

    def asking_again(self, commitment_id: str) -> "Round":
        """The round in which that promise was not asked about yet."""
        return replace(
            self,
            answered=_without(self.answered, commitment_id),
            skipped=_without(self.skipped, commitment_id),
        )


def _without(ids: Iterable[str], commitment_id: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != commitment_id)
