"""ft help"""

from typing import Annotated, Any

import typer

from followthrough.cli.output import print_text


def _complete(incomplete: str) -> list[str]:
    from followthrough.cli.catalog import COMMANDS
    from followthrough.cli.topics import TOPICS

    return [name for name in (*COMMANDS, *TOPICS) if name.startswith(incomplete)]


def command(
    context: typer.Context,
    about: Annotated[
        str | None,
        typer.Argument(metavar="[COMMAND|TOPIC]", help="What to explain; without it, all.", autocompletion=_complete),
    ] = None,
) -> None:
    """Explain a command, or a topic: dates, ids, json."""
    from followthrough.cli.topics import TOPICS

    if about in TOPICS:
        print_text(TOPICS[about])
    else:
        print_text(f"{_help_of(context.find_root(), about)}\n")


def _help_of(root: Any, name: str | None) -> str:
    """What `ft NAME --help` prints. Raises a usage error, with the nearest name, where there is no such command."""
    if name is None:
        return str(root.get_help())
    _, found, _ = root.command.resolve_command(root, [name])
    with found.make_context(name, [], parent=root, resilient_parsing=True) as context:
        return str(found.get_help(context))
