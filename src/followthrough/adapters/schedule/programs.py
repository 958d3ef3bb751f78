"""Runs of the programs that schedulers are set up with: an argument list, no shell, and an end to every wait."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from followthrough.domain.errors import SchedulerFailedError

WAIT_SECONDS = 30.0


class Ran(NamedTuple):
    """What a run came to: its exit status, its output, and what it said about it."""

    status: int
    out: bytes
    err: str


class Programs:
    """The programs of this machine that are found by PATH."""

    def __init__(self, environment: Mapping[str, str] = os.environ, wait_seconds: float = WAIT_SECONDS) -> None:
        self._environment = environment
        self._wait_seconds = wait_seconds

    def has(self, program: str) -> bool:
        """Whether there is one of that name."""
        import shutil

        return shutil.which(program, path=self._environment.get("PATH", os.defpath)) is not None

    def run(self, *arguments: str, content: bytes = b"", left: str = "Nothing was changed.") -> Ran:
        """A run with `content` as its input; its messages are in English, so that they can be told apart.

        Raises SchedulerFailedError, which says what is `left`, where it cannot be begun or does not end.
        """
        import subprocess

        try:
            done = subprocess.run(  # noqa: S603  # an argument list, no shell
                arguments,
                input=content,
                capture_output=True,
                env={**self._environment, "LC_ALL": "C", "CRONTAB_NOHEADER": "Y"},
                timeout=self._wait_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            reason = f"it gave no answer within {self._wait_seconds:g} seconds"
            raise SchedulerFailedError(arguments[0], reason, left) from None
        except OSError as error:
            raise SchedulerFailedError(arguments[0], error.strerror or str(error), left) from None
        return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    def run_well(self, *arguments: str, content: bytes = b"", left: str = "Nothing was changed.") -> bytes:
        """The output of a run that has to end with status 0; anything else is a SchedulerFailedError."""
        ran = self.run(*arguments, content=content, left=left)
        if ran.status != 0:
            raise SchedulerFailedError(arguments[0], reason_in(ran), left)
        return ran.out


def reason_in(ran: Ran) -> str:
    """The last line of what a run said, as part of a sentence."""
    said = [line.strip() for line in ran.err.splitlines() if line.strip()]
    if not said:
        return f"it ended with status {ran.status}"
    return "".join(letter if letter.isprintable() else " " for letter in said[-1])[:200].strip().rstrip(".")
