"""Every action that writes, and what it needs to find."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.faults.homes import STORY, Told


def _nothing(home: Told) -> None:
    """It finds the story."""


def _a_copy(home: Told) -> None:
    copy = home.home / "copy.json"
    shutil.copy(home.ledger, copy)
    home.tell(
        ("add", "Bring the tent", "--to", "ana", "--ledger", str(copy)),
        ("note", "slides", "said elsewhere", "--ledger", str(copy)),
        ("note", "slides", "said here"),
    )


def _a_conflicted_copy(home: Told) -> None:
    copy = home.home / "copy.json"
    _a_copy(home)
    copy.rename(home.ledger.with_name("ledger.sync-conflict-20261123-101500-ABCDEFG.json"))
    copy.with_name("copy.json.lock").unlink()


def _an_export(home: Told) -> None:
    other = str(home.home / "other.json")
    home.tell(
        ("add", "Bring the tent", "--to", "bo", "--by", "friday", "--ledger", other),
        ("add", "Fetch the key", "--to", "cy", "--ledger", other),
        ("keep", "tent", "--ledger", other),
        ("export", "-o", str(home.home / "all-there.json"), "--ledger", other),
    )


def _undone(home: Told) -> None:
    home.tell(("undo",))


def _in_a_circle(home: Told) -> None:
    home.tell(("people", "medics", "--member", "me"))


def _told_of_all_but_one(home: Told) -> None:
    assert home.ft("digest", "--new").status == 0
    home.tell(("add", "Water the plants", "--to", "ana", "--by", "tomorrow"))


def _repeated(home: Told) -> None:
    home.tell(("add", "Do the watering", "--to", "ana", "--every", "sunday"))


def _a_lost_line(home: Told) -> None:
    lines = home.ledger.read_bytes().splitlines(keepends=True)
    home.ledger.write_bytes(b"".join(each for each in lines if b"the attic" not in each))


def _torn(home: Told) -> None:
    home.ledger.write_bytes(home.ledger.read_bytes()[:-700])


def _lost(home: Told) -> None:
    home.ledger.unlink()


def the_ledger(home: Told) -> Path:
    """What most of them write."""
    return home.ledger


def _snoozed(home: Told) -> Path:
    return _reminders(home, "snoozed.json")


def _marks(home: Told) -> Path:
    return _reminders(home, "[0-9a-f]*.json")


def _reminders(home: Told, name: str) -> Path:
    directory = home.home / "state" / "followthrough" / "reminders"
    return next(directory.glob(f"*/{name}"), directory / name)


class Action(NamedTuple):
    """A command that writes, what was before it, and which file it is to write."""

    command: tuple[str, ...]
    before: Callable[[Told], None] = _nothing
    file: Callable[[Told], Path] = the_ledger
    story: tuple[tuple[str, ...], ...] = STORY


ACTIONS: dict[str, Action] = {
    "add": Action(("add", "Water the plants", "--to", "ana")),
    "add, the first": Action(("add", "Water the plants", "--to", "ana"), story=()),
    "add --new": Action(("add", "Water the plants", "--to", "ana", "--new"), _lost),
    "keep": Action(("keep", "slides")),
    "move": Action(("move", "slides", "--by", "monday")),
    "miss": Action(("miss", "slides")),
    "note": Action(("note", "slides", "four of five")),
    "undo": Action(("undo",)),
    "redo": Action(("redo",), _undone),
    "confirm": Action(("confirm", "{attic}", "--who", "ana")),
    "repair": Action(("repair", "{bicycle}", "Brought a new one")),
    "release": Action(("release", "slides")),
    "withdraw": Action(("withdraw", "slides")),
    "reopen": Action(("reopen", "{attic}")),
    "add --every": Action(("add", "Call mum", "--to", "mum", "--every", "sunday")),
    "skip": Action(("skip", "watering"), _repeated),
    "series --every": Action(("series", "watering", "--every", "monday"), _repeated),
    "edit": Action(("edit", "slides", "--what", "Send Ana the five slides")),
    "forget": Action(("forget", "plumber", "--yes")),
    "people": Action(("people", "ana", "--name", "Ana Ruiz")),
    "people sharing": Action(("people", "sharing", "medics", "initials"), _in_a_circle),
    "merge": Action(("merge", "HOME/copy.json"), _a_copy),
    "merge, of what lies beside it": Action(("merge",), _a_conflicted_copy),
    "add, beside a conflicted copy": Action(("add", "Water the plants", "--to", "ana"), _a_conflicted_copy),
    "restore": Action(("restore",), _lost),
    "restore, a torn file": Action(("restore",), _torn),
    "doctor --fix": Action(("doctor", "--fix"), _a_lost_line),
    "doctor --fix, a torn file": Action(("doctor", "--fix"), _torn),
    "import": Action(("import", "HOME/all-there.json"), _an_export),
    "export": Action(("export", "-o", "HOME/all.json"), file=lambda home: home.home / "all.json"),
    "snooze": Action(("snooze", "slides", "monday"), file=_snoozed),
    "digest --new": Action(("digest", "--new"), _told_of_all_but_one, file=_marks),
    "report": Action(("report", "-o", "HOME/report.json"), file=lambda home: home.home / "report.json"),
    "calendar": Action(("calendar", "-o", "HOME/due.ics"), file=lambda home: home.home / "due.ics"),
}

ELSEWHERE = {
    "config": "the settings file is the user's, written by the settings' own adapter and tested with it",
    "remind": "its marks are those of digest --new; the rest is what it delivers",
    "review": "its answers are keep, miss and move of this list; its bookmark is tested with its adapter",
    "schedule": "the files of the system's scheduler, tested with their adapter",
    "sign": "a statement is written like a report",
    "sync": "it writes the ledger as merge does; with git around it in test_sync_killed",
    "demo": "a directory of its own, thrown away",
}
"""Commands that write something other than the ledger, and where that is tested."""


def told(directory: Path, action: Action) -> Told:
    """A home in which everything is as the action needs it."""
    home = Told(directory)
    home.configured()
    home.tell(*action.story)
    action.before(home)
    return home
