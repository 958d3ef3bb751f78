"""Share a ledger through git: take in what the other side has, record all of it, and send it, until both are one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

from followthrough.actions.merge import Copy
from followthrough.actions.ports import Book
from followthrough.actions.repository import Author, Repository, Theirs
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import (
    OtherLedgerError,
    OtherLedgerThereError,
    RemoteUnreachableError,
    RestlessRemoteError,
    UntrustedLedgerError,
    UntrustedThereError,
)
from followthrough.domain.merging import Brought
from followthrough.domain.syncing import NOTHING_SUSPECTED, Readable, Synced

ROUNDS = 50
"""How often others may be faster, before it is given up: each time one of them got on."""


class Sync(Struct, frozen=True, kw_only=True):
    """What a sync came to, and the reading after it."""

    synced: Synced
    book: Book


def sync(workspace: Workspace, repository: Repository) -> Sync:
    """Merge, commit and push, again where others push meanwhile.

    Where the other side cannot be reached, what is here is committed all the same, and RemoteUnreachableError raised;
    what it refuses raises RemoteRefusedError. Raises UntrustedThereError, NewerLedgerError, OtherLedgerThereError of
    what is there, which is then not taken in, and NoLedgerError where neither side has one.
    """
    with repository.held():
        found = _Findings()
        found.take_in_copies(workspace)
        for number in range(1, ROUNDS + 1):
            theirs = _fetched(workspace, repository)
            found.note(workspace, repository, theirs)
            commit, made = _recorded(workspace, repository, theirs)
            found.recorded = commit if made else found.recorded
            there = None if theirs is None else theirs.commit
            if repository.remote is None or there == commit or repository.sent(commit):
                done = found.sync(workspace, repository, rounds=number, sent=there != commit)
                repository.keep_seen(commit)
                repository.tidy()
                return done
        raise RestlessRemoteError(repository.remote or "", ROUNDS)


class _Findings:
    """What the rounds of one sync found."""

    def __init__(self) -> None:
        self.brought: list[Brought] = []
        self.began = False
        self.recorded: str | None = None
        self._suspicion = NOTHING_SUSPECTED

    def take_in_copies(self, workspace: Workspace) -> None:
        """Take in what sync tools left beside the ledger, before anything is compared."""
        if workspace.ledger.is_there():
            self.brought += workspace.ledger.take_in_copies(by=workspace.me, now=workspace.now())[1]

    def note(self, workspace: Workspace, repository: Repository, theirs: Theirs | None) -> None:
        """Take in what the other side has, and what the last commit here had."""
        self.began |= not workspace.ledger.is_there()
        suspicion = repository.suspicion_of(theirs)
        self.brought += _taken_in(workspace, repository, theirs)
        if suspicion != NOTHING_SUSPECTED:
            self._suspicion = suspicion

    def sync(self, workspace: Workspace, repository: Repository, *, rounds: int, sent: bool) -> Sync:
        """What it came to."""
        synced = Synced(
            path=repository.path,
            branch=repository.branch,
            remote=repository.remote,
            brought=tuple(each for each in self.brought if each.changed),
            recorded=self.recorded,
            sent=sent and repository.remote is not None,
            rounds=rounds,
            began=self.began and bool(self.brought),
            suspicion=self._suspicion,
        )
        return Sync(synced=synced, book=workspace.ledger.read())


def _fetched(workspace: Workspace, repository: Repository) -> Theirs | None:
    """What the other side has; where it cannot be reached, what is here is committed before that is said."""
    try:
        return repository.fetched()
    except RemoteUnreachableError:
        if workspace.ledger.is_there():
            _taken_in(workspace, repository, None)
            _recorded(workspace, repository, None)
        raise


def _taken_in(workspace: Workspace, repository: Repository, theirs: Theirs | None) -> tuple[Brought, ...]:
    """Unite the ledger with theirs, and with what the last commit here had: a file put back to an older state lacks it.

    A last commit that cannot be read as a ledger is history, and no more. What theirs brought.
    """
    here = workspace.ledger.is_there()
    new = theirs is not None and not (theirs.known and here)
    their_copies = _copies(theirs if new else None)
    before = repository.ours()
    own = () if before is None or (here and before.content == workspace.ledger.content()) else _copies(before)
    with _said_of(theirs):
        try:
            return _merged(workspace, (*own, *their_copies))[len(own) :]
        except UntrustedLedgerError as problem:
            if before is None or problem.path != before.where:
                raise
        return _merged(workspace, their_copies)


@contextmanager
def _said_of(theirs: Theirs | None) -> Iterator[None]:
    """What is wrong with the copy over there is said as that: it is no file that the user could look at."""
    where = None if theirs is None else theirs.where
    try:
        yield
    except UntrustedLedgerError as problem:
        if problem.path != where:
            raise
        raise UntrustedThereError(where, problem.reason) from None
    except OtherLedgerError as problem:
        if problem.path != where:
            raise
        raise OtherLedgerThereError(where, problem.theirs, problem.ours) from None


def _copies(of: Theirs | None) -> tuple[Copy, ...]:
    return () if of is None or of.content is None else (Copy(path=of.where, content=of.content),)


def _merged(workspace: Workspace, copies: Sequence[Copy]) -> tuple[Brought, ...]:
    if not copies:
        return ()
    return workspace.ledger.merge(copies, by=workspace.me, now=workspace.now(), create=True)[1]


def _recorded(workspace: Workspace, repository: Repository, theirs: Theirs | None) -> tuple[str, bool]:
    message = f"Ledger of @{workspace.me}, {workspace.now():%Y-%m-%d %H:%M}\n"
    author = Author(handle=workspace.me, now=workspace.now())
    return repository.recorded(workspace.ledger.content(), theirs, message, author)


def readable(workspace: Workspace, remote: str) -> Readable | None:
    """What whoever can read a remote will be able to read of this ledger; None where there is none yet."""
    if not workspace.ledger.is_there():
        return None
    book = workspace.ledger.read()
    promises = [*book.unsettled(), *book.settled()]
    return Readable(
        remote=remote,
        promises=len(promises),
        people=len(book.people()),
        private=sum(each.visibility == "private" for each in promises),
    )
