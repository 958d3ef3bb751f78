"""The history that a ledger is part of and shares with a remote, by git."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from followthrough.actions.repository import Author, Theirs
from followthrough.adapters.git.attributes import attributes_line, attributes_path, ledger_named_in, with_line
from followthrough.adapters.git.commits import LARGEST_MEGABYTES, Commits
from followthrough.adapters.git.configuration import Configuration
from followthrough.adapters.git.held import held
from followthrough.adapters.git.place import Place, check_alone
from followthrough.adapters.git.program import Git, reason_in
from followthrough.adapters.git.remote import Remote
from followthrough.adapters.git.watch import emptied, suspicion
from followthrough.adapters.git.worktree import Worktree, check_programs_to_check_out
from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.errors import (
    FileTooLargeError,
    GitFailedError,
    MachineRefusedError,
    OtherPathError,
    RepositoryNotReadyError,
    UntrustedThereError,
)
from followthrough.domain.syncing import Suspicion

MOST_LOOSE_OBJECTS = 300
MOST_LOOSE_KILOBYTES = 50_000
"""How much may lie about in a repository before it is packed: a ledger of 13 MB takes some 2 MB a commit until then."""


class GitRepository:
    """One repository, the branch it is on, and the remote of that; every call is one for the ledger's file alone."""

    def __init__(self, git: Git, place: Place, disk: Disk | None = None) -> None:
        self.path = place.path
        self._git = git
        self._place = place
        self._disk = disk or Disk()
        self._commits = Commits(git, place, self._disk)
        self._branch = self._current_branch()
        self._configuration = Configuration(git, place.top)
        name = self._configuration.remote_of(self.branch)
        self._remote = None if name is None else Remote(git, place.top, name, self.branch, self._configuration)

    @property
    def branch(self) -> str:
        """The branch that is checked out, by its short name."""
        return self._branch

    @property
    def remote(self) -> str | None:
        """The name of the remote; None where there is only the history of this machine."""
        return None if self._remote is None else self._remote.name

    def _current_branch(self) -> str:
        ran = self._git.run("symbolic-ref", "--quiet", "HEAD", at=self._place.top)
        if ran.status or not ran.line.startswith("refs/heads/"):
            raise RepositoryNotReadyError(self._place.top, "it is on no branch (a detached HEAD)")
        return ran.line.removeprefix("refs/heads/")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the repository against other syncs. Raises SyncingElsewhereError, RepositoryNotReadyError."""
        with held(
            self._place.top, self._place.directory, self._locks(), self._disk, was_killed=lambda: self._git.was_killed
        ):
            self.check()
            yield

    def check(self) -> None:
        """Raise RepositoryNotReadyError, and what is wrong with the remote, where it cannot be synced as it is."""
        if (doing := self._place.under_way) is not None:
            raise RepositoryNotReadyError(self._place.top, f"{doing} with git is not finished there")
        check_alone(self._git, self._place)
        if self._remote is not None:
            self._remote.check()

    def _locks(self) -> list[str]:
        """The lock files that a killed git may leave."""
        refs = [f"refs/heads/{self.branch}"]
        if self._remote is not None:
            refs += [*self._remote.own_refs, f"refs/remotes/{self._remote.name}/{self.branch}"]
        own = ("index.lock", "HEAD.lock")
        shared = (*(f"{each}.lock" for each in refs), "packed-refs.lock", "config.lock", "shallow.lock")
        return [
            *(os.path.join(self._place.directory, each) for each in own),
            *(os.path.join(self._place.common, each) for each in shared),
        ]

    def ours(self) -> Theirs | None:
        """What the history here has of the ledger; None where it has nothing of it."""
        head = self.head
        where = f"{self.path} in the last commit here"
        with suppress(UntrustedThereError, FileTooLargeError):  # then it is history, and nothing to be united with
            content = None if head is None else self._commits.ledger_in(head, where)
            if head is not None and content is not None:
                return Theirs(commit=head, where=where, content=content, known=True, seen=None)
        return None

    def fetched(self) -> Theirs | None:
        """What the remote has now; None where there is none, or it has no such branch yet.

        Raises RemoteUnreachableError, NamesProgramError, UntrustedThereError, FileTooLargeError.
        """
        if self._remote is None:
            return None
        seen = self._commits.named(self._remote.seen_ref)
        commit = self._remote.fetched()
        if commit is None:
            if seen is None:
                self._remote.check_no_other_branch()
            return None
        where = f"{self.path} in {self._remote.name}"
        head = self.head
        known = head is not None and self._commits.is_in(commit, head)
        content = self._commits.ledger_in(commit, where) if not known else None
        if content is None and not known and (head is None or self._commits.ledger_in(head, where) is None):
            self._check_path(commit)
        return Theirs(commit=commit, where=where, content=content, known=known, seen=seen)

    def _check_path(self, commit: str) -> None:
        """Raise OtherPathError where a commit gives another file beside this one's place to the merge of ledgers."""
        text = os.fsdecode(self._commits.text_in(commit, attributes_path(self.path)))
        if (there := ledger_named_in(text)) is not None and there != os.path.basename(self.path):
            assert self._remote is not None
            raise OtherPathError(self.path, there, self._remote.name)

    def suspicion_of(self, theirs: Theirs | None) -> Suspicion:
        """What was done to the shared history since this machine saw it last; without theirs it is gone altogether."""
        if theirs is not None:
            return suspicion(self._commits, theirs.seen, theirs.commit)
        seen = None if self._remote is None else self._commits.named(self._remote.seen_ref)
        return Suspicion() if seen is None else emptied(self._commits, seen)

    @property
    def is_new_there(self) -> bool:
        """Whether this machine has never sent the ledger to the remote, nor fetched it from there."""
        return self._remote is not None and self._commits.named(self._remote.seen_ref) is None

    @property
    def address(self) -> str:
        """The address of the remote, without a password in it."""
        return "" if self._remote is None else self._remote.address

    def keep_seen(self, commit: str) -> None:
        """Remember that the other side had this commit."""
        if self._remote is not None:
            self._remote.keep_seen(commit)

    def tidy(self) -> None:
        """Pack what has come together: each commit has the whole ledger in it, and git's upkeep is switched off."""
        with suppress(GitFailedError, MachineRefusedError):  # everything is there by now
            found = re.match(r"(\d+) objects, (\d+) kilobytes", self._git.run("count-objects", at=self._place.top).line)
            if found and (int(found[1]) >= MOST_LOOSE_OBJECTS or int(found[2]) >= MOST_LOOSE_KILOBYTES):
                self._git.run("repack", "-d", "-l", "-q", at=self._place.top)

    @property
    def head(self) -> str | None:
        """The last commit here."""
        return self._commits.named(f"refs/heads/{self.branch}")

    def recorded(self, content: bytes, theirs: Theirs | None, message: str, author: Author) -> tuple[str, bool]:
        """The commit that has this content and all that either side had, and whether it was made now.

        Raises OthersConflictError, OthersInTheWayError.
        """
        if len(content) > LARGEST_MEGABYTES * 10**6:
            raise FileTooLargeError(self.path, LARGEST_MEGABYTES)
        head, other = self.head, None if theirs is None or theirs.known else theirs.commit
        tree_from, parents = self._bases(head, other)
        files = [(self.path, self._commits.stored(content)), *self._attributes(tree_from)]
        tree = self._commits.tree_with(tree_from, files)
        made = not (len(parents) == 1 and tree == self._commits.tree_of(parents[0]))
        new = self._commits.committed(tree, parents, message, author) if made else parents[0]
        if new != head:
            Worktree(self._git, self._place, self._commits, self._configuration, self._disk).bring(
                head, new, [path for path, _ in files]
            )
            self._move(head, new)
        return new, made

    def _attributes(self, commit: str | None) -> list[tuple[str, str]]:
        """The file that gives the ledger to the merge driver, if that is installed: as in a commit, with our line."""
        if self._configuration.driver is None:
            return []
        path = attributes_path(self.path)
        there = self._commits.text_in(commit, path) if commit else b""
        return [(path, self._commits.stored(with_line(there, attributes_line(self.path))))]

    def _bases(self, head: str | None, other: str | None) -> tuple[str | None, list[str]]:
        """What the new tree is made from, and the parents of the new commit."""
        if head is None or other is None:
            only = head or other
            return only, [only] if only else []
        if self._commits.is_in(head, other):
            return other, [other]
        base = self._commits.base(head, other) or self._commits.nothing
        if not self._commits.others_changed(base, other):
            return head, [head, other]
        if not self._commits.others_changed(base, head):
            return other, [head, other]
        check_programs_to_check_out(self._configuration, self._place)
        return self._commits.merged_tree(head, other), [head, other]

    def _move(self, old: str | None, new: str) -> None:
        """The branch to the new commit, unless somebody moved it meanwhile."""
        words = ("-m", "ft sync", f"refs/heads/{self.branch}", new, old or "0" * len(new))
        ran = self._git.run("update-ref", *words, at=self._place.top)
        if ran.status:
            raise GitFailedError(f"move the branch {self.branch}", reason_in(ran.err))

    def sent(self, commit: str) -> bool:
        """Whether the remote took it; False where others were faster. Raises RemoteRefusedError."""
        assert self._remote is not None
        return self._remote.sent(commit)
