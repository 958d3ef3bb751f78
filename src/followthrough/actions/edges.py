"""What the actions need from outside beside the ledger: files, signatures, deliveries, schedulers, an editor."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from followthrough.actions.workspace import Workspace
from followthrough.domain.round import Round
from followthrough.domain.schedule import Schedule, ScheduledText, ScheduleKind
from followthrough.domain.sharing import Signature, Signer

if TYPE_CHECKING:
    from followthrough.actions.hooked import Happened
    from followthrough.domain.delivery import Letter
    from followthrough.domain.digest import DigestFormat
    from followthrough.domain.notices import Notice
    from followthrough.domain.noticing import Snoozes, Told
    from followthrough.formats.examination.sighting import Sighting
    from followthrough.formats.mending import Rewriting


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


class Editor(Protocol):
    """A program in which the user writes a text, kept in a file that nobody else reads until it is discarded."""

    def edit(self, text: str) -> None:
        """Have the user change this text. Raises NoEditorError, MachineRefusedError, EditorFailedError."""

    def left(self) -> str:
        """The text as the user left it; empty where the file is gone."""

    def keep(self, text: str) -> str:
        """Keep this text in the file, for the user to go on with; its path."""

    def discard(self) -> None:
        """Remove the file."""


class Files(Protocol):
    """Files that the user names, apart from ledgers."""

    def read(self, path: str) -> bytes:
        """All bytes of a file.

        Raises NoSuchFileError, DirectoryNotFileError, FileTooLargeError, MachineRefusedError.
        """

    def write(self, path: str, content: bytes, may_replace: Callable[[bytes], bool], force: bool) -> None:
        """The content as that file, whole or not at all; to a device or a pipe as it comes.

        What is there is replaced with `force`, or when `may_replace` says so of its bytes; a ledger never is. Raises
        FileInTheWayError, LedgerInTheWayError, LinkLeadsOutError, NoSuchDirectoryError, DirectoryNotFileError,
        MachineRefusedError.
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


class Upkeep(Protocol):
    """A ledger file, whatever state it is in, with everything that this machine keeps of it."""

    @property
    def path(self) -> str:
        """Where the ledger is."""

    @property
    def writes(self) -> int:
        """The format that this version writes."""

    def look(self) -> "Sighting":
        """All that there is to see, without the lock. Raises NotAFileError, MachineRefusedError."""

    def rewrite(self, decide: "Callable[[Sighting], Rewriting | None]", now: datetime) -> str | None:
        """Under the lock: look, let `decide` say what the ledger is to be, write that with a backup of what was.

        The name of the damaged file beside it, where it was kept. Raises NotAFileError, LockedLedgerError,
        RestlessLedgerError, MachineRefusedError.
        """

    def record_hand_edits(self, ids: tuple[str, ...], *, by: str, now: datetime) -> None:
        """Record as events what was changed by hand beside the histories of these promises, where that can be done."""

    def tidy(self) -> None:
        """Under the lock: remove temporary files that were left behind, part a backup from the ledger."""


class Hooks(Protocol):
    """What the user has run when something was recorded."""

    def run(self, happened: Sequence["Happened"]) -> Iterator["Notice"]:
        """Run the hook of each event, in their order; what there is to say of those that were not run or failed."""


class WiderWorkspace(Workspace, frozen=True, kw_only=True):
    """A workspace that reaches beyond the ledger; most commands do without, and need not load what is behind it."""

    bookmark: Bookmark
    marks: Marks
    files: Files
    signing: Signing
