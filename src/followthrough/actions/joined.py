"""A reading of a ledger in which everyone goes by the one handle that stands for them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Generic, TypeVar

from followthrough.actions.ports import Book, Record
from followthrough.domain.commitment import Commitment, Damage
from followthrough.domain.events import Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.identity import Persons, named_event, named_tombstone, names_in_event
from followthrough.domain.people import Person
from followthrough.domain.undoing import Recorded

if TYPE_CHECKING:
    from followthrough.domain.series import Series

Read = TypeVar("Read", bound=Record)


class JoinedRecord(Generic[Read]):
    """A record whose promises name everyone by the handle that stands for them now."""

    def __init__(self, recorded: Read) -> None:
        self._recorded = recorded

    @cached_property
    def _persons(self) -> Persons:
        return Persons(self._recorded.people())

    @cached_property
    def _names(self) -> frozenset[str]:
        return self._persons.joined

    @cached_property
    def _divided(self) -> frozenset[str]:
        return self._persons.divided

    def named(self, commitment: Commitment) -> Commitment:
        """The commitment with these handles in it, and what they amount to."""
        names, key = self._names, commitment.id
        touched = any(name in names for event in commitment.history for name in names_in_event(event))
        if not touched and key not in self._divided:
            return commitment
        events = [
            named_event(event, lambda handle: self._persons.standing(handle, key)) for event in commitment.history
        ]
        return fold(key, events, commitment.foreign)

    def _all_named(self, commitments: Iterable[Commitment]) -> Iterator[Commitment]:
        return map(self.named, commitments)

    def unsettled(self) -> Iterator[Commitment]:
        """The open commitments, by id."""
        return self._all_named(self._recorded.unsettled())

    def settled(self) -> Iterator[Commitment]:
        """All others, by id."""
        return self._all_named(self._recorded.settled())

    def settled_by(self, *makers: str) -> Iterator[Commitment]:
        """Those others that one of these persons made."""
        meant = {handle for maker in makers for handle in self._persons.meaning(maker)}
        found = self._all_named(self._recorded.settled_by(*sorted(meant)))
        return (each for each in found if each.maker in makers)

    def series(self) -> "Mapping[str, Series]":
        """The series, by id."""
        known = self._recorded.series()
        if not known:
            return known
        from followthrough.domain.identity import named_series

        return {key: named_series(each, self._persons.standing) for key, each in known.items()}

    def computed(self, commitment_id: str) -> Commitment | None:
        """An occurrence about which nothing is recorded yet, with the handles that its series has."""
        return self._recorded.computed(commitment_id)

    def people(self) -> Mapping[str, Person]:
        """Everyone the ledger knows, by the handle that stands for them."""
        return self._persons

    def forgotten(self) -> Mapping[str, Tombstone]:
        """The tombstones of commitments, by commitment id."""
        return {
            key: named_tombstone(each, partial(self._persons.standing, promise=key))
            for key, each in self._recorded.forgotten().items()
        }

    @property
    def ledger_id(self) -> str:
        """The random id that every copy of this ledger has."""
        return self._recorded.ledger_id

    def last_numbers(self) -> Mapping[str, int]:
        """The number of the last event of each replica."""
        return self._recorded.last_numbers()


class JoinedBook(JoinedRecord[Book]):
    """A whole reading, likewise. What it tells of ids, damage and numbers is that of the ledger."""

    @property
    def begun(self) -> bool:
        """Whether there is a ledger at all."""
        return self._recorded.begun

    @property
    def replica(self) -> str:
        """The name under which this machine records events."""
        return self._recorded.replica

    def as_recorded(self) -> Book:
        """The reading with every handle as it was recorded."""
        return self._recorded

    def at_hand(self) -> Iterator[Commitment]:
        """Of the open ones what lists and reminders show."""
        return self._all_named(self._recorded.at_hand())

    def passed_over(self) -> Collection[str]:
        """The ids of occurrences that a later one stands for."""
        return self._recorded.passed_over()

    def unsettled_with(self, word: str) -> Iterator[Commitment]:
        """Of the open commitments at least those whose text holds this lower-case word."""
        return self._all_named(self._recorded.unsettled_with(word))

    def touched_between(self, first: date, last: date, *, settled_only: bool = False) -> Iterator[Commitment]:
        """At least those about which something was recorded on these UTC days."""
        return self._all_named(self._recorded.touched_between(first, last, settled_only=settled_only))

    def commitment(self, commitment_id: str) -> Commitment | None:
        """The commitment of that full id."""
        found = self._recorded.commitment(commitment_id)
        return None if found is None else self.named(found)

    def recorders(self) -> Collection[str]:
        """Who recorded last on each replica, by the handles that stand for them."""
        return frozenset(map(self._persons.standing, self._recorded.recorders()))

    def settled_count(self) -> int:
        """About how many others there are."""
        return self._recorded.settled_count()

    def damaged_count(self) -> int:
        """About how many promises are marked as damaged."""
        return self._recorded.damaged_count()

    def damage(self, commitment_id: str) -> Damage | None:
        """What of that commitment is not as it was recorded."""
        return self._recorded.damage(commitment_id)

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        """The first ids that begin so."""
        return self._recorded.ids_from(prefix, limit)

    def shared_with_others(self, commitment_id: str) -> int:
        """How many letters from the start this id shares at most with some other one."""
        return self._recorded.shared_with_others(commitment_id)

    def forgotten_people(self) -> ForgottenPeople:
        """Whoever was forgotten here."""
        return self._recorded.forgotten_people()

    def recorded(self) -> Iterator[Recorded]:
        """Every event of every history, and every tombstone, as they are."""
        return self._recorded.recorded()


def joined_record(record: Record) -> Record:
    """The record with everyone under one handle; as it is where nobody was renamed or joined."""
    return JoinedRecord(record) if any(each.joins for each in record.people().values()) else record
