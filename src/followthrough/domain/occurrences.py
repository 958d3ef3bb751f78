"""The occurrences of a series: which there are at a moment, when each is due, and which of them stand in lists."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, Instant, day_of, fixed, in_zone
from followthrough.domain.events import Made, Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.identifiers import name_after
from followthrough.domain.recurrence import days, next_after
from followthrough.domain.series import Begun, Era, Series, Terms, due_on

MOST = 40_000
"""More occurrences than this, a daily promise of a hundred years, are a mistake."""
_LONG_AGO = (datetime.min.replace(tzinfo=UTC), "")
_MOST_LINKS = 2_000
Stored = Callable[[str], Commitment | Tombstone | None]
"""The stored commitment of an id, or what is left of one that was forgotten; None where there is neither."""


class Occurrence(Struct, frozen=True, kw_only=True):
    """One occurrence: the id it has on every machine, when it is due, and from when on there is a promise of it."""

    id: str
    due: Due
    made_at: datetime
    terms: Terms
    event_id: str


def occurrence_id(series_id: str, key: str) -> str:
    """The commitment id of an occurrence: told by the series and its date, or its number."""
    return name_after(f"{series_id}/{key}")


def is_occurrence(series: Series, commitment_id: str, due: Due | None) -> bool:
    """Whether a promise of that id, due then, can be an occurrence of the series."""
    if series.described.after_keeping:
        return any(occurrence_id(series.id, f"#{number}") == commitment_id for number in range(1, _MOST_LINKS))
    return due is not None and occurrence_id(series.id, due.day_in(series.zone).isoformat()) == commitment_id


def occurrences(series: Series, now: datetime, stored: Stored) -> Iterator[Occurrence]:
    """Those that have passed, and the next one: there is a promise of it once the one before it has passed.

    Where the next one is due some time after the one before was kept, there is one at a time, and `stored` tells
    what became of each.
    """
    found = _after_keeping(series, stored) if series.described.after_keeping else _by_rule(series)
    for count, each in enumerate(found):
        if each.made_at > now or count >= MOST:
            return
        yield each


def to_come(series: Series, now: datetime, count: int) -> list[Occurrence]:
    """The next ones by the rule that are not due yet, at most so many."""
    if series.described.after_keeping:
        return []
    return list(islice((each for each in _by_rule(series) if not each.due.passed(now, series.zone)), count))


def any_has_passed(series: Series, begun: Begun, now: datetime) -> bool:
    """Whether a date of it has passed, by the terms that it was begun with or any later ones."""
    first = due_on(begun.terms.start, begun.terms, series.zone)
    return first.passed(now, series.zone) or any(
        each.due.passed(now, series.zone) for each in islice(_by_rule(series), 1)
    )


def _by_rule(series: Series) -> Iterator[Occurrence]:
    made_at = series.given
    for era in series.eras:
        made_at = max(made_at, era.since)
        for on in _days(era):
            due = due_on(on, era.terms, series.zone)
            yield Occurrence(
                id=occurrence_id(series.id, on.isoformat()),
                due=due,
                made_at=made_at,
                terms=era.terms,
                event_id=era.event_id,
            )
            made_at = max(made_at, due.deadline(series.zone))


def _days(era: Era) -> Iterator[date]:
    """The days of the rule that fall into an era."""
    for day in days(era.terms.rule, era.terms.start, era.first):
        if era.end is not None and day >= era.end:
            return
        yield day


def _after_keeping(series: Series, stored: Stored) -> Iterator[Occurrence]:
    """The chain: each is due a length of time after the one before was settled. What is stored is a link for good."""
    chain = _Chain(series)
    on, made_at, number = chain.start, series.given, 1
    while True:
        key = occurrence_id(series.id, f"#{number}")
        there = stored(key)
        if isinstance(there, Commitment) and there.made.due is not None:
            on = there.made.due.day_in(series.zone)
        if on is not None and (era := chain.era_for(on)) is not None:
            due = due_on(on, era.terms, series.zone)
            yield Occurrence(id=key, due=due, made_at=made_at, terms=era.terms, event_id=era.event_id)
        if there is None:
            return
        chain.count(there)
        settled_at = chain.settled_at(there)
        on, number = chain.go_on(settled_at), number + 1
        made_at = max(made_at, settled_at or made_at)


class _Chain:
    """How a series goes on that counts from keeping: by the terms of the day on which the one before was settled.

    So no later change touches a due date: it holds for the days after its own.
    """

    def __init__(self, series: Series) -> None:
        self._series = series
        self._counts: dict[tuple[str, date], int] = {}
        self._begun = next(event for event in series.history if isinstance(event, Begun))
        self.start = series.eras[0].terms.start if series.eras else None

    def era_for(self, on: date) -> Era | None:
        """The era of a day, None while the series is stopped; for days before it, the one it was begun with."""
        for era in self._series.eras:
            if on < era.first:
                return era if era.event_id == self._begun.id else None
            if era.end is None or on < era.end:
                return era
        return None

    def count(self, there: Commitment | Tombstone) -> None:
        """Count a link as one of the rule of its day; of one that was forgotten, of the day on which it was."""
        due = None if isinstance(there, Tombstone) else there.made.due
        zone = self._series.zone
        era = self.era_for(
            day_of(there.logged, zone) if isinstance(there, Tombstone) else due.day_in(zone) if due else date.max
        )
        if era is not None:
            self._counts[_rule_of(era)] = self._counts.get(_rule_of(era), 0) + 1

    def go_on(self, settled_at: datetime | None) -> date | None:
        """The day of the next one; None where none can be told."""
        return None if settled_at is None else self._after(settled_at)

    def _after(self, settled_at: datetime) -> date | None:
        """The day of the next one; after a stop it is the one that the new rule was given with."""
        settled_on = day_of(settled_at, self._series.zone)
        era = self.era_for(settled_on)
        found = None if era is None else self._by(era, settled_on)
        if found is not None and self.era_for(found) is not None:
            return found
        stopped = settled_on if found is None else found
        for later in self._series.eras:
            if later.first > stopped and (again := self._by(later, settled_on)) is not None:
                on = later.terms.start if later.terms.start > settled_on else again
                return max(on, later.first)
        return None

    def _by(self, era: Era, settled_on: date) -> date | None:
        """The same by the terms of one era."""
        return next_after(era.terms.rule, self._counts.get(_rule_of(era), 0), settled_on)

    def settled_at(self, there: Commitment | Tombstone) -> datetime | None:
        """When it was settled, for what comes after it: what was overdue by then stays, whatever is taken back later.

        What was forgotten was settled then, as far as anyone can tell.
        """
        if isinstance(there, Tombstone):
            return fixed(there.logged)
        history = there.history
        for place in range(1, len(history) - 1):
            then = fold(there.id, history[: place + 1]).settled_at
            if then is not None and self._has_passed(then, history[place + 1].logged):
                return then
        return there.settled_at

    def _has_passed(self, settled_at: datetime, now: datetime) -> bool:
        """Whether what came after a settling was overdue at a moment."""
        found = self._after(settled_at)
        era = None if found is None else self.era_for(found)
        return (
            found is not None
            and era is not None
            and due_on(found, era.terms, self._series.zone).passed(now, self._series.zone)
        )


def _rule_of(era: Era) -> tuple[str, date]:
    return era.terms.rule, era.terms.start


def unstored(
    series: Iterable[Series], now: datetime, is_stored: Callable[[str], bool], stored: Stored
) -> dict[str, Commitment]:
    """The occurrences there are at a moment about which nothing is recorded, by id: each has its series' word alone."""
    found: dict[str, Commitment] = {}
    for one in series:
        alike: dict[str, Commitment] = {}
        for each in occurrences(one, now, stored):
            if not is_stored(each.id):
                like = alike.get(each.event_id)
                found[each.id] = commitment = _made_like(like, each) if like else fold(each.id, (made_of(one, each),))
                alike[each.event_id] = commitment
    return found


