"""Writes tests/data/hand_computed_circle.json, the ledger of a circle whose figures are worked out by hand.

`python -m tests.support.hand_computed_circle` writes it anew, with the commands that each member types on a machine of
their own; the expected figures stand in tests/cli/test_circles.py and nowhere else.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch
from zlib import crc32

from tests.support.terminal import Dice, Terminal

TARGET = Path(__file__).parents[1] / "data" / "hand_computed_circle.json"
NAMES = {
    "ana": "Ana Ruiz",
    "bo": "Bo Chen",
    "cleo": "Cleo Voss",
    "dee": "Dee Adeyemi",
    "eli": "Eli Novak",
    "fay": "Fay Brandt",
    "gus": "Gus Moreau",
    "hal": "Hal Ito",
}
"""The members of the circle; ivy is none of them."""
SEPTEMBER = "2026-09-01T09:00:00-04:00"
OCTOBER = "2026-10-20T09:00:00-04:00"


def promise(who: str, what: str, *more: str, by: str) -> tuple[str, str, tuple[str, ...]]:
    """A promise of 20 October to the circle; `by` is the day it is due."""
    return OCTOBER, who, ("add", what, "--to", "medics", "--by", by, "--visibility", "circle", *more)


def later(day: str, who: str, *words: str) -> tuple[str, str, tuple[str, ...]]:
    """What somebody types at noon of a day in November."""
    return f"2026-11-{day}T12:00:00-05:00", who, words


TYPED = (
    # Ana: one on time, one three days late, one open.
    promise("ana", "Soup for the march", by="2026-11-06"),
    promise("ana", "Pack the first-aid kits", by="2026-11-09"),
    promise("ana", "Train two newcomers", by="2026-12-01"),
    # Bo: one on time, one missed.
    promise("bo", "Print the leaflets", by="2026-11-06"),
    promise("bo", "Book the hall", by="2026-11-10"),
    # Cleo: one on time.
    promise("cleo", "Bring the tent", by="2026-11-13"),
    # Dee, who has no machine: one on time, one overdue, both told by Ivy.
    promise("ivy", "Charge the radios", "--from", "dee", by="2026-11-06"),
    promise("ivy", "Return the stretcher", "--from", "dee", by="2026-11-13"),
    # Eli: one on time. Fay: one on time. Gus: none.
    promise("eli", "Drive the van", by="2026-11-16"),
    promise("fay", "Sew the armbands", by="2026-11-13"),
    # Hal, who is left out: one missed, one on time.
    promise("hal", "Call the clinic", by="2026-11-06"),
    promise("hal", "Sort the bandages", by="2026-11-09"),
    # Counted nowhere: to somebody else, and of somebody who is no member.
    (OCTOBER, "ana", ("add", "Lend Dee the book", "--to", "dee", "--by", "2026-11-06", "--visibility", "circle")),
    promise("ivy", "Lend a ladder", by="2026-11-06"),
    later("05", "ana", "keep", "soup"),
    later("05", "ivy", "keep", "charge"),
    later("06", "bo", "keep", "print"),
    later("07", "bo", "confirm", "{soup}"),
    later("07", "hal", "miss", "clinic"),
    later("09", "hal", "keep", "sort"),
    later("10", "fay", "keep", "armbands"),
    later("11", "bo", "miss", "hall"),
    later("12", "ana", "keep", "first-aid"),
    later("13", "cleo", "keep", "tent"),
    later("16", "eli", "keep", "van"),
    later("17", "hal", "confirm", "{van}"),
    later("18", "ana", "note", "newcomers", "Who teaches the second half?", "--help-wanted"),
    later("19", "ana", "people", "sharing", "medics", "named"),
    later("19", "bo", "people", "sharing", "medics", "named"),
    later("19", "cleo", "people", "sharing", "medics", "initials"),
    later("19", "eli", "people", "sharing", "medics", "counted"),
    later("19", "hal", "people", "sharing", "medics", "left-out"),
)


def machine(home: Path, who: str) -> Terminal:
    """The machine of one of them, which writes the ledger in that directory."""
    (home / who).mkdir(exist_ok=True)
    return Terminal(home / who, LOGNAME=who, FOLLOWTHROUGH_LEDGER=str(home / "ledger.json"))


@contextmanager
def written() -> Iterator[Path]:
    """The directory with the ledger in which all of that was recorded."""
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        typed(home, SEPTEMBER, "ana", "add", "Found the circle", "--to", "me", "--no-due")
        for handle, name in NAMES.items():
            typed(home, SEPTEMBER, "ana", "people", handle, "--name", name, "--new-person")
        members = [word for handle in NAMES for word in ("--member", handle)]
        typed(home, SEPTEMBER, "ana", "people", "medics", "--name", "Street Medics", *members)
        for moment, who, words in TYPED:
            typed(home, moment, who, *words)
        yield home


def typed(home: Path, moment: str, who: str, *words: str) -> None:
    """Have somebody type a command; a word in braces stands for the id of the promise whose text has it."""
    terminal = machine(home, who)
    terminal.dice = Dice(crc32(f"{moment} {who} {words}".encode()))
    meant = [_id_of(terminal, word[1:-1]) if word.startswith("{") else word for word in words]
    with patch("followthrough.adapters.ledger.opening.machine_name", lambda: f"{who}s-machine"):
        said = terminal.ft(*meant, FOLLOWTHROUGH_NOW=moment)
    assert said.status == 0, said


def _id_of(terminal: Terminal, word: str) -> str:
    (found,) = json.loads(terminal.ft("list", "--all", "--search", word, "--json").out)["commitments"]
    return str(found["id"])


if __name__ == "__main__":
    with written() as ready:
        shutil.copy(ready / "ledger.json", TARGET)
