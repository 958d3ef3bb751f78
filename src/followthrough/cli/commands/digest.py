"""ft digest"""

from contextlib import nullcontext
from typing import Annotated

import typer

from followthrough.cli.exit_status import FOUND_SOMETHING
from followthrough.cli.invocation import invocation, wider_workspaces
from followthrough.cli.output import answer, leave_with, print_document, say
from followthrough.domain.digest import DigestFormat


def command(
    context: typer.Context,
    within: Annotated[
        str | None, typer.Option("--within", metavar="LENGTH", help="How far ahead to look, instead of a week: 3d.")
    ] = None,
    format: Annotated[
        DigestFormat | None,
        typer.Option(
            "--format",
            help="Text of 80 columns, Markdown, an HTML mail, messages for Discord with an empty line between two, "
            "or JSON; without it, a page as wide as the terminal.",
        ),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Only what is new since it was last printed with --new.")] = False,
    always: Annotated[bool, typer.Option("--always", help="Print it also when there is nothing to attend to.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 9 when there is something.")] = False,
) -> None:
    """Say what deserves attention; nothing at all when there is nothing."""
    from followthrough.actions.digest import in_a_row, layout_of, worded
    from followthrough.actions.several import overview
    from followthrough.actions.whats_new import WhatsNew, whats_new
    from followthrough.formats.output import digest_json
    from followthrough.rendering.today import digest_page

    layout = layout_of(format, json=invocation(context).json)
    asked = wider_workspaces(context)
    zone = asked[0].workspace.zone
    attended = overview(asked, within=within)
    with whats_new(attended) if new else nullcontext(WhatsNew(overview=attended)) as shown:
        found = shown.overview
        digest, reader = found.digest, found.reader(away=True)
        something = digest.says_something()
        if something or always or layout == "json":
            if layout is None:
                answer(
                    context,
                    lambda: digest_json(digest, several=found.several),
                    lambda width: digest_page(digest, reader, zone, width),
                )
            else:
                print_document(in_a_row(worded(digest, reader, zone, layout, several=found.several)))
    for notice in shown.notices:
        say(notice)
    leave_with(context, attended.problems)
    if something and exit_code:
        raise typer.Exit(FOUND_SOMETHING)
