"""The order in which the ledger is written, and what is left when any step of it is refused."""

import errno
import os
from pathlib import Path

import pytest

from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.errors import MachineRefusedError, RestlessLedgerError
from tests.adapters.disks import RecordingDisk, RefusingDisk, ShortDisk
from tests.adapters.steps import SLIDES, VISIT, file_ledger, promise_of, tell
from tests.support.builders import noted

REFUSALS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT]


def _written(done: list[str]) -> list[str]:
    return [each for each in done if each.partition(" ")[0] not in ("kind", "read", "mode", "writable")]


def _files(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir() if each.name != "state")


@pytest.mark.parametrize("begun", [False, True])
def test_a_change_is_written_beside_the_ledger_flushed_and_put_in_its_place(tmp_path: Path, begun: bool) -> None:
    if begun:
        promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    promise_of(file_ledger(tmp_path, disk=disk), VISIT)

    temporary = f".ledger.json.{os.getpid()}.tmp"
    assert _written(disk.done) == [
        f"make_directory {tmp_path.name}",
        f"write_new {temporary}",
        "flush",
        f"replace {temporary} ledger.json",
        f"flush_directory {tmp_path.name}",
    ]


def test_the_file_is_read_once_to_decide_and_once_to_compare_before_it_is_replaced(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    promise_of(file_ledger(tmp_path, disk=disk), VISIT)

    reading = [each for each in disk.done if each.startswith(("read", "replace"))]
    assert reading[:2] == ["read ledger.json", "read ledger.json"]
    assert reading[2].startswith("replace")


def test_a_reader_reads_once_and_writes_nothing(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    file_ledger(tmp_path, disk=disk).read()

    assert disk.done == ["kind ledger.json", "read ledger.json"]
    assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"]


def test_a_step_that_adds_nothing_writes_nothing(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    tell(file_ledger(tmp_path, disk=disk))

    assert _written(disk.done) == [f"make_directory {tmp_path.name}"]


def _operations(directory: Path) -> list[str]:
    disk = RecordingDisk()
    tell(file_ledger(directory, disk=disk), (SLIDES, noted("what a change does")))
    return disk.done


@pytest.mark.parametrize("code", REFUSALS, ids=errno.errorcode.get)
def test_whatever_is_refused_leaves_the_old_file_until_the_new_one_is_there(tmp_path: Path, code: int) -> None:
    """One test for each error: every operation of a change is refused in turn."""
    path = tmp_path / "ledger.json"
    promise_of(file_ledger(tmp_path))
    operations = _operations(tmp_path)
    assert len(operations) > 5
    for which, operation in enumerate(operations):
        before = path.read_bytes()
        refusal = _refusal(file_ledger(tmp_path, disk=RefusingDisk(code, which=which)))
        if refusal is None:
            assert operation == f"flush_directory {tmp_path.name}"
            assert path.read_bytes() != before
        else:
            assert (refusal.path, refusal.reason) == (str(path), os.strerror(code)), operation
            assert path.read_bytes() == before, operation
        assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"], operation
        file_ledger(tmp_path).read()


def _refusal(ledger: FileLedger) -> MachineRefusedError | None:
    try:
        tell(ledger, (SLIDES, noted("more")))
    except MachineRefusedError as problem:
        return problem
    return None


@pytest.mark.parametrize("code", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["make_directory", "write_new", "flush", "replace", "kind"])
def test_a_ledger_that_cannot_be_begun_is_not_there_at_all(tmp_path: Path, name: str, code: int) -> None:
    with pytest.raises(MachineRefusedError):
        promise_of(file_ledger(tmp_path, disk=RefusingDisk(code, name=name)))

    assert [each for each in _files(tmp_path) if each != "ledger.json.lock"] == []


@pytest.mark.parametrize("room", [0, 1, 100, 500])
def test_a_disk_that_is_full_in_the_middle_of_writing_leaves_the_old_file(tmp_path: Path, room: int) -> None:
    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()

    with pytest.raises(MachineRefusedError) as problem:
        promise_of(file_ledger(tmp_path, disk=ShortDisk(room)), VISIT)
    assert str(problem.value) == (
        f"Could not write {tmp_path}/ledger.json: No space left on device. Nothing was changed."
    )
    assert (tmp_path / "ledger.json").read_bytes() == before
    assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"]


def test_an_interrupted_write_leaves_the_old_file_and_no_temporary_one(tmp_path: Path) -> None:
    class InterruptedDisk(RecordingDisk):
        def replace(self, source: str, target: str) -> None:
            raise KeyboardInterrupt

    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        promise_of(file_ledger(tmp_path, disk=InterruptedDisk()), VISIT)

    assert (tmp_path / "ledger.json").read_bytes() == before
    assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"]


def test_after_a_refusal_the_next_change_is_numbered_as_if_nothing_had_been_tried(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    with pytest.raises(MachineRefusedError):
        promise_of(file_ledger(tmp_path, disk=RefusingDisk(errno.EIO, name="replace")), VISIT)
    promise_of(file_ledger(tmp_path), VISIT)

    assert sorted(each.event.id.partition(".")[2] for each in file_ledger(tmp_path).read().recorded()) == ["1", "2"]


# A program that takes no lock


class MeddledDisk(RecordingDisk):
    """Before the file is compared for the last time, another program rewrites it; so many times."""

    def __init__(self, path: Path, times: int) -> None:
        super().__init__()
        self._path, self._times, self._reads = path, times, 0

    def read(self, path: str) -> bytes:
        self._reads += 1
        if self._reads % 2 == 0 and self._times:
            self._times -= 1
            self._meddle()
        return Path(path).read_bytes()

    def _meddle(self) -> None:
        content = self._path.read_bytes()
        self._path.write_bytes(content.replace(b"slides", b"very slides"))


@pytest.mark.parametrize("times", [1, 2, 4])
def test_a_step_is_decided_again_when_a_program_without_a_lock_changed_the_file(tmp_path: Path, times: int) -> None:
    path = tmp_path / "ledger.json"
    promise_of(file_ledger(tmp_path), what="Send the slides")
    disk = MeddledDisk(path, times)
    promise_of(file_ledger(tmp_path, disk=disk), VISIT)
    book = file_ledger(tmp_path).read()

    slides, visit = book.commitment(SLIDES), book.commitment(VISIT)
    assert slides is not None
    assert slides.what == "Send the " + "very " * times + "slides"
    assert visit is not None
    assert visit.made.id.endswith(".2")
    assert sum(each.startswith("replace") for each in disk.done) == 1


def test_a_file_that_another_program_keeps_changing_is_left_to_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    promise_of(file_ledger(tmp_path), what="Send the slides")
    with pytest.raises(RestlessLedgerError) as problem:
        promise_of(file_ledger(tmp_path, disk=MeddledDisk(path, 1000)), VISIT)

    assert problem.value.path == str(path)
    assert b"the very very very very very slides" in path.read_bytes()
    assert file_ledger(tmp_path).read().commitment(VISIT) is None


def test_a_ledger_that_another_program_began_meanwhile_is_added_to(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    (tmp_path / "other").mkdir()
    promise_of(file_ledger(tmp_path / "other"))
    content = (tmp_path / "other" / "ledger.json").read_bytes()

    class BegunMeanwhileDisk(RecordingDisk):
        def kind(self, path: str) -> str | None:
            looks = sum(each.startswith("kind") for each in self.done)
            if looks == 3:
                Path(path).write_bytes(content)
            return super().kind(path)

    written = promise_of(file_ledger(tmp_path, disk=BegunMeanwhileDisk()), VISIT)

    assert not written.created
    assert [each.id for each in file_ledger(tmp_path).read().unsettled()] == [SLIDES, VISIT]
    assert path.read_bytes().count(b'"did":"made"') == 2
