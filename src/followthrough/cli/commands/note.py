"""ft note"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import AnyId, from_input
from followthrough.cli.output import answer_changed


def command(
    context: typer.Context,
    id: AnyId,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="The note; - reads standard input.")] = [],
    help_wanted: Annotated[
        bool | None, typer.Option("--help-wanted/--help-found", help="Ask for a hand, or say that one was found.")
    ] = None,
) -> None:
    """Add a note to a promise, or ask for a hand."""
    from followthrough.actions.annotate import note

    opened = workspace(context)
    said = from_input(" ".join(text)) if text else None
    answer_changed(context, opened, note(opened, id, said, help_wanted=help_wanted))
