"""Files that a scheduler reads: written whole, for this user's eyes alone, and taken away again."""

import os

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.refusals import refusals
from followthrough.domain.schedule import ScheduledText

_MODE = 0o600


def user_home() -> str:
    """The home directory of this user."""
    return os.path.expanduser("~")


def put(disk: Disk, texts: tuple[ScheduledText, ...]) -> None:
    """Each text as its file. Raises MachineRefusedError."""
    for each in texts:
        assert each.path is not None
        with refusals("write", each.path):
            disk.make_directory(os.path.dirname(each.path))
            disk.put(each.path, each.text.encode(), _MODE)


def take_away(disk: Disk, paths: tuple[str, ...]) -> None:
    """None of these files is there any more. Raises MachineRefusedError."""
    for path in paths:
        with refusals("remove", path):
            disk.remove(path)
