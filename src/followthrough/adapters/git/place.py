"""Where a ledger stands in a git repository."""

import os
from typing import NamedTuple

from followthrough.adapters.git.configuration import DRIVER
from followthrough.adapters.git.program import Git, reason_in
from followthrough.domain.errors import GitFailedError, RepositoryNotReadyError

_UNDER_WAY = {
    "MERGE_HEAD": "a merge",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
}


class Place(NamedTuple):
    """A repository's top directory, its own files, those that all its worktrees share, and the ledger's path in it."""

    top: str
    directory: str
    common: str
    path: str

    @property
    def under_way(self) -> str | None:
        """What somebody began with git here and has not finished."""
        found = (said for name, said in _UNDER_WAY.items() if os.path.lexists(os.path.join(self.directory, name)))
        return next(found, None)


def check_alone(git: Git, place: Place) -> None:
    """Raise RepositoryNotReadyError where another ledger is in the repository: one sync would overwrite the other's."""
    ran = git.run("--no-literal-pathspecs", "ls-files", "-z", "--", f":(top,attr:merge={DRIVER})", at=place.top)
    others = [each for each in os.fsdecode(ran.out).split("\0") if each and each != place.path]
    if others:
        raise RepositoryNotReadyError(place.top, f"{others[0]} in it is a ledger too, and a repository holds one")


def place_of(git: Git, ledger: str) -> Place | None:
    """Where the ledger of that resolved path stands in a repository; None where no directory above it is one.

    Raises RepositoryNotReadyError, and what `Git.run` raises.
    """
    at, name = os.path.split(ledger)
    ran = git.run("rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir", "--show-prefix", at=at)
    if ran.status:
        if "not a git repository" in ran.err:
            return None
        if "this operation must be run in a work tree" in ran.err or "bare" in ran.err:
            raise RepositoryNotReadyError(at, "it has no files of its own, only history")
        raise GitFailedError(f"read the repository of {at}", reason_in(ran.err))
    top, directory, common, prefix = (ran.line + "\n\n\n\n").split("\n")[:4]
    if os.path.realpath(os.path.join(top, prefix)) != os.path.realpath(at):
        raise RepositoryNotReadyError(at, f"its files are said to be in {top}, where this ledger is not")
    return Place(top, directory, os.path.normpath(os.path.join(at, common)), prefix + name)
