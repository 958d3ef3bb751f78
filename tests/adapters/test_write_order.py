"""The order in which the ledger is written, and what is left when any step of it is refused."""

import errno
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.errors import LostLedgerError, MachineRefusedError, RestlessLedgerError
from followthrough.domain.notices import MergedMeanwhile, Notice, PutBack, WrittenInPlace, WrittenLate
from tests.adapters.disks import READING, RecordingDisk, RefusingDisk, ShortDisk
from tests.adapters.steps import SLIDES, VISIT, file_ledger, forget, promise_of, tell
from tests.support.builders import noted

REFUSALS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT]


def _written(done: list[str]) -> list[str]:
    """What was done to the disk, without looking, and without closing what was opened."""
    return [each for each in done if each.partition(" ")[0] not in (*READING, "close")]


def _files(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir() if each.name != "state")


LOCKING = ["lock ledger.json.lock", "open ledger.json.lock", "cut", "write"]
REMEMBERING = [
    *("open journal.jsonl", "write"),
    *("open .replica.json.tmp", "permit", "write", "replace .replica.json.tmp replica.json"),
]


def _named(done: list[str], directory: Path) -> list[str]:
    """Temporary files and places by names that are the same every time."""
    known = {f".{os.getpid()}.tmp": ".tmp", directory.name: "here"}
    shortened = [re.sub(r"(\.replica\.json)\.[0-9a-f]{8}", r"\1", each) for each in done]
    for long, short in known.items():
        shortened = [each.replace(long, short) for each in shortened]
    shortened = [re.sub(r"_directory [k-z]{12}", "_directory kept", each) for each in shortened]
    return [re.sub(r"_directory [0-9a-f]{16}", "_directory path", each) for each in shortened]


def test_a_new_ledger_is_written_under_another_name_flushed_and_put_in_its_place(tmp_path: Path) -> None:
    disk = RecordingDisk()
    promise_of(file_ledger(tmp_path, disk=disk))

    assert _named(_written(disk.done), tmp_path) == [
        *LOCKING,
        *("new_directory state", "flush_directory here", "new_directory ledgers", "flush_directory state"),
        *("new_directory path", "flush_directory ledgers", "new_directory kept", "flush_directory path"),
        *("open .ledger.json.tmp", "permit", "write", "flush"),
        "replace .ledger.json.tmp ledger.json",
        "flush_directory here",
        *REMEMBERING,
    ]


