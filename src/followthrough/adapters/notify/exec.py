"""Delivery by a command of the user's, run by the shell with the digest as its input."""

from hashlib import sha256
from typing import TYPE_CHECKING

from followthrough.adapters.notify.process import Runner
from followthrough.domain.delivery import Letter
from followthrough.domain.errors import DeliveryFailedError

if TYPE_CHECKING:
    from followthrough.domain.digest import DigestFormat

SUBJECT = "FOLLOWTHROUGH_SUBJECT"


class CommandDelivery:
    """A command line for `sh -c`; it is run once for each message, with the subject in its environment."""

    name = "the command"
    layout: "DigestFormat" = "text"

    def __init__(self, command: str, runner: Runner) -> None:
        self._command = command
        self._runner = runner

    @property
    def key(self) -> str:
        """A digest of the command: there may be a password in it."""
        return "exec:" + sha256(self._command.encode(errors="surrogateescape")).hexdigest()[:16]

    def deliver(self, letter: Letter) -> None:
        for message in letter.messages:
            status = self._runner.run(
                self.name, ["sh", "-c", self._command], message, variables={SUBJECT: letter.subject}, heard=True
            )
            if status:
                raise DeliveryFailedError(self.name, _ending(status))


def _ending(status: int) -> str:
    return f"it ended with status {status}" if status > 0 else f"it was ended by signal {-status}"
