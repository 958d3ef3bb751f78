"""Runs of ssh-keygen: an argument list and no shell, questions only on a terminal, and an end to every wait."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, NamedTuple

from followthrough.domain.errors import MachineRefusedError, NoSigningProgramError, SigningProgramFailedError

if TYPE_CHECKING:
    import subprocess

WAIT_SECONDS = 60.0


class Ran(NamedTuple):
    """What a run came to: its exit status, its output, and what it said about it."""

    status: int
    out: bytes
    err: str


def has_terminal() -> bool:
    """Whether there is someone to ask: a controlling terminal on which what is said is seen."""
    import sys

    with suppress(OSError), open("/dev/tty", "rb"):
        return sys.stderr is not None and sys.stderr.isatty()
    return False


class SshKeygen:
    """The program ssh-keygen of this machine."""

    def __init__(
        self,
        program: str = "ssh-keygen",
        environment: Mapping[str, str] = os.environ,
        *,
        wait_seconds: float = WAIT_SECONDS,
        asks: Callable[[], bool] = has_terminal,
    ) -> None:
        self.program = program
        self.asks = asks
        self._environment = environment
        self._wait_seconds = wait_seconds

    def run(self, *arguments: str | bytes, content: bytes = b"") -> Ran:
        """A run that needs nobody: no terminal, `content` as its input, and a limit to its time.

        Raises NoSigningProgramError, SigningProgramFailedError when it does not end, MachineRefusedError.
        """
        import subprocess

        environment = {"SSH_ASKPASS_REQUIRE": "never"}
        with self._started(arguments, environment, stdin=subprocess.PIPE, alone=True) as process:
            try:
                out, err = process.communicate(content, timeout=self._wait_seconds)
            except subprocess.TimeoutExpired:
                reason = f"it gave no answer within {self._wait_seconds:g} seconds"
                raise SigningProgramFailedError(self.program, reason) from None
            return Ran(process.returncode, out, err.decode("utf-8", "replace"))

    def run_asking(self, *arguments: str | bytes, heard: bool = False) -> Ran:
        """A run that may ask for a passphrase on the terminal, for as long as that takes; without one, as `run`.

        What it says is collected, or with `heard` goes to the terminal: only there it asks for a touch of a security
        key. The input is no pipe: ssh-keygen would read the passphrase from it.
        """
        if not self.asks():
            return self.run(*arguments)
        with open("/dev/tty", "rb") as terminal, self._started(arguments, {}, stdin=terminal, heard=heard) as process:
            out, err = process.communicate()
            return Ran(process.returncode, out, (err or b"").decode("utf-8", "replace"))

    @contextmanager
    def _started(
        self,
        arguments: tuple[str | bytes, ...],
        environment: Mapping[str, str],
        *,
        stdin: int | IO[bytes],
        alone: bool = False,
        heard: bool = False,
    ) -> "Iterator[subprocess.Popen[bytes]]":
        """The process, which is over afterwards, whatever happens; `alone` is in a session of its own."""
        import subprocess

        try:
            process = subprocess.Popen(  # noqa: S603  # an argument list, no shell
                [self.program, *arguments],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=None if heard else subprocess.PIPE,
                env={**self._environment, "LC_ALL": "C", **environment},
                start_new_session=alone,
            )
        except FileNotFoundError:
            raise NoSigningProgramError(self.program) from None
        except OSError as error:
            raise MachineRefusedError("run", self.program, error.strerror or str(error)) from error
        with process:
            try:
                yield process
            except BaseException:
                _stop(process, alone=alone)
                raise


def _stop(process: "subprocess.Popen[bytes]", *, alone: bool) -> None:
    """End the process, and where it is in a session of its own whatever it started there."""
    import signal

    with suppress(ProcessLookupError):
        if alone:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def reason_in(said: str) -> str:
    """The last of what ssh-keygen said, as part of a sentence: one line, no control characters, not without end."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    last = "".join(letter if letter.isprintable() else " " for letter in (lines or ["it did not say why"])[-1])
    return last[:200].strip().rstrip(".")
