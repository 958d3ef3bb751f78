"""The options that documents name, and which of them their command has not."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import typer

from followthrough.cli.app import app

_TYPED = re.compile(r"`(ft [^`]*)`|^(?:\$ )?(ft [^\n]*)", re.MULTILINE)
_COMMAND = re.compile(r"ft (?:--ledger \S+ |--json |--ascii )*([a-z]+)\b(.*)", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


@cache
def options() -> dict[str, set[str]]:
    """The options of each command by its name."""
    group: Any = typer.main.get_command(app)
    with group.make_context("ft", [], resilient_parsing=True) as root:
        commands = {name: group.get_command(root, name) for name in group.list_commands(root)}
        return {name: {*_spelled(command.get_params(root)), "--help"} for name, command in commands.items()}


def _spelled(parameters: list[Any]) -> set[str]:
    return {spelled for each in parameters for spelled in (*each.opts, *each.secondary_opts)}


def strangers(text: str) -> list[str]:
    """Each command line of a document with an option that its command has not."""
    lines = (re.split(r"\s#|\||;|&&", match[1] or match[2], maxsplit=1)[0].rstrip() for match in _TYPED.finditer(text))
    return [f"{line}: {option}" for line in lines for option in _unknown(line)]


def _unknown(line: str) -> Iterator[str]:
    found = _COMMAND.match(line)
    if found is None or found[1] not in options():
        return
    given = re.split(r"\s--\s", _QUOTED.sub("", found[2]), maxsplit=1)[0]
    yield from (option for option in _OPTION.findall(given) if option not in options()[found[1]])
