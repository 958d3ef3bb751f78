"""Looking at a ledger file in any state, and writing it again, on a real disk."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.actions.examine import examine, mend
from followthrough.actions.restore import restore
from followthrough.actions.workspace import Workspace
from followthrough.adapters.ledger import lock as locking
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.lock import locked
from followthrough.adapters.ledger.remembered import remembered_ledgers
from followthrough.adapters.ledger.upkeep import FileUpkeep
from followthrough.domain.errors import (
    LockedLedgerError,
    MachineRefusedError,
    NewerLedgerError,
    NoLedgerError,
    NotAFileError,
    RestlessLedgerError,
    UntrustedLedgerError,
)
from followthrough.domain.findings import LeftOver, LockHeld, OpenToOthers, SharedWithBackup
from tests.adapters.steps import SLIDES, VISIT, describe, file_ledger, promise_of
from tests.support.builders import NOW
from tests.support.damage import events_of
from tests.support.fakes import FakeClock, FakePreferences, SeededRandomness


def upkeep_of(directory: Path, disk: Disk | None = None) -> FileUpkeep:
    """The upkeep of the ledger that `steps` write in that directory."""
    ledger = file_ledger(directory)
    return FileUpkeep(ledger, str(directory / "state"), "doctor", disk=disk)


def workspace_of(directory: Path) -> Workspace:
    """A workspace around that ledger."""
    return Workspace(
        ledger=file_ledger(directory),
        clock=FakeClock(),
        preferences=FakePreferences(),
        randomness=SeededRandomness(),
        login="sam",
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger file with two promises."""
    ledger = file_ledger(tmp_path)
    promise_of(ledger, SLIDES, "Send Ana the slides")
    promise_of(ledger, VISIT, "Visit Bo")
    for handle in ("ana", "sam"):
        describe(ledger, handle)
    return Path(ledger.path)


def kinds(directory: Path, disk: Disk | None = None) -> list[type]:
    return [type(each) for each in examine(upkeep_of(directory, disk)).findings]


def test_looking_changes_nothing(tmp_path: Path, ledger: Path) -> None:
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert examine(upkeep_of(tmp_path)).well
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_locked_ledger_can_be_looked_at_and_is_not_mended(
    tmp_path: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(locking.locked.__wrapped__, "__defaults__", (0.05,))  # type: ignore[attr-defined]  # what the decorator wraps
    ledger.write_bytes(ledger.read_bytes()[:-40])
    with locked(str(ledger), "add", Disk()):
        found = examine(upkeep_of(tmp_path)).findings
        assert LockHeld(holder=f"process {os.getpid()} (add)") in found
        with pytest.raises(LockedLedgerError):
            mend(workspace_of(tmp_path), upkeep_of(tmp_path))
    assert LockHeld not in kinds(tmp_path)


def test_what_a_killed_writer_left_is_named_and_removed(tmp_path: Path, ledger: Path) -> None:
    left = ledger.with_name(f".{ledger.name}.99999.tmp")
    left.write_bytes(b"half")
    assert kinds(tmp_path) == [LeftOver]
    mended = mend(workspace_of(tmp_path), upkeep_of(tmp_path))
    assert [type(each) for each in mended.mended] == [LeftOver]
    assert not left.exists()


def test_a_file_that_others_may_read_is_remarked(tmp_path: Path, ledger: Path) -> None:
    ledger.chmod(0o644)
    assert kinds(tmp_path) == [OpenToOthers]
    assert examine(upkeep_of(tmp_path)).well


def test_a_backup_that_is_one_file_with_the_ledger_is_parted_from_it(tmp_path: Path, ledger: Path) -> None:
    [directory] = remembered_ledgers(Disk(), str(tmp_path / "state"), str(ledger))
    shared = Path(directory, "backups", "000007-20261123T090000Z.json")
    shared.parent.mkdir(exist_ok=True)
    os.link(ledger, shared)
    assert kinds(tmp_path) == [SharedWithBackup]
    mend(workspace_of(tmp_path), upkeep_of(tmp_path))
    assert not shared.samefile(ledger)
    assert shared.read_bytes() == ledger.read_bytes()


def test_a_mended_file_keeps_its_mode_and_the_link_to_it(tmp_path: Path, ledger: Path) -> None:
    real = tmp_path / "synced.json"
    ledger.rename(real)
    ledger.symlink_to(real)
    real.write_bytes(real.read_bytes()[:-40])
    real.chmod(0o640)
    kept = upkeep_of(tmp_path)
    mend(workspace_of(tmp_path), kept)
    assert ledger.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.glob("synced.json.damaged-*"))


def test_two_damaged_files_of_one_second_are_both_kept(tmp_path: Path, ledger: Path) -> None:
    good = ledger.read_bytes()
    for length in (-40, -60, -40):
        ledger.write_bytes(good[:length])
        mend(workspace_of(tmp_path), upkeep_of(tmp_path))
    kept = sorted(path.read_bytes() for path in ledger.parent.glob("*.damaged-*"))
    assert kept == sorted((good[:-40], good[:-60]))


