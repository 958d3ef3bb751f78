"""ft log"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_any
from followthrough.cli.filters import Typed, filtered
from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer_commitments, reader_of, say

_SAYING = {
    "since": "Recorded on this day or later, instead of two weeks.",
    "until": "Recorded on this day or earlier.",
}


@filtered(hidden=("everything",), saying=_SAYING)
def command(
    context: typer.Context,
    typed: Typed,
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One promise; without it, all.", autocompletion=complete_any)
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help="At most this many events; 20 without an ID.")
    ] = None,
) -> None:
    """Show what happened lately, the latest first."""
    from followthrough.actions.browse import log
    from followthrough.actions.choosing import with_view
    from followthrough.rendering.detail import log_page

    opened = workspace(context)
    found = log(opened, id, with_view(opened, typed.filters, typed.view), limit=limit)
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
    for told in found.series:
        say(told)
    if not happenings and not found.series:
        say("Nothing was recorded in that time.")
