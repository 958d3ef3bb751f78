"""What the actions need from outside: a ledger, a clock, settings. Adapters and fakes provide them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Event, Stamp, Tombstone
from followthrough.domain.identifiers import event_number
from followthrough.domain.people import Person, PersonEvent
from followthrough.domain.round import Round
from followthrough.domain.schedule import Schedule, ScheduledText, ScheduleKind
from followthrough.domain.sharing import Signature, Signer
from followthrough.domain.undoing import Recorded

if TYPE_CHECKING:
    from followthrough.domain.delivery import Letter
    from followthrough.domain.digest import DigestFormat
    from followthrough.domain.hours import Hours
    from followthrough.domain.noticing import Snoozes, Told


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """This moment, whole seconds, with the offset of `zone`."""

    @property
    def zone(self) -> str:
        """The IANA name of the zone that days are meant in."""


class Record(Protocol):
    """What figures are counted from: promises, people, and what was forgotten."""

    def unsettled(self) -> Iterator[Commitment]:
        """The open commitments, by id."""

    def settled(self) -> Iterator[Commitment]:
        """All others, by id."""

    def people(self) -> Mapping[str, Person]:
        """Everyone the ledger knows, by handle."""

    def forgotten(self) -> Mapping[str, Tombstone]:
        """The tombstones, by commitment id."""

    @property
    def ledger_id(self) -> str:
        """The random id that every copy of this ledger has; empty before it is begun."""

    def last_numbers(self) -> Mapping[str, int]:
        """The number of the last event of each replica."""


class Book(Record, Protocol):
    """One reading of a ledger. What it tells does not change; records are decoded when they are asked for."""

    @property
    def begun(self) -> bool:
        """Whether there is a ledger at all; one that nobody named may not be begun yet, and reads as empty."""

    def unsettled_with(self, word: str) -> Iterator[Commitment]:
        """Of the open commitments at least those whose text holds this lower-case word."""

    def settled_count(self) -> int:
        """About how many others there are, without decoding them: those merged in twice may count twice."""

    def touched_between(self, first: date, last: date, *, settled_only: bool = False) -> Iterator[Commitment]:
        """At least those, or those settled ones, about which something was recorded on these UTC days."""

    def commitment(self, commitment_id: str) -> Commitment | None:
        """The commitment of that full id."""

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        """The first ids that begin so, over open, settled and forgotten ones."""

    def shared_with_others(self, commitment_id: str) -> int:
        """How many letters from the start this id shares at most with some other one."""

    def recorded(self) -> Iterator[Recorded]:
        """Every event of every history, and every tombstone."""

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
    """What one step adds to a ledger, in its order: events of commitments and people, and tombstones."""

    commitments: tuple[tuple[str, AnyEvent], ...] = ()
    people: tuple[tuple[str, PersonEvent], ...] = ()
    forgotten: tuple[tuple[str, Tombstone], ...] = ()


def as_one_step(change: Change) -> Change:
    """The same change with its events marked as one step, where there are several."""
    events = [event for _, event in (*change.commitments, *change.people, *change.forgotten)]
    if len(events) < 2:
        return change
    first = min(events, key=lambda event: event_number(event.id)).id
    return Change(
        commitments=tuple((key, replace(event, step=first)) for key, event in change.commitments),
        people=tuple((key, replace(event, step=first)) for key, event in change.people),
        forgotten=tuple((key, replace(event, step=first)) for key, event in change.forgotten),
    )


class Written(Struct, frozen=True, kw_only=True):
    """What a step left: the commitments it touched, as they are now, and the reading after it."""

    commitments: tuple[Commitment, ...]
    book: Book
    created: bool = False


Decide = Callable[[Book, Pen], Change]


class Ledger(Protocol):
    """A ledger that can be read, and changed one step at a time."""

    @property
    def path(self) -> str:
        """Where it is."""

    def read(self) -> Book:
        """The ledger as it is now. Raises NoLedgerError where there is none."""

    def record(self, decide: Decide, *, by: str, now: datetime, create: bool = False) -> Written:
        """Under the lock: read, let `decide` say what is added, write it all or nothing.

        With `create`, a missing ledger is begun; otherwise it raises NoLedgerError.
        """


class Preferences(Protocol):
    """The user's settings."""

    @property
    def me(self) -> str | None:
        """The handle of this machine's user, if it is set."""

    @property
    def quiet(self) -> "Hours | None":
        """The hours in which nothing is delivered, if they are set."""

    def adopt(self, me: str) -> None:
        """Store the handle of this machine's user."""


