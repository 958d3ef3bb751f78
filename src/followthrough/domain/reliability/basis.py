"""What a scorecard rests on: who recorded it, since when, how promptly, and how often only one side did."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Made
from followthrough.domain.reliability.tally import ONE_DAY
from followthrough.domain.reliability.window import Count, Promptly


class Basis(Struct, frozen=True, kw_only=True):
    """The events of the promises counted, from the day the first was logged to the last.

    What is neither `by_makers` nor `by_recipients` was recorded by someone else. `one_side` counts promises about
    which nobody but one person recorded anything; `written_promptly` those recorded within a day of being given.
    `imported` are events that came from a file, with its dates.
    """

    since: date | None
    until: date | None
    events: Count
    by_makers: Count
    by_recipients: Count
    promises: Count
    one_side: Count
    written_promptly: Promptly
    imported: Count = 0

    @property
    def by_others(self) -> int:
        """Events that somebody else recorded."""
        return self.events - self.by_makers - self.by_recipients


NOTHING = Basis(
    since=None,
    until=None,
    events=0,
    by_makers=0,
    by_recipients=0,
    promises=0,
    one_side=0,
    written_promptly=Promptly(k=0, n=0),
)


class BasisTally:
    """Takes one commitment after the other; `members` are those of each circle."""

    def __init__(self, members: Mapping[str, frozenset[str]]) -> None:
        self._members = members
        self._first: date | None = None
        self._last: date | None = None
        self._events = self._by_makers = self._by_recipients = 0
        self._promises = self._one_side = self._prompt = self._imported = 0

    def add(self, commitment: Commitment) -> None:
        """Count its events."""
        recorders = set()
        recipients = {*commitment.to, *(each for to in commitment.to for each in self._members.get(to, ()))}
        made = commitment.made
        for event in commitment.history:
            recorders.add(event.by)
            self._imported += event.imported is not None
            self._by_makers += event.by == commitment.maker
            self._by_recipients += event.by != commitment.maker and event.by in recipients
            day = (_written(made, commitment) if event is made else event.logged).date()
            self._first = day if self._first is None or day < self._first else self._first
            self._last = day if self._last is None or day > self._last else self._last
        self._events += len(commitment.history)
        self._promises += 1
        self._one_side += len(recorders) == 1
        self._prompt += _written(made, commitment) - commitment.made_at <= ONE_DAY

    def basis(self) -> Basis:
        """The figures so far."""
        return Basis(
            since=self._first,
            until=self._last,
            events=self._events,
            by_makers=self._by_makers,
            by_recipients=self._by_recipients,
            promises=self._promises,
            one_side=self._one_side,
            written_promptly=Promptly(k=self._prompt, n=self._promises),
            imported=self._imported,
        )


def _written(made: Made, commitment: Commitment) -> datetime:
    """When the promise was written down: that of an occurrence by its series, whenever something was said about it."""
    return made.logged if made.series is None else min(made.logged, commitment.made_at)


def added_bases(bases: Iterable[Basis]) -> Basis:
    """What several scorecards rest on together."""
    total = NOTHING
    for each in bases:
        total = Basis(
            since=min(filter(None, (total.since, each.since)), default=None),
            until=max(filter(None, (total.until, each.until)), default=None),
            events=total.events + each.events,
            by_makers=total.by_makers + each.by_makers,
            by_recipients=total.by_recipients + each.by_recipients,
            promises=total.promises + each.promises,
            one_side=total.one_side + each.one_side,
            written_promptly=Promptly(
                k=total.written_promptly.k + each.written_promptly.k,
                n=total.written_promptly.n + each.written_promptly.n,
            ),
            imported=total.imported + each.imported,
        )
    return total
