"""The scorecard: the counts and rates of one maker, or of a circle, in three windows of time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from heapq import heappush, heappushpop
from math import fsum
from statistics import median

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Kept, Tombstone
from followthrough.domain.reliability.calibration import Calibration, Forecast, calibrate, squared_error
from followthrough.domain.reliability.credit import SEGMENTS, seconds_between
from followthrough.domain.reliability.interval import ENOUGH, wilson
from followthrough.domain.reliability.outcome import Judged, Outcome, judge

RECENT_DAYS = 90
RECENT_COUNT = 20
ONE_DAY = timedelta(days=1)

LATENESS_EDGES = tuple(segment.b for segment in SEGMENTS)
"""Upper ends, in seconds, of the bins that a sum of scorecards keeps lateness in; the last bin is open."""


class OnTime(Struct, frozen=True, kw_only=True):
    """k of n kept on time, with the Wilson 95 % interval; no rate where n is too small to judge."""

    k: int
    n: int
    rate: float | None
    low: float | None
    high: float | None


class MeanCredit(Struct, frozen=True, kw_only=True):
    """The plain mean of the credits there are, and how many."""

    mean: float | None
    counted: int


class Counts(Struct, frozen=True, kw_only=True):
    """How many promises there are of each kind; `repaired` counts misses, `forgotten` is in no other count."""

    made: int = 0
    pending: int = 0
    kept_on_time: int = 0
    kept_no_due: int = 0
    kept_late: int = 0
    kept_in_part: int = 0
    overdue: int = 0
    missed: int = 0
    released: int = 0
    released_late: int = 0
    withdrawn: int = 0
    withdrawn_last_day: int = 0
    moved_in_time: int = 0
    moved_late: int = 0
    confirmed: int = 0
    confirmed_by_recipient: int = 0
    repaired: int = 0
    help_wanted: int = 0
    forgotten: int = 0


class Lateness(Struct, frozen=True, kw_only=True):
    """Median and 90th percentile (linear between ranks) of how late the promises kept late were, in seconds."""

    median: float | None
    p90: float | None


class Promptly(Struct, frozen=True, kw_only=True):
    """k of n keepings were logged within a day of when they happened."""

    k: int
    n: int


class Window(Struct, frozen=True, kw_only=True):
    """The figures of one stretch of time."""

    on_time: OnTime
    credit: MeanCredit
    counts: Counts
    lateness: Lateness
    logged_promptly: Promptly


class Windows(Struct, frozen=True, kw_only=True):
    """All time, the last 90 days, and the last 20 promises in n: side by side."""

    all: Window
    days_90: Window
    last_20: Window


class Month(Struct, frozen=True, kw_only=True):
    """k of n kept on time among the promises of one month (`YYYY-MM`), with its interval."""

    month: str
    k: int
    n: int
    low: float | None
    high: float | None


class Sums(Struct, frozen=True, kw_only=True):
    """What adds up across scorecards: lateness is counted in the bins that end at `LATENESS_EDGES`."""

    k: int
    n: int
    credit: float
    credited: int
    brier: float
    forecasts: int
    lateness: tuple[int, ...]


class WindowSums(Struct, frozen=True, kw_only=True):
    """The sums of the two windows that add; the last 20 do not."""

    all: Sums
    days_90: Sums


class Chosen(Struct, frozen=True, kw_only=True):
    """Which filters were set, and how many of the maker's promises they leave."""

    filters: tuple[str, ...]
    promises: int
    of: int


class Scorecard(Struct, frozen=True, kw_only=True):
    """The whole of it, as of a moment; `chosen` is None where it counts every promise."""

    who: str
    as_of: datetime
    windows: Windows
    calibration: Calibration
    trend: tuple[Month, ...]
    sums: WindowSums
    chosen: Chosen | None = None


def scorecard(
    who: str,
    commitments: Iterable[Commitment],
    forgotten: Iterable[Tombstone],
    *,
    now: datetime,
    today: date,
    chosen: Chosen | None = None,
) -> Scorecard:
    """The figures of one maker's commitments at a moment; what was undone is in none of them."""
    everything, recent = _Tally(), _Tally()
    first = today - timedelta(days=RECENT_DAYS - 1)
    latest: list[tuple[date, str, Commitment, Judged]] = []
    months: dict[tuple[int, int], list[int]] = {}
    for commitment in commitments:
        judged = judge(commitment, now)
        if judged.outcome is Outcome.UNDONE:
            continue
        day = commitment.date()
        everything.add(commitment, judged)
        if day >= first and (day <= today or judged.outcome is not Outcome.PENDING):
            recent.add(commitment, judged)
        if judged.in_n:
            (heappush if len(latest) < RECENT_COUNT else heappushpop)(latest, (day, commitment.id, commitment, judged))
            month = months.setdefault((day.year, day.month), [0, 0])
            month[0] += judged.in_k
            month[1] += 1
    for tombstone in forgotten:
        everything.counts["forgotten"] += 1
        recent.counts["forgotten"] += tombstone.logged.date() >= first
    last = _Tally()
    for _, _, commitment, judged in latest:
        last.add(commitment, judged)
    return Scorecard(
        who=who,
        as_of=now,
        windows=Windows(all=everything.window(), days_90=recent.window(), last_20=last.window()),
        calibration=calibrate(everything.forecasts),
        trend=tuple(_month(f"{year:04}-{month:02}", k, n) for (year, month), (k, n) in sorted(months.items())),
        sums=WindowSums(all=everything.sums(), days_90=recent.sums()),
        chosen=chosen,
    )


