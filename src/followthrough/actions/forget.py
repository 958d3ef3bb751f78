"""Erase promises and persons for privacy, leaving tombstones that are counted."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from followthrough.actions.finding import find_all
from followthrough.actions.occurring import stored_made
from followthrough.actions.ports import Book, Change, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    ForgetYourselfError,
    ReservedHandleError,
    UnknownEventError,
    UnknownPersonEventError,
    UnknownSeriesEventError,
)
from followthrough.domain.events import Edited, Made, PersonTombstone, Tombstone
from followthrough.domain.forgetting import SOMEONE, ForgottenPerson, means_someone, stone_key
from followthrough.domain.identifiers import is_prefix
from followthrough.domain.people import Person, find_person, known_person, means_me

if TYPE_CHECKING:
    from followthrough.domain.series import Series


class Forgotten(Struct, frozen=True, kw_only=True):
    """The ids of the promises that were erased, the persons, and the reading after it."""

    ids: tuple[str, ...]
    persons: tuple[ForgottenPerson, ...]
    book: Book
    series: tuple[str, ...] = ()
    """The ids of series that keep the text of an occurrence that was erased."""


class Doomed(Struct, frozen=True, kw_only=True):
    """What would be erased: promises, series, and persons with the number of the promises that they are part of.

    Of a series these are all its occurrences that are stored or have passed.
    """

    promises: tuple[Commitment, ...]
    series: "tuple[Series, ...]"
    persons: tuple[tuple[Person, int], ...]


def about_to_forget(workspace: Workspace, typed: Iterable[str]) -> Doomed:
    """What would be erased: promises by their ids or words, persons by `@` and their handle.

    Raises what `find` raises, NoSuchPersonError, ReservedHandleError, ForgetYourselfError, UnknownEventError.
    """
    return _doomed(workspace, workspace.ledger.read(), tuple(typed))


def forget(workspace: Workspace, typed: Iterable[str]) -> Forgotten:
    """Erase promises from this ledger, and have *someone* stand for persons. Raises as `about_to_forget`."""
    words = tuple(typed)
    found: list[Doomed] = []

    def decide(book: Book, pen: Pen) -> Change:
        doomed = _doomed(workspace, book, words)
        found[:] = [doomed]
        return Change(
            commitments=tuple(_going_on(book, doomed, pen)),
            forgotten=(
                *((each.id, _tombstone(book, each, pen)) for each in doomed.promises),
                *((each.id, _stone_of_series(each, pen)) for each in doomed.series),
                *(_stone_of(handle, book, pen) for each, _ in doomed.persons for handle in (each.handle, *each.also)),
            ),
        )

    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now())
    (doomed,) = found
    return Forgotten(
        ids=(*(each.id for each in doomed.promises), *(each.id for each in doomed.series)),
        persons=tuple(_forgotten(workspace, written.book, person, count) for person, count in doomed.persons),
        book=written.book,
        series=tuple(each for each in written.book.series() if each in {one.series for one in doomed.promises}),
    )


def _going_on(book: Book, doomed: Doomed, pen: Pen) -> Iterable[tuple[str, Made]]:
    """What makes the occurrences that were told by when a forgotten one was kept: they stay as they are."""
    gone = {each.id for each in doomed.promises}
    chains = {each.series for each in doomed.promises if each.series is not None} - {each.id for each in doomed.series}
    chains = {key for key in chains if key in book.series() and book.series()[key].described.after_keeping}
    for each in book.unsettled() if chains else ():
        if each.series in chains and each.id not in gone and book.computed(each.id) is not None:
            yield each.id, stored_made(each.made, pen)


def _doomed(workspace: Workspace, book: Book, typed: Sequence[str]) -> Doomed:
    persons = {each.handle: each for each in (_person(workspace, book, name) for name in typed if name.startswith("@"))}
    others = [each for each in typed if not each.startswith("@")]
    series = {each: found for each in others if (found := _series(book, each)) is not None}
    doomed = {each.id for each in series.values()}
    occurrences = [each for each in _all(book) if each.series in doomed and _counts(book, each, workspace.now())]
    promises = find_all(book, (each for each in others if each not in series))
    promises = list({each.id: each for each in (*promises, *occurrences)}.values())
    for each in promises:
        if each.foreign:  # its tombstone could not name what would be erased
            raise UnknownEventError(each.id, each.foreign[0])
    return Doomed(
        promises=tuple(promises),
        series=tuple({each.id: each for each in series.values()}.values()),
        persons=tuple(
            (each, sum(_is_part(each.handle, promise) for promise in _all(book))) for each in persons.values()
        ),
    )


def _series(book: Book, typed: str) -> "Series | None":
    """The one series whose id begins so, where no promise's does. Raises UnknownSeriesEventError."""
    if not is_prefix(typed) or book.ids_from(typed, 1):
        return None
    found = [each for key, each in book.series().items() if key.startswith(typed)]
    if len(found) == 1 and found[0].foreign:
        raise UnknownSeriesEventError(found[0].id, found[0].what)
    return found[0] if len(found) == 1 else None


