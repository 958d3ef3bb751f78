"""The page about large ledgers and many of them, docs/scale.md, around its tables."""

from collections.abc import Mapping

from benchmarks.circle import Facts
from benchmarks.page import Table, piped
from benchmarks.stopwatch import Measured
from benchmarks.targets import MEGABYTE

_BEFORE = """# At a larger scale

One ledger is meant for a person, or for a circle that keeps its promises together. How far does it carry?
"""


def ledger_table(layouts: Mapping[int, Facts]) -> Table:
    """What the circle's ledgers hold."""
    rows: list[list[str]] = [["", *(f"{size:,} promises" for size in layouts)]]
    rows.append(["open", *(f"{each.unsettled:,}" for each in layouts.values())])
    rows.append(["events", *(f"{each.events:,}" for each in layouts.values())])
    rows.append(["file", *(f"{each.ledger_bytes / MEGABYTE:,.0f} MB" for each in layouts.values())])
    return rows


def circle_table(runs: Mapping[int, Mapping[str, Measured]]) -> Table:
    """What each command took in the circle's ledgers."""
    return _times("time · peak memory", "promises", runs)


def many_table(runs: Mapping[int, Mapping[str, Measured]]) -> Table:
    """What it took to look at many ledgers together."""
    return _times("time · peak memory", "ledgers", runs)


def _times(head: str, of: str, runs: Mapping[int, Mapping[str, Measured]]) -> Table:
    names = dict.fromkeys(name for each in runs.values() for name in each)
    rows: list[list[str]] = [[head, *(f"{size:,} {of}" for size in runs)]]
    rows += [[name, *(_time(each.get(name)) for each in runs.values())] for name in names]
    return rows


def _time(measured: Measured | None) -> str:
    if measured is None:
        return "–"
    seconds = measured.typical
    said = f"{seconds:.2f} s" if seconds < 10 else f"{seconds:,.0f} s"
    return f"{said} · {measured.peak / MEGABYTE:,.0f} MB"


def as_markdown(*, ledgers: Table, times: Table, many: Table, machine: Table) -> str:
    """The whole of docs/scale.md."""
    parts = [_BEFORE, piped(ledgers) + "\n", piped(times) + "\n", piped(many) + "\n", piped(machine) + "\n"]
    return "\n".join(parts)
