"""What was typed of a promise, and what it says: read before the ledger is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from followthrough.actions.asking import date_typed, length_asked, said_besides
from followthrough.actions.newcomers import split_names
from followthrough.actions.workspace import Workspace
from followthrough.domain.due import Due, first_moment
from followthrough.domain.errors import (
    LineRefusedError,
    NearHandleError,
    NoRecipientError,
    OptionsClashError,
    PastDateError,
    Problem,
)
from followthrough.domain.events import Visibility
from followthrough.domain.typed import read_note, read_share, read_tags, read_text

if TYPE_CHECKING:
    from followthrough.domain.phrases import Understood
    from followthrough.domain.repetition.reading import Repetition


class Draft(Struct, frozen=True, kw_only=True):
    """What was typed of one promise; `line` is where, if it is one of several."""

    what: str
    to: tuple[str, ...] = ()
    maker: str | None = None
    by: str | None = None
    confidence: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    visibility: Visibility | None = None
    remind: str | None = None
    chase: str | None = None
    made: str | None = None
    every: str | None = None
    pile_up: bool = False
    line: int | None = None


class ReadDraft(Struct, frozen=True, kw_only=True):
    """A draft as it was read, before the ledger says who is meant."""

    draft: Draft
    what: str
    note: str | None
    recipients: tuple[str, ...]
    due: "Understood | None"
    repetition: "Repetition | None"
    made: "Understood | None"
    chase: "Understood | None"
    remind: int | None
    confidence: float | None
    tags: tuple[str, ...]


@contextmanager
def refused_on_its_line(number: int | None) -> Iterator[None]:
    """Whatever is refused in here is refused with the number of its line, where it has one.

    That a new handle may be a slip is a question first.
    """
    try:
        yield
    except Problem as problem:
        if number is None or isinstance(problem, NearHandleError):
            raise
        raise LineRefusedError(problem, number) from None


def read_draft(workspace: Workspace, draft: Draft) -> ReadDraft:
    """What the draft says, its dates read. Raises what is wrong with it."""
    with refused_on_its_line(draft.line):
        return _read(workspace, draft)


def _read(workspace: Workspace, draft: Draft) -> ReadDraft:
    text, said = read_text("text", draft.what), read_note(draft.note)
    recipients = tuple(split_names(draft.to))
    if not recipients and draft.maker is None:
        raise NoRecipientError(text)
    length = length_asked(draft.remind)
    due = None if draft.by is None else due_typed(workspace, draft.by, draft.made)
    return ReadDraft(
        draft=draft,
        what=text,
        note=said,
        recipients=recipients,
        due=due,
        repetition=None if draft.every is None else _repetition(workspace, draft, due),
        made=date_typed(workspace, draft.made, "past"),
        chase=date_typed(workspace, draft.chase),
        remind=None if length is None else int(length.total_seconds()),
        confidence=None if draft.confidence is None else read_share("confidence", draft.confidence, zero=True),
        tags=read_tags(draft.tags),
    )


def due_typed(workspace: Workspace, typed: str, made: str | None = None) -> "Understood":
    """The due date; that of a promise given earlier may have passed meanwhile, but not before it was given."""
    given = date_typed(workspace, made, "past")
    if given is None:
        return date_typed(workspace, typed)
    understood = date_typed(workspace, typed, "either")
    if understood.due.passed(first_moment(given.due, workspace.zone), workspace.zone):
        raise PastDateError(typed, str(understood.due))
    return understood


def _repetition(workspace: Workspace, draft: Draft, first: "Understood | None") -> "Repetition":
    from followthrough.actions.repeating import read_rule

    if draft.chase is not None:
        raise OptionsClashError("--every", "--chase")
    return read_rule(draft.every or "", workspace.dates, due_of(first))


def dates_said(workspace: Workspace, read: ReadDraft) -> tuple[str, ...]:
    """What there is to say of its dates besides what they mean."""
    said = said_besides(workspace, read.due, read.chase, read.made)
    return said if read.draft.line is None else tuple(f"Line {read.draft.line}: {each}" for each in said)


def due_of(understood: "Understood | None") -> Due | None:
    """The date that was typed, where one was."""
    return None if understood is None else understood.due
