"""A bar for what takes longer than a second, on a terminal that can draw one over itself."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from followthrough.cli.display import may_rewrite_lines

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0
"""Seconds; what is done by then needs no bar."""


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while something goes on, which leaves nothing behind.

    It shows how many of how many are done once it is told; until then, that there is something to wait for. Nothing in
    between may ask the user.
    """
    if not may_rewrite_lines(sys.stderr):
        yield lambda done, of: None
        return
    bar = _Bar(what)
    try:
        yield bar.tell
    finally:
        bar.stop()


class _Bar:
    """Drawn by a thread of its own, as what it is about may take long at one go."""

    def __init__(self, what: str) -> None:
        from threading import Lock, Timer

        self._what = what
        self._far: tuple[int, int] | None = None
        self._drawn: tuple[Progress, TaskID] | None = None
        self._is_over = False
        self._turn = Lock()
        self._timer = Timer(_PATIENCE, self._draw)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, done: int, of: int) -> None:
        """How far it is."""
        self._far = done, of
        if self._drawn is not None:
            drawn, task = self._drawn
            if done < of - 1:
                drawn.update(task, completed=done, total=of, far=f"{done:,} of {of:,}")
            else:  # what is left is to write it down
                drawn.update(task, total=None, far="")

    def stop(self) -> None:
        """Take it away."""
        self._timer.cancel()
        with self._turn:
            self._is_over = True
            if self._drawn is not None:
                self._drawn[0].stop()

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        with self._turn:
            if self._is_over:
                return
            console = Console(stderr=True, markup=False, emoji=False, highlight=False)
            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[far]}"))
            drawn = Progress(*columns, console=console, transient=True)
            task = drawn.add_task(self._what, total=None, far="")
            drawn.start()
            self._drawn = drawn, task
            if self._far is not None:
                self.tell(*self._far)
