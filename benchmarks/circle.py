"""The ledger of a circle of 50, the same one every time: five years, each machine marking what it recorded.

`python -m benchmarks.circle SIZE DIRECTORY` lays it out, with what the other machine has to be merged; a process of its
own, for its memory.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct, json

from benchmarks.layout import COPY, FACTS, LEDGER
from benchmarks.ledgers import NOW, ZONE, record_of
from followthrough.adapters.ledger.database import APP, FIRST_FORMAT
from followthrough.adapters.ledger.frame import compose
from followthrough.adapters.ledger.tables import Record
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Due, Instant, in_zone
from followthrough.domain.events import (
    AnyEvent,
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
    Withdrawn,
)
from followthrough.domain.folding import fold
from followthrough.domain.identifiers import COMMITMENT_LENGTH, REPLICA_LENGTH, event_number, new_name
from followthrough.domain.people import Described, fold_person
from followthrough.formats.record import encode
from followthrough.formats.record_writing import person_record, sealed

YEARS = 5
DAYS = YEARS * 365
A_DAY = 10
CIRCLE = "crew"
APART = 0.002
"""What share of the promises, the latest, stands in one of two copies alone when they are merged."""
_FIFTY = """
Ada Ali Amy Ana Ari Ben Bea Bo Cal Cy Dan Dee Eli Eva Fay Fin Gia Gus Hal Ida Ike Ines Ivo Jan Jo
Kai Kim Lea Leo Lil Lou Mae Max Mia Moe Nat Ned Nia Oli Ora Pat Pia Ray Ria Sam Sol Tam Uma Val Zoe
"""
_NAMES = _FIFTY.split()
MEMBERS = tuple(name.lower() for name in _NAMES)
_WHATS = ("Drive the van", "Bring soup for forty", "Call the landlord", "Print the leaflets", "Look after the desk")
_WHERE = ("on the north side", "for the open day", "at the hall", "for the new ones", "with the early shift")


class Facts(Struct, kw_only=True):
    """What the commands that are measured need to know of a layout."""

    to_keep: str = ""
    unsettled: int = 0
    settled: int = 0
    missed: int = 0
    events: int = 0
    ledger_bytes: int = 0

    def noting(self, found: Iterable[Commitment]) -> Iterator[Commitment]:
        """The same commitments, counted on the way."""
        for each in found:
            self.events += len(each.history)
            self.unsettled += each.state == "open"
            self.settled += each.state != "open"
            self.missed += each.state == "missed"
            if each.state == "open" and not self.to_keep:
                self.to_keep = each.id
            yield each


class Machines:
    """A machine for each member, which numbers the events that it records."""

    def __init__(self, seed: str) -> None:
        choose = Random(f"machines {seed}").choice
        self.names = {member: new_name(REPLICA_LENGTH, choose) for member in MEMBERS}
        self._last = dict.fromkeys(MEMBERS, 0)

    def stamp(self, member: str, n: int, when: datetime, note: str | None = None) -> Stamp:
        """The stamp of the next event of one of them."""
        self._last[member] += 1
        event_id = f"{self.names[member]}.{self._last[member]}"
        return Stamp(id=event_id, n=n, logged=in_zone(when, ZONE), by=member, note=note)


def promises(size: int, seed: str = "crew") -> Iterator[Commitment]:
    """That many promises over five years in the order of their making: 8 % missed, and open what is not due yet."""
    rng, machines = Random(f"{seed} {size}"), Machines(seed)
    list(people(machines))
    beginnings = sorted(NOW - timedelta(days=DAYS) * rng.random() - timedelta(hours=1) for _ in range(size))
    ids: set[str] = set()
    for when in beginnings:
        while (name := new_name(COMMITMENT_LENGTH, rng.choice)) in ids:
            pass
        ids.add(name)
        yield fold(name, _Life(rng, machines, when).history)


def people(machines: Machines) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everyone, each described on their own machine, and the circle of them all."""
    when = NOW - timedelta(days=DAYS + 1)
    for handle, name in zip(MEMBERS, _NAMES, strict=True):
        yield _described(handle, Described(**machines.stamp(handle, 1, when), name=name))
    circle = Described(**machines.stamp(MEMBERS[0], 1, when), name="The Crew", members=MEMBERS)
    yield _described(CIRCLE, circle)


def _described(handle: str, event: Described) -> tuple[str, dict[str, Any]]:
    return handle, person_record(fold_person(handle, [event]), [], [sealed(event)])


class Line(Struct, frozen=True):
    """A promise as the file has it, with the last number of each machine that recorded something about it."""

    id: str
    table: str
    record: bytes
    last: dict[str, int]


def line_of(promise: Commitment) -> Line:
    """A promise as bytes: all of them at once are many."""
    last: dict[str, int] = {}
    for replica, number in (event_number(event.id) for event in promise.history):
        last[replica] = max(last.get(replica, 0), number)
    return Line(promise.id, "open" if promise.state == "open" else "settled", encode(record_of(promise)), last)


def ledger_of(lines: Iterable[Line], seed: str = "crew", ledger: str = "kkllmmnnoopp") -> bytes:
    """The ledger file that holds these promises."""
    machines = Machines(seed)
    tables: dict[str, dict[str, Any]] = {"people": dict(people(machines)), "open": {}, "settled": {}}
    last = dict.fromkeys(machines.names.values(), 1) | {machines.names[MEMBERS[0]]: 2}
    for each in lines:
        tables[each.table][each.id] = Record(each.record, each.id)
        last |= {name: max(number, last[name]) for name, number in each.last.items()}
    meta = {"app": APP, "format": FIRST_FORMAT, "min_writer": FIRST_FORMAT, "ledger": ledger}
    replicas = {machine: {"name": member, "last": last[machine]} for member, machine in machines.names.items()}
    return compose({"meta": {"1": meta}, **tables, "replicas": replicas})


