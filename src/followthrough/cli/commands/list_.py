"""ft list"""

from enum import StrEnum
from typing import Annotated, cast, get_args

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import workspace
from followthrough.cli.options import Tags, With
from followthrough.cli.output import answer_commitments, reader_of, say
from followthrough.domain.commitment import State
from followthrough.domain.selection import SortBy

StateName = StrEnum("StateName", {name: name for name in get_args(State)})  # type: ignore[misc]  # Typer wants an enum


def command(
    context: typer.Context,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="WHO", help="Promised to this person or circle.", autocompletion=complete_people),
    ] = None,
    between: With = None,
    mine: Annotated[bool, typer.Option("--mine", help="Promised by me.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Promised to me by others.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Open, and past its due date.")] = False,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar="WHEN", help="Due then: friday, this week, december."),
    ] = None,
    due_within: Annotated[
        str | None, typer.Option("--due-within", metavar="LENGTH", help="Overdue, or due within this time: 7d.")
    ] = None,
    state: Annotated[list[StateName], typer.Option("--state", help="In this state; may be repeated.")] = [],
    tag: Tags = [],
    search: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="With all these words in its text or notes.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="WHEN", help="Dated on this day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="WHEN", help="Dated on this day or earlier.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="In every state, not only open ones.")] = False,
    sort: Annotated[SortBy, typer.Option("--sort", help="In this order.")] = "due",
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="At most this many.")] = None,
) -> None:
    """List promises: the open ones, unless you ask for others."""
    from followthrough.actions.browse import listing
    from followthrough.rendering.rows import all_lines, rows
    from followthrough.rendering.wording import plural

    opened = workspace(context)
    found = listing(
        opened,
        to=to,
        between=between,
        mine=mine,
        theirs=theirs,
        overdue=overdue,
        due=due,
        due_within=due_within,
        states=[cast("State", each.value) for each in state],
        tags=tag,
        words=search,
        since=since,
        until=until,
        everything=everything,
        sort=sort,
        limit=limit,
    )
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
        say("No promise is recorded here yet; the first ft add begins a ledger.")
    elif not found.commitments:
        say("No promise matches.")
    if found.passed_over:
        say(f"{plural(found.passed_over, 'earlier occurrence')} passed: counted, and listed by ft list --all")
    if len(found.commitments) < found.total:
        say(f"{found.total - len(found.commitments):,} more: raise --limit.")
