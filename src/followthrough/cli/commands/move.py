"""ft move"""

import sys
from typing import Annotated

import typer

from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.options import Note, OpenIds, from_input
from followthrough.cli.output import answer_changed


def command(
    context: typer.Context,
    ids: OpenIds,
    by: Annotated[str, typer.Option("--by", metavar="WHEN", help="The new due date.")],
    agreed: Annotated[
        bool | None, typer.Option("--agreed/--not-agreed", help="Whether the recipient agreed; asked on a terminal.")
    ] = None,
    note: Note = None,
) -> None:
    """Give promises a new due date."""
    from followthrough.actions.move import move

    opened = workspace(context)
    if agreed is None:
        asked = sys.stdin.isatty() and sys.stderr.isatty() and not invocation(context).json
        agreed = asked and typer.confirm("Was the new date agreed with the recipient?", default=False, err=True)
    answer_changed(context, opened, move(opened, ids, by=by, agreed=agreed, note=from_input(note)))
