"""Hooks of a user's commands: run once a command has answered, and nothing of theirs in the answer."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from followthrough.bootstrap import demo_environment, open_hooks
from followthrough.cli.exit_status import INTERRUPTED, REFUSED
from tests.support.fakes import FakeClock
from tests.support.terminal import Terminal, program

LOG = '#!/bin/sh\ncat >> "$HOME/log"\necho on output\necho on errors >&2\n'


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    opened = Terminal(tmp_path)
    opened.ft("config", "me", "sam")
    opened.ft("add", "Send the slides", "--to", "ana", "--by", "friday")
    return opened


def hook(terminal: Terminal, name: str, script: str = LOG) -> Path:
    directory = terminal.configuration.parent / "hooks"
    directory.mkdir(exist_ok=True, mode=0o755)
    path = directory / name
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    return path


def logged(terminal: Terminal) -> list[str]:
    log = terminal.home / "log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [json.loads(line)["event"]["did"] for line in lines]


def test_a_command_answers_the_same_with_a_hook(terminal: Terminal) -> None:
    hook(terminal, "kept")
    said = terminal.program("keep", "slides")

    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Kept ")
    assert "on output" not in said.out
    assert logged(terminal) == ["kept"]


def test_a_failing_hook_changes_neither_the_answer_nor_its_status(terminal: Terminal) -> None:
    hook(terminal, "kept", "#!/bin/sh\necho '\\033[31mno room' >&2\nexit 9\n")
    said = terminal.ft("keep", "slides", "--json")

    assert said.status == 0
    assert json.loads(said.out)["commitments"][0]["state"] == "kept"
    assert said.err == "The hook kept ended with status 9 (\\u{1b}[31mno room). What was recorded stands.\n"


def test_undo_and_redo_run_the_hook_of_retractions(terminal: Terminal) -> None:
    hook(terminal, "retracted")
    terminal.ft("miss", "slides")
    terminal.ft("undo")
    terminal.ft("redo")

    assert logged(terminal) == ["retracted", "retracted"]


def test_a_command_that_is_refused_or_only_looks_runs_none(terminal: Terminal) -> None:
    for kind in ("made", "kept", "missed", "retracted"):
        hook(terminal, kind)
    terminal.ft("list")
    terminal.ft("keep", "nothing of the kind")
    terminal.ft("config", "zone", "Europe/Madrid")

    assert logged(terminal) == []


def test_a_hook_runs_for_what_was_recorded_though_the_answer_could_not_be_written(terminal: Terminal) -> None:
    hook(terminal, "kept")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([program(), "keep", "slides"], env=terminal.environment, stdout=full, check=False)

    assert done.returncode == REFUSED
    assert logged(terminal) == ["kept"]


def test_a_hook_may_record_and_runs_no_other(terminal: Terminal) -> None:
    hook(terminal, "made", LOG)
    hook(terminal, "kept", f'#!/bin/sh\nexec {program()} add "Thank @ana" > "$HOME/answer"\n')
    said = terminal.ft("keep", "slides")

    assert (said.status, said.err) == (0, "")
    assert logged(terminal) == []
    assert "Thank ana" in terminal.ft("list").out


def test_what_a_merge_brings_runs_none(terminal: Terminal, tmp_path: Path) -> None:
    other = Terminal(tmp_path / "other")
    other.home.mkdir()
    copy = tmp_path / "copy.json"
    copy.write_bytes(terminal.ledger.read_bytes())
    other.ft("config", "me", "bo")
    other.ft("keep", "slides", FOLLOWTHROUGH_LEDGER=str(copy))
    for kind in ("made", "kept"):
        hook(terminal, kind)
    said = terminal.ft("merge", str(copy))

    assert said.status == 0
    assert json.loads(terminal.ft("list", "--all", "--json").out)["commitments"][0]["state"] == "kept"
    assert logged(terminal) == []


def test_what_an_import_brings_runs_none(terminal: Terminal) -> None:
    hook(terminal, "made")
    (terminal.home / "todo.txt").write_text("(A) Call Bo about the van due:2026-12-01\n", encoding="utf-8")
    said = terminal.ft("import", str(terminal.home / "todo.txt"), "--from", "todotxt", "--to", "bo")

    assert "Call Bo about the van" in said.out
    assert "Call Bo about the van" in terminal.ft("list").out
    assert logged(terminal) == []


def test_the_demonstration_has_none(terminal: Terminal) -> None:
    hook(terminal, "made")
    own = {**terminal.environment, "FOLLOWTHROUGH_CONFIG": str(terminal.configuration)}
    aside = demo_environment(str(terminal.home / "demo"), FakeClock(), own)

    assert open_hooks(str(terminal.ledger), own) is not None
    assert open_hooks(str(terminal.home / "demo" / "ledger.json"), aside) is None


def test_a_named_ledger_is_named_to_the_hook(terminal: Terminal) -> None:
    hook(terminal, "made", '#!/bin/sh\ncat > "$HOME/given"\n')
    terminal.ft("config", "ledgers.medics", str(terminal.home / "medics.json"))
    terminal.ft("add", "Refill the kit", "--to", "ana", "--ledger", "medics")

    given = json.loads((terminal.home / "given").read_text(encoding="utf-8"))
    assert given["ledger"] == {"path": str(terminal.home / "medics.json"), "name": "medics"}


def test_an_interrupt_while_a_hook_runs_ends_the_command_with_its_answer_given(terminal: Terminal) -> None:
    hook(terminal, "kept", '#!/bin/sh\ntouch "$HOME/begun"\nexec sleep 60\n')
    command = [program(), "keep", "slides"]
    with subprocess.Popen(command, env=terminal.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while running.poll() is None and not (terminal.home / "begun").exists():
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=10)

    assert (running.returncode, err) == (INTERRUPTED, b"")
    assert out.startswith(b"Kept ")
