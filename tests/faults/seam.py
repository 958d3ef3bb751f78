"""Stands on the one seam for file operations, in every adapter at once, and lets each of them happen, or not."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any
from unittest.mock import patch

from followthrough.adapters.ledger.disk import Disk

COMPOSED = frozenset(
    {"kind", "mode", "make_directory", "write_new", "write_all", "write_over", "append", "put", "clear_away"}
)
SYSTEM_CALLS = tuple(name for name in vars(Disk) if not name.startswith("_") and name not in COMPOSED)
LOOKING = frozenset({"resolve", "stat", "read", "leads_to", "opened", "why_no_ledger", "writable", "names_in"})
CHANGING = frozenset(SYSTEM_CALLS) - LOOKING - {"close", "unlock"}
"""What leaves another state on the disk: a kill before anything else is a kill before the next one of these."""

Operation = Callable[..., Any]
Meets = Callable[[str, Operation, tuple[Any, ...]], Any]
"""What happens to an operation: its name, how to do it, what it is given."""


@contextmanager
def on_the_seam(meets: Meets) -> Iterator[None]:
    """Every system call of every disk in this process meets that first."""
    with ExitStack() as stack:
        for name in SYSTEM_CALLS:
            stack.enter_context(patch.object(Disk, name, _meeting(name, getattr(Disk, name), meets)))
        yield


def _meeting(name: str, real: Operation, meets: Meets) -> Operation:
    def called(disk: Disk, *arguments: Any) -> Any:
        return meets(name, partial(real, disk), arguments)

    return called


class Recorded:
    """Nothing happens to them; they are remembered by name, and the files that they are about."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __call__(self, name: str, operation: Operation, arguments: tuple[Any, ...]) -> Any:
        self.done.append(name)
        return operation(*arguments)


class KilledError(BaseException):
    """The process is dead: nothing of it may reach the disk any more."""


class Kill:
    """The process is killed before the operation of that number; `torn` lets half of it happen if it is a write.

    Whatever is tried afterwards (what a program does on its way out) is done by nobody. What the system does at the end
    of a process happens: files are closed, locks are let go.
    """

    def __init__(self, at: int, *, torn: bool = False, of: frozenset[str] = CHANGING) -> None:
        self.at, self.torn, self.of = at, torn, of
        self.operation: str | None = None
        """What it was about to do when it was killed."""
        self._met = 0
        self._descriptors: list[int] = []
        self._locks: list[Any] = []

    def __call__(self, name: str, operation: Operation, arguments: tuple[Any, ...]) -> Any:
        if self.operation is not None:
            raise KilledError
        if name in self.of:
            if self._met == self.at:
                self._die(name, operation, arguments)
            self._met += 1
        done = operation(*arguments)
        if name == "open":
            self._descriptors.append(done)
        elif name == "close":
            self._descriptors.remove(arguments[0])
        elif name == "lock":
            self._locks.append(done)
        return done

    def _die(self, name: str, operation: Operation, arguments: tuple[Any, ...]) -> None:
        self.operation = name
        if self.torn and name == "write":
            operation(arguments[0], arguments[1][: len(arguments[1]) // 2])
        for descriptor in self._descriptors:
            os.close(descriptor)
        for lock in self._locks:
            lock.release(force=True)
        raise KilledError


class Refuse:
    """The operation of that number is refused, and with `forever` every one after it.

    Without a code it is a write that takes only half of what it is given; with `forever` the disk is full after it.
    """

    def __init__(self, at: int, code: int | None, *, forever: bool) -> None:
        self.at, self.code, self.forever = at, code, forever
        self.operation: str | None = None
        """What was refused first."""
        self.met = 0
        """How many operations it met that may be refused."""

    def __call__(self, name: str, operation: Operation, arguments: tuple[Any, ...]) -> Any:
        if name in REFUSABLE:
            met, self.met = self.met, self.met + 1
            if self.code is not None and (met == self.at or (self.forever and met > self.at)):
                self.operation = self.operation or name
                if name in ("close", "unlock"):
                    with suppress(OSError):  # it is given back all the same
                        operation(*arguments)
                raise OSError(self.code, os.strerror(self.code))
            if self.code is None and name == "write":
                return self._shortened(met, operation, arguments)
        return operation(*arguments)

    def _shortened(self, met: int, operation: Operation, arguments: tuple[Any, ...]) -> Any:
        descriptor, data = arguments
        if self.operation is not None and self.forever:
            raise OSError(28, os.strerror(28))
        if self.operation is None and met >= self.at:
            self.operation = "write"
            return operation(descriptor, data[: max(1, len(data) // 2)])
        return operation(descriptor, data)


REFUSABLE = frozenset(SYSTEM_CALLS) - {"resolve", "writable", "unlock"}
"""What the system may refuse; the others answer without an error."""
