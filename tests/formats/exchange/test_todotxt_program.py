"""The program todo.txt-cli works with the list that we write, and what it made of it is read again."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followthrough.domain.arrivals import Arrival, Ending
from followthrough.domain.due import Day, day_of
from followthrough.formats.exchange import todotxt
from tests.support.builders import ZONE, a_promise, made, missed, promise
from tests.support.leavers import NASTY

PROGRAM = shutil.which("todo-txt") or shutil.which("todo.sh")
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(PROGRAM is None, reason="no todo.txt-cli: apt install todotxt-cli"),
]
NOW = datetime.now(UTC)
"""The program goes by the machine's clock."""
TODAY = Day(day_of(NOW, ZONE))
LOGGED = NOW - timedelta(days=20)


class Lists:
    """The files of the program, in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.todo, self.done = home, home / "todo.txt", home / "done.txt"
        names = {"TODO_DIR": home, "TODO_FILE": self.todo, "DONE_FILE": self.done, "REPORT_FILE": home / "report.txt"}
        config = "".join(f'export {name}="{path}"\n' for name, path in names.items())
        (home / "config").write_text(config, encoding="utf-8")

    def run(self, *arguments: str) -> str:
        """What the program says, which asks nothing and archives when it is told to."""
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "TZ": ZONE, "LC_ALL": "C.UTF-8"}
        command = [str(PROGRAM), "-d", str(self.home / "config"), "-p", "-f", "-a", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
        assert done.stderr == b""
        return done.stdout.decode()

    def told(self, path: Path) -> Sequence[Arrival]:
        """The promises of a file of the program, all of which are read."""
        told = todotxt.read(path.read_text(encoding="utf-8"), zone=ZONE, now=NOW + timedelta(days=1))
        assert told.unread == ()
        return told.arrivals


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    """The program with a list of ours in which every nasty text is promised once."""
    names = (f"kkkkkkkkkk{one}{two}" for one in "klmnopqrst" for two in "klmnopqrst")
    found = [
        promise(text, tags=("talks",), due=None, commitment_id=name, logged=LOGGED)
        for text, name in zip(NASTY, names, strict=False)
    ]
    lists = Lists(tmp_path)
    lists.todo.write_text(todotxt.write(found, people={}, me="sam", now=NOW), encoding="utf-8", newline="")
    return lists


def test_the_program_lists_one_task_for_each_promise(lists: Lists) -> None:
    said = lists.run("list")
    assert f"TODO: {len(NASTY)} of {len(NASTY)} tasks shown" in said
    listed = sorted(line.split(" ", 1)[1] for line in said.split("\n") if " id:" in line)
    assert listed == sorted(lists.todo.read_text(encoding="utf-8").split("\n")[:-1])
    assert lists.run("listproj") == "+talks\n"


def test_what_the_program_marks_as_done_and_archives_is_kept_today(lists: Lists) -> None:
    before = lists.told(lists.todo)
    lists.run("do", ",".join(str(number) for number in range(1, len(NASTY) + 1)))
    lists.run("archive")
    assert lists.todo.read_text(encoding="utf-8") == ""
    after = lists.told(lists.done)
    assert [(each.id, each.what, each.tags) for each in after] == [(each.id, each.what, each.tags) for each in before]
    assert {each.ending for each in after} == {Ending(did="kept", at=TODAY)}


def test_what_the_program_gives_a_priority_and_a_context_is_the_same_promise(lists: Lists) -> None:
    before = lists.told(lists.todo)
    for number in range(1, 4):
        lists.run("pri", str(number), "B")
        lists.run("append", str(number), "@phone")
    for was, now in zip(before[:3], lists.told(lists.todo), strict=False):
        assert (now.id, now.what, now.tags) == (was.id, was.what, (*was.tags, "phone"))


def test_what_the_program_adds_and_does_keeps_its_origin(lists: Lists) -> None:
    lists.todo.unlink()
    lists.run("-t", "add", "(A) Call @mum due:2126-11-27 +family")
    (added,) = lists.told(lists.todo)
    assert (added.what, added.tags, added.given) == ("Call", ("mum", "family"), TODAY)
    lists.run("do", "1")
    (done,) = lists.told(lists.todo)
    assert (done.origin, done.ending) == (added.origin, Ending(did="kept", at=TODAY))


def test_a_miss_counts_as_done_there_and_comes_back_as_a_miss(lists: Lists) -> None:
    commitment = a_promise(made(due=TODAY, logged=LOGGED), missed(logged=NOW - timedelta(minutes=1)))
    lists.todo.write_text(todotxt.write([commitment], people={}, me="sam", now=NOW), encoding="utf-8")
    lists.run("archive")
    (arrival,) = lists.told(lists.done)
    assert arrival.ending is not None
    assert arrival.ending.did == "missed"
