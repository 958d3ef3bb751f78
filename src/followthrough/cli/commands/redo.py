"""ft redo"""

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer_changed
from followthrough.cli.progress import progress


def command(context: typer.Context) -> None:
    """Bring back what the last undo took back."""
    from followthrough.actions.undo import redo

    opened = workspace(context)
    with progress("Bringing back"):
        redone = redo(opened)
    answer_changed(context, opened, redone)
