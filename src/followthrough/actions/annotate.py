"""Say more about a promise: notes, asking for a hand, corrections."""

from collections.abc import Iterable

from msgspec import UNSET

from followthrough.actions.asking import date_typed, length_asked, said_besides
from followthrough.actions.finding import find
from followthrough.actions.newcomers import Newcomers, split_names
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.recording import Changed, record
from followthrough.actions.workspace import Workspace
from followthrough.domain import lifecycle
from followthrough.domain.errors import EmptyTextError
from followthrough.domain.events import Particulars, Visibility
from followthrough.domain.typed import read_note, read_tags, read_text


def note(workspace: Workspace, typed_id: str, text: str | None, *, help_wanted: bool | None = None) -> Changed:
    """Add a note, which may ask for a hand (`help_wanted` true) or say that one was found (false)."""
    if text is None and help_wanted is None:
        raise EmptyTextError("note")
    return record(
        workspace,
        "noted",
        [typed_id],
        lambda each, stamp, book: lifecycle.note(each, stamp, help_wanted=help_wanted),
        note=text,
    )


def edit(
    workspace: Workspace,
    typed_id: str,
    *,
    what: str | None = None,
    to: Iterable[str] = (),
    by: str | None = None,
    no_due: bool = False,
    tags: Iterable[str] = (),
    untag: Iterable[str] = (),
    visibility: Visibility | None = None,
    remind: str | None = None,
    chase: str | None = None,
    note: str | None = None,
) -> Changed:
    """Correct what was recorded; only the fields that are given change."""
    now, said = workspace.now(), read_note(note)
    due, chased, length = date_typed(workspace, by), date_typed(workspace, chase), length_asked(remind)
    more, fewer = read_tags(tags), set(read_tags(untag))

    def decide(book: Book, pen: Pen) -> Change:
        commitment = find(book, typed_id)
        newcomers = Newcomers(book.people(), workspace.me, workspace.intended)
        handles = tuple(dict.fromkeys(newcomers.handle(each) for each in split_names(to)))
        marks = tuple(tag for tag in dict.fromkeys((*commitment.tags, *more)) if tag not in fewer)
        particulars = Particulars(
            what=UNSET if what is None else read_text("text", what),
            to=handles or UNSET,
            due=None if no_due else UNSET if due is None else due.due,
            tags=marks if more or fewer else UNSET,
            visibility=UNSET if visibility is None else workspace.allowed(book, visibility),
            remind=UNSET if length is None else int(length.total_seconds()),
            chase=UNSET if chased is None else chased.due,
        )
        event = lifecycle.edit(commitment, pen.stamp(commitment.history, said), particulars)
        return Change(commitments=((commitment.id, event),), people=newcomers.introduced(pen))

    written = workspace.ledger.record(decide, by=workspace.me, now=now)
    notices = said_besides(workspace, due, chased)
    return Changed(did="edited", commitments=written.commitments, book=written.book, notices=notices)
