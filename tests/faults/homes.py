"""A home with a ledger and all that this machine keeps of it, which can be put back as it was again and again."""

import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.replicas import Replicas
from tests.support.terminal import Dice, Said, Terminal

_EVENT = re.compile(rb'"([k-z]{5}\.[1-9][0-9]*)')

STORY: tuple[tuple[str, ...], ...] = (
    ("add", "Send Ana the slides", "--to", "ana", "--by", "friday"),
    ("add", "Sort the attic", "--to", "ana"),
    ("add", "Mend the bicycle", "--to", "bo", "--by", "today"),
    ("add", "Call the plumber", "--to", "bo"),
    ("miss", "bicycle"),
    ("keep", "attic"),
    ("note", "slides", "two of five are done"),
)


def events_in(content: bytes | None) -> set[str]:
    """The ids of all events in a ledger, whole or not; those that a tombstone counts among them."""
    return {each.decode() for each in _EVENT.findall(content or b"")}


class Told(Terminal):
    """A terminal whose user has made some promises already."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.ids: dict[str, str] = {}

    def configured(self) -> None:
        """Say who the user is, so that no command has to."""
        assert self.ft("config", "me", "sam").status == 0

    def tell(self, *commands: tuple[str, ...]) -> None:
        """Run commands that have to succeed; a promise is remembered by the last word of it."""
        for each in commands:
            said = self.ft("--json", *(word.format(**self.ids) for word in each))
            assert said.status == 0, said.err
            if each[0] == "add":
                self.ids[each[1].split()[-1]] = json.loads(said.out)["commitments"][0]["id"]

    def do(self, *arguments: str) -> Said:
        """Run a command in which `{attic}` stands for the id of that promise, and HOME for the directory."""
        return self.ft(*(each.format(**self.ids).replace("HOME", str(self.home)) for each in arguments))


class Picture(NamedTuple):
    """Everything in a home at one moment, and how the next ids would fall."""

    folders: tuple[str, ...]
    files: dict[str, bytes]
    same: tuple[tuple[str, ...], ...]
    """Names of one file."""
    left: bool
    """Whether this machine knows the ledger as it left it."""
    dice: object

    def key(self) -> object:
        """Equal for homes that no program could tell apart, but by numbers that the system gives."""
        return frozenset((_steady(name), _unsealed(content)) for name, content in self.files.items()), self.same


def picture(terminal: Terminal) -> Picture:
    """The home as it is now."""
    files, folders, names = {}, [], {}  # type: dict[str, bytes], list[str], dict[int, list[str]]
    for path in sorted(terminal.home.rglob("*")):
        name = str(path.relative_to(terminal.home))
        if path.is_dir():
            folders.append(name)
        else:
            files[name] = path.read_bytes()
            names.setdefault(path.stat().st_ino, []).append(name)
    same = tuple(tuple(each) for each in names.values() if len(each) > 1)
    return Picture(tuple(folders), files, same, any(_left(terminal)), terminal.dice._dice.getstate())


def put_back(terminal: Terminal, was: Picture) -> None:
    """Make the home what it was."""
    for each in terminal.home.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()
    for folder in was.folders:
        (terminal.home / folder).mkdir(parents=True, exist_ok=True)
    for name, content in was.files.items():
        (terminal.home / name).write_bytes(content)
    for first, *others in was.same:
        for other in others:
            (terminal.home / other).unlink()
            (terminal.home / other).hardlink_to(terminal.home / first)
    if was.left:
        for known in _replicas(terminal):
            known.keep(None)
    terminal.dice = Dice()
    terminal.dice._dice.setstate(was.dice)  # type: ignore[arg-type]  # it is what getstate gave


def left_over(terminal: Terminal) -> list[str]:
    """Temporary files that nobody cleared away, beside the ledger and in the state directory.

    Not beside a file that a user named: who writes there holds no lock, and so cannot know whether its writer lives.
    """
    ours = (terminal.home / "data", terminal.home / "state")
    return sorted(str(each.relative_to(terminal.home)) for place in ours for each in place.rglob("*.tmp"))


def _replicas(terminal: Terminal) -> list[Replicas]:
    state = terminal.home / "state" / "followthrough"
    resolved = str(terminal.ledger.resolve())
    return [Replicas(str(state), each.parent.name, resolved) for each in state.glob("ledgers/*/*/replica.json")]


def _left(terminal: Terminal) -> list[bool]:
    found = Disk().stat(str(terminal.ledger))
    return [found is not None and each.left_as(found) for each in _replicas(terminal)]


def _steady(name: str) -> str:
    return re.sub(r"\.[0-9a-f]+\.tmp$", ".tmp", name)


def _unsealed(content: bytes) -> bytes:
    return re.sub(rb'"left": (\[.*?\]|null)|^\d+ ', b"", content)
