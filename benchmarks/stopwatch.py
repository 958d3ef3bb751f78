"""Runs commands in turn, A B C A B C, and takes the time and the peak memory of each run."""

import fcntl
import os
import pty
import struct
import subprocess
import tempfile
import termios
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import BinaryIO

from msgspec import Struct


class Command(Struct, frozen=True, kw_only=True):
    """One command that is measured; `restore` puts back what it changes, before every run, outside the time taken."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    restore: Callable[[], None] | None = None
    on_terminal: bool = False


class Measured(Struct, frozen=True, kw_only=True):
    """The runs of one command: seconds each, and the largest peak memory in bytes."""

    seconds: tuple[float, ...]
    peak: int

    @property
    def typical(self) -> float:
        """The median of its runs, in seconds."""
        return median(self.seconds)


class FailedRunError(RuntimeError):
    """A command that was to be measured ended with an error."""


def in_turn(commands: Iterable[Command], rounds: int, after_each: Callable[[str], None]) -> dict[str, Measured]:
    """Every command once unmeasured, to warm up, and then `rounds` times, one after the other in turn."""
    listed = list(commands)
    for command in listed:
        _run(command)
        after_each(command.name)
    runs: dict[str, list[tuple[float, int]]] = {command.name: [] for command in listed}
    for _ in range(rounds):
        for command in listed:
            runs[command.name].append(_run(command))
            after_each(command.name)
    return {
        name: Measured(seconds=tuple(seconds for seconds, _ in found), peak=max(peak for _, peak in found))
        for name, found in runs.items()
    }


def _run(command: Command) -> tuple[float, int]:
    """One run: its seconds from before the start to after the end, and its peak memory in bytes."""
    if command.restore is not None:
        command.restore()
        os.sync()
    with tempfile.TemporaryFile() as errors:
        run = _on_terminal if command.on_terminal else _in_pipe
        begun = perf_counter()
        process = run(command, errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise FailedRunError(f"{command.name}: exit status {process.returncode}\n{said}")
    return seconds, usage.ru_maxrss * 1024


def _in_pipe(command: Command, errors: BinaryIO) -> "subprocess.Popen[bytes]":
    """The process, after all it wrote to a pipe was read."""
    process = subprocess.Popen(
        command.arguments,
        env=command.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
    )
    assert process.stdout is not None
    with process.stdout as output:
        while os.read(output.fileno(), 65536):
            pass
    return process


def _on_terminal(command: Command, errors: BinaryIO) -> "subprocess.Popen[bytes]":
    """The process, after all it wrote to a terminal of 120 columns was read."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    process = subprocess.Popen(
        command.arguments,
        env=command.environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=errors,
    )
    os.close(theirs)
    try:
        while os.read(ours, 65536):
            pass
    except OSError:  # how a terminal says that its other side is closed
        pass
    finally:
        os.close(ours)
    return process
