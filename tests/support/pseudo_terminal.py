"""The program on a real pseudo-terminal: keys go in one by one, and what it shows is waited for."""

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from tests.support.terminal import Terminal, program

_OPENED_BY_ITSELF = 'exec "$@" <"$0" >"$0" 2>&1'
"""A session's first process that opens a terminal has it for its own: interruptions and hanging up reach it there."""


class PseudoTerminal:
    """A terminal of so many columns and rows in which one command runs."""

    def __init__(self, arguments: tuple[str, ...], environment: Mapping[str, str], columns: int, rows: int) -> None:
        self._side, child = os.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._process = subprocess.Popen(
            ["sh", "-c", _OPENED_BY_ITSELF, os.ttyname(child), program(), *arguments],
            env={"TERM": "xterm", **environment},
            start_new_session=True,
        )
        self._written = b""
        self._seen = 0
        self._child = child

    def wait_for(self, text: str, seconds: float = 20) -> str:
        """What was shown since the last wait, up to this text and as far as it has come. Fails where it never comes."""
        ends = time.monotonic() + seconds
        while text not in self._unseen():
            left = ends - time.monotonic()
            assert left > 0, f"{text!r} was not shown, but: {self._unseen()!r}"
            self._read(left)
        shown = self._unseen()
        self._seen = len(self._written)
        return shown

    def press(self, keys: str) -> None:
        """Send these keys in one go."""
        os.write(self._side, keys.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C until it is heard: one that comes between a prompt and the reading of a line waits for a key."""
        for _ in range(5):
            self.press("\x03")
            ends = time.monotonic() + 3
            while time.monotonic() < ends:
                self._read(0.05)
                if self._process.poll() is not None:
                    return

    def ended(self, seconds: float = 20) -> tuple[int, str]:
        """The exit status, once the program is done, and what it showed since the last wait."""
        ends = time.monotonic() + seconds
        while self._process.poll() is None:
            assert time.monotonic() < ends, f"still running; it showed: {self._unseen()!r}"
            self._read(0.05)
        while self._read(0.05):
            pass
        return self._process.returncode, self._unseen()

    def hang_up(self) -> int:
        """Close the terminal under the program; its exit status, negative where the signal of that ended it."""
        os.close(self._child)
        os.close(self._side)
        self._side = self._child = -1
        return self._process.wait(timeout=20)

    def close(self) -> None:
        """End what still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(timeout=20)
        for each in (self._side, self._child):
            with suppress(OSError):
                os.close(each)

    def _unseen(self) -> str:
        return self._written[self._seen :].decode(errors="replace").replace("\r\n", "\n")

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._side], [], [], seconds)
        if ready:
            self._written += os.read(self._side, 65536)
        return bool(ready)


@contextmanager
def on_a_terminal(
    terminal: Terminal, *arguments: str, columns: int = 80, rows: int = 24, **environment: str
) -> Iterator[PseudoTerminal]:
    """A command on a pseudo-terminal, without colours unless asked for, ended at the end in any case."""
    there = PseudoTerminal(arguments, {**terminal.environment, "NO_COLOR": "1", **environment}, columns, rows)
    try:
        yield there
    finally:
        there.close()


def without_colours(text: str) -> str:
    """The text without the sequences that colour it."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
