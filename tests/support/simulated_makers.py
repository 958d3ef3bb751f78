"""Made-up makers whose true chances are known, and how well the odds foresee what becomes of their promises.

Each prediction is made when a promise is made, from what had come due by then (A. P. Dawid, “Statistical theory: the
prequential approach”, Journal of the Royal Statistical Society A 147, 1984, 278-292), and judged by the Brier score.

`python -m tests.support.simulated_makers [MAKERS [SEED]]` prints the table of docs/explanation/odds.md.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from math import exp, fsum, log
from random import Random
from typing import NamedTuple

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name
from followthrough.domain.odds.circumstances import Circumstances
from followthrough.domain.odds.shrinkage import Share, overall_odds
from followthrough.domain.odds.track_record import TrackRecord
from tests.support.builders import a_promise, kept, made, missed

MAKERS = 100
SEED = 2026
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
"""A Monday."""
_DAY = timedelta(days=1)
_LENGTHS = {0: 6, 1: 10, 2: 10, 3: 10, 5: 10, 7: 12, 10: 10, 14: 10, 21: 6, 30: 6, 45: 3, 60: 2}
"""Days from making to due date, and how frequent each is."""
_RECIPIENTS = ("ana", "bo", "cy", "dee", "eli", "fay", "gus")


class Scenario(Struct, frozen=True, kw_only=True):
    """What a maker's chances depend on, in log-odds: each weight 0 or 1."""

    load: int = 0
    length: int = 0
    recipient: int = 0
    maker: int = 0
    together: bool = False
    """Whether each recipient is promised things for a length of time of their own."""


SCENARIOS = {
    "nothing matters": Scenario(),
    "makers differ": Scenario(maker=1),
    "load matters": Scenario(load=1),
    "lead time matters": Scenario(length=1),
    "recipient matters": Scenario(recipient=1),
    "recipient matters, lead time goes with it": Scenario(recipient=1, together=True),
    "all three matter": Scenario(load=1, length=1, recipient=1, maker=1),
}
MATTERS = (
    "load matters",
    "lead time matters",
    "recipient matters",
    "recipient matters, lead time goes with it",
    "all three matter",
)


class Simulated(NamedTuple):
    """One promise: its circumstances and true chance, what became of it, and from when on that is known."""

    made_at: datetime
    due: date
    made: Circumstances
    chance: float
    on_time: bool
    settled_at: datetime
    known_at: datetime


def promises(scenario: Scenario, rng: Random) -> Iterator[Simulated]:
    """150 to 400 promises of one maker over one to two years, in the order of their making, in UTC."""
    weeks, count = rng.randint(52, 104), rng.randint(150, 400)
    busy = [rng.gammavariate(1, 1) for _ in range(weeks)]
    days = [7 * week + rng.randrange(7) for week in rng.choices(range(weeks), busy, k=count)]
    moments = sorted(FIRST_DAY + timedelta(days=day, seconds=rng.randrange(8 * 3600, 21 * 3600)) for day in days)
    chances = _Chances(scenario, rng)
    until: defaultdict[tuple[int, int], list[datetime]] = defaultdict(list)
    for moment in moments:
        to = chances.recipient()
        length = rng.choices(list(_LENGTHS), list(_LENGTHS.values()))[0]
        if scenario.together:
            length = list(_LENGTHS)[min(_RECIPIENTS.index(to) * 2 + rng.randrange(2), 11)]
        due = moment.date() + length * _DAY
        week = due.isocalendar()[:2]
        load = sum(1 for settled in until[week] if settled > moment)
        chance = chances.of(to, length, load)
        on_time = rng.random() < chance
        deadline = datetime.combine(due + _DAY, datetime.min.time(), UTC)
        left = (deadline - moment).total_seconds() - 1
        after = left * rng.betavariate(2, 1.2) if on_time else left + 2 + rng.expovariate(1 / (5 * 86400))
        settled = moment + timedelta(seconds=int(after))
        until[week].append(settled)
        yield Simulated(
            moment,
            due,
            Circumstances(to=(to,), length=length, load=load),
            chance,
            on_time,
            settled,
            settled if on_time else deadline,
        )


