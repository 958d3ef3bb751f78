"""A small shell for the documents: runs their command lines in a home of its own, with nothing left to chance."""

import io
import os
import random
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from followthrough import bootstrap
from followthrough.cli.app import run

HOME = "/home/sam"
"""What the documents show in place of the temporary home."""

OURS = frozenset({"ft", "followthrough"})
_LAPTOP = os.uname_result(("Linux", "laptop", "6", "1", "x86_64"))

EVERYWHERE = frozenset({"cat", "chmod", "cp", "cut", "echo", "install", "mkdir", "python", "tail"})
"""Programs besides ours that every machine with this repository has."""


class SeededRandomness:
    """Letters that come out the same every time."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def choose(self, letters: str) -> str:
        """One of the letters."""
        return self._random.choice(letters)


class Screen(io.StringIO):
    """Takes text as a terminal does, and bytes as a pipe does."""

    @property
    def buffer(self) -> "Bytes":  # type: ignore[override]  # as much of it as is used
        """Where whole documents are written to."""
        return Bytes(self)


class Bytes:
    """The bytes behind a screen."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def write(self, written: bytes) -> int:
        """Show them as the UTF-8 they are."""
        return self._screen.write(written.decode())


class Shell:
    """Runs one command line after another; each sees what those before it left."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._status = 0
        self._machines: dict[str, Path] = {}

    def set(self, name: str, value: str) -> None:
        """The clock (`now`), the zone (`zone`), the columns (`width`) or whose machine it is (`at`) from here on."""
        if name == "at":
            self._go_to(value)
            return
        os.environ[{"now": "FOLLOWTHROUGH_NOW", "zone": "TZ", "width": "COLUMNS"}[name]] = value

    def _go_to(self, user: str) -> None:
        """The machine of somebody else, whose git finds an empty git@example.org:promises.git."""
        place = self._machines.setdefault(user, self._home / "machines" / user)
        place.mkdir(parents=True, exist_ok=True)
        shared = self._home / "example.org"
        if not shared.exists():
            subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(shared / "promises.git")], check=True)
        (self._home / "gitconfig").write_text(
            f'[url "file://{shared}/"]\n\tinsteadOf = git@example.org:\n', encoding="utf-8"
        )
        variables = {"HOME": str(place), "LOGNAME": user, "GIT_CONFIG_GLOBAL": str(self._home / "gitconfig")}
        os.environ.update(variables, GIT_CONFIG_NOSYSTEM="1")
        os.chdir(place)

    def write(self, name: str, text: str) -> None:
        """Put a file into the home."""
        (self._home / name).write_text(text, encoding="utf-8")

    def say(self, command: str) -> str:
        """Everything that a command line prints, output and errors in the order in which they come."""
        screen, piped = Screen(), ""
        stages = list(_stages(command))
        for number, words in enumerate(stages, start=1):
            output = screen if number == len(stages) else Screen()
            self._status = self._run(words, piped, output, screen)
            piped = output.getvalue()
        text = screen.getvalue()
        for user, place in self._machines.items():
            text = text.replace(str(place), f"/home/{user}")
        return text.replace(str(self._home), HOME)

    def _run(self, words: list[str], piped: str, output: Screen, errors: Screen) -> int:
        program, *arguments = words
        if words == ["echo", "$?"]:
            output.write(f"{self._status}\n")
            return 0
        if program in OURS:
            with redirect_stdout(output), redirect_stderr(errors), pytest.MonkeyPatch.context() as patch:
                patch.setattr(sys, "stdin", io.StringIO(piped))
                return run(arguments)
        path = sys.executable if program == "python" else program
        done = subprocess.run([path, *arguments], input=piped, capture_output=True, text=True, check=False)
        output.write(done.stdout)
        errors.write(done.stderr)
        return done.returncode


@contextmanager
def shell(home: Path, seed: str) -> Iterator[Shell]:
    """A shell in an empty home, on a machine called `laptop` whose user is `sam`."""
    randomness = SeededRandomness(seed)
    with pytest.MonkeyPatch.context() as patch:
        for name in set(os.environ) - {"PATH"}:
            patch.delenv(name)
        for name, value in {"HOME": str(home), "LOGNAME": "sam", "LC_ALL": "C.UTF-8", "TERM": "dumb"}.items():
            patch.setenv(name, value)
        for name in ("FOLLOWTHROUGH_NOW", "TZ", "COLUMNS", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"):
            patch.setenv(name, "")  # so that what `set` leaves is taken away at the end
        patch.chdir(home)
        patch.setattr(bootstrap, "SystemRandomness", lambda: randomness)
        patch.setattr(os, "uname", lambda: _LAPTOP)
        yield Shell(home)


def programs(command: str) -> set[str]:
    """The programs that a command line runs; ours runs git to sync."""
    stages = [*_stages(command)]
    return {words[0] for words in stages} | {"git" for words in stages if words[0] in OURS and "sync" in words}


def _stages(command: str) -> Iterator[list[str]]:
    """The words of each program of a pipeline."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|")
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    for word in lexer:
        if word == "|":
            yield words
            words = []
        else:
            words.append(str(Path(word).expanduser()) if word.startswith("~/") else word)
    yield words
