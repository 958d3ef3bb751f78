"""`ft import` and `ft export` on files: what is said, what is left alone, with which status it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.actions.exporting import Exported
from tests.cli.promises import add, texts
from tests.support.terminal import Said, Terminal

UUID = "11a62d28-dcfc-48e8-a146-5cdf8f7b8ef3"
TASKS = f"""[
{{"uuid":"{UUID}","description":"Call the plumber",
  "status":"pending","entry":"20261120T150000Z","due":"20261127T220000Z","tags":["home"]}},
{{"uuid":"2{UUID[1:]}","description":"Water the plants",
  "status":"completed","entry":"20261101T150000Z","end":"20261110T150000Z"}},
{{"uuid":"3{UUID[1:]}","description":"","status":"pending","entry":"20261120T150000Z"}}
]
"""


@pytest.fixture
def tasks(terminal: Terminal) -> str:
    """What another program exported, one line of it not to be read."""
    terminal.ft("config", "me", "sam")
    path = terminal.home / "tasks.json"
    path.write_text(TASKS, encoding="utf-8")
    return str(path)


def brought(terminal: Terminal, content: str, *options: str) -> Said:
    """What the import of a file with this content said."""
    path = terminal.home / "brought"
    path.write_text(content, encoding="utf-8")
    return terminal.ft("import", str(path), *options)


def refused(terminal: Terminal, *arguments: str) -> Said:
    """What an import that must change nothing said."""
    add(terminal, "Send Ana the slides")
    before = terminal.ledger.read_bytes()
    said = terminal.ft("import", *arguments)
    assert (terminal.ledger.read_bytes(), said.out) == (before, "")
    return said


def test_what_comes_in_is_listed_and_what_does_not_is_said_with_its_number(terminal: Terminal, tasks: str) -> None:
    said = terminal.ft("import", tasks, "--to", "ana", COLUMNS="200")
    assert said.status == 9
    assert said.out.splitlines() == [
        "Read as an export of Taskwarrior",
        "",
        "2 promises came in",
        f"  {_id(terminal, 'plumber')}  Call the plumber  to ana  Fri 27 Nov 17:00, in 4 days",
        f"  {_id(terminal, 'plants')}  Water the plants  to ana  kept, Tue 10 Nov",
        "",
        "1 entry left out",
        *[line for line in said.out.splitlines() if line.startswith("  3  ")],
    ]
    assert said.err.splitlines() == [
        "New here: @ana, @sam",
        f"Began a new ledger: {terminal.ledger}",
        "To take it back, all of it: ft undo",
    ]


def _id(terminal: Terminal, word: str) -> str:
    listed = json.loads(terminal.ft("list", "--all", "--search", word, "--json").out)["commitments"]
    return str(listed[0]["id"])[:3]


@pytest.mark.parametrize("typed", ["sam", "@Sam", "me"])
def test_whoever_had_another_name_there_says_so_after_the_import(terminal: Terminal, typed: str) -> None:
    terminal.ft("config", "me", "sam")
    promise = {"id": "alice/slides", "slug": "slides", "user": {"username": "alice"}, "tini": "2026-09-14T16:00:00Z"}
    brought(terminal, json.dumps([promise | {"tdue": "2026-12-01T17:00:00Z", "xfin": 0}]), "--to", "ana")
    said = terminal.ft("people", "join", "alice", typed)
    told = "@alice is @sam now, in 1 promise; whoever types or records @alice means @sam.\n"
    assert (said.status, said.err) == (0, told)
    assert [each["maker"] for each in json.loads(terminal.ft("list", "--json").out)["commitments"]] == ["sam"]
    assert "You are" not in terminal.ft("undo").err
    assert (terminal.ft("config", "me").out, "alice to ana" in terminal.ft("list").out) == ("sam\n", True)


def test_importing_again_adds_nothing_and_takes_over_what_was_done_since(terminal: Terminal, tasks: str) -> None:
    terminal.ft("import", tasks)
    before = terminal.ledger.read_bytes()
    assert terminal.ft("import", tasks).status == 9
    assert terminal.ledger.read_bytes() == before
    done = TASKS.replace(
        '"pending","entry":"20261120T150000Z","due"',
        '"completed","entry":"20261120T150000Z","end":"20261123T140000Z","due"',
    )
    again = json.loads(brought(terminal, done, "--json").out)
    assert (again["imported"]["new"], again["imported"]["more"], again["imported"]["known"]) == (0, 1, 1)
    assert [(each["what"], each["state"]) for each in again["commitments"]] == [("Call the plumber", "kept")]


def test_what_was_done_there_comes_in_again_after_an_undo_and_not_after_a_reopening(
    terminal: Terminal, tasks: str
) -> None:
    terminal.ft("import", tasks)
    done = TASKS.replace(
        '"pending","entry":"20261120T150000Z","due"',
        '"completed","entry":"20261120T150000Z","end":"20261123T140000Z","due"',
    )
    for _ in range(2):
        assert "1 promise here already got more history" in brought(terminal, done).out
        terminal.ft("undo")
    brought(terminal, done)
    terminal.ft("reopen", _id(terminal, "plumber"))
    assert "Nothing in it is new here." in brought(terminal, done).out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("20261127T220000Z", "20261204T220000Z"),
        ("Call the plumber", "Call the other plumber"),
        ('"due":"20261127T220000Z",', ""),
    ],
)
def test_what_the_file_says_otherwise_stays_and_is_said(
    terminal: Terminal, tasks: str, before: str, after: str
) -> None:
    terminal.ft("import", tasks)
    ledger = terminal.ledger.read_bytes()
    assert brought(terminal, TASKS).err == "2 promises are here already, and stay as they are.\n"
    said = brought(terminal, TASKS.replace(before, after)).err
    assert said.replace("\n", " ").startswith(
        "2 promises are here already, and stay as they are. The file has another text, date or outcome of "
        f"{_id(terminal, 'plumber')}."
    )
    account = json.loads(brought(terminal, TASKS.replace(before, after), "--json").out)["imported"]
    assert (account["known"], [each[:3] for each in account["otherwise"]]) == (2, [_id(terminal, "plumber")])
    assert terminal.ledger.read_bytes() == ledger


def test_standard_input_is_read(terminal: Terminal) -> None:
    said = terminal.program("import", "-", "--to", "ana", typed=TASKS.encode())
    assert (said.status, "2 promises came in" in said.out) == (9, True)


def test_a_look_leaves_no_trace(terminal: Terminal, tasks: str) -> None:
    said = terminal.ft("import", tasks, "--dry-run")
    assert said.out.splitlines()[2:5] == [
        "2 promises would come in",
        "    Call the plumber  to you  Fri 27 Nov 17:00, in 4 days",
        "    Water the plants  to you  kept, Tue 10 Nov",
    ]
    assert "Nothing was recorded; without --dry-run it is." in said.err
    assert not terminal.ledger.parent.exists()


def test_the_first_import_stores_who_this_is(terminal: Terminal, tasks: str) -> None:
    terminal.ft("config", "me", "--unset")
    said = terminal.ft("import", tasks)
    assert "You are @sam here, after your login name." in said.err
    assert terminal.ft("config", "me").out == "sam\n"


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 2, "is empty"),
        (b" \n\n", 2, "is empty"),
        (b"[\n]\n", 2, "is empty"),
        (b"\xff\xfe\x00what", 2, "is not text in UTF-8"),
        (b"a\0b", 2, "is not text in UTF-8"),
        (b"Dear Ana,\n\nhow are you?\n", 2, "none of the formats"),
        (b'{"meta": {"1": {"app": "followthrough"}}}', 2, "is a ledger itself"),
        (b'{"schema": "followthrough.export/2", "commitments": []}', 2, "newer than this version"),
        (b'{"schema": "followthrough.export/1", "commitments": 3}', 2, "Expected `array`"),
        (b'{"schema": "followthrough.export/1", "commitments": [' + b"[" * 5000, 2, "That is no document"),
        (b'{"schema":"followthrough.export/1","commitments":[' + b"{}," * 100_000 + b"{}]}", 2, "too many things"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(
    terminal: Terminal, tmp_path: Path, content: bytes, status: int, says: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    said = refused(terminal, str(path))
    assert (said.status, says in said.err, len(said.err.splitlines()) <= 2) == (status, True, True), said


def test_a_file_that_is_not_there_and_a_directory_are_refused(terminal: Terminal, tmp_path: Path) -> None:
    assert refused(terminal, str(tmp_path / "none")).status == 3
    assert refused(terminal, str(tmp_path)).status == 7


def test_a_line_of_an_export_that_is_damaged_is_left_out(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    terminal.ft("keep", add(terminal, "Sort the attic"))
    lines = terminal.ft("export", "--format", "jsonl").out.splitlines()
    broken = [line.replace('"did":"kept"', '"did":"dreamt"') for line in lines]
    other = str(terminal.home / "other.json")
    said = brought(terminal, "\n".join(broken), "--ledger", other)
    assert said.status == 9
    assert "  5  an event of it, “dreamt”, is not known to this version\n" in said.out
    assert texts(terminal.ft("list", "--json", "--ledger", other)) == ["Send Ana the slides"]


def test_nothing_private_comes_into_a_shared_ledger(terminal: Terminal, tasks: str) -> None:
    add(terminal, "Send Ana the slides", LOGNAME="bo", FOLLOWTHROUGH_CONFIG=str(terminal.home / "bo.toml"))
    exported = terminal.home / "mine.json"
    mine = str(terminal.home / "ledger-of-mine.json")
    add(terminal, "Nobody else's", "--ledger", mine)
    assert terminal.ft("export", "-o", str(exported), "--ledger", mine).status == 0
    said = terminal.ft("import", str(exported))
    assert (said.status, "private" in said.out) == (9, True)


def test_what_was_forgotten_here_does_not_come_back(terminal: Terminal) -> None:
    kept = add(terminal, "Send Ana the slides")
    exported = terminal.ft("export").out
    terminal.ft("forget", kept, "--yes")
    said = brought(terminal, exported)
    assert (said.status, "it was forgotten here" in said.out) == (9, True)
    assert texts(terminal.ft("list", "--all", "--json")) == []


def test_a_new_handle_that_is_nearly_another_is_said(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides", to="daniela")
    said = brought(terminal, "what,to\nBring cake,daniella\n")
    assert said.status == 0
    assert "@daniella is nearly @daniela. If they are one: ft people join daniella daniela" in said.err


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("all.json", "{\n"),
        ("all.jsonl", '{"schema"'),
        ("all.csv", "what,"),
        ("all.ics", "BEGIN:VCALENDAR"),
        ("all.md", "# "),
    ],
)
def test_the_name_of_the_file_says_the_format(terminal: Terminal, name: str, begins: str) -> None:
    add(terminal, "Send Ana the slides")
    path = terminal.home / name
    said = terminal.ft("export", "-o", str(path))
    assert (said.status, said.out, said.err) == (0, "", f"Wrote {path}: 1 promise, 1 of them private.\n")
    assert path.read_text(encoding="utf-8").startswith(begins)


def test_both_counts_of_an_export_are_written_alike() -> None:
    exported = Exported(text="", count=20_001, private=20_000, foreign=0)
    assert list(exported.notices("all.json")) == ["Wrote all.json: 20,001 promises, 20,000 of them private."]


def test_what_repeats_is_counted_beside_the_promises_and_what_is_private_of_both(terminal: Terminal) -> None:
    add(terminal, "Water the plants", "--every", "2 days", to="Bo Diddley")
    add(terminal, "Sort the attic", to="ana")
    path = str(terminal.home / "bo.json")
    said = terminal.ft("export", "--with", "bo-diddley", "-o", path)
    assert said.err == f"Wrote {path}: 0 promises and 1 that repeats, 1 of them private.\n"
    said = terminal.ft("export", "-o", path, "--force")
    assert said.err == f"Wrote {path}: 1 promise and 1 that repeats, 2 of them private.\n"
    path = str(terminal.home / "bo.csv")
    said = terminal.ft("export", "--with", "bo-diddley", "-o", path)
    assert said.err == f"Wrote {path}: 1 promise, 1 of them private.\n"


def test_a_file_that_is_there_is_replaced_by_force_alone_and_a_ledger_never(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    path = terminal.home / "all.json"
    path.write_text("mine", encoding="utf-8")
    assert terminal.ft("export", "-o", str(path)).status == 5
    assert path.read_text(encoding="utf-8") == "mine"
    assert terminal.ft("export", "-o", str(path), "--force").status == 0
    assert terminal.ft("export", "-o", str(terminal.ledger), "--force").status == 5


@pytest.mark.parametrize("name", ["a" * 300 + ".json", "missing/all.json", "../missing/all.json", "", "all.doc"])
def test_a_place_that_cannot_be_written_is_refused(terminal: Terminal, name: str) -> None:
    add(terminal, "Send Ana the slides")
    before = sorted(terminal.home.rglob("*"))
    with terminal.at_home():
        said = terminal.ft("export", "-o", name)
    assert said.status in (2, 3, 5, 7)
    assert (said.out, len(said.err.splitlines()) <= 2) == ("", True)
    assert sorted(terminal.home.rglob("*")) == before


def test_an_export_of_a_missing_ledger_says_so(terminal: Terminal) -> None:
    assert terminal.ft("export", "--ledger", str(terminal.home / "none.json")).status == 3


def test_json_and_another_format_clash(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    assert terminal.ft("export", "--json", "--format", "csv").status == 2


def document(said: Said) -> dict[str, Any]:
    """What was exported as JSON."""
    assert said.status == 0
    return dict(json.loads(said.out))


def test_filters_choose_and_settled_promises_are_among_them(terminal: Terminal) -> None:
    done = add(terminal, "Send Ana the slides")
    add(terminal, "Sort the attic", to="bo")
    terminal.ft("keep", done)
    assert len(document(terminal.ft("export"))["commitments"]) == 2
    assert [each["what"] for each in document(terminal.ft("export", "--to", "ana"))["commitments"]] == [
        "Send Ana the slides"
    ]
    assert [each["what"] for each in document(terminal.ft("export", "--state", "open"))["commitments"]] == [
        "Sort the attic"
    ]


def people(said: Said) -> list[str]:
    """The handles of the people in what was exported as JSON."""
    return [each["handle"] for each in document(said)["people"]]


def test_the_people_of_what_repeats_are_among_those_chosen(terminal: Terminal) -> None:
    add(terminal, "Water the plants", "--every", "2 days", to="Bo Diddley", LOGNAME="sam")
    add(terminal, "Sort the attic", to="ana")
    assert people(terminal.ft("export", "--with", "bo-diddley")) == ["bo-diddley", "sam"]


def test_those_whom_what_repeats_was_promised_to_before_are_among_them(terminal: Terminal) -> None:
    add(terminal, "Water the plants", "--every", "2 days", to="bo", LOGNAME="sam")
    add(terminal, "Sort the attic", to="cy")
    later = "2026-11-30T10:00:00-05:00"
    assert terminal.ft("series", "plants", "--to", "ana", FOLLOWTHROUGH_NOW=later).status == 0
    assert people(terminal.ft("export", "--search", "plants", FOLLOWTHROUGH_NOW=later)) == ["ana", "bo", "sam"]


def test_whom_somebody_was_joined_into_is_among_those_chosen(terminal: Terminal) -> None:
    add(terminal, "Send the slides", to="bo", LOGNAME="sam")
    for each in ("bob", "robert", "ana"):
        add(terminal, "Sort the attic", to=each)
    for one, other in (("bo", "bob"), ("bob", "robert")):
        assert terminal.ft("people", "join", one, other).status == 0
    assert people(terminal.ft("export", "--search", "slides")) == ["bo", "bob", "robert", "sam"]


def test_those_whom_members_of_a_circle_were_joined_into_are_among_them(terminal: Terminal) -> None:
    for each in ("bo", "robert", "ana"):
        add(terminal, "Sort the attic", to=each, LOGNAME="sam")
    assert terminal.ft("people", "medics", "--member", "bo").status == 0
    assert terminal.ft("people", "join", "bo", "robert").status == 0
    add(terminal, "Refill the kit", to="medics")
    assert people(terminal.ft("export", "--to", "medics")) == ["bo", "medics", "robert", "sam"]
