"""What is open, read without keeping what is settled: the same answers as the whole reading gives."""

import json
import os
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from benchmarks.ledgers import NOW, commitments, ledger_of
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from followthrough.actions.add import add_all
from followthrough.actions.drafts import Draft
from followthrough.actions.ports import OpenBook
from followthrough.actions.settle import keep
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.errors import Problem
from followthrough.domain.notices import Notice, Overwritten
from followthrough.formats.record import read_commitment
from tests.adapters.steps import SLIDES, VISIT, file_ledger, forget, keeping_of, promise_of
from tests.support.fakes import FakeClock, a_workspace

MADE_UP = ledger_of(list(commitments(60)))
IDS = [line[1:13].decode() for line in MADE_UP.splitlines() if b'"history"' in line and line[13:14] == b'"']
TODAY = NOW.date()
IN_PLACE = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answers(read: Callable[[], OpenBook], first: date, last: date) -> object:
    """All that can be asked of what is open, or why it is refused."""
    try:
        book = read()
        return {
            "begun": book.begun,
            "unsettled": list(book.unsettled()),
            "at hand": [each.id for each in book.at_hand()],
            "passed over": sorted(book.passed_over()),
            "series": dict(book.series()),
            "people": dict(book.people()),
            "shared": [book.shared_with_others(each) for each in (*IDS, SLIDES, VISIT, "kkkk", "zzzz")],
            "touched": list(book.touched_between(first, last)),
            "settled": list(book.touched_between(first, last, settled_only=True)),
        }
    except Problem as problem:
        return (type(problem), str(problem))


def assert_alike(directory: Path, days: tuple[int, int] = (7, 0)) -> None:
    ledger, (first, last) = file_ledger(directory), (TODAY - timedelta(days=each) for each in days)
    wanted = answers(ledger.read, first, last)
    assert answers(lambda: ledger.read_open(first, last), first, last) == wanted


@IN_PLACE
@given(days=st.tuples(st.integers(0, 2000), st.integers(0, 18)).map(lambda each: (each[0] + each[1], each[0])))
def test_what_was_touched_on_any_days_is_kept(tmp_path: Path, days: tuple[int, int]) -> None:
    (tmp_path / "ledger.json").write_bytes(MADE_UP)
    assert_alike(tmp_path, days)


@IN_PLACE
@given(
    st.integers(0, len(MADE_UP) - 1),
    st.sampled_from([b"", b"\n", b'"', b"}", b",", b"{", b"}\n", b"},\n", b"\xff", b"x", b" "]),
    st.integers(0, 2),
)
def test_a_file_that_someone_meddled_with_is_read_or_refused_alike(
    tmp_path: Path, place: int, put: bytes, replacing: int
) -> None:
    ends = [index for index, byte in enumerate(MADE_UP) if byte == 10]
    if place % 2:
        place = ends[place % len(ends)] - place % 4 + 1
    (tmp_path / "ledger.json").write_bytes(MADE_UP[:place] + put + MADE_UP[place + replacing :])
    ledger = file_ledger(tmp_path)
    wanted = answers(ledger.read, TODAY, TODAY)
    assert answers(lambda: ledger.read_open(TODAY, TODAY), TODAY, TODAY) == wanted


@IN_PLACE
@given(st.lists(st.integers(0, 59), min_size=1, max_size=8), st.booleans())
def test_promises_that_stand_in_both_tables_are_united(tmp_path: Path, numbers: list[int], both: bool) -> None:
    lines = MADE_UP.splitlines(keepends=True)
    settled, opened = lines.index(b'"settled": {\n'), lines.index(b'"open": {\n')
    moved = sorted({lines[settled + 1 + number % (len(lines) - settled - 4)] for number in numbers})
    kept = lines[settled:] if both else [line for line in lines[settled:] if line not in moved]
    begun = [_only_made(line) if both else line for line in moved]
    there = [line.rstrip(b",\n") + b",\n" for line in sorted([*lines[opened + 1 : settled - 1], *begun])]
    there[-1] = there[-1].replace(b",\n", b"\n")
    (tmp_path / "ledger.json").write_bytes(b"".join([*lines[: opened + 1], *there, b"},\n", *kept]))
    assert_alike(tmp_path)


