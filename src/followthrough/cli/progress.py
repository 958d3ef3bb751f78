"""A bar for what takes longer than a second, on a terminal that can draw one over itself."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from followthrough.cli.display import may_rewrite_lines

_PATIENCE = 1.0
"""Seconds; what is done by then needs no bar."""


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Something to tell how many of how many are done; it draws on standard error, and leaves nothing behind."""
    if not may_rewrite_lines(sys.stderr):
        yield lambda done, of: None
        return
    bar = _Bar(what)
    try:
        yield bar.tell
    finally:
        bar.stop()


class _Bar:
    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = monotonic()
        self._stop: Callable[[], None] | None = None
        self._show: Callable[[int, int], None] | None = None

    def tell(self, done: int, of: int) -> None:
        """Draw it, once that is worth it."""
        if self._show is None:
            if monotonic() - self._begun < _PATIENCE:
                return
            self._start(of)
        assert self._show is not None
        self._show(done, of)

    def _start(self, of: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        drawn = Progress(*columns, console=console, transient=True)
        task = drawn.add_task(self._what, total=of)
        drawn.start()
        self._stop = drawn.stop
        self._show = lambda done, _: drawn.update(task, completed=done)

    def stop(self) -> None:
        """Take it away."""
        if self._stop is not None:
            self._stop()
