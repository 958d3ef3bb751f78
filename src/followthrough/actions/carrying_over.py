"""Histories from a file of ours on their way into a ledger: the same events under numbers of this replica."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import UNSET
from msgspec.structs import replace

from followthrough.actions.landing import Landing
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Edited, Event, Made, Retracted
from followthrough.domain.folding import fold
from followthrough.domain.histories import CommitmentHistory, Histories, PersonHistory, SeriesHistory

_Told = TypeVar("_Told", bound=Event)


def carry_over(landing: Landing, histories: Histories) -> None:
    """Have every promise of them come in with its history, and the people and series that are not here yet."""
    for person in histories.people:
        _bring_person(landing, person)
    for series in histories.series:
        _bring_series(landing, series)
    for number, each in enumerate(histories.commitments):
        landing.progress(number, len(histories.commitments))
        with landing.all_or_nothing(each.line):
            _carry_over(landing, each)


def _bring_person(landing: Landing, told: PersonHistory) -> None:
    """Somebody who is here stays as they are here; who was taken back stands again."""
    here = landing.book.people().get(told.handle)
    if here is None and not landing.is_forgotten(told.handle):
        landing.people[told.handle] = tuple(_renumbered(landing, told.events))
    elif here is not None and not here.standing and not here.foreign:
        landing.people[told.handle] = tuple(_brought_back(landing, here.history))


def _bring_series(landing: Landing, told: SeriesHistory) -> None:
    """A series that is here stays as it is here; one that was taken back goes on."""
    here = landing.book.series().get(told.id)
    if here is None:
        landing.series[told.id] = tuple(_renumbered(landing, told.events))
    elif here.taken_back and not here.foreign:
        landing.series[told.id] = tuple(_brought_back(landing, here.history))


def _carry_over(landing: Landing, told: CommitmentHistory) -> None:
    there = fold(told.id, told.events)
    if landing.forgotten_here(told.id):
        raise ValueError("it was forgotten here")
    here = landing.here(told.id, _names(told.events), undone=there.state == "undone")
    if here is not None:
        _continue(landing, told, here)
        return
    landing.check_private(there.visibility)
    for handle in _handles(told.events):
        landing.mention(handle)
    if (undone := landing.here(told.id, (), undone=True)) is not None and not undone.foreign:
        again = tuple(_brought_back(landing, undone.history))
        if _amounts_to(fold(told.id, (*undone.history, *again)), there):
            landing.more[told.id] = again
            return
    landing.fresh[landing.free_id(told.id)] = tuple(_renumbered(landing, told.events))


def _continue(landing: Landing, told: CommitmentHistory, here: Commitment) -> None:
    """What was recorded there since is recorded here too, where all that is here is there."""
    new = [event for event in told.events if landing.same(event) is None]
    if not new:
        landing.known += 1
        return
    there = set(_names(told.events))
    if any(there.isdisjoint(_names((event,))) for event in here.history) or here.id in landing.more:
        raise ValueError("it went on differently here; ft merge unites two copies of one ledger")
    for handle in _handles(new):
        landing.mention(handle)
    landing.more[here.id] = tuple(_renumbered(landing, new))


def _brought_back(landing: Landing, history: Sequence[Event]) -> Iterator[Retracted]:
    """What takes back whatever takes something of this history back."""
    events = list(history)
    void: set[str] = set()
    for event in reversed(history):
        if isinstance(event, Retracted) and event.id not in void:
            void.add(event.of)
            again = Retracted(**landing.pen.stamp(events), of=event.id, imported=landing.pen.now)
            events.append(again)
            yield again


def _amounts_to(one: Commitment, other: Commitment) -> bool:
    """Whether two histories have come to the same."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in Commitment.__struct_fields__
        if name not in ("history", "settlement", "confirmation", "contested")
    )


def _names(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        yield event.id
        if event.origin is not None:
            yield event.origin


def _handles(events: Iterable[AnyEvent]) -> Iterator[str]:
    """Whom these events promise, or have somebody promise."""
    for event in events:
        if isinstance(event, Made):
            yield from (event.maker, *event.to)
        elif isinstance(event, Edited) and event.now.to is not UNSET:
            yield from event.now.to


def _renumbered(landing: Landing, events: Sequence[_Told]) -> Iterator[_Told]:
    """The events under new numbers, each with the one that it had first; what they are about has its new one too."""
    numbers = {event.id: landing.pen.next_id() for event in events}
    for event in events:
        about = {}
        if (of := getattr(event, "of", None)) is not None:
            about = {"of": numbers.get(of) or landing.number_here(of)}
        yield replace(
            event,
            id=numbers[event.id],
            step=None,
            origin=event.origin or event.id,
            imported=landing.pen.now,
            **about,
        )
