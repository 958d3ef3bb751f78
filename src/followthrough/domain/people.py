"""Persons and circles: their handles, names and members, and which handles were joined into others."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct

from followthrough.domain.errors import BadHandleError, NoSuchPersonError, SeveralPeopleError
from followthrough.domain.events import Event, Retracted, event_order

_HANDLE = re.compile(r"[^\W_][\w.-]{0,63}")

Openness = Literal["named", "initials", "counted", "left-out"]
"""How a circle's report shows a member: by name, by initials, in its sums alone, or not at all."""
OPENNESS: tuple[Openness, ...] = get_args(Openness)
UNSAID: Openness = "counted"
"""How it shows one who said nothing about it."""


class Described(Event, frozen=True, kw_only=True, omit_defaults=True, tag="described"):
    """A person or circle as someone described it: the display name, and the members of a circle.

    `entered` and `left` say who came and went since; so do `aliases` and `dropped` for what else they are called.
    """

    name: str | None = None
    members: tuple[str, ...] | None = None
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    zone: str | None = None


class Joined(Event, frozen=True, kw_only=True, omit_defaults=True, tag="joined"):
    """Whoever has this handle is `into` from now on, and always was; with `only`, in these promises alone."""

    into: str
    only: tuple[str, ...] = ()


class Shared(Event, frozen=True, kw_only=True, omit_defaults=True, tag="shared"):
    """How openly the reports of a circle are to show this person; nobody's word but their own counts."""

    circle: str
    openly: Openness


PersonEvent = Described | Joined | Shared | Retracted


class Person(Struct, frozen=True, kw_only=True):
    """Who promises or is promised to; a circle is one that has members.

    `joins` are those that stand of this handle into others, `also` the other handles of the same person. `shared` is
    what they said themselves of circles' reports, and stands. `foreign` says that the history has events of kinds that
    this version does not know.
    """

    handle: str
    name: str
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    zone: str | None = None
    also: tuple[str, ...] = ()
    standing: bool = True
    joins: tuple[Joined, ...] = ()
    shared: tuple[Shared, ...] = ()
    history: tuple[PersonEvent, ...] = ()
    foreign: bool = False

    @property
    def is_circle(self) -> bool:
        """Whether this is a named group of persons."""
        return bool(self.members)

    @property
    def join(self) -> Joined | None:
        """The last word on whose handle this is altogether; None where nobody joined it into another."""
        return next((each for each in reversed(self.joins) if not each.only), None)

    @property
    def called(self) -> tuple[str, ...]:
        """The display name and the aliases."""
        return (self.name, *self.aliases)

    def openness(self, circle: str) -> Openness:
        """How openly that circle's reports may show them: as they said last."""
        return next((each.openly for each in reversed(self.shared) if each.circle == circle), UNSAID)


def fold_person(handle: str, history: Iterable[PersonEvent], hands: Sequence[str] = ()) -> Person:
    """The person that a history describes, without what is retracted of it; `hands` are all handles they record by."""
    events = tuple(sorted({event.id: event for event in history}.values(), key=event_order))
    own = {handle, *hands}
    heard = tuple(_without_others_words(events, own)) if any(isinstance(each, Shared) for each in events) else events
    void: set[str] = set()
    for event in reversed(heard):
        if isinstance(event, Retracted) and event.id not in void:
            void.add(event.of)
    stands = [event for event in heard if event.id not in void]
    descriptions = [event for event in stands if isinstance(event, Described)]
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    for event in descriptions:
        members = _changed(members if event.members is None else event.members, event.entered, event.left)
        aliases = _changed(aliases, event.aliases, event.dropped)
    return Person(
        handle=handle,
        name=next((each.name for each in reversed(descriptions) if _names(each, handle)), None) or handle,
        members=members,
        aliases=aliases,
        zone=next((each.zone for each in reversed(descriptions) if each.zone is not None), None),
        standing=bool(descriptions),
        joins=tuple(event for event in stands if isinstance(event, Joined)),
        shared=tuple(event for event in stands if isinstance(event, Shared)),
        history=events,
    )


def _without_others_words(events: Iterable[PersonEvent], own: Collection[str]) -> Iterator[PersonEvent]:
    """The events without what others recorded of how openly this person is shown: taking that back is their own too."""
    theirs: set[str] = set()
    for event in events:
        if isinstance(event, Shared) or (isinstance(event, Retracted) and event.of in theirs):
            theirs.add(event.id)
            if event.by not in own:
                continue
        yield event


def _names(description: Described, handle: str) -> bool:
    """Whether it says what they are called: who is only mentioned for the first time is called by the handle so far."""
    return description.name is not None and not (description.n == 1 and description.name == handle)


def _changed(words: tuple[str, ...], more: tuple[str, ...], fewer: tuple[str, ...]) -> tuple[str, ...]:
    """The words, each once, with more behind them and without those taken out, in whatever case."""
    if not (more or fewer):
        return words
    gone = {each.casefold() for each in fewer}
    found: dict[str, str] = {}
    for each in (*words, *more):
        found.setdefault(each.casefold(), each)
    return tuple(each for key, each in found.items() if key not in gone)


def read_handle(typed: str) -> str:
    """The handle in what was typed (`ana`, `@ana`, `Ana`): letters, digits, `.`, `_` and `-`, in lower case."""
    handle = unicodedata.normalize("NFC", typed.strip().removeprefix("@")).casefold()
    if not _HANDLE.fullmatch(handle):
        raise BadHandleError(typed)
    return handle


def is_handle(text: str) -> bool:
    """Whether this is just what a handle may be."""
    return _HANDLE.fullmatch(text) is not None and folded(text) == text


def named_handle(typed: str) -> tuple[str, str | None]:
    """The handle for someone new, and the display name where what was typed is more than a handle (`Ana Ruiz`)."""
    words = typed.strip().removeprefix("@").split()
    if len(words) > 1:
        return read_handle("-".join(words)), " ".join(words)
    return read_handle(typed), None


def find_person(typed: str, people: Mapping[str, Person]) -> str | None:
    """The handle of the person meant: by handle, or by a name or alias that only one has; None if there is none."""
    wanted = folded(typed)
    if (person := people.get(wanted)) is not None:
        return person.handle
    named = [handle for handle, person in people.items() if any(folded(each) == wanted for each in person.called)]
    if len(named) > 1:
        raise SeveralPeopleError(typed, named)
    return named[0] if named else None


def folded(typed: str) -> str:
    """What was typed for a person, as it is compared."""
    return unicodedata.normalize("NFC", typed.strip().removeprefix("@")).casefold()


def means_me(typed: str) -> bool:
    """Whether this is the word for oneself, rather than a handle."""
    return folded(typed) == "me"


def known_person(typed: str, people: Mapping[str, Person]) -> str:
    """The handle of someone the ledger knows."""
    handle = find_person(typed, people)
    if handle is None:
        raise NoSuchPersonError(typed)
    return handle


def circles_of(handle: str, people: Mapping[str, Person]) -> frozenset[str]:
    """The circles that this person is a member of."""
    return frozenset(circle for circle, person in people.items() if handle in person.members)


def shown_as(circle: Person, people: Mapping[str, Person]) -> dict[str, Openness]:
    """How openly the reports of a circle may show each member, in the order of the members."""
    return {each: people[each].openness(circle.handle) if each in people else UNSAID for each in circle.members}
