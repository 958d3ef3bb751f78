"""Mutation testing of what decides: `python -m tests.support.mutants [--sample 2000] [--only FILE]`, or `make mutate`.

Goes on where it was stopped. `.mutants/` holds what is known: which tests reach which line, and what became of each
mutant; without that directory everything is tried anew. The table goes into docs/mutation.md, with `--page`.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.mutants import page
from tests.support.mutants.chosen import ROOT, chosen, every_key
from tests.support.mutants.traces import TRACES
from tests.support.mutants.tried import CHOSEN, FAR

TESTS = ("tests/domain", "tests/formats", "tests/actions", *FAR)
NOT_THEM = ("*chromium*", "*simulated_quarter*")
"""Tests that run other processes, which know nothing of a mutant, and those that take longer than one may have."""
EVERYDAY = ("-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not external and not torture")
FEW_EXAMPLES = "1/5"
QUICKLY, THOROUGHLY = 5, 60
"""How many seconds of tests a mutant has to survive, at first and when it is tried again."""


def main() -> None:
    """What was asked for, then the figures so far."""
    asked = _asked()
    keys = every_key()
    if asked.sample is not None:
        TRACES.parent.mkdir(exist_ok=True)
        picked = [key for key in chosen(keys, asked.sample) if asked.only in key]
        CHOSEN.write_text(json.dumps(picked), encoding="utf-8")
        if not TRACES.exists():
            _pytest("tests.support.mutants.traces")
        _pytest("tests.support.mutants.tried", seconds=QUICKLY)
    if asked.again:
        page.forget_survivors(asked.only)
        _pytest("tests.support.mutants.tried", seconds=THOROUGHLY)
    table = page.table(keys, page.results())
    if asked.page:
        page.write(table)
    print(page.survivors() if asked.survivors else table)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.mutants", description="Mutation testing.")
    parser.add_argument("--sample", type=int, help="how many of all mutants to try, beside every one of the core")
    parser.add_argument("--only", default="", help="a part of the paths that are meant")
    parser.add_argument(
        "--again", action="store_true", help="try those that survived with every test that reaches them"
    )
    parser.add_argument("--survivors", action="store_true", help="list those that no test noticed")
    parser.add_argument("--page", action="store_true", help="write the table into docs/mutation.md")
    return parser.parse_args()


def _pytest(plugin: str, *, seconds: int = 0) -> None:
    without = [f"--ignore-glob={each}" for each in NOT_THEM]
    command = [sys.executable, "-m", "pytest", *EVERYDAY, "-p", plugin, *without, *TESTS]
    variables = {"FOLLOWTHROUGH_TIMES": FEW_EXAMPLES, "FOLLOWTHROUGH_SECONDS_PER_MUTANT": str(seconds)}
    subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False)


if __name__ == "__main__":
    assert Path.cwd() == ROOT, "the paths are those from the project's directory"
    main()
