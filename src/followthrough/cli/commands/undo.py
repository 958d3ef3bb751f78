"""ft undo"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer_changed
from followthrough.cli.progress import progress


def command(
    context: typer.Context,
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many steps.")] = 1,
) -> None:
    """Take back the last step that this machine recorded, or the last N."""
    from followthrough.actions.undo import undo

    opened = workspace(context)
    with progress("Taking back"):
        undone = undo(opened, count)
    answer_changed(context, opened, undone)
