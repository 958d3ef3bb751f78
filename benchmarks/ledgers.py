"""Believable ledgers of any size, the same ones every time: six years of promises, 93 % of them settled."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from followthrough.adapters.ledger.database import APP, FIRST_FORMAT
from followthrough.adapters.ledger.frame import compose
from followthrough.adapters.ledger.tables import Record
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Due, Instant, in_zone
from followthrough.domain.events import (
    AnyEvent,
    Because,
    Confirmed,
    Kept,
    Made,
    Missed,
    Moved,
    Noted,
    Released,
    Repaired,
    Settling,
    Stamp,
    Visibility,
    Withdrawn,
)
from followthrough.domain.folding import fold
from followthrough.domain.identifiers import COMMITMENT_LENGTH, event_number, new_name
from followthrough.domain.people import Described, fold_person
from followthrough.formats.record import encode
from followthrough.formats.record_writing import commitment_record, person_record, sealed

ME = "sam"
ZONE = "America/New_York"
NOW = in_zone(datetime.fromisoformat("2026-11-23T10:00:00-05:00"), ZONE)
SETTLED_SHARE = 0.93
SEED = 2026
REPLICA = "kmnpq"

_YEARS = timedelta(days=6 * 365)
_OPEN_FOR = timedelta(days=30)
_PEOPLE = {
    ME: "Sam Okafor",
    "ana": "Ana Ruiz",
    "bo": "Bo Lindqvist",
    "cy": "Cy Adeyemi",
    "dee": "Dee Park",
    "eli": "Eli Marsh",
    "fay": "Fay Novak",
    "gus": "Gus Øster",
    "hal": "Hal Tanaka",
    "ines": "Inês Prado",
    "jo": "Jo Whitfield",
}
_CIRCLES = {"kitchen": ("Community Kitchen", (ME, "ana", "dee", "gus")), "medics": ("Street Medics", (ME, "bo", "jo"))}
_WHATS = (
    "Send the slides of the spring talk",
    "Draft the grant application",
    "Review the budget",
    "Bring soup for forty",
    "Write up the minutes",
    "Return the projector",
    "Check the first-aid kits",
    "Book the hall",
    "Translate the leaflet",
    "Print the posters, with the new date",
    "Repair the bicycle trailer",
    "Hand over the spare keys",
)
_WHEN = ("for Thursday", "for the open day", "for the board", "before the move", "for the new ones", "this time early")
_NOTES = ("Waiting for the printer.", "Half of it is there.", "Asked again by mail.", "See the thread of last week.")
_TAGS = ("talks", "kitchen", "money", "house", "writing")


def commitments(size: int, seed: int = SEED, replica: str = REPLICA) -> Iterator[Commitment]:
    """That many commitments in the order of their making, 93 % settled, each with two to five events."""
    rng = Random(f"{seed} {size}")
    settled = round(size * SETTLED_SHARE)
    beginnings = [(NOW - _YEARS * rng.random() - timedelta(days=2), True) for _ in range(settled)]
    beginnings += [(NOW - _OPEN_FOR * rng.random() - timedelta(hours=2), False) for _ in range(size - settled)]
    event_ids = _event_ids(replica, len(_PEOPLE) + len(_CIRCLES) + 1)
    ids: set[str] = set()
    for when, to_be_settled in sorted(beginnings):
        while (name := new_name(COMMITMENT_LENGTH, rng.choice)) in ids:
            pass
        ids.add(name)
        yield fold(name, _Life(rng, event_ids, when).history(to_be_settled=to_be_settled))


def ledger_of(found: Iterable[Commitment]) -> bytes:
    """The ledger file that holds these commitments and the people they name."""
    last: dict[str, int] = {}
    tables: dict[str, dict[str, Any]] = {
        "meta": {"1": {"app": APP, "format": FIRST_FORMAT, "min_writer": FIRST_FORMAT, "ledger": "kkllmmnnoopp"}},
        "people": _people(),
        "open": {},
        "settled": {},
    }
    for each in found:
        table = tables["open" if each.state == "open" else "settled"]
        table[each.id] = Record(encode(record_of(each)), each.id)  # as bytes: all of them at once are many
        for replica, number in (event_number(event.id) for event in each.history):
            last[replica] = max(last.get(replica, 0), number)
    return compose({**tables, "replicas": {name: {"name": "laptop", "last": number} for name, number in last.items()}})


def record_of(commitment: Commitment) -> dict[str, Any]:
    """The record of one commitment, its events sealed."""
    return commitment_record(commitment, [], [sealed(event) for event in commitment.history])


def _people() -> dict[str, dict[str, Any]]:
    event_ids = _event_ids(REPLICA, 1)
    described = {handle: (name, None) for handle, name in _PEOPLE.items()} | _CIRCLES
    records: dict[str, dict[str, Any]] = {}
    for handle, (name, members) in described.items():
        stamp = _stamp(event_ids, 1, NOW - _YEARS - timedelta(days=3))
        event = Described(**stamp, name=name, members=members)
        records[handle] = person_record(fold_person(handle, [event]), [], [sealed(event)])
    return records


def _event_ids(replica: str, first: int) -> Iterator[str]:
    return (f"{replica}.{number}" for number in count(first))


def _stamp(event_ids: Iterator[str], n: int, when: datetime, note: str | None = None) -> Stamp:
    return Stamp(id=next(event_ids), n=n, logged=in_zone(when, ZONE), by=ME, note=note)


class _Life:
    """One commitment's history while it is made up, event after event, none later than NOW."""

    def __init__(self, rng: Random, event_ids: Iterator[str], when: datetime) -> None:
        self._rng = rng
        self._event_ids = event_ids
        self._last = when
        self._events: list[AnyEvent] = []
        self._due = self._due_after(when) if rng.random() < 0.92 else None
        theirs = rng.random() < 0.2
        other = rng.choice(list(_PEOPLE)[1:])
        to: tuple[str, ...] = (ME,) if theirs else (other,)
        if not theirs and rng.random() < 0.1:
            to = (rng.choice(list(_CIRCLES)),)
        self._made = Made(
            **self._next(when),
            what=f"{rng.choice(_WHATS)} {rng.choice(_WHEN)}",
            maker=other if theirs else ME,
            to=to,
            zone=ZONE,
            due=self._due,
            confidence=rng.choice((0.5, 0.7, 0.8, 0.9, 0.95)) if rng.random() < 0.2 else None,
            tags=(rng.choice(_TAGS),) if rng.random() < 0.3 else (),
            visibility=rng.choice(_VISIBILITIES),
        )
        self._events.append(self._made)

    def history(self, *, to_be_settled: bool) -> list[AnyEvent]:
        """Two to five events: the making, notes and moves, and a settling with what followed it where it is settled."""
        between = self._rng.choice((0, 0, 0, 1, 1, 2)) if to_be_settled else self._rng.choice((1, 1, 1, 2, 2, 3, 4))
        for _ in range(between):
            self._note_or_move()
        if to_be_settled:
            settling = self._settle()
            self._events.append(settling)
            self._follow_up(settling)
        return self._events

    def _next(self, when: datetime, note: str | None = None) -> Stamp:
        self._last = max(when, self._last)
        return _stamp(self._event_ids, len(self._events) + 1, self._last, note)

    def _later(self, at_most: timedelta) -> datetime:
        """Some moment after the last event, not after NOW."""
        return self._last + min(at_most, NOW - self._last) * self._rng.uniform(0.05, 0.95)

    def _due_after(self, when: datetime) -> Due:
        due = when + timedelta(days=self._rng.randint(1, 30))
        if self._rng.random() < 0.85:
            return Day(due.date())
        return Instant(in_zone(due.replace(hour=self._rng.randint(8, 19), minute=0, second=0), ZONE))

    def _note_or_move(self) -> None:
        when = self._later(timedelta(days=3))
        if self._due is not None and self._rng.random() < 0.4 and not self._due.passed(when, ZONE):
            self._due = self._due_after(when)
            event: AnyEvent = Moved(**self._next(when), due=self._due, agreed=self._rng.random() < 0.7)
        else:
            event = Noted(**self._next(when, self._rng.choice(_NOTES)))
        self._events.append(event)

    def _settle(self) -> Settling:
        deadline = self._due.deadline(ZONE) if self._due is not None else self._last + timedelta(days=12)
        in_time = self._later(max(deadline - self._last, timedelta(hours=1)))
        after = deadline + timedelta(days=20) * self._rng.random() ** 3
        late = after if self._last < after < NOW else in_time
        draw = self._rng.random()
        if draw < 0.72:
            return Kept(**self._next(in_time))
        if draw < 0.78:
            return Kept(at=Instant(in_zone(in_time, ZONE)), **self._next(in_time + (NOW - in_time) * 0.001))
        if draw < 0.87:
            return Kept(**self._next(late))
        if draw < 0.9:
            return Kept(**self._next(in_time), part=self._rng.choice((0.5, 0.6, 0.8)))
        if draw < 0.95:
            return Missed(**self._next(late), because=self._rng.choice(_REASONS))
        if draw < 0.98:
            return Released(**self._next(in_time), whose=self._made.to[0], moot=self._rng.random() < 0.5)
        return Withdrawn(**self._next(in_time))

    def _follow_up(self, settling: Settling) -> None:
        when = self._later(timedelta(days=4))
        if isinstance(settling, Kept) and self._rng.random() < 0.3:
            confirmed = Confirmed(**self._next(when), of=settling.id, whose=self._made.to[0], satisfied=True)
            self._events.append(confirmed)
        elif isinstance(settling, Missed) and self._rng.random() < 0.5:
            self._events.append(Repaired(**self._next(when, "Did it the week after."), of=settling.id))


_VISIBILITIES: tuple[Visibility, ...] = ("private", "private", "private", "private", "circle", "public")
_REASONS: tuple[Because | None, ...] = (None, None, "mine", "theirs", "shared", "outside")
