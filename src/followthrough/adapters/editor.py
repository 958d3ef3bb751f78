"""The user's editor, on a file in a directory of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from followthrough.domain.errors import EditorFailedError, MachineRefusedError, NoEditorError

_PROGRAMS = ("editor", "nano", "vi")
"""What is looked for where neither VISUAL nor EDITOR names one."""
_NAME = "promises.txt"


class SystemEditor:
    """The program that VISUAL or EDITOR names, with its arguments, or else the first one there is."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._directory = ""

    @property
    def _path(self) -> str:
        return os.path.join(self._directory, _NAME)

    def edit(self, text: str) -> None:
        command = self._command()
        try:
            self._directory = tempfile.mkdtemp(prefix="followthrough-", dir=self._environment.get("TMPDIR") or None)
            self._write(text)
        except OSError as error:
            self.discard()
            reason = error.strerror or str(error)
            raise MachineRefusedError("write", error.filename or "a temporary file", reason) from None
        _run([*command, self._path], dict(self._environment))

    def left(self) -> str:
        try:
            with open(self._path, encoding="utf-8", errors="surrogateescape", newline="") as file:
                return file.read()
        except OSError:
            return ""

    def keep(self, text: str) -> str:
        with suppress(OSError):  # then what the user left stays as it is
            self._write(text)
        return self._path

    def discard(self) -> None:
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)

    def _write(self, text: str) -> None:
        """The text as the file, all of it or as it was."""
        path = os.path.join(self._directory, f".{_NAME}")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
        os.replace(path, self._path)

    def _command(self) -> list[str]:
        import shlex

        named = self._environment.get("VISUAL", "").strip() or self._environment.get("EDITOR", "").strip()
        if not named:
            return [self._first()]
        try:
            return shlex.split(named)
        except ValueError as error:
            raise EditorFailedError(named, str(error)) from None

    def _first(self) -> str:
        search = self._environment.get("PATH", os.defpath)
        for name in _PROGRAMS:
            if path := shutil.which(name, path=search):
                return path
        raise NoEditorError


def _run(command: Sequence[str], environment: dict[str, str]) -> None:
    """Run it on the terminal until it ends. Raises EditorFailedError."""
    try:
        with _interruptions_are_the_editors(), _screen() as screen:
            status = subprocess.run(command, stdout=screen, env=environment, check=False).returncode  # noqa: S603  # theirs
    except OSError as error:
        raise EditorFailedError(command[0], error.strerror or str(error)) from None
    if status:
        reason = f"it ended with status {status}" if status > 0 else f"signal {-status} ended it"
        raise EditorFailedError(command[0], reason)


@contextmanager
def _interruptions_are_the_editors() -> Iterator[None]:
    """An interruption reaches the editor, for which it may be a key like others, and does not end us."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _screen() -> Iterator[int | None]:
    """What the editor draws on: our output, or the terminal where that goes elsewhere, as only results belong there."""
    if sys.stdout.isatty():
        yield None
        return
    try:
        terminal = os.open("/dev/tty", os.O_WRONLY)
    except OSError:
        yield subprocess.DEVNULL
        return
    try:
        yield terminal
    finally:
        os.close(terminal)
