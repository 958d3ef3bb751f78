"""Each system call by which the installed program changes a file: killed before it, refused in it; and all are known.

The operations that the other tests make fail are those of one class. What strace sees shows that there are no others.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from followthrough.adapters.git import repository
from followthrough.adapters.ledger import tinydb_ledger
from tests.adapters.disks import RecordingDisk
from tests.faults.evidence import events_of
from tests.faults.stores import LEDGER, copy_with_a_promise
from tests.faults.system_calls import Tampering, calls_of, traced
from tests.support.clones import Member, remote_in
from tests.support.figures import count
from tests.support.terminal import Terminal


def _may_trace() -> bool:
    """Whether there is a strace here, and it may trace."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["/usr/bin/env", "strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return tried.returncode == 0


pytestmark = [pytest.mark.external, pytest.mark.skipif(not _may_trace(), reason="strace may trace nothing here")]


TEMPORARY = ".ledger.json.tmp"
"""The new file before it has its name: what fails in it is never followed by success."""


class Scene:
    """A home with a few promises and a copy that came by mail, the same before every run."""

    def __init__(self, place: Path) -> None:
        self.terminal = Terminal(place / "home")
        self._kept = place / "as it was"
        for text in ("Send Ana the slides", "Write the minutes", "Water the plants"):
            assert self.terminal.program("add", text, "--to", "ana").status == 0
        assert self.terminal.program("keep", "plants").status == 0
        copy_with_a_promise(self.terminal.ledger, self.terminal.home / "mail", 1)
        _shared(self.terminal, place)
        shutil.copytree(self.terminal.home, self._kept)
        self.before = events_of(self.terminal.ledger)
        self.below = [self.terminal.home / name for name in ("data", "state")]

    def set(self) -> None:
        """As it was."""
        shutil.rmtree(self.terminal.home)
        shutil.copytree(self._kept, self.terminal.home)


def _shared(terminal: Terminal, place: Path) -> None:
    """A repository around the ledger, to whose remote somebody else has sent something since."""
    remote = remote_in(place)
    assert terminal.program("sync", "--setup", str(remote)).status == 0
    other = Member(place, "bo")
    other.sync("--setup", str(remote))
    assert other.ft("add", "Book the van", "--to", "sam").status == 0
    other.sync()


COMMANDS: dict[str, Callable[[Scene], list[str]]] = {
    "add": lambda scene: ["add", "One more promise", "--to", "ana"],
    "keep": lambda scene: ["keep", "slides", "minutes"],
    "sync": lambda scene: ["sync"],
    "merge": lambda scene: ["merge", str(scene.terminal.home / "mail" / LEDGER)],
}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_changes_a_file_but_by_the_operations_of_the_disk(scene: Scene, command: str) -> None:
    arguments = COMMANDS[command](scene)
    scene.set()
    seen = traced(scene.terminal, arguments, scene.below, alone=command == "sync")
    scene.set()
    disk = RecordingDisk()
    with patch.object(tinydb_ledger, "Disk", lambda: disk), patch.object(repository, "Disk", lambda: disk):
        said = scene.terminal.ft(*arguments)

    assert (seen.said.status, said.status) == (0, 0)
    assert calls_of(disk.done) == [str(each) for each in seen.calls if not each.locks]
    count("system calls of the installed program", commands=1, calls=len(seen.calls), past_the_seam=0)


def _long(command: str, how: str) -> object:
    return pytest.param(command, how, marks=pytest.mark.torture)


@pytest.mark.parametrize(
    ("command", "how"),
    [
        ("add", "signal=SIGKILL"),
        ("keep", "error=EIO"),
        ("merge", "error=ENOSPC"),
        *(_long(command, "signal=SIGKILL") for command in ("keep", "merge", "sync")),
        *(_long(command, "error=EIO") for command in ("add", "merge", "sync")),
        *(_long(command, "error=ENOSPC") for command in ("add", "keep", "sync")),
    ],
)
def test_a_call_that_is_tampered_with_leaves_the_old_file_or_the_new(scene: Scene, command: str, how: str) -> None:
    arguments = COMMANDS[command](scene)
    scene.set()
    alone = command == "sync"
    calls = traced(scene.terminal, arguments, scene.below, alone=alone).calls
    new = len(events_of(scene.terminal.ledger)) - len(scene.before)
    answered = 0
    for call in calls:
        scene.set()
        run = traced(scene.terminal, arguments, scene.below, Tampering(call, how), alone=alone)
        there = events_of(scene.terminal.ledger)
        said = f"{call}, {how}: {run.said}"

        assert run.tampered == str(call), said
        assert there >= scene.before, said
        assert len(there - scene.before) in (0, new), said
        assert len(there - scene.before) == new or run.said.status != 0, said
        if how != "signal=SIGKILL":
            answered += run.said.status == 0
            assert run.said.status in (0, 7), said
            assert "Traceback" not in run.said.err, said
            unchanged = run.said.err.partition("\n")[0].endswith("Nothing was changed.")
            assert unchanged == (there == scene.before), said
            assert run.said.status == 7 or TEMPORARY not in call.files, said
            assert run.said.status == 0 or unchanged or alone, (
                said
            )  # after the merge, a sync may fail with all of it here
        after = scene.terminal.ft("add", "And another", "--to", "ana")
        assert after.status == 0, (said, after)
        assert events_of(scene.terminal.ledger) > there, said
    count(f"a system call with {how}", calls=len(calls), succeeded=answered, bad=0)
