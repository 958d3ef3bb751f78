"""ft calendar"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import invocation, wider_workspace
from followthrough.cli.options import Output, With
from followthrough.cli.output import NOTHING_YET, answer_commitments, print_document, say
from followthrough.cli.progress import progress


def command(
    context: typer.Context,
    output: Output = "-",
    todo: Annotated[bool, typer.Option("--todo", help="As to-dos; without it, as events.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what was settled more than 90 days ago.")] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="WHO", help="Promised to this person or circle.", autocompletion=complete_people),
    ] = None,
    between: With = None,
    mine: Annotated[bool, typer.Option("--mine", help="Promised by me.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Promised to me by others.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE even if it is no calendar of ours.")] = False,
) -> None:
    """Write due dates as a calendar file, with alarms; reading it again updates."""
    from followthrough.actions.calendar import calendar, in_calendar
    from followthrough.domain.errors import OptionsClashError

    opened = wider_workspace(context)
    if invocation(context).json and (output != "-" or todo):
        raise OptionsClashError("--json", "--todo" if todo else "--output")
    shown = in_calendar(opened, to=to, between=between, mine=mine, theirs=theirs, everything=everything)
    if not shown.book.begun:
        say(NOTHING_YET)
    elif not (shown.commitments or shown.forgotten):
        say("No promise with a due date matches.")
    if invocation(context).json:
        answer_commitments(context, opened, shown.commitments, lambda _: ())
        return
    with progress("Writing"):
        content = calendar(opened, shown, "todo" if todo else "event")
    if output == "-":
        print_document(content.decode())
    else:
        from followthrough.formats.icalendar import is_ours

        opened.files.write(output, content, may_replace=is_ours, force=force)
        say(f"Wrote {output}.")
