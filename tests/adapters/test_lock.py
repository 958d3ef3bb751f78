"""Who waits too long for another process is told for whom; what the lock and the comparison are for."""

import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tinydb import JSONStorage, TinyDB

from followthrough.actions.ports import Book, Change, Pen
from followthrough.adapters.ledger import tinydb_ledger
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.lock import locked
from followthrough.domain.errors import LockedLedgerError, MachineRefusedError
from tests.adapters.disks import RecordingDisk
from tests.adapters.steps import SLIDES, VISIT, file_ledger, promise_of
from tests.support.builders import NOW, made


def test_a_lock_that_is_held_names_who_holds_it(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()
    path = str(tmp_path / "ledger.json")
    with _held_by_another_process(path, "move"):
        with pytest.raises(LockedLedgerError) as problem, locked(path, "add", Disk(), wait_seconds=0.1):
            pytest.fail("the lock was given away")
        assert [each.id for each in file_ledger(tmp_path).read().unsettled()] == [SLIDES]

    holder = problem.value.holder
    assert holder.startswith("process ")
    assert holder.endswith("(move)")
    assert int(holder.split()[1]) != os.getpid()
    assert str(problem.value) == f"{path} is locked by {holder}; waited 0.1 seconds. Nothing was changed."
    assert (tmp_path / "ledger.json").read_bytes() == before


def _hold(path: str, command: str, pipe: Any) -> None:
    with locked(path, command, Disk()):
        pipe.send("held")
        pipe.recv()


@contextmanager
def _held_by_another_process(path: str, command: str) -> Iterator[None]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_hold, args=(path, command, there))
    process.start()
    assert here.recv() == "held"
    try:
        yield
    finally:
        here.send("let go")
        process.join()


def test_a_lock_is_free_again_when_its_holder_is_killed(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.json")
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_hold, args=(path, "add", there))
    process.start()
    assert here.recv() == "held"
    process.kill()
    process.join()

    with locked(path, "add", Disk(), wait_seconds=5):
        assert (tmp_path / "ledger.json.lock").read_text(encoding="utf-8") == f"{os.getpid()} add\n"


def test_the_lock_file_stays_when_the_lock_is_let_go(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    inode = (tmp_path / "ledger.json.lock").stat().st_ino
    promise_of(file_ledger(tmp_path), VISIT)

    assert (tmp_path / "ledger.json.lock").stat().st_ino == inode


def test_a_lock_that_cannot_be_made_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "ledger.json.lock").mkdir()

    with pytest.raises(MachineRefusedError):
        promise_of(file_ledger(tmp_path))


def test_a_lock_file_that_says_nothing_is_held_by_another_process(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.json")
    with _held_by_another_process(path, "add"):
        (tmp_path / "ledger.json.lock").write_bytes(b"\xff\xfe")
        with pytest.raises(LockedLedgerError) as problem, locked(path, "add", Disk(), wait_seconds=0.05):
            pytest.fail("the lock was given away")

    assert problem.value.holder == "another process"


# Controls: what the lock and the storage are for


@contextmanager
def _no_lock(path: str, command: str, disk: Disk) -> Iterator[None]:
    yield


class ComparesNothingDisk(RecordingDisk):
    """Shows the writer the bytes it read first, so that it never notices another one."""

    def __init__(self) -> None:
        super().__init__()
        self._first: bytes | None = None

    def read(self, path: str) -> bytes:
        content = Path(path).read_bytes()
        if not path.endswith("ledger.json"):
            return content
        self._first = self._first or content
        return self._first


def _two_at_once(directory: Path, first_disk: RecordingDisk | None) -> None:
    """Two steps, the second of which begins and ends while the first decides."""

    def decide(book: Book, pen: Pen) -> Change:
        other = threading.Thread(target=lambda: promise_of(file_ledger(directory, seed=2), VISIT))
        other.start()
        other.join(timeout=0.5)
        waiting.append(other)
        return Change(commitments=((SLIDES, made().event(pen.stamp())),))

    waiting: list[threading.Thread] = []
    file_ledger(directory, seed=1, disk=first_disk).record(decide, by="sam", now=NOW)
    waiting[0].join()


def test_control_a_second_step_waits_until_the_first_is_done(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path), "zzzzzzzzzzzz")
    _two_at_once(tmp_path, ComparesNothingDisk())

    assert file_ledger(tmp_path).read().ids_from("", 9) == [SLIDES, VISIT, "zzzzzzzzzzzz"]


def test_control_without_the_lock_and_the_comparison_a_step_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise_of(file_ledger(tmp_path), "zzzzzzzzzzzz")
    monkeypatch.setattr(tinydb_ledger, "locked", _no_lock)
    _two_at_once(tmp_path, ComparesNothingDisk())

    assert file_ledger(tmp_path).read().ids_from("", 9) == [SLIDES, "zzzzzzzzzzzz"]


def test_control_two_writers_of_stock_tinydb_lose_what_one_of_them_wrote(tmp_path: Path) -> None:
    path = tmp_path / "stock.json"
    _insert(path, "there before")

    class Interleaved(JSONStorage):
        def write(self, data: Any) -> None:
            _insert(path, "from another process")
            super().write(data)

    database = TinyDB(path, storage=Interleaved)
    database.table("open").insert({"what": "ours"})
    database.close()

    with TinyDB(path) as read_again:
        assert [each["what"] for each in read_again.table("open")] == ["there before", "ours"]


def _insert(path: Path, what: str) -> None:
    with TinyDB(path) as database:
        database.table("open").insert({"what": what})


def test_control_a_reader_of_stock_tinydb_meets_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "stock.json"
    _insert(path, "a long text " * 20)
    seen: list[bytes] = []

    class Watched(JSONStorage):
        def write(self, data: Any) -> None:
            super().write(data)
            seen.append(path.read_bytes())

    class Truncating:
        """The file of a storage, shown to a reader between being written and being cut to its new length."""

        def __init__(self, file: Any) -> None:
            self._file = file

        def truncate(self) -> None:
            self._file.flush()
            seen.append(path.read_bytes())
            self._file.truncate()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

    database = TinyDB(path, storage=Watched)
    database.storage._handle = Truncating(database.storage._handle)  # type: ignore[attr-defined]  # to look inside
    database.table("open").truncate()
    database.close()

    assert seen[0] == b'{"open": {}}' + seen[0][12:]
    assert seen[0][12:].strip()
    assert seen[1] == b'{"open": {}}'
