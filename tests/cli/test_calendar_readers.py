"""Calendar programs read what `ft calendar` writes: as many entries, at the same times, and again without doubling."""

import json
import shutil
import subprocess
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.promises import add
from tests.support.terminal import NEW_YORK, Terminal

KHAL, TODOMAN = shutil.which("khal"), shutil.which("todo")
needs_khal = pytest.mark.skipif(KHAL is None, reason="no khal: pipx install khal")
needs_todoman = pytest.mark.skipif(TODOMAN is None, reason="no todoman: pipx install todoman")
pytestmark = pytest.mark.external

KHAL_SETTINGS = """
[calendars]
[[promises]]
path = {home}/calendar
[sqlite]
path = {home}/khal.db
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
TODOMAN_SETTINGS = """
path = "{home}/lists/*"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
default_list = "promises"
cache_path = "{home}/todoman.sqlite3"
"""
HOSTILE = "Bring; soup, “hot” \\ BEGIN:VEVENT: " + "😀" * 40


@pytest.fixture
def sam(terminal: Terminal) -> Terminal:
    """A terminal with promises due on a day, at a moment, in the hour that a clock change repeats, and kept."""
    add(terminal, "slides", "--by", "2026-11-27")
    add(terminal, "call", "--by", "2026-11-27T17:00-05:00", "--remind", "2h")
    add(terminal, "early", "--by", "2027-11-07T01:30:00-04:00")
    add(terminal, "late", "--by", "2027-11-07T01:30:00-05:00")
    add(terminal, "far", "--by", "9998-12-31")
    add(terminal, HOSTILE, "--by", "2026-12-24")
    add(terminal, "attic", "--by", "2026-11-28")
    assert terminal.ft("keep", "attic").status == 0
    return terminal


DUE = {
    "slides → ana": "2026-11-27",
    "call → ana": "2026-11-27 17:00",
    "early → ana": "2027-11-07 01:30",
    "late → ana": "2027-11-07 01:30",
    f"{HOSTILE} → ana": "2026-12-24",
    "kept: attic → ana": "2026-11-28",
}


def ran(terminal: Terminal, *command: str) -> str:
    """What a program says in this terminal's home."""
    done = subprocess.run(
        command,
        env={**terminal.environment, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_khal(terminal: Terminal) -> dict[str, str]:
    """When each event begins that khal knows of, by title, after reading the calendar."""
    settings, calendar = terminal.home / "khal.conf", terminal.home / "calendar"
    settings.write_text(KHAL_SETTINGS.format(home=terminal.home, zone=NEW_YORK), encoding="utf-8")
    calendar.mkdir(exist_ok=True)
    file = terminal.home / "promises.ics"
    assert terminal.ft("calendar", "-o", str(file)).status == 0
    assert KHAL is not None
    ran(terminal, KHAL, "-c", str(settings), "import", "--batch", str(file))
    columns = [word for name in ("title", "start-long", "uid") for word in ("--json", name)]
    days = ran(terminal, KHAL, "-c", str(settings), "list", "--notstarted", *columns, "2026-11-01", "400d")
    found = [each for line in days.splitlines() for each in json.loads(line)]
    assert len({each["uid"] for each in found}) == len(found) == len(list(calendar.glob("*.ics"))) - 1
    return {each["title"]: each["start-long"] for each in found}


@needs_khal
def test_khal_shows_the_same_events_at_the_same_times(sam: Terminal) -> None:
    assert in_khal(sam) == DUE


@needs_khal
def test_khal_updates_what_it_reads_again(sam: Terminal) -> None:
    in_khal(sam)
    for change in (("move", "slides", "--by", "2026-12-04"), ("keep", "call")):
        assert sam.ft(*change).status == 0
    moved = {**DUE, "slides → ana": "2026-12-04", "kept: call → ana": DUE["call → ana"]}
    del moved["call → ana"]
    assert in_khal(sam) == moved


def in_todoman(terminal: Terminal) -> dict[str, dict[str, Any]]:
    """Each to-do that todoman knows of, by its summary, after reading the calendar."""
    folder = terminal.home / "lists" / "promises"
    folder.mkdir(parents=True, exist_ok=True)
    settings = terminal.home / "todoman.py"
    settings.write_text(TODOMAN_SETTINGS.format(home=terminal.home), encoding="utf-8")
    assert terminal.ft("calendar", "--todo", "-o", str(folder / "promises.ics")).status == 0
    assert TODOMAN is not None
    listed = json.loads(ran(terminal, TODOMAN, "-c", str(settings), "--porcelain", "list", "--status", "ANY"))
    found = {each["summary"]: each for each in listed}
    assert len(found) == len(listed)
    return found


def when(todo: dict[str, Any]) -> str:
    """The due date of a to-do of todoman, which takes a day for its first second here."""
    due = datetime.fromtimestamp(todo["due"], ZoneInfo(NEW_YORK))
    return f"{due:%Y-%m-%d}" if (due.hour, due.minute) == (0, 0) else f"{due:%Y-%m-%d %H:%M}"


@needs_todoman
def test_todoman_shows_the_same_to_dos_at_the_same_times(sam: Terminal) -> None:
    found = in_todoman(sam)
    assert {title: when(todo) for title, todo in found.items()} == {**DUE, "far → ana": "9998-12-31"}
    assert [title for title, todo in found.items() if todo["completed"]] == ["kept: attic → ana"]
    early, late = (found[f"{name} → ana"]["due"] for name in ("early", "late"))
    assert late - early == 3600


@needs_todoman
def test_todoman_updates_what_it_reads_again(sam: Terminal) -> None:
    in_todoman(sam)
    for change in (("move", "slides", "--by", "2026-12-04"), ("miss", "call")):
        assert sam.ft(*change).status == 0
    found = in_todoman(sam)
    assert when(found["slides → ana"]) == "2026-12-04"
    assert found["missed: call → ana"]["completed"]
    assert len(found) == len(DUE) + 1
