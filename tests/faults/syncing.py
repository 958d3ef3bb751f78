"""Three clones and a bare remote: members who record things and sync, killed while they do, with the git they run."""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from tests.support.clones import Member, circle, git
from tests.support.members import erased_in, events_in
from tests.support.terminal import MONDAY, program

HANDLES = ("ana", "bo", "cleo")
SKEWS = {"ana": 0, "bo": -7, "cleo": 12}
"""Hours by which their clocks are wrong."""
MOST_CALLS = 44
"""Of how many runs of git, at most, a kill picks one."""
Whom = Literal["ft", "its git", "both"]
How = Literal["before", "while", "after"]
_SHIM = """#!/bin/sh
# Counts the runs of git, and in one of them kills who asked for it: before it runs, after it, or git itself meanwhile.
n=$(( $(cat "$KILL_DIRECTORY/calls") + 1 ))
echo $n > "$KILL_DIRECTORY/calls"
[ $n = "$KILL_AT" ] || exec "$KILL_GIT" "$@"
echo > "$KILL_DIRECTORY/killed"
case $KILL_HOW in
before) kill -9 $PPID; exit 137;;
after) "$KILL_GIT" "$@"; kill -9 $PPID; exit 137;;
while) "$KILL_GIT" "$@" <&0 & sleep "$KILL_SECONDS"; kill -9 $!; kill -9 $$;;
esac
"""
Sync = Callable[["Clones", Member], None]
"""How a member syncs."""


