"""`ft merge` on files: what is written, when nothing is, and what is refused."""

import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.cli.promises import add
from tests.support.terminal import Said, Terminal

MENDING = "The file is as it was. To see what is wrong with it, and mend it: ft doctor, or ft --ledger FILE doctor\n"


@pytest.fixture
def copy(terminal: Terminal) -> Path:
    """A copy of a ledger with one promise, in which another one was made since."""
    add(terminal, "Send Ana the slides")
    path = terminal.home / "copy.json"
    shutil.copy(terminal.ledger, path)
    add(terminal, "Bring the tent", "--ledger", str(path))
    return path


def changed(path: Path, change: Any) -> None:
    """Let somebody change the document in a file."""
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def refused(terminal: Terminal, *arguments: str) -> Said:
    """What a merge that must not change anything said."""
    before = terminal.ledger.read_bytes()
    said = terminal.ft("merge", *arguments)
    assert (terminal.ledger.read_bytes(), said.out) == (before, "")
    return said


def test_both_copies_come_to_the_same_bytes(terminal: Terminal, copy: Path) -> None:
    add(terminal, "Water the plants")
    shutil.copy(terminal.ledger, terminal.home / "mine.json")
    assert terminal.ft("merge", str(copy)).status == 0
    assert terminal.ft("merge", "--ledger", str(copy), str(terminal.home / "mine.json")).status == 0
    assert terminal.ledger.read_bytes() == copy.read_bytes()
    listed = json.loads(terminal.ft("list", "--json").out)["commitments"]
    assert sorted(each["what"] for each in listed) == ["Bring the tent", "Send Ana the slides", "Water the plants"]


def test_nothing_is_written_where_nothing_is_new(terminal: Terminal, copy: Path) -> None:
    terminal.ft("merge", str(copy))
    before = terminal.ledger.stat()
    link = terminal.home / "link.json"
    link.symlink_to(terminal.ledger)
    said = terminal.ft("merge", str(copy), str(link))
    assert said == (
        0,
        f"From {copy}\nNothing in {copy} is new here.\n\nFrom {link}\n{link} is this ledger itself.\n",
        "",
    )
    assert terminal.ledger.stat() == before


def test_a_copy_may_come_by_standard_input_or_a_pipe(terminal: Terminal, copy: Path) -> None:
    pipe = terminal.home / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(copy.read_bytes()))
    writer.start()
    assert terminal.ft("merge", str(pipe)).out.startswith("New here\n")
    writer.join()
    assert terminal.ft("merge", "-", typed=copy.read_bytes()).out == "Nothing in standard input is new here.\n"


def test_a_copy_that_an_editor_laid_out_anew_is_read_as_well(terminal: Terminal, copy: Path) -> None:
    plain = terminal.home / "plain.json"
    shutil.copy(copy, plain)
    copy.write_text(json.dumps(json.loads(copy.read_bytes()), indent=2), encoding="utf-8")
    assert terminal.ft("merge", str(copy)).status == 0
    assert terminal.ft("merge", str(plain)).out == f"Nothing in {plain} is new here.\n"


def test_all_files_or_none(terminal: Terminal, copy: Path) -> None:
    torn = terminal.home / "torn.json"
    torn.write_bytes(copy.read_bytes()[:-200])
    assert refused(terminal, str(copy), str(torn)).status == 6
    other = terminal.home / "other.json"
    add(terminal, "Elsewhere", "--ledger", str(other))
    assert refused(terminal, str(copy), str(other)).status == 5


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "it is empty", id="empty"),
        pytest.param(b"{", "it breaks off in the middle", id="torn"),
        pytest.param(b'{"a": 1}\n', "it is not in the shape of a ledger", id="other JSON"),
        pytest.param(b'{"meta": {"1": {"app": "\xff"}}}\n', "it is not UTF-8", id="not UTF-8"),
        pytest.param(
            b'{"meta": {"1": {"app": "other", "format": 1, "min_writer": 1, "ledger": "x"}}}\n', None, id="app"
        ),
        pytest.param(b"<<<<<<< mine\n{}\n", "it has conflict markers of an unfinished merge", id="conflict"),
    ],
)
def test_what_is_no_ledger_is_refused(terminal: Terminal, copy: Path, content: bytes, reason: str | None) -> None:
    copy.write_bytes(content)
    why = reason or "it belongs to 'other'"
    sentence = f"{copy} cannot be trusted as a ledger: {why}. Nothing was changed.\n"
    assert refused(terminal, str(copy)) == (6, "", sentence + MENDING)


def test_a_copy_that_a_newer_version_has_to_write_is_refused(terminal: Terminal, copy: Path) -> None:
    changed(copy, lambda document: document["meta"]["1"].update(min_writer=9))
    said = refused(terminal, str(copy))
    assert (said.status, said.err.splitlines()[0]) == (
        6,
        f"{copy} is to be written by format 9 or newer; this version writes format 3. Nothing was changed.",
    )


