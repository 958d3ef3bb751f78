"""ft withdraw"""

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import Note, OpenIds, from_input
from followthrough.cli.output import answer_changed


def command(context: typer.Context, ids: OpenIds, note: Note = None) -> None:
    """Take promises back, with notice, before they are due."""
    from followthrough.actions import settle

    opened = workspace(context)
    answer_changed(context, opened, settle.withdraw(opened, ids, note=from_input(note)))
