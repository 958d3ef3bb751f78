"""Commits of a repository: read and made without touching its files, through an index of our own."""

import os
from collections.abc import Sequence

from followthrough.actions.repository import Author
from followthrough.adapters.git.place import Place
from followthrough.adapters.git.program import Git, Ran, failures, reason_in
from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.errors import FileTooLargeError, GitFailedError, OthersConflictError, UntrustedThereError

LARGEST_MEGABYTES = 512
_INDEX = "followthrough.index"
_FILE = ("100644", "100755")


class Commits:
    """The commits of one repository, and the ledger's file in them."""

    def __init__(self, git: Git, place: Place, disk: Disk) -> None:
        self._git = git
        self._disk = disk
        self._place = place
        self._index = os.path.join(place.directory, _INDEX)

    def _ran(self, *arguments: str, content: bytes = b"", index: bool = False) -> Ran:
        variables = {"GIT_INDEX_FILE": self._index} if index else {}
        return self._git.run(*arguments, at=self._place.top, content=content, variables=variables)

    def _said(self, doing: str, *arguments: str, content: bytes = b"", index: bool = False) -> str:
        ran = self._ran(*arguments, content=content, index=index)
        if ran.status:
            raise GitFailedError(doing, reason_in(ran.err))
        return ran.line

    def named(self, ref: str) -> str | None:
        """The commit that a full name of a ref stands for; None where there is none."""
        ran = self._ran("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        return ran.line if not ran.status else None

    def is_in(self, older: str, newer: str) -> bool:
        """Whether the history of the newer commit has the older one."""
        return self._ran("merge-base", "--is-ancestor", older, newer).status == 0

    def count(self, *arguments: str) -> int:
        """How many commits `git rev-list` lists."""
        return int(self._said("count commits", "rev-list", "--count", *arguments))

    def listed(self, *arguments: str) -> list[str]:
        """The commits that `git rev-list` lists."""
        return self._said("list commits", "rev-list", *arguments).split()

    def committer(self, commit: str) -> str:
        """The name of whoever committed it, as the commit says."""
        name = self._said("read a commit", "log", "-1", "--encoding=UTF-8", "--format=%cn", commit)
        return os.fsencode(name).decode("utf-8", "replace")

    def parents(self, commit: str) -> list[str]:
        """The commits that it came from."""
        return self._said("read a commit", "rev-list", "--parents", "-1", commit).split()[1:]

    def ledger_in(self, commit: str, where: str) -> bytes | None:
        """The ledger's file in a commit; None where it has none. `where` is what it is called if it is refused.

        Raises UntrustedThereError where it is no plain file, FileTooLargeError.
        """
        entry = self._said("read a commit", "ls-tree", "-l", "-z", commit, "--", self._place.path).rstrip("\0")
        if not entry:
            return None
        mode, _, name, size = entry.partition("\t")[0].split()
        if mode not in _FILE:
            raise UntrustedThereError(where, "it is a link, a directory or another repository, not a file")
        if int(size) > LARGEST_MEGABYTES * 10**6:
            raise FileTooLargeError(where, LARGEST_MEGABYTES)
        ran = self._ran("cat-file", "blob", name)
        if ran.status:
            raise GitFailedError("read a file of a commit", reason_in(ran.err))
        return ran.out

    def text_in(self, commit: str, path: str) -> bytes:
        """Another small file of a commit; nothing where it has none."""
        ran = self._ran("cat-file", "blob", f"{commit}:{path}")
        return b"" if ran.status else ran.out

    def blob(self, commit: str, path: str) -> str:
        """The stored content of a file of a commit."""
        return self._said("read a commit", "rev-parse", "--verify", f"{commit}:{path}")

    def stored(self, content: bytes) -> str:
        """The name of this content among git's objects."""
        return self._said("store the ledger", "hash-object", "-w", "--stdin", content=content)

    def tree_with(self, commit: str | None, files: Sequence[tuple[str, str]]) -> str:
        """The tree of a commit, or of none, with these files by path and stored content."""
        for each in (self._index, f"{self._index}.lock"):
            with failures(f"clear {each}"):
                self._disk.remove(each)
        doing = "make a commit"
        self._said(doing, "read-tree", *([commit] if commit else ["--empty"]), index=True)
        for path, blob in files:
            self._said(doing, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", index=True)
        return self._said(doing, "write-tree", index=True)

    def tree_of(self, commit: str) -> str:
        """The tree of a commit."""
        return self._said("read a commit", "rev-parse", "--verify", f"{commit}^{{tree}}")

    def committed(self, tree: str, parents: Sequence[str], message: str, author: Author) -> str:
        """A new commit; by the name that git's user goes by, else by their handle."""
        words = [word for parent in parents for word in ("-p", parent)]
        moment = f"@{max(0, int(author.now.timestamp()))} {author.now:%z}"
        variables = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        if not (self._ran("config", "user.email").line.strip() and self._ran("config", "user.name").line.strip()):
            for role in ("AUTHOR", "COMMITTER"):
                variables |= {
                    f"GIT_{role}_NAME": author.handle,
                    f"GIT_{role}_EMAIL": f"{author.handle}@followthrough.invalid",
                }
        ran = self._git.run(
            "commit-tree", tree, *words, at=self._place.top, content=message.encode(), variables=variables
        )
        if ran.status:
            raise GitFailedError("make a commit", reason_in(ran.err))
        return ran.line

    def others_changed(self, before: str, after: str) -> list[str]:
        """The files beside the ledger that differ between two commits or trees."""
        listed = self._said(
            "compare commits", "diff-tree", "-r", "-z", "--name-only", "--no-renames", before, after, "--"
        )
        return [name for name in listed.split("\0") if name and name != self._place.path]

    def base(self, one: str, other: str) -> str | None:
        """A commit that both came from."""
        ran = self._ran("merge-base", one, other)
        return ran.line.split("\n")[0] if not ran.status else None

    def merged_tree(self, ours: str, theirs: str) -> str:
        """The tree of all other files of both commits, merged as git does it. Raises OthersConflictError."""
        words = ("--write-tree", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories")
        ran = self._ran("merge-tree", *words, ours, theirs)
        if ran.status not in (0, 1):
            raise GitFailedError("merge the other files of the repository", reason_in(ran.err))
        tree, *names = [each for each in os.fsdecode(ran.out).split("\0") if each]
        if others := [each for each in names if each != self._place.path]:
            raise OthersConflictError(tuple(others))
        return tree

    @property
    def nothing(self) -> str:
        """The tree that has no file."""
        return self._said("store an empty tree", "hash-object", "-w", "-t", "tree", "--stdin")
