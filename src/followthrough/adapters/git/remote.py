"""The remote of a branch: fetched from and pushed to, nothing else of it trusted."""

import os
import re

from followthrough.adapters.git.configuration import Configuration
from followthrough.adapters.git.program import Git, Ran, reason_in
from followthrough.domain.errors import (
    BadRemoteError,
    ForeignRemoteError,
    GitFailedError,
    NamesProgramError,
    NoSuchBranchThereError,
    RemoteRefusedError,
    RemoteUnreachableError,
)

_ALIKE = (
    "fetch first",
    "non-fast-forward",
    "needs force",
    "stale info",
    "cannot lock ref",
    "failed to update ref",
    "incorrect old value",
)
"""What a push is refused for where somebody else was faster."""
_HELPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")


class Remote:
    """A remote by its name, and one branch of it."""

    def __init__(self, git: Git, top: str, name: str, branch: str, configuration: Configuration) -> None:
        self.name = name
        self._git = git
        self._top = top
        self._branch = branch
        self._configuration = configuration

    @property
    def seen_ref(self) -> str:
        """The ref of ours that has what this machine saw there last."""
        return self._ref("seen")

    @property
    def own_refs(self) -> tuple[str, ...]:
        """The refs that are ours alone."""
        return self.seen_ref, self._ref("incoming")

    def _ref(self, kind: str) -> str:
        name = re.sub(r"[^\w-]", "_", self.name, flags=re.ASCII)
        return f"refs/followthrough/{kind}/{name}/{self._branch}"

    def fetched(self) -> str | None:
        """The commit that the branch has there; None where it has no such branch. Raises RemoteUnreachableError."""
        self.check()
        ref = f"refs/heads/{self._branch}"
        incoming = self._ref("incoming")
        options = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap=")
        ran = self._run("fetch", *options, "--end-of-options", self.name, f"+{ref}:{incoming}")
        if ran.status and "couldn't find remote ref" in ran.err:
            return None
        if ran.status:
            raise RemoteUnreachableError(self.name, reason_in(ran.err))
        return self._git.run("rev-parse", "--verify", f"{incoming}^{{commit}}", at=self._top).line

    @property
    def address(self) -> str:
        """Where it is, without a password that stands in the address."""
        return re.sub(r"(?<=//)[^/@]*@", "…@", self._configuration.remotes.get(self.name, self.name))

    def check_no_other_branch(self) -> None:
        """Raise NoSuchBranchThereError where it has other branches: a second one would split those who share it."""
        there = heads(self._git, self._top, self.name)
        if there:
            raise NoSuchBranchThereError(self.name, self._branch, there[0])

    def keep_seen(self, commit: str) -> None:
        """Remember that it had this commit."""
        self._git.run("update-ref", self.seen_ref, commit, at=self._top)

    def sent(self, commit: str) -> bool:
        """Whether the branch there has this commit now; False where it has others. Raises RemoteRefusedError."""
        options = ("--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no")
        ran = self._run("push", *options, "--end-of-options", self.name, f"{commit}:refs/heads/{self._branch}")
        if not ran.status:
            return True
        told = [line for line in os.fsdecode(ran.out).splitlines() if line.startswith("!")]
        if not told:
            raise RemoteUnreachableError(self.name, reason_in(ran.err))
        if any(each in told[0] for each in _ALIKE):
            return False
        why = told[0].rpartition("(")[2].rstrip(")")
        raise RemoteRefusedError(self.name, "; ".join(dict.fromkeys((why, reason_in(_remotes_words(ran.err))))))

    def _run(self, *arguments: str) -> Ran:
        try:
            return self._git.run(*arguments, at=self._top)
        except GitFailedError as problem:
            raise RemoteUnreachableError(self.name, problem.reason) from None

    def check(self) -> None:
        """Raise NamesProgramError, BadRemoteError, ForeignRemoteError where it must not be connected to."""
        if keys := self._configuration.programs_to_connect():
            raise NamesProgramError(os.path.join(self._top, ".git", "config"), keys)
        check_address(self._configuration.remotes.get(self.name, self.name))


def heads(git: Git, top: str, remote: str) -> list[str]:
    """The branches that a remote has, `main` or `master` before others; none where it cannot be asked."""
    try:
        ran = git.run("ls-remote", "--heads", "--end-of-options", remote, at=top)
    except GitFailedError:
        return []
    found = re.findall(r"^[0-9a-f]+\trefs/heads/(\S+)$", os.fsdecode(ran.out), re.MULTILINE)
    named = [each for each in found if not git.run("check-ref-format", f"refs/heads/{each}", at=top).status]
    return sorted(named, key=lambda each: (each != "main", each != "master", each))


def _remotes_words(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if line.startswith("remote:"))


def check_address(address: str) -> None:
    """Raise BadRemoteError, ForeignRemoteError where git would run a command for it, or somebody else's hooks."""
    if not address.strip() or address.startswith("-"):
        raise BadRemoteError(address, "it begins like an option" if address.strip() else "it is empty")
    if not address.isprintable():
        raise BadRemoteError(address, "there are control characters in it")
    if _HELPER.match(address):
        raise BadRemoteError(address, "what stands before “::” is a program that git would run")
    if (host := _host(address)).startswith("-"):
        raise BadRemoteError(address, f"its host, {host}, begins like an option")
    directory = os.path.expanduser(address.removeprefix("file://"))
    if "://" not in directory and os.path.isdir(directory) and os.stat(directory).st_uid not in (os.geteuid(), 0):
        raise ForeignRemoteError(address)


def _host(address: str) -> str:
    """The host in an address, as far as it has one."""
    if found := re.match(r"[a-z+]+://(?:[^/@]*@)?([^/:]*)", address):
        return found[1]
    before, colon, _ = address.partition(":")
    return before.rpartition("@")[2] if colon and "/" not in before else ""
