"""Copies that a sync tool put beside a ledger: taken in by who writes, kept and removed, or left alone and said."""

import errno
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from followthrough.actions.forget import forget
from followthrough.adapters.ledger import copies as copies_module
from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.errors import MachineRefusedError
from followthrough.domain.notices import CopiesBeside, CopyLeftAlone, CopyStays, CopyTakenIn, Notice
from tests.adapters.steps import BUDGET, SLIDES, VISIT, file_ledger, keeping_of, promise_of, tell
from tests.formats.test_siblings import SYNCED
from tests.support.builders import NOW, noted
from tests.support.fakes import a_workspace

CONFLICT = "ledger.sync-conflict-20261123-101500-ABCDEFG.json"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A directory with a ledger of one promise."""
    promise_of(file_ledger(tmp_path))
    return tmp_path


def copied(directory: Path, name: str = CONFLICT, key: str = BUDGET, what: str = "Agree on the budget") -> Path:
    """A copy with a promise more, made on another machine."""
    copy = directory / name
    shutil.copy(directory / "ledger.json", copy)
    other = directory / "elsewhere"
    other.mkdir(exist_ok=True)
    shutil.move(copy, other / "ledger.json")
    promise_of(file_ledger(other, seed=len([*directory.iterdir()]) + len(name)), key, what)
    shutil.move(other / "ledger.json", copy)
    shutil.rmtree(other)
    return copy


def texts(directory: Path) -> set[str]:
    return {each.what for each in file_ledger(directory).read().unsettled()}


def names(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir() if each.name not in ("state", "ledger.json.lock"))


def kept(directory: Path) -> list[Path]:
    return sorted((directory / "state").glob("ledgers/*/*/copies/*.json"))


def kinds(told: list[Notice]) -> list[type[Notice]]:
    return [type(each) for each in told]


def test_who_only_reads_says_that_a_copy_lies_there_and_leaves_it(shared: Path) -> None:
    copied(shared)
    told: list[Notice] = []
    for read in (file_ledger(shared, tell=told.append).read, file_ledger(shared, tell=told.append).read_open):
        assert {each.what for each in read().unsettled()} == {"Send Ana the slides"}
    assert told == [CopiesBeside(str(shared / "ledger.json"), (CONFLICT,))] * 2
    assert names(shared) == ["ledger.json", CONFLICT]


@pytest.mark.parametrize("name", SYNCED[:-2])
def test_who_writes_takes_a_copy_in_keeps_it_elsewhere_and_removes_it(shared: Path, name: str) -> None:
    copy = copied(shared, name)
    content = copy.read_bytes()
    told: list[Notice] = []
    promise_of(file_ledger(shared, tell=told.append), VISIT, "Visit the harbour")
    assert texts(shared) == {"Send Ana the slides", "Agree on the budget", "Visit the harbour"}
    assert (names(shared), [each.read_bytes() for each in kept(shared)]) == (["ledger.json"], [content])
    assert [str(each) for each in told] == [
        f"Took in {copy}, a copy of this ledger: 1 promise that only it had. It is kept in the state "
        f"directory, as {kept(shared)[0].name}."
    ]


def test_a_step_may_be_about_a_promise_that_only_the_copy_had(shared: Path) -> None:
    copied(shared)
    keeping_of(file_ledger(shared), BUDGET)
    found = file_ledger(shared).read().commitment(BUDGET)
    assert found is not None
    assert found.state == "kept"


def test_copies_are_taken_in_without_any_step(shared: Path) -> None:
    copied(shared)
    ledger = file_ledger(shared)
    book, (brought,) = ledger.take_in_copies(by="sam", now=NOW)
    assert {each.what for each in book.unsettled()} == {"Send Ana the slides", "Agree on the budget"}
    assert ([each.id for each in brought.account.made], names(shared)) == ([BUDGET], ["ledger.json"])
    assert ledger.take_in_copies(by="sam", now=NOW)[1] == ()


def test_a_copy_with_nothing_new_is_cleared_away_without_writing_the_ledger(shared: Path) -> None:
    shutil.copy(shared / "ledger.json", shared / "ledger (1).json")
    before = (shared / "ledger.json").stat()
    file_ledger(shared).take_in_copies(by="sam", now=NOW)
    after = (shared / "ledger.json").stat()
    assert (names(shared), (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)) == (
        ["ledger.json"],
        True,
    )


def test_thirty_copies_are_taken_in_at_once_and_push_out_no_backup(shared: Path) -> None:
    for number in range(3):
        tell(file_ledger(shared), (SLIDES, noted(f"part {number}")))
    backups = sorted((shared / "state").glob("ledgers/*/*/backups/*.json"))
    letters = "klmnopqrstuvwxyzklmnopqrstuvwxyz"
    for number in range(30):
        key = letters[number] + letters[number // 16] + "zzzzzzzzzz"
        copied(shared, f"ledger (conflicted copy 2026-11-23 1015{number:02}).json", key, f"Promise {number}")
    promise_of(file_ledger(shared), VISIT, "Visit the harbour")
    assert len(texts(shared)) == 32
    assert (names(shared), len(kept(shared))) == (["ledger.json"], 30)
    assert set(backups) <= set((shared / "state").glob("ledgers/*/*/backups/*.json"))


def a_link(copy: Path) -> None:
    copied(copy.parent, "real.json")
    copy.symlink_to("real.json")


def a_dangling_link(copy: Path) -> None:
    copy.symlink_to("nowhere.json")


def half_a_copy(copy: Path) -> None:
    copy.write_bytes((copy.parent / "ledger.json").read_bytes()[:-20])


def another_ledger(copy: Path) -> None:
    other = copy.parent / "other"
    other.mkdir()
    promise_of(file_ledger(other, seed=7))
    shutil.move(other / "ledger.json", copy)


def a_newer_one(copy: Path) -> None:
    content = (copy.parent / "ledger.json").read_bytes()
    copy.write_bytes(re.sub(rb'"min_writer": ?1', b'"min_writer":99', content))


def a_huge_one(copy: Path) -> None:
    with copy.open("wb") as file:
        file.truncate(copies_module.LARGE + 1)


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, Path.mkdir, a_link, a_dangling_link, half_a_copy, another_ledger, a_newer_one, a_huge_one, Path.touch],
)
def test_what_cannot_be_taken_in_is_left_alone_said_once_and_keeps_no_other_out(
    shared: Path, make: Callable[[Path], None]
) -> None:
    odd = shared / "ledger (2).json"
    make(odd)
    copied(shared)
    told: list[Notice] = []
    promise_of(file_ledger(shared, tell=told.append), VISIT, "Visit the harbour")
    assert kinds(told) == [CopyLeftAlone, CopyTakenIn]
    assert odd in [*shared.iterdir()]
    assert texts(shared) == {"Send Ana the slides", "Agree on the budget", "Visit the harbour"}
    told.clear()
    keeping_of(file_ledger(shared, tell=told.append), VISIT)
    file_ledger(shared, tell=told.append).read()
    assert told == []


def test_a_copy_that_was_left_alone_is_read_once_it_is_another(shared: Path) -> None:
    copy = copied(shared)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-20])  # what a sync tool is still bringing
    keeping_of(file_ledger(shared))
    copy.write_bytes(whole)
    tell(file_ledger(shared), (SLIDES, noted("on time")))
    assert (texts(shared), names(shared)) == ({"Agree on the budget"}, ["ledger.json"])


class Meddling(Disk):
    """A disk on which something happens to a copy just before one of its operations on it."""

    def __init__(self, operation: str, copy: Path, happens: Callable[[], object], *, which: int = 1) -> None:
        self._operation, self._copy, self._happens = operation, str(copy), happens
        self._left = which

    def _meddle(self, operation: str, path: str) -> None:
        if (operation, path) == (self._operation, self._copy):
            self._left -= 1
            if self._left == 0:
                self._happens()

    def read(self, path: str) -> bytes:
        self._meddle("read", path)
        return super().read(path)

    def leads_to(self, path: str) -> str | None:
        self._meddle("leads_to", path)
        return super().leads_to(path)

    def replace(self, source: str, target: str) -> None:
        self._meddle("replace", target)
        super().replace(source, target)


@pytest.mark.parametrize("operation", ["read", "leads_to"])
def test_a_copy_that_vanishes_while_it_is_looked_at_is_no_matter(shared: Path, operation: str) -> None:
    copy = copied(shared)
    disk = Meddling(operation, copy, copy.unlink)
    promise_of(file_ledger(shared, disk=disk), VISIT, "Visit the harbour")
    assert "Visit the harbour" in texts(shared)


def test_a_copy_that_vanishes_while_the_ledger_is_written_is_in_it(shared: Path) -> None:
    copy = copied(shared)
    disk = Meddling("replace", shared / "ledger.json", copy.unlink)
    promise_of(file_ledger(shared, disk=disk), VISIT, "Visit the harbour")
    assert texts(shared) == {"Send Ana the slides", "Agree on the budget", "Visit the harbour"}


@pytest.mark.parametrize(
    ("operation", "name", "which"), [("replace", "ledger.json", 1), ("read", CONFLICT, 2)], ids=["written", "moved"]
)
def test_what_a_sync_tool_writes_into_a_copy_meanwhile_is_taken_in_next_time(
    shared: Path, operation: str, name: str, which: int
) -> None:
    copy = copied(shared)
    newer = copied(shared, "newer.json", VISIT, "Visit the harbour").read_bytes()
    (shared / "newer.json").unlink()
    disk = Meddling(operation, shared / name, lambda: copy.write_bytes(newer), which=which)
    keeping_of(file_ledger(shared, disk=disk))
    assert (names(shared), texts(shared)) == (["ledger.json", CONFLICT], {"Agree on the budget"})
    tell(file_ledger(shared), (SLIDES, noted("on time")))
    assert (names(shared), texts(shared)) == (["ledger.json"], {"Agree on the budget", "Visit the harbour"})


def test_a_copy_that_appears_while_the_ledger_is_written_is_left_for_the_next(shared: Path) -> None:
    disk = Meddling("replace", shared / "ledger.json", lambda: copied(shared))
    keeping_of(file_ledger(shared, disk=disk))
    assert names(shared) == ["ledger.json", CONFLICT]
    tell(file_ledger(shared), (SLIDES, noted("on time")))
    assert (names(shared), texts(shared)) == (["ledger.json"], {"Agree on the budget"})


class Unwilling(Disk):
    """A disk that removes no copy, or replaces no ledger."""

    def __init__(self, refused: str) -> None:
        self._refused = refused

    def remove(self, path: str) -> None:
        if Path(path).name == self._refused:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        super().remove(path)

    def replace(self, source: str, target: str) -> None:
        if Path(target).name == self._refused:
            raise OSError(errno.ENOSPC, "No space left on device", target)
        super().replace(source, target)


def test_a_copy_that_cannot_be_removed_stays_and_is_not_taken_in_again(shared: Path) -> None:
    copied(shared)
    told: list[Notice] = []
    for _ in range(2):
        keeping_or_noting(shared, Unwilling(CONFLICT), told)
    assert kinds(told) == [CopyTakenIn, CopyStays]
    assert (len(kept(shared)), names(shared)) == (1, ["ledger.json", CONFLICT])


def keeping_or_noting(shared: Path, disk: Disk, told: list[Notice]) -> None:
    tell(file_ledger(shared, disk=disk, tell=told.append), (SLIDES, noted("on time")))


def test_where_the_ledger_cannot_be_written_every_copy_stays(shared: Path) -> None:
    copied(shared)
    with pytest.raises(MachineRefusedError):
        keeping_of(file_ledger(shared, disk=Unwilling("ledger.json")))
    assert (names(shared), kept(shared)) == (["ledger.json", CONFLICT], [])


def test_what_is_forgotten_is_erased_from_copies_that_were_kept(shared: Path) -> None:
    copied(shared)
    keeping_of(file_ledger(shared))
    workspace = replace(a_workspace(), ledger=file_ledger(shared))
    forget(workspace, [BUDGET])
    assert "Agree on the budget" not in "".join(each.read_text(encoding="utf-8") for each in kept(shared))


def test_a_copy_that_still_has_what_was_forgotten_is_kept_without_it(shared: Path) -> None:
    copy = copied(shared)
    older = copy.read_bytes()
    keeping_of(file_ledger(shared))
    forget(replace(a_workspace(), ledger=file_ledger(shared)), [BUDGET])
    copy.write_bytes(older)
    tell(file_ledger(shared), (SLIDES, noted("on time")))
    assert (names(shared), texts(shared)) == (["ledger.json"], set())
    everything = b"".join(each.read_bytes() for each in shared.rglob("*") if each.is_file())
    assert b"Agree on the budget" not in everything


def test_a_ledger_behind_a_link_has_its_copies_where_the_file_is(shared: Path) -> None:
    copied(shared)
    (shared / "desk").mkdir()
    (shared / "desk" / "ledger.json").symlink_to(shared / "ledger.json")
    ledger = file_ledger(shared, "desk/ledger.json")
    assert len(ledger.take_in_copies(by="sam", now=NOW)[1]) == 1
    assert names(shared) == ["desk", "ledger.json"]