@pytest.mark.parametrize("operation", ["write", "flush", "replace", "link"])
def test_a_disk_that_refuses_leaves_the_damaged_file(tmp_path: Path, ledger: Path, operation: str) -> None:
    class Refusing(Disk):
        def __getattribute__(self, name: str) -> object:
            def refuse(*_: object) -> None:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            return refuse if name == operation and operation != "link" else super().__getattribute__(name)

    damaged = ledger.read_bytes()[:-40]
    ledger.write_bytes(damaged)
    if operation == "link":  # then a copy is kept instead
        mend(workspace_of(tmp_path), upkeep_of(tmp_path, Refusing()))
        assert examine(upkeep_of(tmp_path)).well
        return
    with pytest.raises(MachineRefusedError):
        mend(workspace_of(tmp_path), upkeep_of(tmp_path, Refusing()))
    assert ledger.read_bytes() == damaged


def test_a_program_that_takes_no_lock_meanwhile_is_waited_out(tmp_path: Path, ledger: Path) -> None:
    good = ledger.read_bytes()
    ledger.write_bytes(good[:-40])
    disk = _Meddled(lambda: ledger.write_bytes(good), times=1)
    mend(workspace_of(tmp_path), upkeep_of(tmp_path, disk))
    assert ledger.read_bytes() == good


def test_a_program_that_never_rests_is_said(tmp_path: Path, ledger: Path) -> None:
    good = ledger.read_bytes()
    ledger.write_bytes(good[:-40])
    lengths = iter(range(41, 200))
    disk = _Meddled(lambda: ledger.write_bytes(good[: -next(lengths)]), times=100)
    with pytest.raises(RestlessLedgerError):
        mend(workspace_of(tmp_path), upkeep_of(tmp_path, disk))


class _Meddled(Disk):
    """A disk on which another program writes whenever the ledger was read twice."""

    def __init__(self, meddle: Callable[[], object], times: int) -> None:
        self._meddle, self._left, self._locked = meddle, times, False

    def lock(self, path: str, wait_seconds: float) -> object:  # type: ignore[override]  # whatever it gives is passed on
        self._locked = wait_seconds > 0
        return super().lock(path, wait_seconds)

    def read(self, path: str) -> bytes:
        content = super().read(path)
        if self._locked and path.endswith("ledger.json") and self._left:
            self._left -= 1
            self._meddle()
        return content


def test_a_ledger_that_nobody_ever_wrote_is_no_ledger(tmp_path: Path) -> None:
    for action in (
        lambda: examine(upkeep_of(tmp_path)),
        lambda: mend(workspace_of(tmp_path), upkeep_of(tmp_path)),
        lambda: restore(workspace_of(tmp_path), upkeep_of(tmp_path)),
    ):
        with pytest.raises(NoLedgerError):
            action()


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    Path(file_ledger(tmp_path).path).mkdir(parents=True)
    with pytest.raises(NotAFileError):
        examine(upkeep_of(tmp_path))


def test_a_ledger_for_newer_versions_is_not_mended(tmp_path: Path, ledger: Path) -> None:
    newer = ledger.read_bytes().replace(b'"min_writer":1', b'"min_writer":7')
    ledger.write_bytes(newer)
    with pytest.raises(NewerLedgerError):
        mend(workspace_of(tmp_path), upkeep_of(tmp_path))
    with pytest.raises(NewerLedgerError):
        restore(workspace_of(tmp_path), upkeep_of(tmp_path))
    assert ledger.read_bytes() == newer


def test_a_file_whose_id_is_damaged_is_known_by_its_events(tmp_path: Path, ledger: Path) -> None:
    good = ledger.read_bytes()
    start = good.index(b'"ledger":"') + len(b'"ledger":"')
    ledger.write_bytes(good[:start] + b"k" * 12 + good[start + 12 :].replace(b"Visit Bo", b"Visit Mo"))
    assert "other_ledger" in {each.__struct_config__.tag for each in examine(upkeep_of(tmp_path)).findings}
    restore(workspace_of(tmp_path), upkeep_of(tmp_path))
    assert {content for _, content in events_of(ledger.read_bytes())} >= {content for _, content in events_of(good)}


def test_a_backup_that_cannot_be_read_is_salvaged(tmp_path: Path, ledger: Path) -> None:
    good = ledger.read_bytes()
    [directory] = remembered_ledgers(Disk(), str(tmp_path / "state"), str(ledger))
    for each in Path(directory).rglob("*.json*"):
        each.unlink()
    Path(directory, "backups", "000001-20261123T090000Z.json").write_bytes(good[:-3])
    ledger.unlink()
    restored = restore(workspace_of(tmp_path), upkeep_of(tmp_path))
    assert restored.written
    assert events_of(ledger.read_bytes()) == events_of(good)


def test_the_moment_of_a_mending_is_in_the_name_of_what_is_kept(tmp_path: Path, ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:-40])
    mended = mend(workspace_of(tmp_path), upkeep_of(tmp_path))
    assert mended.aside == f"{ledger.name}.damaged-20261123T150000Z"
    assert FakeClock().now() == NOW


def test_a_file_that_is_larger_than_any_ledger_is_not_read(tmp_path: Path, ledger: Path) -> None:
    os.truncate(ledger, 1_000_000_001)
    with pytest.raises(UntrustedLedgerError) as problem:
        upkeep_of(tmp_path).look()

    assert str(problem.value).startswith(f"{ledger} ")
    assert "it is larger than 1,000 MB, as no ledger is" in str(problem.value)
