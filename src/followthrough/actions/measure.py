"""The scorecard of a maker or a circle."""

from collections.abc import Iterable

from followthrough.actions.ports import Book
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.people import known_person
from followthrough.domain.phrases import read_due
from followthrough.domain.reliability.scorecard import Chosen, Scorecard, scorecard
from followthrough.domain.selection import Selection
from followthrough.domain.typed import read_tags


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
    handle = workspace.me if who is None else known_person(who, people)
    members = frozenset(people[handle].members) if handle in people and people[handle].is_circle else None
    marks = read_tags(tags)
    other = None if between is None else known_person(between, people)
    first = None if since is None else read_due(since, now, workspace.zone, "past").day_in(workspace.zone)
    filters = (
        *((f"with @{other}",) if other else ()),
        *(f"tag +{tag}" for tag in marks),
        *((f"since {first}",) if first else ()),
    )
    selection = Selection(between=other, tags=frozenset(marks), since=first, states=frozenset())
    made = _made_by(book, handle, members)
    if filters:
        whole = [each for each in made if each.state != "undone"]
        made = [each for each in whole if _chosen(selection, each)]
        chosen = Chosen(filters=filters, promises=len(list(made)), of=len(whole))
    else:
        chosen = None
    forgotten = [each for each in book.forgotten().values() if each.maker == handle and not filters]
    return scorecard(handle, made, forgotten, now=now, today=workspace.today(), chosen=chosen), book


def _made_by(book: Book, handle: str, members: frozenset[str] | None) -> Iterable[Commitment]:
    for pool in (book.unsettled(), book.settled()):
        for each in pool:
            if (each.maker == handle) if members is None else (handle in each.to and each.maker in members):
                yield each


def _chosen(selection: Selection, commitment: Commitment) -> bool:
    return (
        (selection.between is None or selection.between in (commitment.maker, *commitment.to))
        and selection.tags <= set(commitment.tags)
        and (selection.since is None or commitment.date() >= selection.since)
    )
