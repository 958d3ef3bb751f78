"""The file that remembers how far a review has come: what it holds, whose it is, and what breaks it."""

import errno
import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from followthrough.adapters.bookmark import FileBookmark
from followthrough.domain.errors import BadBookmarkError, BookmarkNotKeptError
from followthrough.domain.round import Round
from tests.adapters.disks import RefusingDisk
from tests.support.builders import NOW

ROUND = Round(began=NOW, stopped=NOW + timedelta(minutes=5), answered=("kmzqrtplwvny",), skipped=("nwxo",), over=True)


@pytest.fixture
def bookmark(tmp_path: Path) -> FileBookmark:
    """The bookmark of a ledger that need not be there."""
    return FileBookmark(str(tmp_path / "state"), str(tmp_path / "ledger.json"))


def written(bookmark: FileBookmark) -> dict[str, Any]:
    return dict(json.loads(Path(bookmark.path).read_bytes()))


def test_there_is_none_before_the_first(bookmark: FileBookmark) -> None:
    assert bookmark.read() is None


def test_it_holds_what_was_kept_last(bookmark: FileBookmark) -> None:
    bookmark.keep(Round(began=NOW))
    bookmark.keep(ROUND)
    assert bookmark.read() == ROUND


def test_it_is_for_this_user_alone_and_leaves_nothing_beside_it(bookmark: FileBookmark) -> None:
    bookmark.keep(ROUND)
    file = Path(bookmark.path)
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    assert list(file.parent.iterdir()) == [file]


def test_each_ledger_has_its_own(tmp_path: Path, bookmark: FileBookmark) -> None:
    bookmark.keep(ROUND)
    assert FileBookmark(str(tmp_path / "state"), str(tmp_path / "other.json")).read() is None


def test_a_link_to_a_ledger_has_that_of_the_ledger(tmp_path: Path, bookmark: FileBookmark) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "ledger.json")
    bookmark.keep(ROUND)
    assert FileBookmark(str(tmp_path / "state"), str(tmp_path / "link.json")).read() == ROUND


def test_a_path_that_is_no_utf_8_is_no_obstacle(tmp_path: Path) -> None:
    odd = FileBookmark(str(tmp_path), "/tmp/\udcff.json")
    odd.keep(ROUND)
    assert odd.read() == ROUND


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"app": "another", "ledger": "?", "round": {}}',
        b'{"x": ' + b"[" * 100_000,
        b"null",
    ],
    ids=["empty", "no text", "a list", "an empty object", "foreign", "very deep", "null"],
)
def test_a_file_that_is_no_bookmark_is_a_problem_and_no_defect(bookmark: FileBookmark, text: bytes) -> None:
    bookmark.keep(ROUND)
    Path(bookmark.path).write_bytes(text)
    with pytest.raises(BadBookmarkError, match="it is no bookmark of this ledger"):
        bookmark.read()
    bookmark.keep(ROUND)
    assert bookmark.read() == ROUND


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("began", "2026-11-23T10:00:00"),
        ("began", None),
        ("stopped", "0001-01-01T00:00:00+14:00"),
        ("stopped", "yesterday"),
        ("answered", [1]),
        ("skipped", "all"),
        ("over", "yes"),
    ],
)
def test_a_round_with_a_broken_field_is_none(bookmark: FileBookmark, field: str, value: object) -> None:
    bookmark.keep(ROUND)
    stored = written(bookmark)
    stored["round"][field] = value
    Path(bookmark.path).write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(BadBookmarkError):
        bookmark.read()


def test_the_bookmark_of_another_ledger_under_this_name_is_foreign(tmp_path: Path, bookmark: FileBookmark) -> None:
    other = FileBookmark(str(tmp_path / "state"), str(tmp_path / "other.json"))
    other.keep(ROUND)
    Path(other.path).rename(bookmark.path)
    with pytest.raises(BadBookmarkError):
        bookmark.read()


def test_a_directory_in_its_place_is_said(bookmark: FileBookmark) -> None:
    Path(bookmark.path).mkdir(parents=True)
    with pytest.raises(BadBookmarkError, match="Is a directory"):
        bookmark.read()
    with pytest.raises(BookmarkNotKeptError, match="Is a directory"):
        bookmark.keep(ROUND)


@pytest.mark.parametrize("operation", ["open", "write", "replace", "flush"])
def test_a_disk_that_refuses_leaves_the_last_bookmark(tmp_path: Path, bookmark: FileBookmark, operation: str) -> None:
    bookmark.keep(ROUND)
    full = RefusingDisk(errno.ENOSPC, name=operation)
    refused = FileBookmark(str(tmp_path / "state"), str(tmp_path / "ledger.json"), disk=full)
    with pytest.raises(BookmarkNotKeptError) as problem:
        refused.keep(Round(began=NOW))
    assert str(problem.value).endswith(f"{bookmark.path}: No space left on device.")
    assert bookmark.read() == ROUND
    assert list(Path(bookmark.path).parent.iterdir()) == [Path(bookmark.path)]
