"""ft keep"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import Note, OpenIds, from_input
from followthrough.cli.output import answer_changed


def command(
    context: typer.Context,
    ids: OpenIds,
    at: Annotated[
        str | None, typer.Option("--at", metavar="WHEN", help="When it was kept, if not now: yesterday, 2 hours ago.")
    ] = None,
    part: Annotated[str | None, typer.Option("--part", metavar="PERCENT", help="How much of it was kept: 60%.")] = None,
    note: Note = None,
) -> None:
    """Record that promises were kept, in full or in part."""
    from followthrough.actions import settle

    opened = workspace(context)
    answer_changed(context, opened, settle.keep(opened, ids, at=at, part=part, note=from_input(note)))
