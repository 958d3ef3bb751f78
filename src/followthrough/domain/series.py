"""A series: one promise that comes again and again, the events that say how, and what of it holds from which day on."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from followthrough.domain.due import Day, Due, Instant, day_of, first_moment, fixed, in_zone, zone_named
from followthrough.domain.events import Event, Handles, Retracted, Seconds, Visibility, came_just_now, event_order
from followthrough.domain.recurrence import check_rule

_DAY = timedelta(days=1)


class Terms(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What each occurrence of a series promises.

    `rule` is an RRULE (RFC 5545) that begins on `start`; with `after_keeping` it is the length of time from when one
    occurrence was settled to when the next is due. `clock`, a time of day, makes every due date an instant. `pile_up`
    has every occurrence that has passed stand in lists, not only the last one.
    """

    what: str
    to: Handles
    rule: str
    start: date
    clock: time | None = None
    after_keeping: bool = False
    pile_up: bool = False
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility = "private"
    remind: Seconds | None = None

    def __post_init__(self) -> None:
        check_rule(self.rule, self.start)


class NewTerms(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The terms that a change sets; those it leaves alone are unset."""

    what: str | UnsetType = UNSET
    to: Handles | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    start: date | UnsetType = UNSET
    clock: time | UnsetType | None = UNSET
    pile_up: bool | UnsetType = UNSET
    confidence: Annotated[float, Meta(ge=0, le=1)] | UnsetType | None = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET
    remind: Seconds | UnsetType | None = UNSET

    def applied(self, terms: Terms) -> Terms:
        """The terms with these in their place."""
        new: dict[str, Any] = {name: getattr(self, name) for name in self.__struct_fields__}
        return replace(terms, **{name: value for name, value in new.items() if value is not UNSET})


class Begun(Event, frozen=True, kw_only=True, omit_defaults=True, tag="begun"):
    """The maker's promise for every occurrence. `at` says that it was given earlier than it was logged."""

    maker: str
    zone: str
    terms: Terms
    at: Due | None = None


class Changed(Event, frozen=True, kw_only=True, omit_defaults=True, tag="changed"):
    """The maker's new terms, from the day after it was logged on."""

    terms: NewTerms


class Stopped(Event, frozen=True, kw_only=True, omit_defaults=True, tag="stopped"):
    """No occurrence falls on a day after it was logged, until there is a new rule."""


SeriesEvent = Begun | Changed | Stopped | Retracted


class Era(Struct, frozen=True, kw_only=True):
    """What holds for occurrences on the days from `first` on, up to and without `end`; since when it was known."""

    first: date
    end: date | None
    terms: Terms
    since: datetime
    event_id: str


class Series(Struct, frozen=True, kw_only=True):
    """What a history of series events amounts to; `eras` in the order of their days, without gaps but for stops.

    `terms` are those that hold for the days to come, None where it was stopped or taken back; `described` the last
    ones there were.
    """

    id: str
    maker: str
    zone: str
    eras: tuple[Era, ...]
    terms: Terms | None
    described: Terms
    given: datetime
    history: tuple[SeriesEvent, ...]
    foreign: tuple[str, ...] = ()
    taken_back: bool = False
    """Whether it was undone before any date of it had passed."""

    @property
    def what(self) -> str:
        """The text of its last terms."""
        return self.described.what


def fold_series(series_id: str, history: Iterable[SeriesEvent], foreign: Iterable[str] = ()) -> Series:
    """The series that these events amount to. Raises ValueError where none of them began it.

    An event holds for the days after the one it was logged on, in the series' zone, and so does taking it back: what
    an occurrence that was due by then promised never changes. One that was imported may go again for a short time.
    """
    events = tuple(sorted({event.id: event for event in history}.values(), key=event_order))
    begun = next((event for event in events if isinstance(event, Begun)), None)
    if begun is None:
        raise ValueError("no event began it")
    first = Era(first=begun.terms.start, end=None, terms=begun.terms, since=given_at(begun), event_id=begun.id)
    eras = [first]
    for place, event in enumerate(events):
        terms, stopped = _in_force(begun, events[: place + 1])
        in_force = None if stopped else terms
        if place <= events.index(begun) or isinstance(event, Begun) or in_force == _last_terms(eras):
            continue
        if isinstance(event, Retracted) and (
            came_just_now(begun, event.logged) or _nothing_was_due(begun, eras, event.logged)
        ):
            if terms is None:
                eras = []
                continue
            if not eras and in_force == begun.terms:
                eras = [first]
                continue
        eras = _from(eras, day_of(event.logged, begun.zone) + _DAY, in_force, event)
    terms, stopped = _in_force(begun, events)
    return Series(
        id=series_id,
        maker=begun.maker,
        zone=begun.zone,
        eras=tuple(eras),
        terms=None if stopped else terms,
        described=terms or begun.terms,
        given=given_at(begun),
        history=events,
        foreign=tuple(foreign),
        taken_back=terms is None and not eras,
    )


def _nothing_was_due(begun: Begun, eras: Iterable[Era], moment: datetime) -> bool:
    """Whether no date can have passed by then, of the first terms or of later ones: then all of it may go."""
    today = day_of(moment, begun.zone)
    later = all(era.first > today for era in eras if era.event_id != begun.id)
    return later and not due_on(begun.terms.start, begun.terms, begun.zone).passed(moment, begun.zone)


def due_on(on: date, terms: Terms, zone: str) -> Due:
    """When an occurrence of that day is due."""
    if terms.clock is None:
        return Day(on)
    return Instant(in_zone(datetime.combine(on, terms.clock, zone_named(zone)).astimezone(UTC), zone))


def given_at(begun: Begun) -> datetime:
    """When the series was promised."""
    return fixed(begun.logged) if begun.at is None else first_moment(begun.at, begun.zone)


def _last_terms(eras: list[Era]) -> Terms | None:
    return eras[-1].terms if eras and eras[-1].end is None else None


def _from(eras: list[Era], first: date, terms: Terms | None, event: SeriesEvent) -> list[Era]:
    """The eras with these terms from that day on; without terms there is none from then on."""
    before = [era for era in eras if era.first < first]
    if before and (before[-1].end is None or before[-1].end > first):
        before[-1] = replace(before[-1], end=first)
    if terms is None:
        return before
    return [*before, Era(first=first, end=None, terms=terms, since=fixed(event.logged), event_id=event.id)]


def _in_force(begun: Begun, events: Iterable[SeriesEvent]) -> tuple[Terms | None, bool]:
    """The terms after these events, which are in their order, for the days to come; whether they are stopped."""
    known = tuple(events)
    void: set[str] = set()
    for event in reversed(known):
        if isinstance(event, Retracted) and event.id not in void:
            void.add(event.of)
    terms: Terms | None = None
    stopped = False
    for event in known:
        match event:
            case Begun() if event is begun and event.id not in void:
                terms = event.terms
            case Changed() if terms is not None and event.id not in void:
                terms, stopped = event.terms.applied(terms), stopped and event.terms.rule is UNSET
            case Stopped() if event.id not in void:
                stopped = True
            case _:
                pass
    return terms, stopped
