"""Delivery as a notification on the desktop, by notify-send or osascript."""

from collections.abc import Callable
from html import escape
from shutil import which
from typing import TYPE_CHECKING

from followthrough.adapters.notify.process import Runner
from followthrough.domain.delivery import Letter
from followthrough.domain.errors import DeliveryFailedError
from followthrough.rendering.safe_text import safe_text

if TYPE_CHECKING:
    from followthrough.domain.digest import DigestFormat

LONGEST = 2000
"""Characters; no notification shows more, and an argument list has an end."""
_SCRIPT = "on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run"


class DesktopDelivery:
    """A notification by the first program that is there."""

    key = "desktop"
    name = "the desktop"
    layout: "DigestFormat" = "text"

    def __init__(self, runner: Runner, find: Callable[[str], str | None] = which) -> None:
        self._runner = runner
        self._find = find

    def deliver(self, letter: Letter) -> None:
        for message in letter.messages:
            status = self._runner.run(self.name, self._arguments(letter.subject, shortened(message)))
            if status:
                raise DeliveryFailedError(self.name, f"the program that shows it ended with status {status}")

    def _arguments(self, subject: str, body: str) -> list[str]:
        if program := self._find("notify-send"):
            return [program, "--app-name=followthrough", "--", subject, escape(body, quote=False)]
        if program := self._find("osascript"):
            return [program, *(word for line in _SCRIPT for word in ("-e", line)), subject, body]
        raise DeliveryFailedError(self.name, "there is neither notify-send nor osascript here")


def shortened(message: str) -> str:
    """As many whole lines as a notification has room for; what is no plain character is written out."""
    safe = "\n".join(safe_text(line) for line in message.strip().splitlines())
    if len(safe) <= LONGEST:
        return safe
    return f"{safe[:LONGEST].rpartition(chr(10))[0] or safe[: LONGEST - 1]}\n…"
