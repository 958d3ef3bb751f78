"""Take back the last steps that this machine recorded, and bring them back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.recording import Changed
from followthrough.actions.renaming import follow_me
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import (
    BadCountError,
    CannotUndoError,
    CannotUndoForgettingError,
    CannotUndoSeriesError,
    NothingToRedoError,
    NothingToUndoError,
    NotTheLastChangeError,
    UnknownEventError,
    UnknownPersonEventError,
    UnknownSeriesEventError,
)
from followthrough.domain.events import Edited, Event, Made, Moved, PersonTombstone, Retracted, Tombstone, came_just_now
from followthrough.domain.people import Joined
from followthrough.domain.undoing import Recorded, Stacks, Step, stacks, steps_of

if TYPE_CHECKING:
    from followthrough.domain.series import Series


def undo(workspace: Workspace, count: int = 1) -> Changed:
    """Take back the last `count` steps, all or none."""
    if count < 1:
        raise BadCountError("N", count)

    def steps(stacks: Stacks) -> Sequence[Step]:
        if len(stacks.undo) < count:
            raise NothingToUndoError(count, len(stacks.undo))
        return stacks.undo[::-1][:count]

    return _take_back(workspace, "undone", steps)


def undo_event(workspace: Workspace, commitment_id: str, event_id: str) -> Changed:
    """Take back the step that recorded this event, while it is the last one that this machine recorded.

    Raises NotTheLastChangeError.
    """

    def steps(stacks: Stacks) -> Sequence[Step]:
        last = stacks.undo[-1:]
        if all(part.event.id != event_id for step in last for part in step.parts):
            raise NotTheLastChangeError(commitment_id)
        return last

    return _take_back(workspace, "undone", steps)


def redo(workspace: Workspace) -> Changed:
    """Bring back what the last undo took back."""

    def steps(stacks: Stacks) -> Sequence[Step]:
        if not stacks.redo:
            raise NothingToRedoError
        return stacks.redo[-1:]

    return _take_back(workspace, "redone", steps)


def _take_back(workspace: Workspace, did: str, steps: Callable[[Stacks], Sequence[Step]]) -> Changed:
    handles: list[str] = []
    texts: list[str] = []
    taken_back: list[Step] = []

    def decide(book: Book, pen: Pen) -> Change:
        taken_back[:] = steps(_stacks(book))
        change = _retracting(book, pen, taken_back)
        handles[:] = dict.fromkeys(handle for handle, _ in change.people)
        texts[:] = dict.fromkeys(f"“{book.series()[key].what}”" for key, _ in change.series)
        return change

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    about = f"{did.capitalize()}: what was recorded about {', '.join(f'@{handle}' for handle in handles)}"
    repeating = f"{did.capitalize()}: how {', '.join(texts)} repeats"
    joins = dict(_renamings(taken_back))
    return Changed(
        did=did,
        commitments=written.commitments,
        book=written.book,
        notices=(
            *((about,) if handles else ()),
            *((repeating,) if texts else ()),
            *follow_me(workspace, written.book, joins.get(workspace.me)),
        ),
    )


def _renamings(steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    """The new handles that people gave themselves, each with the one they had."""
    for part in (part for step in steps for part in step.parts):
        if isinstance(part.event, Joined) and part.event.by == part.key:
            yield part.event.into, part.key


def _stacks(book: Book) -> Stacks:
    return stacks(steps_of(book.recorded(), book.replica))


def _retracting(book: Book, pen: Pen, steps: Iterable[Step]) -> Change:
    histories: dict[str, list[Event]] = {}
    retractions: dict[str, list[tuple[str, Retracted]]] = {"commitments": [], "people": [], "series": []}
    for part in (part for step in steps for part in reversed(step.parts)):
        if isinstance(part.event, Tombstone | PersonTombstone):
            raise CannotUndoForgettingError(part.key if isinstance(part.event, Tombstone) else "someone")
        if _is_of_series(book, part):
            continue  # what the series says of the occurrence, whatever was said about it since
        history = histories.setdefault(f"{part.table} {part.key}", list(_history(book, part)))
        retraction = Retracted(**pen.stamp(history), of=part.event.id)
        history.append(retraction)
        _must_be_possible(book, part, pen.now)
        retractions[part.table].append((part.key, retraction))
        if part.table == "series":
            retractions["commitments"] += _with_what_began(book, part, pen)
    return Change(
        commitments=tuple(retractions["commitments"]),
        people=tuple(retractions["people"]),
        series=tuple(retractions["series"]),
    )


def _is_of_series(book: Book, part: Recorded) -> bool:
    """Whether it made an occurrence. What a file called one, and no series here has, goes as any promise does."""
    if not isinstance(part.event, Made) or part.event.series is None:
        return False
    if part.event.imported is None:
        return True
    from followthrough.domain.occurrences import is_occurrence

    series = book.series().get(part.event.series)
    return series is not None and is_occurrence(series, part.key, part.event.due)


def _with_what_began(book: Book, part: Recorded, pen: Pen) -> Iterator[tuple[str, Retracted]]:
    """With what began a series go its occurrences: none of them was due yet."""
    from followthrough.domain.series import Begun

    if not isinstance(part.event, Begun):
        return
    for each in (*book.unsettled(), *book.settled()):
        if each.series == part.key and each.state != "undone" and book.computed(each.id) is None:
            history: list[Event] = list(each.history)
            for made in (event for event in each.history if isinstance(event, Made)):
                retraction = Retracted(**pen.stamp(history), of=made.id)
                history.append(retraction)
                yield each.id, retraction


def _may_not_have_passed(series: "Series", event: object, now: datetime) -> None:
    """Raise CannotUndoSeriesError for taking back what began it once its first occurrence was due."""
    from followthrough.domain.series import Begun

    if not isinstance(event, Begun) or came_just_now(event, now):
        return
    from followthrough.domain.occurrences import any_has_passed

    if any_has_passed(series, event, now):
        raise CannotUndoSeriesError(series.id, series.what)


def _history(book: Book, part: Recorded) -> Sequence[Event]:
    if part.table == "people":
        person = book.people()[part.key]
        if person.foreign:
            raise UnknownPersonEventError(person.handle)
        return person.history
    if part.table == "series":
        series = book.series()[part.key]
        if series.foreign:
            raise UnknownSeriesEventError(series.id, series.what)
        return series.history
    commitment = book.commitment(part.key)
    if commitment is not None and commitment.foreign:
        raise UnknownEventError(commitment.id, commitment.foreign[0])
    return commitment.history if commitment else ()


def _must_be_possible(book: Book, part: Recorded, now: datetime) -> None:
    """Raise CannotUndoError where it would change a due date that has passed, CannotUndoSeriesError likewise."""
    if part.table == "series":
        _may_not_have_passed(book.series()[part.key], part.event, now)
    commitment = book.commitment(part.key) if part.table == "commitments" else None
    if commitment is None or commitment.judged_due is None or not commitment.judged_due.passed(now, commitment.zone):
        return
    by_id = {event.id: event for event in commitment.history}
    base: Any = part.event
    while isinstance(base, Retracted):
        base = by_id.get(base.of)
    if any(came_just_now(each, now) for each in (base, part.event) if isinstance(each, Event)):
        return
    if isinstance(base, Moved | Edited) or (isinstance(base, Made) and commitment.state != "undone"):
        raise CannotUndoError(commitment.id, str(base.__struct_config__.tag))
