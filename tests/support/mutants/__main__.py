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
from tests.support.mutants.tried import CHOSEN

TESTS = ("tests/domain", "tests/formats", "tests/actions")
EVERYDAY = ("-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not external and not torture")
FEW_EXAMPLES = "1/5"


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
        _pytest("tests.support.mutants.tried")
    table = page.table(keys, page.results())
    if asked.page:
        page.write(table)
    print(table)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.mutants", description="Mutation testing.")
    parser.add_argument("--sample", type=int, help="how many of all mutants to try, beside every one of the core")
    parser.add_argument("--only", default="", help="a part of the paths that are meant")
    parser.add_argument("--page", action="store_true", help="write the table into docs/mutation.md")
    return parser.parse_args()


def _pytest(plugin: str) -> None:
    command = [sys.executable, "-m", "pytest", *EVERYDAY, "-p", plugin, *TESTS]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "FOLLOWTHROUGH_TIMES": FEW_EXAMPLES}, check=False)


if __name__ == "__main__":
    assert Path.cwd() == ROOT, "the paths are those from the project's directory"
    main()
