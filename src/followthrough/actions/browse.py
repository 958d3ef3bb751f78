"""Look at promises: a list, one with its history, what happened lately, everything with one person."""

from collections.abc import Iterable
from datetime import timedelta
from typing import get_args

from msgspec import Struct

from followthrough.actions.asking import asked_said, due_asked, length_asked, since_asked, until_asked
from followthrough.actions.finding import find, who_is_meant
from followthrough.actions.ports import Book, OpenBook
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment, Damage, State
from followthrough.domain.errors import BadCountError, OptionsClashError
from followthrough.domain.events import AnyEvent
from followthrough.domain.identifiers import event_number
from followthrough.domain.selection import Selection, SortBy, sort_commitments
from followthrough.domain.typed import read_tags

LATELY = timedelta(days=14)
LATEST = 20
ALL_STATES: frozenset[State] = frozenset(get_args(State))


class Listing(Struct, frozen=True, kw_only=True):
    """Commitments in the order asked for, and how many there are before a limit."""

    commitments: tuple[Commitment, ...]
    total: int
    book: OpenBook
    passed_over: int = 0
    damage: Damage | None = None
    notices: tuple[str, ...] = ()


class Happening(Struct, frozen=True):
    """One event and the commitment it is about."""

    commitment: Commitment
    event: AnyEvent


class Log(Struct, frozen=True, kw_only=True):
    """What happened, the latest first."""

    happenings: tuple[Happening, ...]
    book: Book
    notices: tuple[str, ...] = ()


class Dealings(Struct, frozen=True, kw_only=True):
    """Everything between others and one person or circle: what they promised, and what was promised to them."""

    who: str
    promised: tuple[Commitment, ...]
    received: tuple[Commitment, ...]
    book: Book


def listing(
    workspace: Workspace,
    *,
    to: str | None = None,
    between: str | None = None,
    mine: bool = False,
    theirs: bool = False,
    overdue: bool = False,
    due: str | None = None,
    due_within: str | None = None,
    states: Iterable[State] = (),
    tags: Iterable[str] = (),
    words: str | None = None,
    since: str | None = None,
    until: str | None = None,
    everything: bool = False,
    sort: SortBy = "due",
    limit: int | None = None,
) -> Listing:
    """The commitments that meet every filter: the open ones unless other states are asked for."""
    if limit is not None and limit < 1:
        raise BadCountError("--limit", limit)
    if everything and states:
        raise OptionsClashError("--all", "--state")
    asked = ALL_STATES if everything else frozenset(states) or frozenset[State]({"open"})
    now, book, pool = workspace.now(), *_reading(workspace, open_only=asked == {"open"})
    selection = Selection(
        to=None if to is None else who_is_meant(workspace, book, to),
        between=None if between is None else who_is_meant(workspace, book, between),
        mine=mine,
        theirs=theirs,
        overdue=overdue,
        due=due_asked(workspace, due),
        due_within=length_asked(due_within),
        states=asked,
        tags=frozenset(read_tags(tags)),
        words=tuple((words or "").split()),
        since=since_asked(workspace, since),
        until=until_asked(workspace, until),
    )
    me = workspace.party(book)
    found = sort_commitments([each for each in pool if selection.matches(each, me, now)], sort)
    hidden = book.passed_over() if asked == {"open"} else ()
    over = sum(selection.matches(each, me, now) for each in book.unsettled() if each.id in hidden) if hidden else 0
    notices = asked_said(workspace, due=selection.due, since=selection.since, until=selection.until)
    return Listing(commitments=tuple(found[:limit]), total=len(found), book=book, passed_over=over, notices=notices)


def _reading(workspace: Workspace, *, open_only: bool) -> tuple[OpenBook, Iterable[Commitment]]:
    """A reading with the commitments to choose from; what is settled is not kept where only open ones can be meant."""
    if open_only:
        unsettled = workspace.ledger.read_open()
        return unsettled, unsettled.at_hand()
    book = workspace.ledger.read()
    return book, _both(book)


def _both(book: Book) -> Iterable[Commitment]:
    yield from book.unsettled()
    yield from book.settled()


def show(workspace: Workspace, typed_id: str) -> Listing:
    """One commitment, with its history."""
    book = workspace.ledger.read()
    found = find(book, typed_id)
    return Listing(commitments=(found,), total=1, book=book, damage=book.damage(found.id))


def log(
    workspace: Workspace, typed_id: str | None = None, *, since: str | None = None, limit: int | None = None
) -> Log:
    """The latest events: of one commitment all of them, otherwise since a day or of the last two weeks."""
    if limit is not None and limit < 1:
        raise BadCountError("--limit", limit)
    if typed_id is not None and since is not None:
        raise OptionsClashError("an ID", "--since")
    book = workspace.ledger.read()
    if typed_id is not None:
        commitment = find(book, typed_id)
        events = commitment.history[::-1][:limit]
        return Log(happenings=tuple(Happening(commitment, event) for event in events), book=book)
    today = workspace.today()
    asked = since_asked(workspace, since)
    first = asked or today - LATELY
    happenings = [
        Happening(commitment, event)
        for commitment in book.touched_between(first, today)
        for event in commitment.history
        if event.logged.date() >= first
    ]
    happenings.sort(key=lambda each: (each.event.logged, event_number(each.event.id)), reverse=True)
    notices = asked_said(workspace, since=asked)
    return Log(happenings=tuple(happenings[: limit or LATEST]), book=book, notices=notices)


def dealings(workspace: Workspace, who: str) -> Dealings:
    """What someone promised and was promised, open ones first, then settled ones, the latest first."""
    book = workspace.ledger.read()
    handle = who_is_meant(workspace, book, who)
    theirs = [each for each in _both(book) if each.state != "undone" and (each.maker == handle or handle in each.to)]
    ranked = [
        *sort_commitments([each for each in theirs if each.state == "open"], "due"),
        *sort_commitments([each for each in theirs if each.state != "open"], "settled"),
    ]
    return Dealings(
        who=handle,
        promised=tuple(each for each in ranked if each.maker == handle),
        received=tuple(each for each in ranked if each.maker != handle),
        book=book,
    )
