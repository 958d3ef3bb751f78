"""What `sync` needs from outside: the history that a ledger is part of, and shares with a remote."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from followthrough.domain.syncing import Suspicion


class Author(Struct, frozen=True, kw_only=True):
    """Who commits, where nobody told the machine otherwise, and when."""

    handle: str
    now: datetime


class Theirs(Struct, frozen=True, kw_only=True):
    """What the other side has: its commit, and the bytes of the ledger in it, None where there is none.

    `where` is what that file is called in a sentence; `known` says that the history here has that commit already,
    `seen` is the commit that this machine saw there last.
    """

    commit: str
    where: str
    content: bytes | None
    known: bool
    seen: str | None


class Repository(Protocol):
    """A repository with the ledger's file in it, and one branch of it."""

    @property
    def path(self) -> str:
        """The ledger's path in it."""

    @property
    def branch(self) -> str:
        """The branch, by its short name."""

    @property
    def remote(self) -> str | None:
        """The name of the remote; None where there is only the history of this machine."""

    def check(self) -> None:
        """Raise RepositoryNotReadyError, NamesProgramError, BadRemoteError, ForeignRemoteError where it cannot."""

    def held(self) -> AbstractContextManager[None]:
        """Hold it against other syncs. Raises SyncingElsewhereError, RepositoryNotReadyError, MachineRefusedError."""

    def ours(self) -> Theirs | None:
        """What the history here has of the ledger, as it was committed last; None where it has nothing of it."""

    def fetched(self) -> Theirs | None:
        """What the remote has now; None where there is no remote, or nothing there yet.

        Raises RemoteUnreachableError, NamesProgramError, BadRemoteError, ForeignRemoteError, OtherPathError,
        UntrustedThereError, FileTooLargeError.
        """

    @property
    def is_new_there(self) -> bool:
        """Whether this machine has never sent the ledger to the remote, nor fetched it from there."""

    @property
    def address(self) -> str:
        """The address of the remote, without a password in it."""

    def suspicion_of(self, theirs: Theirs | None) -> Suspicion:
        """What was done to the shared history since this machine saw it last; without theirs it is gone altogether."""

    def recorded(self, content: bytes, theirs: Theirs | None, message: str, author: Author) -> tuple[str, bool]:
        """The commit that has this content and all that either side had, and whether it had to be made.

        Raises OthersConflictError, OthersInTheWayError, NamesProgramError.
        """

    def sent(self, commit: str) -> bool:
        """Whether the other side took it; False where others were faster.

        Raises RemoteRefusedError, RemoteUnreachableError.
        """

    def tidy(self) -> None:
        """See to it that the history does not take more and more room."""

    def keep_seen(self, commit: str) -> None:
        """Remember that the other side had this commit, and that this machine has all of it."""
