"""Real processes that write and read, forked from a server that has everything imported, and killed like any other."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.stores import REFUSALS, store_of

CONTEXT = multiprocessing.get_context("forkserver")
_IMPORTED = ["pytest", "tests.faults.processes", "followthrough.adapters.ledger.merging", "filelock"]
CONTEXT.set_forkserver_preload(_IMPORTED)
_READY = "ready"


class Told(NamedTuple):
    """What a writer told of its steps: the events that were acknowledged, and the refusals."""

    acknowledged: list[str]
    refused: list[str]


class Writer:
    """A process that writes so many steps, and tells of each as soon as it returned."""

    def __init__(self, kind: str, directory: Path, number: int, steps: int) -> None:
        self._pipe, sender = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=_write, args=(kind, directory, number, steps, sender))
        self._process.start()
        sender.close()

    def begun(self) -> "Writer":
        """Itself, once it is about to take its first step."""
        assert self._pipe.recv() == _READY
        return self

    def told(self, steps: float = inf) -> Told:
        """Everything it tells until it ends, or of so many steps."""
        told = Told([], [])
        while steps > 0:
            try:
                acknowledged, refused = self._pipe.recv()
            except EOFError:
                self._process.join()
                break
            told.acknowledged.extend(acknowledged)
            told.refused.extend(refused)
            steps -= 1
        return told

    def killed_after(self, steps: int, seconds: float = 0) -> Told:
        """What it told before SIGKILL met it, so long after so many steps."""
        before = self.told(steps)
        time.sleep(seconds)
        self._process.kill()
        after = self.told()
        return Told([*before.acknowledged, *after.acknowledged], [*before.refused, *after.refused])


def _write(kind: str, directory: Path, number: int, steps: int, pipe: Any) -> None:
    store = store_of(kind, directory, number)
    pipe.send(_READY)
    for _ in range(steps):
        told = Told([], [])
        try:
            told.acknowledged.extend(store.act())
        except REFUSALS as refusal:
            told.refused.append(f"{type(refusal).__name__}: {refusal}")
        pipe.send(tuple(told))


class Seen(NamedTuple):
    """What a reader met: how often it read, files that were not whole, events that were there before and then not."""

    reads: int
    torn: int
    backward: int
    most: int


@contextmanager
def readers(kind: str, directory: Path, count: int, reads: int) -> Iterator[list[Seen]]:
    """So many processes that read while the block runs, so often each; at its end the list has what each met."""
    seen: list[Seen] = []
    processes, pipes = [], []
    for number in range(count):
        receiver, sender = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=_read, args=(kind, directory, number, reads, sender))
        process.start()
        sender.close()
        processes.append(process)
        pipes.append(receiver)
    for pipe in pipes:
        assert pipe.recv() == _READY
    yield seen
    seen += [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()


def _read(kind: str, directory: Path, number: int, reads: int, pipe: Any) -> None:
    store = store_of(kind, directory, number)
    pipe.send(_READY)
    torn = backward = 0
    before: frozenset[str] = frozenset()
    for _ in range(reads):
        try:
            now = store.events()
        except REFUSALS:
            torn += 1
            continue
        backward += not before <= now
        before = now
    pipe.send(Seen(reads, torn, backward, len(before)))