class Bookmark(Protocol):
    """Where the reviews of one ledger have come to, on this machine."""

    def read(self) -> Round | None:
        """The round as it was kept last; None before the first. Raises BadBookmarkError where that cannot be told."""

    def keep(self, round_: Round) -> None:
        """Remember how far this round has come. Raises BookmarkNotKeptError."""


class Clipboard(Protocol):
    """What the desktop pastes from."""

    def copy(self, text: str) -> str:
        """Put the text there; the name of the program that did. Raises NoClipboardError, ClipboardRefusedError."""


class Files(Protocol):
    """Files that the user names, apart from ledgers."""

    def read(self, path: str) -> bytes:
        """All bytes of a file.

        Raises NoSuchFileError, DirectoryNotFileError, FileTooLargeError, MachineRefusedError.
        """

    def write(self, path: str, content: bytes, may_replace: Callable[[bytes], bool], force: bool) -> None:
        """The content as that file, whole or not at all; to a device or a pipe as it comes.

        What is there is replaced with `force`, or when `may_replace` says so of its bytes; a ledger never is. Raises
        FileInTheWayError, LedgerInTheWayError, NoSuchDirectoryError, DirectoryNotFileError, MachineRefusedError.
        """


class Signing(Protocol):
    """Signs with the user's key, and checks signatures of others."""

    def sign(self, content: bytes, key: str | None) -> Signature:
        """The signature with that key, private or public half, or with the user's own.

        Raises NoSuchFileError, DirectoryNotFileError, NoSigningKeyError, KeyRefusedError, NoSigningProgramError,
        SigningProgramFailedError, MachineRefusedError.
        """

    def check(self, content: bytes, armored: str, signers: str | None) -> Signer:
        """Whose key signed this content, by that signers file or the one of the settings.

        Raises BadSignatureError, OtherNamespaceError, UnknownSignerError, what `Files.read` raises of the signers,
        NoSigningProgramError, SigningProgramFailedError, MachineRefusedError.
        """


class Scheduler(Protocol):
    """Something on this machine that runs a command every hour, for one user."""

    @property
    def kind(self) -> ScheduleKind:
        """Which one it is."""

    def missing(self) -> str | None:
        """What keeps it from running anything now, as part of a sentence; None where nothing does."""

    def texts(self, schedule: Schedule) -> tuple[ScheduledText, ...]:
        """What it would be given. Raises LineTooLongError."""

    def holds(self, key: str) -> bool:
        """Whether a schedule of that key is set up. Raises SchedulerFailedError, CrontabMarkersError."""

    def install(self, schedule: Schedule) -> tuple[str, ...]:
        """Set it up, in the place of one of the same key; the commands left to the user.

        Raises SchedulerMissingError, SchedulerFailedError, CrontabMarkersError, LineTooLongError, MachineRefusedError.
        """

    def remove(self, key: str) -> None:
        """Take away the schedule of that key, and nothing else. Raises the same."""


class Marks(Protocol):
    """What each place was told of one ledger, and until when promises of it are snoozed, on this machine."""

    def locked(self, destination: str) -> AbstractContextManager[bool]:
        """The lock of one place, while it is told: False where another run held it for too long.

        Raises MarksNotKeptError.
        """

    def told(self, destination: str) -> "Told":
        """What that place was told. Raises BadMarksError where that cannot be said."""

    def keep(self, destination: str, told: "Told") -> None:
        """Remember what that place was told. Raises MarksNotKeptError."""

    def snoozing(self) -> AbstractContextManager[None]:
        """The lock of what is snoozed, while it is changed. Raises SnoozesNotKeptError."""

    def snoozes(self) -> "Snoozes":
        """Until when which promises are snoozed, past ones too. Raises BadSnoozesError."""

    def keep_snoozes(self, until: "Snoozes") -> None:
        """Remember it. Raises SnoozesNotKeptError."""


class Delivery(Protocol):
    """A way by which a digest goes somewhere."""

    @property
    def key(self) -> str:
        """What its marks are kept under: no secret in it, and not the same as any other place's."""

    @property
    def name(self) -> str:
        """How it is called in a sentence, without any secret."""

    @property
    def layout(self) -> "DigestFormat":
        """The layout that suits it best."""

    def deliver(self, letter: "Letter") -> None:
        """Deliver it. Raises DeliveryFailedError; within its time limit it is over, whatever the other side does."""


class Randomness(Protocol):
    """Picks at random."""

    def choose(self, letters: str) -> str:
        """One of the letters."""
