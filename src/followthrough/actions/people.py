"""The people and circles of a ledger: who they are, what they are called, who belongs to whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.finding import who_is_meant
from followthrough.actions.newcomers import Newcomers, split_names
from followthrough.actions.ports import Book, Change, OpenBook, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.due import is_zone
from followthrough.domain.errors import (
    BadSettingError,
    HandleTakenError,
    NoSuchPersonError,
    NotACircleError,
    NotAMemberError,
    NotAnAliasError,
    UnknownPersonEventError,
)
from followthrough.domain.people import (
    Described,
    Openness,
    Person,
    Shared,
    circles_of,
    find_person,
    folded,
    known_person,
    means_me,
    shown_as,
)
from followthrough.domain.typed import read_text


class People(Struct, frozen=True, kw_only=True):
    """Everyone a ledger knows, by handle; `me` is this machine's user. `notices` say what was changed.

    `sharing` has for each circle how openly its reports may show each member.
    """

    me: str
    people: tuple[Person, ...]
    sharing: Mapping[str, Mapping[str, Openness]]
    notices: tuple[str, ...] = ()


_NOTHING_SAID: dict[str, Any] = {
    "name": None,
    "members": None,
    "zone": None,
    **dict.fromkeys(("entered", "left", "aliases", "dropped"), ()),
}


def everyone(workspace: Workspace) -> People:
    """The people and circles of the ledger, by handle."""
    return listed(workspace, workspace.ledger.read())


def describe(
    workspace: Workspace,
    typed: str,
    *,
    name: str | None = None,
    members: Iterable[str] = (),
    leaving: Iterable[str] = (),
    aliases: Iterable[str] = (),
    dropped: Iterable[str] = (),
    zone: str | None = None,
) -> People:
    """Record someone, what they are called, where they live, or who joins and leaves a circle."""
    called = None if name is None else read_text("name", name)
    lives = None if zone is None else _zone(zone)
    entering, gone = split_names(members), split_names(leaving)
    more, fewer = tuple(aliases), tuple(dropped)
    notices: list[str] = []

    def decide(book: Book, pen: Pen) -> Change:
        newcomers = Newcomers(book.people(), workspace.me, workspace.intended)
        handle = newcomers.handle(typed)
        person = book.people().get(handle) or Person(handle=handle, name=handle, standing=False)
        if person.foreign:
            raise UnknownPersonEventError(handle)
        entered = _entering(workspace, book, person, [newcomers.handle(each) for each in entering])
        me = workspace.me_in(book)
        left = _leaving(book, person, [me if means_me(each) else each for each in gone], entered)
        as_typed = newcomers.names.pop(handle, None)
        new = Described(
            **pen.another().stamp(person.history),
            name=called or as_typed or (None if person.standing else handle),
            members=entered if entered and not person.is_circle else None,
            entered=entered if person.is_circle else (),
            left=tuple(handle for each in left for handle in (each, *book.people()[each].also)),
            aliases=_aliases(book, person, more),
            dropped=_dropped(person, fewer),
            zone=lives,
        )
        notices[:] = _in_and_out(handle, entered, left)
        if replace(new, **_NOTHING_SAID) == new:
            notices.append(f"Nothing of that is new about @{handle}.")
            return Change()
        pen.next_id()
        return Change(people=((handle, new), *newcomers.introduced(pen)))

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now(), create=True)
    return listed(workspace, written.book, notices)


def share(workspace: Workspace, typed: str, openly: Openness) -> People:
    """Record how openly the reports of a circle may show me, who am a member of it.

    Raises NoSuchPersonError, NotAMemberError.
    """
    notices: list[str] = []

    def decide(book: Book, pen: Pen) -> Change:
        me, circle = workspace.me_in(book), known_person(typed, book.people())
        if me not in book.people()[circle].members:
            raise NotAMemberError(circle, me)
        person = book.people().get(me) or Person(handle=me, name=me, standing=False)
        if person.foreign:
            raise UnknownPersonEventError(me)
        if person.openness(circle) == openly and any(each.circle == circle for each in person.shared):
            notices[:] = [f"Nothing of that is new about @{me}."]
            return Change()
        return Change(people=((me, Shared(**pen.stamp(person.history), circle=circle, openly=openly)),))

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    circle = written.book.people()[known_person(typed, written.book.people())]
    return _told(workspace, written.book, (circle,), notices)


def one(workspace: Workspace, typed: str) -> People:
    """One person or circle that the ledger knows."""
    book = workspace.ledger.read()
    person = book.people().get(who_is_meant(workspace, book, typed))
    if person is None:
        raise NoSuchPersonError(typed)
    return _told(workspace, book, (person,))


def listed(workspace: Workspace, book: OpenBook, notices: Sequence[str] = ()) -> People:
    """Everyone who stands in this reading."""
    standing = [person for person in book.people().values() if person.standing]
    return _told(workspace, book, sorted(standing, key=lambda person: person.handle), notices)


def _told(workspace: Workspace, book: OpenBook, people: Iterable[Person], notices: Iterable[str] = ()) -> People:
    """These people, and what the members of the circles among them said of reports."""
    found = tuple(people)
    return People(
        me=workspace.me_in(book),
        people=found,
        sharing={each.handle: shown_as(each, book.people()) for each in found if each.is_circle},
        notices=tuple(notices),
    )


def _zone(typed: str) -> str:
    if not is_zone(typed):
        raise BadSettingError("--zone", typed, "it is no zone this machine knows, like Europe/Madrid")
    return typed


def _entering(workspace: Workspace, book: Book, circle: Person, handles: Iterable[str]) -> tuple[str, ...]:
    """Those of these who are not members yet. Raises NotACircleError: no circle is in another one."""
    if circle.handle in (entering := tuple(dict.fromkeys(handles))):
        raise NotACircleError(circle.handle, "it would be a member of itself")
    if entering and not may_be_circle(book, circle.handle, workspace.me_in(book)):
        raise NotACircleError(circle.handle, "it is a person who promises")
    people = book.people()
    for each in entering:
        if each in people and people[each].is_circle:
            raise NotACircleError(circle.handle, f"@{each} is a circle, and members are persons")
    if entering and (outer := sorted(circles_of(circle.handle, people))):
        raise NotACircleError(circle.handle, f"it is a member of @{outer[0]}")
    return tuple(each for each in entering if each not in circle.members)


def _leaving(book: Book, circle: Person, typed: Iterable[str], entered: Sequence[str]) -> tuple[str, ...]:
    """The members who leave. Raises NoSuchPersonError, NotAMemberError, NotACircleError where nobody would be left."""
    leaving = tuple(dict.fromkeys(known_person(each, book.people()) for each in typed))
    for each in leaving:
        if each not in circle.members:
            raise NotAMemberError(circle.handle, each)
    if leaving and not {*circle.members, *entered} - {*leaving}:
        raise NotACircleError(circle.handle, "nobody would be left in it")
    return leaving


def _aliases(book: Book, person: Person, typed: Iterable[str]) -> tuple[str, ...]:
    """What they are to be called too. Raises HandleTakenError where somebody else is called so."""
    aliases = tuple(read_text("alias", each.strip().removeprefix("@")) for each in typed)
    for each in aliases:
        who = "me" if means_me(each) else find_person(each, book.people())
        if who not in (None, person.handle):
            raise HandleTakenError(folded(each), who)
    return aliases


def _dropped(person: Person, typed: Iterable[str]) -> tuple[str, ...]:
    """The aliases that are not to be any more. Raises NotAnAliasError."""
    known = {folded(each): each for each in person.aliases}
    for each in typed:
        if folded(each) not in known:
            raise NotAnAliasError(each, person.handle)
    return tuple(known[folded(each)] for each in typed)


def _in_and_out(circle: str, entered: Sequence[str], left: Sequence[str]) -> list[str]:
    """Who joined a circle, and who left it."""
    said = ((f"Joined @{circle}", entered), (f"Left @{circle}", left))
    return [f"{what}: {', '.join(f'@{each}' for each in who)}" for what, who in said if who]


def may_be_circle(book: Book, handle: str, me: str) -> bool:
    """Whether nobody of that handle is known to make promises: a circle makes none."""
    return handle != me and all(each.maker != handle for pool in (book.unsettled(), book.settled()) for each in pool)
