"""ft skip"""

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import Note, OpenIds, from_input
from followthrough.cli.output import answer_changed


def command(context: typer.Context, ids: OpenIds, note: Note = None) -> None:
    """Take back one occurrence of what repeats, before it is due; the rest goes on."""
    from followthrough.actions.change_series import skip

    opened = workspace(context)
    answer_changed(context, opened, skip(opened, ids, note=from_input(note)))