def _month(month: str, k: int, n: int) -> Month:
    low, high = wilson(k, n) if n >= ENOUGH else (None, None)
    return Month(month=month, k=k, n=n, low=low, high=high)


class _Tally:
    """The figures of one window while they are counted."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.k = 0
        self.n = 0
        self.credits: list[float] = []
        self.late: list[int] = []
        self.prompt = 0
        self.keepings = 0
        self.forecasts: list[Forecast] = []

    def add(self, commitment: Commitment, judged: Judged) -> None:
        self.counts["made"] += 1
        self.counts[judged.outcome] += 1
        if judged.in_n:
            self.n += 1
            self.k += judged.in_k
            if commitment.confidence is not None:
                self.forecasts.append(Forecast(commitment.confidence, judged.in_k))
        if judged.credit is not None:
            self.credits.append(judged.credit)
        if judged.outcome is Outcome.KEPT_LATE:
            self.late.append(judged.seconds_late)
        self._add_marks(commitment, judged)

    def _add_marks(self, commitment: Commitment, judged: Judged) -> None:
        settlement = commitment.settlement
        if type(settlement) is Kept and commitment.settled_at is not None:
            self.keepings += 1
            self.prompt += settlement.logged - commitment.settled_at <= ONE_DAY
        for name in _marks(commitment, judged):
            self.counts[name] += 1

    def window(self) -> Window:
        n, k = self.n, self.k
        low, high = wilson(k, n) if n >= ENOUGH else (None, None)
        return Window(
            on_time=OnTime(k=k, n=n, rate=k / n if n >= ENOUGH else None, low=low, high=high),
            credit=MeanCredit(
                mean=fsum(self.credits) / len(self.credits) if self.credits else None, counted=len(self.credits)
            ),
            counts=Counts(**{name: self.counts[name] for name in Counts.__struct_fields__}),
            lateness=Lateness(median=float(median(self.late)) if self.late else None, p90=_percentile(self.late, 0.9)),
            logged_promptly=Promptly(k=self.prompt, n=self.keepings),
        )

    def sums(self) -> Sums:
        return Sums(
            k=self.k,
            n=self.n,
            credit=fsum(self.credits),
            credited=len(self.credits),
            brier=fsum(map(squared_error, self.forecasts)),
            forecasts=len(self.forecasts),
            lateness=_histogram(self.late),
        )


def _marks(commitment: Commitment, judged: Judged) -> Iterator[str]:
    """The counts, beside that of its outcome, which a commitment is in."""
    if commitment.confirmed:
        yield "confirmed"
    if commitment.in_own_hand:
        yield "confirmed_by_recipient"
    if commitment.moved_in_time:
        yield "moved_in_time"
    if commitment.moved_late:
        yield "moved_late"
    if commitment.repaired and judged.outcome is Outcome.MISSED:
        yield "repaired"
    if commitment.help_wanted and commitment.state == "open":
        yield "help_wanted"
    if judged.outcome is Outcome.WITHDRAWN and _within_a_day_before(commitment):
        yield "withdrawn_last_day"


def _within_a_day_before(commitment: Commitment) -> bool:
    if commitment.judged_due is None or commitment.settled_at is None:
        return False
    left = seconds_between(commitment.settled_at, commitment.judged_due.deadline(commitment.zone))
    return left <= ONE_DAY.total_seconds()


def _percentile(seconds: list[int], share: float) -> float | None:
    """The value at that share of the way from the smallest to the largest, linear between neighbours."""
    if not seconds:
        return None
    ranked = sorted(seconds)
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def _histogram(seconds: list[int]) -> tuple[int, ...]:
    bins = [0] * (len(LATENESS_EDGES) + 1)
    for each in seconds:
        bins[next((index for index, edge in enumerate(LATENESS_EDGES) if each < edge), len(LATENESS_EDGES))] += 1
    return tuple(bins)
