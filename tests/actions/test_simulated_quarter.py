"""A quarter of reminders on a laptop that sleeps at random, with deliveries that fail and runs that are killed.

Every promise that needs attention is announced, and none is said twice without a change but after a kill.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from followthrough.actions.add import add
from followthrough.actions.annotate import note
from followthrough.actions.digest import attention
from followthrough.actions.move import move
from followthrough.actions.remind import Reminded, remind
from followthrough.actions.settle import keep
from followthrough.actions.snooze import snooze
from followthrough.domain.delivery import Letter
from followthrough.domain.errors import DeliveryFailedError
from followthrough.domain.noticing import Told
from followthrough.formats.output import digest_json, to_json
from tests.support.builders import NOW
from tests.support.fakes import FakeClock, FakeLedger, a_workspace
from tests.support.reminding import FakeDelivery, FakeMarks

DAYS = 90
SECTIONS = ("overdue", "due_today", "due_soon", "help_wanted", "waiting_on_others")
Aspect = tuple[object, ...]


class Killed(BaseException):
    """The end of a process, at once."""


class KillableMarks(FakeMarks):
    """Marks that are never written by a run that was killed."""

    killed = False

    def keep(self, destination: str, told: Told) -> None:
        if self.killed:
            self.killed = False
            raise Killed
        super().keep(destination, told)


class Unreliable(FakeDelivery):
    """A place that fails one time in five; of the runs that reach it, one in fifteen is killed right afterwards."""

    def __init__(self, dice: random.Random, marks: KillableMarks) -> None:
        super().__init__(layout="json")
        self._dice = dice
        self._marks = marks

    def deliver(self, letter: Letter) -> None:
        if self._dice.random() < 0.2:
            raise DeliveryFailedError(self.name, "it could not be reached, or refused")
        super().deliver(letter)
        self._marks.killed = self._dice.random() < 1 / 15


class Quarter:
    """A user, their laptop, and what arrives; `counts` says how often what happened."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.clock = FakeClock(NOW)
        self.marks = KillableMarks()
        self.place = Unreliable(self.dice, self.marks)
        self.workspace = a_workspace(FakeLedger({}), clock=self.clock, marks=self.marks, quiet="21:00-07:00")
        self.said: dict[tuple[str, str], Aspect] = {}
        self.said_on: dict[str, datetime] = {}
        self.counts: Counter[str] = Counter()

    def live(self) -> None:
        """Ninety days, hour by hour."""
        for moment in self._awake():
            self.clock.set(moment)
            if self.dice.random() < 0.15:
                self._do_something()
            before = len(self.place.letters)
            done = self._run()
            if len(self.place.letters) > before:
                self._check_letter(json.loads(self.place.letters[-1].messages[0]), killed=done is None)
            if done is not None and not done.failed and self.workspace.now().hour in range(8, 21):
                self._check_coverage(told_before_today=len(self.place.letters) == before)

    def _awake(self) -> Iterator[datetime]:
        moment, end = NOW, NOW + timedelta(days=DAYS)
        while moment < end:
            for _ in range(self.dice.randint(1, 40)):
                moment += timedelta(minutes=self.dice.randint(55, 65))
                yield moment
            moment += timedelta(hours=self.dice.choice([1, 8, 14, 14, 60, 170]))

    def _do_something(self) -> None:
        unsettled = list(self.workspace.ledger.read().unsettled())
        mine = [each for each in unsettled if each.maker == "sam"]
        deed = self.dice.choice(["add", "add", "theirs", "keep", "keep", "move", "help", "snooze", "someday"])
        days = f"in {self.dice.randint(1, 30)} days"
        if deed == "add":
            add(self.workspace, "Mine", to=["ana"], by=days)
        elif deed == "theirs":
            chase = self.dice.choice([None, f"in {self.dice.randint(1, 20)} days"])
            add(self.workspace, "Theirs", maker="bo", by=days, chase=chase)
        elif deed == "someday":
            add(self.workspace, "Some day", to=["ana"])
        elif unsettled and deed == "keep":
            keep(self.workspace, [self.dice.choice(unsettled).id])
        elif mine and deed == "move":
            move(self.workspace, [self.dice.choice(mine).id], by=days, agreed=self.dice.random() < 0.5)
        elif mine and deed == "help":
            note(self.workspace, self.dice.choice(mine).id, "A hand?", help_wanted=True)
        elif unsettled and deed == "snooze":
            chosen = self.dice.choice(unsettled).id
            snooze(self.workspace, chosen, when=f"in {self.dice.randint(1, 9)} days")
            self._forget(chosen)

    def _run(self) -> Reminded | None:
        try:
            done = remind(self.workspace, [self.place], not_before="08:00")
        except Killed:
            self.counts["killed"] += 1
            return None
        self.counts["failed"] += len(done.failed)
        self.counts["delivered"] += len(done.delivered)
        return done

    def _check_letter(self, letter: dict[str, Any], *, killed: bool) -> None:
        """Nothing in it was said before as it is said now, but what is brought up again after a week."""
        now = self.workspace.now()
        mentioned = [(section, each) for section in SECTIONS for each in letter[section]]
        for section, each in mentioned:
            aspect = self._aspect(section, each)
            assert self.said.get((each["id"], section)) != aspect, f"{aspect} was said twice"
        again = letter["again"]
        if again is not None:
            self.counts["again"] += 1
            assert (now.date() - self.said_on[again["id"]].date()).days >= 7
        if killed:
            return
        for section, each in mentioned:
            self.said[each["id"], section] = self._aspect(section, each)
            self.said_on[each["id"]] = now
        if again is not None:
            self.said_on[again["id"]] = now

    def _check_coverage(self, *, told_before_today: bool) -> None:
        """Everything that needs attention was announced in its section, unless today's digest came before it."""
        now = self.workspace.now()
        last = self.marks.told(self.place.key).last
        if told_before_today and last is not None and last.date() == now.date():
            return
        shown = json.loads(to_json(digest_json(attention(self.workspace, scaled=True).digest)))
        for section in SECTIONS:
            for each in shown[section]:
                if self.marks.snoozed.get(each["id"], now) <= now:
                    self.counts["announced"] += 1
                    said = [self.said[key] for name in _said_in(section) if (key := (each["id"], name)) in self.said]
                    assert _seen(self._aspect(section, each)) in map(_seen, said), "was not announced"

    def _aspect(self, section: str, each: dict[str, Any]) -> Aspect:
        """What it is said as, told from the JSON alone."""
        moves = sum(event["did"] == "moved" for event in each["history"])
        drop = (each.get("next_drop") or {}).get("at")
        day = self.workspace.today().isoformat()
        has_come = section == "waiting_on_others" and each["chase"] is not None and each["chase"][:10] <= day
        late = section == "waiting_on_others" and each["overdue"]
        return (each["due"], moves, drop, has_come, late)

    def _forget(self, commitment_id: str) -> None:
        """After a snooze it comes as new."""
        for section in SECTIONS:
            self.said.pop((commitment_id, section), None)


