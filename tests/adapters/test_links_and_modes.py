"""Where the ledger is a link, whose it is, and who may write it: kept, or a clear refusal with the file as it was."""

import multiprocessing
import os
import pwd
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.errors import MachineRefusedError, Problem
from tests.adapters.steps import SLIDES, VISIT, file_ledger, promise_of


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_ledger_is_for_its_owner_alone(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path / "new" / "place"))

    assert _mode(tmp_path / "new" / "place" / "ledger.json") == 0o600
    assert _mode(tmp_path / "new" / "place") == 0o700


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660, 0o644])
def test_a_ledger_keeps_the_mode_it_has(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ledger.json"
    promise_of(file_ledger(tmp_path))
    path.chmod(mode)
    promise_of(file_ledger(tmp_path), VISIT)

    assert _mode(path) == mode


def test_a_link_stays_a_link_and_the_file_behind_it_changes(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "dotfiles").mkdir()
    promise_of(file_ledger(tmp_path / "dotfiles"))
    link = tmp_path / "home" / "ledger.json"
    link.symlink_to("../dotfiles/ledger.json")
    promise_of(file_ledger(tmp_path / "home"), VISIT)

    assert str(link.readlink()) == "../dotfiles/ledger.json"
    assert [each.id for each in file_ledger(tmp_path / "dotfiles").read().unsettled()] == [SLIDES, VISIT]
    assert sorted(each.name for each in (tmp_path / "home").iterdir()) == ["ledger.json", "state"]


def test_every_link_of_a_chain_stays_and_the_file_at_its_end_changes(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    promise_of(file_ledger(tmp_path / "three"))
    (tmp_path / "two" / "ledger.json").symlink_to(tmp_path / "three" / "ledger.json")
    (tmp_path / "one" / "ledger.json").symlink_to("../two/ledger.json")
    promise_of(file_ledger(tmp_path / "one"), VISIT)

    assert [(tmp_path / name / "ledger.json").is_symlink() for name in ("one", "two", "three")] == [True, True, False]
    assert [each.id for each in file_ledger(tmp_path / "three").read().unsettled()] == [SLIDES, VISIT]


def test_a_link_that_leads_nowhere_yet_is_filled_by_the_first_promise(tmp_path: Path) -> None:
    (tmp_path / "ledger.json").symlink_to("away/real.json")
    promise_of(file_ledger(tmp_path))

    assert (tmp_path / "ledger.json").is_symlink()
    assert (tmp_path / "away" / "real.json").is_file()


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.json").symlink_to("other.json")
    (tmp_path / "other.json").symlink_to("ledger.json")

    for use in (file_ledger(tmp_path).read, lambda: promise_of(file_ledger(tmp_path))):
        with pytest.raises(MachineRefusedError) as problem:
            use()
        assert problem.value.reason == "Too many levels of symbolic links"


def test_two_names_of_one_directory_wait_for_one_lock(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "name").symlink_to("real")
    promise_of(file_ledger(tmp_path / "name"))

    assert sorted(each.name for each in (tmp_path / "real").iterdir()) == ["ledger.json", "ledger.json.lock", "state"]


def test_a_place_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory", encoding="utf-8")

    with pytest.raises(MachineRefusedError):
        promise_of(file_ledger(tmp_path / "file"))


class ReadOnlyFileDisk(Disk):
    """A disk on which this user may not write the ledger, whoever runs the tests."""

    def writable(self, path: str) -> bool:
        return not path.endswith("ledger.json") and super().writable(path)


def test_a_file_that_may_only_be_read_is_not_replaced(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()
    with pytest.raises(MachineRefusedError) as problem:
        promise_of(file_ledger(tmp_path, disk=ReadOnlyFileDisk()), VISIT)

    assert str(problem.value) == f"Could not write {tmp_path}/ledger.json: it is read-only. Nothing was changed."
    assert (tmp_path / "ledger.json").read_bytes() == before


# As a user whom permissions bind: where the tests run as root, in a process that becomes `nobody`


@pytest.fixture
def shared() -> Iterator[Path]:
    """A directory that every user of this machine can reach."""
    with tempfile.TemporaryDirectory(prefix="shared-") as name:
        Path(name).chmod(0o755)
        promise_of(file_ledger(Path(name)))
        yield Path(name)
        Path(name).chmod(0o755)


def _as_someone(directory: Path, sender: Any) -> None:
    with tempfile.TemporaryDirectory() as elsewhere:
        promise_of(file_ledger(Path(elsewhere)))  # whatever is imported on the way may be out of reach afterwards
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for each in (directory, *directory.rglob("*")):
            os.chown(each, nobody.pw_uid, nobody.pw_gid)
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    answers = []
    ledger = file_ledger(directory)
    for use in (lambda: ledger.read().ids_from("", 9), lambda: promise_of(ledger, VISIT)):
        try:
            answers.append(f"{use()}"[:40])
        except Problem as problem:
            answers.append(str(problem))
    sender.send(answers)


def _answers(directory: Path) -> list[str]:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_as_someone, args=(directory, sender))
    process.start()
    sender.close()
    answers: list[str] = receiver.recv()
    process.join()
    return answers


def _only_read(path: Path) -> None:
    path.chmod(0o444)


def _directory_only_read(path: Path) -> None:
    (path.parent / "ledger.json.lock").unlink()
    path.parent.chmod(0o555)


def _directory_only_read_with_a_lock(path: Path) -> None:
    path.parent.chmod(0o555)


@pytest.mark.parametrize(
    ("forbid", "sentence"),
    [
        (_only_read, "Could not write {}: it is read-only. Nothing was changed."),
        (_directory_only_read, "Could not lock {}: Permission denied. Nothing was changed."),
        (_directory_only_read_with_a_lock, "Could not write {}: Permission denied. Nothing was changed."),
    ],
    ids=["the file", "the directory", "the directory, with a lock file in it"],
)
def test_what_this_user_may_only_read_is_read_and_not_written(
    shared: Path, forbid: Callable[[Path], None], sentence: str
) -> None:
    path = shared / "ledger.json"
    before = path.read_bytes()
    forbid(path)

    assert _answers(shared) == [f"['{SLIDES}']", sentence.format(path)]
    assert path.read_bytes() == before
    assert not list(shared.glob("*.tmp"))
    assert not list(shared.glob(".*.tmp"))


def test_what_this_user_may_not_even_read_is_refused(shared: Path) -> None:
    (shared / "ledger.json").chmod(0)

    assert _answers(shared) == [f"Could not read {shared}/ledger.json: Permission denied. Nothing was changed."] * 2
