"""The example that asks many ledgers at once gives the figures that `ft` itself gives, one ledger after the other."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from benchmarks import circle
from benchmarks.ledgers import NOW, commitments, ledger_of
from msgspec.structs import replace

from followthrough.actions.measure import score
from followthrough.actions.report import report
from followthrough.actions.workspace import Workspace
from tests.adapters.steps import file_ledger
from tests.support.fakes import FakeClock, a_workspace
from tests.support.story import tell
from tests.support.terminal import Terminal

EXAMPLE = Path(__file__).parents[2] / "examples" / "many_ledgers.sql"


@pytest.fixture
def ledgers(tmp_path: Path) -> list[Workspace]:
    """Two circles of fifty, a ledger of one person and their circles, and one that commands recorded."""
    files = [
        circle.ledger_of(map(circle.line_of, circle.promises(400, seed)), seed, ledger)
        for seed, ledger in (("north", "kkkkllllmmmm"), ("south", "nnnnoooopppp"))
    ]
    files.append(ledger_of(commitments(400)))
    terminal = Terminal(tmp_path / "told")
    tell(terminal)
    files.append(terminal.ledger.read_bytes())
    for number, content in enumerate(files):
        (tmp_path / f"{number}.json").write_bytes(content)
    return [
        replace(a_workspace(clock=FakeClock(NOW)), ledger=file_ledger(tmp_path, f"{number}.json"))
        for number in range(len(files))
    ]


def asked(directory: Path) -> list[list[tuple[Any, ...]]]:
    """What each question of the example finds in the ledgers of a directory."""
    with duckdb.connect() as database:
        database.execute("SET VARIABLE ledgers = ?", [str(directory / "*.json")])
        database.execute("SET VARIABLE as_of = ?::TIMESTAMPTZ", [NOW.isoformat()])
        statements = database.extract_statements(EXAMPLE.read_text(encoding="utf-8"))
        answers = [(each, database.execute(each).fetchall()) for each in statements]
    return [rows for statement, rows in answers if "CREATE" not in statement.query]


def test_on_time_by_circle_and_month_is_what_score_says_of_every_circle_of_every_ledger(
    ledgers: list[Workspace], tmp_path: Path
) -> None:
    ours = [
        (book.ledger_id, handle, month.month, month.k, month.n)
        for workspace in ledgers
        for book in [workspace.ledger.read()]
        for handle, person in book.people().items()
        if person.is_circle
        for month in score(workspace, handle)[0].trend
    ]

    assert asked(tmp_path)[0] == sorted(ours)
    assert len({ledger for ledger, *_ in ours}) == 4
    assert sum(n for *_, n in ours) > 300


def test_whoever_asks_for_a_hand_in_any_ledger_is_found(ledgers: list[Workspace], tmp_path: Path) -> None:
    wanted = {
        (book.ledger_id, each.id, each.what)
        for workspace in ledgers
        for book in [workspace.ledger.read()]
        for each in book.unsettled()
        if each.help_wanted
    }

    assert {row[:3] for row in asked(tmp_path)[1]} == wanted
    assert wanted


def test_who_recorded_the_events_of_each_ledger_is_what_reports_rest_on(
    ledgers: list[Workspace], tmp_path: Path
) -> None:
    ours = []
    for workspace in ledgers:
        book = workspace.ledger.read()
        makers = {each.maker for each in (*book.unsettled(), *book.settled())}
        bases = [basis for maker in makers if (basis := report(workspace, maker).basis)]
        sides = [(each.by_makers, each.by_recipients, each.by_others) for each in bases]
        ours.append((book.ledger_id, *(sum(side) for side in zip(*sides, strict=True))))

    assert asked(tmp_path)[2] == sorted(ours)


def test_nobody_is_ranked_in_it() -> None:
    questions = EXAMPLE.read_text(encoding="utf-8").split("-- On time, by circle and month")[1]

    assert "GROUP BY maker" not in questions
    assert "ORDER BY k" not in questions
