"""Readers while others write: each finds a whole file, and never one that has less than the file before."""

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.processes import Writer, readers
from tests.faults.stores import OURS, STOCK_REWORDING
from tests.support.figures import count

READERS, WRITERS = 4, 2
AT_A_TIME = 5_000
"""After so many reads another ledger is begun, for a long one is read more slowly."""


def read_during_writes(kind: str, directory: Path, reads: int) -> Counter[str]:
    """Let four processes read so often in all, while two write until all of them are done."""
    found = Counter[str]()
    for number in range(reads // AT_A_TIME):
        place = directory / str(number)
        place.mkdir()
        found.update(_at_a_time(kind, place))
    return found


def _at_a_time(kind: str, directory: Path) -> dict[str, int]:
    Writer(kind, directory, 0, 1).begun().told()
    writers = [Writer(kind, directory, number, 1_000_000).begun() for number in range(1, 1 + WRITERS)]
    with readers(kind, directory, READERS, AT_A_TIME // READERS) as seen:
        pass
    told = [writer.killed_after(0) for writer in writers]
    return {
        "reads": sum(each.reads for each in seen),
        "writes": sum(len(each.acknowledged) for each in told),
        "torn": sum(each.torn for each in seen),
        "backward": sum(each.backward for each in seen),
        "grew": sum(each.most > 1 for each in seen),
    }


@pytest.mark.parametrize("reads", [5_000, pytest.param(100_000, marks=pytest.mark.torture)])
def test_readers_find_whole_files_that_only_grow(tmp_path: Path, reads: int) -> None:
    found = read_during_writes(OURS, tmp_path, reads)
    grew = found.pop("grew")
    count("four readers during writes", **found)

    assert found["reads"] == reads
    assert grew > 0
    assert (found["torn"], found["backward"]) == (0, 0)


def test_control_a_reader_of_stock_tinydb_meets_half_a_file(tmp_path: Path) -> None:
    found = read_during_writes(STOCK_REWORDING, tmp_path, 5_000)
    del found["grew"]
    count("four readers during writes, control with stock TinyDB", **found)

    assert found["torn"] > 0
