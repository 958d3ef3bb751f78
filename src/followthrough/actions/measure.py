"""The scorecard of a maker or a circle."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import get_args

from msgspec import Struct

from followthrough.actions.finding import who_is_meant
from followthrough.actions.ports import Book, Record
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment, State
from followthrough.domain.errors import PooledNameError
from followthrough.domain.events import Tombstone
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.phrases import read_due
from followthrough.domain.reliability.scorecard import Chosen, Scorecard, Source, scorecard, source
from followthrough.domain.selection import Selection
from followthrough.domain.typed import read_tags

COUNTED_STATES: frozenset[State] = frozenset(get_args(State)) - {"undone"}


class Subject(Struct, frozen=True):
    """Whose promises are counted: one maker's or, with members, those of a circle's members to it."""

    handle: str
    members: frozenset[str] | None = None

    def counts(self, promise: Commitment | Tombstone) -> bool:
        """Whether this promise is one of them."""
        if self.members is None:
            return promise.maker == self.handle
        return self.handle in promise.to and promise.maker in self.members

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


def score(
    workspace: Workspace,
    who: str | None = None,
    *,
    between: str | None = None,
    tags: Iterable[str] = (),
    since: str | None = None,
) -> tuple[Scorecard, Book]:
    """The figures of one maker, or of a circle (its members' promises to it), and the reading they come from."""
    book, now = workspace.ledger.read(), workspace.now()
    subject = subject_of(book, workspace.me_in(book) if who is None else who_is_meant(workspace, book, who))
    marks = read_tags(tags)
    other = None if between is None else who_is_meant(workspace, book, between)
    first = None if since is None else read_due(since, now, workspace.zone, "past").day_in(workspace.zone)
    filters = (
        *((f"with @{other}",) if other else ()),
        *(f"tag +{tag}" for tag in marks),
        *((f"since {first}",) if first else ()),
    )
    selection = Selection(between=other, tags=frozenset(marks), since=first, states=COUNTED_STATES)
    made: Iterable[Commitment] = subject.commitments(book)
    chosen = None
    if filters:
        whole = [each for each in made if each.state in COUNTED_STATES]
        made = [each for each in whole if selection.matches(each, workspace.party(book), now)]
        chosen = Chosen(filters=filters, promises=len(made), of=len(whole))
    forgotten = () if filters else subject.forgotten(book)
    counted = subject.source(book, now)
    today = workspace.today()
    return scorecard(subject.handle, made, forgotten, now=now, today=today, counted=counted, chosen=chosen), book
