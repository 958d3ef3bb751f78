"""Runs what delivers a digest: in a process group of its own, with an end to every wait."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from followthrough.domain.errors import DeliveryFailedError

if TYPE_CHECKING:
    import subprocess

ERRORS = 2
"""The descriptor of standard error."""


class Runner:
    """Runs programs for deliveries, each for so many seconds at most."""

    def __init__(self, wait_seconds: float, environment: Mapping[str, str] = os.environ) -> None:
        self._wait_seconds = wait_seconds
        self._environment = environment

    def run(
        self,
        destination: str,
        arguments: Sequence[str],
        content: str = "",
        *,
        variables: Mapping[str, str] | None = None,
        heard: bool = False,
    ) -> int:
        """The exit status of a program that gets `content` as its input; `heard`, what it says goes to our errors.

        Raises DeliveryFailedError where it cannot be started, or does not end and is ended with all that it started.
        """
        import subprocess

        output = _errors() if heard else subprocess.DEVNULL
        try:
            process = subprocess.Popen(  # noqa: S603  # what the user asked to be run
                arguments,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env={**self._environment, **(variables or {})},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DeliveryFailedError(destination, f"it could not be started ({reason})") from None
        with process:
            try:
                process.communicate(content.encode("utf-8", "replace"), timeout=self._wait_seconds)
            except subprocess.TimeoutExpired:
                stop(process)
                reason = f"there was no end to it within {_seconds(self._wait_seconds)}"
                raise DeliveryFailedError(destination, reason) from None
            except BaseException:
                stop(process)
                raise
            return process.returncode


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it started in its group."""
    import signal

    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _errors() -> int:
    """Where what a program says is to go: our standard error, where there is one."""
    import subprocess

    try:
        os.fstat(ERRORS)
    except OSError:
        return subprocess.DEVNULL
    return ERRORS


def _seconds(count: float) -> str:
    return "1 second" if count == 1 else f"{count:g} seconds"
