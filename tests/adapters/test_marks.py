"""What each place was told and what is snoozed: the same of files and of the fake, and what breaks the files."""

import errno
import json
import multiprocessing
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from followthrough.actions.edges import Marks
from followthrough.adapters.marks import FileMarks
from followthrough.domain.errors import BadMarksError, BadSnoozesError, MarksNotKeptError, SnoozesNotKeptError
from followthrough.domain.noticing import Aspect, Mark, Told
from tests.adapters.disks import RefusingDisk
from tests.support.builders import NOW
from tests.support.reminding import FakeMarks

SAID = Mark(aspects=(Aspect(lane="mine", date="2026-11-27", stage=1),), said=NOW)
TOLD = Told(last=NOW, marks={"kmzqrtplwvny": SAID})


def files(home: Path, *, wait_seconds: float = 5.0) -> FileMarks:
    return FileMarks(str(home / "state"), str(home / "ledger.json"), wait_seconds=wait_seconds)


@pytest.fixture(params=[FakeMarks, None], ids=["fake", "files"])
def marks(request: pytest.FixtureRequest, tmp_path: Path) -> Marks:
    """Marks that hold nothing yet."""
    make: Callable[[], Marks] = request.param or (lambda: files(tmp_path))
    return make()


def test_a_place_was_told_nothing_before_the_first_time(marks: Marks) -> None:
    assert marks.told("desktop") == Told()


def test_each_place_has_marks_of_its_own(marks: Marks) -> None:
    marks.keep("via:me", TOLD)
    assert (marks.told("via:me"), marks.told("desktop")) == (TOLD, Told())


def test_what_was_kept_last_counts(marks: Marks) -> None:
    marks.keep("via:me", TOLD)
    marks.keep("via:me", Told())
    assert marks.told("via:me") == Told()


def test_the_lock_of_a_place_is_to_be_had(marks: Marks) -> None:
    with marks.locked("via:me") as ours:
        assert ours


def test_what_is_snoozed_is_kept_apart_from_marks(marks: Marks) -> None:
    assert marks.snoozes() == {}
    with marks.snoozing():
        marks.keep_snoozes({"kmzqrtplwvny": NOW})
    assert marks.snoozes() == {"kmzqrtplwvny": NOW}
    assert marks.told("via:me") == Told()


def test_files_are_for_this_user_alone_and_leave_nothing_beside_them(tmp_path: Path) -> None:
    kept = files(tmp_path)
    kept.keep("via:me", TOLD)
    file = Path(kept.file_of("via:me"))
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    assert list(file.parent.iterdir()) == [file]


def test_each_ledger_has_its_own(tmp_path: Path) -> None:
    files(tmp_path).keep("via:me", TOLD)
    assert FileMarks(str(tmp_path / "state"), str(tmp_path / "other.json")).told("via:me") == Told()


def test_a_place_that_another_run_is_telling_is_left_alone(tmp_path: Path) -> None:
    with files(tmp_path).locked("via:me"), files(tmp_path, wait_seconds=0.05).locked("via:me") as ours:
        assert not ours


def test_a_place_that_is_being_told_keeps_no_other_waiting(tmp_path: Path) -> None:
    with files(tmp_path).locked("via:me"), files(tmp_path, wait_seconds=0.05).locked("desktop") as ours:
        assert ours


def _hold(home: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with files(home).locked("via:me"):
        ready.set()
        multiprocessing.Event().wait(30)


def test_a_run_that_was_killed_leaves_no_lock(tmp_path: Path) -> None:
    ready = multiprocessing.get_context("spawn").Event()
    holder = multiprocessing.get_context("spawn").Process(target=_hold, args=(tmp_path, ready), daemon=True)
    holder.start()
    assert ready.wait(20)
    with files(tmp_path, wait_seconds=0.05).locked("via:me") as ours:
        assert not ours
    holder.kill()
    holder.join()
    with files(tmp_path).locked("via:me") as ours:
        assert ours


@pytest.mark.parametrize(
    "text",
    [b"", b"\xff", b"[]", b"{}", b"null", b'{"x": ' + b"[" * 100_000],
    ids=["empty", "no text", "a list", "an object", "null", "deep"],
)
def test_a_file_with_something_else_in_it_is_a_problem_and_no_defect(tmp_path: Path, text: bytes) -> None:
    kept = files(tmp_path)
    kept.keep("via:me", TOLD)
    kept.keep_snoozes({})
    Path(kept.file_of("via:me")).write_bytes(text)
    Path(kept.snoozes_file).write_bytes(text)
    with pytest.raises(BadMarksError, match="something else"):
        kept.told("via:me")
    with pytest.raises(BadSnoozesError, match="something else"):
        kept.snoozes()
    kept.keep("via:me", TOLD)
    assert kept.told("via:me") == TOLD


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ledger", "0" * 16),
        ("destination", "desktop"),
        ("app", "another"),
        ("told", {"last": "0001-01-01T00:00:00+14:00"}),
    ],
)
def test_marks_of_another_ledger_place_or_calendar_are_not_believed(tmp_path: Path, field: str, value: object) -> None:
    kept = files(tmp_path)
    kept.keep("via:me", TOLD)
    file = Path(kept.file_of("via:me"))
    file.write_text(json.dumps({**json.loads(file.read_bytes()), field: value}), encoding="utf-8")
    with pytest.raises(BadMarksError):
        kept.told("via:me")


def test_snoozes_of_another_ledger_are_not_believed(tmp_path: Path) -> None:
    kept = files(tmp_path)
    kept.keep_snoozes({"kmzqrtplwvny": NOW + timedelta(days=1)})
    file = Path(kept.snoozes_file)
    file.write_text(file.read_text(encoding="utf-8").replace('"ledger":"', '"ledger":"0'), encoding="utf-8")
    with pytest.raises(BadSnoozesError):
        kept.snoozes()


@pytest.mark.parametrize("operation", ["open", "write", "replace", "flush"])
def test_a_disk_that_refuses_leaves_what_was_kept(tmp_path: Path, operation: str) -> None:
    files(tmp_path).keep("via:me", TOLD)
    full = FileMarks(
        str(tmp_path / "state"), str(tmp_path / "ledger.json"), disk=RefusingDisk(errno.ENOSPC, name=operation)
    )
    with pytest.raises(MarksNotKeptError, match="No space left on device"):
        full.keep("via:me", Told())
    with pytest.raises(SnoozesNotKeptError, match="No space left on device"):
        full.keep_snoozes({})
    kept = files(tmp_path)
    assert kept.told("via:me") == TOLD
    assert list(Path(kept.directory).iterdir()) == [Path(kept.file_of("via:me"))]


def test_a_state_directory_that_is_a_file_is_said_before_anything_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(MarksNotKeptError, match=r"Not a directory|File exists"), files(tmp_path).locked("via:me"):
        pass
