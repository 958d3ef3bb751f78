"""Record a promise."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from followthrough.actions.asking import date_typed, length_asked, said_besides
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.due import Due, first_moment
from followthrough.domain.errors import (
    CirclePromisesError,
    NoRecipientError,
    OptionsClashError,
    PastDateError,
    ReservedHandleError,
)
from followthrough.domain.events import Made, Visibility
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name
from followthrough.domain.people import Described, Person, PersonEvent, find_person, means_me, named_handle
from followthrough.domain.typed import read_note, read_share, read_tags, read_text

if TYPE_CHECKING:
    from followthrough.domain.phrases import Understood


class Newcomers:
    """The handles a step mentions for the first time, with the display names typed for them."""

    def __init__(self, people: Mapping[str, Person], me: str | None = None) -> None:
        self._people = people
        self._me = me
        self.names: dict[str, str | None] = {}

    def handle(self, typed: str) -> str:
        """The handle of whoever is meant: someone known, or someone new. Raises BadHandleError."""
        known = find_person(typed, self._people)
        if known is None and means_me(typed) and self._me is not None:
            return self.exactly(self._me)
        return self.exactly(*((known,) if known is not None else named_handle(typed)))

    def exactly(self, handle: str, name: str | None = None) -> str:
        """This very handle, whoever else may have it as a display name. Raises ReservedHandleError."""
        if handle == SOMEONE:
            raise ReservedHandleError(handle)
        if handle not in self._people or not self._people[handle].standing:
            self.names[handle] = self.names.get(handle) or name
        return handle

    def introduced(self, pen: Pen) -> tuple[tuple[str, Described], ...]:
        """The events that put them among the people."""
        return tuple(
            (handle, Described(**pen.stamp(self._history(handle)), name=name or handle))
            for handle, name in self.names.items()
        )

    def _history(self, handle: str) -> tuple[PersonEvent, ...]:
        return self._people[handle].history if handle in self._people else ()


def add(
    workspace: Workspace,
    what: str,
    *,
    to: Iterable[str] = (),
    maker: str | None = None,
    by: str | None = None,
    confidence: str | None = None,
    tags: Iterable[str] = (),
    note: str | None = None,
    visibility: Visibility = "private",
    remind: str | None = None,
    chase: str | None = None,
    made: str | None = None,
    afresh: bool = False,
) -> Changed:
    """Record that `maker`, or else I, promised something to someone, or else to me.

    With `afresh` a new ledger is begun where one is lost.
    """
    now, zone = workspace.now(), workspace.zone
    text, said = read_text("text", what), read_note(note)
    recipients = split_names(to)
    if not recipients and maker is None:
        raise NoRecipientError(text)
    chased = date_typed(workspace, chase)
    given = date_typed(workspace, made, "past")
    due = None if by is None else _due(workspace, by, None if given is None else given.due)
    length = length_asked(remind)
    reminded = None if length is None else int(length.total_seconds())
    odds = None if confidence is None else read_share("confidence", confidence, zero=True)
    marks = read_tags(tags)
    commitment_id = new_name(COMMITMENT_LENGTH, workspace.randomness.choose)

    def decide(book: Book, pen: Pen) -> Change:
        newcomers = Newcomers(book.people(), workspace.me)
        me = newcomers.exactly(workspace.me)
        promiser = me if maker is None else newcomers.handle(maker)
        if promiser in book.people() and book.people()[promiser].is_circle:
            raise CirclePromisesError(promiser)
        handles = tuple(dict.fromkeys(newcomers.handle(each) for each in recipients)) or (me,)
        if handles == (promiser,) and maker is not None and not recipients:
            raise OptionsClashError("--from", "yourself")
        event = Made(
            **pen.stamp(note=said),
            what=text,
            maker=promiser,
            to=handles,
            zone=zone,
            due=None if due is None else due.due,
            at=None if given is None else given.due,
            confidence=odds,
            tags=marks,
            visibility=visibility,
            remind=reminded,
            chase=None if chased is None else chased.due,
        )
        return Change(commitments=((_fresh(book, commitment_id, workspace), event),), people=newcomers.introduced(pen))

    # First the handle: where it cannot be stored, nothing is recorded under it.
    adopted = _adopted(workspace)
    written = workspace.ledger.record(decide, by=workspace.me, now=now, create=True, afresh=afresh)
    return Changed(
        did="made",
        commitments=written.commitments,
        book=written.book,
        notices=(
            *said_besides(workspace, due, chased, given),
            *adopted,
            *((f"Began a new ledger: {workspace.ledger.path}",) if written.created else ()),
        ),
    )


def _due(workspace: Workspace, typed: str, given: Due | None) -> "Understood":
    """The due date; that of a promise given earlier may have passed meanwhile, but not before it was given."""
    understood = date_typed(workspace, typed, "future" if given is None else "either")
    if given is not None and understood.due.passed(first_moment(given, workspace.zone), workspace.zone):
        raise PastDateError(typed, str(understood.due))
    return understood


def split_names(typed: Iterable[str]) -> list[str]:
    """Names given one by one or with commas between them."""
    return [name for each in typed for name in each.split(",") if name.strip()]


def _fresh(book: Book, wished: str, workspace: Workspace) -> str:
    while book.ids_from(wished, 1):
        wished = new_name(COMMITMENT_LENGTH, workspace.randomness.choose)
    return wished


def _adopted(workspace: Workspace) -> tuple[str, ...]:
    if workspace.preferences.me is not None:
        return ()
    workspace.preferences.adopt(workspace.login)
    you = f"You are @{workspace.login} here, after your login name."
    return (f"{you} For another: ft undo, ft config me HANDLE, and add it again.",)
