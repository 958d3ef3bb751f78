"""The scorecard of a maker or a circle."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from msgspec import Struct

from followthrough.actions.choosing import COUNTED_STATES, Choice, choice
from followthrough.actions.finding import who_is_meant
from followthrough.actions.ports import Book, Record
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import PooledNameError
from followthrough.domain.events import Tombstone
from followthrough.domain.filters import ALL_OPEN, Filters
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.people import shown_as
from followthrough.domain.reliability.recipients import counted_to
from followthrough.domain.reliability.scorecard import Chosen, Scorecard, Source, scorecard, source


class Subject(Struct, frozen=True):
    """Whose promises are counted: one maker's or, with members, those of a circle's members to it."""

    handle: str
    members: frozenset[str] | None = None

    def counts(self, promise: Commitment | Tombstone) -> bool:
        """Whether this promise is one of them."""
        if self.members is None:
            return promise.maker == self.handle
        if promise.maker not in self.members:
            return False
        return self.handle in (promise.to if isinstance(promise, Tombstone) else counted_to(promise))

    def commitments(self, book: Record) -> Iterator[Commitment]:
        """All of them, open ones first."""
        settled = book.settled_by(self.handle) if self.members is None else filter(self.counts, book.settled())
        return chain(filter(self.counts, book.unsettled()), settled)

    def forgotten(self, book: Record) -> list[Tombstone]:
        """What is left of those that were forgotten."""
        return list(filter(self.counts, book.forgotten().values()))

    def source(self, book: Record, as_of: datetime) -> Source:
        """What a scorecard of them has counted."""
        return source(book.ledger_id, self.members or (self.handle,), as_of)


def subject_of(book: Record, handle: str) -> Subject:
    """The person or circle of that handle. Raises PooledNameError: nobody is judged with everyone who was forgotten."""
    if handle == SOMEONE:
        raise PooledNameError(handle)
    person = book.people().get(handle)
    circle = person is not None and person.is_circle
    return Subject(handle, frozenset(person.members) - {SOMEONE} if person is not None and circle else None)


def shared_subject(book: Record, handle: str) -> Subject:
    """Whose promises a report counts: of a circle's members all but those who are left out. Raises PooledNameError."""
    subject = subject_of(book, handle)
    if subject.members is None:
        return subject
    shown = shown_as(book.people()[handle], book.people())
    return Subject(handle, frozenset(each for each in subject.members if shown[each] != "left-out"))


def score(workspace: Workspace, who: str | None = None, filters: Filters = ALL_OPEN) -> tuple[Scorecard, Book]:
    """The figures of one maker, or of a circle (its members' promises to it), and the reading they come from.

    Raises FilteredByOutcomeError.
    """
    book, now = workspace.ledger.read(), workspace.now()
    subject = subject_of(book, workspace.me_in(book) if who is None else who_is_meant(workspace, book, who))
    counted = count(book, subject, choice(workspace, book, filters), now)
    card = scorecard(
        subject.handle,
        counted.commitments,
        counted.forgotten,
        now=now,
        today=workspace.today(),
        counted=subject.source(book, now),
        chosen=counted.chosen,
    )
    return card, book


class Counted(Struct, frozen=True):
    """What figures are counted from, and what was chosen where not everything was."""

    commitments: Iterable[Commitment]
    forgotten: Sequence[Tombstone]
    chosen: Chosen | None


def count(book: Record, subject: Subject, choice: Choice | None, now: datetime) -> Counted:
    """The promises of this subject that are chosen. Nothing is known of forgotten ones, so no choice has them."""
    if choice is None:
        return Counted(subject.commitments(book), subject.forgotten(book), None)
    whole = [each for each in subject.commitments(book) if each.state in COUNTED_STATES]
    some = [each for each in whole if choice.selection.matches(each, choice.me, now)]
    return Counted(some, (), Chosen(filters=choice.filters, promises=len(some), of=len(whole)))
