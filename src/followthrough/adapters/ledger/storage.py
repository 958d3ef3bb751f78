"""TinyDB's storage for the ledger: reads tables without decoding records, replaces the file whole and flushed.

TinyDB's own `JSONStorage` rewrites the file in place, so that a full disk or a second process tears it.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tinydb import Storage

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.first_look import why_no_text
from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.tables import LinesTable
from followthrough.domain.errors import MachineRefusedError, NoLedgerError, NotAFileError, UntrustedLedgerError

NEW_FILE_MODE = 0o600


class ChangedMeanwhileError(Exception):
    """A program that ignores the lock changed the file between reading and writing."""


class LedgerStorage(Storage):
    """One ledger file. `write` succeeds only when the new file is on the disk under its name."""

    def __init__(self, path: str, disk: Disk, *, create: bool = False) -> None:
        self.path = path
        self._disk = disk
        self._create = create
        self._read: bytes | None = None

    def read(self) -> dict[str, LinesTable]:  # type: ignore[override]
        """The tables, by name; none where there is no file and one may be created.

        Raises NoLedgerError, NotAFileError, UntrustedLedgerError, MachineRefusedError.
        """
        with refusals("read", self.path):
            kind = self._disk.kind(self.path)
            if kind is None and self._create:
                return {}
            if kind is None:
                raise NoLedgerError(self.path)
            if kind != "file":
                raise NotAFileError(self.path, kind)
            reason = self._disk.why_no_ledger(self.path)
            content = b"" if reason else self._disk.read(self.path)
        if reason := reason or why_no_text(content):
            raise UntrustedLedgerError(self.path, reason)
        self._read = content
        try:
            with collector_off():
                return parse(content)
        except FrameError as problem:
            raise UntrustedLedgerError(self.path, str(problem)) from None

    def write(self, data: Any) -> None:
        """Put these tables in the file's place: temporary file, flush, replace, flush of the directory."""
        with collector_off():
            new = compose(data)
        target = self._disk.resolve(self.path)
        directory = os.path.dirname(target)
        temporary = os.path.join(directory, f".{os.path.basename(target)}.{os.getpid()}.tmp")
        with refusals("write", self.path):
            self._check_unchanged(target)
            try:
                self._disk.write_new(temporary, new, self._mode(target))
                self._disk.replace(temporary, target)
            except BaseException:
                with suppress(OSError):
                    self._disk.remove(temporary)
                raise
        # The new file stands under its name; what a failed flush of the directory could lose is the name's change.
        with suppress(OSError):
            self._disk.flush_directory(directory)
        self._read = new

    def _check_unchanged(self, target: str) -> None:
        kind = self._disk.kind(target)
        if (None if kind is None else self._disk.read(target)) != self._read:
            raise ChangedMeanwhileError
        if kind is not None and not self._disk.writable(target):
            raise PermissionError(13, "it is read-only", target)

    def _mode(self, target: str) -> int:
        mode = self._disk.mode(target)
        return NEW_FILE_MODE if mode is None else mode


@contextmanager
def refusals(doing: str, path: str) -> Iterator[None]:
    """What the operating system refuses, said as a problem that the user can act on."""
    try:
        yield
    except OSError as error:
        raise MachineRefusedError(doing, path, error.strerror or str(error)) from error


@contextmanager
def collector_off() -> Iterator[None]:
    """No garbage collection in between: it would walk every record again and again and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
