"""One step about commitments that are named: find them, let a rule decide on each, record all or nothing."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from followthrough.actions.finding import find_all
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Stamp
from followthrough.domain.typed import read_note

Rule = Callable[[Commitment, Stamp, Book], AnyEvent]


class Changed(Struct, frozen=True, kw_only=True):
    """What a command did: the commitments as they are now, the reading after it, and what else to say."""

    did: str
    commitments: tuple[Commitment, ...]
    book: Book
    notices: tuple[str, ...] = ()


def record(
    workspace: Workspace,
    did: str,
    ids: Iterable[str],
    rule: Rule,
    *,
    note: str | None = None,
    notices: tuple[str, ...] = (),
) -> Changed:
    """Record what the rule says about each commitment named, as one step; the notices are said with it."""
    said = read_note(note)

    def decide(book: Book, pen: Pen) -> Change:
        return Change(
            commitments=tuple(
                (each.id, rule(each, pen.stamp(each.history, said), book)) for each in find_all(book, ids)
            )
        )

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    return Changed(did=did, commitments=written.commitments, book=written.book, notices=notices)
