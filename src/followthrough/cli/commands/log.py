"""ft log"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_any
from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer_commitments, reader_of, say


def command(
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One promise; without it, all.", autocompletion=complete_any)
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="WHEN", help="From this day on, instead of two weeks.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help="At most this many events; 20 without an ID.")
    ] = None,
) -> None:
    """Show what happened lately, the latest first."""
    from followthrough.actions.browse import log
    from followthrough.rendering.detail import log_page

    opened = workspace(context)
    found = log(opened, id, since=since, limit=limit)
    reader, now = reader_of(opened, found.book), opened.now()
    happenings = [(each.commitment, each.event) for each in found.happenings]
    answer_commitments(
        context,
        opened,
        {each.id: each for each, _ in happenings}.values(),
        lambda width: log_page(happenings, reader, now, opened.zone, width),
    )
    for notice in found.notices:
        say(notice)
    if not happenings:
        say("Nothing was recorded in that time.")
