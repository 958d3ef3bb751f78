"""Erase promises for privacy, leaving a tombstone that is counted."""

from collections.abc import Iterable

from msgspec import Struct

from followthrough.actions.finding import find_all
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Tombstone


class Forgotten(Struct, frozen=True, kw_only=True):
    """The ids that were erased."""

    ids: tuple[str, ...]


def about_to_forget(workspace: Workspace, ids: Iterable[str]) -> list[Commitment]:
    """The promises that would be erased."""
    return find_all(workspace.ledger.read(), ids)


def forget(workspace: Workspace, ids: Iterable[str]) -> Forgotten:
    """Erase the text and history of promises from this ledger."""
    erased: list[str] = []

    def decide(book: Book, pen: Pen) -> Change:
        found = find_all(book, ids)
        erased[:] = [each.id for each in found]
        return Change(forgotten=tuple((each.id, _tombstone(each, pen)) for each in found))

    workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    return Forgotten(ids=tuple(erased))


def _tombstone(commitment: Commitment, pen: Pen) -> Tombstone:
    return Tombstone(
        id=pen.next_id(),
        logged=pen.now,
        by=pen.by,
        maker=commitment.maker,
        to=commitment.to,
        events=tuple(event.id for event in commitment.history),
    )
