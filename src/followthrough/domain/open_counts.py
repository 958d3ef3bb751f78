"""How many promises of one maker are open, overdue, due today and due soon: the counts in a shell's prompt.

It imports next to nothing, and asks of a promise only what it needs, so that it counts commitments and glances alike.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from followthrough.domain.due import Due, day_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Dated(Protocol):
        """The dates of an open promise, in its own zone."""

        @property
        def due(self) -> Due | None:
            """The date that is shown."""

        @property
        def judged_due(self) -> Due | None:
            """The date that it is judged by."""

        @property
        def zone(self) -> str:
            """The IANA name of its zone."""

        @property
        def remind(self) -> int | None:
            """How many seconds before the date it is due soon, where it says so."""


SOON = timedelta(days=7)
"""How far ahead is soon, as in a digest."""


class OpenCounts:
    """Counts of open promises; those that are overdue, due today or due soon are among the open ones, each once."""

    __slots__ = ("open", "overdue", "soon", "today")

    def __init__(self, *, open: int = 0, overdue: int = 0, today: int = 0, soon: int = 0) -> None:  # noqa: A002  # the glossary's word
        self.open = open
        self.overdue = overdue
        self.today = today
        self.soon = soon

    def numbers(self) -> dict[str, int]:
        """Each count by its name."""
        return {"open": self.open, "overdue": self.overdue, "today": self.today, "soon": self.soon}


def count_open(promises: "Iterable[Dated]", now: datetime) -> OpenCounts:
    """The counts over these open promises at a moment; as the sections of a digest have it."""
    counts = OpenCounts()
    for each in promises:
        counts.open += 1
        if each.judged_due is not None and each.judged_due.passed(now, each.zone):
            counts.overdue += 1
        elif each.due is not None:
            day = each.due.day_in(each.zone)
            if day == day_of(now, each.zone):
                counts.today += 1
            elif day <= day_of(now + _lead(each), each.zone):
                counts.soon += 1
    return counts


def added_up(counts: "Iterable[OpenCounts]") -> OpenCounts:
    """The counts of several ledgers as one."""
    total = OpenCounts()
    for each in counts:
        for name, number in each.numbers().items():
            setattr(total, name, getattr(total, name) + number)
    return total


def _lead(promise: "Dated") -> timedelta:
    return SOON if promise.remind is None else max(SOON, timedelta(seconds=promise.remind))
