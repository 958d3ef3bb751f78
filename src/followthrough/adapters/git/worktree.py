"""The files of a repository brought up to a new commit: those beside the ledger as git does, and git's own index."""

import os
from collections.abc import Sequence

from followthrough.adapters.git.attributes import attributes_line, with_line
from followthrough.adapters.git.commits import Commits
from followthrough.adapters.git.configuration import Configuration
from followthrough.adapters.git.place import Place
from followthrough.adapters.git.program import Git, failures, reason_in
from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.errors import GitFailedError, NamesProgramError, OthersInTheWayError


def check_programs_to_check_out(configuration: Configuration, place: Place) -> None:
    """Raise NamesProgramError where a repository names what git would run to merge other files, or to write them."""
    if keys := configuration.programs_to_check_out():
        raise NamesProgramError(os.path.join(place.common, "config"), keys)


class Worktree:
    """The checked-out files of one repository."""

    def __init__(self, git: Git, place: Place, commits: Commits, configuration: Configuration, disk: Disk) -> None:
        self._git = git
        self._place = place
        self._commits = commits
        self._configuration = configuration
        self._disk = disk

    def bring(self, old: str | None, new: str, own: Sequence[str]) -> None:
        """Bring them from the old commit to the new one; of the `own` paths git's index alone.

        The ledger's own file is written by whoever writes ledgers. Raises OthersInTheWayError, NamesProgramError.
        """
        before = old or self._commits.nothing
        others = [each for each in self._commits.others_changed(before, new) if each not in own]
        if others:
            check_programs_to_check_out(self._configuration, self._place)
        self._bring_attributes(old, new, own)
        for path in own:
            entry = f"100644,{self._commits.blob(new, path)},{path}"
            ran = self._git.run("update-index", "--add", "--cacheinfo", entry, at=self._place.top)
            if ran.status:
                raise GitFailedError("note the ledger in its index", reason_in(ran.err))
        if others:
            self._git.run("update-index", "-q", "--refresh", at=self._place.top)  # what was only touched is no change
            ran = self._git.run("read-tree", "-m", "-u", before, new, at=self._place.top)
            if ran.status:
                raise OthersInTheWayError(reason_in(ran.err))

    def _bring_attributes(self, old: str | None, new: str, own: Sequence[str]) -> None:
        """The attributes as the new commit has them, unless somebody changed the file here."""
        for path in own[1:]:
            before, after = self._commits.text_in(old, path) if old else b"", self._commits.text_in(new, path)
            file = os.path.join(self._place.top, path)
            with failures(f"write {file}"):
                there = self._disk.read(file) if self._disk.kind(file) == "file" else b""
                if there != after and there in (b"", before, with_line(b"", attributes_line(self._place.path))):
                    self._disk.put(file, after, 0o644)
