"""Files the user names: read with a limit, written whole or not at all, and a ledger never written over."""

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from followthrough.actions.edges import Files
from followthrough.adapters.files import FileDisk, UserFiles, is_ledger
from followthrough.domain.errors import (
    DirectoryNotFileError,
    EmptyTextError,
    FileInTheWayError,
    FileTooLargeError,
    LedgerInTheWayError,
    LinkLeadsOutError,
    MachineRefusedError,
    NoSuchDirectoryError,
    NoSuchFileError,
    Problem,
)
from tests.adapters.steps import file_ledger, promise_of
from tests.support.sharing import FakeFiles

NEW = b"<p>new</p>\n"
OLD = b"<p>old</p>\n"


def never(there: bytes) -> bool:
    """Nothing may be replaced."""
    return False


def _write(path: Path | str, content: bytes = NEW, *, force: bool = False, files: UserFiles | None = None) -> None:
    (files or UserFiles()).write(str(path), content, never, force)


def _names(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=["real", "fake"])
def files(request: pytest.FixtureRequest) -> Files:
    return UserFiles() if request.param == "real" else FakeFiles()


def test_what_was_written_is_read(files: Files, tmp_path: Path) -> None:
    path = str(tmp_path / "report.html")
    files.write(path, NEW, never, force=False)

    assert files.read(path) == NEW


def test_a_missing_file_is_a_problem_to_read(files: Files, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFileError):
        files.read(str(tmp_path / "missing"))


def test_a_file_in_the_way_is_left_as_it_is(files: Files, tmp_path: Path) -> None:
    path = str(tmp_path / "report.html")
    files.write(path, OLD, never, force=False)
    with pytest.raises(FileInTheWayError):
        files.write(path, NEW, never, force=False)

    assert files.read(path) == OLD


def test_a_file_in_the_way_is_replaced_with_force(files: Files, tmp_path: Path) -> None:
    path = str(tmp_path / "report.html")
    files.write(path, OLD, never, force=False)
    files.write(path, NEW, never, force=True)

    assert files.read(path) == NEW


def test_a_file_that_may_be_replaced_is_judged_by_its_bytes(files: Files, tmp_path: Path) -> None:
    path = str(tmp_path / "report.html")
    files.write(path, OLD, never, force=False)
    files.write(path, NEW, lambda there: there == OLD, force=False)

    assert files.read(path) == NEW


LEDGERS = {
    "as it is written": b'{\n"meta": {\n"1": {"app":"followthrough","format":1}\n},\n"open": {}\n}\n',
    "reformatted": b'{\n  "meta": {\n    "1": {\n      "app" : "followthrough"\n    }\n  }\n}\n',
    "with a byte order mark": b'\xef\xbb\xbf{"meta": {"1": {"app": "followthrough"}}}',
    "with its tables in another order": b'{"forgotten": {'
    + b" " * 300_000
    + b'}, "meta":{"1":{"app":"followthrough"}}}',
    "with conflict markers": b'<<<<<<< ours\n{\n"meta": {\n"1": {"app":"followthrough","format":1}\n',
    "broken off": b'{\n"meta": {\n"1": {"app":"followthrough","format":1',
}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("case", LEDGERS)
def test_a_ledger_is_never_written_over(files: Files, tmp_path: Path, case: str, force: bool) -> None:
    path = str(tmp_path / "report.html")
    if isinstance(files, FakeFiles):
        files.content[path] = LEDGERS[case]
    else:
        Path(path).write_bytes(LEDGERS[case])
    with pytest.raises(LedgerInTheWayError):
        files.write(path, NEW, lambda there: True, force)

    assert files.read(path) == LEDGERS[case]


def test_a_real_ledger_is_recognised_through_a_link_of_another_name(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()
    (tmp_path / "report.html").symlink_to("ledger.json")
    with pytest.raises(LedgerInTheWayError):
        _write(tmp_path / "report.html", force=True)

    assert (tmp_path / "ledger.json").read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"schema": "followthrough.report/1"}',
        rb'{"what": "why \"app\": \"followthrough\" stands there"}',
        b'<p>"app": "followthrough"</p>',
        b'{"app": "another"}',
    ],
)
def test_what_only_speaks_of_a_ledger_is_none(content: bytes) -> None:
    assert not is_ledger(content)


def test_megabytes_that_look_like_the_start_of_a_ledger_are_soon_told_apart() -> None:
    assert not is_ledger(b'{"app"' * 1_000_000)


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchDirectoryError) as problem:
        _write(tmp_path / "out" / "report.html")

    assert problem.value.directory == str(tmp_path / "out")
    assert str(problem.value) == f"{tmp_path}/out/report.html cannot be written: there is no directory {tmp_path}/out."


def test_a_file_where_a_directory_should_be_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(OLD)
    for path in (f"{tmp_path}/out/report.html", f"{tmp_path}/out/", f"{tmp_path}/new/"):
        with pytest.raises(NoSuchDirectoryError):
            _write(path, force=True)

    assert (tmp_path / "out").read_bytes() == OLD
    assert _names(tmp_path) == ["out"]


