"""The page on what the ledger withstands tells what was counted, and what was not."""

import json

from tests.support.write_reliability import PAGE, ROWS, page, read_figures

LINES = [
    json.dumps(each)
    for each in (
        ["killed at random", {"kills": 100, "lost": 0}],
        ["killed at random", {"kills": 1_000, "lost": 0}],
        ["killed at random, control with stock TinyDB", {"kills": 30, "torn": 7}],
        ["struck by lightning", {"tried": 3}],
    )
]


def test_figures_are_added_up_with_their_controls_beside_them() -> None:
    (row,) = (each for each in page(read_figures(LINES), {}).splitlines() if "| 1,100 kills" in each)

    assert row.endswith("| 1,100 kills, 0 lost | with stock TinyDB: 30 kills, 7 torn |")


def test_what_was_not_run_is_said_to_be_missing() -> None:
    assert page(read_figures(LINES), {}).count("*missing: this was not run*") == len(ROWS) - 1


def test_what_nobody_described_is_told_under_its_own_name() -> None:
    assert "| Struck by lightning | 3 tried |  |\n" in page(read_figures(LINES), {})


def test_the_page_says_when_and_where() -> None:
    assert "| date | 2026-11-23 |\n" in page({}, {"date": "2026-11-23"})


def test_the_committed_page_has_every_row() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert [row.done for row in ROWS if f"| {row.done} | " not in text] == []
