"""A review of several ledgers: through one after the other, each answer recorded in the ledger of its promise."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.recording import Changed
from followthrough.actions.review import Walk
from followthrough.actions.several import Asked, look_at
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import NothingToUndoError, Problem

Said = TypeVar("Said")


class Walks:
    """One walk after the other, taken as one: what is undone is the last answer of any.

    `problems` are those of the ledgers that could not be read.
    """

    def __init__(self, asked: Sequence[Asked[WiderWorkspace]]) -> None:
        looked = look_at(asked, lambda each: Walk(each.workspace, each.name), lambda walk: walk.book)
        self.all = looked.found
        self.problems: tuple[Problem, ...] = looked.problems
        self.several = len(asked) > 1
        self._answered: list[Walk] = []
        """The walk of each answer that stands."""

    def left(self) -> tuple[tuple[Walk, Commitment], ...]:
        """What is still to be asked about, the current one first, each with its walk."""
        return tuple((walk, each) for walk in self.all for each in walk.left())

    @property
    def asked(self) -> int:
        """How many promises were answered or skipped in the rounds that are walked."""
        return sum(walk.asked for walk in self.all)

    @property
    def did(self) -> Mapping[str, int]:
        """How many answers stand, by what they did."""
        return sum((Counter(walk.did) for walk in self.all), Counter())

    @property
    def remembers(self) -> bool:
        """Whether it can be gone on with later, in each ledger."""
        return all(walk.remembers for walk in self.all)

    def answer(self, walk: Walk, act: Callable[[Walk], Said]) -> Said:
        """Let something be done in one of the walks."""
        before = walk.answers
        said = act(walk)
        self._answered += [walk] * (walk.answers - before)
        return said

    def undo(self) -> tuple[Walk, Changed | None]:
        """Take back the last answer, and in which walk; its promise is the current one again.

        Raises NothingToUndoError, and what undoing raises: then the answer stands.
        """
        if not self._answered:
            raise NothingToUndoError(1, 0)
        walk = self._answered[-1]
        changed = walk.undo()
        self._answered.pop()
        return walk, changed

    def stop(self) -> None:
        """The review is over, or left."""
        for walk in self.all:
            walk.stop()
