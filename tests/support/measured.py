"""The installed program with what it took: the peak of its memory, measured by a process that does nothing else."""

import subprocess
import sys
from typing import NamedTuple

from tests.support.terminal import Said, Terminal, program

_MEASURE = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
sys.stderr.write(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
sys.exit(status)
"""
"""A process of its own: what one reports of its memory begins with that of whoever started it."""


class Measured(NamedTuple):
    """What a command answered, and the most memory it had, in megabytes."""

    said: Said
    megabytes: float


def measured(terminal: Terminal, *arguments: str, seconds: float = 60) -> Measured:
    """Run the installed program; it is killed after so many seconds."""
    command = [sys.executable, "-c", _MEASURE, program(), *arguments]
    done = subprocess.run(command, env=terminal.environment, capture_output=True, timeout=seconds, check=False)
    err, end, kilobytes = done.stderr.decode().rpartition("\n")
    return Measured(Said(done.returncode, done.stdout.decode(), err + end), int(kilobytes) / 1024)
