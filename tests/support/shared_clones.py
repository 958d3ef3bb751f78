"""Machines that share a ledger through a bare repository, and git as people run it by hand."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import IO, NamedTuple

from tests.support.terminal import Dice, Said, Terminal

_CONFIGURATION = """[user]
\tname = {name}
\temail = {name}@example.org
[init]
\tdefaultBranch = main
[pull]
\trebase = false
[core]
\teditor = true
[advice]
\tdetachedHead = false
"""


STRANGER = ("-c", "user.name=mal", "-c", "user.email=mal@x")


class Machine(Terminal):
    """A member's machine, whose ledger's directory is a clone."""

    def __init__(self, home: Path, name: str, **environment: str) -> None:
        super().__init__(home, LOGNAME=name, **environment)
        self.name = name
        self.dice = Dice(sum(name.encode()))
        home.mkdir(parents=True, exist_ok=True)
        (home / ".gitconfig").write_text(_CONFIGURATION.format(name=name), encoding="utf-8")
        self.configuration.parent.mkdir(parents=True, exist_ok=True)
        self.configuration.write_text(f'me = "{name}"\n', encoding="utf-8")

    @property
    def repository(self) -> Path:
        """The clone."""
        return self.ledger.parent

    def run_git(
        self, *arguments: str | bytes, at: Path | None = None, stdin: IO[bytes] | None = None, **environment: str
    ) -> Said:
        """Git by hand."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=at or self.repository,
            env={**self.environment, **environment},
            stdin=stdin or subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    def git(
        self, *arguments: str | bytes, at: Path | None = None, stdin: IO[bytes] | None = None, **environment: str
    ) -> str:
        """Git by hand, where it must go well; what it printed."""
        said = self.run_git(*arguments, at=at, stdin=stdin, **environment)
        assert said.status == 0, (arguments, said)
        return said.out.rstrip("\n")

    def config(self, key: str, value: str) -> None:
        """A line in the clone's own configuration."""
        self.git("config", "--add", key, value)

    def write(self, path: str, content: str | bytes, mode: int = 0o644) -> Path:
        """A file in the clone."""
        file = self.repository / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        file.chmod(mode)
        return file

    def commit(self, message: str = "By hand") -> str:
        """Everything in the clone, committed by hand; the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", message)
        return self.git("rev-parse", "HEAD")

    def commit_all_and_push(self, message: str = "By hand") -> str:
        """The same, and pushed."""
        commit = self.commit(message)
        self.git("push", "--quiet", "--no-verify", "origin", "HEAD")
        return commit

    def add(self, what: str, to: str = "cy") -> str:
        """A promise; its id."""
        said = self.ft("--json", "add", what, "--to", to)
        assert said.status == 0, said
        return str(json.loads(said.out)["commitments"][0]["id"])

    def synced(self, *options: str) -> Said:
        """What a sync said that must go well, and have nothing to complain of."""
        said = self.ft("sync", *options)
        assert (said.status, said.err) == (0, ""), said
        return said

    def texts(self) -> list[str]:
        """The texts of all promises here, sorted."""
        said = self.ft("--json", "list", "--all")
        assert said.status == 0, said
        return sorted(each["what"] for each in json.loads(said.out)["commitments"])


class Shared(NamedTuple):
    """A bare repository, and two machines in step with it; the paths are the same in every test."""

    top: Path
    hub: Path
    sam: Machine
    ana: Machine

    def machine(self, name: str) -> Machine:
        """One more machine, set up and in step."""
        machine = Machine(self.top / name, name)
        said = machine.ft("sync", "--setup", str(self.hub))
        assert said.status == 0, said
        return machine

    def hub_git(self, *arguments: str | bytes) -> str:
        """Git in the bare repository."""
        return self.sam.git(*arguments, at=self.hub)

    def put_there(self, content: bytes | None = None, *, entry: str | None = None, root: bool = False) -> str:
        """A commit of a stranger's upon what is there, with that ledger, or that entry of a tree in its place."""
        name = self.sam.git("hash-object", "-w", str(self.written(content or b"")), at=self.hub)
        others = [line for line in self.hub_git("ls-tree", "main").splitlines() if not line.endswith("\tledger.json")]
        lines = [*others, (entry or "100644 blob {}").format(name) + "\tledger.json"]
        listed = self.written("".join(f"{line}\n" for line in lines).encode())
        with listed.open("rb") as file:
            tree = self.sam.git("mktree", "--missing", at=self.hub, stdin=file)
        parents = () if root else ("-p", "main")
        commit = self.hub_git(*STRANGER, "commit-tree", tree, *parents, "-m", "x")
        self.hub_git("update-ref", "refs/heads/main", commit)
        return commit

    def written(self, content: bytes) -> Path:
        """A file with that content, for git to read."""
        file = self.top / "content"
        file.write_bytes(content)
        return file

    @property
    def there(self) -> bytes:
        """The ledger as the bare repository has it."""
        done = subprocess.run(["git", "show", "main:ledger.json"], cwd=self.hub, capture_output=True, check=True)
        return done.stdout


def made(top: Path) -> Shared:
    """A shared ledger with one promise of each of two members."""
    top.mkdir(parents=True)
    shared = Shared(top, top / "hub.git", Machine(top / "sam", "sam"), Machine(top / "ana", "ana"))
    sam, ana = shared.sam, shared.ana
    sam.git("init", "--quiet", "--bare", "--template=", str(shared.hub), at=top)
    sam.add("Send the slides", to="ana")
    assert sam.ft("sync", "--setup", str(shared.hub)).status == 0
    assert ana.ft("sync", "--setup", str(shared.hub)).status == 0
    ana.add("Bring the tent", to="sam")
    ana.synced()
    sam.synced()
    return shared


def part(shared: Shared) -> None:
    """One has sent a promise that the other has not seen, and the other one has not sent theirs."""
    shared.ana.add("Water the plants", to="sam")
    shared.ana.synced()
    shared.sam.add("Fix the bike", to="ana")


def again(shared: Shared, kept: Path) -> Shared:
    """Everything as it was when it was made and kept."""
    shutil.rmtree(shared.top)
    shutil.copytree(kept, shared.top, symlinks=True)
    for machine in (shared.sam, shared.ana):
        machine.dice = Dice(sum(machine.name.encode()) + 1)
        machine.environment.pop("FOLLOWTHROUGH_LEDGER", None)
    return shared


def without_who_reads(err: str) -> str:
    """What was said besides who will be able to read the ledger, which a first sync says."""
    told = ("Whoever can read ", "git keeps every version: ")
    lines = (line for line in err.splitlines(keepends=True) if not line.startswith(told))
    return "".join(line for line in lines if " of them is marked private. " not in line)
