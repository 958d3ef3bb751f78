"""Persons and circles: their handles, names and members."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct

from followthrough.domain.errors import BadHandleError, NoSuchPersonError, SeveralPeopleError
from followthrough.domain.events import Event, Retracted, event_order

_HANDLE = re.compile(r"[^\W_][\w.-]{0,63}")


class Described(Event, frozen=True, kw_only=True, omit_defaults=True, tag="described"):
    """A person or circle as someone described it: the display name, and the members of a circle."""

    name: str | None = None
    members: tuple[str, ...] | None = None


PersonEvent = Described | Retracted


class Person(Struct, frozen=True, kw_only=True):
    """Who promises or is promised to; a circle is one that has members.

    `foreign` says that the history has events of kinds that this version does not know.
    """

    handle: str
    name: str
    members: tuple[str, ...] = ()
    standing: bool = True
    history: tuple[PersonEvent, ...] = ()
    foreign: bool = False

    @property
    def is_circle(self) -> bool:
        """Whether this is a named group of persons."""
        return bool(self.members)


def fold_person(handle: str, history: Iterable[PersonEvent]) -> Person:
    """The person that a history describes: the last name and members that are not retracted."""
    events = tuple(sorted({event.id: event for event in history}.values(), key=event_order))
    void: set[str] = set()
    for event in reversed(events):
        if isinstance(event, Retracted) and event.id not in void:
            void.add(event.of)
    name, standing = handle, False
    members: tuple[str, ...] = ()
    for event in events:
        if isinstance(event, Described) and event.id not in void:
            standing = True
            name = event.name if event.name is not None else name
            members = event.members if event.members is not None else members
    return Person(handle=handle, name=name, members=members, standing=standing, history=events)


def read_handle(typed: str) -> str:
    """The handle in what was typed (`ana`, `@ana`, `Ana`): letters, digits, `.`, `_` and `-`, in lower case."""
    handle = unicodedata.normalize("NFC", typed.strip().removeprefix("@")).casefold()
    if not _HANDLE.fullmatch(handle):
        raise BadHandleError(typed)
    return handle


def named_handle(typed: str) -> tuple[str, str | None]:
    """The handle for someone new, and the display name where what was typed is more than a handle (`Ana Ruiz`)."""
    words = typed.strip().removeprefix("@").split()
    if len(words) > 1:
        return read_handle("-".join(words)), " ".join(words)
    return read_handle(typed), None


def find_person(typed: str, people: Mapping[str, Person]) -> str | None:
    """The handle of the person meant: by handle, or by a display name that only one has; None if there is none."""
    wanted = unicodedata.normalize("NFC", typed.strip().removeprefix("@")).casefold()
    if wanted in people:
        return wanted
    named = [handle for handle, person in people.items() if person.name.casefold() == wanted]
    if len(named) > 1:
        raise SeveralPeopleError(typed, named)
    return named[0] if named else None


def means_me(typed: str) -> bool:
    """Whether this is the word for oneself, rather than a handle."""
    return typed.strip().removeprefix("@").casefold() == "me"


def known_person(typed: str, people: Mapping[str, Person]) -> str:
    """The handle of someone the ledger knows."""
    handle = find_person(typed, people)
    if handle is None:
        raise NoSuchPersonError(typed)
    return handle


def circles_of(handle: str, people: Mapping[str, Person]) -> frozenset[str]:
    """The circles that this person is a member of."""
    return frozenset(circle for circle, person in people.items() if handle in person.members)
