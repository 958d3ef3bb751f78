"""The manual pages: ft(1) and one for each command, made of the same declarations as `--help`."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

import typer

from followthrough.bootstrap import program_version
from followthrough.cli.app import app
from followthrough.cli.catalog import COMMANDS, HEADINGS
from followthrough.cli.examples import EXAMPLES, Example
from followthrough.cli.meanings import MEANINGS
from followthrough.cli.surroundings import ENVIRONMENT, FILES
from followthrough.cli.topics import TOPICS
from tests.support.roff import as_typed, bold, entry, italic, names, paragraphs, plain, section

_DAY = "2026-11-23"
"""When the manual was last gone through."""
_FIRST = ("add", "keep", "list", "help")
"""The commands whose first examples are those of ft(1)."""


def pages() -> dict[str, str]:
    """Every manual page by the name of its file."""
    group: Any = typer.main.get_command(app)
    with group.make_context("ft", [], resilient_parsing=True) as root:
        own = {f"ft-{name}.1": _command_page(name, group.get_command(root, name), root) for name in COMMANDS}
        program = _program_page(group, root)
        return {"ft.1": program, "followthrough.1": program, **own}


def _command_page(name: str, command: Any, root: Any) -> str:
    with command.make_context(name, [], parent=root, resilient_parsing=True) as context:
        told = str(command.help).split("\n\n")
        return "".join(
            [
                _title(f"ft-{name}"),
                section("NAME", names(f"ft-{name}", _as_name(told[0]))),
                section("SYNOPSIS", _synopsis(("ft", name), command.collect_usage_pieces(context))),
                section("DESCRIPTION", paragraphs(told)),
                *_entries("ARGUMENTS", "argument", command, context),
                *_entries("OPTIONS", "option", command, context),
                section("EXAMPLES", *_examples(EXAMPLES[name])),
                section("EXIT STATUS", plain("0 where it is done. Every other status is explained in ft(1).")),
                section("SEE ALSO", f"{bold('ft')}(1)"),
            ]
        )


def _program_page(group: Any, root: Any) -> str:
    told = str(group.help).split("\n\n")
    return "".join(
        [
            _title("ft"),
            section("NAME", names("ft, followthrough", _as_name(told[0]))),
            section("SYNOPSIS", _synopsis(("ft",), ["[OPTIONS]", "[COMMAND]", "[ARGUMENTS...]"])),
            section("DESCRIPTION", paragraphs([*told, _TOPICS])),
            section("COMMANDS", *chain.from_iterable(_heading(each, group, root) for each in HEADINGS)),
            *_entries("OPTIONS", "option", group, root),
            section("EXAMPLES", *_examples(EXAMPLES[name][0] for name in _FIRST)),
            section("EXIT STATUS", *(entry(bold(str(each)), said) for each, said in _statuses().items())),
            section("ENVIRONMENT", *(entry(bold(each), said) for each, said in ENVIRONMENT.items())),
            section("FILES", *(entry(italic(each), said) for each, said in FILES.items())),
            section("SEE ALSO", _commands_said()),
        ]
    )


_TOPICS = (
    f"ft help COMMAND explains a command with examples, and so does its manual page. "
    f"ft help TOPIC explains {', '.join(TOPICS)}."
)


def _title(name: str) -> str:
    return f'.TH {plain(name.upper())} 1 {_DAY} "followthrough {program_version()}" followthrough\n.nh\n.ad l\n'


def _as_name(sentence: str) -> str:
    """The first sentence as a manual's line of names has it: no capital, no period."""
    one = " ".join(sentence.split()).rstrip(".")
    return one[:1].lower() + one[1:]


def _synopsis(typed: tuple[str, ...], pieces: list[str]) -> str:
    return " ".join([bold(" ".join(typed)), *(italic(piece.strip("{}")) for piece in pieces)])


def _entries(title: str, kind: str, command: Any, context: Any) -> list[str]:
    """A section with the arguments or the options; none where there are none."""
    declared = [each for each in command.get_params(context) if each.param_type_name == kind]
    records = [record for each in declared if (record := each.get_help_record(context)) is not None]
    return [section(title, *(entry(_term(term), said) for term, said in records))] if records else []


def _term(term: str) -> str:
    """An option or argument: what is typed bold, what stands for something italic."""
    return " ".join(word if word == "/" else bold(word) if word[0] == "-" else italic(word) for word in term.split())


def _heading(heading: str, group: Any, root: Any) -> list[str]:
    own = (entry(bold(f"ft-{name}(1)"), _short(group.get_command(root, name))) for name in HEADINGS[heading])
    return [f".SS {plain(heading)}", *own]


def _short(command: Any) -> str:
    return " ".join(str(command.help).split("\n\n")[0].split())


def _examples(examples: Iterable[Example]) -> list[str]:
    between = "\n.PP\n"
    return [between.join(f"{plain(each.says)}{between}{as_typed([each.typed])}" for each in examples)]


def _statuses() -> dict[int, str]:
    return {status: f"{said[0].upper()}{said[1:]}.".replace("`", "") for status, said in MEANINGS.items()}


def _commands_said() -> str:
    return ",\n".join(f"{bold(f'ft-{name}')}(1)" for name in sorted(COMMANDS))
