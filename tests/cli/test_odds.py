"""What `ft odds` says, and `ft add` in passing: on a terminal, about promises of one's own, and never to a script."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import jsonschema
import pytest
from benchmarks.ledgers import ledger_of

from followthrough.bootstrap import open_workspace
from tests.cli.promises import add
from tests.support.simulated_makers import SCENARIOS, commitments_of, promises
from tests.support.terminal import Said, Terminal, program
from tests.support.write_docs import schema_file

LONG_AGO = {"FOLLOWTHROUGH_NOW": "2026-11-02T09:00:00-05:00"}
ODDS = "Odds 67 %: 4 of 5 promises that came due were kept on time"


@pytest.fixture
def five(terminal: Terminal) -> Terminal:
    """A terminal whose user kept four of five promises on time, and has one open for Friday 27 November."""
    for number in range(5):
        add(terminal, f"Number {number}", "--by", "2026-11-03", **LONG_AGO)
    for number in range(4):
        assert terminal.ft("keep", f"Number {number}", **LONG_AGO).status == 0
    add(terminal, "Return the ladder", "--by", "2026-11-27")
    return terminal


@pytest.fixture
def many(terminal: Terminal) -> Terminal:
    """A terminal with two years of promises, whose load, lead time and recipients matter."""
    life = islice(promises(SCENARIOS["all three matter"], Random(4)), 300)
    terminal.ledger.parent.mkdir(parents=True)
    terminal.ledger.write_bytes(ledger_of(list(commitments_of(life))))
    assert terminal.ft("config", "me", "sam").status == 0
    return terminal


def at_a_terminal(terminal: Terminal, *command: str) -> tuple[int, list[str]]:
    """The status of a command of the installed program whose streams are a terminal of 200 columns; the lines on it."""
    main, side = pty.openpty()
    environment = {**terminal.environment, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    with subprocess.Popen([program(), *command], env=environment, stdin=side, stdout=side, stderr=side) as running:
        os.close(side)
        written = b"".join(_until_closed(main))
        status = running.wait(timeout=60)
    os.close(main)
    return status, written.decode().replace("\r\n", "\n").splitlines()


def _until_closed(main: int) -> Iterator[bytes]:
    try:
        while part := os.read(main, 65536):
            yield part
    except OSError:  # how Linux says that the other side has closed
        return


def in_json(said: Said) -> dict[str, object]:
    """The document, held against its published schema."""
    document: dict[str, object] = json.loads(said.out)
    schema = json.loads(schema_file("followthrough.odds/1").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


# ft odds


def test_odds_are_asked_for_with_and_without_a_date(five: Terminal) -> None:
    assert five.ft("odds") == (0, f"{ODDS}.\n", "")
    assert five.ft("odds", "--to", "ana", "--by", "friday") == (0, f"{ODDS}; 1 is open for that week already.\n", "")
    assert five.ft("odds", "--by", "2026-12-24") == (0, f"{ODDS}; none is open for that week.\n", "")


def test_odds_in_json_have_these_keys(five: Terminal) -> None:
    document = in_json(five.ft("odds", "--to", "ana", "--by", "friday", "--json"))

    assert list(document) == ["schema", "to", "by", "odds", "rests_on", "open_that_week", "comparables"]
    assert document == {
        "schema": "followthrough.odds/1",
        "to": ["ana"],
        "by": "2026-11-27",
        "odds": 6 / 9,
        "rests_on": {"k": 4, "n": 5},
        "open_that_week": 1,
        "comparables": [],
    }


def test_below_five_the_counts_are_said_and_no_odds(terminal: Terminal) -> None:
    add(terminal, "Number 1", "--by", "2026-11-27")
    assert terminal.ft("keep", "Number 1").status == 0

    said = "Too few to judge: odds begin at 5 promises that came due; there is 1.\n"
    assert terminal.ft("odds", "--by", "friday") == (0, said, "")
    document = in_json(terminal.ft("odds", "--by", "friday", "--json"))
    assert (document["odds"], document["open_that_week"], document["rests_on"]) == (None, None, {"k": 1, "n": 1})


def test_before_the_first_promise_there_is_nothing_to_judge_by(terminal: Terminal) -> None:
    said = "Too few to judge: odds begin at 5 promises that came due; there are 0.\n"
    assert terminal.ft("odds") == (0, said, "")


def test_a_named_ledger_that_is_missing_is_status_3(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.ft("--ledger", str(tmp_path / "missing.json"), "odds")
    assert (said.status, said.out) == (3, "")
    assert said.err.startswith("There is no ledger at ")


def test_comparable_promises_are_said_where_they_make_a_difference(many: Terminal) -> None:
    said = (
        "Odds 68 %: 156 of 227 promises that came due were kept on time; none is open for that week.\n"
        "Of 113 to Ana Ruiz, 65; of 96 due within 3 days, 77.\n"
    )
    assert many.ft("odds", "--to", "ana", "--by", "2026-11-24") == (0, said, "")


def test_comparable_promises_in_json_name_their_factor_and_its_value(many: Terminal) -> None:
    document = in_json(many.ft("odds", "--to", "ana", "--by", "2026-11-24", "--json"))

    assert document["comparables"] == [
        {"factor": "recipient", "value": "ana", "k": 65, "n": 113},
        {"factor": "length", "value": "0-3", "k": 77, "n": 96},
    ]


# ft add


def test_a_promise_on_a_terminal_is_answered_with_its_odds(five: Terminal) -> None:
    status, lines = at_a_terminal(five, "add", "Lend the drill", "--to", "ana", "--by", "friday")

    assert (status, len(lines)) == (0, 4)
    assert lines[1:] == [
        "  to ana",
        "  due Friday 27 November 2026 (in 4 days), America/New_York",
        f"{ODDS}; 1 is open for that week already.",
    ]


@pytest.mark.parametrize(
    "command",
    [
        ("add", "Lend the drill", "--from", "ana", "--by", "friday"),
        ("add", "Lend the drill", "--to", "ana", "--json"),
        ("--json", "add", "Lend the drill", "--to", "ana"),
    ],
)
def test_what_someone_else_promises_and_json_have_no_odds(five: Terminal, command: tuple[str, ...]) -> None:
    status, lines = at_a_terminal(five, *command)

    assert status == 0
    assert [line for line in lines if "Odds" in line] == []


def test_nothing_is_said_where_there_is_too_little_to_judge(terminal: Terminal) -> None:
    status, lines = at_a_terminal(terminal, "add", "Lend the drill", "--to", "ana")

    assert status == 0
    assert [line for line in lines if "Odds" in line or "judge" in line] == []


def test_a_pipe_gets_no_odds(five: Terminal) -> None:
    said = five.ft("add", "Lend the drill", "--to", "ana")

    assert (said.status, len(said.out.splitlines()), said.err) == (0, 3, "")


def test_without_a_terminal_nothing_is_loaded_for_odds(five: Terminal) -> None:
    spy = "import sys; from followthrough.cli.app import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", spy, "add", "Lend the drill", "--to", "ana"],
        env=five.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "Odds" not in done.stdout + done.stderr
    assert [name for name in done.stderr.split() if "odds" in name] == []


def test_a_ledger_file_counts_what_is_settled(five: Terminal) -> None:
    book = open_workspace(str(five.ledger), "add", five.environment).ledger.read()

    assert (book.settled_count(), len(list(book.settled()))) == (4, 4)
