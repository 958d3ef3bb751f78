"""A reading of a ledger as it was when each replica had recorded so many events."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from followthrough.actions.ports import Record
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.identifiers import event_number
from followthrough.domain.people import Person, fold_person

if TYPE_CHECKING:
    from followthrough.domain.series import Series


class EarlierBook:
    """Tells what is needed to write a report again, from the events that there were; later ones are left out."""

    def __init__(self, book: Record, last_numbers: Mapping[str, int], as_of: datetime) -> None:
        self._book = book
        self._as_of = as_of
        self._last_numbers = last_numbers

    @property
    def ledger_id(self) -> str:
        """The id of the ledger, which never changes."""
        return self._book.ledger_id

    def last_numbers(self) -> Mapping[str, int]:
        """The number of the last event of each replica, as it was."""
        return self._last_numbers

    def series(self) -> "Mapping[str, Series]":
        """The series there were, by id."""
        return {each.id: each for each in self._series()}

    def computed(self, commitment_id: str) -> Commitment | None:
        """None: what was only computed is among what was open."""

    def unsettled(self) -> Iterator[Commitment]:
        """The commitments that were open."""
        return (each for each in self._commitments if each.state == "open")

    def settled(self) -> Iterator[Commitment]:
        """All others there were."""
        return (each for each in self._commitments if each.state != "open")

    def settled_by(self, *makers: str) -> Iterator[Commitment]:
        """Those others that one of these persons had made."""
        return (each for each in self.settled() if each.maker in makers)

    @cached_property
    def _commitments(self) -> list[Commitment]:
        now = (*self._book.unsettled(), *self._book.settled())
        stored = [then for each in now if (then := self._as_it_was(each)) is not None]
        return [*stored, *self._occurrences({each.id: each for each in stored})]

    def _occurrences(self, stored: Mapping[str, Commitment]) -> Iterable[Commitment]:
        """The occurrences of series there were then, about which nothing was recorded yet."""
        if not self._book.series():
            return ()
        from followthrough.domain.occurrences import unstored

        known: dict[str, Commitment | Tombstone] = {**self.forgotten(), **stored}
        return unstored(self._series(), self._as_of, known.__contains__, known.get).values()

    def _series(self) -> "Iterable[Series]":
        from followthrough.domain.series import fold_series

        for each in self._book.series().values():
            with suppress(ValueError):  # it was not begun yet
                yield fold_series(each.id, [event for event in each.history if self.knows(event.id)])

    def _as_it_was(self, commitment: Commitment) -> Commitment | None:
        if self._book.computed(commitment.id) is not None:
            return None
        known = [event for event in commitment.history if self.knows(event.id)]
        if len(known) == len(commitment.history):
            return commitment
        try:
            return fold(commitment.id, known)
        except ValueError:
            return None  # it was not made yet

    def people(self) -> Mapping[str, Person]:
        """Everyone there was, named as they were."""
        histories = {
            handle: [event for event in person.history if self.knows(event.id)]
            for handle, person in self._book.people().items()
        }
        return {handle: fold_person(handle, history) for handle, history in histories.items() if history}

    def forgotten(self) -> Mapping[str, Tombstone]:
        """What had been forgotten."""
        return {key: each for key, each in self._book.forgotten().items() if self.knows(each.id)}

    def forgotten_since(self) -> int:
        """How many commitments that there were have been forgotten meanwhile."""
        return sum(
            not self.knows(each.id) and any(map(self.knows, each.events)) for each in self._book.forgotten().values()
        )

    def missing(self) -> Mapping[str, int]:
        """By replica how many events there were that this ledger does not have (yet)."""
        here = self._book.last_numbers()
        behind = {name: last - here.get(name, 0) for name, last in self._last_numbers.items()}
        return {name: count for name, count in behind.items() if count > 0}

    def knows(self, event_id: str) -> bool:
        """Whether this event was there."""
        replica, number = event_number(event_id)
        return number <= self._last_numbers.get(replica, 0)
