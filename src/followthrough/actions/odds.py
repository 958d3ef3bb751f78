"""The odds for a promise of mine, from what became of the others."""

from collections.abc import Iterable, Iterator

from followthrough.actions.asking import date_typed
from followthrough.actions.finding import who_is_meant
from followthrough.actions.newcomers import split_names
from followthrough.actions.ports import Book
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.odds.promising import Odds, odds_for

MOST_IN_PASSING = 20_000
"""With more settled promises than this, `add` does not wait for them to be read."""


def odds(workspace: Workspace, *, to: Iterable[str] = (), by: str | None = None) -> tuple[Odds, Book]:
    """What my record says for a promise to these by then, and the reading it comes from."""
    book, now, zone = workspace.ledger.read(), workspace.now(), workspace.zone
    recipients = tuple(dict.fromkeys(who_is_meant(workspace, book, each) for each in split_names(to)))
    understood = date_typed(workspace, by)
    due = None if understood is None else understood.due
    return odds_for(_made_by(workspace.me_in(book), book), recipients, due, zone=zone, at=now, now=now), book


def odds_in_passing(workspace: Workspace, book: Book, promise: Commitment) -> Odds | None:
    """What my record says for a promise just recorded; None where it is not mine, past its date, or takes long."""
    me = workspace.me_in(book)
    elsewhere = promise.maker != me or promise.overdue(workspace.now())
    if elsewhere or book.settled_count() > MOST_IN_PASSING:
        return None
    others = (each for each in _made_by(me, book) if each.id != promise.id)
    return odds_for(others, promise.to, promise.due, zone=promise.zone, at=promise.made_at, now=workspace.now())


def _made_by(handle: str, book: Book) -> Iterator[Commitment]:
    yield from (each for each in book.unsettled() if each.maker == handle)
    yield from book.settled_by(handle)