def _only_made(line: bytes) -> bytes:
    record = json.loads(line[16:].rstrip(b",\n"))
    return line[:16] + json.dumps({**record, "history": record["history"][:1]}).encode()


def test_a_ledger_without_anything_settled_or_open_answers_alike(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path), SLIDES)
    assert_alike(tmp_path)
    keeping_of(file_ledger(tmp_path), SLIDES)
    assert_alike(tmp_path)
    forget(file_ledger(tmp_path), SLIDES)
    assert_alike(tmp_path)


def test_what_repeats_answers_alike(tmp_path: Path) -> None:
    clock = FakeClock(NOW - timedelta(days=20))
    ledger = file_ledger(tmp_path, now=NOW)
    workspace = replace(a_workspace(clock=clock), ledger=ledger)
    add_all(workspace, [Draft(what="Call", to=("ana",), every="every 2 days")])
    add_all(workspace, [Draft(what="Write", to=("ana",), every="every 3 days", pile_up=True)])
    assert_alike(tmp_path)
    assert len(ledger.read_open().passed_over()) == 8
    keep(workspace, [next(iter(ledger.read().unsettled())).id])
    assert_alike(tmp_path)
    add_all(workspace, [Draft(what="Water", to=("ana",), every="3 days after i keep it")])
    keep(workspace, ["water"])
    assert_alike(tmp_path)
    assert [each.what for each in ledger.read_open().unsettled()].count("Water") == 1


def _missing(path: Path) -> None:
    path.unlink()


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "spoil",
    [_missing, _directory, _pipe, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(MADE_UP[:5000])],
    ids=["missing", "a directory", "a pipe", "empty", "breaks off"],
)
def test_what_is_no_ledger_is_refused_alike(tmp_path: Path, spoil: Callable[[Path], Any]) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(MADE_UP)
    spoil(path)
    assert_alike(tmp_path)


class CountingDisk(Disk):
    """Counts how often a ledger is opened."""

    def __init__(self) -> None:
        self.opened_whole = self.opened_in_part = 0

    def read(self, path: str) -> bytes:
        self.opened_whole += path.endswith("ledger.json")
        return super().read(path)

    def opened(self, path: str) -> Any:
        self.opened_in_part += path.endswith("ledger.json")
        return super().opened(path)


def test_a_ledger_as_this_program_writes_it_is_opened_once(tmp_path: Path) -> None:
    (tmp_path / "ledger.json").write_bytes(MADE_UP)
    disk = CountingDisk()
    path, state = str(tmp_path / "ledger.json"), str(tmp_path / "state")
    ledger = FileLedger(path, state, "test", lambda each: each[0], lambda: NOW, disk=disk)
    book = ledger.read_open(TODAY, TODAY)
    assert (len(list(book.unsettled())), len(list(book.touched_between(TODAY, TODAY)))) > (0, 0)
    assert (disk.opened_whole, disk.opened_in_part) == (0, 1)


def test_what_another_program_took_out_is_told_whatever_is_asked_for(tmp_path: Path) -> None:
    told: list[Notice] = []
    ledger = file_ledger(tmp_path, tell=told.append)
    promise_of(ledger)
    before = (tmp_path / "ledger.json").read_bytes()
    keeping_of(ledger)
    assert (list(ledger.read_open().unsettled()), told) == ([], [])
    (tmp_path / "ledger.json").write_bytes(before)
    assert [each.what for each in ledger.read_open().unsettled()] == ["Send Ana the slides"]
    assert told == [Overwritten(str(tmp_path / "ledger.json"), ("“Send Ana the slides”",), 1)]


def test_the_open_promises_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "ledger.json").write_bytes(MADE_UP)
    found: Sequence[Any] = list(file_ledger(tmp_path).read_open().unsettled())
    lines = MADE_UP[MADE_UP.index(b'"open": {\n') + 10 : MADE_UP.index(b'"settled": {\n') - 4].split(b"\n")
    assert found == [read_commitment(line[1:13].decode(), line[16:].rstrip(b",")) for line in lines]
