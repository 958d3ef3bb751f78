"""ft redo"""

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer_changed


def command(context: typer.Context) -> None:
    """Bring back what the last undo took back."""
    from followthrough.actions.undo import redo

    opened = workspace(context)
    answer_changed(context, opened, redo(opened))
