"""The page about large ledgers and many of them, docs/scale.md, around its tables."""

from collections.abc import Mapping

from benchmarks.circle import Facts
from benchmarks.page import Table, piped
from benchmarks.stopwatch import Measured
from benchmarks.targets import MEGABYTE

_BEFORE = """# At a larger scale

A ledger is one person's, or a circle's that keeps its promises together. Here it is measured how far that carries:
a circle of 50 that promises for five years, and a thousand ledgers beside each other.

## A circle of fifty, for five years

Fifty members, each with a machine that marks its own events, promise each other and their circle. 8 % are missed,
one in seven is moved, one in eight gets a note, a third of what was kept is confirmed by somebody else. *Ten
promises a day* can be read in two ways, so both are measured: ten by all of them together, and ten by each of them.
"""

_COMMANDS = """\
Nothing was measured that a terminal does not do: the installed program, from its start to its end, on a ledger that
its own machine wrote last. `ft merge` takes in a copy that lacks one promise in a thousand and has as many others.
Peak memory is what the system says the process held.
"""

_WHAT_THEN = """`ft sync`, measured by hand on 2026-11-23 on the smaller ledger, with a remote on the same disk:
0.5–0.6 s where nothing is new, 1.1–1.5 s to send one promise, 1.8–2.5 s to take one in, 130 MB at
most. It carries ledgers of up to 512 MB, so not the larger one here, and says so.

## What to do then

**Ten a day together** is an ordinary ledger. Everything a day needs is answered at once, figures of the whole
circle within a second or so; only `ft doctor`, which looks at every event, makes one wait, and it is not for every
day.

**Ten a day by each** is the edge. It works, nothing breaks, and looking at what is open stays bearable; but every
command reads the whole file, every write writes it anew, and `ft doctor` and `ft merge` hold all of it in memory
several times over. A machine with little memory will not manage these two, and `ft doctor` reads no file above
1,000 MB. A backup of such a ledger is as large as the ledger, and three of them are always kept. Long before that:

* **A ledger a year.** `ft --ledger ./crew-2027.json add …` begins the next one; `ft config ledgers.crew PATH` gives
  it the name that everybody types. Promises that are still open are settled in the old one. The years are added up
  by `ft report --combine`, without any promise's text.
* **A ledger for each of several circles**, rather than one for all: whoever is in two has two.
* **Questions across many ledgers** are DuckDB's: [an example](how-to/duckdb.md) asks them straight from their
  files.

## Many ledgers together

Each of these ledgers holds 200 promises, and each scorecard is what `ft report -o card.json` writes of one. `ft
report --combine` adds the scorecards up. The three questions of the example go to the ledgers themselves.
"""

_ONE_LARGE = """\
Adding up costs a millisecond or two for every scorecard, however many there are. DuckDB takes each ledger as one
JSON value and needs about twenty times the size of the file for it: many ledgers of the usual size are nothing to
it, and one like the larger ledger above is more than most machines hold.

## Measure it again

```sh
python -m benchmarks.scale               # everything, printed: half an hour or more, 5 GB of disk, 10 GB of memory
python -m benchmarks.scale --quick       # the smaller ledger, and 100 scorecards: a minute
python -m benchmarks.scale --write       # everything, written to this page
```

The ledgers are made up and the same every time. The smaller one is measured five times after a warm-up, the larger
one once after a warm-up; the median is shown. Where the load was above the number of cores, other programs ran
meanwhile: an idle machine takes half of these times or less, and the same memory. How `ft` does beside other
programs: [performance](performance.md).

## This run
"""


def ledger_table(layouts: Mapping[int, Facts]) -> Table:
    """What the circle's ledgers hold."""
    rows: list[list[str]] = [["", *(f"{size:,} promises" for size in layouts)]]
    rows.append(["open", *(f"{each.unsettled:,}" for each in layouts.values())])
    rows.append(["missed", *(f"{each.missed:,}" for each in layouts.values())])
    rows.append(["events", *(f"{each.events:,}" for each in layouts.values())])
    rows.append(["the file", *(f"{each.ledger_bytes / MEGABYTE:,.0f} MB" for each in layouts.values())])
    return rows


def circle_table(runs: Mapping[int, Mapping[str, Measured]]) -> Table:
    """What each command took in the circle's ledgers."""
    return _times("promises", runs)


def many_table(runs: Mapping[int, Mapping[str, Measured]]) -> Table:
    """What it took to look at many ledgers together."""
    return _times("ledgers", runs)


def _times(of: str, runs: Mapping[int, Mapping[str, Measured]]) -> Table:
    names = dict.fromkeys(name for each in runs.values() for name in each)
    rows: list[list[str]] = [["time · peak memory", *(f"{size:,} {of}" for size in runs)]]
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
    parts = [
        _BEFORE,
        piped(ledgers) + "\n",
        _COMMANDS,
        piped(times) + "\n",
        _WHAT_THEN,
        piped(many) + "\n",
        _ONE_LARGE,
        piped(machine) + "\n",
    ]
    return "\n".join(parts)
