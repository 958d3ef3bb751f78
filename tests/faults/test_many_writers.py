"""Many processes that write at once: every event that was acknowledged is there, and the numbers have no gap."""

from pathlib import Path

import pytest

from tests.faults.evidence import events_of, gaps_in
from tests.faults.processes import Writer
from tests.faults.stores import LEDGER, OURS, STOCK
from tests.support.figures import count


def written_at_once(kind: str, directory: Path, processes: int, steps: int) -> dict[str, int]:
    """Let so many processes take so many steps each at once, and look at what is left of them."""
    writers = [Writer(kind, directory, number, steps).begun() for number in range(processes)]
    told = [writer.told() for writer in writers]
    acknowledged = {event for each in told for event in each.acknowledged}
    try:
        there = events_of(directory / LEDGER)
    except ValueError:
        there = frozenset()
    return {
        "steps": processes * steps,
        "acknowledged": len(acknowledged),
        "refused": sum(len(each.refused) for each in told),
        "survived": len(acknowledged & there),
        "lost": len(acknowledged - there),
        "gaps": len(gaps_in(there)),
    }


@pytest.mark.parametrize(("processes", "steps"), [(8, 50), pytest.param(16, 25, marks=pytest.mark.torture)], ids=str)
def test_every_event_that_one_of_many_writers_was_acknowledged_is_there(
    tmp_path: Path, processes: int, steps: int
) -> None:
    found = written_at_once(OURS, tmp_path, processes, steps)
    count(f"{processes} × {steps} writing processes", **found)

    assert found["survived"] == found["acknowledged"] == processes * steps
    assert (found["refused"], found["lost"], found["gaps"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "control"),
    [
        (STOCK, "control with stock TinyDB"),
        pytest.param("ours without lock", "control without lock", marks=pytest.mark.torture),
        pytest.param("ours without lock comparison", "control without lock and comparison", marks=pytest.mark.torture),
        ("ours without lock comparison journal", "control without lock, comparison and journal"),
    ],
    ids=str,
)
def test_control_without_lock_or_comparison_some_steps_are_lost_or_refused(
    tmp_path: Path, kind: str, control: str
) -> None:
    Writer(OURS if kind != STOCK else STOCK, tmp_path, 99, 1).begun().told()  # begun, so that no two begin it
    found = written_at_once(kind, tmp_path, 8, 50)
    count(f"8 × 50 writing processes, {control}", **found)

    assert found["survived"] < found["steps"]  # two may even have given their events one number
