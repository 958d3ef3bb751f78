"""What the actions need from outside: a ledger, a clock, settings. Adapters and fakes provide them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment, Damage
from followthrough.domain.events import AnyEvent, AnyTombstone, Event, Stamp, Tombstone
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.identifiers import event_number
from followthrough.domain.people import Person, PersonEvent
from followthrough.domain.undoing import Recorded

if TYPE_CHECKING:
    from followthrough.actions.merge import Copy
    from followthrough.domain.dates import Habits
    from followthrough.domain.hours import Hours
    from followthrough.domain.merging import Brought
    from followthrough.domain.series import Series, SeriesEvent


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """This moment, whole seconds, with the offset of `zone`."""

    @property
    def zone(self) -> str:
        """The IANA name of the zone that days are meant in."""


class OpenBook(Protocol):
    """What is open in one reading of a ledger, and of the settled ones what was touched on the days asked for."""

    @property
    def begun(self) -> bool:
        """Whether there is a ledger at all; one that nobody named may not be begun yet, and reads as empty."""

    @property
    def ledger_id(self) -> str:
        """The random id that every copy of this ledger has; empty before it is begun."""

    def unsettled(self) -> Iterator[Commitment]:
        """The open commitments, by id; occurrences of series are among them, stored or not."""

    def at_hand(self) -> Iterator[Commitment]:
        """Of those what lists and reminders show: occurrences that a later one stands for are left out."""

    def passed_over(self) -> Collection[str]:
        """The ids of those occurrences."""

    def series(self) -> "Mapping[str, Series]":
        """The series, by id."""

    def touched_between(self, first: date, last: date, *, settled_only: bool = False) -> Iterator[Commitment]:
        """At least those, or those settled ones, about which something was recorded on these UTC days."""

    def people(self) -> Mapping[str, Person]:
        """Everyone the ledger knows, by handle."""

    def forgotten_people(self) -> ForgottenPeople:
        """Whoever was forgotten here: it knows each handle again."""

    def shared_with_others(self, commitment_id: str) -> int:
        """How many letters from the start this id shares at most with some other one, open, settled or forgotten."""


class Record(Protocol):
    """What figures are counted from: promises, people, and what was forgotten."""

    def unsettled(self) -> Iterator[Commitment]:
        """The open commitments, by id."""

    def settled(self) -> Iterator[Commitment]:
        """All others, by id."""

    def settled_by(self, *makers: str) -> Iterator[Commitment]:
        """Those others that one of these persons made, without reading what is plainly someone else's."""

    def people(self) -> Mapping[str, Person]:
        """Everyone the ledger knows, by handle."""

    def series(self) -> "Mapping[str, Series]":
        """The series, by id."""

    def computed(self, commitment_id: str) -> Commitment | None:
        """The commitment of that id where it is an occurrence of a series about which nothing is recorded yet."""

    def forgotten(self) -> Mapping[str, Tombstone]:
        """The tombstones of commitments, by commitment id."""

    @property
    def ledger_id(self) -> str:
        """The random id that every copy of this ledger has; empty before it is begun."""

    def last_numbers(self) -> Mapping[str, int]:
        """The number of the last event of each replica."""


class Book(OpenBook, Record, Protocol):
    """One reading of a ledger. What it tells does not change; records are decoded when they are asked for."""

    def recorders(self) -> Collection[str]:
        """Who recorded last on each replica, as far as the ledger says so."""

    def unsettled_with(self, word: str) -> Iterator[Commitment]:
        """Of the open commitments at least those whose text holds this lower-case word."""

    def settled_count(self) -> int:
        """About how many others there are, without decoding them: those merged in twice may count twice."""

    def commitment(self, commitment_id: str) -> Commitment | None:
        """The commitment of that full id."""

    def damaged_count(self) -> int:
        """About how many promises are marked as damaged: events of theirs are lost or not as they were recorded."""

    def damage(self, commitment_id: str) -> Damage | None:
        """What of that commitment is not as it was recorded; None where all of it is."""

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        """The first ids that begin so, over open, settled and forgotten ones."""

    def recorded(self) -> Iterator[Recorded]:
        """Every event of every history, and every tombstone."""

    def named(self, commitment: Commitment) -> Commitment:
        """A commitment as the ledger has it, with the handles under which this reading knows everyone."""

    def as_recorded(self) -> "Book":
        """This reading with every handle as it was recorded, whoever was renamed or joined since."""

    @property
    def replica(self) -> str:
        """The name under which this machine records events."""


class Pen:
    """Numbers and stamps the events of one step."""

    def __init__(self, replica: str, last: int, now: datetime, by: str) -> None:
        self.replica = replica
        self.last = last
        self.now = now
        self.by = by

    def another(self) -> "Pen":
        """A pen that begins where this one is, to try something with."""
        return Pen(self.replica, self.last, self.now, self.by)

    def stamp(self, history: Iterable[Event] = (), note: str | None = None) -> Stamp:
        """The stamp of the next event of a history."""
        return {
            "id": self.next_id(),
            "n": 1 + max((event.n for event in history), default=0),
            "logged": self.now,
            "by": self.by,
            "note": note,
        }

    def next_id(self) -> str:
        """The next event id of this replica."""
        self.last += 1
        return f"{self.replica}.{self.last}"


