"""Killed anywhere while something is forgotten: once the next command has written, it is nowhere."""

from pathlib import Path

import pytest

from tests.faults.homes import Told, picture, put_back
from tests.faults.seam import CHANGING, Kill, KilledError, on_the_seam
from tests.support.figures import count


def told(home: Path) -> Told:
    """A machine whose journal and backups have the text of a promise and the name of a person."""
    terminal = Told(home)
    terminal.configured()
    terminal.tell(
        ("add", "Ring the orthodontist", "--to", "zebedee"), ("add", "Sort the attic", "--to", "ana"), ("keep", "attic")
    )
    return terminal


def places(terminal: Told, *words: bytes) -> list[str]:
    """The files in which one of these words stands."""
    files = [each for each in terminal.home.rglob("*") if each.is_file()]
    return [str(each) for each in files if any(word in each.read_bytes() for word in words)]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("forget", "{orthodontist}", "--yes"), (b"orthodontist",)),
        (("forget", "@zebedee", "--yes"), (b"zebedee",)),
    ],
    ids=["a promise", "a person"],
)
def test_what_was_being_forgotten_is_nowhere_after_the_next_write(
    tmp_path: Path, command: tuple[str, ...], words: tuple[bytes, ...]
) -> None:
    home = told(tmp_path)
    was, kills, finished = picture(home), 0, False
    assert len(places(home, *words)) > 2
    while not finished:
        put_back(home, was)
        with on_the_seam(Kill(kills, of=CHANGING)):
            try:
                finished = home.do(*command).status == 0
            except KilledError:
                kills += 1
        again = not finished and home.do(*command).status
        assert home.do("note", "{attic}", "two boxes").status == 0
        assert again in (False, 0, 3, 5)
        assert places(home, *words) == [], kills
    count("killed while something is forgotten", kills=kills, bad=0)
    assert kills > 20
