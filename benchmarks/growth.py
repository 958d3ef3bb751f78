"""What the growth of a ledger means: the cost of one more commitment, as measured, and when it will be felt."""

from collections.abc import Iterable, Sequence
from statistics import linear_regression

from msgspec import Struct

from benchmarks.targets import MEGABYTE, Runs

FELT = 0.5
"""Seconds from which on a person waits for a command."""
PEOPLE = (1, 5, 20, 100)
A_DAY = 3
"""Promises that each of them makes a day, all year."""
_DAYS = 365
LARGER = 1_000_000
"""A size that is not measured, but said from those that are."""


class Growth(Struct, frozen=True, kw_only=True):
    """The straight line through what one command took at every size."""

    command: str
    start: float
    each: float
    """Seconds without any commitment, and for each one."""
    start_bytes: float
    each_bytes: float
    """The same of its peak memory."""

    def seconds(self, size: int) -> float:
        """What it would take at a size."""
        return self.start + self.each * size

    def peak(self, size: int) -> float:
        """How many bytes it would hold at most."""
        return self.start_bytes + self.each_bytes * size

    def felt_at(self) -> int | None:
        """The size from which on it is felt; None where it does not grow."""
        return max(0, int((FELT - self.start) / self.each)) if self.each > 0 else None


def growth_of(command: str, runs: Runs) -> Growth | None:
    """How a command grows, by least squares; None where it was measured at fewer than three sizes."""
    sizes = sorted(size for name, size in runs if name == command)
    if len(sizes) < 3:
        return None
    each, start = linear_regression(sizes, [runs[command, size].typical for size in sizes])
    each_bytes, start_bytes = linear_regression(sizes, [runs[command, size].peak for size in sizes])
    return Growth(command=command, start=start, each=each, start_bytes=start_bytes, each_bytes=each_bytes)


def growths_of(commands: Iterable[str], runs: Runs) -> list[Growth]:
    """How each command grows, of those that were measured at enough sizes."""
    return [found for command in commands if (found := growth_of(command, runs)) is not None]


def lifetime(commitments: int, people: int) -> float:
    """In how many years so many people make that many promises."""
    return commitments / (people * A_DAY * _DAYS)


def growth_table(growths: Sequence[Growth]) -> list[Sequence[str]]:
    """What one more commitment costs, from which size on that is felt, and what a larger ledger would take."""
    head = ("", "ms per 1,000 more", f"reaches {FELT:g} s at", f"at {LARGER:,}: ms", f"at {LARGER:,}: MB")
    rows: list[Sequence[str]] = [head]
    for growth in growths:
        felt = growth.felt_at()
        rows.append(
            (
                growth.command,
                f"{growth.each * 1_000_000:.2f}",
                "never" if felt is None else f"{felt:,}",
                f"{growth.seconds(LARGER) * 1000:,.0f}",
                f"{growth.peak(LARGER) / MEGABYTE:,.0f}",
            )
        )
    return rows


def lifetime_table(growths: Sequence[Growth]) -> list[Sequence[str]]:
    """After how many years a command is felt, in a circle of so many people who all promise in one ledger."""
    rows: list[Sequence[str]] = [(f"years until {FELT:g} s", *map(_circle, PEOPLE))]
    for growth in growths:
        felt = growth.felt_at()
        years = ("never" if felt is None else _years(lifetime(felt, people)) for people in PEOPLE)
        rows.append((growth.command, *years))
    return rows


def _circle(people: int) -> str:
    return "one person" if people == 1 else f"{people} people"


def _years(years: float) -> str:
    return f"{years:.0f}" if years >= 10 else f"{years:.1f}"
