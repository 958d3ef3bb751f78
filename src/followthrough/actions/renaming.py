"""Give a person another handle, or say that two handles are one person. What was recorded before stays as it is."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from followthrough.actions.finding import find_all, who_is_meant
from followthrough.actions.people import People, listed
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    HandleTakenError,
    NoSuchPersonError,
    NotAlikeError,
    NotPartOfError,
    ReservedHandleError,
    SamePersonError,
    UnknownPersonEventError,
)
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.identity import names_in_event
from followthrough.domain.people import (
    Described,
    Joined,
    Person,
    PersonEvent,
    find_person,
    folded,
    means_me,
    named_handle,
)
from followthrough.domain.typed import read_text


class _Joining(Struct, frozen=True, kw_only=True):
    """Which person goes by which handle from now on: everywhere, or in some promises alone."""

    person: Person
    into: Person
    name: str
    only: tuple[Commitment, ...] = ()


def rename(workspace: Workspace, old: str, new: str, *, name: str | None = None, only: Iterable[str] = ()) -> People:
    """Have `new` stand for whoever has been `old`; with `only`, in these promises, which are somebody else's then."""
    called, ids = None if name is None else read_text("name", name), tuple(only)

    def joining(book: Book) -> _Joining:
        person = _known(workspace, book, old)
        handle, as_typed = named_handle(new)
        if handle == SOMEONE:
            raise ReservedHandleError(handle)
        taken = find_person(new, book.people())
        if taken is not None and taken != person.handle and not ids:
            raise HandleTakenError(handle, taken)
        if handle == person.handle or (ids and taken == person.handle):
            raise SamePersonError(handle, person.handle)
        promises = _named_in(find_all(book, ids), person) if ids else ()
        other = (
            book.people()[taken] if ids and taken is not None else Person(handle=handle, name=handle, standing=False)
        )
        inherited = other.name if ids else _name_of(person)
        return _Joining(person=person, into=other, name=called or as_typed or inherited or handle, only=promises)

    return _record(workspace, joining)


def join(workspace: Workspace, one: str, other: str, *, name: str | None = None) -> People:
    """Say that `one` is `other`, who stands for both from now on."""
    called = None if name is None else read_text("name", name)

    def joining(book: Book) -> _Joining:
        person, into = _known(workspace, book, one), _known_or_me(workspace, book, other)
        if person.handle == into.handle:
            typed = (folded(one), folded(other))
            raise SamePersonError(next((each for each in typed if each != into.handle), into.handle), into.handle)
        if person.is_circle != into.is_circle:
            circle, single = (person, into) if person.is_circle else (into, person)
            raise NotAlikeError(circle.handle, single.handle)
        return _Joining(person=person, into=into, name=called or _name_of(into) or _name_of(person) or into.handle)

    return _record(workspace, joining)


def _record(workspace: Workspace, joining: Callable[[Book], _Joining]) -> People:
    found: list[_Joining] = []

    def decide(book: Book, pen: Pen) -> Change:
        said = joining(book)
        found[:] = [said]
        return Change(people=_events(said, pen))

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    (said,) = found
    notices = [_said(said, written.book), *follow_me(workspace, written.book)]
    return listed(workspace, written.book, notices)


def _events(said: _Joining, pen: Pen) -> tuple[tuple[str, PersonEvent], ...]:
    """That the one is the other, and what they are called: later than all that was recorded about either."""
    person, into = said.person, said.into
    joined = Joined(
        **pen.stamp((*person.history, *into.history)), into=into.handle, only=tuple(each.id for each in said.only)
    )
    described = Described(**pen.stamp((joined,)), name=said.name, entered=_entering(said))
    return ((person.handle, joined), (into.handle, described))


def _entering(said: _Joining) -> tuple[str, ...]:
    """What makes a new handle that of a circle: the old one, of which it has the members, or those of some promises."""
    if not said.person.is_circle or said.into.is_circle:
        return ()
    return said.person.members if said.only else (said.person.handle,)


def _said(said: _Joining, book: Book) -> str:
    person, into = said.person.handle, said.into.handle
    count = len(said.only) or sum(_is_part(into, each) for pool in (book.unsettled(), book.settled()) for each in pool)
    promises = f"{count:,} {'promise' if count == 1 else 'promises'}"
    if said.only:
        return f"In {promises} @{into} stands where @{person} stood; everywhere else @{person} stays."
    return f"@{person} is @{into} now, in {promises}; whoever types or records @{person} means @{into}."


def follow_me(workspace: Workspace, book: Book, before: str | None = None) -> list[str]:
    """Keep the handle of this machine's user one that stands, where they were renamed; `before` is what it was once."""
    was = workspace.me
    person = book.people().get(was)
    if (person is None or not person.standing) and before is not None:
        person = book.people().get(before)
    if person is None or person.handle == was:
        return []
    workspace.preferences.adopt(person.handle)
    if before is not None:
        return [f"You are @{person.handle} again."]
    return [f"You are @{person.handle} here now. In another ledger, where you are @{was} still: ft config me {was}"]


def _known(workspace: Workspace, book: Book, typed: str) -> Person:
    handle = who_is_meant(workspace, book, typed)
    if handle == SOMEONE:
        raise ReservedHandleError(handle)
    person = book.people().get(handle)
    if person is None:
        raise NoSuchPersonError(typed)
    if person.foreign:
        raise UnknownPersonEventError(handle)
    return person


def _known_or_me(workspace: Workspace, book: Book, typed: str) -> Person:
    """The same; whoever uses this machine need not be in the ledger yet, as after an import under another name."""
    me = workspace.me_in(book)
    if me in book.people() or not (means_me(typed) or folded(typed) == folded(me)):
        return _known(workspace, book, typed)
    return Person(handle=me, name=me, standing=False)


def _name_of(person: Person) -> str | None:
    """The display name, where it is more than a handle."""
    return None if person.name in (person.handle, *person.also) else person.name


def _named_in(promises: Sequence[Commitment], person: Person) -> tuple[Commitment, ...]:
    """The promises, in each of which this person has a part. Raises NotPartOfError."""
    for each in promises:
        if not _is_part(person.handle, each):
            raise NotPartOfError(each.id, person.handle)
    return tuple(promises)


def _is_part(handle: str, promise: Commitment) -> bool:
    return any(handle == name for event in promise.history for name in names_in_event(event))
