"""ft list"""

from typing import Annotated

import typer

from followthrough.cli.filters import Typed, filtered
from followthrough.cli.invocation import workspace
from followthrough.cli.output import NOTHING_YET, answer_commitments, reader_of, say
from followthrough.domain.selection import SortBy


@filtered()
def command(
    context: typer.Context,
    typed: Typed,
    sort: Annotated[SortBy, typer.Option("--sort", help="In this order.")] = "due",
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="At most this many.")] = None,
    save: Annotated[
        str | None, typer.Option("--save", metavar="NAME", help="Save these filters under a name, for --view.")
    ] = None,
) -> None:
    """List promises: the open ones, unless you ask for others.

    What you ask for often: ft list --with ana --tag talks --save talks

    Then, here and in log, score and report: ft list --view talks
    """
    from followthrough.actions.browse import listing
    from followthrough.rendering.rows import all_lines, passed_over_said, rows

    opened, filters = workspace(context), typed.filters
    if typed.view is not None:
        from followthrough.actions.choosing import with_view

        filters = with_view(opened, filters, typed.view)
    found = listing(opened, filters, sort=sort, limit=limit)
    if save is not None:
        from followthrough.actions.choosing import save_view

        say(save_view(opened, save, filters))
    reader, now = reader_of(opened, found.book), opened.now()
    answer_commitments(
        context,
        opened,
        found.commitments,
        lambda width: tuple(all_lines(rows(found.commitments, reader, now, opened.zone), width)),
    )
    for notice in found.notices:
        say(notice)
    if not found.book.begun:
        say(NOTHING_YET)
    elif not found.commitments:
        say("No promise matches.")
    if found.passed_over:
        say(passed_over_said(found.passed_over))
    if len(found.commitments) < found.total:
        say(f"{found.total - len(found.commitments):,} more: raise --limit.")