def test_a_change_is_flushed_and_a_backup_kept_before_the_ledger_is_replaced(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    promise_of(file_ledger(tmp_path, disk=disk), VISIT)

    assert _named(_written(disk.done), tmp_path) == [
        *LOCKING,
        *("open .ledger.json.tmp", "permit", "write", "flush"),
        *("new_directory backups", "flush_directory kept"),
        "link ledger.json 000001-20261123T150000Z.json",
        "replace .ledger.json.tmp ledger.json",
        "flush_directory here",
        *REMEMBERING,
    ]


def test_the_file_is_read_once_to_decide_and_once_to_compare_before_it_is_replaced(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    promise_of(file_ledger(tmp_path, disk=disk), VISIT)

    reading = [each for each in disk.done if each == "read ledger.json" or each.startswith("replace")]
    assert reading[:2] == ["read ledger.json", "read ledger.json"]
    assert reading[2].endswith(" ledger.json")


def test_a_reader_reads_once_and_writes_nothing(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    file_ledger(tmp_path, disk=disk).read()

    looked_beside = f"names_in {tmp_path.name}"
    assert disk.done == [
        *("stat ledger.json", "stat ledger.json", "read ledger.json", "read replica.json"),
        looked_beside,
    ]
    assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"]


def test_a_step_that_adds_nothing_writes_nothing(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    disk = RecordingDisk()
    tell(file_ledger(tmp_path, disk=disk))

    assert _named(_written(disk.done), tmp_path) == LOCKING


def _operations(directory: Path) -> list[str]:
    disk = RecordingDisk()
    tell(file_ledger(directory, disk=disk), (SLIDES, noted("what a change does")))
    return disk.done


@pytest.mark.parametrize("code", REFUSALS, ids=errno.errorcode.get)
def test_whatever_is_refused_leaves_the_old_file_or_the_new_one(tmp_path: Path, code: int) -> None:
    """One test for each error: every operation of a change is refused in turn, up to the replace, and after it."""
    path = tmp_path / "ledger.json"
    promise_of(file_ledger(tmp_path))
    operation, which = "", -1
    while operation != "none":
        which += 1
        for backups in (tmp_path / "state").glob("ledgers/*/*/backups"):
            shutil.rmtree(backups)  # each change would leave one more to look at
        before, disk = path.read_bytes(), RefusingDisk(code, which=which)
        refusal = _refusal(file_ledger(tmp_path, disk=disk))
        operation = next((each for each in disk.done if each.endswith(" refused")), "none")
        if refusal is None:
            assert any(_replaces(each) for each in disk.done)
            assert path.read_bytes() != before
        else:
            assert not any(_replaces(each) for each in disk.done), operation
            assert (refusal.reason, str(refusal)[-20:]) == (os.strerror(code), "Nothing was changed."), operation
            assert path.read_bytes() == before, operation
        assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"], operation
        file_ledger(tmp_path).read()
    assert which > len(_operations(tmp_path)) - 10


def _replaces(operation: str) -> bool:
    return operation.startswith("replace") and operation.endswith(" ledger.json")


def _refusal(ledger: FileLedger) -> MachineRefusedError | None:
    try:
        tell(ledger, (SLIDES, noted("more")))
    except MachineRefusedError as problem:
        return problem
    return None


@pytest.mark.parametrize("code", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["new_directory", "open", "flush", "replace", "stat", "permit", "lock"])
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
    """Before the file is compared, another program that takes no lock puts something into it; so many times."""

    def __init__(self, meddle: Callable[[int], None], times: int) -> None:
        super().__init__()
        self._meddle, self._times, self._reads, self.meddled = meddle, times, 0, 0

    def read(self, path: str) -> bytes:
        if path.endswith("ledger.json"):
            self._reads += 1
            if self._reads > 1 and self.meddled < self._times:
                self._meddle(self.meddled)
                self.meddled += 1
        return Path(path).read_bytes()


def _elsewhere(tmp_path: Path) -> Callable[[int], None]:
    """A program on another machine, whose copy grows and is put in the file's place."""
    (tmp_path / "other").mkdir()
    copy = tmp_path / "other" / "ledger.json"
    copy.write_bytes((tmp_path / "ledger.json").read_bytes())

    def meddle(number: int) -> None:
        tell(file_ledger(tmp_path / "other", seed=7), (SLIDES, noted(f"said elsewhere {number}")))
        (tmp_path / "ledger.json").write_bytes(copy.read_bytes())

    return meddle


@pytest.mark.parametrize("times", [1, 2, 4])
def test_what_a_program_without_a_lock_wrote_meanwhile_is_in_the_file_with_what_was_to_be_written(
    tmp_path: Path, times: int
) -> None:
    promise_of(file_ledger(tmp_path))
    told: list[Notice] = []
    disk = MeddledDisk(_elsewhere(tmp_path), times)
    written = promise_of(file_ledger(tmp_path, disk=disk, tell=told.append), VISIT)
    slides = file_ledger(tmp_path).read().commitment(SLIDES)

    assert slides is not None
    assert [each.note for each in slides.history[1:]] == [f"said elsewhere {number}" for number in range(times)]
    assert file_ledger(tmp_path).read().commitment(VISIT) is not None
    assert len(written.book.commitment(SLIDES).history) == times + 1  # type: ignore[union-attr]  # it is there
    assert told == [MergedMeanwhile(str(tmp_path / "ledger.json"))] * times


def test_a_file_that_another_program_keeps_changing_is_left_to_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    promise_of(file_ledger(tmp_path))
    with pytest.raises(RestlessLedgerError) as problem:
        promise_of(file_ledger(tmp_path, disk=MeddledDisk(_elsewhere(tmp_path), 1000)), VISIT)

    assert problem.value.path == str(path)
    assert b"said elsewhere 4" in path.read_bytes()
    assert file_ledger(tmp_path).read().commitment(VISIT) is None


def test_what_was_written_into_the_replaced_file_in_the_last_moment_is_in_the_new_one(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    meddle = _elsewhere(tmp_path)

    class LateDisk(RecordingDisk):
        def replace(self, source: str, target: str) -> None:
            if target.endswith("/ledger.json") and not any("late" in each for each in self.done):
                self.done.append("late")
                meddle(0)
            super().replace(source, target)

    promise_of(file_ledger(tmp_path, disk=LateDisk()), VISIT)
    book = file_ledger(tmp_path).read()

    assert [each.id for each in book.unsettled()] == [SLIDES, VISIT]
    assert [each.note for each in book.commitment(SLIDES).history[1:]] == ["said elsewhere 0"]  # type: ignore[union-attr]  # likewise


def test_what_is_written_at_every_last_moment_is_told_with_the_place_where_it_is(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    meddle, told = _elsewhere(tmp_path), list[Notice]()

    class AlwaysLateDisk(RecordingDisk):
        def replace(self, source: str, target: str) -> None:
            if target.endswith("/ledger.json"):
                self.done.append("late")
                meddle(self.done.count("late"))
            super().replace(source, target)

    disk = AlwaysLateDisk()
    promise_of(file_ledger(tmp_path, disk=disk, tell=told.append), VISIT)

    assert disk.done.count("late") == 6
    assert [type(each) for each in told] == [WrittenLate, *[MergedMeanwhile] * 5]
    (late,) = (each for each in told if isinstance(each, WrittenLate))
    assert b"said elsewhere 6" in Path(late.backup).read_bytes()
    assert file_ledger(tmp_path).read().commitment(VISIT) is not None


def test_a_ledger_that_another_program_overwrote_gets_back_what_this_machine_wrote(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    promise_of(file_ledger(tmp_path))
    older = path.read_bytes()
    promise_of(file_ledger(tmp_path), VISIT, "See the doctor")
    path.write_bytes(older)
    told: list[Notice] = []
    file_ledger(tmp_path, tell=told.append).read()
    tell(file_ledger(tmp_path, tell=told.append), (SLIDES, noted("more")))

    assert [each.id for each in file_ledger(tmp_path).read().unsettled()] == [SLIDES, VISIT]
    assert [str(each).replace(str(path), "PATH") for each in told] == [
        "1 event recorded here is missing from PATH, which another program changed (“See the doctor”). The next change "
        "puts it back; ft doctor says more.",
        "Put back 1 event that another program had taken out of PATH (“See the doctor”).",
    ]


def test_what_is_overwritten_again_and_again_is_counted_once(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    older = (tmp_path / "ledger.json").read_bytes()
    promise_of(file_ledger(tmp_path), VISIT, "See the doctor")
    told: list[Notice] = []
    for note in ("one", "two"):
        (tmp_path / "ledger.json").write_bytes(older)
        tell(file_ledger(tmp_path, tell=told.append), (SLIDES, noted(note)))
    assert [each.events for each in told if isinstance(each, PutBack)] == [
        1,
        2,
    ]  # with the note that was put back after the first


def test_a_ledger_that_is_gone_is_not_begun_anew_unless_asked(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    promise_of(file_ledger(tmp_path), VISIT)
    (tmp_path / "ledger.json").unlink()
    for use in (
        lambda: promise_of(file_ledger(tmp_path)),
        file_ledger(tmp_path).read,
        file_ledger(tmp_path, may_be_missing=True).read,
    ):
        with pytest.raises(LostLedgerError) as problem:
            use()
        assert str(problem.value) == f"The ledger at {tmp_path}/ledger.json is gone. This machine has a backup of it."


def test_a_ledger_that_another_program_began_just_now_is_not_taken_for_lost(tmp_path: Path) -> None:
    class BegunMeanwhile(Disk):
        """Somebody else begins the ledger when it was just looked for."""

        seen: str | None = ""

        def kind(self, path: str) -> str | None:
            found = super().kind(path)
            if self.seen == "" and path.endswith("ledger.json"):
                self.seen = found
                promise_of(file_ledger(tmp_path, seed=1))
            return found

    disk = BegunMeanwhile()
    promise_of(file_ledger(tmp_path, disk=disk), VISIT)
    assert disk.seen is None
    assert {each.id for each in file_ledger(tmp_path).read().unsettled()} == {SLIDES, VISIT}


def test_what_is_forgotten_is_erased_from_the_journal_and_every_backup(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path), what="A secret")
    promise_of(file_ledger(tmp_path), VISIT, "No secret")
    tell(file_ledger(tmp_path), (SLIDES, noted("secret too")))
    kept = [each for each in (tmp_path / "state").rglob("*") if each.is_file()]
    assert any(b"secret too" in each.read_bytes() for each in kept)
    forget(file_ledger(tmp_path), SLIDES)

    everything = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(everything) >= 6
    for each in everything:
        assert b"A secret" not in each.read_bytes(), each
        assert b"secret too" not in each.read_bytes(), each
    assert sum(b"No secret" in each.read_bytes() for each in everything) >= 4


@pytest.mark.parametrize("reason", [errno.EBUSY, errno.EXDEV])
def test_where_something_is_mounted_the_file_is_written_in_place_after_a_backup(tmp_path: Path, reason: int) -> None:
    class MountedDisk(RecordingDisk):
        def replace(self, source: str, target: str) -> None:
            if target.endswith("/ledger.json"):
                raise OSError(reason, os.strerror(reason))
            super().replace(source, target)

    promise_of(file_ledger(tmp_path))
    inode, before = (tmp_path / "ledger.json").stat().st_ino, (tmp_path / "ledger.json").read_bytes()
    told: list[Notice] = []
    promise_of(file_ledger(tmp_path, disk=MountedDisk(), tell=told.append), VISIT)

    assert (tmp_path / "ledger.json").stat().st_ino == inode
    assert [each.id for each in file_ledger(tmp_path).read().unsettled()] == [SLIDES, VISIT]
    (notice,) = told
    assert isinstance(notice, WrittenInPlace)
    assert notice.reason == "something is mounted there"
    assert Path(notice.backup).read_bytes() == before
    assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"]


def test_a_backup_that_has_to_be_a_copy_is_not_taken_for_what_another_program_wrote(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()
    told: list[Notice] = []
    disk = RefusingDisk(errno.EXDEV, name="link")
    promise_of(file_ledger(tmp_path, disk=disk, tell=told.append), VISIT)

    assert told == []
    assert [each.read_bytes() for each in (tmp_path / "state").glob("ledgers/*/*/backups/*")] == [before]
    assert len([each for each in disk.done if _replaces(each)]) == 1


def test_a_file_with_two_names_keeps_both(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    (tmp_path / "second.json").hardlink_to(tmp_path / "ledger.json")
    promise_of(file_ledger(tmp_path), VISIT)

    assert (tmp_path / "second.json").read_bytes() == (tmp_path / "ledger.json").read_bytes()
    assert [each.id for each in file_ledger(tmp_path).read().unsettled()] == [SLIDES, VISIT]


def test_a_backup_that_a_kill_left_as_one_file_with_the_ledger_is_parted_from_it(tmp_path: Path) -> None:
    class KilledDisk(RecordingDisk):
        def replace(self, source: str, target: str) -> None:
            if target.endswith("/ledger.json"):
                raise KeyboardInterrupt
            super().replace(source, target)

        def remove(self, path: str) -> None:
            """Nothing is cleared away by who was killed."""

    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        promise_of(file_ledger(tmp_path, disk=KilledDisk()), VISIT)
    assert (tmp_path / "ledger.json").stat().st_nlink == 2
    promise_of(file_ledger(tmp_path), VISIT)

    first, second = sorted((tmp_path / "state").glob("ledgers/*/*/backups/*"))
    assert (first.read_bytes(), second.read_bytes()) == (before, before)
    assert (tmp_path / "ledger.json").stat().st_nlink == 1
    assert _files(tmp_path) == ["ledger.json", "ledger.json.lock"]
