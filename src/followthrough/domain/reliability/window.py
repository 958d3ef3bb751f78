"""The figures of one stretch of time, and the sums behind them that add up across scorecards."""

from bisect import bisect_left
from collections.abc import Sequence
from math import ceil
from typing import Annotated

from msgspec import Meta, Struct

from followthrough.domain.reliability.interval import ENOUGH, Interval, wilson

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
LATENESS_EDGES = (
    *(each * _MINUTE for each in (1, 5, 15, 30)),
    *(each * _HOUR for each in (1, 2, 4, 8, 16)),
    *(each * _DAY for each in (1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)),
    *(each * 365 * _DAY for each in (2, 3, 5, 10)),
)
"""Upper ends, in seconds and included, of the bins that lateness is counted in; one more is open."""

Count = Annotated[int, Meta(ge=0, le=10**9)]
Share = Annotated[float, Meta(ge=0, le=1)]
Sum = Annotated[float, Meta(ge=0, le=10**9)]


class OnTime(Struct, frozen=True, kw_only=True):
    """k of n kept on time, with the Wilson 95 % interval; no rate where n is too small to judge."""

    k: Count
    n: Count
    rate: Share | None
    low: Share | None
    high: Share | None


class MeanCredit(Struct, frozen=True, kw_only=True):
    """The plain mean of the credits there are, and how many."""

    mean: Share | None
    counted: Count


class Counts(Struct, frozen=True, kw_only=True):
    """How many there are of each kind; `repaired` are misses, `imported` as a file said, `forgotten` nowhere else."""

    made: Count = 0
    pending: Count = 0
    kept_on_time: Count = 0
    kept_no_due: Count = 0
    kept_late: Count = 0
    kept_in_part: Count = 0
    overdue: Count = 0
    missed: Count = 0
    released: Count = 0
    released_late: Count = 0
    withdrawn: Count = 0
    withdrawn_last_day: Count = 0
    moved_in_time: Count = 0
    moved_late: Count = 0
    confirmed: Count = 0
    confirmed_by_recipient: Count = 0
    repaired: Count = 0
    help_wanted: Count = 0
    forgotten: Count = 0
    imported: Count = 0


class Lateness(Struct, frozen=True, kw_only=True):
    """Median and 90th percentile of how late the promises kept late were, in seconds.

    Of one ledger they are linear between ranks; of a union they are the ends of the bins they lie in, and so not
    exceeded (None beyond the last edge).
    """

    median: float | None
    p90: float | None


class Promptly(Struct, frozen=True, kw_only=True):
    """k of n keepings were logged within a day of when they happened."""

    k: Count
    n: Count


class Window(Struct, frozen=True, kw_only=True):
    """The figures of one stretch of time."""

    on_time: OnTime
    credit: MeanCredit
    counts: Counts
    lateness: Lateness
    logged_promptly: Promptly


class Windows(Struct, frozen=True, kw_only=True):
    """All time, the last 90 days, and the last 20 promises in n (which a union leaves out): side by side."""

    all: Window
    days_90: Window
    last_20: Window | None

    @property
    def shown(self) -> tuple[Window, ...]:
        """Those there are, in this order."""
        return tuple(each for each in (self.all, self.days_90, self.last_20) if each is not None)


class Sums(Struct, frozen=True, kw_only=True):
    """What adds up across scorecards: lateness is counted in the bins that end at `LATENESS_EDGES`."""

    k: Count
    n: Count
    credit: Sum
    credited: Count
    brier: Sum
    forecasts: Count
    lateness: tuple[Count, ...]


class WindowSums(Struct, frozen=True, kw_only=True):
    """The sums of the two windows that add; the last 20 do not."""

    all: Sums
    days_90: Sums


def interval_of(k: int, n: int) -> Interval | tuple[None, None]:
    """The interval of k of n, or two times None where n is too small to judge."""
    return wilson(k, n) if n >= ENOUGH else (None, None)


def on_time(k: int, n: int) -> OnTime:
    """The rate of k of n and its interval, where there is enough to judge."""
    low, high = interval_of(k, n)
    return OnTime(k=k, n=n, rate=k / n if n >= ENOUGH else None, low=low, high=high)


def mean_credit(total: float, counted: int) -> MeanCredit:
    """The mean of that many credits, of which this is the sum."""
    return MeanCredit(mean=min(total / counted, 1.0) if counted else None, counted=counted)


def percentile(seconds: Sequence[int], share: float) -> float | None:
    """The value at that share of the way from the smallest to the largest, linear between neighbours."""
    if not seconds:
        return None
    ranked = sorted(seconds)
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def histogram(seconds: Sequence[int]) -> tuple[int, ...]:
    """How many lie in each bin of `LATENESS_EDGES`, and beyond the last."""
    bins = [0] * (len(LATENESS_EDGES) + 1)
    for each in seconds:
        bins[bisect_left(LATENESS_EDGES, each)] += 1
    return tuple(bins)


def binned_percentile(bins: Sequence[int], share: float) -> float | None:
    """The end of the bin in which the upper neighbour of that percentile lies, so that it is not exceeded.

    None where there is nothing, or where that bin is the open one.
    """
    return binned_bounds(bins, share)[1]


def binned_bounds(bins: Sequence[int], share: float) -> tuple[float, float | None]:
    """Above what a percentile lies, and up to what: the outer ends of the bins of its two neighbours."""
    place = share * max(sum(bins) - 1, 0)
    edges = (0, *LATENESS_EDGES, None)
    low, high = edges[_bin_of(bins, int(place))], edges[_bin_of(bins, ceil(place)) + 1]
    return float(low or 0), None if high is None else float(high)


def _bin_of(bins: Sequence[int], place: int) -> int:
    """Which bin the value at that place lies in, counted from 0; the open one where there are not so many."""
    reached = 0
    for index, count in enumerate(bins):
        reached += count
        if place < reached:
            return index
    return len(LATENESS_EDGES)
