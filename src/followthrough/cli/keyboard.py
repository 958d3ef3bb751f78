"""One key, or one line, from the terminal. Both raise KeyboardInterrupt, and EOFError where the terminal is closed.

`typer.getchar` would do for a key, if it did not drop what is pressed while it prepares (on a busy machine most answers
to a question that is just shown), and turn to another terminal, or fail, when this one is closed.
"""

import os
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from followthrough.cli.display import width_of, write_text
from followthrough.rendering.lines import wrapped
from followthrough.rendering.safe_text import safe_text

_MOST_BYTES = 32


def ask_key(ask: Callable[[], None]) -> str:
    """The key pressed after `ask` has asked for one, in lower case; several that come in one go are one odd key.

    Keys from before are dropped: nobody answers a question they have not seen.
    """
    with _closing_is_the_end(), _keys_come_at_once():
        ask()
        return _pressed().rstrip("\r\n").lower()


def ask_line(question: str, stream: TextIO | None = None) -> str:
    """The line typed as an answer, without the space around it; the question goes to our output, or that stream."""
    shown = stream or sys.stdout
    with _closing_is_the_end():
        lines = wrapped(safe_text(question), (width_of(shown) or 80) - 1)
        write_text("\n".join(lines) + " ", shown)
        shown.flush()
        typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.strip()


def _pressed() -> str:
    typed = os.read(sys.stdin.fileno(), _MOST_BYTES).decode(errors="replace")
    if typed == "\x03":
        raise KeyboardInterrupt
    if not typed or typed == "\x04":
        raise EOFError
    return typed


@contextmanager
def _keys_come_at_once() -> Iterator[None]:
    """Keys are neither echoed nor held back until a line ends, and an interruption is a key like the others."""
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    at_once = termios.tcgetattr(keyboard)
    at_once[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
    at_once[6][termios.VMIN], at_once[6][termios.VTIME] = 1, 0
    termios.tcsetattr(keyboard, termios.TCSAFLUSH, at_once)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


@contextmanager
def _closing_is_the_end() -> Iterator[None]:
    """Whatever a terminal that is closed makes fail ends the input."""
    try:
        yield
    except (OSError, termios.error) as error:
        raise EOFError from error