@pytest.mark.parametrize("force", [False, True])
def test_a_directory_is_not_written_over(tmp_path: Path, force: bool) -> None:
    with pytest.raises(DirectoryNotFileError):
        _write(tmp_path, force=force)


@pytest.mark.parametrize("path", ["", "  "])
def test_a_file_without_a_name_is_a_problem(path: str) -> None:
    with pytest.raises(EmptyTextError):
        _write(path)
    with pytest.raises(EmptyTextError):
        UserFiles().read(path)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_the_mode_it_has(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(OLD)
    path.chmod(mode)
    _write(path, force=True)

    assert (_mode(path), path.read_bytes()) == (mode, NEW)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_that_the_user_gives_to_new_files(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        _write(tmp_path / "report.html")
        after = os.umask(mask)
    finally:
        os.umask(before)

    assert (_mode(tmp_path / "report.html"), after) == (mode, mask)


def test_a_link_stays_a_link_and_the_file_behind_it_changes(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "report.html").write_bytes(OLD)
    (tmp_path / "link.html").symlink_to("real/report.html")
    _write(tmp_path / "link.html", force=True)

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real" / "report.html").read_bytes() == NEW
    assert _names(tmp_path / "real") == ["report.html"]


def test_a_link_that_leads_nowhere_yet_is_filled(tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to("report.html")
    _write(tmp_path / "link.html")

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "report.html").read_bytes() == NEW


def test_a_link_into_a_missing_directory_names_that_directory(tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to("away/report.html")
    with pytest.raises(NoSuchDirectoryError) as problem:
        _write(tmp_path / "link.html")

    assert problem.value.directory == str(tmp_path / "away")


@pytest.mark.parametrize("there", [None, OLD])
def test_a_link_out_of_the_directory_that_was_named_is_refused(tmp_path: Path, there: bytes | None) -> None:
    (tmp_path / "shared").mkdir()
    outside = tmp_path / "outside.html"
    if there is not None:
        outside.write_bytes(there)
    (tmp_path / "shared" / "report.html").symlink_to(outside)
    with pytest.raises(LinkLeadsOutError):
        _write(tmp_path / "shared" / "report.html", force=True)

    assert outside.exists() is (there is not None)
    assert there is None or outside.read_bytes() == there


def test_a_directory_that_is_a_link_is_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "reports").symlink_to("real")
    _write(tmp_path / "reports" / "report.html")
    assert (tmp_path / "real" / "report.html").read_bytes() == NEW


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("other")
    (tmp_path / "other").symlink_to("one")

    for use in (lambda: _write(tmp_path / "one"), lambda: UserFiles().read(str(tmp_path / "one"))):
        with pytest.raises(MachineRefusedError):
            use()


def test_a_name_as_long_as_a_name_may_be_is_written(tmp_path: Path) -> None:
    for name in ("r" * 255, "ü" * 127):
        _write(tmp_path / name)
        assert (tmp_path / name).read_bytes() == NEW


def test_a_device_is_written_to_and_stays_one() -> None:
    _write("/dev/null")

    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_that_is_full_refuses() -> None:
    with pytest.raises(MachineRefusedError):
        _write("/dev/full")


def test_a_named_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()), daemon=True)
    reader.start()
    _write(pipe, NEW * 50_000)
    reader.join(timeout=30)

    assert heard == [NEW * 50_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert _names(tmp_path) == ["pipe"]


def test_a_reader_of_a_pipe_that_has_gone_has_had_enough(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        _write(f"/dev/fd/{writing}")
    finally:
        os.close(writing)


WRITER = """
import os, sys
from followthrough.adapters.files import UserFiles
os.write(1, b"before\\n")
UserFiles().write(sys.argv[1], b"new\\n", lambda there: False, False)
os.write(1, b"after\\n")
"""


@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("kind", ["file", "pipe"])
def test_standard_output_is_written_where_it_has_come_to(tmp_path: Path, path: str, kind: str) -> None:
    out = tmp_path / "out"
    with out.open("xb") as file:
        done = subprocess.run(
            [sys.executable, "-c", WRITER, path],
            stdout=file if kind == "file" else subprocess.PIPE,
            timeout=60,
            check=True,
        )

    assert (out.read_bytes() if kind == "file" else done.stdout) == b"before\nnew\nafter\n"
    assert _names(tmp_path) == ["out"]


def test_a_descriptor_that_is_not_open_is_refused() -> None:
    with pytest.raises(MachineRefusedError):
        _write("/dev/fd/987654321")


class RefusingFileDisk(FileDisk):
    """The real disk, except that one of its operations is refused."""

    def __init__(self, name: str, code: int = errno.ENOSPC) -> None:
        self._refused, self._error = name, OSError(code, os.strerror(code))

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("_") or name != self._refused:
            return super().__getattribute__(name)

        def refused(*arguments: Any) -> Any:
            raise self._error

        return refused


class TornFileDisk(FileDisk):
    """A disk that is full in the middle of a new file."""

    def write_all(self, descriptor: int, data: bytes) -> None:
        super().write_all(descriptor, data[:3])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class ReadOnlyFileDisk(FileDisk):
    """A disk on which this user may not write what is there, whoever runs the tests."""

    def writable(self, path: str) -> bool:
        return False


REFUSALS: dict[str, Callable[[], FileDisk]] = {
    **{name: partial(RefusingFileDisk, name) for name in ("kind", "read_at_most", "mode", "write")},
    **{name: partial(RefusingFileDisk, name, errno.EIO) for name in ("flush", "replace", "writable")},
    "a full disk": TornFileDisk,
    "a file that is read-only": ReadOnlyFileDisk,
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_the_machine_refuses_leaves_the_old_file_and_no_other(tmp_path: Path, case: str) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(OLD)
    with pytest.raises(MachineRefusedError) as problem:
        _write(path, force=True, files=UserFiles(REFUSALS[case]()))

    assert str(problem.value).startswith(f"Could not write {path}: ")
    assert path.read_bytes() == OLD
    assert _names(tmp_path) == ["report.html"]


@pytest.mark.parametrize("case", ["kind", "write", "flush", "replace", "a full disk"])
def test_what_the_machine_refuses_leaves_no_new_file(tmp_path: Path, case: str) -> None:
    with pytest.raises(MachineRefusedError):
        _write(tmp_path / "report.html", files=UserFiles(REFUSALS[case]()))

    assert _names(tmp_path) == []


def test_an_interruption_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    class InterruptedDisk(FileDisk):
        def replace(self, source: str, target: str) -> None:
            raise KeyboardInterrupt

    path = tmp_path / "report.html"
    path.write_bytes(OLD)
    with pytest.raises(KeyboardInterrupt):
        _write(path, force=True, files=UserFiles(InterruptedDisk()))

    assert (path.read_bytes(), _names(tmp_path)) == (OLD, ["report.html"])


def test_a_directory_whose_flush_is_refused_has_the_new_file_all_the_same(tmp_path: Path) -> None:
    _write(tmp_path / "report.html", files=UserFiles(RefusingFileDisk("flush_directory")))

    assert (tmp_path / "report.html").read_bytes() == NEW


def test_the_new_file_is_flushed_under_a_hidden_name_beside_it_before_it_takes_its_place(tmp_path: Path) -> None:
    done: list[str] = []

    class WatchedDisk(FileDisk):
        def open(self, path: str, flags: int) -> int:
            done.append(f"written {Path(path).parent == tmp_path} {Path(path).name[:13]}")
            return super().open(path, flags)

        def flush(self, descriptor: int) -> None:
            super().flush(descriptor)
            done.append("flushed")

        def replace(self, source: str, target: str) -> None:
            super().replace(source, target)
            done.append(f"replaced {Path(target).name}")

    _write(tmp_path / "report.html", files=UserFiles(WatchedDisk()))

    assert done == ["written True .report.html.", "flushed", "replaced report.html"]


def _reading_problem(path: Path, files: UserFiles | None = None) -> Problem:
    with pytest.raises(Problem) as problem:
        (files or UserFiles()).read(str(path))
    return problem.value


def test_a_directory_is_a_problem_to_read(tmp_path: Path) -> None:
    assert isinstance(_reading_problem(tmp_path), DirectoryNotFileError)


@pytest.mark.parametrize("name", ["kind", "read_at_most"])
def test_a_file_that_the_machine_does_not_let_read_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "report.html").write_bytes(OLD)
    problem = _reading_problem(tmp_path / "report.html", UserFiles(RefusingFileDisk(name, errno.EACCES)))

    assert str(problem) == f"Could not read {tmp_path}/report.html: Permission denied. Nothing was changed."


@pytest.mark.parametrize(("size", "fits"), [(1_000_000, True), (1_000_001, False)])
def test_a_file_is_read_up_to_the_limit(tmp_path: Path, size: int, fits: bool) -> None:
    (tmp_path / "report.html").write_bytes(bytes(size))
    read: Callable[[], bytes] = lambda: UserFiles(limit_megabytes=1).read(str(tmp_path / "report.html"))  # noqa: E731  # said once

    if fits:
        assert len(read()) == size
    else:
        with pytest.raises(FileTooLargeError):
            read()


def test_a_file_without_end_is_too_large() -> None:
    assert isinstance(_reading_problem(Path("/dev/zero"), UserFiles(limit_megabytes=1)), FileTooLargeError)


def test_the_limit_is_64_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "report.html").open("xb") as file:
        file.truncate(64_000_001)

    assert str(_reading_problem(tmp_path / "report.html")) == (
        f"{tmp_path}/report.html is larger than 64 MB, the most that is read."
    )


def test_a_pipe_is_read(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, OLD)
    os.close(writing)
    try:
        assert UserFiles().read(f"/dev/fd/{reading}") == OLD
    finally:
        os.close(reading)
