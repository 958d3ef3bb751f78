"""`ft prompt`: what it prints, what it loads, and that it never disturbs a shell."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import jsonschema
import pytest

from followthrough.adapters.ledger.frame import TABLES
from tests.cli.promises import add
from tests.support.console_sessions import ROOT
from tests.support.terminal import Said, Terminal, program
from tests.support.write_docs import schema_file

SPY = """
import os, sys
from followthrough.__main__ import main
def leave(status):
    sys.stdout.flush()
    os.write(2, " ".join(sorted(sys.modules)).encode())
    ended(status)
ended, os._exit = os._exit, leave
sys.argv[0] = "ft"
main()
"""
HEAVY = {
    "typer",
    "rich",
    "msgspec",
    "tinydb",
    "typing",
    "re",
    "json",
    "platformdirs",
    "tomllib",
    "contextlib",
    "dateutil",
}
USAGE = "There are {open}, {overdue}, {today}, {soon}; for a brace of its own, type two.\n"


@pytest.fixture
def five(terminal: Terminal) -> Terminal:
    """A ledger with five open promises of sam's (overdue, today, soon, later, without a date) and one to sam."""
    early = {"FOLLOWTHROUGH_NOW": "2026-11-16T09:00:00-05:00"}
    for day in ("2026-11-20", "2026-11-23", "2026-11-27", "2026-12-24"):
        add(terminal, f"Due {day}", "--by", day, **early)
    add(terminal, "Some day", **early)
    assert terminal.ft("add", "Lend the drill", "--from", "bo", "--by", "2026-11-20", **early).status == 0
    return terminal


