"""The people and circles of a ledger."""

from collections.abc import Iterable

from msgspec import Struct

from followthrough.actions.add import Newcomers, split_names
from followthrough.actions.finding import who_is_meant
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import NoSuchPersonError, NotACircleError, UnknownPersonEventError
from followthrough.domain.people import Described, Person
from followthrough.domain.typed import read_text


class People(Struct, frozen=True, kw_only=True):
    """Everyone a ledger knows, by handle; `me` is this machine's user."""

    me: str
    people: tuple[Person, ...]


def everyone(workspace: Workspace) -> People:
    """The people and circles of the ledger, by handle."""
    return _listed(workspace, workspace.ledger.read())


def describe(workspace: Workspace, typed: str, *, name: str | None = None, members: Iterable[str] = ()) -> People:
    """Record someone, their display name, or who belongs to a circle."""
    called = None if name is None else read_text("name", name)
    wanted = split_names(members)

    def decide(book: Book, pen: Pen) -> Change:
        newcomers = Newcomers(book.people(), workspace.me)
        handle = newcomers.handle(typed)
        inside = tuple(dict.fromkeys(newcomers.handle(each) for each in wanted))
        if handle in inside:
            raise NotACircleError(handle, "it would be a member of itself")
        if inside and not _may_be_circle(book, handle, workspace.me):
            raise NotACircleError(handle, "it is a person who promises")
        if handle in book.people() and book.people()[handle].foreign:
            raise UnknownPersonEventError(handle)
        as_typed = newcomers.names.pop(handle, None)
        new_name = called or as_typed or (None if handle in book.people() else handle)
        history = book.people()[handle].history if handle in book.people() else ()
        event = Described(**pen.stamp(history), name=new_name, members=inside or None)
        return Change(people=((handle, event), *newcomers.introduced(pen)))

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now(), create=True)
    return _listed(workspace, written.book)


def one(workspace: Workspace, typed: str) -> People:
    """One person or circle that the ledger knows."""
    book = workspace.ledger.read()
    person = book.people().get(who_is_meant(workspace, book, typed))
    if person is None:
        raise NoSuchPersonError(typed)
    return People(me=workspace.me, people=(person,))


def _may_be_circle(book: Book, handle: str, me: str) -> bool:
    """Whether nobody of that handle is known to make promises: a circle makes none."""
    return handle != me and all(each.maker != handle for pool in (book.unsettled(), book.settled()) for each in pool)


def _listed(workspace: Workspace, book: Book) -> People:
    standing = [person for person in book.people().values() if person.standing]
    return People(me=workspace.me, people=tuple(sorted(standing, key=lambda person: person.handle)))
