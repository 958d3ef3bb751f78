"""Runs the program as from a terminal: in process, or installed; with an environment of its own and nothing else."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from followthrough import bootstrap
from followthrough.cli.app import run

MONDAY = "2026-11-23T10:00:00-05:00"
NEW_YORK = "America/New_York"


class Said(NamedTuple):
    """What a command answered: its exit status, standard output and standard error."""

    status: int
    out: str
    err: str


class Dice:
    """Randomness that falls the same way in every run of the tests."""

    def __init__(self, seed: int = 2026) -> None:
        self._dice = random.Random(seed)

    def choose(self, letters: str) -> str:
        """One of the letters."""
        return self._dice.choice(letters)


class Terminal:
    """A user's terminal: a home directory, an environment, a clock that stands still until it is set."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.dice = Dice()
        self.environment: dict[str, str] = {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "FOLLOWTHROUGH_NOW": MONDAY,
            "TZ": NEW_YORK,
            "LOGNAME": "sam",
            "LC_ALL": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            **environment,
        }

    @property
    def configuration(self) -> Path:
        """The configuration file of this user."""
        return self.home / "config" / "followthrough" / "config.toml"

    @property
    def ledger(self) -> Path:
        """The ledger that is meant where none is named."""
        return self.home / "data" / "followthrough" / "ledger.json"

    def ft(self, *arguments: str, typed: str | bytes = b"", **environment: str) -> Said:
        """Run a command in this process, with what is typed on standard input; variables count for it alone."""
        variables = {**self.environment, **environment}
        encoding = variables.get("PYTHONIOENCODING", "utf-8")
        with _streams(typed, encoding) as (out, err), _environment(variables), self._seeded():
            status = run(list(arguments))
        return Said(status, out.getvalue().decode(encoding), err.getvalue().decode(encoding))

    def program(self, *arguments: str | bytes, typed: bytes = b"", **environment: str) -> Said:
        """Run the installed program."""
        done = subprocess.run(
            [program(), *arguments],
            env={**self.environment, **environment},
            input=typed,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    @contextmanager
    def at_home(self) -> Iterator["Terminal"]:
        """With the home as the working directory: a file that a command writes under a relative name lands there."""
        with chdir(self.home):
            yield self

    @contextmanager
    def _seeded(self) -> Iterator[None]:
        with patch.object(bootstrap, "SystemRandomness", lambda: self.dice):
            yield


def program() -> str:
    """The installed program: FOLLOWTHROUGH_PROGRAM, else the `ft` beside this Python."""
    return os.environ.get("FOLLOWTHROUGH_PROGRAM") or str(Path(sys.executable).with_name("ft"))


@contextmanager
def _streams(typed: str | bytes, encoding: str) -> Iterator[tuple[BytesIO, BytesIO]]:
    written = typed.encode() if isinstance(typed, str) else typed
    out, err = BytesIO(), BytesIO()
    streams: dict[str, Any] = {
        "stdin": TextIOWrapper(BytesIO(written), encoding="utf-8"),
        "stdout": TextIOWrapper(out, encoding=encoding, write_through=True),
        "stderr": TextIOWrapper(err, encoding=encoding, write_through=True),
        "argv": ["ft"],
    }
    with patch.multiple(sys, **streams):
        try:
            yield out, err
        finally:
            streams["stdout"].detach()
            streams["stderr"].detach()


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    with patch.dict(os.environ, variables, clear=True):
        yield
