"""The occurrences of a series: which there are at a moment, when each is due, and which of them stand in lists."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Due, Instant, day_of, in_zone, zone_named
from followthrough.domain.events import Made
from followthrough.domain.folding import fold
from followthrough.domain.identifiers import COMMITMENT_LENGTH, LETTERS
from followthrough.domain.recurrence import days, next_after
from followthrough.domain.series import Era, Series, Terms

MOST = 40_000
"""More occurrences than this, a daily promise of a hundred years, are a mistake."""
_LONG_AGO = (datetime.min.replace(tzinfo=UTC), "")
Stored = Callable[[str], Commitment | None]
"""The stored commitment of an id; None where none is stored."""


class Occurrence(Struct, frozen=True, kw_only=True):
    """One occurrence: the id it has on every machine, when it is due, and from when on there is a promise of it."""

    id: str
    due: Due
    made_at: datetime
    terms: Terms
    event_id: str


def occurrence_id(series_id: str, key: str) -> str:
    """The commitment id of an occurrence: 12 letters told by the SHA-256 of the series and its date, or its number."""
    import hashlib

    digest = hashlib.sha256(f"{series_id}/{key}".encode()).hexdigest()
    return "".join(LETTERS[int(digit, 16)] for digit in digest[:COMMITMENT_LENGTH])


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


def _by_rule(series: Series) -> Iterator[Occurrence]:
    made_at = series.given
    for era in series.eras:
        made_at = max(made_at, era.since)
        for on in _days(era):
            due = _due(on, era.terms, series.zone)
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


def _due(on: date, terms: Terms, zone: str) -> Due:
    if terms.clock is None:
        return Day(on)
    return Instant(datetime.combine(on, terms.clock, zone_named(zone)))


def _after_keeping(series: Series, stored: Stored) -> Iterator[Occurrence]:
    """The chain of those that were settled, and the one after them."""
    on, made_at, number = series.described.start, series.given, 1
    while (era := _era_on(series, on)) is not None:
        occurrence = Occurrence(
            id=occurrence_id(series.id, f"#{number}"),
            due=_due(on, era.terms, series.zone),
            made_at=made_at,
            terms=era.terms,
            event_id=era.event_id,
        )
        yield occurrence
        there = stored(occurrence.id)
        settled_at = None if there is None else _settled_at(there, era.terms, number)
        if settled_at is None:
            return
        following = next_after(era.terms.rule, number, day_of(settled_at, series.zone))
        if following is None:
            return
        on, made_at, number = following, max(made_at, settled_at), number + 1


def _settled_at(commitment: Commitment, terms: Terms, number: int) -> datetime | None:
    """When it was settled, for what comes after it: what was overdue by then stays, whatever is taken back later."""
    history = commitment.history
    for place, event in enumerate(history):
        if place + 1 == len(history):
            return commitment.settled_at
        if isinstance(event, Made):
            continue
        then = fold(commitment.id, history[: place + 1]).settled_at
        if then is not None:
            following = next_after(terms.rule, number, day_of(then, commitment.zone))
            taken_back = history[place + 1].logged
            if following is not None and _due(following, terms, commitment.zone).passed(taken_back, commitment.zone):
                return then
    return None


def _era_on(series: Series, on: date) -> Era | None:
    return next((era for era in series.eras if era.first <= on and (era.end is None or on < era.end)), None)


def unstored(
    series: Iterable[Series], now: datetime, is_stored: Callable[[str], bool], stored: Stored
) -> dict[str, Commitment]:
    """The occurrences there are at a moment about which nothing is recorded, by id: each has its series' word alone."""
    return {
        each.id: fold(each.id, (made_of(one, each),))
        for one in series
        for each in occurrences(one, now, stored)
        if not is_stored(each.id)
    }


def made_of(series: Series, each: Occurrence) -> Made:
    """The event that makes an occurrence, under the id of the one that says so of the series."""
    return Made(
        id=each.event_id,
        n=1,
        logged=in_zone(each.made_at, series.zone),
        by=series.maker,
        what=each.terms.what,
        maker=series.maker,
        to=each.terms.to,
        zone=series.zone,
        due=each.due,
        at=Instant(in_zone(each.made_at, series.zone)),
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
