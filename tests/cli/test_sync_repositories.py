"""`ft sync` where the other side, the machine or the repository is not as it should be, and where others use it too."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.shared_clones import Machine, Shared
from tests.support.terminal import Said

pytestmark = pytest.mark.external

LATER = "What is here is kept, and goes along next time.\nft sync again when it can be.\n"
ALL = ["Bring the tent", "Fix the bike", "Send the slides", "Water the plants"]
STATUS = "git status in its directory says how it stands.\n"


def _hook(shared: Shared, name: str, script: str) -> Path:
    hook = shared.hub / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    hook.chmod(0o755)
    return hook


def _goes_on(shared: Shared) -> None:
    """The next sync takes everything along."""
    shared.sam.synced()
    shared.ana.synced()
    assert shared.sam.texts() == shared.ana.texts() == ALL
    assert shared.sam.ledger.read_bytes() == shared.ana.ledger.read_bytes() == shared.there


def _fails(shared: Shared, *options: str, **environment: str) -> Said:
    """What is here stays, and is committed or not; nothing is sent."""
    before, there = shared.sam.texts(), shared.hub.exists() and shared.hub_git("rev-parse", "main")
    said = shared.sam.ft("sync", *options, **environment)
    assert said.out == ""
    assert {*before} <= {*shared.sam.texts()}
    assert not shared.hub.exists() or shared.hub_git("rev-parse", "main") == there
    return said


def test_what_a_hook_over_there_says_is_told_without_its_escape_codes(apart: Shared) -> None:
    hook = _hook(apart, "pre-receive", "printf 'not on \\033[31mMondays\\n\\033]0;x\\007' >&2; exit 1")
    assert _fails(apart) == (
        8,
        "",
        "origin did not take what is here: pre-receive hook declined; not on  [31mMondays; ]0;x. It is kept here, "
        "with what was there.\nWhoever keeps it can say why. ft sync tries again.\n",
    )
    hook.unlink()
    _goes_on(apart)


def test_a_remote_that_is_gone(apart: Shared) -> None:
    away = apart.hub.rename(apart.top / "away.git")
    reason = f"'{apart.hub}' does not appear to be a git repository; Could not read from remote repository"
    assert _fails(apart) == (8, "", f"origin could not be reached: {reason}. {LATER}")
    away.rename(apart.hub)
    _goes_on(apart)


def test_a_remote_that_goes_away_before_the_push(apart: Shared) -> None:
    _hook(apart, "pre-receive", f"mv {apart.hub} {apart.top}/away.git; exit 1")
    said = apart.sam.ft("sync")
    assert (said.status, said.out) == (8, "")
    (apart.top / "away.git").rename(apart.hub)
    (apart.hub / "hooks" / "pre-receive").unlink()
    _goes_on(apart)


def test_a_host_that_answers_nobody(apart: Shared) -> None:
    apart.sam.git("config", "remote.origin.url", "git://127.0.0.1:1/x")
    said = _fails(apart)
    assert said == (8, "", f"origin could not be reached: unable to connect to 127.0.0.1:. {LATER}")
    apart.sam.git("config", "remote.origin.url", str(apart.hub))
    _goes_on(apart)


@contextmanager
def _silent_server() -> Iterator[int]:
    """It accepts, and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
        for each in kept:
            each.close()


def test_a_server_that_never_answers(apart: Shared) -> None:
    with _silent_server() as port:
        apart.sam.git("config", "remote.origin.url", f"git://127.0.0.1:{port}/x")
        said = _fails(apart, "--timeout", "1")
    assert said == (8, "", f"origin could not be reached: there was no end to it within 1 seconds. {LATER}")
    apart.sam.git("config", "remote.origin.url", str(apart.hub))
    _goes_on(apart)


def test_a_machine_without_git(apart: Shared) -> None:
    (apart.top / "empty").mkdir()
    assert _fails(apart, PATH=str(apart.top / "empty")) == (
        7,
        "",
        "There is no git on this machine, which ft sync runs on.\n"
        "Install git, 2.38 or newer. Without it: ft merge FILE takes in a copy.\n",
    )
    _goes_on(apart)


def _stub(shared: Shared, script: str) -> str:
    """A git that does this first; the search path that finds it."""
    directory = shared.top / "stub"
    directory.mkdir()
    (directory / "git").write_text(f'#!/bin/sh\n{script}\nexec {shutil.which("git")} "$@"\n', encoding="utf-8")
    (directory / "git").chmod(0o755)
    return f"{directory}:/usr/bin:/bin"


def test_a_git_that_is_too_old(apart: Shared) -> None:
    old = 'case "$*" in *--no-write-fetch-head*) echo "error: unknown option" >&2; exit 129;; esac'
    assert _fails(apart, PATH=_stub(apart, old)) == (
        7,
        "",
        "The git on this machine is too old for ft sync.\n"
        "Install git, 2.38 or newer. Without it: ft merge FILE takes in a copy.\n",
    )
    _goes_on(apart)


