"""The tables of a run, for the terminal and for docs/performance.md."""

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.growth import A_DAY, FELT, LARGER
from benchmarks.homes import ON_TERMINAL
from benchmarks.layout import Facts
from benchmarks.targets import MEGABYTE, Finding, Runs

Table = Sequence[Sequence[str]]
"""Rows of cells, the headings first."""

_BEFORE = """# Performance

How fast `ft` is beside other programs of its kind, and beside the least that a Python command line costs. What counts
are the ratios: every program runs in turn, A B C A B C, in one session on one machine, and the median of its runs is
compared. Nothing here is a test; a slow machine fails no check.

## What is measured

Ledgers of 1,000 to 300,000 commitments, the same ones every time: six years of promises between eleven people
and two circles, 93 % of them settled, two to five events each. The same commitments, in the same state, are given to

* **the minimal app**: one Typer command that prints a line;
* **TinyDB insert**: one document inserted into a file of as many, with the storage that TinyDB brings;
* **taskwarrior** (`task next`, `task stats`, `task add`), by `task import`;
* **todoman** (`todo list`, `todo new`), one calendar file each, its cache filled; not at 100,000.

At 3,000, 30,000 and 300,000 only `ft` is measured, to see how its cost grows. What is merged is a copy of the same
size, of which half is the same and half was recorded on another machine.

Every program has a temporary home of its own with nothing in it but what is measured; `FOLLOWTHROUGH_CONFIG`,
`FOLLOWTHROUGH_STATE` and `FOLLOWTHROUGH_LEDGER` point into it, and `FOLLOWTHROUGH_NOW` sets the clock of `ft` to the
day of the ledger. Standard output is a pipe that is read to its end; one extra measurement has `ft list` write colours
to a terminal of 120 columns. Time runs from before the process starts until it has ended. Before each run of a command
that adds something, what it changed is put back and the disk is at rest, so that nothing accumulates. `ft add` and `ft
keep` then find the ledger as a write of their own left it, as they do all day; `ft add, after another program` finds it
changed by somebody else, and so compares it with the journal and counts all events before it writes. Peak memory is
what the system says the process held at most; what started it counts as well, so that no figure is below that of the
measuring process itself, which is why the files are laid out by another one.

## Measure it again

```sh
make bench                               # everything, printed
python -m benchmarks --quick             # 1,000 commitments, three runs each
python -m benchmarks --write             # everything, written to this page
python -m benchmarks --in /mnt/elsewhere # on another file system
```

taskwarrior and todoman are found on the `PATH`, or where `--taskwarrior PROGRAM` and `--todoman PROGRAM` say; what is
not there is left out and its rows say so.
"""


def facts_table(facts: Mapping[str, str]) -> Table:
    """What the figures depend on."""
    return [("measured on", ""), *facts.items()]


def speed_table(findings: Sequence[Finding]) -> Table:
    """The figures to meet beside what was measured."""
    rows: list[Sequence[str]] = [("", "at least", "measured", "verdict")]
    before = ""
    for each in findings:
        rows.append(("" if each.row == before else each.row, each.wanted, each.measured, each.verdict))
        before = each.row
    return rows


def times_table(runs: Runs, sizes: Sequence[int]) -> Table:
    """The median of every command at every size in milliseconds, with the least and the most, and its peak memory."""
    names = list(dict.fromkeys(name for name, _ in runs))
    rows: list[Sequence[str]] = [("ms: median (least–most) · peak MB", *(f"{size:,}" for size in sizes))]
    rows += [(name, *(_time(runs, name, size) for size in sizes)) for name in names]
    return rows


def _time(runs: Runs, name: str, size: int) -> str:
    if (name, size) not in runs:
        return "–"
    measured = runs[name, size]
    least, most = min(measured.seconds) * 1000, max(measured.seconds) * 1000
    return f"{measured.typical * 1000:.0f} ({least:.0f}–{most:.0f}) · {measured.peak / MEGABYTE:.0f}"


def ledgers_table(layouts: Mapping[int, Facts], rounds: Mapping[int, int]) -> Table:
    """What was measured on, at every size."""
    rows: list[Sequence[str]] = [("commitments", "open", "events", "ledger MB", "runs each")]
    for size, facts in layouts.items():
        cells = (f"{size:,}", f"{facts.unsettled:,}", f"{facts.events:,}", f"{facts.ledger_bytes / MEGABYTE:.1f}")
        rows.append((*cells, str(rounds[size])))
    return rows


def as_text(tables: Sequence[Table]) -> str:
    """The tables with their columns under each other."""
    return "\n\n".join(_aligned(table) for table in tables) + "\n"


def _aligned(table: Table) -> str:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table)
    return "\n".join(line.rstrip() for line in lines)


def measured_growth_table(runs: Runs, commands: Iterable[str], layouts: Mapping[int, Facts]) -> Table:
    """The median of each followed command at every size, its peak memory, and what the ledger weighs there."""
    sizes = sorted(layouts)
    rows: list[Sequence[str]] = [("ms · peak MB", *(f"{size:,}" for size in sizes))]
    rows += [(name, *(_typical(runs, name, size) for size in sizes)) for name in commands]
    return [*rows, ("ledger MB", *(f"{layouts[size].ledger_bytes / MEGABYTE:.1f}" for size in sizes))]


def _typical(runs: Runs, name: str, size: int) -> str:
    if (name, size) not in runs:
        return "–"
    return f"{runs[name, size].typical * 1000:,.0f} · {runs[name, size].peak / MEGABYTE:.0f}"


_GROWTH = """## How cost grows

Every command reads every byte of the ledger and checks its layout; it decodes only what it needs. So each costs its
start, and then a little for each commitment that there is, whether open or long settled.
"""

_ON_PAPER = f"""## On paper

A straight line through the medians above, by least squares, says what each command costs to start and what one more
commitment adds; from there, at which size it takes {FELT:g} s, when a person begins to wait for it, and what it would
take at {LARGER:,} commitments, with 7 % of them open. That is further than was measured: a guess with a reason.
"""

_LIFETIMES = f"""A ledger is one person's, or a circle's that shares it. With {A_DAY} promises a day by each of its
people, all year, the size at which a command takes {FELT:g} s is reached after so many years:
"""


def as_markdown(
    *, speed: Table, times: Table, growth: Table, on_paper: Table, lifetimes: Table, ledgers: Table, machine: Table
) -> str:
    """The whole of docs/performance.md."""
    parts = [
        _BEFORE,
        "## Figures to meet\n",
        piped(speed) + "\n",
        "## Times\n",
        piped(times) + "\n",
        f"`{ON_TERMINAL.partition(',')[0]}` prints every open promise; `task next` prints one screenful.\n",
        _GROWTH,
        piped(growth) + "\n",
        _ON_PAPER,
        piped(on_paper) + "\n",
        _LIFETIMES,
        piped(lifetimes) + "\n",
        "## Ledgers\n",
        piped(ledgers) + "\n",
        "## This run\n",
        piped(machine) + "\n",
    ]
    return "\n".join(parts)


def piped(table: Table) -> str:
    """A table in Markdown."""
    head, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([head, "|" + "---|" * len(table[0]), *rows])
