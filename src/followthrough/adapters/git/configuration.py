"""What the configuration of one repository says: programs that it names, remotes, and the merge driver for ledgers.

A user's own configuration may name programs; that of a repository came with the repository, from whoever made it.
"""

import os
import re
import shlex
from collections.abc import Mapping, Sequence

from followthrough.adapters.git.program import Git

DRIVER = "followthrough"
_OWN_SCOPES = ("local", "worktree")
_CONNECTING = re.compile(
    r"core\.(sshcommand|gitproxy|askpass)|(credential|remote)(\..*)?\.(helper|uploadpack|receivepack|vcs)"
)
"""What git would run on the way to a remote."""
_CHECKING_OUT = re.compile(r"(filter|merge)\..*\.(clean|smudge|process|driver)")
"""What it would run where files beside the ledger are merged and brought up to date."""


class Configuration:
    """The configuration that a repository has of its own, as it was when it was read."""

    def __init__(self, git: Git, top: str) -> None:
        ran = git.run("config", "--list", "--includes", "--show-scope", "-z", at=top)
        self._values = _own(ran.out)

    def value(self, key: str) -> str | None:
        """The last value of a key, which is lower case but for what stands between its first and last dot."""
        return self._values.get(key)

    def programs_to_connect(self) -> tuple[str, ...]:
        """The keys that name what git would run on the way to a remote."""
        return tuple(key for key in self._values if _CONNECTING.fullmatch(key))

    def programs_to_check_out(self) -> tuple[str, ...]:
        """The keys that name what git would run to merge other files or to write them."""
        ours = f"merge.{DRIVER}.driver"
        return tuple(key for key in self._values if _CHECKING_OUT.fullmatch(key) and key != ours)

    @property
    def driver(self) -> str | None:
        """The merge driver for ledgers, where it is installed."""
        return self.value(f"merge.{DRIVER}.driver")

    @property
    def remotes(self) -> Mapping[str, str]:
        """The address of each remote, by name."""
        found = ((re.fullmatch(r"remote\.(.+)\.url", key), url) for key, url in self._values.items())
        return {match[1]: url for match, url in found if match}

    def remote_of(self, branch: str) -> str | None:
        """The remote that a branch is synced with: as it says, else `origin`, else the only one."""
        said = self.value(f"branch.{branch}.remote")
        if said is not None:
            return None if said == "." else said
        names = [*self.remotes]
        return "origin" if "origin" in names else names[0] if len(names) == 1 else None


def _own(listed: bytes) -> dict[str, str]:
    """The values of the repository's own scopes in what `git config --list --show-scope -z` prints."""
    words = os.fsdecode(listed).split("\0")
    pairs = zip(words[::2], words[1::2], strict=False)
    own = (entry.partition("\n") for scope, entry in pairs if scope in _OWN_SCOPES)
    return {key: value for key, _, value in own}


def driver_line(program: Sequence[str]) -> str:
    """The merge driver as git is told of it: ours, and git's own merge of texts where ours is missing or refuses.

    That leaves conflict markers, which a ledger does not hide. (git itself takes one side where a driver is missing.)
    """
    ours = " ".join(map(shlex.quote, program)).replace("%", "%%")
    return f"{ours} merge --driver %A %B || git merge-file -L here -L before -L there %A %O %B"


def driver_program(line: str) -> str | None:
    """The program that such a line begins with; None where it is none of ours."""
    try:
        words = shlex.split(line)
    except ValueError:
        return None
    return words[0].replace("%%", "%") if words and "--driver" in words else None
