"""Look at promises: a list, one with its history, what happened lately, everything with one person."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.asking import asked_said
from followthrough.actions.choosing import ALL_STATES, OPEN, selection, states_asked
from followthrough.actions.finding import find, who_is_meant
from followthrough.actions.ports import Book, OpenBook
from followthrough.actions.workspace import Workspace
from followthrough.domain.circle import CirclePromises, circle_promises
from followthrough.domain.commitment import Commitment, Damage
from followthrough.domain.errors import BadCountError, OptionsClashError
from followthrough.domain.events import AnyEvent
from followthrough.domain.filters import ALL_OPEN, Filters
from followthrough.domain.identifiers import event_number
from followthrough.domain.selection import SortBy, sort_commitments

LATELY = timedelta(days=14)
LATEST = 20


class Listing(Struct, frozen=True, kw_only=True):
    """Commitments in the order asked for, and how many there are before a limit."""

    commitments: tuple[Commitment, ...]
    total: int
    book: OpenBook
    passed_over: int = 0
    damage: Damage | None = None
    notices: tuple[str, ...] = ()
    repeats: str | None = None
    """Of an occurrence, how its series repeats."""


class Happening(Struct, frozen=True):
    """One event and the commitment it is about."""

    commitment: Commitment
    event: AnyEvent


class Log(Struct, frozen=True, kw_only=True):
    """What happened, the latest first."""

    happenings: tuple[Happening, ...]
    book: Book
    series: tuple[str, ...] = ()
    """What was recorded of series, told."""
    notices: tuple[str, ...] = ()


class Dealings(Struct, frozen=True, kw_only=True):
    """Everything between others and one person or circle: what they promised, and what was promised to them."""

    who: str
    promised: tuple[Commitment, ...]
    received: tuple[Commitment, ...]
    book: Book
    circle: CirclePromises | None = None
    """What was promised to a circle, in the order in which it is read."""


def listing(
    workspace: Workspace, filters: Filters = ALL_OPEN, *, sort: SortBy = "due", limit: int | None = None
) -> Listing:
    """The commitments that meet every filter: the open ones unless other states are asked for."""
    if limit is not None and limit < 1:
        raise BadCountError("--limit", limit)
    open_only = states_asked(filters, OPEN) == OPEN
    now, book, pool = workspace.now(), *_reading(workspace, open_only=open_only)
    asked, me = selection(workspace, book, filters), workspace.party(book)
    found = sort_commitments([each for each in pool if asked.matches(each, me, now)], sort)
    hidden = book.passed_over() if open_only else ()
    over = sum(asked.matches(each, me, now) for each in book.unsettled() if each.id in hidden) if hidden else 0
    notices = asked_said(workspace, due=asked.due, since=asked.since, until=asked.until)
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
    repeats = None
    if found.series is not None and (series := book.series().get(found.series)) is not None:
        from followthrough.actions.repeating import repeats_said

        repeats = repeats_said(series)
    return Listing(commitments=(found,), total=1, book=book, damage=book.damage(found.id), repeats=repeats)


def log(
    workspace: Workspace, typed_id: str | None = None, filters: Filters = ALL_OPEN, *, limit: int | None = None
) -> Log:
    """The latest events: of one commitment all of them, otherwise of those that meet the filters.

    `since` and `until` say when it was recorded; without them it is the last two weeks. All states are looked at,
    unless some are asked for.
    """
    if limit is not None and limit < 1:
        raise BadCountError("--limit", limit)
    if typed_id is not None and filters != ALL_OPEN:
        raise OptionsClashError("an ID", filters.options()[0])
    book = workspace.ledger.read()
    if typed_id is not None:
        commitment = find(book, typed_id)
        events = commitment.history[::-1][:limit]
        return Log(happenings=tuple(Happening(commitment, event) for event in events), book=book)
    asked, now, me = selection(workspace, book, filters, states=ALL_STATES), workspace.now(), workspace.party(book)
    last = asked.until or workspace.today()
    first = asked.since or last - LATELY
    undated = replace(asked, since=None, until=None)
    happenings = [
        Happening(commitment, event)
        for commitment in book.touched_between(first, last)
        if filters == ALL_OPEN or undated.matches(commitment, me, now)
        for event in commitment.history
        if first <= event.logged.date() and (asked.until is None or event.logged.date() <= asked.until)
    ]
    happenings.sort(key=lambda each: (each.event.logged, event_number(each.event.id)), reverse=True)
    notices = asked_said(workspace, due=asked.due, since=asked.since, until=asked.until)
    series = _series_between(workspace, book, first, last) if filters.options() in _ANY_TIME else ()
    return Log(happenings=tuple(happenings[: limit or LATEST]), book=book, notices=notices, series=series)


_ANY_TIME = ((), ("--since",), ("--until",), ("--since", "--until"))


def _series_between(workspace: Workspace, book: Book, first: date, last: date) -> tuple[str, ...]:
    """What was recorded of series on these days, the latest first."""
    if not book.series():
        return ()
    from followthrough.actions.repeating import recorded_said

    told = [(event, series) for series in book.series().values() for event in series.history]
    found = [(event, series) for event, series in told if first <= event.logged.date() <= last]
    found.sort(key=lambda each: (each[0].logged, event_number(each[0].id)), reverse=True)
    return tuple(recorded_said(event, series, workspace.dates) for event, series in found)


def dealings(workspace: Workspace, who: str) -> Dealings:
    """What someone promised and was promised, open ones first, then settled ones, the latest first.

    Of a circle those first that ask for a hand.
    """
    book = workspace.ledger.read()
    handle = who_is_meant(workspace, book, who)
    theirs = [each for each in _both(book) if each.state != "undone" and (each.maker == handle or handle in each.to)]
    ranked = [
        *sort_commitments([each for each in theirs if each.state == "open"], "due"),
        *sort_commitments([each for each in theirs if each.state != "open"], "settled"),
    ]
    received = tuple(each for each in ranked if each.maker != handle)
    person = book.people().get(handle)
    circle = None
    if person is not None and person.is_circle:
        circle = circle_promises(received, person.members, workspace.now())
        received = circle.in_order
    return Dealings(
        who=handle,
        promised=tuple(each for each in ranked if each.maker == handle),
        received=received,
        book=book,
        circle=circle,
    )
