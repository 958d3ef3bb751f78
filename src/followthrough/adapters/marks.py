"""What each place was told of a ledger, and what is snoozed: small files of their own in the state directory."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.errors import BadMarksError, BadSnoozesError, MarksNotKeptError, Problem, SnoozesNotKeptError

if TYPE_CHECKING:
    from followthrough.domain.noticing import Snoozes, Told

WAIT_SECONDS = 5.0
_MODE = 0o600

Unkept = Callable[[str, str], Problem]
"""The kind of problem where something could not be kept, made of a path and a reason."""


class FileMarks:
    """The marks of the ledger at a path: a directory named after a digest of where that path leads."""

    def __init__(
        self, state_directory: str, ledger_path: str, *, disk: Disk | None = None, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._state = state_directory
        self._ledger_path = ledger_path
        self._disk = disk or Disk()
        self._wait_seconds = wait_seconds

    @property
    def directory(self) -> str:
        """Where they are kept."""
        return os.path.join(self._state, "reminders", self._ledger())

    @property
    def snoozes_file(self) -> str:
        """The file that says what is snoozed."""
        return os.path.join(self.directory, "snoozed.json")

    def file_of(self, destination: str) -> str:
        """The file with the marks of a place."""
        return os.path.join(self.directory, f"{_digest(destination)}.json")

    @contextmanager
    def locked(self, destination: str) -> Iterator[bool]:
        with self._locked(self.file_of(destination), MarksNotKeptError) as ours:
            yield ours

    def told(self, destination: str) -> "Told":
        from followthrough.domain.noticing import Told
        from followthrough.formats.marks import told_in

        path = self.file_of(destination)
        try:
            text = self._text(path)
            return Told() if text is None else told_in(text, self._ledger(), destination)
        except OSError as error:
            raise BadMarksError(path, error.strerror or str(error)) from None
        except (ValueError, RecursionError):
            raise BadMarksError(path, "something else was written there") from None

    def keep(self, destination: str, told: "Told") -> None:
        from followthrough.formats.marks import marks_text

        self._put(self.file_of(destination), marks_text(self._ledger(), destination, told), MarksNotKeptError)

    @contextmanager
    def snoozing(self) -> Iterator[None]:
        path = self.snoozes_file
        with self._locked(path, SnoozesNotKeptError) as ours:
            if not ours:
                raise SnoozesNotKeptError(path, "another command is changing it")
            yield

    def snoozes(self) -> "Snoozes":
        path = self.snoozes_file
        try:
            text = self._text(path)
            if text is None:
                return {}
            from followthrough.formats.marks import snoozes_in

            return snoozes_in(text, self._ledger())
        except OSError as error:
            raise BadSnoozesError(path, error.strerror or str(error)) from None
        except (ValueError, RecursionError):
            raise BadSnoozesError(path, "something else was written there") from None

    def keep_snoozes(self, until: "Snoozes") -> None:
        from followthrough.formats.marks import snoozes_text

        self._put(self.snoozes_file, snoozes_text(self._ledger(), until), SnoozesNotKeptError)

    @contextmanager
    def _locked(self, path: str, unkept: Unkept) -> Iterator[bool]:
        """Whether the lock beside that file was to be had in time; a file of its own, which is never removed."""
        from filelock import FileLock, Timeout

        lock = FileLock(f"{path}.lock", mode=_MODE)
        try:
            self._disk.make_directory(self.directory)
            lock.acquire(timeout=self._wait_seconds, poll_interval=0.05)
            ours = True
        except Timeout:  # an OSError, but nothing that the machine refused
            ours = False
        except OSError as error:
            raise unkept(path, error.strerror or str(error)) from None
        try:
            yield ours
        finally:
            lock.release()

    def _text(self, path: str) -> bytes | None:
        return None if self._disk.kind(path) is None else self._disk.read(path)

    def _put(self, path: str, text: bytes, unkept: Unkept) -> None:
        try:
            self._disk.make_directory(self.directory)
            self._disk.clear_away(self.directory, os.path.basename(path))
            self._disk.put(path, text, _MODE)
        except OSError as error:
            raise unkept(path, error.strerror or str(error)) from None

    def _ledger(self) -> str:
        return _digest(self._disk.resolve(self._ledger_path))


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:16]
