"""Change a series from now on, stop it, skip one of its occurrences."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import UNSET

from followthrough.actions.newcomers import Newcomers, split_names
from followthrough.actions.occurring import stored_made
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.recording import Changed, record
from followthrough.actions.repeating import begun, following, from_tomorrow, read_rule
from followthrough.actions.series import find_series
from followthrough.actions.workspace import Workspace
from followthrough.domain import lifecycle
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import day_of
from followthrough.domain.errors import (
    NothingToChangeError,
    NotInSeriesError,
    OtherRepetitionError,
    SeriesEndedError,
    UnknownSeriesEventError,
)
from followthrough.domain.events import AnyEvent, Particulars, Stamp, Visibility
from followthrough.domain.phrases import read_due, read_duration
from followthrough.domain.series import Changed as ChangedTerms, NewTerms, Series, Stopped
from followthrough.domain.typed import read_note, read_share, read_tags, read_text
from followthrough.rendering.wording import short_due

_EDITED = ("what", "to", "tags", "visibility", "remind")
"""The terms that an edit of an occurrence can have as well."""


def skip(workspace: Workspace, ids: Iterable[str], *, note: str | None = None) -> Changed:
    """Record that occurrences are taken back before they are due; the series goes on."""

    def rule(each: Commitment, stamp: Stamp, _: Book) -> AnyEvent:
        if each.series is None:
            raise NotInSeriesError(each.id, each.what)
        return lifecycle.withdraw(each, stamp)

    changed = record(workspace, "withdrawn", ids, rule, note=note)
    return Changed(
        did=changed.did,
        commitments=changed.commitments,
        book=changed.book,
        notices=tuple(following(changed.book, changed.commitments, workspace.now())),
    )


def change(
    workspace: Workspace,
    typed: str,
    *,
    what: str | None = None,
    to: Iterable[str] = (),
    every: str | None = None,
    by: str | None = None,
    pile_up: bool | None = None,
    confidence: str | None = None,
    tags: Iterable[str] = (),
    untag: Iterable[str] = (),
    visibility: Visibility | None = None,
    remind: str | None = None,
    note: str | None = None,
) -> Changed:
    """Give a series other terms from tomorrow on; what was promised for a day until then stays as it was."""
    dates, said = workspace.dates, read_note(note)
    first = None if by is None else read_due(by, dates)
    repetition = None if every is None else read_rule(every, dates, first)
    more, fewer = read_tags(tags), set(read_tags(untag))
    about: list[str] = []

    def decide(book: Book, pen: Pen) -> Change:
        series = _changeable(book, typed)
        newcomers = Newcomers(book.people(), workspace.me, workspace.intended)
        handles = tuple(dict.fromkeys(newcomers.handle(each) for each in split_names(to)))
        before = series.described
        if repetition is not None and repetition.after_keeping is not before.after_keeping:
            raise OtherRepetitionError(series.id, series.what)
        marks = tuple(tag for tag in dict.fromkeys((*before.tags, *more)) if tag not in fewer)
        new = NewTerms(
            what=UNSET if what is None else read_text("text", what),
            to=handles or UNSET,
            rule=UNSET if repetition is None else repetition.rule,
            start=UNSET if repetition is None else repetition.start,
            clock=UNSET if repetition is None else repetition.clock,
            pile_up=UNSET if pile_up is None else pile_up,
            confidence=UNSET if confidence is None else read_share("confidence", confidence, zero=True),
            tags=marks if more or fewer else UNSET,
            visibility=UNSET if visibility is None else workspace.allowed(book, visibility),
            remind=UNSET if remind is None else int(read_duration(remind).total_seconds()),
        )
        if series.terms is None and repetition is None:
            raise SeriesEndedError(series.id, series.what)
        if series.terms is not None and new.applied(series.terms) == series.terms:
            raise NothingToChangeError(series.id)
        stays = _pending(book, series, pen.now) if repetition is not None or confidence is not None else []
        about[:] = [f"“{each.what}” due {_when(each, pen.now)} stays as it was promised." for each in stays]
        return Change(
            series=((series.id, ChangedTerms(**pen.stamp(series.history, said), terms=new)),),
            commitments=(*_stored(book, stays, pen), *(_edits(book, series, new, pen) if repetition is None else ())),
            people=newcomers.introduced(pen),
        )

    written = workspace.ledger.record(decide, by=workspace.me, now=dates.now)
    remarks = () if repetition is None else repetition.remarks
    series = written.series[0]
    kept = {each.id for each in written.commitments} if repetition is not None else set[str]()
    shown = tuple(each for each in _coming(written.book, series, written.at) if each.id not in kept)
    told = (*from_tomorrow(written.book, series, remarks, dates.now), *about)
    return Changed(did="changed", commitments=shown, book=written.book, notices=told)


def stop(workspace: Workspace, typed: str, *, note: str | None = None) -> Changed:
    """Have no more of a series from tomorrow on; what was promised already stays until it is settled."""
    said = read_note(note)
    about: list[str] = []

    def decide(book: Book, pen: Pen) -> Change:
        series = _changeable(book, typed)
        if series.terms is None:
            raise SeriesEndedError(series.id, series.what)
        stays = _pending(book, series, pen.now)
        about[:] = [f"Stopped: “{series.what}” does not repeat from tomorrow on."]
        about.extend(
            f"The one due {_when(each, pen.now)} stands; if it is off too: ft skip {each.id[:6]}" for each in stays
        )
        return Change(
            series=((series.id, Stopped(**pen.stamp(series.history, said))),), commitments=_stored(book, stays, pen)
        )

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    return Changed(did="stopped", commitments=(), book=written.book, notices=tuple(about))


def _coming(book: Book, series: Series, now: datetime) -> tuple[Commitment, ...]:
    """What is promised of it and not due yet, as lists show it."""
    return tuple(each for each in begun(book, series) if not each.overdue(now))


def _changeable(book: Book, typed: str) -> Series:
    series = find_series(book, typed)
    if series.foreign:
        raise UnknownSeriesEventError(series.id, series.what)
    return series


def _pending(book: Book, series: Series, now: datetime) -> list[Commitment]:
    """The occurrences that are promised and not due yet."""
    return [each for each in book.unsettled() if each.series == series.id and not each.overdue(now)]


def _stored(book: Book, occurrences: Iterable[Commitment], pen: Pen) -> tuple[tuple[str, AnyEvent], ...]:
    """What makes those that are not stored yet: whatever the series says from now on, they stay as promised."""
    return tuple((each.id, stored_made(each.made, pen)) for each in occurrences if book.computed(each.id) is not None)


def _edits(book: Book, series: Series, new: NewTerms, pen: Pen) -> Iterator[tuple[str, AnyEvent]]:
    """The same correction for those that are stored already and due after today."""
    given = {name: getattr(new, name) for name in _EDITED if getattr(new, name) is not UNSET}
    tomorrow = day_of(pen.now, series.zone) + timedelta(days=1)
    for each in _pending(book, series, pen.now):
        if book.computed(each.id) is None and each.date() >= tomorrow:
            differing = {name: value for name, value in given.items() if getattr(each, name) != value}
            if differing:
                yield each.id, lifecycle.edit(each, pen.stamp(each.history), Particulars(**differing))


def _when(commitment: Commitment, now: datetime) -> str:
    assert commitment.due is not None
    return short_due(commitment.due, day_of(now, commitment.zone), commitment.zone)