def test_a_disk_that_is_full_while_git_writes(apart: Shared) -> None:
    full = 'case "$*" in *hash-object*) echo "fatal: write error: No space left on device" >&2; exit 128;; esac'
    said = _fails(apart, PATH=_stub(apart, full))
    assert said == (
        7,
        "",
        "git could not store the ledger: write error: No space left on device.\n"
        "Nothing that was recorded is lost; ft sync goes on where it stopped. git status may say more.\n",
    )
    _goes_on(apart)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory to somebody else")
def test_a_repository_of_another_owner(apart: Shared) -> None:
    os.chown(apart.sam.repository, 12345, 12345)
    said = _fails(apart)
    assert (said.status, said.err) == (
        7,
        f"git could not read the repository of {apart.sam.repository}: detected dubious ownership in repository at "
        f"'{apart.sam.repository}'.\nNothing that was recorded is lost; "
        "ft sync goes on where it stopped. git status may say more.\n",
    )
    os.chown(apart.sam.repository, 0, 0)
    _goes_on(apart)


def _detached(sam: Machine) -> None:
    sam.git("checkout", "--quiet", "--detach")


def _merging(sam: Machine) -> None:
    sam.commit()
    sam.git("fetch", "--quiet")
    sam.git("merge", "--no-commit", "--no-ff", "--quiet", "origin/main")


def _rebasing(sam: Machine) -> None:
    sam.commit()
    sam.run_git("rebase", "--quiet", "--exec", "false", "HEAD~1")