def loaded(terminal: Terminal, *arguments: str) -> tuple[str, set[str]]:
    """What the program printed as installed, and the modules in memory when it ended."""
    done = subprocess.run(
        [sys.executable, "-c", SPY, *arguments],
        env=terminal.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout, set(done.stderr.split())


def test_open_and_overdue_promises_of_mine_are_counted(five: Terminal) -> None:
    assert five.program("prompt") == Said(0, "5 open, 1 overdue\n", "")


def test_nothing_is_said_of_overdue_ones_where_there_are_none(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    assert terminal.program("prompt") == Said(0, "1 open\n", "")


def test_every_placeholder_is_a_count_and_two_braces_are_one(five: Terminal) -> None:
    template = "{open}/{overdue}/{today}/{soon} %F{{red}}{overdue}}%f"
    assert five.program("prompt", "--format", template) == Said(0, "5/1/1/1 %F{red}1}%f\n", "")
    assert five.program("prompt", "--format={soon}") == Said(0, "1\n", "")


def test_nothing_is_printed_where_nothing_is_open(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    assert terminal.program("keep", "slides").status == 0
    assert terminal.program("prompt") == Said(0, "", "")
    assert terminal.program("prompt", "--format", "promises: {open}") == Said(0, "", "")


def test_the_quick_path_and_the_command_say_the_same(five: Terminal) -> None:
    for arguments in ([], ["--format", "{open} {overdue} {today} {soon}"], ["--ledger", str(five.ledger)]):
        assert five.program("prompt", *arguments) == five.ft("prompt", *arguments)


def test_the_counts_are_those_of_list_and_digest(five: Terminal) -> None:
    counts = json.loads(five.ft("prompt", "--json").out)
    mine = [json.loads(five.ft("list", "--mine", *more, "--json").out)["commitments"] for more in ((), ("--overdue",))]
    said = json.loads(five.ft("digest", "--json").out)
    assert [counts["open"], counts["overdue"]] == [len(each) for each in mine]
    assert [counts["today"], counts["soon"]] == [len(said["due_today"]), len(said["due_soon"])]
    jsonschema.validate(counts, json.loads(schema_file("followthrough.prompt/1").read_text(encoding="utf-8")))


def test_before_a_prompt_almost_nothing_is_loaded(five: Terminal) -> None:
    said, modules = loaded(five, "prompt")
    assert said == "5 open, 1 overdue\n"
    assert "followthrough.cli.quick_prompt" in modules
    assert modules & HEAVY == set()


def test_without_any_ledger_almost_nothing_is_loaded_either(terminal: Terminal) -> None:
    said, modules = loaded(terminal, "prompt")
    assert said == ""
    assert modules & HEAVY == set()


def test_what_a_glance_does_not_settle_is_counted_by_the_command(five: Terminal) -> None:
    add(five, "Bring soup", "--by", "2026-11-21", FOLLOWTHROUGH_NOW="2026-11-16T09:00:00-05:00")
    assert five.ft("keep", "soup").status == 0
    assert five.ft("undo").status == 0
    said, modules = loaded(five, "prompt")
    assert said == "6 open, 2 overdue\n"
    assert "typer" in modules


def test_a_ledger_that_somebody_reformatted_is_counted_by_the_command(five: Terminal) -> None:
    document = json.loads(five.ledger.read_text(encoding="utf-8"))
    assert set(document) == set(TABLES)
    five.ledger.write_text(json.dumps(document, indent=4), encoding="utf-8")
    assert five.program("prompt") == Said(0, "5 open, 1 overdue\n", "")


@pytest.mark.parametrize("typed", ["{opn}", "{}", "{ open }", "{open.__class__}"])
def test_an_unknown_placeholder_is_a_mistake(five: Terminal, typed: str) -> None:
    said = five.program("prompt", "--format", f"{{open}} {typed} x")
    assert said == Said(2, "", f"“{typed}” is no placeholder of the format.\n{USAGE}")


def test_a_brace_that_is_not_closed_is_a_mistake(five: Terminal) -> None:
    assert five.program("prompt", "--format", "{open") == Said(
        2, "", f"“{{open” is no placeholder of the format.\n{USAGE}"
    )


def test_a_missing_ledger_that_was_named_is_an_error(terminal: Terminal) -> None:
    path = terminal.home / "nowhere.json"
    hint = "The first ft add begins one there. Check --ledger and FOLLOWTHROUGH_LEDGER.\n"
    missing = Said(3, "", f"There is no ledger at {path}.\n{hint}")
    assert terminal.program("prompt", "--ledger", str(path)) == missing
    assert terminal.program("prompt", FOLLOWTHROUGH_LEDGER=str(path)) == missing


def test_without_a_ledger_nothing_is_said(terminal: Terminal) -> None:
    assert terminal.program("prompt") == Said(0, "", "")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{\n"meta": {}\n}\n', b"\xff\n"])
def test_an_untrusted_ledger_prints_nothing_and_is_status_6(five: Terminal, content: bytes) -> None:
    five.ledger.write_bytes(content)
    said = five.program("prompt")
    assert (said.status, said.out) == (6, "")
    assert "cannot be trusted as a ledger" in said.err
    assert "Traceback" not in said.err


def test_a_clock_or_a_configuration_that_is_wrong_is_said_as_everywhere(five: Terminal) -> None:
    assert five.program("prompt", FOLLOWTHROUGH_NOW="noon") == five.program("list", FOLLOWTHROUGH_NOW="noon")
    five.configuration.write_text('me = "sam"\ncolour = "red"\n[', encoding="utf-8")
    assert five.program("prompt").status == 2


def test_a_pipe_is_no_ledger_and_is_not_waited_for(five: Terminal) -> None:
    path = five.home / "pipe.json"
    os.mkfifo(path)
    assert five.program("prompt", "--ledger", str(path)).status == 6


def test_an_interruption_leaves_no_traceback(five: Terminal) -> None:
    pipe = five.home / "configuration"
    os.mkfifo(pipe)
    environment = {**five.environment, "FOLLOWTHROUGH_CONFIG": str(pipe)}
    with subprocess.Popen([program(), "prompt"], env=environment, stdout=-1, stderr=-1) as asked:
        end = _opened_by_reader(pipe)
        for _ in range(100):  # one that comes just before the read begins is seen only after it
            asked.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                asked.wait(0.1)
                break
        asked.kill()
        assert asked.communicate() == (b"", b"")
        os.close(end)
    assert asked.returncode == 130


def _opened_by_reader(pipe: Path) -> int:
    """The writing end of a pipe, once somebody reads from it."""
    for _ in range(100):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize("target", ["/dev/full", "closed"])
def test_an_output_that_refuses_leaves_no_traceback(five: Terminal, target: str) -> None:
    redirect = ">&-" if target == "closed" else ">/dev/full"
    line = f"{shlex.quote(program())} prompt {redirect}"
    done = subprocess.run(["sh", "-c", line], env=five.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 7
    assert done.stderr.startswith("The answer could not be written: ")


def test_help_and_slips_are_answered_as_everywhere(five: Terminal) -> None:
    assert five.program("prompt", "--help").out == five.ft("prompt", "--help").out
    assert "Count your open promises" in five.program("prompt", "--help").out
    assert five.program("prompt", "--fromat", "x").status == 2
    assert five.program("prompt", "extra").status == 2


# The snippets of docs/how-to/prompt.md in the shells that they are for


def snippet(language: str) -> str:
    """The first block of that language in the document."""
    text = (ROOT / "docs/how-to/prompt.md").read_text(encoding="utf-8")
    return text.partition(f"```{language}\n")[2].partition("```")[0]


def interactive(five: Terminal, shell: str) -> list[str]:
    """The command that begins an interactive shell with the snippet in its start-up file, and nothing else."""
    home = five.home
    match shell:
        case "bash":
            (home / ".bashrc").write_text("PS1='$ '\n" + snippet("bash"), encoding="utf-8")
            return ["bash", "-i"]
        case "zsh":
            (home / ".zshrc").write_text("PROMPT='%# '\n" + snippet("zsh"), encoding="utf-8")
            return ["zsh", "-i"]
        case _:
            directory = home / "config" / "fish"
            directory.mkdir(parents=True)
            (directory / "config.fish").write_text(snippet("fish"), encoding="utf-8")
            return ["fish", "-i"]


class LivePrompt:
    """A real shell in a tmux of its own."""

    def __init__(self, five: Terminal, shell: str) -> None:
        beside = f"{Path(program()).parent}:{five.environment['PATH']}"
        self._environment = {**five.environment, "PATH": beside, "TMUX_TMPDIR": str(five.home), "TERM": "xterm"}
        self.tmux("new-session", "-d", "-x", "120", "-y", "20", *interactive(five, shell))

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", "prompt", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        return done.stdout

    def wait_for(self, text: str) -> str:
        """The screen, once it shows the text; the last one seen if it never does."""
        for _ in range(100):
            screen = self.tmux("capture-pane", "-p")
            if text in screen:
                return screen
            time.sleep(0.1)
        return self.tmux("capture-pane", "-p")


@pytest.fixture(params=["bash", "zsh", "fish"])
def live(five: Terminal, request: pytest.FixtureRequest) -> Iterator[LivePrompt]:
    """A real shell whose prompt has the snippet; skipped where it is missing."""
    missing = [name for name in (request.param, "tmux") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    begun = LivePrompt(five, request.param)
    yield begun
    begun.tmux("kill-server")


@pytest.mark.external
def test_a_real_prompt_shows_the_counts_and_follows_them(live: LivePrompt) -> None:
    assert "5 open, 1 overdue" in live.wait_for("5 open, 1 overdue")
    live.tmux("send-keys", "ft keep 'Due 2026-11-20' 'Some day'", "Enter")
    assert "3 open" in live.wait_for("3 open")
