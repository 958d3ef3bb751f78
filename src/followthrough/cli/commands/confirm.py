"""ft confirm"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import Note, SettledIds, Who, from_input
from followthrough.cli.output import answer_changed


def command(
    context: typer.Context,
    ids: SettledIds,
    not_yet: Annotated[bool, typer.Option("--not-yet", help="It is not done yet: this reopens it.")] = False,
    who: Who = None,
    note: Note = None,
) -> None:
    """Record what a recipient says of what was kept."""
    from followthrough.actions import settle

    opened = workspace(context)
    answer_changed(context, opened, settle.confirm(opened, ids, satisfied=not not_yet, who=who, note=from_input(note)))