class _Chances:
    """The true chance of each promise of one maker."""

    def __init__(self, scenario: Scenario, rng: Random) -> None:
        self._scenario = scenario
        self._rng = rng
        self._usual = _log_odds(rng.uniform(0.5, 0.95) if scenario.maker else 0.8)
        self._to = {handle: rng.gauss(0, 1) for handle in _RECIPIENTS[: rng.randint(3, 7)]}

    def recipient(self) -> str:
        """Someone to promise to; the first ones more often."""
        return self._rng.choices(list(self._to), [1 / place for place, _ in enumerate(self._to, 1)])[0]

    def of(self, to: str, length: int, load: int) -> float:
        """In log-odds 0.4 less for each promise open for that week, 0.6 less for each e-fold of days."""
        it = self._scenario
        by_load = it.load * (1 - 0.4 * min(load, 10))
        by_length = it.length * (0.9 - 0.6 * log(1 + length))
        return 1 / (1 + exp(-(self._usual + by_load + by_length + it.recipient * self._to[to])))


def _log_odds(chance: float) -> float:
    return log(chance / (1 - chance))


class Brier(NamedTuple):
    """Mean squared errors over so many promises: of the odds, the overall rate, k / n as it is, the true chances."""

    promises: int
    odds: float
    rate: float
    plain: float
    truth: float

    @property
    def ratio(self) -> float:
        """That of the odds over that of the overall rate: below 1 they foresee better."""
        return self.odds / self.rate


def measured(name: str, makers: int = MAKERS, seed: int = SEED) -> Brier:
    """The Brier scores over all promises that these makers made once five of theirs had come due."""
    errors: list[tuple[float, ...]] = []
    for number in range(makers):
        errors += _errors(promises(SCENARIOS[name], Random(f"{seed} {name} {number}")))
    odds, rate, plain, truth = (fsum(column) / len(errors) for column in zip(*errors, strict=True))
    return Brier(len(errors), odds, rate, plain, truth)


def _errors(life: Iterator[Simulated]) -> Iterator[tuple[float, ...]]:
    record, k, n = TrackRecord(), 0, 0
    waiting: list[tuple[datetime, int, Simulated]] = []
    for number, promise in enumerate(life):
        while waiting and waiting[0][0] <= promise.made_at:
            _, _, known = heappop(waiting)
            record.add(known.made, on_time=known.on_time)
            k, n = k + known.on_time, n + 1
        odds = record.estimate(promise.made).odds
        if odds is not None:
            said = (odds, overall_odds(Share(k, n)), k / n, promise.chance)
            yield tuple((each - promise.on_time) ** 2 for each in said)
        heappush(waiting, (promise.known_at, number, promise))


def commitments_of(life: Iterator[Simulated], seed: int = SEED) -> Iterator[Commitment]:
    """The same promises as the ledger has them, in their order."""
    rng = Random(seed)
    for each in life:
        settling = kept if each.on_time else missed
        yield a_promise(
            made(to=each.made.to or (), due=Day(each.due), zone="UTC", logged=each.made_at),
            settling(logged=each.settled_at),
            commitment_id=new_name(COMMITMENT_LENGTH, rng.choice),
        )


def table(makers: int = MAKERS, seed: int = SEED) -> str:
    """The measured figures as a table in Markdown."""
    rows = [
        "| scenario | promises | odds | overall rate | true chance | odds : rate |",
        "|---|---|---|---|---|---|",
    ]
    for name in SCENARIOS:
        found = measured(name, makers, seed)
        scores = f"{found.odds:.4f} | {found.rate:.4f} | {found.truth:.4f} | {found.ratio:.3f}"
        rows.append(f"| {name} | {found.promises:,} | {scores} |")
    return "\n".join(rows) + f"\n\nBrier scores; {makers} makers a scenario, seed {seed}.\n"


if __name__ == "__main__":
    sys.stdout.write(table(*map(int, sys.argv[1:3])))