class Change(Struct, frozen=True, kw_only=True):
    """What one step adds to a ledger, in its order: events of commitments, people and series, and tombstones.

    A tombstone takes the promise out, or has *someone* stand for the person wherever the ledger names them.
    """

    commitments: tuple[tuple[str, AnyEvent], ...] = ()
    people: tuple[tuple[str, PersonEvent], ...] = ()
    forgotten: tuple[tuple[str, AnyTombstone], ...] = ()
    series: "tuple[tuple[str, SeriesEvent], ...]" = ()

    @property
    def pairs(self) -> tuple[tuple[str, Event | AnyTombstone], ...]:
        """All of it, each with the key of what it is about; empty where nothing is to be recorded."""
        return (*self.commitments, *self.people, *self.forgotten, *self.series)


def as_one_step(change: Change) -> Change:
    """The same change with its events marked as one step, where there are several."""
    events = [event for _, event in change.pairs]
    if len(events) < 2:
        return change
    first = min(events, key=lambda event: event_number(event.id)).id
    return Change(
        commitments=tuple((key, replace(event, step=first)) for key, event in change.commitments),
        people=tuple((key, replace(event, step=first)) for key, event in change.people),
        forgotten=tuple((key, replace(event, step=first)) for key, event in change.forgotten),
        series=tuple((key, replace(event, step=first)) for key, event in change.series),
    )


class Written(Struct, frozen=True, kw_only=True):
    """What a step left: the commitments and series it touched, as they are at that moment, and the reading after it."""

    commitments: tuple[Commitment, ...]
    book: Book
    at: datetime
    series: "tuple[Series, ...]" = ()
    created: bool = False


Decide = Callable[[Book, Pen], Change]


class Ledger(Protocol):
    """A ledger that can be read, and changed one step at a time."""

    @property
    def path(self) -> str:
        """Where it is."""

    def read(self, *, create: bool = False) -> Book:
        """The ledger as it is now. Raises NoLedgerError where there is none; with `create` that reads as empty."""

    def read_open(self, first: date | None = None, last: date | None = None) -> OpenBook:
        """What is open in it now, and what was touched between these days; the rest is read and not kept."""

    def record(self, decide: Decide, *, by: str, now: datetime, create: bool = False, afresh: bool = False) -> Written:
        """Under the lock: read, let `decide` say what is added, write it all or nothing.

        Raises ForgottenHandleError where that names someone who was forgotten.

        With `create`, a missing ledger is begun; otherwise it raises NoLedgerError. One that this machine remembers is
        not missing but lost: it is begun only `afresh`, otherwise this raises LostLedgerError.
        """

    def is_there(self) -> bool:
        """Whether there is a ledger. Raises NotAFileError, LostLedgerError where this machine remembers one."""

    def content(self) -> bytes:
        """The bytes of the file. Raises NoLedgerError, UntrustedLedgerError where they are no ledger."""

    def merge(
        self, copies: "Sequence[Copy]", *, by: str, now: datetime, join: bool = False, create: bool = False
    ) -> "tuple[Book, tuple[Brought, ...]]":
        """Under the lock: unite these copies with the ledger, all or none; the reading after it, and what each brought.

        What somebody edited by hand here is recorded first, by whom and when these say. With `create`, a missing
        ledger is begun as a copy of the first of them; otherwise this raises NoLedgerError. Raises LostLedgerError;
        of a copy NoSuchFileError, NotAFileError, UntrustedLedgerError, NewerLedgerError, and OtherLedgerError without
        `join`.
        """

    def take_in_copies(self, *, by: str, now: datetime) -> "tuple[Book, tuple[Brought, ...]]":
        """Under the lock: unite the copies that sync tools left beside the ledger with it; what each brought.

        One that cannot be united is left alone and told of. The others are kept elsewhere and removed, once all that
        is in them is in the ledger on the disk. Raises NoLedgerError, and what writing raises.
        """


class Preferences(Protocol):
    """The user's settings."""

    def naming(self, handle: str) -> Sequence[str]:
        """The settings that are called after this person: an address, a ledger."""

    @property
    def me(self) -> str | None:
        """The handle of this machine's user, if it is set."""

    @property
    def quiet(self) -> "Hours | None":
        """The hours in which nothing is delivered, if they are set."""

    @property
    def habits(self) -> "Habits":
        """How the user writes dates and works."""

    def adopt(self, me: str) -> None:
        """Store the handle of this machine's user."""

    @property
    def views(self) -> Mapping[str, str]:
        """The filters that are saved, as options, by the name of their view."""

    def keep_view(self, name: str, filters: str) -> None:
        """Save filters under a name."""


class Randomness(Protocol):
    """Picks at random."""

    def choose(self, letters: str) -> str:
        """One of the letters."""
