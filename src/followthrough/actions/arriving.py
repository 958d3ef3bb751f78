"""Promises of another program's file on their way into a ledger: the events that say the same here."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from followthrough.actions.landing import Landing
from followthrough.actions.newcomers import split_names
from followthrough.actions.standing_again import amounts_to, brought_back
from followthrough.domain import lifecycle
from followthrough.domain.arrivals import Arrival, Ending
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, Due, Instant, first_moment, is_zone
from followthrough.domain.events import AnyEvent, Made, Moved, Noted, Stamp
from followthrough.domain.folding import fold, taken_back
from followthrough.domain.identifiers import name_after
from followthrough.domain.typed import read_tags, read_text

_LONGEST_REMIND = 10**10


def arrive(landing: Landing, arrivals: Iterable[Arrival], to: Iterable[str]) -> None:
    """Have each of them come in, or be left out with the reason; `to` is who is promised to where none is named."""
    waiting = list(arrivals)
    recipients = tuple(split_names(to))
    for number, each in enumerate(waiting):
        landing.progress(number, len(waiting))
        with landing.all_or_nothing(each.line):
            _arrive(landing, each, recipients)


def _arrive(landing: Landing, arrival: Arrival, recipients: tuple[str, ...]) -> None:
    key = arrival.id or name_after(arrival.origin)
    if landing.forgotten_here(key):
        raise ValueError("it was forgotten here")
    if not landing.origins.isdisjoint((key, arrival.origin)):
        raise ValueError("it stands in the file twice")
    here = landing.here(arrival.id, (arrival.origin,), computed=True)
    if here is not None:
        _continue(landing, arrival, here)
    else:
        _begin(landing, arrival, recipients, key)
    landing.origins |= {key, arrival.origin}


def _begin(landing: Landing, arrival: Arrival, recipients: tuple[str, ...], key: str) -> None:
    """It is new here, or was taken back."""
    undone, last = landing.here(key, (arrival.origin,), undone=True), landing.pen.last
    if undone is not None and not undone.foreign:
        again = tuple(brought_back(landing, undone.history))
        after = fold(undone.id, (*undone.history, *again))
        if amounts_to(after, fold(undone.id, _events(landing, arrival, recipients, undone.id))):
            landing.pen.last = last + len(again)
            landing.more[undone.id] = again
            return
        landing.pen.last = last
    free = landing.free_id(key, said=arrival.id is not None or undone is not None)
    landing.fresh[free] = tuple(_events(landing, arrival, recipients, free))


def _continue(landing: Landing, arrival: Arrival, here: Commitment) -> None:
    """What was settled there since it came in is settled here too, while it is open here."""
    before = landing.more.get(here.id, ())
    if here.id == arrival.id and here.what.split() != arrival.what.split():
        raise ValueError(f"another promise has the id {arrival.id} here")
    if (
        arrival.ending is None
        or here.state != "open"
        or before
        or _stands(f"{arrival.origin}/{arrival.ending.did}", here)
    ):
        landing.known += 1
        if _says_otherwise(arrival, here):
            landing.otherwise.append(here.id)
        return
    if here.visibility != "private":
        landing.check_private(arrival.visibility)
    event = _settling(landing, arrival, arrival.ending, here)
    landing.check_still_judged(here, fold(here.id, (*here.history, event)))
    landing.more[here.id] = (event,)


def _stands(origin: str, here: Commitment) -> bool:
    """Whether an event that came from there is here, and no undo took it back."""
    void = taken_back(here.history)
    return any(event.origin == origin and event.id not in void for event in here.history)


def _says_otherwise(arrival: Arrival, here: Commitment) -> bool:
    """Whether the file has another text, date or outcome of it, as the last word on it there."""
    outcome = "open" if arrival.ending is None else arrival.ending.did
    due = arrival.moved or arrival.due
    return outcome != here.state or due not in (here.due, here.judged_due) or arrival.what.split() != here.what.split()


def _events(landing: Landing, arrival: Arrival, recipients: tuple[str, ...], key: str) -> Iterator[AnyEvent]:
    made = _made(landing, arrival, recipients)
    events: list[AnyEvent] = [made]
    yield made
    if arrival.moved is not None:
        _check_year(arrival.moved, made.zone)
        stamp = _stamp(landing, events, landing.pen.now, f"{arrival.origin}/moved", None)
        events.append(Moved(**stamp, due=arrival.moved, agreed=False))
        yield events[-1]
    for number, remark in enumerate(arrival.remarks, 1):
        logged = _recorded(landing, remark.recorded or made.logged)
        stamp = _stamp(landing, events, logged, f"{arrival.origin}/note/{number}", read_text("note", remark.text))
        events.append(Noted(**stamp))
        yield events[-1]
    if arrival.ending is not None:
        yield _settling(landing, arrival, arrival.ending, fold(key, events))


def _made(landing: Landing, arrival: Arrival, recipients: tuple[str, ...]) -> Made:
    zone = arrival.zone or landing.workspace.zone
    if not is_zone(zone):
        raise ValueError(f"the zone “{zone[:60]}” is not known to this machine")
    what, tags = read_text("text", arrival.what), read_tags(arrival.tags)
    for each in (arrival.due, arrival.given, arrival.chase):
        _check_year(each, zone)
    if arrival.given is not None and lifecycle.at_is_future(arrival.given, landing.pen.now, zone):
        raise ValueError("it is said to be promised in the future")
    if arrival.confidence is not None and not 0 <= arrival.confidence <= 1:
        raise ValueError("its confidence is not between 0 and 100 %")
    if arrival.remind is not None and not 0 <= arrival.remind <= _LONGEST_REMIND:
        raise ValueError("its reminder is not within this age")
    landing.check_private(arrival.visibility)
    visibility = landing.workspace.allowed(landing.book, arrival.visibility)
    logged, given = _recorded(landing, arrival.recorded), _given(arrival)
    maker = landing.me if arrival.maker is None else landing.handle(arrival.maker)
    landing.check_maker(maker)
    named = arrival.to or recipients
    if not named:
        landing.to_nobody += 1
    to = tuple(dict.fromkeys(landing.handle(each) for each in named)) or (landing.me,)
    if landing.me in (maker, *to):
        landing.handle("me")
    return Made(
        **_stamp(landing, (), logged, arrival.origin, None),
        what=what,
        maker=maker,
        to=to,
        zone=zone,
        due=arrival.due,
        at=given,
        confidence=arrival.confidence,
        tags=tags,
        visibility=visibility,
        remind=arrival.remind,
        chase=arrival.chase,
    )


def _given(arrival: Arrival) -> Due | None:
    """When it was promised: as the file says, else at the latest when it was settled."""
    if arrival.given is not None or arrival.recorded is not None or arrival.ending is None:
        return arrival.given
    recorded = arrival.ending.recorded
    return arrival.ending.at or (None if recorded is None else Instant(recorded))


def _settling(landing: Landing, arrival: Arrival, ending: Ending, promise: Commitment) -> AnyEvent:
    """The event that settles it; raises what a command would that records the same."""
    logged = _recorded(landing, ending.recorded or _let_go_at(ending, promise.zone))
    note = None if ending.note is None else read_text("note", ending.note)
    stamp = _stamp(landing, promise.history, logged, f"{arrival.origin}/{ending.did}", note)
    match ending.did:
        case "kept":
            at = ending.at
            if at is not None:
                _check_year(at, promise.zone)
            return lifecycle.keep(promise, stamp, at=at, typed_at="" if at is None else str(at), part=ending.part)
        case "missed":
            return lifecycle.miss(promise, stamp, because=None)
        case "released":
            return lifecycle.release(promise, stamp, whose=promise.to[0], moot=False)
        case "withdrawn":
            return lifecycle.withdraw(promise, stamp)


def _let_go_at(ending: Ending, zone: str) -> datetime | None:
    """When something was let go, or missed, where the file says that and not when it was written down."""
    if ending.did == "kept" or ending.at is None:
        return None
    return ending.at.at if isinstance(ending.at, Instant) else first_moment(ending.at, zone)


def _stamp(landing: Landing, history: Iterable[AnyEvent], logged: datetime, origin: str, note: str | None) -> "Arrived":
    stamp = landing.pen.stamp(history, note)
    return {**stamp, "logged": logged, "origin": origin, "imported": landing.pen.now}


class Arrived(Stamp):
    """The stamp of an event that came from elsewhere."""

    origin: str
    imported: datetime


def _recorded(landing: Landing, moment: datetime | None) -> datetime:
    """When it was written down: there, where the file says so, else now."""
    now = landing.pen.now
    if moment is None:
        return now
    if moment > now:
        raise ValueError(f"it is said to be written down in the future, on {moment:%Y-%m-%d}")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"it is said to be written down in the year {moment.year}")
    return moment.astimezone(now.tzinfo).replace(microsecond=0)


def _check_year(due: Due | None, zone: str) -> None:
    if due is None:
        return
    year = due.at.year if isinstance(due, Instant) else due.day_in(zone).year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is out of reach")
