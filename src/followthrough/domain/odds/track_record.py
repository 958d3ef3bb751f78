"""A maker's track record: what came due and was kept on time, in all and under like circumstances."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from followthrough.domain.odds.circumstances import Circumstances
from followthrough.domain.odds.shrinkage import (
    Groups,
    Share,
    believed_differences,
    between_variance,
    overall_odds,
)
from followthrough.domain.reliability.interval import ENOUGH

ENOUGH_ALIKE = 20
"""From this many on, promises made under like circumstances refine the odds."""
PARTS = 3
"""Into how many parts, of about as many promises each, lengths and loads are divided."""
_LEAST, _MOST = 0.01, 0.99

Factor = Literal["recipient", "length", "load"]


class Range(Struct, frozen=True):
    """So many days, or promises open: from `low` up to and including `high`, None where there is no end."""

    low: int
    high: int | None


Value = tuple[str, ...] | Range


class Comparables(Struct, frozen=True, kw_only=True):
    """The promises that are alike in one thing: to the same recipients, or within the same range; k of n on time."""

    factor: Factor
    value: Value
    k: int
    n: int


class Estimate(Struct, frozen=True, kw_only=True):
    """The odds, None where too little came due to judge; k of n promises behind them, and what refined them."""

    odds: float | None
    k: int
    n: int
    comparables: tuple[Comparables, ...] = ()


class TrackRecord:
    """Counts promises as they come due; asked at any time, it knows only those."""

    def __init__(self) -> None:
        self._all = Share(0, 0)
        self._alike: dict[Circumstances, Share] = {}
        self._to: dict[Value, Share] = {}
        self._length: dict[int, Share] = {}
        self._load: dict[int, Share] = {}

    def add(self, made: Circumstances, *, on_time: bool) -> None:
        """Count a promise that is in the n of *on time*."""
        self._all = _one_more(self._all, on_time)
        self._alike[made] = _one_more(self._alike.get(made), on_time)
        if made.to is not None:
            self._to[made.to] = _one_more(self._to.get(made.to), on_time)
        if made.length is not None:
            self._length[made.length] = _one_more(self._length.get(made.length), on_time)
        if made.load is not None:
            self._load[made.load] = _one_more(self._load.get(made.load), on_time)

    def estimate(self, asked: Circumstances) -> Estimate:
        """The odds for a promise made under these circumstances, in (0, 1)."""
        k, n = self._all
        if n < ENOUGH:
            return Estimate(odds=None, k=k, n=n)
        odds = overall_odds(self._all)
        enough = [way for way in self._ways(asked) if way.alike.n >= ENOUGH_ALIKE]
        differing = [(way, found) for way in enough if (found := between_variance(way.groups.values()))]
        ways, variances = [way for way, _ in differing], [variance for _, variance in differing]
        if ways:
            differences = believed_differences(self._cells(ways), variances)
            odds += sum(found[way.value] for way, found in zip(ways, differences, strict=True))
            odds = min(max(odds, _LEAST), _MOST)
        return Estimate(odds=odds, k=k, n=n, comparables=tuple(way.comparables() for way in ways))

    def _ways(self, asked: Circumstances) -> Iterator["_Way"]:
        if asked.to is not None:
            yield _Way("recipient", asked.to, self._to, lambda made: made.to)
        if asked.length is not None:
            days = _Ranges(self._length)
            yield _Way("length", days.of(asked.length), days.shares, lambda made: days.holding(made.length))
        if asked.load is not None:
            loads = _Ranges(self._load)
            yield _Way("load", loads.of(asked.load), loads.shares, lambda made: loads.holding(made.load))

    def _cells(self, ways: Sequence["_Way"]) -> dict[Groups, Share]:
        """The promises by their group in each way."""
        if len(ways) == 1:
            return {(value,): share for value, share in ways[0].groups.items()}
        counted: dict[Groups, tuple[int, int]] = {}
        for made, (k, n) in self._alike.items():
            groups = tuple([way.place(made) for way in ways])
            others = counted.get(groups, (0, 0))
            counted[groups] = (others[0] + k, others[1] + n)
        return {groups: Share(*each) for groups, each in counted.items()}


class _Way(NamedTuple):
    """A way of grouping promises: the group of the one that is asked about, all groups, and how to place others."""

    factor: Factor
    value: Value
    groups: Mapping[Value, Share]
    place: Callable[[Circumstances], Value | None]

    @property
    def alike(self) -> Share:
        """The promises that are like the one asked about."""
        return self.groups.get(self.value, Share(0, 0))

    def comparables(self) -> Comparables:
        """The same, with what they are alike in."""
        return Comparables(factor=self.factor, value=self.value, k=self.alike.k, n=self.alike.n)


class _Ranges:
    """Numbers in `PARTS` ranges with about as many promises each; fewer where one number has those of several."""

    def __init__(self, by_number: Mapping[int, Share]) -> None:
        self._ends = _ends(by_number)
        lows = [0, *(end + 1 for end in self._ends)]
        self._ranges = [Range(low, high) for low, high in zip(lows, [*self._ends, None], strict=True)]
        k, n = [0] * len(lows), [0] * len(lows)
        for number, share in by_number.items():
            place = bisect_left(self._ends, number)
            k[place] += share.k
            n[place] += share.n
        self.shares: dict[Value, Share] = {
            each: Share(*counted) for each, *counted in zip(self._ranges, k, n, strict=True) if counted[1]
        }

    def of(self, number: int) -> Range:
        """The range that a number is in."""
        return self._ranges[bisect_left(self._ends, number)]

    def holding(self, number: int | None) -> Range | None:
        """The same, None for what has no number."""
        return None if number is None else self.of(number)


def _ends(by_number: Mapping[int, Share]) -> list[int]:
    """The last number of each range but the last one."""
    every, seen, ends = sum(share.n for share in by_number.values()), 0, []
    for number in sorted(by_number)[:-1]:
        before, seen = seen, seen + by_number[number].n
        if seen * PARTS // every > before * PARTS // every:
            ends.append(number)
    return ends


def _one_more(share: Share | None, on_time: bool) -> Share:
    k, n = share or (0, 0)
    return Share(k + on_time, n + 1)
