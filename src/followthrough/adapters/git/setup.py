"""A repository made ready for `sync`: begun where there is none, with a remote, and with the merge driver."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress

from followthrough.adapters.git.attributes import attributes_line, attributes_path, literally, with_line
from followthrough.adapters.git.configuration import DRIVER, Configuration, driver_line
from followthrough.adapters.git.place import Place, check_alone, place_of
from followthrough.adapters.git.program import Git, reason_in
from followthrough.adapters.git.remote import Remote, check_address, heads
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.refusals import refusals
from followthrough.domain.errors import GitFailedError, LedgerAtHomeError, OtherRemoteError, RepositoryNotReadyError

NO_REMOTE = "none"
_REMOTE = "origin"
_BRANCH = "main"


def set_up(git: Git, ledger: str, remote: str, program: Sequence[str], disk: Disk) -> Place:
    """Make the repository of the ledger at that resolved path ready; all of it can be done again.

    `remote` is an address, the name of a remote, or `none`. Raises BadRemoteError, ForeignRemoteError,
    OtherRemoteError, RepositoryNotReadyError, GitFailedError, MachineRefusedError.
    """
    address = remote.strip()
    if address != NO_REMOTE:
        check_address(address)
    with refusals("make a place for", ledger):
        disk.make_directory(os.path.dirname(ledger))
    place = place_of(git, ledger) or _begun(git, ledger)
    setup = _Setup(git, place)
    check_alone(git, place)
    if address == NO_REMOTE:
        setup.leave_remote()
    else:
        setup.add_remote(address)
    setup.install_driver(program)
    _give_to_driver(place, disk)
    _exclude(place, disk)
    return place


def _begun(git: Git, ledger: str) -> Place:
    """A new repository in the ledger's own directory, with nothing of the machine's templates in it."""
    directory = os.path.dirname(ledger)
    if directory == os.path.realpath(os.path.expanduser("~")):
        raise LedgerAtHomeError(ledger)
    ran = git.run("init", "--quiet", "--template=", f"--initial-branch={_BRANCH}", at=directory)
    if ran.status:
        raise GitFailedError(f"begin a repository in {directory}", reason_in(ran.err))
    place = place_of(git, ledger)
    if place is None:
        raise RepositoryNotReadyError(directory, "git does not find it")
    return place


class _Setup:
    """The configuration of one repository on its way."""

    def __init__(self, git: Git, place: Place) -> None:
        self._git = git
        self._place = place

    def _set(self, key: str, value: str) -> None:
        ran = self._git.run("config", "--local", "--replace-all", key, value, at=self._place.top)
        if ran.status:
            raise GitFailedError(f"set {key}", reason_in(ran.err))

    def add_remote(self, address: str) -> None:
        """The remote of that address, or of that name, for the branch that is checked out."""
        name = self._remote(address)
        self._take_branch(name)
        branch = self._git.run("symbolic-ref", "--short", "HEAD", at=self._place.top).line
        if branch:
            self._set(f"branch.{branch}.remote", name)
            self._set(f"branch.{branch}.merge", f"refs/heads/{branch}")

    def leave_remote(self) -> None:
        """From now on the branch is synced with nothing."""
        branch = self._git.run("symbolic-ref", "--short", "HEAD", at=self._place.top).line
        self._set(f"branch.{branch}.remote", ".")

    def _remote(self, address: str) -> str:
        """The name of the remote, which is added where there is none of that address."""
        remotes = Configuration(self._git, self._place.top).remotes
        if address in remotes:
            return address
        url = os.path.abspath(os.path.expanduser(address)) if _is_path(address) else address
        for name, there in remotes.items():
            if there == url:
                return name
        if _REMOTE in remotes and self._was_reached():
            raise OtherRemoteError(_REMOTE, remotes[_REMOTE])
        self._set(f"remote.{_REMOTE}.url", url)
        self._set(f"remote.{_REMOTE}.fetch", f"+refs/heads/*:refs/remotes/{_REMOTE}/*")
        return _REMOTE

    def _was_reached(self) -> bool:
        """Whether anything was ever fetched from the remote, or sent there; an address may have been mistyped."""
        words = (f"refs/followthrough/seen/{_REMOTE}/", f"refs/remotes/{_REMOTE}/")
        return bool(self._git.run("for-each-ref", "--count=1", *words, at=self._place.top).out)

    def _take_branch(self, remote: str) -> None:
        """Where nothing is committed here yet: the branch that the remote shows first, if it can be asked."""
        top = self._place.top
        if not self._git.run("rev-parse", "--verify", "--quiet", "HEAD", at=top).status:
            return
        Remote(self._git, top, remote, "", Configuration(self._git, top)).check()
        if branch := _first_branch(self._git, top, remote):
            self._git.run("symbolic-ref", "HEAD", f"refs/heads/{branch}", at=top)

    def install_driver(self, program: Sequence[str]) -> None:
        """The merge driver, for people who run git themselves."""
        self._set(f"merge.{DRIVER}.name", "what both copies of a ledger have")
        self._set(f"merge.{DRIVER}.driver", driver_line(program))


def _first_branch(git: Git, top: str, remote: str) -> str | None:
    """The branch that a remote shows first, if it can be asked and has it; else one that it has."""
    there = heads(git, top, remote)
    with suppress(GitFailedError):
        ran = git.run("ls-remote", "--symref", "--end-of-options", remote, "HEAD", at=top)
        found = re.match(r"ref: refs/heads/(\S+)\t", os.fsdecode(ran.out))
        if found and found[1] in there:
            return found[1]
    return there[0] if there else None


def _is_path(address: str) -> bool:
    """Whether an address is that of a directory of this machine."""
    return "://" not in address and (":" not in address.partition("/")[0])


def _give_to_driver(place: Place, disk: Disk) -> None:
    """The `.gitattributes` beside the ledger with the line for it; the next sync commits the same."""
    file = os.path.join(place.top, attributes_path(place.path))
    with refusals("write", file):
        own = disk.kind(file) == "file" and disk.leads_to(file) is None  # git does not follow links from here either
        there = disk.read(file) if own else b""
        if (wanted := with_line(there, attributes_line(place.path))) != there:
            disk.put(file, wanted, 0o644)


def _exclude(place: Place, disk: Disk) -> None:
    """Have git leave alone what stands beside the ledger and is for this machine."""
    directory, name = os.path.split(literally(place.path).replace("\n", "?"))
    at = directory.rstrip("/") + "/"
    lines = [f"{at}{name}.lock", f"{at}.{name}.*.tmp", f"{at}{name}.damaged-*"]
    file = os.path.join(place.common, "info", "exclude")
    with refusals("write", file):
        disk.make_directory(os.path.dirname(file))
        there = disk.read(file) if disk.kind(file) == "file" else b""
        fresh = [os.fsencode(line) for line in lines if os.fsencode(line) not in there.splitlines()]
        if fresh:
            start = there + (b"\n" if there and not there.endswith(b"\n") else b"")
            disk.put(file, start + b"\n".join(fresh) + b"\n", 0o644)
