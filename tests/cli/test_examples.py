"""The examples of the commands: each is accepted as it stands, and does what it says on the ledger of `ft demo`."""

import shlex
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from followthrough.bootstrap import demo_environment, open_demo
from followthrough.cli.app import app
from followthrough.cli.catalog import COMMANDS
from followthrough.cli.demo_ledger import write_demo
from followthrough.cli.examples import EXAMPLES, Example, example_lines
from followthrough.cli.invocation import Invocation
from followthrough.cli.topics import TOPICS
from tests.support.fakes import FakeClock
from tests.support.terminal import MONDAY, Said, Terminal

ALL = [pytest.param(name, example, id=example.typed) for name, examples in EXAMPLES.items() for example in examples]
MEANT = {
    "show": "Read Chidi's new chapter",
    "confirm": "Pick up the paint for Hal",
    "repair": "Return Bo's drill",
    "reopen": "Repair Grace's bicycle",
    "forget": "Bring Grace the spare key",
}
"""The promise of the demonstration that stands behind the id `ouv` in the examples of a command."""
BEFORE = {
    "skip": [["add", "Water the plants", "--to", "hal", "--every", "sunday"]],
    "series": [["add", "Water the plants", "--to", "hal", "--every", "sunday"]],
    "redo": [["add", "Send Bo the map", "--to", "bo"], ["undo"]],
    "undo": [["add", f"Send Bo map {number}", "--to", "bo"] for number in range(3)],
    "snooze": [["snooze", "receipts", "friday"]],
}
"""What was done before the examples of a command."""
ELSEWHERE = {
    "sign": "an SSH key",
    "verify": "a signed page",
    "review": "a terminal",
    "remind": "a desktop, a mail server",
    "schedule": "cron or systemd",
    "sync": "another machine",
    "restore": "backups",
    "demo": "a process of its own for each step",
}
"""What the examples of a command need that this test has not; they are only read, as one behind a pipe is."""
ONLY_READ = [each for each in ALL if each.values[0] in ELSEWHERE or "|" in str(each.id)]
TODO = "(A) 2026-11-20 Send the photos due:2026-12-01\n"
FINDS = {"ft digest --new --exit-code": 9}
"""The status of an example where it is not 0."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the demonstration's ledger."""
    directory = tmp_path_factory.mktemp("demo")
    now = datetime.fromisoformat(MONDAY)
    environment = demo_environment(str(directory), FakeClock(now))
    write_demo(lambda moment: open_demo(environment, moment), now)
    return directory


@pytest.fixture
def demo(told: Path, tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in a copy of it."""
    home = tmp_path / "demo"
    shutil.copytree(told, home)
    environment = demo_environment(str(home), FakeClock(datetime.fromisoformat(MONDAY)))
    terminal = Terminal(home, **{name: value for name, value in environment.items() if name.startswith("FOLLOW")})
    shutil.copy(terminal.environment["FOLLOWTHROUGH_LEDGER"], home / "copy.json")
    (home / "todo.txt").write_text(TODO)
    with terminal.at_home():
        yield terminal


def words_of(example: Example) -> list[str]:
    """The arguments of `ft`, without variables before it."""
    words = shlex.split(example.typed)
    return words[words.index("ft") + 1 :]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_two_examples_of_its_own(name: str) -> None:
    examples = EXAMPLES.get(name, ())
    assert len(examples) >= 2
    assert {words_of(example)[0] for example in examples} == {name}


def test_nothing_is_shown_of_a_command_that_is_not_there() -> None:
    assert sorted(set(EXAMPLES) - set(COMMANDS)) == []


def test_every_example_fits_the_help() -> None:
    lines = [f"  {line}" for name in COMMANDS for line in example_lines(name)]
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize(("name", "example"), ONLY_READ)
def test_the_program_accepts_an_example(name: str, example: Example) -> None:
    group: Any = typer.main.get_command(app)
    with group.make_context("ft", [], obj=Invocation()) as root:
        _, command, rest = group.resolve_command(root, words_of(example))
        with command.make_context(name, rest, parent=root) as context:
            assert context.command is command


@pytest.mark.parametrize(("name", "example"), [each for each in ALL if each not in ONLY_READ])
def test_an_example_does_what_it_says_on_the_ledger_of_the_demonstration(
    name: str, example: Example, demo: Terminal
) -> None:
    for before in BEFORE.get(name, []):
        assert demo.ft(*before).status == 0
    said = demo.ft(*_with_id(words_of(example), demo, MEANT.get(name)))
    assert (said.status, _refusals(said)) == (FINDS.get(example.typed, 0), [])


def _with_id(words: list[str], demo: Terminal, text: str | None) -> list[str]:
    """The words with the id of the promise that is meant in place of `ouv`."""
    if "ouv" not in words:
        return words
    found = demo.ft("list", "--all", "--search", text or "").out.split()[0]
    return [found if word == "ouv" else word for word in words]


def _refusals(said: Said) -> list[str]:
    return [line for line in said.err.splitlines() if line.startswith(("There is no", "Traceback", "No promise"))]


def test_the_help_of_a_command_shows_its_examples(tmp_path: Path) -> None:
    said = Terminal(tmp_path).ft("with", "--help")
    assert said.out.endswith("""
Examples:
  ft with ana
    All promises between you and Ana, both directions.
  ft with kitchen
    What a circle kept together, who asks for a hand, what is waiting.
""")


def test_help_alone_lists_every_command(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    assert terminal.ft("help") == terminal.ft("--help")


@pytest.mark.parametrize("name", ["keep", "import", "with", "help"])
def test_help_explains_a_command_as_the_command_does(name: str, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    assert terminal.ft("help", name) == terminal.ft(name, "--help")


@pytest.mark.parametrize("topic", TOPICS)
def test_help_explains_a_topic_on_one_screen(topic: str, tmp_path: Path) -> None:
    said = Terminal(tmp_path).ft("help", topic)
    assert said == Said(0, TOPICS[topic], "")
    assert max(map(len, said.out.splitlines())) <= 80
    assert len(said.out.splitlines()) <= 40


def test_no_topic_has_the_name_of_a_command() -> None:
    assert sorted(set(TOPICS) & set(COMMANDS)) == []


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("kep", "keep"), ("date", "dates"), ("exit", "exit-statuses"), ("done", "keep"), ("exprot", "export")],
)
def test_help_for_what_is_not_there_names_the_nearest(asked: str, meant: str, tmp_path: Path) -> None:
    said = Terminal(tmp_path).ft("help", asked)
    there_is_none = f"There is no command or topic '{asked}'. Did you mean '{meant}'?\n"
    assert said == Said(2, "", f"{there_is_none}See ft help --help\n")


def test_help_for_what_nothing_is_near_to_guesses_nothing(tmp_path: Path) -> None:
    said = Terminal(tmp_path).ft("help", "xyzzy")
    assert said == Said(2, "", "There is no command or topic 'xyzzy'.\nSee ft help --help\n")
