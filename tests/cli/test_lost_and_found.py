"""What a ledger loses in ways that a user would not notice, and what is said and done about it."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.promises import add, stored
from tests.support.terminal import Terminal


def link_to_dotfiles(terminal: Terminal) -> Path:
    """Have the ledger be a link to a file among the dotfiles; that file."""
    dotfile = terminal.home / "dotfiles" / "ledger.json"
    dotfile.parent.mkdir()
    terminal.ledger.parent.mkdir(parents=True, exist_ok=True)
    terminal.ledger.symlink_to(dotfile)
    return dotfile


def test_a_link_that_is_gone_is_a_lost_ledger_and_not_a_new_one(terminal: Terminal) -> None:
    link_to_dotfiles(terminal)
    add(terminal, "Send Ana the slides")
    terminal.ledger.unlink()

    said = terminal.ft("add", "Sort the attic", "--to", "bo")

    assert (said.status, said.out) == (3, "")
    assert said.err.startswith(f"The ledger at {terminal.ledger} is gone. This machine has a journal of it.\n")
    assert terminal.ft("restore").status == 0
    assert "Send Ana the slides" in terminal.ft("list").out


def test_what_was_recorded_through_a_link_comes_back_where_an_old_file_took_its_place(terminal: Terminal) -> None:
    dotfile = link_to_dotfiles(terminal)
    add(terminal, "Send Ana the slides")
    older = dotfile.read_bytes()
    add(terminal, "Sort the attic", to="bo")
    terminal.ledger.unlink()
    terminal.ledger.write_bytes(older)

    seen = terminal.ft("list")
    assert "“Sort the attic”" in seen.err
    assert "is missing" in seen.err or "are missing" in seen.err
    add(terminal, "Water the plants", to="cy")
    assert "Sort the attic" in terminal.ft("list").out
    assert not terminal.ledger.is_symlink()


def test_a_link_that_leads_elsewhere_now_has_the_memory_of_that_place(terminal: Terminal) -> None:
    first = link_to_dotfiles(terminal)
    add(terminal, "Send Ana the slides")
    second = first.with_name("second.json")
    terminal.ledger.unlink()
    terminal.ledger.symlink_to(second)
    add(terminal, "Sort the attic", to="bo")
    terminal.ledger.unlink()
    assert terminal.ft("restore").status == 0
    assert [each["what"] for each in json.loads(stored(terminal))["open"].values()] == ["Sort the attic"]


def test_a_promise_that_was_forgotten_and_stands_there_again_is_not_there_and_doctor_says_so(
    terminal: Terminal,
) -> None:
    slides = add(terminal, "Send Ana the slides")
    line = next(each for each in terminal.ledger.read_text().splitlines() if each.startswith(f'"{slides}"'))
    add(terminal, "Sort the attic", to="bo")
    assert terminal.ft("forget", slides, "--yes").status == 0
    text = terminal.ledger.read_text()
    terminal.ledger.write_text(text.replace('"open": {\n', f'"open": {{\n{line.rstrip(",")},\n'))

    assert "slides" not in terminal.ft("list").out
    assert terminal.ft("keep", slides).status == 3
    assert "“Send Ana the slides” was forgotten, and stands in the file all the same." in terminal.ft("doctor").out
    assert terminal.ft("doctor", "--fix").status == 0
    assert "slides" not in terminal.ledger.read_text()
    kept = [each for each in (terminal.home / "state").rglob("*") if each.is_file() and b"slides" in each.read_bytes()]
    assert kept == []


@pytest.mark.parametrize("lost", ["gone", "empty", "torn"])
def test_what_only_a_newer_version_knows_comes_back_with_a_lost_ledger(terminal: Terminal, lost: str) -> None:
    slides = add(terminal, "Send Ana the slides")
    document = json.loads(stored(terminal))
    document["open"][slides]["mood"] = {"calm": 1}
    document["people"]["ana"]["shoe"] = 43
    document["circles"] = {"crew": {"size": 8}}
    terminal.ledger.write_text(json.dumps(document))
    for note in ("one", "two"):
        assert terminal.ft("note", slides, note).status == 0
    content = terminal.ledger.read_bytes()
    if lost == "gone":
        terminal.ledger.unlink()
    else:
        terminal.ledger.write_bytes(b"" if lost == "empty" else content[: content.index(b'"people"')])

    assert terminal.ft("restore").status == 0
    assert json.loads(stored(terminal)) == json.loads(content)


def test_a_miss_whose_event_is_lost_is_kept_beside_the_promise_and_told(terminal: Terminal) -> None:
    slides = add(terminal, "Send Ana the slides", "--by", "2026-11-24")
    assert terminal.ft("miss", slides).status == 0
    shutil.rmtree(terminal.home / "state")
    document = json.loads(stored(terminal))
    document["settled"][slides]["history"].pop()
    terminal.ledger.write_text(json.dumps(document))

    fixed = terminal.ft("doctor", "--fix")
    assert fixed.status == 9
    assert 'stood once that “state” was "missed", and no event says so' in fixed.out
    assert json.loads(stored(terminal))["open"][slides]["said"] == {"state": "missed"}
    assert "no event says what once stood beside its history (state)" in terminal.ft("show", slides).err
    assert terminal.ft("score").err == (
        "1 promise of this ledger has a damaged history and counts as what is left of it says. ft doctor says which.\n"
    )
    assert terminal.ft("note", slides, "still there").status == 0
    assert json.loads(stored(terminal))["open"][slides]["said"] == {"state": "missed"}

    assert terminal.ft("miss", slides).status == 0
    terminal.ft("doctor", "--fix")
    assert "said" not in json.loads(stored(terminal))["settled"][slides]


def test_an_agreed_move_that_is_torn_off_is_kept_beside_the_promise(terminal: Terminal) -> None:
    slides = max(add(terminal, what, "--by", "2026-11-24") for what in ("Send the slides", "Sort the attic", "Call Cy"))
    assert terminal.ft("move", slides, "--by", "2026-11-26", "--agreed").status == 0
    shutil.rmtree(terminal.home / "state")
    content = terminal.ledger.read_bytes()
    terminal.ledger.write_bytes(content[: content.index(b'"did":"moved"') + 20])

    assert terminal.ft("doctor", "--fix").status == 9
    said = json.loads(stored(terminal))["open"][slides]["said"]
    assert said == {"due": "2026-11-26", "judged_due": "2026-11-26"}


@pytest.mark.parametrize("command", [("restore",), ("doctor", "--fix")])
def test_a_file_that_may_not_be_written_is_not_mended(terminal: Terminal, command: tuple[str, ...]) -> None:
    add(terminal, "Send Ana the slides")
    older = terminal.ledger.read_bytes()
    add(terminal, "Sort the attic", to="bo")
    terminal.ledger.write_bytes(older)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "access", lambda path, mode: not str(path).endswith("ledger.json"))
        said = terminal.ft(*command)
    assert (said.status, said.out) == (7, "")
    assert said.err.startswith(f"Could not write {terminal.ledger}: it is read-only. Nothing was changed.\n")
    assert terminal.ledger.read_bytes() == older


def test_a_promise_with_an_event_that_nobody_here_knows_is_not_forgotten_in_part(terminal: Terminal) -> None:
    slides = add(terminal, "Send Ana the slides")
    document = json.loads(stored(terminal))
    document["open"][slides]["history"].append(
        {"did": "sung", "id": "kkkkk.1", "n": 2, "logged": "2026-11-23T10:00:00Z"}
    )
    terminal.ledger.write_text(json.dumps(document))
    before = stored(terminal)
    said = terminal.ft("forget", slides, "--yes")
    assert said.status == 5
    assert said.err.startswith(f"The history of {slides} has an event of a kind this version does not know: “sung”.\n")
    assert stored(terminal) == before


def test_a_journal_that_is_none_is_left_out(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    (journal,) = (terminal.home / "state").rglob("journal.jsonl")
    journal.unlink()
    os.mkfifo(journal)
    terminal.ledger.touch()
    assert "slides" in terminal.ft("list").out


def test_a_journal_that_cannot_be_read_is_told(terminal: Terminal) -> None:
    slides = add(terminal, "Send Ana the slides")
    (journal,) = (terminal.home / "state").rglob("journal.jsonl")
    journal.unlink()
    journal.mkdir()
    terminal.ledger.write_bytes(terminal.ledger.read_bytes())
    told = f"Could not read {journal}: it is no journal of ours. What only it may have is not looked at.\n"
    assert told in terminal.ft("list").err
    assert told in terminal.ft("note", slides, "soon").err


def test_what_the_journal_no_longer_reaches_is_missed_by_its_number(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    older = terminal.ledger.read_bytes()
    attic = add(terminal, "Sort the attic", to="bo")
    assert terminal.ft("note", attic, "two boxes").status == 0
    (journal,) = (terminal.home / "state").rglob("journal.jsonl")
    lines = [line for line in journal.read_bytes().split(b"\n") if b'"did":"noted"' in line or b"Sort" in line]
    journal.write_bytes(b"\n".join(line for line in lines if b'"bo"' in line or b'"noted"' in line) + b"\n")
    terminal.ledger.write_bytes(older)

    said = terminal.ft("add", "Water the plants", "--to", "cy")
    assert said.status == 0
    assert "Put back 2 events" in said.err
    assert "1 event is missing" in said.err or "missing" in said.err.partition("Put back")[2]


def test_a_path_that_is_no_unicode_is_told_in_json(terminal: Terminal) -> None:
    path = os.fsdecode(bytes(terminal.home) + b"/led\xffger.json")
    terminal.ledger.parent.mkdir(parents=True)
    add(terminal, "Send Ana the slides")
    shutil.copyfile(terminal.ledger, path)
    said = terminal.ft("--ledger", path, "--json", "doctor")
    assert said.status == 0
    assert json.loads(said.out)["ledger"] == path
