"""Which commitments are meant: by id, by words, by who takes part, by state and date."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from followthrough.domain.commitment import Commitment, State
from followthrough.domain.dates import Span
from followthrough.domain.due import Due, Instant, day_of

SortBy = Literal["due", "made", "settled", "who", "text"]


class Party(Struct, frozen=True):
    """One person together with the circles they belong to."""

    handle: str
    circles: frozenset[str] = frozenset()

    def makes(self, commitment: Commitment) -> bool:
        """Whether this person is its maker."""
        return commitment.maker == self.handle

    def receives(self, commitment: Commitment) -> bool:
        """Whether this person, or a circle of theirs, is promised to."""
        return any(handle == self.handle or handle in self.circles for handle in commitment.to)

    def awaits(self, commitment: Commitment) -> bool:
        """Whether someone else promised it to this person."""
        return not self.makes(commitment) and self.receives(commitment)

    def takes_part(self, commitment: Commitment) -> bool:
        """Whether this person makes it or is promised to."""
        return self.makes(commitment) or self.receives(commitment)


class Selection(Struct, frozen=True, kw_only=True):
    """What is asked for; every filter that is set must agree."""

    to: str | None = None
    maker: str | None = None
    between: str | None = None
    mine: bool = False
    theirs: bool = False
    overdue: bool = False
    due: Due | Span | None = None
    due_within: timedelta | None = None
    states: frozenset[State] = frozenset({"open"})
    tags: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def matches(self, commitment: Commitment, me: Party, now: datetime) -> bool:
        """Whether this commitment is among those asked for, seen by me, now."""
        return (
            commitment.state in self.states
            and self._right_people(commitment, me)
            and self._right_date(commitment, now)
            and self.tags <= set(commitment.tags)
            and self._right_words(commitment)
        )

    def _right_people(self, commitment: Commitment, me: Party) -> bool:
        return (
            (self.to is None or self.to in commitment.to)
            and (self.maker is None or self.maker == commitment.maker)
            and (self.between is None or self.between == commitment.maker or self.between in commitment.to)
            and (not self.mine or me.makes(commitment))
            and (not self.theirs or me.awaits(commitment))
        )

    def _right_date(self, commitment: Commitment, now: datetime) -> bool:
        if self.overdue and not commitment.overdue(now):
            return False
        if self.due is not None and not _due_on(commitment, self.due):
            return False
        if self.due_within is not None and not _due_by(commitment, now + self.due_within):
            return False
        if self.since is None and self.until is None:
            return True
        day = commitment.date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def _right_words(self, commitment: Commitment) -> bool:
        if not self.words:
            return True
        notes = (event.note for event in commitment.history if event.note)
        text = "\n".join((commitment.what, *notes)).casefold()
        return all(word.casefold() in text for word in self.words)


def _due_on(commitment: Commitment, due: Due | Span) -> bool:
    if commitment.due is None:
        return False
    if isinstance(due, Span):
        return due.first <= commitment.due.day_in(commitment.zone) <= due.last
    if isinstance(due, Instant):
        return commitment.due == due
    return commitment.due.day_in(commitment.zone) == due.day_in(commitment.zone)


def _due_by(commitment: Commitment, moment: datetime) -> bool:
    if commitment.due is None:
        return False
    return commitment.due.day_in(commitment.zone) <= day_of(moment, commitment.zone)


def phrase_matches(phrase: str, commitments: Iterable[Commitment]) -> list[Commitment]:
    """The commitments whose text holds this phrase; those whose text it is, if there are any."""
    wanted = " ".join(phrase.casefold().split())
    texts = [(" ".join(each.what.casefold().split()), each) for each in commitments]
    exact = [each for text, each in texts if text == wanted]
    return exact or [each for text, each in texts if wanted and wanted in text]


def sort_commitments(commitments: Collection[Commitment], by: SortBy) -> list[Commitment]:
    """The commitments in the order asked for: dates ascending with none last, latest settled first."""
    from followthrough.domain.digest import by_due

    match by:
        case "due":
            return sorted(commitments, key=by_due)
        case "made":
            return sorted(commitments, key=lambda each: (each.made_at, each.id))
        case "settled":
            return sorted(commitments, key=lambda each: (each.settled_at or each.made_at, each.id), reverse=True)
        case "who":
            return sorted(commitments, key=lambda each: (each.maker, each.to, *by_due(each)))
        case "text":
            return sorted(commitments, key=lambda each: (each.what.casefold(), each.id))
