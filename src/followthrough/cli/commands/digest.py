"""ft digest"""

from typing import Annotated

import typer

from followthrough.cli.exit_status import FOUND_SOMETHING
from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.output import answer, reader_of


def command(
    context: typer.Context,
    within: Annotated[
        str | None, typer.Option("--within", metavar="LENGTH", help="How far ahead to look, instead of a week: 3d.")
    ] = None,
    always: Annotated[bool, typer.Option("--always", help="Print it also when there is nothing to attend to.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 9 when there is something.")] = False,
) -> None:
    """Say what deserves attention; nothing at all when there is nothing."""
    from followthrough.actions.digest import attention
    from followthrough.formats.output import digest_json
    from followthrough.rendering.today import digest_page

    opened = workspace(context)
    found = attention(opened, within=within)
    reader = reader_of(opened, found.book, away=True)
    something = found.digest.says_something()
    if something or always or invocation(context).json:
        answer(
            context,
            lambda: digest_json(found.digest),
            lambda width: digest_page(found.digest, reader, opened.zone, width),
        )
    if something and exit_code:
        raise typer.Exit(FOUND_SOMETHING)
