"""Share a ledger through git: take in what the other side has, record all of it, and send it, until both are one."""

from contextlib import suppress

from msgspec import Struct

from followthrough.actions.merge import Copy
from followthrough.actions.ports import Book
from followthrough.actions.repository import Author, Repository, Theirs
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import RemoteUnreachableError, RestlessRemoteError, UntrustedLedgerError
from followthrough.domain.merging import Brought
from followthrough.domain.syncing import NOTHING_SUSPECTED, Readable, Suspicion, Synced

ROUNDS = 50
"""How often others may be faster, before it is given up: each time one of them got on."""


class Sync(Struct, frozen=True, kw_only=True):
    """What a sync came to, and the reading after it."""

    synced: Synced
    book: Book


def sync(workspace: Workspace, repository: Repository) -> Sync:
    """Merge, commit and push, again where others push meanwhile.

    Where the other side cannot be reached, what is here is committed all the same, and RemoteUnreachableError raised;
    what it refuses raises RemoteRefusedError. Raises UntrustedLedgerError, NewerLedgerError, OtherLedgerError of what
    is there, which is then not taken in, and NoLedgerError where neither side has one.
    """
    with repository.held():
        found = _Findings()
        for number in range(1, ROUNDS + 1):
            theirs = _fetched(workspace, repository)
            found.note(workspace, repository, theirs)
            commit, made = _recorded(workspace, repository, theirs)
            found.recorded = commit if made else found.recorded
            there = None if theirs is None else theirs.commit
            if repository.remote is None or there == commit or repository.sent(commit):
                repository.keep_seen(commit)
                return found.sync(workspace, repository, rounds=number, sent=there != commit)
        raise RestlessRemoteError(repository.remote or "", ROUNDS)


class _Findings:
    """What the rounds of one sync found."""

    def __init__(self) -> None:
        self.brought: list[Brought] = []
        self.began = False
        self.recorded: str | None = None
        self._suspicion = NOTHING_SUSPECTED

    def note(self, workspace: Workspace, repository: Repository, theirs: Theirs | None) -> None:
        """Take in what the other side has."""
        if theirs is None or theirs.content is None or (theirs.known and workspace.ledger.is_there()):
            return
        suspicion = repository.suspicion_of(theirs)
        copy = Copy(path=theirs.where, content=theirs.content)
        self.began |= not workspace.ledger.is_there()
        _, brought = workspace.ledger.merge([copy], by=workspace.me, now=workspace.now(), create=True)
        repository.keep_seen(theirs.commit)
        self.brought += brought
        self._suspicion = _both(self._suspicion, suspicion)

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
            began=self.began,
            suspicion=self._suspicion,
        )
        return Sync(synced=synced, book=workspace.ledger.read())


def _fetched(workspace: Workspace, repository: Repository) -> Theirs | None:
    """What the other side has; where it cannot be reached, what is here is committed before that is said."""
    try:
        return repository.fetched()
    except RemoteUnreachableError:
        if workspace.ledger.is_there():
            _recorded(workspace, repository, None)
        raise


def _recorded(workspace: Workspace, repository: Repository, theirs: Theirs | None) -> tuple[str, bool]:
    """The ledger committed, with what the last commit here had of it: a file put back to an older state lacks that.

    A last commit that cannot be read as a ledger is history, and no more.
    """
    content = workspace.ledger.content()
    before = repository.ours()
    if before is not None and before.content != content:
        with suppress(UntrustedLedgerError):
            copy = Copy(path=before.where, content=before.content)
            workspace.ledger.merge([copy], by=workspace.me, now=workspace.now())
        content = workspace.ledger.content()
    return repository.recorded(content, theirs, _message(workspace), _author(workspace))


def _both(one: Suspicion, other: Suspicion) -> Suspicion:
    return Suspicion(replaced=one.replaced or other.replaced, taken_out=one.taken_out + other.taken_out)


def _author(workspace: Workspace) -> Author:
    return Author(handle=workspace.me, now=workspace.now())


def _message(workspace: Workspace) -> str:
    return f"Ledger of @{workspace.me}, {workspace.now():%Y-%m-%d %H:%M}\n"


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
