"""What a ledger keeps of series: on two machines, in a damaged file, in the journal, after something is forgotten."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from followthrough.adapters.ledger.database import LedgerTable
from tests.cli.promises import stored
from tests.support.terminal import Said, Terminal

MONDAYS = ("add", "Call Dee", "--to", "dee", "--every", "monday")
LATER = "2026-12-09T10:00:00-05:00"
"""Nine days after the first Monday, two after the second."""


def done(said: Said) -> str:
    assert said.status == 0, said
    return said.out


def listed(terminal: Terminal, *options: str, **environment: str) -> list[dict[str, Any]]:
    said = terminal.ft("--json", "list", "--all", *options, FOLLOWTHROUGH_NOW=LATER, **environment)
    found: list[dict[str, Any]] = json.loads(done(said))["commitments"]
    return found


def states(terminal: Terminal, **environment: str) -> list[tuple[str, str, bool]]:
    return [(each["due"], each["state"], each["overdue"]) for each in listed(terminal, **environment)]


def the_series(terminal: Terminal) -> dict[str, Any]:
    (one,) = json.loads(stored(terminal))["series"].values()
    return dict(one)


def copied(terminal: Terminal, tmp_path: Path) -> Terminal:
    """Another machine with a copy of the ledger."""
    other = Terminal(tmp_path / "other")
    other.ledger.parent.mkdir(parents=True)
    shutil.copy(terminal.ledger, other.ledger)
    other.dice = type(other.dice)(7)
    return other


def test_a_series_is_stored_as_its_history_and_nothing_else(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    assert json.loads(stored(terminal))["open"] == {}
    assert the_series(terminal).keys() == {"history"}
    (event,) = the_series(terminal)["history"]
    assert {**event, "id": "", "sum": "", "step": ""} == {
        "did": "begun",
        "id": "",
        "step": "",
        "n": 1,
        "logged": "2026-11-23T10:00:00-05:00",
        "by": "sam",
        "maker": "sam",
        "zone": "America/New_York",
        "terms": {"what": "Call Dee", "to": ["dee"], "rule": "FREQ=WEEKLY;BYDAY=MO", "start": "2026-11-30"},
        "sum": "",
    }


def test_two_machines_that_keep_the_same_occurrence_have_one_promise(terminal: Terminal, tmp_path: Path) -> None:
    done(terminal.ft(*MONDAYS))
    other = copied(terminal, tmp_path)
    for each in (terminal, other):
        done(each.ft("keep", "call dee", FOLLOWTHROUGH_NOW="2026-11-30T12:00:00-05:00"))
    done(terminal.ft("merge", str(other.ledger), FOLLOWTHROUGH_NOW=LATER))
    done(other.ft("merge", str(terminal.ledger), FOLLOWTHROUGH_NOW=LATER))
    assert stored(terminal) == stored(other)
    (record,) = json.loads(stored(terminal))["settled"].values()
    assert sorted(each["did"] for each in record["history"]) == ["kept", "kept", "made", "made"]
    wanted = [("2026-11-30", "kept", False), ("2026-12-07", "open", True), ("2026-12-14", "open", False)]
    assert sorted(states(terminal)) == sorted(states(other)) == wanted
    score = json.loads(done(terminal.ft("--json", "score", FOLLOWTHROUGH_NOW=LATER)))["windows"]["all"]["on_time"]
    assert (score["k"], score["n"]) == (1, 2)


def test_a_stop_on_one_machine_and_a_keeping_on_another_are_both_there(terminal: Terminal, tmp_path: Path) -> None:
    done(terminal.ft(*MONDAYS))
    other = copied(terminal, tmp_path)
    done(terminal.ft("series", "call", "--stop", FOLLOWTHROUGH_NOW="2026-12-01T10:00:00-05:00"))
    second = max(listed(other), key=lambda each: each["due"] if each["due"] < "2026-12-10" else "")["id"]
    done(other.ft("keep", second, FOLLOWTHROUGH_NOW="2026-12-07T12:00:00-05:00"))
    done(terminal.ft("merge", str(other.ledger), FOLLOWTHROUGH_NOW=LATER))
    assert sorted(states(terminal)) == [("2026-11-30", "open", True), ("2026-12-07", "kept", False)]


@pytest.mark.parametrize("spoil", ["cut off", "a flipped byte", "gone", "empty"])
def test_a_series_comes_back_with_a_damaged_ledger(terminal: Terminal, spoil: str) -> None:
    done(terminal.ft(*MONDAYS))
    done(terminal.ft("series", "call", "--what", "Ring Dee"))
    before, content = states(terminal), stored(terminal)
    assert before == [("2026-11-30", "open", True), ("2026-12-07", "open", True), ("2026-12-14", "open", False)]
    match spoil:
        case "cut off":
            terminal.ledger.write_bytes(content[: content.index(b'"series"') + 60])
        case "a flipped byte":
            at = content.index(b"Ring")
            terminal.ledger.write_bytes(content[:at] + b"\xff" + content[at + 1 :])
        case "gone":
            terminal.ledger.unlink()
        case _:
            terminal.ledger.write_bytes(b"")
    assert terminal.ft("list").status in (3, 6)
    done(terminal.ft("restore", FOLLOWTHROUGH_NOW=LATER))
    assert states(terminal) == before
    assert [each["did"] for each in the_series(terminal)["history"]] == ["begun", "changed"]
    assert terminal.ft("doctor", FOLLOWTHROUGH_NOW=LATER).status == 0


def test_doctor_mends_a_series_from_the_journal(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    terminal.ledger.write_bytes(stored(terminal).replace(b"Call Dee", b"Bell Dee"))
    said = terminal.ft("doctor")
    assert said.status == 9
    done(terminal.ft("doctor", "--fix"))
    assert the_series(terminal)["history"][0]["terms"]["what"] == "Call Dee"
    assert terminal.ft("doctor").status == 0


def test_a_series_that_another_program_took_out_is_put_back(terminal: Terminal) -> None:
    done(terminal.ft("add", "Send the slides", "--to", "ana"))
    older = stored(terminal)
    done(terminal.ft(*MONDAYS))
    terminal.ledger.write_bytes(older)
    seen = terminal.ft("list")
    assert "“Call Dee”" in seen.err
    said = terminal.ft("note", "slides", "half of it")
    assert "“Call Dee”" in said.err
    assert "Call Dee" in done(terminal.ft("series"))


def test_a_reformatted_ledger_reads_the_same_and_tinydb_opens_it(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    before = states(terminal)
    terminal.ledger.write_text(json.dumps(json.loads(stored(terminal)), indent=4))
    assert states(terminal) == before
    LedgerTable.document_id_class = str
    with TinyDB(terminal.ledger) as database:
        table = database.table("series")
        table.document_id_class = str
        (record,) = table.all()
    assert record["history"][0]["terms"]["what"] == "Call Dee"


def test_an_event_of_a_newer_version_is_carried_and_the_series_not_changed(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    newer = {"did": "paused", "id": "zzzzz.1", "n": 2, "logged": "2026-11-24T10:00:00-05:00", "by": "dee", "x": 1}
    tables = json.loads(stored(terminal))
    (record,) = tables["series"].values()
    record["history"].append(newer)
    terminal.ledger.write_text(json.dumps(tables))
    assert len(states(terminal)) == 3
    for arguments in (("series", "call", "--stop"), ("series", "call", "--what", "x"), ("undo",)):
        said = terminal.ft(*arguments)
        assert (said.status, said.out) == (5, ""), arguments
        assert "has an event of a kind that this version does not know" in said.err
    done(terminal.ft("keep", "call dee"))
    assert the_series(terminal)["history"][-1] == newer


# Forgetting


def kept_anywhere(terminal: Terminal, word: bytes) -> list[str]:
    """The files, the ledger, its journal and backups among them, that hold this word."""
    return [each.name for each in terminal.home.rglob("*") if each.is_file() and word in each.read_bytes()]


def test_a_forgotten_series_is_erased_everywhere_and_what_passed_is_counted_as_forgotten(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    done(terminal.ft("keep", "call dee", FOLLOWTHROUGH_NOW="2026-11-30T12:00:00-05:00"))
    (key,) = json.loads(stored(terminal))["series"]
    done(terminal.ft("forget", key, "--yes", FOLLOWTHROUGH_NOW=LATER))
    assert kept_anywhere(terminal, b"Call Dee") == []
    assert (states(terminal), json.loads(stored(terminal))["series"]) == ([], {})
    counts = json.loads(done(terminal.ft("--json", "score", FOLLOWTHROUGH_NOW=LATER)))["windows"]["all"]["counts"]
    assert counts["forgotten"] == 3  # the one that was kept, the one that was overdue, and the series
    assert terminal.ft("doctor", FOLLOWTHROUGH_NOW=LATER).status == 0


def test_a_forgotten_series_does_not_come_back_from_a_copy(terminal: Terminal, tmp_path: Path) -> None:
    done(terminal.ft(*MONDAYS))
    other = copied(terminal, tmp_path)
    (key,) = json.loads(stored(terminal))["series"]
    done(terminal.ft("forget", key, "--yes"))
    done(terminal.ft("merge", str(other.ledger)))
    assert states(terminal) == []
    done(other.ft("merge", str(terminal.ledger)))
    assert states(other) == []


def test_a_forgotten_person_is_someone_in_series_too(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    done(terminal.ft("series", "call", "--to", "dee,ana", "--what", "Call them"))
    done(terminal.ft("forget", "@dee", "--yes"))
    assert {tuple(each["to"]) for each in listed(terminal)} == {("someone", "ana")}
    terms = [each["terms"] for each in the_series(terminal)["history"]]
    assert [each["to"] for each in terms] == [["someone"], ["someone", "ana"]]
    assert kept_anywhere(terminal, b'"dee"') == []
    assert terminal.ft("doctor").status == 0


def test_an_occurrence_that_is_forgotten_does_not_come_back_and_the_others_stay(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    first = min(listed(terminal), key=lambda each: each["due"])["id"]
    done(terminal.ft("forget", first, "--yes", FOLLOWTHROUGH_NOW=LATER))
    assert [due for due, *_ in states(terminal)] == ["2026-12-07", "2026-12-14"]


def test_forgetting_one_of_a_chain_leaves_what_came_after_it(terminal: Terminal) -> None:
    done(terminal.ft("add", "Call Dee", "--to", "dee", "--every", "3 days after i keep it"))
    done(terminal.ft("keep", "call dee", FOLLOWTHROUGH_NOW="2026-11-26T12:00:00-05:00"))
    before = {each["due"]: each["id"] for each in listed(terminal)}
    assert sorted(before) == ["2026-11-26", "2026-11-29"]
    done(terminal.ft("forget", before["2026-11-26"], "--yes", FOLLOWTHROUGH_NOW=LATER))
    assert states(terminal) == [("2026-11-29", "open", True)]
    done(terminal.ft("forget", before["2026-11-29"], "--yes", FOLLOWTHROUGH_NOW=LATER))
    assert states(terminal) == [("2026-12-12", "open", False)]


# Undo, figures, calendars


def test_everything_can_be_taken_back_before_anything_was_due(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    done(terminal.ft("keep", "call dee"))
    done(terminal.ft("series", "call", "--every", "friday"))
    before = states(terminal)
    done(terminal.ft("undo", "3"))
    assert {state for _, state, _ in states(terminal)} <= {"undone"}
    done(terminal.ft("redo"))
    assert states(terminal) == before


def test_undo_takes_back_what_was_said_of_an_occurrence_and_not_its_promise(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    done(terminal.ft("keep", "call dee"))
    done(terminal.ft("undo"))
    assert states(terminal)[0] == ("2026-11-30", "open", True)
    done(terminal.ft("keep", listed(terminal)[0]["id"], FOLLOWTHROUGH_NOW=LATER))
    assert ("2026-11-30", "kept", False) in states(terminal)
    done(terminal.ft("undo", FOLLOWTHROUGH_NOW=LATER))
    assert states(terminal)[0] == ("2026-11-30", "open", True)


def test_what_began_a_series_is_not_taken_back_once_one_of_its_dates_has_passed(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    said = terminal.ft("undo", FOLLOWTHROUGH_NOW="2026-12-01T10:00:00-05:00")
    assert (said.status, said.out) == (5, "")
    assert said.err.startswith("That “Call Dee” repeats cannot be taken back: one of its dates has passed.\n")


def test_prompt_counts_what_passed_and_what_stands_for_it_once(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    said = terminal.ft("prompt", "--format", "{open} {overdue}", FOLLOWTHROUGH_NOW=LATER)
    assert done(said) == "2 1\n"
    done(terminal.ft("series", "call", "--pile-up"))
    said = terminal.ft("prompt", "--format", "{open} {overdue}", FOLLOWTHROUGH_NOW=LATER)
    assert done(said) == "3 2\n"


def test_a_later_rule_does_not_make_taking_back_possible_again(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    done(terminal.ft("series", "call", "--every", "friday", "--by", "2026-12-18"))
    said = terminal.ft("undo", "2", FOLLOWTHROUGH_NOW=LATER)
    assert (said.status, said.out) == (5, "")
    assert states(terminal) == [("2026-11-30", "open", True), ("2026-12-18", "open", False)]


def test_an_occurrence_has_one_uid_in_calendars_before_and_after_it_is_stored(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    before = [line for line in done(terminal.ft("calendar", "-o", "-")).splitlines() if line.startswith("UID")]
    done(terminal.ft("note", "call dee", "about the van"))
    after = [line for line in done(terminal.ft("calendar", "-o", "-")).splitlines() if line.startswith("UID")]
    assert before == after
    assert len(before) == 1


def test_a_list_reads_the_same_whether_the_settled_ones_are_kept_or_not(terminal: Terminal) -> None:
    done(terminal.ft(*MONDAYS))
    done(terminal.ft("add", "Water", "--to", "dee", "--every", "2 days after i keep it"))
    done(terminal.ft("keep", "water", FOLLOWTHROUGH_NOW="2026-11-24T10:00:00-05:00"))
    short = json.loads(done(terminal.ft("--json", "list", FOLLOWTHROUGH_NOW=LATER)))["commitments"]
    whole = [each for each in listed(terminal) if each["state"] == "open"]
    assert sorted((each["what"], each["due"]) for each in short) == [
        ("Call Dee", "2026-12-07"),
        ("Call Dee", "2026-12-14"),
        ("Water", "2026-11-26"),
    ]
    assert {each["id"] for each in short} < {each["id"] for each in whole}