class _Life:
    """One promise of one member to another, or to the circle, while it is made up; nothing is later than NOW."""

    def __init__(self, rng: Random, machines: Machines, when: datetime) -> None:
        self._rng = rng
        self._machines = machines
        self._last = when
        self._maker, self._other = rng.sample(MEMBERS, 2)
        due: Due | None = Day((when + timedelta(days=rng.randint(1, 21))).date()) if rng.random() < 0.95 else None
        made = Made(
            **self._stamp(self._maker, 1, when),
            what=f"{rng.choice(_WHATS)} {rng.choice(_WHERE)}",
            maker=self._maker,
            to=(CIRCLE,) if rng.random() < 0.4 else (self._other,),
            zone=ZONE,
            due=due,
            confidence=rng.choice((0.7, 0.8, 0.9)) if rng.random() < 0.1 else None,
            visibility=rng.choice(("private", "circle", "circle")),
        )
        self.history: list[AnyEvent] = [made]
        self._due = due
        self._live()

    def _stamp(self, member: str, n: int, when: datetime, note: str | None = None) -> Stamp:
        self._last = when
        return self._machines.stamp(member, n, when, note)

    def _next(self, member: str, when: datetime, note: str | None = None) -> Stamp:
        return self._stamp(member, len(self.history) + 1, when, note)

    def _live(self) -> None:
        draw = self._rng.random
        ends = self._due.deadline(ZONE) if self._due is not None else self._last + timedelta(days=8)
        if draw() < 0.12:
            self._note(self._last + (ends - self._last) * draw() * 0.4)
        if self._due is not None and draw() < 0.15:
            when = self._last + (ends - self._last) * draw() * 0.8
            ends = self._move(when, ends)
        end = self._end_of(ends)
        if end is not None and end[1] <= NOW:
            settling = end[0](end[1])
            self.history.append(settling)
            self._follow_up(settling)

    def _note(self, when: datetime) -> None:
        if when < NOW:
            wanted = True if self._rng.random() < 0.2 else None
            stamp = self._next(self._maker, when, "Waiting for the key.")
            self.history.append(Noted(**stamp, help_wanted=wanted))

    def _move(self, when: datetime, ends: datetime) -> datetime:
        if when >= NOW:
            return ends
        self._due = Day((ends + timedelta(days=self._rng.randint(1, 10))).date())
        agreed = self._rng.random() < 0.7
        self.history.append(Moved(**self._next(self._maker, when), due=self._due, agreed=agreed))
        return self._due.deadline(ZONE) if agreed else ends

    def _end_of(self, ends: datetime) -> Any:
        """What settles it, and when: before its due date, or up to ten days after it; nothing, now and then."""
        before = self._last + (ends - self._last) * self._rng.uniform(0.1, 0.99)
        after = max(ends, self._last) + timedelta(days=10) * self._rng.random() ** 2 + timedelta(minutes=1)
        draw = self._rng.random()
        if draw < 0.08:
            return (lambda when: Missed(**self._next(self._maker, when), because="outside"), after)
        if draw < 0.14:
            return (lambda when: Kept(**self._next(self._maker, when)), after)
        if draw < 0.16:
            return (lambda when: Kept(**self._next(self._maker, when), part=0.5), before)
        if draw < 0.19:
            return (lambda when: Released(**self._next(self._other, when), whose=self._other, moot=True), before)
        if draw < 0.21:
            return (lambda when: Withdrawn(**self._next(self._maker, when)), before)
        if draw < 0.28:
            said_later = before + timedelta(days=3) * self._rng.random()
            return (lambda when: Kept(**self._next(self._maker, when), at=Instant(in_zone(before, ZONE))), said_later)
        return None if draw < 0.281 else (lambda when: Kept(**self._next(self._maker, when)), before)

    def _follow_up(self, settling: Settling) -> None:
        when = self._last + timedelta(days=2) * self._rng.random()
        if when > NOW:
            return
        if isinstance(settling, Kept) and self._rng.random() < 0.35:
            stamp = self._next(self._other, when)
            self.history.append(Confirmed(**stamp, of=settling.id, whose=self._other, satisfied=True))
        elif isinstance(settling, Missed) and self._rng.random() < 0.4:
            stamp = self._next(self._maker, when, "Did it the week after.")
            self.history.append(Repaired(**stamp, of=settling.id))


def lay_out(size: int, directory: Path) -> None:
    """Write the ledger, and a copy that lacks the latest promises of it and has others that it lacks."""
    facts = Facts()
    lines = [line_of(each) for each in facts.noting(promises(size))]
    half = max(1, round(size * APART / 2))
    (directory / COPY).write_bytes(ledger_of(chain(islice(lines, size - 2 * half), lines[-half:])))
    ledger = ledger_of(islice(lines, size - half))
    (directory / LEDGER).write_bytes(ledger)
    facts.ledger_bytes = len(ledger)
    (directory / FACTS).write_bytes(json.encode(facts))


if __name__ == "__main__":
    lay_out(int(sys.argv[1]), Path(sys.argv[2]))
