"""Marks and deliveries in memory, for what reminds."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from followthrough.domain.delivery import Letter
from followthrough.domain.digest import DigestFormat
from followthrough.domain.errors import (
    BadMarksError,
    BadSnoozesError,
    DeliveryFailedError,
    MarksNotKeptError,
    SnoozesNotKeptError,
)
from followthrough.domain.noticing import Snoozes, Told

STATE = "/home/sam/state/marks.json"


class FakeMarks:
    """Marks in memory; `busy` places are told by another run, what is `broken` or `full` refuses as files can."""

    def __init__(
        self,
        kept: Mapping[str, Told] | None = None,
        *,
        busy: Iterable[str] = (),
        broken: bool = False,
        full: bool = False,
    ) -> None:
        self.kept = dict(kept or {})
        self.snoozed: dict[str, datetime] = {}
        self.busy = set(busy)
        self.broken = broken
        self.broken_snoozes = broken
        self.full = full

    @contextmanager
    def locked(self, destination: str) -> Iterator[bool]:
        """The lock of a place, unless it is busy."""
        yield destination not in self.busy

    def told(self, destination: str) -> Told:
        """What that place was told."""
        if self.broken:
            raise BadMarksError(STATE, "something else was written there")
        return self.kept.get(destination, Told())

    def keep(self, destination: str, told: Told) -> None:
        """Remember it."""
        if self.full:
            raise MarksNotKeptError(STATE, "No space left on device")
        self.kept[destination] = told

    @contextmanager
    def snoozing(self) -> Iterator[None]:
        """The lock of what is snoozed."""
        yield

    def snoozes(self) -> Snoozes:
        """Until when which promises are snoozed."""
        if self.broken_snoozes:
            raise BadSnoozesError(STATE, "something else was written there")
        return dict(self.snoozed)

    def keep_snoozes(self, until: Snoozes) -> None:
        """Remember it."""
        if self.full:
            raise SnoozesNotKeptError(STATE, "No space left on device")
        self.snoozed = dict(until)


class FakeDelivery:
    """A place that keeps its letters, unless it is `down`."""

    def __init__(self, key: str = "via:me", *, layout: DigestFormat = "text", down: bool = False) -> None:
        self.key = key
        self.name = key.partition(":")[2] or key
        self.layout = layout
        self.down = down
        self.letters: list[Letter] = []

    def deliver(self, letter: Letter) -> None:
        """Keep it."""
        if self.down:
            raise DeliveryFailedError(self.name, "it could not be reached, or refused")
        self.letters.append(letter)
