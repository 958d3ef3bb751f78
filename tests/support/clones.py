"""Members of a circle, each with a machine of their own, and a bare repository between them; with real git."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import Dice, Said, Terminal

needs_git = [pytest.mark.external, pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")]
"""The marks of tests that run git."""


def git(at: Path, *arguments: str, status: int | None = 0, **environment: str) -> str:
    """What git says in a directory, run as its user would, with no configuration but the repository's."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=at,
        env={
            "HOME": str(at),
            "PATH": "/usr/bin:/bin",
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C",
            "GIT_AUTHOR_NAME": "Git User",
            "GIT_AUTHOR_EMAIL": "git@example.org",
            "GIT_COMMITTER_NAME": "Git User",
            "GIT_COMMITTER_EMAIL": "git@example.org",
            **environment,
        },
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert status is None or done.returncode == status, (arguments, done)
    return done.stdout.decode() + (done.stderr.decode() if status != 0 else "")


class Member(Terminal):
    """A member's machine: a home of its own, with a repository beside the ledger once it is set up."""

    def __init__(self, place: Path, handle: str) -> None:
        super().__init__(place / handle, LOGNAME=handle, GIT_CONFIG_NOSYSTEM="1")
        self.handle = handle
        self.dice = Dice(sum(handle.encode()))
        self.home.mkdir(parents=True)

    @property
    def repository(self) -> Path:
        """The directory of the ledger."""
        return self.ledger.parent

    def git(self, *arguments: str, status: int | None = 0) -> str:
        """What git says in that directory."""
        return git(self.repository, *arguments, status=status)

    def sync(self, *arguments: str) -> Said:
        """What a sync says that has to succeed."""
        said = self.ft("sync", *arguments)
        assert said.status == 0, said
        return said


def remote_in(place: Path, name: str = "promises.git") -> Path:
    """An empty bare repository."""
    git(place, "init", "--quiet", "--bare", "--initial-branch=main", name)
    return place / name


def circle(place: Path, *handles: str) -> tuple[Path, tuple[Member, ...]]:
    """A remote, and members with a ledger in common that the first of them began."""
    remote = remote_in(place)
    members = tuple(Member(place, handle) for handle in handles)
    assert members[0].ft("add", "Open the hall", "--to", "all-of-us").status == 0
    for each in members:
        each.sync("--setup", str(remote))
    return remote, members
