"""ft miss"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import Note, OpenIds, from_input
from followthrough.cli.output import answer_changed
from followthrough.domain.events import Because


def command(
    context: typer.Context,
    ids: OpenIds,
    because: Annotated[
        Because | None, typer.Option("--because", help="Whose doing it was, if you want to say.")
    ] = None,
    note: Note = None,
) -> None:
    """Record that promises were missed."""
    from followthrough.actions import settle

    opened = workspace(context)
    answer_changed(context, opened, settle.miss(opened, ids, because=because, note=from_input(note)))