class Clones:
    """The members with the remote between them, and what each was told is recorded."""

    def __init__(self, place: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.place = place
        self.remote, self.members = circle(place, *HANDLES)
        self.clock = datetime.fromisoformat(MONDAY)
        self.acknowledged = {each.handle: set(events_in(each.ledger.read_bytes())) for each in self.members}
        self.kills = self.actions = self.syncs = self.finished = 0
        self.refused: list[str] = []
        """What syncs that nobody killed said where they did not end well."""
        self.usual = 0.5
        """How many seconds a sync takes here."""

    def act(self, sync: Sync) -> None:
        """One of them records something, or syncs."""
        member = self.dice.choice(self.members)
        self.clock += timedelta(minutes=self.dice.choice((1, 5, 90)))
        self.actions += 1
        if self.dice.random() < 0.45:
            sync(self, member)
        else:
            self._record(member)

    def _record(self, member: Member) -> None:
        before = member.ledger.read_bytes()
        moment = (self.clock + timedelta(hours=SKEWS[member.handle])).isoformat()
        said = member.ft(*self._command(before), FOLLOWTHROUGH_NOW=moment)
        after = member.ledger.read_bytes()
        assert said.status in (0, 4, 5), said
        assert said.status == 0 or after == before
        self.acknowledged[member.handle] |= set(events_in(after))

    def _command(self, content: bytes) -> list[str]:
        unsettled = [*json.loads(content)["open"]]
        verb = self.dice.choice(("add", "add", "keep", "note", "edit", "move", "undo", "people", "forget"))
        number = str(self.dice.randrange(10**6))
        if verb == "people":
            return ["people", self.dice.choice(HANDLES), "--name", f"Name {number}"]
        if verb == "undo":
            return ["undo"]
        if verb == "add" or not unsettled or (verb == "forget" and self.dice.random() < 0.7):
            return ["add", f"Promise {number}", "--to", self.dice.choice(HANDLES), "--by", "in 3 weeks"]
        about = self.dice.choice(unsettled)
        more = {"note": [number], "edit": ["--what", f"Text {number}"], "move": ["--by", "in 30 days"]}
        return [verb, about, *more.get(verb, [])] + (["--yes"] if verb == "forget" else [])

    def after_sync(self, member: Member, status: int, complaint: str) -> None:
        """Look at what a sync left, killed or not: whatever the member was told before is there."""
        assert "Traceback" not in complaint, complaint
        self.syncs += 1
        self.finished += status == 0
        content = member.ledger.read_bytes()
        assert missing(self.acknowledged[member.handle], content) == set()
        self.acknowledged[member.handle] |= set(events_in(content))

    def meet(self) -> None:
        """Everybody syncs, twice, with nobody killed any more."""
        for _ in range(2):
            for member in self.members:
                member.sync()

    def lost(self) -> set[tuple[str, str]]:
        """What anybody was told is recorded and is in one of the final files not."""
        told = set().union(*self.acknowledged.values())
        return set().union(*(missing(told, each) for each in self.files()))

    def files(self) -> list[bytes]:
        """The ledger of each, and what the remote has."""
        there = git(self.remote, "show", "HEAD:ledger.json").encode()
        return [*(each.ledger.read_bytes() for each in self.members), there]


def missing(told: set[tuple[str, str]], content: bytes) -> set[tuple[str, str]]:
    """The events that are neither there nor erased."""
    there, erased = set(events_in(content)), erased_in(content)
    return {key for key in told - there if key[0] not in erased}


def killed_sync(clones: Clones, member: Member) -> None:
    """A sync that is killed at some moment or in some run of git, or, one time in six, in peace."""
    match clones.dice.randrange(6):
        case 0:
            said = member.program("sync")
            if said.status != 0:
                clones.refused.append(said.err)
            clones.after_sync(member, said.status, said.err)
        case 1 | 2:
            _killed_at_a_moment(clones, member)
        case _:
            _killed_in_a_run_of_git(clones, member)


def _killed_at_a_moment(clones: Clones, member: Member) -> None:
    process = _started(member)
    try:
        process.wait(clones.dice.uniform(0, 1.2 * clones.usual))
    except subprocess.TimeoutExpired:
        clones.kills += _kill(process, clones.dice.choice(("ft", "its git", "both", "both")))
    _end(clones, member, process)


def _kill(process: "subprocess.Popen[bytes]", whom: Whom) -> bool:
    """Kill ft, or the programs that it runs, or all of them; whether there was anybody to be killed."""
    runs = descendants(process.pid)
    victims = {"ft": [process.pid], "its git": runs, "both": [process.pid, *runs]}[whom] or [process.pid]
    for each in victims:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    return True


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    found: list[int] = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            stat = (place / "stat").read_text(encoding="utf-8", errors="replace")
            if int(stat.rpartition(")")[2].split()[1]) == pid:
                found += [int(place.name), *descendants(int(place.name))]
    return found


def _killed_in_a_run_of_git(clones: Clones, member: Member) -> None:
    directory = clones.place / "shim"
    directory.mkdir(exist_ok=True)
    shim = directory / "git"
    if not shim.exists():
        shim.write_text(_SHIM, encoding="utf-8")
        shim.chmod(0o755)
    (directory / "calls").write_text("0", encoding="utf-8")
    process = _started(
        member,
        PATH=f"{directory}:{member.environment['PATH']}",
        KILL_DIRECTORY=str(directory),
        KILL_GIT="/usr/bin/git",
        KILL_AT=str(clones.dice.randint(1, MOST_CALLS)),
        KILL_HOW=clones.dice.choice(("before", "while", "after")),
        KILL_SECONDS=f"{clones.dice.uniform(0, 0.02):.4f}",
    )
    _end(clones, member, process)
    killed = directory / "killed"
    clones.kills += killed.exists()
    killed.unlink(missing_ok=True)


def _started(member: Member, **environment: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [program(), "sync"],
        env={**member.environment, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _end(clones: Clones, member: Member, process: "subprocess.Popen[bytes]") -> None:
    _, complaint = process.communicate()
    clones.after_sync(member, process.returncode, complaint.decode("utf-8", "replace"))


def measure(clones: Clones) -> None:
    """Take the time of a sync in peace."""
    began = time.monotonic()
    assert clones.members[0].program("sync").status == 0
    clones.usual = time.monotonic() - began


def without_merging(clones: Clones, member: Member) -> None:
    """What people do who have only git: commit, pull and keep their own lines where both changed some, push."""
    ours = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    member.git("config", "--unset-all", "merge.followthrough.driver", status=None)
    member.git("add", "ledger.json", status=None)
    member.git(*ours, "commit", "--quiet", "--message", "ours", status=None)
    member.git(*ours, "pull", "--quiet", "--no-edit", "--no-rebase", "-X", "ours", "origin", "main", status=None)
    member.git("push", "--quiet", "origin", "HEAD:main", status=None)
    clones.syncs += 1
