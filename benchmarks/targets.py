"""The figures to meet, row by row, and whether what was measured meets them."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from benchmarks.stopwatch import Measured

Key = tuple[str, int]
"""A command's name and the size of the ledger it ran on."""
Runs = Mapping[Key, Measured]
Verdict = Literal["ok", "short", "not measured"]
MEGABYTE = 1_000_000
SMALL, MEDIUM, LARGE = 1_000, 10_000, 100_000
BETWEEN = (3_000, 30_000, 300_000)
"""Sizes at which only the growth of our own commands is followed."""


class Finding(Struct, frozen=True, kw_only=True):
    """One figure to meet, what was measured, and the verdict."""

    row: str
    wanted: str
    measured: str
    verdict: Verdict


class Slower(Struct, frozen=True):
    """`what` takes at most `bound` times as long as `than`."""

    row: str
    what: Key
    than: Key
    bound: float

    def finding(self, runs: Runs) -> Finding:
        """What was measured, beside what is wanted."""
        wanted = f"{self.what[0]} ≤ {self.bound:g} × {_told(self.than, self.what)}"
        if missing := _missing(runs, self.what, self.than):
            return Finding(row=self.row, wanted=wanted, measured=missing, verdict="not measured")
        ratio = runs[self.what].typical / runs[self.than].typical
        return Finding(row=self.row, wanted=wanted, measured=f"{ratio:.2f} ×", verdict=_verdict(ratio <= self.bound))


class Faster(Struct, frozen=True):
    """`than` takes at least `bound` times as long as `what`."""

    row: str
    what: Key
    than: Key
    bound: float

    def finding(self, runs: Runs) -> Finding:
        """What was measured, beside what is wanted."""
        wanted = f"{self.what[0]} ≥ {self.bound:g} × faster than {_told(self.than, self.what)}"
        if missing := _missing(runs, self.what, self.than):
            return Finding(row=self.row, wanted=wanted, measured=missing, verdict="not measured")
        ratio = runs[self.than].typical / runs[self.what].typical
        return Finding(row=self.row, wanted=wanted, measured=f"{ratio:.2f} ×", verdict=_verdict(ratio >= self.bound))


class Peak(Struct, frozen=True):
    """`what` never holds more than `megabytes` of memory."""

    row: str
    what: Key
    megabytes: float

    def finding(self, runs: Runs) -> Finding:
        """What was measured, beside what is wanted."""
        wanted = f"{self.what[0]} ≤ {self.megabytes:g} MB"
        if missing := _missing(runs, self.what):
            return Finding(row=self.row, wanted=wanted, measured=missing, verdict="not measured")
        peak = runs[self.what].peak / MEGABYTE
        return Finding(row=self.row, wanted=wanted, measured=f"{peak:.0f} MB", verdict=_verdict(peak <= self.megabytes))


class Within(Struct, frozen=True):
    """`what` takes at most so many seconds: a figure that is absolute, and depends on the machine."""

    row: str
    what: Key
    seconds: float

    def finding(self, runs: Runs) -> Finding:
        """What was measured, beside what is wanted."""
        wanted = f"{self.what[0]} ≤ {self.seconds:g} s"
        if missing := _missing(runs, self.what):
            return Finding(row=self.row, wanted=wanted, measured=missing, verdict="not measured")
        taken = runs[self.what].typical
        return Finding(row=self.row, wanted=wanted, measured=f"{taken:.2f} s", verdict=_verdict(taken <= self.seconds))


Target = Slower | Faster | Peak | Within


def _verdict(met: bool) -> Verdict:
    return "ok" if met else "short"


def _told(other: Key, beside: Key) -> str:
    return other[0] if other[1] == beside[1] else f"{other[0]} at {other[1]:,}"


def _missing(runs: Runs, *keys: Key) -> str:
    """Which of the commands were not run; an empty text where all were."""
    missing = [f"{name} at {size:,}" for name, size in keys if (name, size) not in runs]
    return f"without {' and '.join(missing)}" if missing else ""


def _against_small_programs(size: int, listing: float, adding: float, todoman: float) -> list[Target]:
    row = f"`ft list` · `ft add` at {size:,}"
    return [
        Slower(row, ("ft list", size), ("minimal app", size), listing),
        Slower(row, ("ft add", size), ("minimal app", size), adding),
        Faster(row, ("ft list", size), ("todo list", size), todoman),
        Faster(row, ("ft add", size), ("todo new", size), todoman),
    ]


_LIST, _WRITE = "`ft list` at 100,000", "`ft keep`, `ft add` at 100,000"
_READ, _PEAK = "`ft score` · bare `ft`, `ft digest` at 100,000", "peak memory at 100,000"

TARGETS: tuple[Target, ...] = (
    *_against_small_programs(SMALL, 1.7, 2.0, 1.8),
    *_against_small_programs(MEDIUM, 2.0, 2.3, 2.3),
    Faster(_LIST, ("ft list", LARGE), ("task next", LARGE), 2.5),
    Slower(_LIST, ("ft list", LARGE), ("ft list", SMALL), 2.5),
    Faster(_WRITE, ("ft keep", LARGE), ("TinyDB insert", LARGE), 4),
    Faster(_WRITE, ("ft add", LARGE), ("TinyDB insert", LARGE), 4),
    Faster(_READ, ("ft score", LARGE), ("task stats", LARGE), 1.5),
    Slower(_READ, ("ft", LARGE), ("task next", LARGE), 1),
    Slower(_READ, ("ft digest", LARGE), ("task next", LARGE), 1),
    Slower("`ft prompt` at 10,000", ("ft prompt", MEDIUM), ("python -c pass", MEDIUM), 3),
    Within("merge of two ledgers of 10,000", ("ft merge", MEDIUM), 1),
    Within("HTML report (counts) of 10,000", ("ft report, HTML", MEDIUM), 1),
    Peak(_PEAK, ("ft list", LARGE), 120),
    Peak(_PEAK, ("ft score", LARGE), 300),
)


def findings(runs: Runs) -> list[Finding]:
    """Every figure to meet, in the order of the table, beside what was measured."""
    return [target.finding(runs) for target in TARGETS]
