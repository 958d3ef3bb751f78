"""The ledgers that docs/scale.md is measured on are what they are said to be, and its tables say what was measured."""

import json
from pathlib import Path

import msgspec
import pytest
from benchmarks import circle, scorecards
from benchmarks.circle import Facts
from benchmarks.layout import COPY, FACTS, LEDGER
from benchmarks.ledgers import NOW
from benchmarks.scale_page import circle_table, ledger_table
from benchmarks.stopwatch import Measured

from followthrough.actions.examine import examine
from followthrough.adapters.ledger.upkeep import FileUpkeep
from followthrough.domain.findings import OpenToOthers
from followthrough.formats.report import read_scorecard
from tests.adapters.steps import file_ledger

SIZE = 2_000


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("circle")
    circle.lay_out(SIZE, directory)
    return directory


def test_the_ledger_of_a_circle_is_well_and_every_machine_of_fifty_recorded_in_it(layout: Path) -> None:
    ledger = file_ledger(layout, LEDGER)
    found = examine(FileUpkeep(ledger, str(layout / "state"), "doctor"))
    events = [event for each in (*ledger.read().unsettled(), *ledger.read().settled()) for event in each.history]

    assert [each for each in found.findings if not isinstance(each, OpenToOthers)] == []
    assert len({event.id.partition(".")[0] for event in events}) == 50
    assert all(event.logged <= NOW for event in events)


def test_eight_percent_of_its_promises_are_missed_and_few_are_open(layout: Path) -> None:
    facts = msgspec.json.decode((layout / FACTS).read_bytes(), type=Facts)

    assert facts.missed / SIZE == pytest.approx(0.08, abs=0.02)
    assert facts.unsettled / SIZE < 0.02
    assert facts.settled + facts.unsettled == SIZE
    assert facts.ledger_bytes == (layout / LEDGER).stat().st_size


def test_its_copy_lacks_some_of_the_latest_promises_and_has_as_many_others(layout: Path) -> None:
    here, there = (
        {key for name in ("open", "settled") for key in json.loads((layout / file).read_bytes())[name]}
        for file in (LEDGER, COPY)
    )

    assert (len(here - there), len(there - here)) == (2, 2)


def test_every_one_of_many_ledgers_comes_with_its_scorecard(tmp_path: Path) -> None:
    scorecards.lay_out(2, tmp_path)
    reports = [read_scorecard((tmp_path / "cards" / f"{number}.json").read_bytes()) for number in range(2)]
    ledgers = [json.loads((tmp_path / "ledgers" / f"{number}.json").read_bytes()) for number in range(2)]

    assert [each["meta"]["1"]["ledger"] for each in ledgers] == [
        source.ledger for report in reports for source in report.scorecard.sources
    ]
    assert len({each["meta"]["1"]["ledger"] for each in ledgers}) == 2


def test_tables_say_what_was_measured_and_leave_open_what_was_not() -> None:
    runs = {
        10: {
            "ft list": Measured(seconds=(0.2, 0.3, 0.4), peak=29_400_000),
            "ft doctor": Measured(seconds=(1,), peak=1),
        },
        20: {"ft list": Measured(seconds=(1234.4,), peak=9_000_000_000)},
    }

    assert circle_table(runs) == [
        ["time · peak memory", "10 promises", "20 promises"],
        ["ft list", "0.30 s · 29 MB", "1,234 s · 9,000 MB"],
        ["ft doctor", "1.00 s · 0 MB", "–"],
    ]
    assert ledger_table({10: Facts(unsettled=1, missed=2, events=3_000, ledger_bytes=5_400_000)}) == [
        ["", "10 promises"],
        ["open", "1"],
        ["missed", "2"],
        ["events", "3,000"],
        ["the file", "5 MB"],
    ]
