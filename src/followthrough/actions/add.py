"""Record promises."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from followthrough.actions.drafts import Draft, ReadDraft, dates_said, due_of, read_draft, refused_on_its_line
from followthrough.actions.newcomers import Newcomers
from followthrough.actions.ports import Book, Change, Pen, Written
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    CirclePromisesError,
    OptionsClashError,
)
from followthrough.domain.events import Made, Visibility
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name

if TYPE_CHECKING:
    from followthrough.domain.series import Begun


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
    visibility: Visibility | None = None,
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
    read = [read_draft(workspace, draft) for draft in drafts]
    wished = [new_name(COMMITMENT_LENGTH, workspace.randomness.choose) for _ in drafts]

    def decide(book: Book, pen: Pen) -> Change:
        newcomers = Newcomers(book.people(), workspace.me, workspace.intended)
        me = newcomers.exactly(workspace.me)
        ids = _fresh(book, wished, workspace)
        told = [(key, _told(workspace, each, me, newcomers, book, pen)) for key, each in zip(ids, read, strict=True)]
        return Change(
            commitments=tuple((key, event) for key, event in told if isinstance(event, Made)),
            series=tuple((key, event) for key, event in told if not isinstance(event, Made)),
            people=newcomers.introduced(pen),
        )

    # First the handle: where it cannot be stored, nothing is recorded under it.
    adopted = adopt_me(workspace)
    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now(), create=True, afresh=afresh)
    began = (f"Began a new ledger: {workspace.ledger.path}",) if written.created else ()
    commitments, repeating = _in_their_order(written, read)
    said = (*notices, *(each for one in read for each in dates_said(workspace, one)), *repeating, *adopted, *began)
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


def _told(workspace: Workspace, read: ReadDraft, me: str, newcomers: Newcomers, book: Book, pen: Pen) -> "Made | Begun":
    """The event that says it: of one promise, or of one that repeats."""
    with refused_on_its_line(read.draft.line):
        visibility = workspace.allowed(book, read.draft.visibility)
    if read.repetition is None:
        return _made(read, visibility, me, newcomers, book, pen, workspace.zone)
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
        visibility=visibility,
        remind=read.remind,
    )
    return Begun(**pen.stamp(note=read.note), maker=promiser, zone=workspace.zone, terms=terms, at=due_of(read.made))


def _made(
    terms: ReadDraft, visibility: Visibility, me: str, newcomers: Newcomers, book: Book, pen: Pen, zone: str
) -> Made:
    with refused_on_its_line(terms.draft.line):
        promiser, handles = _parties(terms, me, newcomers, book)
    return Made(
        **pen.stamp(note=terms.note),
        what=terms.what,
        maker=promiser,
        to=handles,
        zone=zone,
        due=due_of(terms.due),
        at=due_of(terms.made),
        confidence=terms.confidence,
        tags=terms.tags,
        visibility=visibility,
        remind=terms.remind,
        chase=due_of(terms.chase),
    )


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


def _fresh(book: Book, wished: Iterable[str], workspace: Workspace) -> tuple[str, ...]:
    """The wished ids, and others where one is taken."""
    ids: dict[str, None] = {}
    for each in wished:
        free = each
        while free in ids or book.ids_from(free, 1):
            free = new_name(COMMITMENT_LENGTH, workspace.randomness.choose)
        ids[free] = None
    return tuple(ids)


def adopt_me(workspace: Workspace) -> tuple[str, ...]:
    """Store who this is, where nothing says it yet; what there is to say about that."""
    if workspace.preferences.me is not None:
        return ()
    workspace.preferences.adopt(workspace.login)
    you = f"You are @{workspace.login} here, after your login name."
    return (f"{you} For another: ft undo, ft config me HANDLE, and add it again.",)
