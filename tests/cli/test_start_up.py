"""What a start loads: a command pays only for what it uses."""

import subprocess
import sys
import unicodedata

import pytest

from followthrough.rendering.lines import cells
from tests.cli.promises import add
from tests.support.terminal import Terminal

SPY_WHOLE = """
import sys
from followthrough.cli.app import run
status = run(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(status)
"""
SPY = """
import sys
from followthrough.cli.app import run
status = run(sys.argv[1:]) if len(sys.argv) > 1 else 0
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(status)
"""


def loaded(terminal: Terminal, *arguments: str, spy: str = SPY) -> set[str]:
    """The top-level modules in memory after a command; without one, after importing the program."""
    done = subprocess.run(
        [sys.executable, "-c", spy, *arguments],
        env=terminal.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.split())


def test_importing_the_program_loads_no_library_but_its_command_line(terminal: Terminal) -> None:
    heavy = {"rich", "tomlkit", "filelock", "jinja2", "tinydb", "dateutil", "platformdirs", "tzlocal", "json"}
    modules = loaded(terminal)
    assert "typer" in modules
    assert modules & heavy == set()


@pytest.mark.parametrize("command", [["list"], ["show", "slides"], ["digest"], ["score"], ["list", "--json"]])
def test_looking_in_a_pipe_neither_draws_nor_writes(terminal: Terminal, command: list[str]) -> None:
    add(terminal, "Send Ana the slides", "--by", "2026-11-27")
    modules = loaded(terminal, *command)
    assert "tinydb" in modules
    assert modules & {"rich", "tomlkit", "filelock", "jinja2"} == set()


@pytest.mark.parametrize("command", [["list"], ["keep", "slides"], ["add", "x", "--to", "ana"], ["prompt"]])
def test_what_repeats_is_loaded_only_where_something_repeats(terminal: Terminal, command: list[str]) -> None:
    add(terminal, "Send Ana the slides", "--by", "2026-11-27")
    repeating = "series", "occurrences", "recurrence", "repetition", "repeating"
    found = loaded(terminal, *command, spy=SPY_WHOLE)
    assert "followthrough" in found
    own = {each for each in found if each.startswith("followthrough") and ".errors." not in each}
    assert [each for each in own if each.endswith(repeating)] == []
    assert "dateutil.rrule" not in found
    add(terminal, "Call Dee", "--every", "sunday")
    assert "followthrough.domain.occurrences" in loaded(terminal, "list", spy=SPY_WHOLE)


def test_letters_with_marks_and_typographic_signs_load_no_more(terminal: Terminal) -> None:
    add(terminal, "Größere “Dateien” – für Zoë’s café…")
    assert "rich" not in loaded(terminal, "list")


def test_letters_counted_without_a_table_take_the_columns_that_the_table_says() -> None:
    from rich.cells import cell_len

    printable = [chr(point) for point in range(0x20, 0x3000) if unicodedata.category(chr(point)) not in ("Cc", "Cf")]
    assert [letter for letter in printable if cells(letter) != cell_len(letter)] == []


def test_colours_load_what_draws_them(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    terminal.environment["FORCE_COLOR"] = "1"
    assert "rich" in loaded(terminal, "list")
