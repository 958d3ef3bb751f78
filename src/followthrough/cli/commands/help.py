"""ft help"""

from collections.abc import Sequence
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
    from followthrough.cli.catalog import COMMANDS
    from followthrough.cli.topics import TOPICS

    if about in TOPICS:
        print_text(TOPICS[about])
    elif about is None or about in COMMANDS:
        print_text(f"{_help_of(context.find_root(), about)}\n")
    else:
        context.fail(f"There is no command or topic '{about}'.{_nearest(about, (*TOPICS, *COMMANDS))}")


def _help_of(root: Any, name: str | None) -> str:
    """What `ft NAME --help` prints, or `ft --help`."""
    if name is None:
        return str(root.get_help())
    found = root.command.get_command(root, name)
    with found.make_context(name, [], parent=root, resilient_parsing=True) as context:
        return str(found.get_help(context))


def _nearest(asked: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    from followthrough.cli.catalog import SYNONYMS

    begins = [name for name in names if asked and name.startswith(asked)]
    near = [SYNONYMS[asked]] if asked in SYNONYMS else begins or get_close_matches(asked, names, n=1)
    return f" Did you mean '{near[0]}'?" if near else ""