def test_a_ledger_that_a_newer_version_has_to_write_is_left_as_it_is(terminal: Terminal, copy: Path) -> None:
    changed(terminal.ledger, lambda document: document["meta"]["1"].update(min_writer=9))
    said = refused(terminal, str(copy))
    assert (said.status, str(terminal.ledger) in said.err) == (6, True)


def test_a_record_that_cannot_be_read_is_named_with_its_file(terminal: Terminal, copy: Path) -> None:
    key = min(json.loads(copy.read_bytes())["open"].keys() - json.loads(terminal.ledger.read_bytes())["open"].keys())
    changed(copy, lambda document: document["open"][key]["history"].clear())
    assert refused(terminal, str(copy)) == (
        6,
        "",
        f"{copy} cannot be trusted as a ledger: the promise {key}: no event made it. Nothing was changed.\n{MENDING}",
    )


def test_there_has_to_be_a_ledger_to_merge_into(terminal: Terminal, copy: Path) -> None:
    terminal.ledger.unlink()
    assert terminal.ft("merge", str(copy)).status == 3
    assert not terminal.ledger.exists()


def test_what_was_edited_by_hand_here_is_recorded_before(terminal: Terminal, copy: Path) -> None:
    key = next(iter(json.loads(terminal.ledger.read_bytes())["open"]))
    assert terminal.ft("note", key, "almost", "--ledger", str(copy)).status == 0
    changed(terminal.ledger, lambda document: document["open"][key].update(what="Send Ana the charts"))
    assert terminal.ft("merge", str(copy)).status == 0
    (shown,) = json.loads(terminal.ft("show", key, "--json").out)["commitments"]
    assert shown["what"] == "Send Ana the charts"
    assert [event["did"] for event in shown["history"]] == ["made", "edited", "noted"]


def test_what_was_edited_by_hand_there_is_told(terminal: Terminal, copy: Path) -> None:
    key = next(iter(json.loads(terminal.ledger.read_bytes())["open"]))
    changed(copy, lambda document: document["open"][key].update(what="Send Ana the charts"))
    said = terminal.ft("merge", str(copy))
    assert f'  {key}  text: "Send Ana the charts", not "Send Ana the slides"\n' in said.out


def test_texts_of_others_cannot_reach_the_terminal_as_they_are(terminal: Terminal, copy: Path) -> None:
    add(terminal, "Bring \x1b[31m tape\u202e", "--ledger", str(copy))
    said = terminal.ft("merge", str(copy))
    assert said.status == 0
    assert "Bring \\u{1b}[31m tape\\u{202e}" in said.out
    assert "\x1b" not in said.out


def test_a_machine_that_went_on_under_the_name_of_this_one_costs_it_the_name(terminal: Terminal, copy: Path) -> None:
    document = json.loads(terminal.ledger.read_bytes())
    (name,) = document["replicas"]
    changed(copy, lambda there: there["replicas"][name].update(last=99))
    terminal.ft("merge", str(copy))
    terminal.ft("add", "Water the plants", "--to", "ana")
    replicas = json.loads(terminal.ledger.read_bytes())["replicas"]
    assert (replicas[name]["last"], len(replicas)) == (99, 3)


def test_what_another_program_took_out_and_a_copy_has_stands_again_in_the_file(terminal: Terminal) -> None:
    """Nothing in the copy is new beside what this machine remembers; the file lacks it all the same."""
    slides = add(terminal, "Send Ana the slides")
    assert terminal.ft("note", slides, "half of it is done").status == 0
    copy = terminal.home / "copy.json"
    shutil.copy(terminal.ledger, copy)
    changed(terminal.ledger, lambda document: document["open"][slides]["history"].pop())
    said = terminal.ft("merge", str(copy))
    assert said == (
        0,
        f"Nothing in {copy} is new here.\n",
        f"Put back 1 event that another program had taken out of {terminal.ledger} (“Send Ana the slides”).\n",
    )
    assert terminal.ledger.read_bytes() == copy.read_bytes()


def test_without_a_file_what_a_sync_tool_left_is_merged_and_told_in_full(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    copy = terminal.ledger.with_name("ledger (Ana's conflicted copy 2026-11-23).json")
    shutil.copy(terminal.ledger, copy)
    add(terminal, "Bring the drill back", "--ledger", str(copy))
    said = terminal.ft("merge")
    assert (said.status, "Bring the drill back – you → ana, open" in said.out, copy.exists()) == (0, True, False)
    assert said.err.startswith(f"Took in {copy}, a copy of this ledger: 1 promise that only it had.")
    nothing = "No sync tool left a copy of this ledger beside it that could be taken in.\n"
    assert terminal.ft("merge") == Said(0, "", nothing)
    document = json.loads(terminal.ft("merge", "--json").out)
    assert (document["schema"], document["copies"]) == ("followthrough.merge/1", [])
    assert terminal.ft("merge", "--join").status == 2
