"""A real spreadsheet, Gnumeric, opens the table that we write and saves it in its own way, and that is read again."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival
from followthrough.formats.exchange import csv_file
from followthrough.formats.exchange.leaving import as_told
from tests.support.builders import NOW, ZONE, a_promise, kept, made, noted, promise
from tests.support.injections import INJECTIONS
from tests.support.leavers import NASTY

PROGRAM = shutil.which("ssconvert")
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(PROGRAM is None, reason="no Gnumeric: apt install gnumeric"),
]
CHANGED = {"007": "7", "+1": "1", "''": "'"}
"""What does not come back: a number with more signs than it needs, and the first of two apostrophes in front."""
TEXTS = tuple(
    dict.fromkeys(
        text
        for text in (*NASTY, *INJECTIONS, "=HYPERLINK(1)", "@SUM(A1:A2)", "\t=1+1", "＝1+1", "=cmd|' /C calc'!A0")
        if text == text.strip() and not re.search("[\0\r]", text)  # Gnumeric writes these two without quotation marks
    )
)


def saved(text: str, home: Path) -> str:
    """The table as the spreadsheet has it after opening and saving it."""
    opened, closed = home / "opened.csv", home / "saved.csv"
    opened.write_text(text, encoding="utf-8", newline="")
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TZ": ZONE, "LC_ALL": "C.UTF-8"}
    command = [str(PROGRAM), "--import-type=Gnumeric_stf:stf_csvtab", str(opened), str(closed)]
    subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
    return closed.read_bytes().decode()


def told(text: str) -> list[Arrival]:
    """The promises of a table, all of which are read."""
    found = csv_file.read(text, zone=ZONE, now=NOW)
    assert found.unread == ()
    return [replace(each, line=1) for each in found.arrivals]


def test_no_text_is_computed_and_every_text_comes_back(tmp_path: Path) -> None:
    found = saved(csv_file.write([promise(text) for text in TEXTS], people={}, me="sam", now=NOW), tmp_path)
    expected = [CHANGED.get(text, text) for text in TEXTS]
    assert len(TEXTS) > 300
    assert [each.what for each in told(found)] == expected


def test_everything_else_of_a_row_comes_back(tmp_path: Path) -> None:
    commitments = [
        a_promise(
            made(
                due="2026-11-19", tags=("talks", "q4"), confidence=0.8, remind=172800, logged="2026-11-01T09:00-04:00"
            ),
            noted(note="two lines\nand one=more", logged="2026-11-02T09:00-05:00"),
            kept(part=0.5, note="half of it", logged="2026-11-20T09:00-05:00"),
        ),
        promise("Bring soup", due="2026-11-27T17:00-05:00", commitment_id="l" * 12),
        promise("Bring bread", due=None, visibility="circle", commitment_id="m" * 12),
    ]
    found = saved(csv_file.write(commitments, people={}, me="sam", now=NOW), tmp_path)
    assert "2026/11/19" in found, "the spreadsheet writes a day in its own way"
    assert told(found) == [as_told(each) for each in commitments]


def test_a_table_without_ids_is_known_again_after_it_was_saved(tmp_path: Path) -> None:
    table = "what;to;due;made\nBring soup;bo;2026-12-01;2026-11-01\nCall;ana;2026-12-02 17:00;\n"
    assert told(saved(table.replace(";", ","), tmp_path)) == told(table)
