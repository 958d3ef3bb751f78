"""No words on the command line, whatever they are, end in a traceback or half a change."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer
from hypothesis import example, given, strategies as st

from followthrough.cli.app import app
from followthrough.cli.catalog import COMMANDS
from tests.cli.promises import add
from tests.support.terminal import Terminal
from tests.support.thoroughness import tried_on

# fmt: off
VALUES = (
    "slides", "taxes", "attic", "the", "ana", "bo", "medics", "sam", "me", "@ana", "friday", "tomorrow",
    "yesterday", "today", "2026-11-27", "2026-11-20T12:00", "0", "1", "2", "-1", "60%", "140%", "open", "kept",
    "mine", "private", "due", "who", "text", "7d", "talks", "+talks", "[red]", "[/]", ":smile:", "zone",
    "ledgers.a", "UTC", "%s", "{0}", "-", "--", "-h", "--json", "--help", "--version", "--nonsense",
)
# fmt: on
SOUND = {
    **{name: ["slides"] for name in ("show", "keep", "miss", "release", "withdraw", "confirm", "reopen", "forget")},
    "add": ["x", "--to", "ana"],
    "move": ["taxes", "--by", "tomorrow"],
    "note": ["attic", "x"],
    "repair": ["attic", "x"],
    "edit": ["taxes", "--what", "File them"],
    "people": ["ana"],
    "with": ["ana"],
    "snooze": ["slides", "friday"],
    "remind": ["--desktop"],
}
"""What a command needs before it gets to what is odd about its words."""
LEFT_OUT = ("ledger", "exec", "install")
"""Options that reach out of the home of the test: another file, any command at all, the crontab of whoever runs it."""
letters = st.characters(exclude_characters="\x00")


def stays_home(word: str) -> bool:
    """Whether a file of that name lies in the home, from which the commands are run."""
    return not word.startswith("/") and ".." not in word


values = st.one_of(
    st.sampled_from(VALUES),
    st.text(letters, max_size=12),
    st.text(letters, max_size=8).map(lambda text: "\udce9" + text),
).filter(stays_home)


def options_of(name: str) -> tuple[list[str], list[str]]:
    """The options of a command that take a value, and those that take none."""
    group: Any = typer.main.get_command(app)
    options = [param for param in group.get_command(None, name).params if param.param_type_name == "option"]
    valued, flags = (
        [each for each in options if each.is_flag is flag and each.name not in LEFT_OUT] for flag in (False, True)
    )
    return [each.opts[0] for each in valued], [name for each in flags for name in (*each.opts, *each.secondary_opts)]


def words_of(name: str) -> st.SearchStrategy[list[str]]:
    """What may stand behind a command: words, options of its own with values, anything."""
    valued, flags = options_of(name)
    words = [values]
    if valued:
        words += [st.builds("{}={}".format, st.sampled_from(valued), values)] * 2
    if flags:
        words.append(st.sampled_from(flags))
    rest = st.lists(st.one_of(words), max_size=3)
    return st.builds(lambda sound, odd: [name, *sound, *odd], st.sampled_from([SOUND.get(name, []), []]), rest)


command_lines = st.one_of(
    *(words_of(name) for name in COMMANDS if name != "demo"),
    st.lists(values.filter(lambda word: word != "demo"), max_size=3),
)


@tried_on(60)
@example([["merge", "slides", "slides", "--driver"]], b"")
@given(st.lists(command_lines, min_size=1, max_size=4), st.binary(max_size=20))
def test_no_words_make_the_program_fail(commands: list[list[str]], typed: bytes) -> None:
    with TemporaryDirectory() as home, Terminal(Path(home)).at_home() as terminal:
        for what in ("Send Ana the slides", "File the taxes", "Sort the attic"):
            add(terminal, what, "--by", "2026-11-27")
        for command in commands:
            before = terminal.ledger.read_bytes()
            said = terminal.ft(*command, typed=typed)
            assert said.status in {0, 2, 3, 4, 5, 8, 9}, said.err  # 8: no such remote to sync with
            assert "Traceback" not in said.err
            answers_refused = command[:1] == ["when"] and said.status == 5  # it prints which phrases it does not read
            if said.status not in (0, 9) and not answers_refused:
                assert said.out == ""
                assert said.err != ""
                assert terminal.ledger.read_bytes() == before
        assert terminal.ft("list", "--all", "--json").status == 0
        json.loads(terminal.ledger.read_bytes())
