"""Record promises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from followthrough.actions.asking import date_typed, length_asked, said_besides
from followthrough.actions.ports import Book, Change, Pen, Written
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, first_moment
from followthrough.domain.errors import (
    CirclePromisesError,
    LineRefusedError,
    NearHandleError,
    NoRecipientError,
    OptionsClashError,
    PastDateError,
    Problem,
    ReservedHandleError,
)
from followthrough.domain.events import Made, Visibility
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name
from followthrough.domain.near_names import NOT_SAID, Intended, near_people
from followthrough.domain.people import Described, Person, PersonEvent, find_person, means_me, named_handle
from followthrough.domain.typed import read_note, read_share, read_tags, read_text

if TYPE_CHECKING:
    from followthrough.domain.phrases import Understood
    from followthrough.domain.repetition.reading import Repetition
    from followthrough.domain.series import Begun


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


class Draft(Struct, frozen=True, kw_only=True):
    """What was typed of one promise; `line` is where, if it is one of several."""

    what: str
    to: tuple[str, ...] = ()
    maker: str | None = None
    by: str | None = None
    confidence: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    visibility: Visibility = "private"
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
    """Record that `maker`, or else I, promised something to someone, or else to me; the text is taken as it is.

    With `afresh` a new ledger is begun where one is lost.
    """
    draft = Draft(
        what=what,
        to=tuple(to),
        maker=maker,
        by=by,
        confidence=confidence,
        tags=tuple(tags),
        note=note,
        visibility=visibility,
        remind=remind,
        chase=chase,
        made=made,
    )
    return add_all(workspace, (draft,), afresh=afresh)


def add_all(
    workspace: Workspace, drafts: Sequence[Draft], *, afresh: bool = False, notices: Sequence[str] = ()
) -> Changed:
    """Record every draft, or none, as one step. Raises LineRefusedError where one of several lines is refused."""
    read = [_read_on_its_line(workspace, draft) for draft in drafts]
    wished = [new_name(COMMITMENT_LENGTH, workspace.randomness.choose) for _ in drafts]

    def decide(book: Book, pen: Pen) -> Change:
        newcomers = Newcomers(book.people(), workspace.me, workspace.intended)
        me = newcomers.exactly(workspace.me)
        ids = _fresh(book, wished, workspace)
        told = [
            (key, _told(each, me, newcomers, book, pen, workspace.zone)) for key, each in zip(ids, read, strict=True)
        ]
        return Change(
            commitments=tuple((key, event) for key, event in told if isinstance(event, Made)),
            series=tuple((key, event) for key, event in told if not isinstance(event, Made)),
            people=newcomers.introduced(pen),
        )

    # First the handle: where it cannot be stored, nothing is recorded under it.
    adopted = _adopted(workspace)
    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now(), create=True, afresh=afresh)
    began = (f"Began a new ledger: {workspace.ledger.path}",) if written.created else ()
    commitments, repeating = _in_their_order(written, read)
    said = (*notices, *(each for one in read for each in _said(workspace, one)), *repeating, *adopted, *began)
    return Changed(did="made", commitments=commitments, book=written.book, notices=said)


def _in_their_order(written: Written, read: Sequence[ReadDraft]) -> tuple[tuple[Commitment, ...], tuple[str, ...]]:
    """The promises that were recorded, of a series its first occurrences; and what there is to say about series."""
    if not written.series:
        return written.commitments, ()
    from followthrough.actions.repeating import begun, how_it_repeats

    made, series = iter(written.commitments), iter(written.series)
    commitments: list[Commitment] = []
    notices: list[str] = []
    for each in read:
        if each.repetition is None:
            commitments.append(next(made))
            continue
        one = next(series)
        commitments += begun(written.book, one)
        notices += how_it_repeats(one, each.repetition.remarks, written.at)
    return tuple(commitments), tuple(notices)


def _read_on_its_line(workspace: Workspace, draft: Draft) -> ReadDraft:
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
    return read_rule(draft.every or "", workspace.dates, _due(first))


def _said(workspace: Workspace, read: ReadDraft) -> tuple[str, ...]:
    """What there is to say of its dates besides what they mean."""
    said = said_besides(workspace, read.due, read.chase, read.made)
    return said if read.draft.line is None else tuple(f"Line {read.draft.line}: {each}" for each in said)


def _told(read: ReadDraft, me: str, newcomers: Newcomers, book: Book, pen: Pen, zone: str) -> "Made | Begun":
    """The event that says it: of one promise, or of one that repeats."""
    if read.repetition is None:
        return _made(read, me, newcomers, book, pen, zone)
    from followthrough.domain.series import Begun, Terms

    with refused_on_its_line(read.draft.line):
        promiser, handles = _parties(read, me, newcomers, book)
    terms = Terms(
        what=read.what,
        to=handles,
        rule=read.repetition.rule,
        start=read.repetition.start,
        clock=read.repetition.clock,
        after_keeping=read.repetition.after_keeping,
        pile_up=read.draft.pile_up,
        confidence=read.confidence,
        tags=read.tags,
        visibility=read.draft.visibility,
        remind=read.remind,
    )
    return Begun(**pen.stamp(note=read.note), maker=promiser, zone=zone, terms=terms, at=_due(read.made))


def _made(terms: ReadDraft, me: str, newcomers: Newcomers, book: Book, pen: Pen, zone: str) -> Made:
    with refused_on_its_line(terms.draft.line):
        promiser, handles = _parties(terms, me, newcomers, book)
    return Made(
        **pen.stamp(note=terms.note),
        what=terms.what,
        maker=promiser,
        to=handles,
        zone=zone,
        due=_due(terms.due),
        at=_due(terms.made),
        confidence=terms.confidence,
        tags=terms.tags,
        visibility=terms.draft.visibility,
        remind=terms.remind,
        chase=_due(terms.chase),
    )


def _due(understood: "Understood | None") -> Due | None:
    return None if understood is None else understood.due


def _parties(terms: ReadDraft, me: str, newcomers: Newcomers, book: Book) -> tuple[str, tuple[str, ...]]:
    """Who promises, and to whom."""
    maker = terms.draft.maker
    promiser = me if maker is None else newcomers.handle(maker)
    if promiser in book.people() and book.people()[promiser].is_circle:
        raise CirclePromisesError(promiser)
    handles = tuple(dict.fromkeys(newcomers.handle(each) for each in terms.recipients)) or (me,)
    if handles == (promiser,) and maker is not None and not terms.recipients:
        raise OptionsClashError("--from", "yourself")
    return promiser, handles


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


def split_names(typed: Iterable[str]) -> list[str]:
    """Names given one by one or with commas between them."""
    return [name for each in typed for name in each.split(",") if name.strip()]


def _fresh(book: Book, wished: Iterable[str], workspace: Workspace) -> tuple[str, ...]:
    """The wished ids, and others where one is taken."""
    ids: dict[str, None] = {}
    for each in wished:
        free = each
        while free in ids or book.ids_from(free, 1):
            free = new_name(COMMITMENT_LENGTH, workspace.randomness.choose)
        ids[free] = None
    return tuple(ids)


def _adopted(workspace: Workspace) -> tuple[str, ...]:
    if workspace.preferences.me is not None:
        return ()
    workspace.preferences.adopt(workspace.login)
    you = f"You are @{workspace.login} here, after your login name."
    return (f"{you} For another: ft undo, ft config me HANDLE, and add it again.",)
