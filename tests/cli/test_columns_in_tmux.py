"""Columns in a real terminal: where tmux has its cursor when the last column begins."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.cli.promises import add
from tests.support.terminal import Terminal

pytestmark = pytest.mark.external
LAST = "no due date"
TEXTS = (
    "Send the slides",
    "日本語の資料を送る",
    "각 사람에게 보내기",
    "\u1100\u1161\u11a8 in Jamo",
    "ｶﾞｲﾄﾞ",
    "zoe\u0308 and e\u0301",
    "family 👨‍👩‍👧 and 🎉",
    "flag 🇪🇸 and ☎︎",
    "לשלוח את השקפים, שָׁלוֹם",
    "إرسال العرض غدًا",
    "می\u200cخواهم",
    "สวัสดีน้ำ",
    "नमस्ते",
)
"""Of what terminals agree on. They do not of U+FE0F and of skin tones, which tmux learned after 3.3."""


class Screen:
    """A tmux of 80 columns that shows one line after the other."""

    def __init__(self, terminal: Terminal) -> None:
        self._socket = terminal.home / "tmux"
        self._script = terminal.home / "lines.sh"

    def show(self, lines: list[str]) -> None:
        """Begin with the first line; `ended_at` goes on to the next."""
        shown = "".join(f"printf '\\033[2J\\033[H%s' {shlex.quote(line)}; read _\n" for line in lines)
        self._script.write_text(f"stty -echo\n{shown}sleep 60\n", encoding="utf-8")
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "5", f"sh {self._script}")

    def ended_at(self, beginning: str) -> int:
        """The column of the cursor behind the line that begins so; then the next line is shown."""
        for _ in range(100):
            if self.tmux("capture-pane", "-p").startswith(beginning):
                column = int(self.tmux("display", "-p", "#{cursor_x}"))
                self.tmux("send-keys", "Enter")
                return column
            time.sleep(0.05)
        raise AssertionError(self.tmux("capture-pane", "-p"))

    def tmux(self, *arguments: str) -> str:
        """One tmux command; what it prints."""
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self._socket), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "screen", "HOME": str(self._socket.parent)},
        )
        return done.stdout


@pytest.fixture
def screen(terminal: Terminal) -> Iterator[Screen]:
    """A screen that is taken away at the end."""
    if shutil.which("tmux") is None:
        pytest.skip("no tmux: apt-get install tmux")
    shown = Screen(terminal)
    try:
        yield shown
    finally:
        shown.tmux("kill-server")


def test_the_last_column_begins_where_tmux_has_it_in_every_line(terminal: Terminal, screen: Screen) -> None:
    for text in TEXTS:
        add(terminal, text, to="שרה" if "ש" in text else "ana")
    lines = [line.split(LAST)[0] for line in terminal.ft("list", COLUMNS="80").out.splitlines()]
    assert len(lines) == len(TEXTS)
    screen.show(lines)
    assert len({screen.ended_at(line[:6]) for line in lines}) == 1
