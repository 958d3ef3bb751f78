"""Runs one program for so many seconds at most: given a text, its output nowhere, its last words kept."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import IO

_KEPT_BYTES = 4096
_LONGEST_WORDS = 120
_WAIT_FOR_WORDS_SECONDS = 0.5


class NotInTimeError(Exception):
    """The program did not end in time, and was stopped with all that it started."""


def failure_of(
    path: str, content: str, *, directory: str, environment: Mapping[str, str], wait_seconds: float
) -> str | None:
    """Run the program in that directory; why it failed, if it did, in words that follow its name.

    Raises NotInTimeError. What it started and left behind goes on where it did not wait for it.
    """
    import subprocess
    from threading import Thread

    from followthrough.adapters.notify.process import stop

    try:
        process = subprocess.Popen(  # noqa: S603  # what the user put there to be run
            [path],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=directory,
            env=environment,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"could not be started: {_explained(error)}"
    assert process.stdin is not None
    assert process.stderr is not None
    last = _LastWords(process.stderr)
    Thread(target=_give, args=(process.stdin, content.encode("utf-8", "replace")), daemon=True).start()
    hearing = Thread(target=last.hear, daemon=True)
    hearing.start()
    try:
        status = process.wait(wait_seconds)
    except BaseException as reason:
        stop(process)
        process.wait()
        if isinstance(reason, subprocess.TimeoutExpired):
            raise NotInTimeError from None
        raise
    if status == 0:
        return None
    hearing.join(_WAIT_FOR_WORDS_SECONDS)
    return f"{_ending(status)}{last.said()}"


class _LastWords:
    """The end of what a program says on its standard error, however much it says."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._kept = b""

    def hear(self) -> None:
        """Listen until it is closed."""
        with suppress(OSError, ValueError), self._stream as stream:
            while heard := os.read(stream.fileno(), 1 << 16):
                self._kept = (self._kept + heard)[-_KEPT_BYTES:]

    def said(self) -> str:
        """Its last line, in brackets; nothing where there is none."""
        lines = [line.strip() for line in self._kept.decode("utf-8", "replace").split("\n") if line.strip()]
        return f" ({lines[-1][:_LONGEST_WORDS].rstrip('.')})" if lines else ""


def _give(stream: IO[bytes], content: bytes) -> None:
    """Let it read; it need not."""
    with suppress(OSError, ValueError), stream:
        stream.write(content)


def _ending(status: int) -> str:
    return f"ended with status {status}" if status > 0 else f"was ended by signal {-status}"


def _explained(error: Exception) -> str:
    """What the machine says, and what it means for a file that is there."""
    from errno import ENOENT, ENOEXEC

    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, OSError) and error.errno in (ENOENT, ENOEXEC):
        return f"{reason} (its first line names the program that runs it, like #!/bin/sh)"
    return reason