def _counts(book: Book, occurrence: Commitment, now: datetime) -> bool:
    """Whether something is recorded of it, or it has passed: the one to come is what the series' tombstone is for."""
    return book.computed(occurrence.id) is None or occurrence.overdue(now)


def _person(workspace: Workspace, book: Book, typed: str) -> Person:
    if means_someone(typed):
        raise ReservedHandleError(SOMEONE)
    me, recorded = workspace.me_in(book), book.as_recorded().people()
    handle = me if means_me(typed) else find_person(typed, book.people())
    if handle is None:  # or known only as someone who was forgotten under another handle
        person = recorded[known_person(typed, recorded)]
    elif handle == me:
        raise ForgetYourselfError(handle)
    else:
        person = book.people()[handle]
    handle = person.handle
    if person.foreign:
        raise UnknownPersonEventError(handle)
    return person


def _tombstone(book: Book, commitment: Commitment, pen: Pen) -> Tombstone:
    """Of an occurrence that is not stored nothing is erased: its series' words stay, until that is forgotten."""
    erased = () if book.computed(commitment.id) is not None else commitment.history
    return Tombstone(
        id=pen.next_id(),
        logged=pen.now,
        by=pen.by,
        maker=commitment.maker,
        to=commitment.to,
        events=tuple(event.id for event in erased),
    )


def _stone_of_series(series: "Series", pen: Pen) -> Tombstone:
    return Tombstone(
        id=pen.next_id(),
        logged=pen.now,
        by=pen.by,
        maker=series.maker,
        to=series.described.to,
        events=tuple(event.id for event in series.history),
    )


def _stone_of(handle: str, book: Book, pen: Pen) -> tuple[str, PersonTombstone]:
    """What is left of one handle of a person, under its key."""
    person = book.as_recorded().people().get(handle)
    events = () if person is None else tuple(event.id for event in person.history)
    return stone_key(handle), PersonTombstone(id=pen.next_id(), logged=pen.now, by=pen.by, events=events)


def _all(book: Book) -> Iterable[Commitment]:
    yield from book.unsettled()
    yield from book.settled()


def _is_part(handle: str, promise: Commitment) -> bool:
    """Whether this person made it, is promised it, or recorded something about it."""
    return handle in (promise.maker, *promise.to, *(event.by for event in promise.history))


def _forgotten(workspace: Workspace, book: Book, person: Person, promises: int) -> ForgottenPerson:
    first = person.name.split()[0] if person.name.split() else ""
    words = tuple(dict.fromkeys((person.name, first, *person.aliases, person.handle, *person.also)))
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word.casefold())}(?!\w)" for word in words if word))
    return ForgottenPerson(
        handle=person.handle,
        promises=promises,
        words=tuple(filter(None, words)),
        named_in=tuple(each.id for each in _all(book) if any(pattern.search(text.casefold()) for text in _texts(each))),
        settings=tuple(key for each in (person.handle, *person.also) for key in workspace.preferences.naming(each)),
    )


def _texts(promise: Commitment) -> Iterable[str]:
    """All that somebody wrote about a promise, what was corrected since included."""
    yield promise.what
    yield from promise.tags
    for event in promise.history:
        if event.note:
            yield event.note
        parts = (event.was, event.now) if isinstance(event, Edited) else (event,)
        for part in parts:
            yield from (text for text in (getattr(part, "what", None), *_tags(part)) if isinstance(text, str))


def _tags(part: object) -> Iterable[str]:
    tags = getattr(part, "tags", ())
    return tags if isinstance(tags, tuple) else ()
