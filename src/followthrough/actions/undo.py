"""Take back the last steps that this machine recorded, and bring them back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import (
    BadCountError,
    CannotUndoError,
    CannotUndoForgettingError,
    NothingToRedoError,
    NothingToUndoError,
)
from followthrough.domain.events import Edited, Event, Made, Moved, Retracted, Tombstone
from followthrough.domain.undoing import Recorded, Stacks, Step, stacks, steps_of


def undo(workspace: Workspace, count: int = 1) -> Changed:
    """Take back the last `count` steps, all or none."""
    if count < 1:
        raise BadCountError("N", count)

    def decide(book: Book, pen: Pen) -> Change:
        done = _stacks(book).undo
        if len(done) < count:
            raise NothingToUndoError
        return _retracting(book, pen, done[::-1][:count])

    return _changed(workspace, "undone", decide)


def redo(workspace: Workspace) -> Changed:
    """Bring back what the last undo took back."""

    def decide(book: Book, pen: Pen) -> Change:
        taken_back = _stacks(book).redo
        if not taken_back:
            raise NothingToRedoError
        return _retracting(book, pen, taken_back[-1:])

    return _changed(workspace, "redone", decide)


def _changed(workspace: Workspace, did: str, decide: Any) -> Changed:
    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    return Changed(did=did, commitments=written.commitments, book=written.book)


def _stacks(book: Book) -> Stacks:
    return stacks(steps_of(book.recorded(), book.replica))


def _retracting(book: Book, pen: Pen, steps: Iterable[Step]) -> Change:
    histories: dict[str, list[Event]] = {}
    commitments: list[tuple[str, Retracted]] = []
    people: list[tuple[str, Retracted]] = []
    for part in (part for step in steps for part in reversed(step.parts)):
        if isinstance(part.event, Tombstone):
            raise CannotUndoForgettingError(part.key)
        history = histories.setdefault(f"{part.table} {part.key}", list(_history(book, part)))
        retraction = Retracted(**pen.stamp(history), of=part.event.id)
        history.append(retraction)
        if part.table == "commitments":
            _must_be_possible(book, part, pen.now)
            commitments.append((part.key, retraction))
        else:
            people.append((part.key, retraction))
    return Change(commitments=tuple(commitments), people=tuple(people))


def _history(book: Book, part: Recorded) -> Sequence[Event]:
    if part.table == "people":
        return book.people()[part.key].history
    commitment = book.commitment(part.key)
    return commitment.history if commitment else ()


def _must_be_possible(book: Book, part: Recorded, now: datetime) -> None:
    """Raise CannotUndoError where it would change a due date that has passed."""
    commitment = book.commitment(part.key)
    if commitment is None or commitment.judged_due is None or not commitment.judged_due.passed(now, commitment.zone):
        return
    by_id = {event.id: event for event in commitment.history}
    base: Any = part.event
    while isinstance(base, Retracted):
        base = by_id.get(base.of)
    if isinstance(base, Moved | Edited) or (isinstance(base, Made) and commitment.state != "undone"):
        raise CannotUndoError(commitment.id, str(base.__struct_config__.tag))
