"""What a shell completes: asked of the program, and seen in real bash, zsh and fish."""

import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.terminal import Terminal, program

OPENLY = "named|initials|counted|left-out"


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    """A ledger with three open promises and one that was kept."""
    for text, who in (("Send Ana the slides", "ana"), ("Bring soup", "bo"), ("Call the school", "Cem Arslan")):
        terminal.ft("add", text, "--to", who, "--tag", "talks")
    terminal.ft("add", "Return the drill", "--to", "bo")
    terminal.ft("keep", "Return the drill")
    return terminal


def _asked(terminal: Terminal, shell: str, line: str) -> list[str]:
    """The lines the program answers when a shell asks what could follow."""
    words = line.split(" ")
    said = terminal.program(
        _FT_COMPLETE=f"complete_{shell}",
        COMP_WORDS=line,
        COMP_CWORD=str(len(words) - 1),
        _TYPER_COMPLETE_ARGS=line,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert said.err == ""
    return said.out.split("\n")[:-1] if said.out.strip() else []


def _ids(terminal: Terminal) -> dict[str, str]:
    """The shown beginning of each id, by its promise's text."""
    rows = (re.split(r" {2,}", line.strip()) for line in terminal.ft("list", "--all").out.splitlines())
    return {text: short for short, text, *_ in rows}


def test_bash_shows_the_text_behind_each_id_while_there_are_several(begun: Terminal) -> None:
    ids = _ids(begun)
    texts = ("Send Ana the slides", "Bring soup", "Call the school")
    assert _asked(begun, "bash", "ft keep ") == sorted(f"{ids[text]}  {text}" for text in texts)


def test_bash_gets_the_id_alone_once_only_one_is_left(begun: Terminal) -> None:
    short = _ids(begun)["Bring soup"]
    assert _asked(begun, "bash", f"ft keep {short}") == [short]


def test_fish_gets_ids_with_their_text(begun: Terminal) -> None:
    ids = _ids(begun)
    texts = ("Send Ana the slides", "Bring soup", "Call the school")
    assert _asked(begun, "fish", "ft keep ") == sorted(f"{ids[text]}\t{text}" for text in texts)


def test_commands_that_need_a_settled_promise_offer_settled_ones(begun: Terminal) -> None:
    assert _asked(begun, "fish", "ft reopen ") == [f"{_ids(begun)['Return the drill']}\tReturn the drill"]


def test_people_are_completed_with_their_names(begun: Terminal) -> None:
    assert _asked(begun, "fish", "ft add soup --to ") == ["ana\tana", "bo\tbo", "cem-arslan\tCem Arslan", "sam\tsam"]


def test_persons_and_tags_are_completed_within_a_text(begun: Terminal) -> None:
    assert _asked(begun, "fish", "ft add send it to @c") == ["@cem-arslan\tCem Arslan"]
    assert _asked(begun, "fish", "ft add send it +t") == ["+talks"]
    assert _asked(begun, "fish", "ft add send t") == []


def test_tags_are_completed(begun: Terminal) -> None:
    assert _asked(begun, "fish", "ft list --tag t") == ["talks"]


def test_commands_are_completed_with_their_help(begun: Terminal) -> None:
    assert _asked(begun, "fish", "ft mi") == ["miss\tRecord that promises were missed."]


def test_completion_reads_the_ledger_named_before_the_command(begun: Terminal, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    begun.ft("--ledger", str(other), "add", "Water the plants", "--to", "dee")
    assert [line.split("\t")[1] for line in _asked(begun, "fish", f"ft --ledger {other} keep ")] == ["Water the plants"]


def test_a_ledger_that_cannot_be_read_completes_nothing_and_says_nothing(terminal: Terminal) -> None:
    terminal.ledger.parent.mkdir(parents=True)
    terminal.ledger.write_text("torn", encoding="utf-8")
    assert _asked(terminal, "bash", "ft keep ") == []


SHELLS = {
    "bash": (
        "bash --norc --noprofile -i",
        "bind 'set show-all-if-ambiguous on'",
        'eval "$(_FT_COMPLETE=source_bash ft)"',
    ),
    "zsh": ("zsh -f -i", "autoload -U compinit && compinit -u -D", 'eval "$(_FT_COMPLETE=source_zsh ft)"'),
    "fish": ("fish --no-config --interactive", "true", "_FT_COMPLETE=source_fish ft | source"),
}


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, begun: Terminal) -> Iterator["LiveShell"]:
    """A real shell in a real terminal, with our completion loaded."""
    name: str = request.param
    missing = [each for each in (name, "tmux") if shutil.which(each) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    live = LiveShell(begun, *SHELLS[name])
    try:
        yield live
    finally:
        live.tmux("kill-server")


class LiveShell:
    """A shell in tmux: what is typed into it and what its screen shows."""

    def __init__(self, terminal: Terminal, command: str, *setup: str) -> None:
        self.terminal = terminal
        self._socket = terminal.home / "tmux"
        folder = Path(program()).parent
        variables = {**terminal.environment, "PATH": f"{folder}:/usr/bin:/bin", "PS1": "> ", "TERM": "screen"}
        assignments = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "40", f"env -i {assignments} {command}")
        for line in setup:
            self.type(line, "Enter")
        self.type("clear; echo ready", "Enter")
        self.wait_for("ready")

    def tmux(self, *arguments: str) -> str:
        """One tmux command; what it prints."""
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *arguments], capture_output=True, text=True, check=False, timeout=20
        )
        return done.stdout

    def type(self, text: str, *keys: str) -> None:
        """Type a text, then press some keys."""
        self.tmux("send-keys", "-l", text)
        for key in keys:
            self.tmux("send-keys", key)

    def wait_for(self, text: str) -> str:
        """The screen, once it shows the text; the last one seen if it never does."""
        for _ in range(150):
            screen = self.tmux("capture-pane", "-p")
            if text in screen:
                return screen
            time.sleep(0.1)
        return self.tmux("capture-pane", "-p")


