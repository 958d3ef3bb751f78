"""CSV that a spreadsheet reads as text and numbers: no formula, numbers as they are, everything comes back."""

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest
from hypothesis import given, strategies as st

from followthrough.formats.csv_table import Cell, quoted_cell, read_table, write_table
from followthrough.formats.report_csv import FIGURES_HEAD, report_csv
from tests.support.injections import INJECTIONS
from tests.support.reports import POOR, REPORTS, report_of

FORMULAS = (
    "=1+1",
    '=HYPERLINK("https://outside.invalid","x")',
    "=cmd|' /C calc'!A0",
    "=SUM(A1:A9)",
    "==1",
    "=",
    "=-1",
    "={1;2}",
    "='x'",
    '="x"',
    "+1+1",
    "+cmd|' /C calc'!A0",
    "+49 170 1234567",
    "+=1",
    "+A1",
    "-1+1",
    "-cmd|' /C calc'!A0",
    "-A1",
    "- item",
    "-=1",
    "@SUM(A1)",
    "@ana",
    "@",
    "|calc",
    "%PATH%",
    " =1+1",
    "   +1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    "\tplain",
    "\rplain",
    "\nplain",
    "\x00=1+1",
    "\x0b=1+1",
    "\x1c@x",
    "\u00a0=1+1",
    "\u2003=1+1",
    "\u3000-1-1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1+1",
    "－1-1",
    "＠SUM(A1)",
    "'=1+1",
    "'",
    "''x",
)
"""Texts that some spreadsheet may take for a formula, or with an apostrophe that one would swallow."""
PLAIN = (
    "",
    "x",
    "Bring soup",
    "a=b",
    "1+1",
    "a@b",
    "x|y",
    "100 %",
    "(1)",
    '"quoted"',
    "#1",
    "/x",
    "é",
    "東京",
    "\u200b=1",
)
NUMBERS = ("0", "7", "-7", "+7", "3.14", "-3.14", "007", "2026")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from((*FORMULAS, *PLAIN, *NUMBERS))
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=5)
)
_RECORD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)')


def strictly_read(text: str) -> list[list[str]]:
    """The cells of a file as RFC 4180 has them: CRLF after each record, quotation marks around what needs them."""
    rows: list[list[str]] = [[]]
    place = 0
    while place < len(text):
        match = _RECORD.match(text, place)
        assert match is not None, f"no RFC 4180 from {text[place : place + 20]!r} on"
        quoted, plain, end = match.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"'))
        if end == "\r\n":
            rows.append([])
        place = match.end()
    assert rows.pop() == [], "the last record has no end"
    return rows


def cells(text: str) -> list[list[str]]:
    """The cells that a spreadsheet sees."""
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def test_a_text_that_opens_a_formula_is_quoted() -> None:
    assert [quoted_cell(each) for each in FORMULAS] == [f"'{each}" for each in FORMULAS]
    assert len(set(FORMULAS)) == len(FORMULAS) >= 30


def test_a_text_that_opens_none_is_as_it_is() -> None:
    assert [quoted_cell(each) for each in PLAIN] == list(PLAIN)


def test_a_number_in_a_text_is_as_it_is() -> None:
    assert [quoted_cell(each) for each in NUMBERS] == list(NUMBERS)


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (-7, "-7"), (10**9, "1000000000"), (0.5, "0.5"), (-0.25, "-0.25"), (1e-05, "1e-05"), (-1e-07, "-1e-07")],
)
def test_a_number_is_as_it_is(number: Cell, written: str) -> None:
    assert write_table(["a", "b"], [[number, "x"]]) == f"a,b\r\n{written},x\r\n"


def test_nothing_is_an_empty_cell() -> None:
    assert write_table(["a", "b"], [[None, ""]]) == "a,b\r\n,\r\n"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_comes_back_as_it_was(number: float) -> None:
    (_, (cell,)) = read_table(write_table(["a"], [[number]]))
    assert float(cell) == number


@given(TABLES)
def test_what_was_written_comes_back(rows: list[list[str]]) -> None:
    head = [f"column {number}" for number in range(len(rows[0]))]
    assert read_table(write_table(head, rows)) == [head, *rows]


@given(TABLES)
def test_a_strict_reader_sees_the_same_cells(rows: list[list[str]]) -> None:
    text = write_table(["head"] * len(rows[0]), rows)
    assert strictly_read(text) == cells(text) == [["head"] * len(rows[0]), *([*map(quoted_cell, row)] for row in rows)]


@given(TABLES)
def test_no_cell_opens_a_formula(rows: list[list[str]]) -> None:
    written = cells(write_table(["head"] * len(rows[0]), rows))
    opening = re.compile(r"[\s\x00-\x20]*[=+\-@|%＝＋－＠]|[\t\r\n]")
    assert [each for row in written for each in row if opening.match(each) and not NUMBER.fullmatch(each)] == []


NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def test_hostile_texts_come_back() -> None:
    rows = [[each, each] for each in INJECTIONS]
    assert read_table(write_table(["a", "b"], rows))[1:] == rows


@pytest.mark.parametrize("bad", ["a,b\r\n1", 'a"b\r\n', '"a" ,b\r\n', '"a\r\n'])
def test_the_strict_reader_refuses_what_is_no_rfc_4180(bad: str) -> None:
    with pytest.raises(AssertionError):
        strictly_read(bad)


@pytest.mark.parametrize("name", REPORTS)
def test_the_csv_of_a_report_looks_like_this(golden: Callable[[str, str], None], name: str) -> None:
    text = report_csv(REPORTS[name])
    golden(f"reports/{name}.csv.txt", text.replace("\r\n", "\n"))
    assert text.count("\n") == text.count("\r\n")


def test_a_report_of_counts_has_a_row_for_each_figure() -> None:
    head, *rows = read_table(report_csv(REPORTS["rich"]))
    figures = {row[0]: row[1:] for row in rows if row[0] != "cannot_see"}
    assert tuple(head) == FIGURES_HEAD
    assert len({len(row) for row in rows}) == 1
    windows = REPORTS["rich"].scorecard.windows
    assert figures["on_time_k"] == [str(each.on_time.k) for each in windows.shown]
    assert [float(each) for each in figures["on_time_rate"]] == [each.on_time.rate for each in windows.shown]
    assert figures["as_of"] == ["2026-11-23T10:00:00-05:00", "", ""]


def test_a_report_of_few_has_no_rate_in_its_csv() -> None:
    figures = {row[0]: row[1:] for row in read_table(report_csv(report_of(POOR)))}
    assert figures["on_time_k"] == ["1", "1", "1"]
    assert figures["on_time_rate"] == figures["on_time_low"] == figures["on_time_high"] == ["", "", ""]
    assert figures["credit_mean"] == ["", "", ""]


def test_a_combined_report_leaves_the_last_20_empty() -> None:
    figures = {row[0]: row[1:] for row in read_table(report_csv(REPORTS["combined"]))}
    assert [len(figures["on_time_k"]), figures["on_time_k"][2]] == [3, ""]


def test_the_promises_of_a_report_stand_behind_an_empty_row() -> None:
    report = REPORTS["full"]
    assert report.listing is not None
    table = read_table(report_csv(report))
    empty = table.index([])
    head, *rows = table[empty + 1 :]
    assert table[:empty][0] == list(FIGURES_HEAD)
    assert head[:6] == ["id", "what", "outcome", "due", "zone", "settled"]
    assert [row[0] for row in rows] == [each.id for each in report.listing.latest]
    assert [row[1] for row in rows] == [each.what for each in report.listing.latest]
    assert {len(row) for row in rows} == {len(head)}
