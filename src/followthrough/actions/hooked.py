"""A ledger that remembers what its user recorded, for the hooks that are run once the command has answered."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from followthrough.actions.ports import Book, Change, Decide, Ledger, OpenBook, Pen, Written
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Retracted, Tombstone
from followthrough.domain.identifiers import event_number

if TYPE_CHECKING:
    from followthrough.actions.merge import Copy
    from followthrough.domain.merging import Brought


class Happened(Struct, frozen=True, kw_only=True):
    """One event that was recorded, and the promise as its step left it; none where the promise was forgotten."""

    commitment_id: str
    event: AnyEvent | Tombstone
    commitment: Commitment | None
    at: datetime

    @property
    def kind(self) -> str:
        """What it `did`."""
        return str(type(self.event).__struct_config__.tag)


class HookedLedger:
    """A ledger that tells what each step recorded about promises.

    What a merge brings is not told, and neither is that something imported goes again or comes back.
    """

    def __init__(self, ledger: Ledger, tell: Callable[[Sequence[Happened]], None]) -> None:
        self._ledger = ledger
        self._tell = tell

    @property
    def path(self) -> str:
        return self._ledger.path

    def read(self, *, create: bool = False) -> Book:
        return self._ledger.read(create=create)

    def read_open(self, first: date | None = None, last: date | None = None) -> OpenBook:
        return self._ledger.read_open(first, last)

    def record(self, decide: Decide, *, by: str, now: datetime, create: bool = False, afresh: bool = False) -> Written:
        """One step, as the port has it; what it recorded is told once it is written and the lock is released."""
        decided = _Decided(decide)
        written = self._ledger.record(decided, by=by, now=now, create=create, afresh=afresh)
        self._tell(decided.happened(written))
        return written

    def is_there(self) -> bool:
        return self._ledger.is_there()

    def content(self) -> bytes:
        return self._ledger.content()

    def merge(
        self, copies: "Sequence[Copy]", *, by: str, now: datetime, join: bool = False, create: bool = False
    ) -> "tuple[Book, tuple[Brought, ...]]":
        return self._ledger.merge(copies, by=by, now=now, join=join, create=create)

    def take_in_copies(self, *, by: str, now: datetime) -> "tuple[Book, tuple[Brought, ...]]":
        return self._ledger.take_in_copies(by=by, now=now)


class _Decided:
    """A decision, and where the numbers of its events began; asked several times, the last time counts."""

    def __init__(self, decide: Decide) -> None:
        self._decide = decide
        self._first: tuple[str, int] = ("", 0)
        self._forgotten: Sequence[tuple[str, Tombstone]] = ()

    def __call__(self, book: Book, pen: Pen) -> Change:
        self._first = (pen.replica, pen.last)
        change = self._decide(book, pen)
        self._forgotten = [(key, each) for key, each in change.forgotten if isinstance(each, Tombstone)]
        return change

    def happened(self, written: Written) -> list[Happened]:
        """What the step recorded, in the order of its numbers."""
        found = [
            Happened(commitment_id=each.id, event=event, commitment=each, at=written.at)
            for each in written.commitments
            for event in each.history
            if self._is_new(event.id) and not _takes_back_what_came(event, each)
        ]
        gone = [
            Happened(commitment_id=key, event=each, commitment=None, at=written.at) for key, each in self._forgotten
        ]
        return sorted((*found, *gone), key=lambda each: event_number(each.event.id))

    def _is_new(self, event_id: str) -> bool:
        replica, last = self._first
        recorded_by, number = event_number(event_id)
        return recorded_by == replica and number > last


def _takes_back_what_came(event: AnyEvent, commitment: Commitment) -> bool:
    """Whether what it takes back, or brings back, is something that was imported."""
    about = event
    for each in reversed(commitment.history):
        if isinstance(about, Retracted) and each.id == about.of:
            if each.imported is not None:
                return True
            about = each
    return False
