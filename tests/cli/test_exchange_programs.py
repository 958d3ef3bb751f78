"""Taskwarrior, todoman and khal read what `ft export` writes, and `ft import` reads what they made of it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.promises import add
from tests.support.terminal import NEW_YORK, Terminal

TASK, TODOMAN, KHAL = (shutil.which(name) for name in ("task", "todo", "khal"))
needs_task = pytest.mark.skipif(TASK is None, reason="no taskwarrior: apt-get install taskwarrior")
needs_todoman = pytest.mark.skipif(TODOMAN is None, reason="no todoman: pipx install todoman")
needs_khal = pytest.mark.skipif(KHAL is None, reason="no khal: pipx install khal")
pytestmark = pytest.mark.external

LATER = {"FOLLOWTHROUGH_NOW": "2099-01-01T00:00:00+00:00"}
"""The other programs go by the clock of the machine."""
HOSTILE = 'Bring [soup], "hot" \\ & 😀 {x} due:never\u2028next\x0bline'


@pytest.fixture
def sam(terminal: Terminal) -> Terminal:
    """A terminal with a promise in every state, on a day, at a moment and never due, and an odd text."""
    add(terminal, "slides", "--by", "2026-11-27", "--tag", "talks", "--note", "by mail", "--confidence", "80")
    add(terminal, "call", "--by", "2026-11-27T17:00-05:00", "--visibility", "public")
    add(terminal, "someday")
    add(terminal, "old", "--made", "2026-11-20", "--by", "2026-12-01")
    add(terminal, HOSTILE, "--by", "2026-12-24")
    for number, settled in enumerate(("keep", "miss", "release", "withdraw")):
        add(terminal, f"settled {number}", "--by", "2026-11-28")
        assert terminal.ft(settled, f"settled {number}", *(("--part", "60%") if settled == "keep" else ())).status == 0
    return terminal


def ran(terminal: Terminal, *command: str | None, environment: dict[str, str] | None = None) -> str:
    """What a program says in this terminal's home."""
    done = subprocess.run(
        [each for each in command if each is not None],
        env={**terminal.environment, "LC_ALL": "C.UTF-8", "TZ": NEW_YORK, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def task(terminal: Terminal, *arguments: str) -> str:
    settings = terminal.home / "taskrc"
    settings.write_text(f"data.location={terminal.home}/tasks\nconfirmation=off\nverbose=nothing\n", encoding="utf-8")
    return ran(terminal, TASK, *arguments, environment={"TASKRC": str(settings)})


def exported(terminal: Terminal, format_: str, *more: str) -> Path:
    file = terminal.home / f"promises.{format_}"
    assert terminal.ft("export", "--format", format_, "-o", str(file), "--force", *more).status == 0
    return file


def promises(terminal: Terminal, *ledger: str) -> list[dict[str, Any]]:
    """All that is in a ledger, by text, as far as every format holds it."""
    said = terminal.ft(*ledger, "list", "--all", "--json")
    assert said.status == 0
    kept = (
        "id",
        "what",
        "maker",
        "to",
        "due",
        "judged_due",
        "zone",
        "state",
        "part",
        "confidence",
        "tags",
        "visibility",
    )
    found = [{name: each[name] for name in kept} for each in json.loads(said.out)["commitments"]]
    return sorted(found, key=lambda each: str(each["id"]))


def other(terminal: Terminal) -> tuple[str, str]:
    """Another ledger, which has nothing yet."""
    return "--ledger", str(terminal.home / "other.json")


def plainly(found: list[dict[str, Any]], *gone: str) -> list[dict[str, Any]]:
    """The promises with a space for each sign that a format has no place for, and tags in any order."""
    table = str.maketrans(dict.fromkeys(gone, " "))
    return [{**each, "what": each["what"].translate(table), "tags": sorted(each["tags"])} for each in found]


@needs_task
def test_what_taskwarrior_imports_and_exports_again_is_all_here_and_comes_back_whole(sam: Terminal) -> None:
    file = exported(sam, "taskwarrior")
    task(sam, "import", str(file))
    back = sam.home / "back.json"
    back.write_text(task(sam, "export"), encoding="utf-8")
    again = sam.ft("import", str(back))
    assert again.status == 0
    assert "Nothing in it is new here." in again.out
    assert sam.ft(*other(sam), "import", str(back)).status == 0
    assert plainly(promises(sam, *other(sam))) == plainly(promises(sam), "\x0b")


@needs_task
def test_what_is_done_in_taskwarrior_comes_back_as_kept(sam: Terminal) -> None:
    task(sam, "import", str(exported(sam, "taskwarrior")))
    task(sam, "slides", "modify", "status:completed", "end:2026-11-24T09:00:00")
    back = sam.home / "back.json"
    back.write_text(task(sam, "export"), encoding="utf-8")
    assert sam.ft("import", str(back), **LATER).status == 0
    states = {each["what"]: each["state"] for each in promises(sam)}
    assert (states["slides"], states["call"]) == ("kept", "open")


GOING_BACK = Path(__file__).parents[2] / "docs/how-to/from-taskwarrior.md"


@needs_task
def test_put_together_as_the_docs_say_tasks_keep_what_only_taskwarrior_knows(terminal: Terminal) -> None:
    terminal.ft("config", "me", "sam")
    task(terminal, "add", "Send slides", "due:2099-11-27", "project:home", "priority:H", "wait:2099-11-01")
    task(terminal, "add", "Call Bo", "due:2099-11-28", "recur:weekly", "rc.uda.size.type=numeric", "size:3")
    task(terminal, "list")  # makes the occurrences of what repeats
    before = {each["uuid"]: each for each in json.loads(task(terminal, "export"))}
    file = terminal.home / "tasks.json"
    file.write_text(json.dumps(list(before.values())), encoding="utf-8")
    assert terminal.ft("import", str(file), "--to", "ana", **LATER).status == 9
    assert terminal.ft("keep", "slides", **LATER).status == 0
    (terminal.home / "promises.json").write_bytes(exported(terminal, "taskwarrior").read_bytes())
    (recipe,) = (each for each in GOING_BACK.read_text(encoding="utf-8").split("```sh\n") if "jq -s" in each)
    settings = {"TASKRC": str(terminal.home / "taskrc")}
    ran(terminal, "/bin/sh", "-ec", f"cd {terminal.home}; {recipe.split('```')[0]}", environment=settings)
    after = {each["uuid"]: each for each in json.loads(task(terminal, "export"))}
    assert after.keys() == before.keys()
    for key, then in before.items():
        assert all(after[key][name] == then[name] for name in ("project", "priority", "size", "recur") if name in then)
    assert sorted(each["status"] for each in after.values()) == ["completed", "pending", "recurring"]


@needs_task
def test_tasks_that_were_made_in_taskwarrior_come_in(terminal: Terminal) -> None:
    task(terminal, "add", "Send slides", "due:2099-11-27", "+talks", "project:home", "entry:2026-11-01")
    task(terminal, "add", "Call Bo", "due:2099-11-27T17:00", "entry:2026-11-01", "rc.uda.promised_to.type=string")
    task(terminal, "add", "Water plants", "due:2099-12-01", "recur:weekly", "entry:2026-11-01")
    file = terminal.home / "tasks.json"
    file.write_text(task(terminal, "export"), encoding="utf-8")
    said = terminal.ft("import", str(file), "--to", "ana")
    assert said.status == 9
    assert "“Water plants” repeats; ft add --every records that" in said.out
    dues = {each["what"]: (each["due"], each["tags"], each["to"]) for each in promises(terminal)}
    assert dues["Send slides"] == ("2099-11-27", ["talks", "home"], ["ana"])
    assert dues["Call Bo"] == ("2099-11-27T22:00:00+00:00", [], ["ana"])


def todoman(terminal: Terminal, *arguments: str) -> str:
    settings = terminal.home / "todoman.py"
    settings.write_text(
        f'path = "{terminal.home}/lists/*"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n'
        f'default_list = "promises"\ncache_path = "{terminal.home}/todoman.sqlite3"\n',
        encoding="utf-8",
    )
    return ran(terminal, TODOMAN, "-c", str(settings), *arguments)


def one_by_one(calendar: Path, folder: Path) -> None:
    """Each to-do in a file of its own, as todoman and its synchronisers have them."""
    folder.mkdir(parents=True, exist_ok=True)
    head, *entries = calendar.read_bytes().split(b"BEGIN:VTODO")
    for number, entry in enumerate(entries):
        alone = entry.removesuffix(b"END:VCALENDAR\r\n")
        (folder / f"{number}.ics").write_bytes(head + b"BEGIN:VTODO" + alone + b"END:VCALENDAR\r\n")


def together(folder: Path, file: Path) -> None:
    """The to-dos of a folder in one calendar again."""
    found = [each.read_bytes() for each in sorted(folder.glob("*.ics"))]
    entries = [b"BEGIN:VTODO" + each.split(b"BEGIN:VTODO", 1)[1].rsplit(b"END:VCALENDAR", 1)[0] for each in found]
    file.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + b"".join(entries) + b"END:VCALENDAR\r\n")


@needs_todoman
def test_todoman_shows_every_promise_and_what_it_does_comes_back_as_kept(sam: Terminal) -> None:
    folder, back = sam.home / "lists" / "promises", sam.home / "back.ics"
    one_by_one(exported(sam, "ics"), folder)
    listed = json.loads(todoman(sam, "--porcelain", "list", "--status", "ANY"))
    assert {each["summary"] for each in listed} == {each["what"] for each in plainly(promises(sam), "\x0b", "\u2028")}
    (slides,) = (each for each in listed if each["summary"] == "slides")
    assert slides["description"] == "by mail"
    todoman(sam, "done", str(slides["id"]))
    together(folder, back)
    assert "X-FOLLOWTHROUGH-ID" in back.read_text(encoding="utf-8")
    assert sam.ft("import", str(back), **LATER).status == 0
    states = {each["what"]: each["state"] for each in promises(sam)}
    assert (states["slides"], states["call"]) == ("kept", "open")


@needs_khal
def test_khal_takes_the_calendar_for_one_without_events(sam: Terminal) -> None:
    settings, calendar = sam.home / "khal.conf", sam.home / "calendar"
    calendar.mkdir()
    settings.write_text(
        f"[calendars]\n[[promises]]\npath = {calendar}\n[sqlite]\npath = {sam.home}/khal.db\n"
        f"[locale]\nlocal_timezone = {NEW_YORK}\ndefault_timezone = {NEW_YORK}\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    (calendar / "promises.ics").write_bytes(exported(sam, "ics").read_bytes())
    assert ran(sam, KHAL, "-c", str(settings), "list", "2026-11-01", "400d").strip() in ("", "No events")


def test_a_calendar_comes_back_whole(sam: Terminal) -> None:
    file = exported(sam, "ics")
    assert sam.ft(*other(sam), "import", str(file)).status == 0
    assert plainly(promises(sam, *other(sam))) == plainly(promises(sam), "\x0b", "\u2028")
