"""ft release"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import Note, OpenIds, Who, from_input
from followthrough.cli.output import answer_changed


def command(
    context: typer.Context,
    ids: OpenIds,
    moot: Annotated[bool, typer.Option("--moot", help="Events overtook it.")] = False,
    who: Who = None,
    note: Note = None,
) -> None:
    """Record that a recipient let promises go."""
    from followthrough.actions import settle

    opened = workspace(context)
    answer_changed(context, opened, settle.release(opened, ids, moot=moot, who=who, note=from_input(note)))
