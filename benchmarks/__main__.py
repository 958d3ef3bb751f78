"""`python -m benchmarks`: lays ledgers out, runs every program on them in turn, prints what was measured."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from benchmarks.growth import growth_table, growths_of, lifetime_table
from benchmarks.homes import FOLLOWED, Rivals, commands_for
from benchmarks.layout import FACTS, Facts
from benchmarks.machine import facts
from benchmarks.page import (
    as_markdown,
    as_text,
    facts_table,
    ledgers_table,
    measured_growth_table,
    speed_table,
    times_table,
)
from benchmarks.stopwatch import Measured, in_turn
from benchmarks.targets import BETWEEN, LARGE, MEDIUM, SMALL, Key, findings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
ROUNDS = {SMALL: 15, 3_000: 7, MEDIUM: 9, 30_000: 5, LARGE: 5, 300_000: 3}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 commitments only, three runs each")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md; not with --quick or --size")
    parser.add_argument(
        "--size", type=int, action="append", choices=list(ROUNDS), help="only this size; may be repeated"
    )
    parser.add_argument("--in", dest="where", type=Path, metavar="DIRECTORY", help="where to lay the ledgers out")
    parser.add_argument("--taskwarrior", metavar="PROGRAM", default=shutil.which("task"))
    parser.add_argument("--todoman", metavar="PROGRAM", default=shutil.which("todoman") or shutil.which("todo"))
    options = parser.parse_args()
    if options.write and (options.quick or options.size):
        parser.error("the page is written from a whole run only")
    return options


def _laid_out(size: int, directory: Path, rivals: Rivals) -> Facts:
    """Lay out a size in a process of its own: what a process holds at most is counted from what started it."""
    directory.mkdir()
    others = ["tinydb"] if size not in BETWEEN else []
    others += ["taskwarrior"] if others and rivals.taskwarrior else []
    others += ["todoman"] if others and rivals.todoman and size < LARGE else []
    others += ["copy"] if size == MEDIUM else []
    arguments = [str(size), str(directory), *others]
    subprocess.run([sys.executable, "-m", "benchmarks.layout", *arguments], cwd=ROOT, check=True)
    return msgspec.json.decode((directory / FACTS).read_bytes(), type=Facts)


def _said(text: str) -> None:
    print(text, end="", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = _options()
    rounds = {SMALL: 3} if options.quick else {size: ROUNDS[size] for size in options.size or ROUNDS}
    rivals = Rivals(taskwarrior=options.taskwarrior, todoman=options.todoman)
    runs: dict[Key, Measured] = {}
    layouts: dict[int, Facts] = {}
    with tempfile.TemporaryDirectory(prefix="ft-benchmarks-", dir=options.where) as temporary:
        where = Path(temporary)
        measured_on = facts(where, rivals)
        for size, times in rounds.items():
            _said(f"{size:,}: laying out")
            layouts[size] = _laid_out(size, where / f"{size}", rivals)
            commands = commands_for(where / f"{size}", where / f"{size}-homes", rivals)
            _said(f", running {len(commands)} commands {times} times in turn ")
            found = in_turn(commands, times, lambda _: _said("."))
            runs |= {(name, size): measured for name, measured in found.items()}
            shutil.rmtree(where / f"{size}")
            shutil.rmtree(where / f"{size}-homes")
            _said("\n\n")
    growths = growths_of(FOLLOWED, runs)
    tables = {
        "speed": speed_table(findings(runs)),
        "times": times_table(runs, [size for size in rounds if size not in BETWEEN]),
        "growth": measured_growth_table(runs, FOLLOWED, layouts),
        "on_paper": growth_table(growths),
        "lifetimes": lifetime_table(growths),
        "ledgers": ledgers_table(layouts, rounds),
        "machine": facts_table(measured_on),
    }
    sys.stdout.write(as_text(list(tables.values())))
    if options.write:
        PAGE.write_text(as_markdown(**tables), encoding="utf-8")


if __name__ == "__main__":
    main()