@pytest.mark.external
def test_a_real_shell_lists_ids_with_their_text(shell: LiveShell) -> None:
    shell.type("ft keep ", "Tab")
    screen = shell.wait_for("Bring soup")
    ids = _ids(shell.terminal)
    for text in ("Send Ana the slides", "Bring soup", "Call the school"):
        assert ids[text] in screen
        assert text in screen


@pytest.mark.external
def test_a_real_shell_completes_a_person_and_runs_the_command(shell: LiveShell) -> None:
    shell.type("ft with cem", "Tab")
    shell.wait_for("cem-arslan")
    shell.tmux("send-keys", "Enter")
    assert "Call the school" in shell.wait_for("Call the school")


def test_saved_views_are_completed_with_their_filters(begun: Terminal) -> None:
    begun.ft("list", "--tag", "talks", "--save", "talks")
    begun.ft("list", "--mine", "--save", "mine")
    assert _asked(begun, "fish", "ft log --view ") == ["mine\t--mine", "talks\t--tag talks"]
    assert _asked(begun, "bash", "ft score --view t") == ["talks"]


def test_aliases_are_completed_once_one_is_begun(begun: Terminal) -> None:
    begun.ft("people", "ana", "--name", "Ana Ruiz", "--alias", "Nana", "--alias", "La Jefa")
    assert "Nana\tAna Ruiz" not in _asked(begun, "fish", "ft with ")
    assert _asked(begun, "fish", "ft with N") == ["Nana\tAna Ruiz"]


def test_ledgers_are_completed_by_name_before_and_behind_the_command(begun: Terminal) -> None:
    for name in ("medics", "street"):
        begun.ft("config", f"ledgers.{name}", str(begun.home / f"{name}.json"))
    assert _asked(begun, "fish", "ft --ledger m") == [f"medics\t{begun.home / 'medics.json'}"]
    assert _asked(begun, "bash", "ft list --ledger s") == ["street"]


def test_what_stands_before_two_words_is_completed_beside_people(begun: Terminal) -> None:
    assert _asked(begun, "fish", "ft people s") == ["sam\tsam", f"sharing\tCIRCLE {OPENLY}"]
    assert _asked(begun, "fish", "ft people rename a") == ["ana\tana"]


def test_behind_sharing_circles_are_completed_then_how_openly(begun: Terminal) -> None:
    begun.ft("people", "medics", "--name", "Street Medics", "--member", "sam,bo")
    assert _asked(begun, "fish", "ft people sharing ") == ["medics\tStreet Medics"]
    assert _asked(begun, "fish", "ft people sharing medics ") == OPENLY.split("|")


@pytest.mark.parametrize("line", ["ft with --h", "ft --led", "ft list --asc"])
def test_options_that_all_commands_share_are_completed(begun: Terminal, line: str) -> None:
    (found,) = _asked(begun, "fish", line)
    assert found.split("\t")[0] in ("--help", "--ledger", "--ascii")


HOSTILE = ("Send the slides " * 8).strip(), "[red]tape[/red] :smile: [/]"


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_a_long_text_is_one_line_and_no_markup(terminal: Terminal, shell: str) -> None:
    for text in HOSTILE:
        terminal.ft("add", text, "--to", "ana")
    ids, gap = _ids(terminal), {"bash": "  ", "fish": "\t"}[shell]
    assert _asked(terminal, shell, "ft keep ") == sorted(f"{ids[text]}{gap}{text}" for text in HOSTILE)


def test_zsh_gets_as_much_of_a_text_as_is_not_broken_and_no_markup(terminal: Terminal) -> None:
    for text in HOSTILE:
        terminal.ft("add", text, "--to", "ana")
    lines = _asked(terminal, "zsh", "ft keep ")
    assert len(lines) == 2
    assert f'"{_ids(terminal)[HOSTILE[0]]}":"Send the slides Send the slides Send the slides S…"' in "".join(lines)
    assert r'"[red]tape[/red] \\:smile\\: [/]"' in "".join(lines)
