"""Show promises in a calendar, which learns what became of them when it reads them again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import get_args

from msgspec import Struct

from followthrough.actions.finding import who_is_meant
from followthrough.actions.ports import Book
from followthrough.actions.reading import reader_for
from followthrough.actions.workspace import Workspace
from followthrough.domain.calendar import (
    LATELY,
    Component,
    Entry,
    alarm,
    belongs_in_calendar,
    forgotten_entry,
    last_logged,
    sequence,
    shown_due,
    standing,
    uid,
)
from followthrough.domain.commitment import Commitment, State
from followthrough.domain.events import Tombstone
from followthrough.domain.selection import Party, Selection, sort_commitments
from followthrough.rendering.calendar_entry import description, summary
from followthrough.rendering.who import Reader

_ANY_STATE: frozenset[State] = frozenset(get_args(State))


class Shown(Struct, frozen=True, kw_only=True):
    """The promises that a calendar shows, and by their ids those it is to show no more."""

    commitments: tuple[Commitment, ...]
    forgotten: tuple[tuple[str, Tombstone], ...]
    book: Book


def in_calendar(
    workspace: Workspace,
    *,
    to: str | None = None,
    between: str | None = None,
    mine: bool = False,
    theirs: bool = False,
    everything: bool = False,
) -> Shown:
    """The promises of mine and to me with a due date that are open or were changed lately, or ever, by due date.

    With them those that were forgotten lately, or ever: a calendar may have their texts. Raises
    NoSuchPersonError, NoLedgerError.
    """
    now, book = workspace.now(), workspace.ledger.read()
    me = workspace.party(book)
    selection = Selection(
        to=None if to is None else who_is_meant(workspace, book, to),
        between=None if between is None else who_is_meant(workspace, book, between),
        mine=mine,
        theirs=theirs,
        states=_ANY_STATE,
    )
    since = None if everything else now - LATELY
    found = [
        each
        for each in _candidates(book, now, since)
        if me.takes_part(each) and selection.matches(each, me, now) and belongs_in_calendar(each, since)
    ]
    forgotten = tuple(
        (key, each)
        for key, each in book.forgotten().items()
        if (since is None or each.logged >= since) and _concerns(each, me, selection)
    )
    return Shown(commitments=tuple(sort_commitments(found, "due")), forgotten=forgotten, book=book)


def _concerns(tombstone: Tombstone, me: Party, selection: Selection) -> bool:
    """Whether what was forgotten was between the people asked for, as far as is still known."""
    makes = tombstone.maker == me.handle
    receives = any(handle == me.handle or handle in me.circles for handle in tombstone.to)
    return (
        (makes or receives)
        and (makes or not selection.mine)
        and not (makes and selection.theirs)
        and (selection.to is None or selection.to in tombstone.to)
        and (selection.between is None or selection.between in (tombstone.maker, *tombstone.to))
    )


def _candidates(book: Book, now: datetime, since: datetime | None) -> Iterator[Commitment]:
    yield from book.unsettled()
    if since is None:
        yield from book.settled()
    else:
        tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
        yield from book.touched_between(since.astimezone(UTC).date(), tomorrow, settled_only=True)


def calendar(workspace: Workspace, shown: Shown, component: Component) -> bytes:
    """The iCalendar file of these promises: the same bytes for the same ledger, until a due date passes."""
    from followthrough.formats.icalendar import calendar_file

    reader, now = reader_for(workspace, shown.book, away=True), workspace.now()
    entries = (_entry(each, shown.book, reader, now) for each in shown.commitments)
    erased = (forgotten_entry(key, each, shown.book.ledger_id) for key, each in shown.forgotten)
    return calendar_file((*entries, *erased), component)


def _entry(commitment: Commitment, book: Book, reader: Reader, now: datetime) -> Entry:
    due = shown_due(commitment)
    assert due is not None, "only what has or had a due date is in a calendar"
    return Entry(
        uid=uid(commitment.id, book.ledger_id),
        sequence=sequence(commitment),
        created=commitment.made.logged,
        changed=last_logged(commitment),
        due=due,
        standing=standing(commitment),
        summary=summary(commitment, reader),
        description=description(commitment, reader),
        alarm=alarm(commitment, now),
        kept_at=commitment.settled_at if commitment.state == "kept" else None,
        part=commitment.part,
    )
