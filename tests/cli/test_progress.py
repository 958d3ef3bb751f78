"""The bar of what takes longer than a second: drawn over itself on a terminal that can, and nowhere else."""

import io
import re
import sys
from unittest.mock import patch

import pytest

from followthrough.cli import progress as module
from followthrough.cli.progress import progress


class Screen(io.StringIO):
    """A terminal that remembers everything it was sent."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which lines may be drawn over."""
    for name in ("FOLLOWTHROUGH_ASCII", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def sent(stream: io.StringIO) -> str:
    """What some work sends to standard error, if that is this."""
    with patch.object(sys, "stderr", stream), progress("Importing") as tell:
        for done in range(3):
            tell(done, 3)
    return stream.getvalue()


def test_what_takes_long_shows_how_far_it_is_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", -1.0)
    drawn = sent(Screen())
    words = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", drawn)
    assert re.findall(r"Importing [^0-9]*(\d/\d)", words)[-1] == "2/3"
    assert drawn.endswith("\x1b[2K"), "the line is cleared"
    assert "\x1b[?25h" in drawn, "the cursor is shown again"


def test_what_is_soon_done_shows_nothing() -> None:
    assert sent(Screen()) == ""


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("FOLLOWTHROUGH_ASCII", "1")])
def test_a_terminal_that_is_read_line_by_line_gets_no_bar(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", -1.0)
    monkeypatch.setenv(name, value)
    assert sent(Screen()) == ""


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", -1.0)
    assert sent(io.StringIO()) == ""