def _made_like(other: Commitment, each: Occurrence) -> Commitment:
    """The occurrence by the same word of its series as another: folding each would take three times as long."""
    at = in_zone(each.made_at, other.zone)
    made = replace(other.made, logged=at, due=each.due, at=Instant(at))
    return replace(other, id=each.id, due=each.due, judged_due=each.due, made_at=at, history=(made,))


def made_of(series: Series, each: Occurrence) -> Made:
    """The event that makes an occurrence, under the id of the one that says so of the series."""
    at = in_zone(each.made_at, series.zone)
    return Made(
        id=each.event_id,
        n=1,
        logged=at,
        by=series.maker,
        what=each.terms.what,
        maker=series.maker,
        to=each.terms.to,
        zone=series.zone,
        due=each.due,
        at=Instant(at),
        confidence=each.terms.confidence,
        tags=each.terms.tags,
        visibility=each.terms.visibility,
        remind=each.terms.remind,
        series=series.id,
    )


def passed_over(unsettled: Iterable[Commitment], series: Mapping[str, Series], now: datetime) -> Collection[str]:
    """The ids of occurrences that a later one that has passed as well stands for in lists, unless they pile up.

    One of which anything is recorded, such as a new date or that a hand is wanted, stands for itself.
    """
    latest: dict[str, tuple[datetime, str]] = {}
    overdue: list[tuple[str, str]] = []
    for each in unsettled:
        of = series.get(each.series) if each.series is not None else None
        if of is None or of.described.pile_up or each.judged_due is None or not each.overdue(now):
            continue
        if all(isinstance(event, Made) for event in each.history):
            overdue.append((of.id, each.id))
        latest[of.id] = max(latest.get(of.id, _LONG_AGO), _place(each))
    return {key for of, key in overdue if latest[of][1] != key}


def _place(each: Commitment) -> tuple[datetime, str]:
    assert each.judged_due is not None
    return each.judged_due.deadline(each.zone), each.id
