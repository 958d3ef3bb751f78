"""A sync killed at every file operation of ours and around every call of git, with real git: nothing is lost."""

import itertools
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from followthrough.adapters.git.program import Git, Ran
from tests.cli.promises import add
from tests.faults.homes import events_in
from tests.faults.seam import Kill, KilledError, on_the_seam
from tests.support.clones import Member, circle, git, needs_git
from tests.support.figures import count

pytestmark = needs_git


class GitKill:
    """The process dies right after a call of git of that number, or with git in the middle of it."""

    def __init__(self, at: int, how: str) -> None:
        self.at, self.how = at, how
        self.met = 0
        self.words: tuple[str, ...] | None = None

    def around(self, real: Callable[..., Ran]) -> Callable[..., Ran]:
        def run(program: Git, *words: str, **more: Any) -> Ran:
            met, self.met = self.met, self.met + 1
            if met != self.at:
                return real(program, *words, **more)
            self.words = words
            if self.how == "after":
                real(program, *words, **more)
            if self.how == "within":
                _begun_and_killed(program, words, more)
            raise KilledError

        return run


def _begun_and_killed(program: Git, words: tuple[str, ...], more: dict[str, Any]) -> None:
    """Git is killed as soon as it holds a lock of its own, or a moment after it was started."""
    place = Path(more["at"]) / ".git"
    process = program._started([program.program, *words], more["at"], more.get("variables") or {})
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # it needs none of it
        process.stdin.write(more.get("content", b""))
    with suppress(BrokenPipeError):
        process.stdin.close()
    for _ in range(3_000):
        if process.poll() is not None or any(place.rglob("*.lock")):
            break
    with suppress(ProcessLookupError):  # it was faster
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        stream.close()


@pytest.fixture
def scene(tmp_path: Path) -> tuple[Path, Member, Member, set[str]]:
    """Two members and a remote; the other one has sent something, and this one has something to send."""
    (tmp_path / "first").mkdir()
    remote, (one, other) = circle(tmp_path / "first", "one", "other")
    tent = add(other, "Bring the tent", to="one")
    other.sync()
    one.sync()
    assert one.ft("note", tent, "the large one").status == 0
    add(one, "Book the van", to="other")
    assert other.ft("keep", tent).status == 0
    add(other, "Air the tent", to="one")
    other.sync()
    acknowledged = events_in(one.ledger.read_bytes()) | events_in(other.ledger.read_bytes())
    shutil.copytree(tmp_path / "first", tmp_path / "kept", symlinks=True)
    return remote, one, other, acknowledged


def put_back(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "first")
    shutil.copytree(tmp_path / "kept", tmp_path / "first", symlinks=True)


def check_afterwards(remote: Path, one: Member, other: Member, acknowledged: set[str], said: object) -> None:
    """Everything that was acknowledged is in both, and in the remote, once both have synced again."""
    mine = {each for each in acknowledged if each in events_in(one.ledger.read_bytes())}
    assert mine, said
    again = one.ft("sync")
    assert (again.status, "Traceback" in again.err) == (0, False), (said, again)
    assert other.ft("sync").status == 0, said
    assert one.ledger.read_bytes() == other.ledger.read_bytes(), said
    assert git(remote, "show", "main:ledger.json").encode() == one.ledger.read_bytes(), said
    assert events_in(one.ledger.read_bytes()) >= acknowledged, said
    locks = {each.name for each in (one.repository / ".git").rglob("*.lock")}
    assert locks == {"followthrough.lock"}, said
    assert one.git("status", "--porcelain") == "", said
    assert one.git("fsck", "--strict", "--no-dangling") == "", said


def _kills(how: str, step: int) -> Iterator[GitKill]:
    for at in itertools.count(0, step):
        yield GitKill(at, how)


@pytest.mark.parametrize(
    ("how", "step"),
    [
        ("after", 4),
        ("within", 4),
        pytest.param("after", 1, marks=pytest.mark.torture),
        pytest.param("within", 1, marks=pytest.mark.torture),
    ],
)
def test_killed_around_calls_of_git(
    tmp_path: Path, scene: tuple[Path, Member, Member, set[str]], how: str, step: int
) -> None:
    remote, one, other, acknowledged = scene
    kills = 0
    for kill in _kills(how, step):
        put_back(tmp_path)
        with patch.object(Git, "run", kill.around(Git.run)):
            try:
                said = one.ft("sync")
            except KilledError:
                kills += 1
            else:
                assert said.status == 0, said
                break
        check_afterwards(remote, one, other, acknowledged, (how, kill.at, kill.words))
    assert kills > 20 // step
    count("sync killed around a call of git", kills=kills, lost=0)


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.torture)])
def test_killed_at_file_operations(tmp_path: Path, scene: tuple[Path, Member, Member, set[str]], step: int) -> None:
    remote, one, other, acknowledged = scene
    kills = 0
    for at in itertools.count(0, step):
        put_back(tmp_path)
        kill = Kill(at)
        with on_the_seam(kill):
            try:
                said = one.ft("sync")
            except KilledError:
                pass
            else:
                assert said.status == 0, said
                break
        check_afterwards(remote, one, other, acknowledged, (at, kill.operation))
        kills += 1
    assert kills > 20 // step
    count("sync killed at a file operation", kills=kills, lost=0)


def test_control_a_git_that_is_killed_leaves_a_lock_that_stops_others(
    tmp_path: Path, scene: tuple[Path, Member, Member, set[str]]
) -> None:
    _, one, _, _ = scene
    lock = one.repository / ".git" / "index.lock"
    lock.touch()
    said = one.ft("sync")
    assert (said.status, "index.lock" in said.err) == (7, True)
    stopped = subprocess.run(["git", "add", "."], cwd=one.repository, capture_output=True, check=False)
    assert stopped.returncode != 0
    lock.unlink()
    assert one.ft("sync").status == 0
