"""Who is who: the person that a handle stands for, after some were renamed and others joined into one.

Events keep the handles that they were recorded with; whoever reads them asks here. The answer depends only on the
histories of the people, so two copies give the same one before and after they are merged.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from followthrough.domain.events import (
    AnyEvent,
    Confirmed,
    Edited,
    Made,
    Particulars,
    Released,
    Tombstone,
    event_order,
)
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.people import Described, Joined, Person, PersonEvent, fold_person

if TYPE_CHECKING:
    from followthrough.domain.series import Series, Terms


class Persons(Mapping[str, Person]):
    """Everyone by the handle that stands for them; asked for another handle of theirs, it gives the same person."""

    def __init__(self, recorded: Mapping[str, Person]) -> None:
        self._recorded = recorded
        self._links = {handle: each.join for handle, each in recorded.items() if each.join is not None}
        self._only = {
            (handle, promise): join for handle, each in recorded.items() for join in each.joins for promise in join.only
        }
        self.joined = frozenset((*self._links, *(handle for handle, _ in self._only)))
        """The handles that another one may stand for."""
        self.divided = frozenset(promise for _, promise in self._only)
        """The promises in which a handle is somebody else's than elsewhere."""
        self._known: dict[tuple[str, str | None], str] = {}
        roots: dict[str, list[str]] = {}
        for handle in recorded:
            roots.setdefault(self.standing(handle), []).append(handle)
        self._people = {root: self._person(root, roots[root]) for root in sorted(roots) if root != SOMEONE}

    def __getitem__(self, handle: str) -> Person:
        return self._people[self.standing(handle)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)

    def standing(self, handle: str, promise: str | None = None) -> str:
        """The handle that stands for this one, in a promise where one is named.

        Where joins go round in a circle, as two machines may leave it, the earliest of them gives way.
        """
        if promise is not None and promise not in self.divided:
            promise = None
        if (handle, promise) not in self._known:
            self._known[handle, promise] = self._end_of_way(handle, promise)
        return self._known[handle, promise]

    def _end_of_way(self, handle: str, promise: str | None) -> str:
        way = [handle]
        while (link := self._link(way[-1], promise)) is not None:
            if link.into in way:
                circle = way[way.index(link.into) :]
                return min(circle, key=lambda each: self._order(each, promise))
            way.append(link.into)
        return way[-1]

    def meaning(self, handle: str) -> tuple[str, ...]:
        """Every handle under which something of this person may be recorded, their own with them."""
        found = {handle}
        links = [
            *((each, link.into) for each, link in self._links.items()),
            *((each, join.into) for (each, _), join in self._only.items()),
        ]
        while more := {one for one, into in links if into in found} - found:
            found |= more
        return tuple(sorted(found))

    def _link(self, handle: str, promise: str | None) -> Joined | None:
        link = self._only.get((handle, promise or "")) or self._links.get(handle)
        return link if link is not None and self._alike(handle, link.into) else None

    def _alike(self, one: str, other: str) -> bool:
        """Whether both are persons, or both circles; of a person there cannot be made a circle."""
        circles = [each in self._recorded and self._recorded[each].is_circle for each in (one, other)]
        return circles[0] == circles[1] or other == SOMEONE

    def _order(self, handle: str, promise: str | None) -> Any:
        link = self._link(handle, promise)
        assert link is not None, "it is part of a circle of joins"
        return event_order(link)

    def _own(self, root: str) -> tuple[str, ...]:
        """The handles under which this person speaks for themselves: who joins another one does not speak for them.

        A handle is theirs where they joined it themselves, or where nobody had the new one when it was renamed.
        """
        own = {root}
        while more := {
            handle
            for handle in self._links
            if handle not in own
            and (link := self._link(handle, None)) is not None
            and link.into in own
            and (link.by in own or self._was_free(link))
        }:
            own |= more
        return tuple(own)

    def _was_free(self, link: Joined) -> bool:
        target = self._recorded.get(link.into)
        before = (each for each in target.history if event_order(each) < event_order(link)) if target else ()
        return not fold_person(link.into, before).standing

    def _person(self, root: str, handles: list[str]) -> Person:
        """The person that all that is recorded under these handles describes."""
        known = [self._recorded[handle] for handle in handles]
        person = (
            known[0]
            if handles == [root]
            else fold_person(root, (event for each in known for event in _as_changes(each.history)), self._own(root))
        )
        members = tuple(dict.fromkeys(each for each in map(self.standing, person.members) if each != root))
        return replace(
            person,
            members=members,
            shared=tuple(replace(each, circle=self.standing(each.circle)) for each in person.shared),
            also=tuple(sorted({*handles} - {root})),
            foreign=any(each.foreign for each in known),
        )


def _as_changes(history: Iterable[PersonEvent]) -> Iterator[PersonEvent]:
    """The history with who came and went in the place of whole lists of members: another history may have its own."""
    members: tuple[str, ...] = ()
    for event in history:
        if isinstance(event, Described) and event.members is not None:
            left = tuple(each for each in members if each not in event.members)
            members = event.members
            yield replace(event, members=None, entered=(*members, *event.entered), left=(*left, *event.left))
        else:
            yield event


Name = Callable[[str], str]


def named_event(event: AnyEvent, name: Name) -> AnyEvent:
    """The event with these names in it."""
    fields: dict[str, Any] = {"by": name(event.by)}
    match event:
        case Made():
            fields |= {"maker": name(event.maker), "to": named_all(event.to, name)}
        case Edited():
            fields |= {"was": _named(event.was, name), "now": _named(event.now, name)}
        case Released() | Confirmed():
            fields["whose"] = name(event.whose)
        case _:
            pass
    return replace(event, **fields)


def named_tombstone(stone: Tombstone, name: Name) -> Tombstone:
    """The tombstone with these names in it."""
    return replace(stone, by=name(stone.by), maker=name(stone.maker), to=named_all(stone.to, name))


def named_series(series: "Series", name: Name) -> "Series":
    """The series with these names in it."""

    def named(terms: "Terms") -> "Terms":
        return replace(terms, to=named_all(terms.to, name))

    return replace(
        series,
        maker=name(series.maker),
        eras=tuple(replace(era, terms=named(era.terms)) for era in series.eras),
        terms=None if series.terms is None else named(series.terms),
        described=named(series.described),
    )


def named_all(handles: Iterable[str], name: Name) -> tuple[str, ...]:
    """The handles with these names, each once."""
    return tuple(dict.fromkeys(map(name, handles)))


def names_in_event(event: AnyEvent) -> Iterator[str]:
    """Every handle that an event holds."""
    yield event.by
    match event:
        case Made():
            yield event.maker
            yield from event.to
        case Edited():
            for each in (event.was, event.now):
                yield from each.to or ()
        case Released() | Confirmed():
            yield event.whose
        case _:
            pass


def _named(particulars: Particulars, name: Name) -> Particulars:
    return replace(particulars, to=named_all(particulars.to, name)) if particulars.to else particulars
