"""ft reopen"""

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import Note, SettledIds, from_input
from followthrough.cli.output import answer_changed


def command(context: typer.Context, ids: SettledIds, note: Note = None) -> None:
    """Open settled promises again."""
    from followthrough.actions import settle

    opened = workspace(context)
    answer_changed(context, opened, settle.reopen(opened, ids, note=from_input(note)))
