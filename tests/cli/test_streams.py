"""Pipes that close, outputs that refuse, terminals without colours or letters, an interruption."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.promises import add, stored
from tests.support.terminal import Terminal, program

ESCAPE = "\x1b"
SHOWING = (("list", "--all"), ("show", "slides"), ("log",), ("people",), ("with", "ana"), ("score",), ("digest",), ())
UNWRITTEN = "The answer could not be written: No space left on device.\n"


def command_name(command: tuple[str, ...]) -> str:
    return " ".join(command) or "today"


@pytest.mark.parametrize(
    "command", [("list",), ("list", "--json"), ("--version",), ("list", "--help"), ()], ids=command_name
)
def test_a_pipe_that_closed_is_no_failure(told: Terminal, command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [program(), *command], env=told.environment, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_much_output_into_a_reader_of_one_line(terminal: Terminal) -> None:
    for number in range(10):
        add(terminal, f"{number} {'x' * 9_900}")
    script = '"$0" list | head -c 1; echo "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script, program()],
        env=terminal.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == (" 0\n", "")


@pytest.mark.parametrize(
    "command",
    [("list",), ("list", "--json"), ("config",), ("--version",), ("list", "--help"), ()],
    ids=command_name,
)
def test_an_output_that_is_full_is_said(told: Terminal, command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [program(), *command], env=told.environment, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    message = json.loads(done.stderr)["error"]["message"] + "\n" if "--json" in command else done.stderr.decode()
    assert done.returncode == 7
    assert message.startswith(UNWRITTEN)
    assert "Traceback" not in message


def test_what_was_recorded_stays_when_the_answer_cannot_be_written(terminal: Terminal) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [program(), "add", "x", "--to", "ana"],
            env=terminal.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr.decode()) == (
        7,
        f"{UNWRITTEN}If something was to be recorded, it is; ft log shows it.\n",
    )
    assert terminal.ft("list").out.endswith("x  to ana  no due date\n")


@pytest.mark.parametrize(
    ("redirection", "expected"),
    [
        ("list >&-", (7, "", "The answer could not be written: Bad file descriptor.\n")),
        ("add - --to ana <&-", (2, "", "The text is empty.\n")),
        ("show zzz 2>&-", (3, "", "")),
        ("show zzz 2>/dev/full", (3, "", "")),
        ("show zzz --json 2>/dev/full", (3, "", "")),
    ],
)
def test_a_closed_stream_is_no_defect(told: Terminal, redirection: str, expected: tuple[int, str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" {redirection}', program()],
        env=told.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    status, out, err = expected
    assert (done.returncode, done.stdout) == (status, out)
    assert done.stderr.startswith(err)
    assert len(done.stderr.splitlines()) <= 2


def test_an_interruption_has_its_status_and_changes_nothing(told: Terminal) -> None:
    before = stored(told)
    running = subprocess.Popen(
        [sys.executable, "-X", "importtime", program(), "add", "-", "--to", "ana"],
        env=told.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stderr is not None
    for line in running.stderr:
        if b"followthrough.actions.add\n" in line:
            break
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    said = b"".join(line for line in err.splitlines(keepends=True) if not line.startswith(b"import time:"))
    assert (running.returncode, out, said) == (130, b"", b"")
    assert stored(told) == before


@pytest.mark.parametrize("command", SHOWING, ids=command_name)
@pytest.mark.parametrize(
    "environment",
    [{}, {"TERM": "dumb"}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"FORCE_COLOR": "0"}],
)
def test_there_is_no_escape_sequence_where_none_is_wanted(
    told: Terminal, command: tuple[str, ...], environment: dict[str, str]
) -> None:
    said = told.ft(*command, **environment)
    assert (said.status, said.err) == (0, "")
    assert ESCAPE not in said.out
    assert said.out == told.ft(*command).out


@pytest.mark.parametrize("command", SHOWING, ids=command_name)
def test_colours_that_are_forced_say_the_same(told: Terminal, command: tuple[str, ...]) -> None:
    import re

    coloured = told.ft(*command, FORCE_COLOR="1")
    assert ESCAPE in coloured.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == told.ft(*command).out


@pytest.mark.parametrize("command", SHOWING, ids=command_name)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_output_with_few_letters_gets_look_alikes(told: Terminal, command: tuple[str, ...], encoding: str) -> None:
    said = told.ft(*command, PYTHONIOENCODING=encoding)
    assert (said.status, said.err) == (0, "")
    assert "\ufffd" not in said.out
    plain = told.ft(*command, LC_ALL="C").out
    for letters, instead in (("’", "'"), ("–", "-"), ("“", '"'), ("”", '"'), ("東京", r"\u{6771}\u{4eac}")):
        plain = plain.replace(letters, instead)
    plain = plain.translate(str.maketrans("├─═●┤└┴┘█▒░·", "|-=*|+++#+o-"))
    assert said.out.split() == plain.split()


@pytest.mark.parametrize("language", ["C", "POSIX", "en_US.ISO-8859-1", "nowhere"])
def test_a_plain_locale_is_no_obstacle(told: Terminal, language: str) -> None:
    said = told.program("list", LC_ALL=language)
    assert (said.status, said.err) == (0, "")
    assert "Send Ana the slides" in said.out


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_no_line_of_a_view_is_wider_than_the_terminal(told: Terminal, width: str) -> None:
    from rich.cells import cell_len

    for command in SHOWING:
        wide = [line for line in told.ft(*command, COLUMNS=width).out.splitlines() if cell_len(line) > int(width)]
        assert wide == [], command
