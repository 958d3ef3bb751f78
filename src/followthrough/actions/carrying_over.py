"""Histories from a file of ours on their way into a ledger: the same events under numbers of this replica."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from followthrough.actions.landing import Landing
from followthrough.actions.standing_again import amounts_to, brought_back
from followthrough.domain.believable import check_person, check_promise, check_series, handles_in, promised_in
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Event, Retracted
from followthrough.domain.folding import fold
from followthrough.domain.histories import CommitmentHistory, Histories, PersonHistory, SeriesHistory
from followthrough.domain.people import find_person, fold_person
from followthrough.domain.series import fold_series

_Told = TypeVar("_Told", bound=Event)
_NONE: Mapping[str, str] = MappingProxyType({})


def carry_over(landing: Landing, histories: Histories) -> None:
    """Have every promise of them come in with its history, and the people and series that are not here yet."""
    wanted = _mentioned(histories) if landing.workspace.others_in(landing.book) else None
    for number, person in enumerate(histories.people, 1):
        if wanted is not None and person.handle not in wanted:
            continue  # others read this ledger, and nothing in it will be about this person
        with landing.all_or_nothing(number):
            _bring_person(landing, person)
    for number, series in enumerate(histories.series, 1):
        with landing.all_or_nothing(number):
            _bring_series(landing, series)
    for number, each in enumerate(histories.commitments):
        landing.progress(number, len(histories.commitments))
        with landing.all_or_nothing(each.line):
            _carry_over(landing, each)


def _mentioned(histories: Histories) -> set[str]:
    """Whom promises and series name that are not private, and those whom these are joined into or have as members."""
    named: set[str] = set()
    for each in histories.commitments:
        with suppress(ValueError):  # which is said where it would come in
            if fold(each.id, each.events).visibility != "private":
                named |= _handles(each.events)
    for series in histories.series:
        with suppress(ValueError):
            if fold_series(series.id, series.events).described.visibility != "private":
                named |= _handles(series.events)
    people = {each.handle: each for each in histories.people}
    waiting = list(named)
    while waiting:
        person = people.get(waiting.pop())
        further = _handles(person.events) - named if person is not None else set()
        named |= further
        waiting += further
    return named


def _bring_person(landing: Landing, told: PersonHistory) -> None:
    """Somebody who is here stays as they are here; who was taken back stands again. The first of several counts."""
    if told.handle in landing.people:
        return
    here = landing.book.people().get(told.handle)
    if here is None and not landing.is_forgotten(told.handle):
        _check_person(landing, told)
        landing.people[told.handle] = tuple(_renumbered(landing, told.events))
    elif here is not None and not here.standing and not here.foreign:
        landing.people[told.handle] = tuple(brought_back(landing, here.history))


def _bring_series(landing: Landing, told: SeriesHistory) -> None:
    """A series that is here stays as it is here; one that was taken back goes on. The first of several counts.

    Raises ValueError where it was stopped or changed there: that may have been before what is overdue here was due.
    """
    if told.id in landing.series or landing.forgotten_here(told.id):
        return
    here = landing.book.series().get(told.id)
    if here is None:
        _check_series(landing, told)
        series = fold_series(told.id, told.events)
        for handle in (series.maker, *series.described.to):
            landing.mention(handle)
        landing.series[told.id] = tuple(_renumbered(landing, told.events))
    elif here.taken_back and not here.foreign:
        landing.series[told.id] = tuple(brought_back(landing, here.history))
    elif any(landing.same(event) is None for event in told.events):
        if fold_series(told.id, told.events).taken_back:
            raise ValueError("it was taken back there, and stands here")
        raise ValueError(
            f"what repeats (“{here.what[:60]}”) was changed there, and stays as it is here; ft merge unites two copies"
        )


def _check_person(landing: Landing, told: PersonHistory) -> None:
    """Raise where they cannot have been described so, name somebody forgotten, or are called as somebody else is."""
    person = fold_person(told.handle, told.events)
    check_person(person, landing.pen.now)
    landing.check_remembered((*_handles(told.events), *person.called))
    for alias in person.aliases:
        other = find_person(alias, landing.book.people())
        if other is not None:
            raise ValueError(f"@{told.handle} is also called “{alias[:60]}” there, as @{other} is here")


def _check_series(landing: Landing, told: SeriesHistory) -> None:
    """Raise where it cannot have been recorded so, names who may not be named, or is private where others read."""
    series = fold_series(told.id, told.events)
    check_series(told.events, landing.pen.now)
    landing.check_remembered(_handles(told.events))
    landing.check_private(series.described.visibility)
    landing.check_maker(series.maker)


def _carry_over(landing: Landing, told: CommitmentHistory) -> None:
    there, names = fold(told.id, told.events), set(_names(told.events))
    if landing.forgotten_here(told.id, names):
        raise ValueError("it was forgotten here")
    is_undone = there.state == "undone"
    if told.id in landing.fresh or not (is_undone or landing.origins.isdisjoint(names)):
        raise ValueError("it stands in the file twice")
    here = landing.here(told.id, names, undone=is_undone)
    if here is not None:
        _continue(landing, told, there, here)
    else:
        _begin(landing, told, there)
    if not is_undone:
        landing.origins |= names


def _begin(landing: Landing, told: CommitmentHistory, there: Commitment) -> None:
    """It is new here, or was taken back."""
    landing.check_private(there.visibility)
    _check(landing, there)
    _check_occurrence(landing, there)
    _mention(landing, told.events)
    if (undone := landing.here(told.id, (), undone=True)) is not None and not undone.foreign:
        again = tuple(brought_back(landing, undone.history))
        if amounts_to(fold(told.id, (*undone.history, *again)), there):
            landing.more[told.id] = again
            return
    events = tuple(_renumbered(landing, told.events))
    landing.fresh[landing.free_id(told.id)] = (*events, *_taken_back_too(landing, there, fold(told.id, events)))


def _check(landing: Landing, there: Commitment) -> None:
    """Raise where its history cannot be so, or names somebody who may not be named here."""
    check_promise(there, landing.pen.now)
    landing.check_remembered(_handles(there.history))
    landing.check_maker(there.maker)


def _check_occurrence(landing: Landing, there: Commitment) -> None:
    """Raise ValueError where a series here has an occurrence of that id, and says something else of it."""
    computed = landing.book.computed(there.id)
    if computed is not None and (computed.series, computed.maker, computed.due) != (
        there.series,
        there.maker,
        there.made.due,
    ):
        raise ValueError(f"what repeats here has an occurrence with the id {there.id}, which says something else")


def _taken_back_too(landing: Landing, there: Commitment, here: Commitment) -> Iterator[Retracted]:
    """What was taken back there is here too: the time in which an import may go again counts from now."""
    if there.state == "undone" != here.state:
        yield Retracted(**landing.pen.stamp(here.history), of=here.made.id, imported=landing.pen.now)


def _continue(landing: Landing, told: CommitmentHistory, there: Commitment, here: Commitment) -> None:
    """What was recorded there since is recorded here too, where all that is here is there."""
    known = {event.id: same.id for event in told.events if (same := landing.same(event)) is not None}
    new = [event for event in told.events if event.id not in known]
    if not new:
        landing.known += 1
        return
    names = set(_names(told.events))
    if any(names.isdisjoint(_names((event,))) for event in here.history):
        raise ValueError("it went on differently here; ft merge unites two copies of one ledger")
    if there.state == "undone" != here.state:
        raise ValueError("it was taken back there, and stands here")
    if here.visibility != "private":
        landing.check_private(there.visibility)
    _check(landing, there)
    _mention(landing, new)
    more = tuple(_renumbered(landing, new, known))
    landing.check_still_judged(here, fold(here.id, (*here.history, *more)))
    landing.more[here.id] = more


def _mention(landing: Landing, events: Iterable[AnyEvent]) -> None:
    for event in events:
        for handle in promised_in(event):
            landing.mention(handle)


def _names(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        yield event.id
        if event.origin is not None:
            yield event.origin


def _handles(events: Iterable[Event]) -> set[str]:
    return {handle for event in events for handle in handles_in(event)}


def _renumbered(landing: Landing, events: Sequence[_Told], known: Mapping[str, str] = _NONE) -> Iterator[_Told]:
    """The events under new numbers, each with the one that it had first; what they are about has its new one too.

    `known` are the numbers that events have here already, by those that they have there.
    """
    numbers = {**known, **{event.id: landing.pen.next_id() for event in events}}
    for event in events:
        about = {}
        if (of := getattr(event, "of", None)) is not None:
            if of not in numbers:
                raise ValueError(f"an event of it is about {of[:60]}, which is not in the file")
            about = {"of": numbers[of]}
        yield replace(
            event,
            id=numbers[event.id],
            step=None,
            origin=event.origin or event.id,
            imported=landing.pen.now,
            **about,
        )
