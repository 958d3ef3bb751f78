"""`python -m benchmarks.scale`: a circle's ledger of years, and many ledgers together; prints what was measured."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from benchmarks import circle, scorecards
from benchmarks.circle import CIRCLE, Facts
from benchmarks.homes import Rivals, environment_in, followthrough_commands
from benchmarks.layout import FACTS
from benchmarks.ledgers import NOW
from benchmarks.machine import facts as machine_facts
from benchmarks.page import Table, as_text, facts_table
from benchmarks.scale_page import as_markdown, circle_table, ledger_table, many_table
from benchmarks.stopwatch import Command, Measured, in_turn

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "scale.md"
EXAMPLE = ROOT / "examples" / "many_ledgers.sql"
IN_ALL, EACH = circle.A_DAY * circle.DAYS, circle.A_DAY * circle.DAYS * len(circle.MEMBERS)
"""Ten promises a day by all of them together, and ten a day by each."""
ROUNDS = {IN_ALL: 5, EACH: 1}
MANY = (100, 1_000)
_ASKED = (
    "ft list",
    "ft",
    "ft prompt",
    "ft add",
    "ft keep",
    "ft add, after another program",
    "ft score",
    "ft report, HTML",
    "ft merge",
)
_DUCKDB = """
import sys, duckdb
database = duckdb.connect()
database.execute("SET VARIABLE ledgers = ?", [sys.argv[1]])
for statement in database.extract_statements(open(sys.argv[2]).read()):
    database.execute(statement).fetchall()
"""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the smaller ledger and 100 scorecards only")
    parser.add_argument("--write", action="store_true", help="write docs/scale.md; not with --quick")
    parser.add_argument("--in", dest="where", type=Path, metavar="DIRECTORY", help="where to lay the ledgers out")
    options = parser.parse_args()
    if options.write and options.quick:
        parser.error("the page is written from a whole run only")
    return options


def circle_commands(layout: Path, home: Path) -> list[Command]:
    """What a member asks of the circle's ledger."""
    usual = {each.name: each for each in followthrough_commands(layout, home)}
    listing = usual["ft list"]
    asked: dict[str, list[str]] = {
        "ft with, the circle": ["with", CIRCLE],
        "ft score, the circle": ["score", CIRCLE],
        "ft report, the circle, HTML": ["report", "--for", CIRCLE, "--format", "html"],
        "ft doctor": ["doctor"],
    }
    more = [
        msgspec.structs.replace(listing, name=name, arguments=[listing.arguments[0], *words])
        for name, words in asked.items()
    ]
    return [*(usual[name] for name in _ASKED), *more]


def many_commands(layout: Path, count: int) -> list[Command]:
    """Scorecards added up, and ledgers asked together."""
    program = str(Path(sys.executable).parent / "ft")
    environment = environment_in(layout / "home", FOLLOWTHROUGH_NOW=NOW.isoformat())
    cards = [str(layout / "cards" / f"{number}.json") for number in range(count)]
    adding = [program, "report", "--format", "html", "--combine", *cards]
    asking = [sys.executable, "-c", _DUCKDB, str(layout / "ledgers" / "*.json"), str(EXAMPLE)]
    return [
        Command(name="ft report --combine", arguments=adding, environment=environment),
        Command(name="DuckDB, the three questions", arguments=asking, environment=environment),
    ]


def _laid_out(module: str, size: int, directory: Path) -> None:
    directory.mkdir()
    subprocess.run([sys.executable, "-m", module, str(size), str(directory)], cwd=ROOT, check=True)


def _said(text: str) -> None:
    print(text, end="", file=sys.stderr, flush=True)


def _circles(where: Path, rounds: Mapping[int, int]) -> tuple[dict[int, Facts], dict[int, dict[str, Measured]]]:
    layouts: dict[int, Facts] = {}
    runs: dict[int, dict[str, Measured]] = {}
    for size, times in rounds.items():
        _said(f"{size:,} promises: laying out")
        layout, home = where / f"circle-{size}", where / f"circle-{size}-home"
        _laid_out(circle.__name__, size, layout)
        layouts[size] = msgspec.json.decode((layout / FACTS).read_bytes(), type=Facts)
        _said(f", measuring {times + 1} times ")
        runs[size] = in_turn(circle_commands(layout, home), times, lambda _: _said("."))
        _said("\n")
    return layouts, runs


def _many(where: Path, counts: tuple[int, ...]) -> dict[int, dict[str, Measured]]:
    runs: dict[int, dict[str, Measured]] = {}
    for count in counts:
        _said(f"{count:,} ledgers: laying out")
        layout = where / f"many-{count}"
        _laid_out(scorecards.__name__, count, layout)
        _said(", measuring ")
        runs[count] = in_turn(many_commands(layout, count), 3, lambda _: _said("."))
        _said("\n")
    return runs


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = _options()
    rounds = {IN_ALL: 2} if options.quick else ROUNDS
    with tempfile.TemporaryDirectory(prefix="ft-scale-", dir=options.where) as temporary:
        where = Path(temporary)
        measured_on = machine_facts(where, Rivals(taskwarrior=None, todoman=None))
        many = _many(where, MANY[:1] if options.quick else MANY)
        layouts, runs = _circles(where, rounds)
        measured_on["load at the end"] = f"{os.getloadavg()[1]:.1f}"
    tables: dict[str, Table] = {
        "ledgers": ledger_table(layouts),
        "times": circle_table(runs),
        "many": many_table(many),
        "machine": facts_table(measured_on),
    }
    sys.stdout.write(as_text(list(tables.values())))
    if options.write:
        PAGE.write_text(as_markdown(**tables), encoding="utf-8")


if __name__ == "__main__":
    main()
