"""Promises go out as a todo.txt list, through todo.txt-cli, and come in again; so do tables, from a spreadsheet."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.promises import add
from tests.support.terminal import NEW_YORK, Terminal

PROGRAM = shutil.which("todo-txt") or shutil.which("todo.sh")
needs_program = pytest.mark.skipif(PROGRAM is None, reason="no todo.txt-cli: apt install todotxt-cli")


@pytest.fixture
def sam(terminal: Terminal) -> Terminal:
    """A terminal with a promise due on a day, one due at a moment, and one that was missed."""
    add(terminal, "slides", "--by", "2026-11-27")
    add(terminal, "call", "--by", "2026-11-27T17:00-05:00", "--tag", "work")
    add(terminal, "soup", "--by", "2026-11-25")
    assert terminal.ft("miss", "soup").status == 0
    return terminal


def in_program(home: Path, *arguments: str) -> str:
    """What todo.txt-cli says on Monday 23 November 2026, about the list in this directory."""
    clock = home / "bin"
    clock.mkdir(exist_ok=True)
    (clock / "date").write_text("#!/bin/sh\necho 2026-11-23\n", encoding="utf-8")
    (clock / "date").chmod(0o755)
    (home / "todo.cfg").write_text(f'export TODO_DIR="{home}"\nTODO_FILE="$TODO_DIR/todo.txt"\n', encoding="utf-8")
    command = [str(PROGRAM), "-d", str(home / "todo.cfg"), "-p", "-f", "-A", *arguments]
    environment = {"HOME": str(home), "PATH": f"{clock}:{os.environ['PATH']}", "TZ": NEW_YORK, "LC_ALL": "C.UTF-8"}
    environment |= {"DONE_FILE": str(home / "done.txt"), "REPORT_FILE": str(home / "report.txt")}
    return subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout.decode()


@needs_program
@pytest.mark.external
def test_what_is_done_in_the_program_is_kept_here(sam: Terminal, tmp_path: Path) -> None:
    assert sam.ft("export", "--format", "todotxt", "-o", str(tmp_path / "todo.txt")).status == 0
    numbers = {line.split()[2]: line.split()[0] for line in in_program(tmp_path, "list").split("\n") if " id:" in line}
    assert "marked as done" in in_program(tmp_path, "do", numbers["slides"])
    said = sam.ft("import", str(tmp_path / "done.txt"))
    assert (said.status, said.out.split("\n")[2]) == (0, "1 promise here already got more history")
    states = {line.split()[1]: line for line in sam.ft("list", "--all").out.split("\n") if line.strip()}
    assert "kept on time" in states["slides"]
    assert "missed" in states["soup"]
    assert "Fri 27 Nov 17:00" in states["call"]


def test_a_table_saved_by_a_spreadsheet_comes_in_with_what_was_added_there(sam: Terminal, tmp_path: Path) -> None:
    table = tmp_path / "promises.csv"
    assert sam.ft("export", "--format", "csv", "-o", str(table)).status == 0
    with table.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    added = ["" for _ in head]
    added[head.index("what")], added[head.index("to")], added[head.index("due")] = "'=soup", "bo", "2026-12-01"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([head, *reversed(rows), added])
    said = sam.ft("import", str(table))
    assert said.status == 0
    assert [line.split()[1:4] for line in said.out.split("\n") if "bo" in line] == [["=soup", "to", "bo"]]
    assert "3 promises are here already, and stay as they are." in said.err
    assert "Nothing in it is new here." in sam.ft("import", str(table)).out
