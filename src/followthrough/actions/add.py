"""Record a promise."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.due import Due, first_moment
from followthrough.domain.errors import (
    CirclePromisesError,
    NearHandleError,
    NoRecipientError,
    OptionsClashError,
    PastDateError,
    ReservedHandleError,
)
from followthrough.domain.events import Made, Visibility
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name
from followthrough.domain.near_names import NOT_SAID, Intended, near_people
from followthrough.domain.people import Described, Person, PersonEvent, find_person, means_me, named_handle
from followthrough.domain.phrases import read_due, read_duration
from followthrough.domain.typed import read_note, read_share, read_tags, read_text


class Newcomers:
    """The handles a step mentions for the first time, with the display names typed for them."""

    def __init__(self, people: Mapping[str, Person], me: str | None = None, intended: Intended = NOT_SAID) -> None:
        self._people = people
        self._me = me
        self._intended = intended
        self.names: dict[str, str | None] = {}

    def handle(self, typed: str) -> str:
        """The handle of whoever is meant: someone known, or someone new. Raises BadHandleError, NearHandleError."""
        known = find_person(typed, self._people)
        if known is not None:
            return self.exactly(known)
        if means_me(typed) and self._me is not None:
            return self.exactly(self._me)
        return self._new(*named_handle(typed))

    def _new(self, handle: str, name: str | None) -> str:
        meant = self._intended.answered(handle)
        if meant is None and (near := near_people(handle, name, self._people)):
            raise NearHandleError(handle, near)
        return self.exactly(meant) if meant not in (None, handle) else self.exactly(handle, name)

    def exactly(self, handle: str, name: str | None = None) -> str:
        """This very handle, or the one that stands for it now, whoever else has it as a name.

        Raises ReservedHandleError.
        """
        if handle == SOMEONE:
            raise ReservedHandleError(handle)
        known = self._people.get(handle)
        standing = handle if known is None else known.handle
        if known is None or not known.standing:
            self.names[standing] = self.names.get(standing) or name
        return standing

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
    chased = None if chase is None else read_due(chase, now, zone)
    given = None if made is None else read_due(made, now, zone, "past")
    due = None if by is None else _due(by, given, now, zone)
    reminded = None if remind is None else int(read_duration(remind).total_seconds())
    odds = None if confidence is None else read_share("confidence", confidence, zero=True)
    marks = read_tags(tags)
    commitment_id = new_name(COMMITMENT_LENGTH, workspace.randomness.choose)

    def decide(book: Book, pen: Pen) -> Change:
        newcomers = Newcomers(book.people(), workspace.me, workspace.intended)
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
            due=due,
            at=given,
            confidence=odds,
            tags=marks,
            visibility=visibility,
            remind=reminded,
            chase=chased,
        )
        return Change(commitments=((_fresh(book, commitment_id, workspace), event),), people=newcomers.introduced(pen))

    # First the handle: where it cannot be stored, nothing is recorded under it.
    adopted = _adopted(workspace)
    written = workspace.ledger.record(decide, by=workspace.me, now=now, create=True, afresh=afresh)
    return Changed(
        did="made",
        commitments=written.commitments,
        book=written.book,
        notices=(*adopted, *((f"Began a new ledger: {workspace.ledger.path}",) if written.created else ())),
    )


def _due(typed: str, given: Due | None, now: datetime, zone: str) -> Due:
    """The due date; that of a promise given earlier may have passed meanwhile, but not before it was given."""
    if given is None:
        return read_due(typed, now, zone)
    due = read_due(typed, now, zone, "either")
    if due.passed(first_moment(given, zone), zone):
        raise PastDateError(typed, str(due))
    return due


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