REASONS: dict[str, tuple[Callable[[Machine], None], str]] = {
    "detached": (_detached, "it is on no branch (a detached HEAD)"),
    "merging": (_merging, "a merge with git is not finished there"),
    "rebasing": (_rebasing, "it is on no branch (a detached HEAD)"),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_repository_in_the_middle_of_something_is_left_alone(apart: Shared, name: str) -> None:
    begin, reason = REASONS[name]
    begin(apart.sam)
    assert _fails(apart) == (
        5,
        "",
        f"The repository {apart.sam.repository} is not ready to be synced: {reason}. Nothing was changed.\n{STATUS}",
    )


def test_a_shallow_clone_is_synced_like_any(apart: Shared) -> None:
    bo = Machine(apart.top / "bo", "bo")
    bo.repository.parent.mkdir(parents=True)
    bo.git("clone", "--quiet", "--depth", "1", f"file://{apart.hub}", str(bo.repository), at=apart.top)
    bo.add("Paint the fence")
    assert bo.ft("sync").out == "Sent to origin, main.\n"
    apart.sam.synced()
    assert bo.synced().out.count("replaced") == 0
    assert bo.texts() == apart.sam.texts() == sorted([*ALL, "Paint the fence"])


def test_a_sparse_checkout_is_synced_like_any(apart: Shared) -> None:
    apart.ana.write("much/a.txt", "a\n")
    apart.ana.commit_all_and_push()
    apart.sam.git("sparse-checkout", "set", "--no-cone", "/ledger.json", "/.gitattributes")
    _goes_on(apart)
    assert not (apart.sam.repository / "much").exists()
    assert apart.hub_git("ls-tree", "-r", "--name-only", "main").split() == [
        ".gitattributes",
        "ledger.json",
        "much/a.txt",
    ]


def test_a_linked_worktree_is_synced_like_any(apart: Shared) -> None:
    sam = apart.sam
    tree = apart.top / "tree"
    sam.git("worktree", "add", "--quiet", "-b", "side", str(tree))
    sam.git("config", "branch.side.remote", "origin")
    path = str(tree / "ledger.json")
    assert sam.ft("add", "Paint the fence", "--to", "ana", FOLLOWTHROUGH_LEDGER=path).status == 0
    refused = sam.ft("sync", FOLLOWTHROUGH_LEDGER=path)
    assert (refused.status, refused.out, refused.err.splitlines()[-2:]) == (
        5,
        "",
        [
            "origin has no branch side; it has main. Nothing was sent.",
            "In the ledger's directory: git switch main. If a branch of its own is meant: git push origin side",
        ],
    )
    sam.git("push", "--quiet", "origin", "side", at=tree)
    assert sam.ft("sync", FOLLOWTHROUGH_LEDGER=path).out == "Sent to origin, side.\n"
    assert b"Paint the fence" in apart.hub_git("show", "side:ledger.json").encode()
    assert sam.git("status", "--porcelain", at=tree) == ""


@pytest.fixture
def projects(shared: Shared) -> tuple[Machine, Machine]:
    """Two clones of a repository with other files, and a ledger in a directory of it."""
    base = shared.top / "project"
    sam, ana = Machine(base / "sam", "sam"), Machine(base / "ana", "ana")
    sam.git("init", "--quiet", "--bare", "--template=", str(base / "hub.git"), at=base)
    for machine in (sam, ana):
        machine.environment["FOLLOWTHROUGH_LEDGER"] = str(machine.repository / "team" / "ledger.json")
    sam.git("init", "--quiet", str(sam.repository), at=base)
    sam.git("remote", "add", "origin", str(base / "hub.git"))
    sam.write("code.txt", "a\nb\nc\nd\ne\nf\n")
    sam.write("team/.gitattributes", "*.txt text")
    sam.commit()
    sam.git("push", "--quiet", "-u", "origin", "main")
    sam.add("Send the slides")
    assert sam.ft("sync", "--setup", "origin").status == 0
    ana.repository.parent.mkdir(parents=True)
    ana.git("clone", "--quiet", str(base / "hub.git"), str(ana.repository), at=base)
    assert ana.ft("sync", "--setup", "origin").status == 0
    return sam, ana


Projects = tuple[Machine, Machine]


def _team_ledger(machine: Machine) -> bytes:
    return (machine.repository / "team" / "ledger.json").read_bytes()


def test_a_ledger_in_a_repository_with_other_files_goes_with_them(projects: Projects) -> None:
    sam, ana = projects
    assert (sam.repository / "team" / ".gitattributes").read_text(encoding="utf-8") == (
        "*.txt text\n/ledger.json merge=followthrough -text\n"
    )
    ana.write("code.txt", "A\nb\nc\nd\ne\nf\n")
    ana.commit_all_and_push()
    ana.add("Bring the tent")
    sam.write("code.txt", "a\nb\nc\nd\ne\nF\n")
    sam.commit()
    sam.add("Fix the bike")
    for machine in (ana, sam, ana):
        machine.synced()
    for machine in projects:
        assert (machine.repository / "code.txt").read_text(encoding="utf-8") == "A\nb\nc\nd\ne\nF\n"
        assert machine.texts() == ["Bring the tent", "Fix the bike", "Send the slides"]
        assert machine.git("status", "--porcelain") == ""


def test_other_files_in_conflict_are_left_to_git(projects: Projects) -> None:
    sam, ana = projects
    ana.write("code.txt", "A\n")
    ana.commit_all_and_push()
    ana.add("Bring the tent")
    ana.synced()
    sam.write("code.txt", "B\n")
    sam.commit()
    sam.add("Fix the bike")
    assert sam.ft("sync") == (
        5,
        "",
        "Other files in the repository were changed on both sides: code.txt.\n"
        "git pull merges them, and the ledger with them; then ft sync.\n",
    )
    assert sam.texts() == ["Bring the tent", "Fix the bike", "Send the slides"]
    sam.commit()
    sam.run_git("pull", "--quiet", "--no-edit")
    sam.write("code.txt", "A and B\n")
    sam.commit("Merged")
    assert sam.texts() == ["Bring the tent", "Fix the bike", "Send the slides"]
    for machine in (sam, ana):
        machine.synced()
    assert _team_ledger(sam) == _team_ledger(ana)


@pytest.mark.parametrize("staged", [False, True], ids=["not staged", "staged"])
def test_what_is_not_committed_in_other_files_stays(projects: Projects, staged: bool) -> None:
    sam, ana = projects
    sam.write("code.txt", "mine\n")
    sam.write("new.txt", "mine\n")
    if staged:
        sam.git("add", "code.txt", "new.txt")
    ana.add("Bring the tent")
    ana.synced()
    sam.synced()
    assert sam.texts() == ["Bring the tent", "Send the slides"]
    ana.write("code.txt", "theirs\n")
    ana.commit_all_and_push()
    ana.add("Fix the bike")
    ana.synced()
    said = sam.ft("sync")
    assert (said.status, said.out) == (5, "")
    assert said.err.startswith(
        "The other side changed files beside the ledger that cannot be brought up to date here: "
    )
    assert [(sam.repository / each).read_text(encoding="utf-8") for each in ("code.txt", "new.txt")] == ["mine\n"] * 2
    assert {*sam.git("diff", "--name-only", "HEAD").split()} >= {"code.txt"}
    sam.git("checkout", "--quiet", "HEAD", "--", "code.txt")
    sam.synced()
    assert (sam.repository / "code.txt").read_text(encoding="utf-8") == "theirs\n"
    assert (sam.repository / "new.txt").read_text(encoding="utf-8") == "mine\n"


def test_attributes_behind_a_link_are_not_read_into_the_clone(shared: Shared) -> None:
    sam = shared.sam
    private = shared.top / "private"
    private.write_text("a secret\n", encoding="utf-8")
    (sam.repository / ".gitattributes").unlink()
    (sam.repository / ".gitattributes").symlink_to(private)
    assert sam.ft("sync", "--setup", str(shared.hub)).status == 0
    assert private.read_text(encoding="utf-8") == "a secret\n"
    assert (sam.repository / ".gitattributes").read_bytes() == b"/ledger.json merge=followthrough -text\n"
