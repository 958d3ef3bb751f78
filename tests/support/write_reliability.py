"""Writes docs/reliability.md from what the tests counted: `make torture` runs them and then this."""

import json
import os
import platform
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.machine import _file_system

from tests.support.figures import FILE

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
Figures = Mapping[str, Mapping[str, int]]
"""What was counted, by fault."""
_CONTROL = ", control "


class Row(NamedTuple):
    """A fault that the page tells of: the name under which tests count it, and what was done, for readers."""

    fault: str
    done: str


ROWS = (
    Row("killed at every file operation", "Killed before each of its file operations, in every action that writes"),
    Row("killed at random", "A process that adds, keeps and merges without pause, killed at a random moment"),
    Row("the installed program killed at random", "`ft add`, `ft keep` or `ft merge`, killed at a random moment"),
    Row(
        "a system call with signal=SIGKILL",
        "`ft add`, `ft keep`, `ft merge`, `ft sync`, killed at each of their system calls",
    ),
    Row("a system call with error=EIO", "The same, each system call failing: an error of the device"),
    Row("a system call with error=ENOSPC", "The same: no space left"),
    Row("system calls of the installed program", "Calls that change a file without the one class that is tested"),
    Row(
        "killed while something is forgotten",
        "Killed while it erases a promise or a name, and then looked for",
    ),
    Row(
        "refused by the system",
        "Each file operation refused, in every way a system has, once and for ever",
    ),
    Row("power loss", "Power loss, simulated: what was not flushed is dropped, torn or zeroed, in every combination"),
    Row("power loss, written in place", "The same, where the file cannot be replaced and is written in place"),
    Row("8 × 50 writing processes", "8 processes that take 50 steps each, all at once"),
    Row("16 × 25 writing processes", "16 processes that take 25 steps each, all at once"),
    Row("four readers during writes", "4 processes that read while 2 write"),
    Row(
        "rewritten in place by a program that ignores the lock",
        "Another program rewrites the file all the time, in place, and takes no lock",
    ),
    Row(
        "rewritten by replacing by a program that ignores the lock",
        "The same, but it puts another file in its place",
    ),
    Row("links, modes, mounts, owners", "The file is a link, a mount, somebody else's, or may not be written"),
    Row(
        "damaged files, any command",
        "A ledger cut off, with bytes, values or lines changed; any command",
    ),
    Row("damaged files, noticed and restored", "The same, then `ft doctor` and `ft restore`"),
    Row(
        "ten members by files",
        "Ten members who mail each other their ledgers, with clocks that are wrong by up to 12 hours",
    ),
    Row("sync killed at a file operation", "`ft sync` killed before each of its file operations, in one of two clones"),
    Row("sync killed around a call of git", "The same after each call of git, and with git in the middle of each"),
    Row("killed inside sync", "Three clones and a remote: `ft sync` or the git that it runs is killed"),
    Row("merge laws", "Copies merged in any order, any number of times"),
)
"""In the order of the page. Whatever else was counted follows under its own name."""

_INTRODUCTION = """\
# What the ledger withstands

A promise that was acknowledged is not to be lost: not by a kill, a full disk, a power cut, a second terminal, or
another program that writes the same file. This page is written from a real run of the tests that try to lose one. Each
was done as often as it says. After each the file was read by Python's own `json`, and every event that had been
acknowledged was looked for.

Figures that are to be 0:

* **lost**: events that were acknowledged and are gone; **gaps**: numbers that are missing in the count of events;
* **torn**: a file that is no whole ledger; **backward**: a reader that found less than it had found before;
* **stuck**: a next write that was refused; **changed**: a link, a mode or an owner that is another one afterwards;
* **past the seam**: a call that changes a file and is not one of those that the tests make fail; **bad**: any of these.

*Refused* is a step that said so and changed nothing. It is to be 0 as well, but for a program that is just writing the
file in place: nothing can be read then. *Overwritten* is what was gone before the next write put it back.

A control is the same test, with the same checks, where they have to fail: on the storage that TinyDB brings, or on ours
without its lock, its comparison, its journal or its flush. If a control found nothing, the test would prove nothing.

"""
_AGAIN = """\
## Run it again

```sh
make torture
```

takes ten minutes or more, needs Linux, and writes this page; without strace or without root some rows say that they are
missing. The tests are in `tests/faults/`; a smaller number of each is part of every `make check` and `make external`.
How the file is written, and why in that order, is [a decision](decisions/0023-order-of-writing.md); what to do when
something is wrong all the same, [a guide](how-to/repair.md).
"""


def read_figures(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """The sums of what was counted, by fault."""
    figures: dict[str, Counter[str]] = {}
    for line in lines:
        fault, counts = json.loads(line)
        figures.setdefault(fault, Counter()).update(counts)
    return figures


def page(figures: Figures, facts: Mapping[str, str]) -> str:
    """The page, from what was counted and what it was counted on."""
    known = [row.fault for row in ROWS]
    unknown = sorted({_fault(name) for name in figures} - set(known))
    rows = [*ROWS, *(Row(fault, f"{fault[:1].upper()}{fault[1:]}") for fault in unknown)]
    told = "".join(f"| {name} | {value} |\n" for name, value in facts.items())
    return (
        f"{_INTRODUCTION}## What was tried\n\n| what was done | what was found | controls |\n|---|---|---|\n"
        f"{''.join(_row(row, figures) for row in rows)}\n"
        f"## Where and when\n\n|  |  |\n|---|---|\n{told}\n{_AGAIN}"
    )


def _fault(name: str) -> str:
    return name.partition(_CONTROL)[0]


def _row(row: Row, figures: Figures) -> str:
    found = _said(figures[row.fault]) if row.fault in figures else "*missing: this was not run*"
    controls = [
        f"{name.partition(_CONTROL)[2]}: {_said(counts)}"
        for name, counts in sorted(figures.items())
        if _CONTROL in name and _fault(name) == row.fault
    ]
    return f"| {row.done} | {found} | {'<br>'.join(controls)} |\n"


def _said(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items())


def facts() -> dict[str, str]:
    """What the figures were counted on."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "version": f"followthrough {version('followthrough')}, TinyDB {version('tinydb')}",
        "Python": platform.python_version(),
        "file system": _file_system(Path(tempfile.gettempdir())),
        "kernel": f"{platform.system()} {platform.release()}, {os.cpu_count()} cores",
    }


def main() -> None:
    """Write the page."""
    lines = Path(os.environ[FILE]).read_text(encoding="utf-8").splitlines()
    PAGE.write_text(page(read_figures(lines), facts()), encoding="utf-8")


if __name__ == "__main__":
    main()
