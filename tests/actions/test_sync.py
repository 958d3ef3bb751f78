"""Syncing as a sequence of decisions: what is taken in, what is committed, when it is tried again."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat

import pytest

from followthrough.actions.add import add
from followthrough.actions.repository import Author, Theirs
from followthrough.actions.sync import ROUNDS, sync
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import (
    NoLedgerError,
    NoSuchFileError,
    RemoteRefusedError,
    RemoteUnreachableError,
    RestlessRemoteError,
)
from followthrough.domain.syncing import Suspicion
from tests.support.builders import NOW
from tests.support.fakes import FakeLedger, a_workspace


class FakeRepository:
    """A repository in memory whose remote answers as it is told; every call is written down."""

    path = "ledger.json"
    branch = "main"

    def __init__(self, *answers: object, remote: str | None = "origin", taken: Iterator[bool] | None = None) -> None:
        self.remote = remote
        self.calls: list[tuple[object, ...]] = []
        self._answers = iter(answers or (None,))
        self._last: object = None
        self._taken = repeat(True) if taken is None else taken

    @contextmanager
    def held(self) -> Iterator[None]:
        self.calls.append(("hold",))
        yield
        self.calls.append(("let go",))

    def ours(self) -> Theirs | None:
        return None

    def fetched(self) -> Theirs | None:
        self._last = next(self._answers, self._last)
        self.calls.append(("fetch",))
        if isinstance(self._last, Exception):
            raise self._last
        assert self._last is None or isinstance(self._last, Theirs)
        return self._last

    def check(self) -> None:
        """It is always ready."""

    is_new_there = False
    address = "git@example.org:promises.git"

    def suspicion_of(self, theirs: Theirs | None) -> Suspicion:
        return Suspicion()

    def recorded(self, content: bytes, theirs: Theirs | None, message: str, author: Author) -> tuple[str, bool]:
        self.calls.append(("commit", theirs and theirs.commit, message, author))
        return "c1", True

    def sent(self, commit: str) -> bool:
        taken = next(self._taken)
        self.calls.append(("push", commit, taken))
        return taken

    def tidy(self) -> None:
        """There is nothing to pack."""

    def keep_seen(self, commit: str) -> None:
        self.calls.append(("remember", commit))


MESSAGE = "Ledger of @sam, 2026-11-23 10:00\n"
COMMIT = ("commit", None, MESSAGE, Author(handle="sam", now=NOW))


@pytest.fixture
def workspace() -> Workspace:
    made = a_workspace(FakeLedger())
    add(made, "Bring the tent", to=("ana",))
    return made


def names(repository: FakeRepository) -> list[object]:
    return [each[0] for each in repository.calls]


def test_what_is_here_is_committed_and_sent(workspace: Workspace) -> None:
    repository = FakeRepository()
    done = sync(workspace, repository).synced
    assert repository.calls == [("hold",), ("fetch",), COMMIT, ("push", "c1", True), ("remember", "c1"), ("let go",)]
    assert (done.recorded, done.sent, done.rounds, done.brought, done.began) == ("c1", True, 1, (), False)


def test_where_others_are_faster_it_begins_again(workspace: Workspace) -> None:
    repository = FakeRepository(taken=iter((False, False, True)))
    assert sync(workspace, repository).synced.rounds == 3
    assert names(repository) == ["hold", *["fetch", "commit", "push"] * 3, "remember", "let go"]


def test_it_does_not_go_on_for_ever(workspace: Workspace) -> None:
    repository = FakeRepository(taken=repeat(False))
    with pytest.raises(RestlessRemoteError):
        sync(workspace, repository)
    assert names(repository).count("push") == ROUNDS
    assert "remember" not in names(repository)


def test_without_a_remote_nothing_is_pushed(workspace: Workspace) -> None:
    repository = FakeRepository(remote=None)
    done = sync(workspace, repository).synced
    assert "push" not in names(repository)
    assert (done.remote, done.sent, done.recorded) == (None, False, "c1")


def test_what_the_remote_has_already_is_not_pushed(workspace: Workspace) -> None:
    there = Theirs(commit="c1", where="ledger.json in origin", content=b"{}", known=True, seen="c1")
    repository = FakeRepository(there)
    assert sync(workspace, repository).synced.sent is False
    assert names(repository) == ["hold", "fetch", "commit", "remember", "let go"]


def test_offline_what_is_here_is_committed_before_that_is_said(workspace: Workspace) -> None:
    repository = FakeRepository(RemoteUnreachableError("origin", "no route to host"))
    with pytest.raises(RemoteUnreachableError):
        sync(workspace, repository)
    assert repository.calls == [("hold",), ("fetch",), COMMIT]


def test_offline_without_a_ledger_nothing_is_committed() -> None:
    repository = FakeRepository(RemoteUnreachableError("origin", "no route to host"))
    with pytest.raises(RemoteUnreachableError):
        sync(a_workspace(FakeLedger()), repository)
    assert names(repository) == ["hold", "fetch"]


def test_what_is_there_and_cannot_be_taken_in_stops_before_anything_is_committed(workspace: Workspace) -> None:
    there = Theirs(commit="c2", where="ledger.json in origin", content=b"", known=False, seen=None)
    repository = FakeRepository(there)
    with pytest.raises(NoSuchFileError):  # what a ledger in memory says of any copy
        sync(workspace, repository)
    assert names(repository) == ["hold", "fetch"]


def test_without_a_ledger_on_either_side_that_is_said() -> None:
    with pytest.raises(NoLedgerError):
        sync(a_workspace(FakeLedger()), FakeRepository())


def test_a_refusal_there_is_raised_with_everything_committed(workspace: Workspace) -> None:
    def refuse(number: int) -> bool:
        raise RemoteRefusedError("origin", "pre-receive hook declined")

    repository = FakeRepository(taken=map(refuse, (1,)))
    with pytest.raises(RemoteRefusedError):
        sync(workspace, repository)
    assert names(repository) == ["hold", "fetch", "commit"]