def _said_in(section: str) -> tuple[str, ...]:
    """The sections in which something was announced that this one shows.

    A promise that its maker moved to an earlier day, and nobody agreed, is due soon again once that day has passed: it
    is judged by the later one. As due on that day it was announced, and that is further than due soon.
    """
    return ("due_soon", "due_today") if section == "due_soon" else (section,)


def _seen(aspect: Aspect) -> Aspect:
    """An aspect without the number of moves: one to the date there was before changes nothing to be told."""
    return (*aspect[:1], *aspect[2:])


SEEDS = range(4)
MORE_SEEDS = [pytest.param(seed, marks=pytest.mark.torture) for seed in range(4, 100)]


@cache
def lived(seed: int) -> Quarter:
    """The quarter of that seed, checked hour by hour."""
    quarter = Quarter(seed)
    quarter.live()
    return quarter


@pytest.mark.parametrize("seed", [*SEEDS, *MORE_SEEDS])
def test_every_due_promise_is_announced_and_none_twice_without_a_change_but_after_a_kill(seed: int) -> None:
    counts = lived(seed).counts
    assert counts["delivered"] > 15
    assert counts["announced"] > 100


def test_the_quarters_hold_failures_kills_and_what_is_brought_up_again() -> None:
    counts = sum((lived(seed).counts for seed in SEEDS), Counter[str]())
    assert all(counts[each] > 10 for each in ("failed", "killed", "again")), counts
