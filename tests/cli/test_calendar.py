"""ft calendar: what it writes and where to, and all that it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.cli.promises import add
from tests.cli.test_start_up import loaded
from tests.support.calendars import skeleton, values
from tests.support.terminal import Terminal

EMPTY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//followthrough//followthrough//EN\r\nCALSCALE:GREGORIAN\r\n"
    "X-WR-CALNAME:Promises\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def sam(terminal: Terminal) -> Terminal:
    """A terminal with one promise."""
    add(terminal, "Send Ana the slides", "--by", "2026-11-27")
    return terminal


def test_it_is_written_to_standard_output_as_it_is(sam: Terminal) -> None:
    said = sam.program("calendar")
    assert (said.status, said.err) == (0, "")
    assert values(said.out.encode(), "SUMMARY") == ["Send Ana the slides → ana"]
    assert said.out == sam.ft("calendar").out == sam.ft("calendar", "-o", "-").out


def test_it_can_be_of_to_dos(sam: Terminal) -> None:
    assert "BEGIN:VTODO" in skeleton(sam.ft("calendar", "--todo").out.encode())


def wrote(terminal: Terminal, file: Path, *options: str) -> bytes:
    assert terminal.ft("calendar", "-o", str(file), *options) == (0, "", f"Wrote {file}.\n")
    return file.read_bytes()


def test_a_file_holds_the_same(sam: Terminal) -> None:
    assert wrote(sam, sam.home / "promises.ics").decode() == sam.ft("calendar").out


def test_a_calendar_of_ours_is_written_over(sam: Terminal) -> None:
    file = sam.home / "promises.ics"
    assert wrote(sam, file) != wrote(sam, file, "--todo")


def test_another_file_is_left_alone_unless_forced(sam: Terminal) -> None:
    file = sam.home / "promises.ics"
    theirs = EMPTY.replace("followthrough", "other").encode()
    file.write_bytes(theirs)
    said = sam.ft("calendar", "-o", str(file))
    assert (said.status, said.out) == (5, "")
    assert said.err.endswith("To replace it: --force\n")
    assert file.read_bytes() == theirs
    assert wrote(sam, file, "--force") != theirs


def test_a_ledger_is_never_written_over(sam: Terminal) -> None:
    before = sam.ledger.read_bytes()
    assert sam.ft("calendar", "-o", str(sam.ledger), "--force").status == 5
    assert sam.ledger.read_bytes() == before


def test_a_terminal_without_promises_has_an_empty_calendar(terminal: Terminal) -> None:
    said = "No promise is recorded here yet; the first ft add begins a ledger.\n"
    assert terminal.ft("calendar") == (0, EMPTY, said)


def test_nothing_that_is_due_is_said(sam: Terminal) -> None:
    assert sam.ft("calendar", "--theirs") == (0, EMPTY, "No promise with a due date matches.\n")


def test_a_named_ledger_that_is_missing_is_no_empty_calendar(terminal: Terminal) -> None:
    said = terminal.ft("calendar", "--ledger", str(terminal.home / "none.json"))
    assert (said.status, said.out) == (3, "")


def test_in_json_it_lists_the_promises_it_would_show(sam: Terminal) -> None:
    add(sam, "Someday")
    said = sam.ft("calendar", "--json")
    document = json.loads(said.out)
    assert (said.status, said.err, document["schema"]) == (0, "", "followthrough.commitments/1")
    assert [each["what"] for each in document["commitments"]] == ["Send Ana the slides"]


@pytest.mark.parametrize(
    ("options", "clash"), [(("--todo",), "--todo"), (("-o", "x.ics"), "--output"), (("--todo", "-o", "x"), "--todo")]
)
def test_json_is_no_calendar(sam: Terminal, options: tuple[str, ...], clash: str) -> None:
    said = sam.ft("--json", "calendar", *options)
    assert (said.status, said.out) == (2, "")
    assert clash in json.loads(said.err)["error"]["message"]


def test_reading_it_again_updates_and_never_duplicates(sam: Terminal) -> None:
    shown: dict[str, tuple[int, str]] = {}
    for change in ((), ("move", "slides", "--by", "2026-12-04"), ("keep", "slides"), ("undo",), ("undo", "2")):
        assert sam.ft(*change).status == 0
        events: list[Any] = Calendar.from_ical(sam.ft("calendar").out).walk("VEVENT")
        for event in events:
            before = shown.get(event["UID"], (-1, ""))
            assert event["SEQUENCE"] > before[0]
            shown[event["UID"]] = (event["SEQUENCE"], event["STATUS"])
    assert [status for _, status in shown.values()] == ["CANCELLED"]


def test_what_is_forgotten_leaves_no_word_in_a_calendar_that_had_it(sam: Terminal) -> None:
    assert sam.ft("move", "slides", "--by", "2026-12-04").status == 0
    before = sam.ft("calendar").out.encode()
    assert sam.ft("forget", "slides", "--yes").status == 0
    content = sam.ft("calendar").out.encode()
    assert values(content, "UID") == values(before, "UID")
    assert int(values(content, "SEQUENCE")[0]) > int(values(before, "SEQUENCE")[0])
    assert [values(content, name) for name in ("SUMMARY", "DESCRIPTION", "STATUS")] == [
        ["forgotten"],
        [""],
        ["CANCELLED"],
    ]
    assert "BEGIN:VALARM" not in skeleton(content)
    assert b"slides" not in content


def test_nothing_else_loads_what_writes_calendars(sam: Terminal) -> None:
    assert "icalendar" in loaded(sam, "calendar")
    for command in ("list", "digest", "show"):
        assert "icalendar" not in loaded(sam, command, *(["slides"] if command == "show" else []))
    assert "icalendar" not in loaded(sam, "calendar", "--json")
