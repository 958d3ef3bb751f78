"""The people and circles of a ledger."""

from collections.abc import Iterable

from msgspec import Struct

from followthrough.actions.add import Newcomers, split_names
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import NotACircleError
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
        newcomers = Newcomers(book.people())
        handle = newcomers.handle(typed)
        inside = tuple(dict.fromkeys(newcomers.handle(each) for each in wanted))
        if handle in inside:
            raise NotACircleError(handle)
        as_typed = newcomers.names.pop(handle, None)
        new_name = called or as_typed or (None if handle in book.people() else handle)
        history = book.people()[handle].history if handle in book.people() else ()
        event = Described(**pen.stamp(history), name=new_name, members=inside or None)
        return Change(people=((handle, event), *newcomers.introduced(pen)))

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now(), create=True)
    return _listed(workspace, written.book)


def _listed(workspace: Workspace, book: Book) -> People:
    standing = [person for person in book.people().values() if person.standing]
    return People(me=workspace.me, people=tuple(sorted(standing, key=lambda person: person.handle)))
