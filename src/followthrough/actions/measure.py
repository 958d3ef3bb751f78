"""The scorecard of a maker or a circle."""

from collections.abc import Iterable, Iterator
from typing import get_args

from followthrough.actions.finding import who_is_meant
from followthrough.actions.ports import Book
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment, State
from followthrough.domain.events import Tombstone
from followthrough.domain.phrases import read_due
from followthrough.domain.reliability.scorecard import Chosen, Scorecard, scorecard
from followthrough.domain.selection import Selection
from followthrough.domain.typed import read_tags

COUNTED_STATES: frozenset[State] = frozenset(get_args(State)) - {"undone"}


def score(
    workspace: Workspace,
    who: str | None = None,
    *,
    between: str | None = None,
    tags: Iterable[str] = (),
    since: str | None = None,
) -> tuple[Scorecard, Book]:
    """The figures of one maker, or of a circle (its members' promises to it), and the reading they come from."""
    book, now = workspace.ledger.read(), workspace.now()
    people = book.people()
    handle = workspace.me if who is None else who_is_meant(workspace, book, who)
    members = frozenset(people[handle].members) if handle in people and people[handle].is_circle else None
    marks = read_tags(tags)
    other = None if between is None else who_is_meant(workspace, book, between)
    first = None if since is None else read_due(since, now, workspace.zone, "past").day_in(workspace.zone)
    filters = (
        *((f"with @{other}",) if other else ()),
        *(f"tag +{tag}" for tag in marks),
        *((f"since {first}",) if first else ()),
    )
    selection = Selection(between=other, tags=frozenset(marks), since=first, states=COUNTED_STATES)
    made: Iterable[Commitment] = _made_by(book, handle, members)
    chosen = None
    if filters:
        whole = [each for each in made if each.state in COUNTED_STATES]
        made = [each for each in whole if selection.matches(each, workspace.party(book), now)]
        chosen = Chosen(filters=filters, promises=len(made), of=len(whole))
    forgotten = [each for each in book.forgotten().values() if not filters and _counts(handle, members, each)]
    return scorecard(handle, made, forgotten, now=now, today=workspace.today(), chosen=chosen), book


def _counts(handle: str, members: frozenset[str] | None, promise: Commitment | Tombstone) -> bool:
    """Whether a promise is one of this maker's or, with members, one of theirs to this circle."""
    return promise.maker == handle if members is None else handle in promise.to and promise.maker in members


def _made_by(book: Book, handle: str, members: frozenset[str] | None) -> Iterator[Commitment]:
    for pool in (book.unsettled(), book.settled()):
        yield from (each for each in pool if _counts(handle, members, each))
