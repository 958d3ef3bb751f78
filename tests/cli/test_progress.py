"""The bar of what takes longer than a second: drawn over itself on a terminal that can, and nowhere else."""

import io
import re
import sys
from collections.abc import Callable
from time import sleep
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


def until(done: Callable[[], bool]) -> None:
    """Wait for another thread, within reason."""
    for _ in range(1000):
        if done():
            return
        sleep(0.01)
    raise AssertionError("nothing came")


def sent(stream: io.StringIO, *, drawing: bool = False) -> str:
    """What some work sends to standard error, if that is this."""
    with patch.object(sys, "stderr", stream), progress("Importing") as tell:
        for done in range(3):
            tell(done, 4)
            if drawing:
                until(lambda done=done: f"{done} of 4" in stream.getvalue())  # type: ignore[misc]
        tell(3, 4)  # the last one begins, and then all of it is written
    return stream.getvalue()


def waited(stream: io.StringIO) -> str:
    """What is sent while a bar would have had the time to be drawn."""
    with patch.object(sys, "stderr", stream), progress("Importing"):
        sleep(0.5)
    return stream.getvalue()


def words_of(drawn: str) -> str:
    """What stands on the screen, without where and in which colour."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", drawn)


def is_taken_away(drawn: str) -> bool:
    """Whether the line is cleared, and the cursor is shown again."""
    return drawn.endswith("\x1b[2K") and "\x1b[?25h" in drawn


def test_what_takes_long_shows_how_far_it_is_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    drawn = sent(Screen(), drawing=True)
    assert re.findall(r"Importing [^0-9]*(\d of \d)", words_of(drawn))[-1] == "2 of 4"
    assert is_taken_away(drawn)


def test_what_does_not_say_how_far_it_is_shows_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    stream = Screen()
    with patch.object(sys, "stderr", stream), progress("Checking"):
        until(lambda: words_of(stream.getvalue()).count("Checking") > 2)
    assert is_taken_away(stream.getvalue())
    assert not re.search(r"\d", words_of(stream.getvalue()))


def interrupted(stream: Screen) -> None:
    """Work that is interrupted while its bar is drawn."""
    with patch.object(sys, "stderr", stream), progress("Checking"):
        until(lambda: "Checking" in stream.getvalue())
        raise KeyboardInterrupt


def test_a_bar_is_taken_away_where_the_work_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    stream = Screen()
    with pytest.raises(KeyboardInterrupt):
        interrupted(stream)
    assert is_taken_away(stream.getvalue())


def test_what_is_soon_done_shows_nothing() -> None:
    assert sent(Screen()) == ""


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("FOLLOWTHROUGH_ASCII", "1")])
def test_a_terminal_that_is_read_line_by_line_gets_no_bar(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    monkeypatch.setenv(name, value)
    assert waited(Screen()) == ""


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    assert waited(io.StringIO()) == ""
