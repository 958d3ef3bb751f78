"""ft import"""

from typing import Annotated

import typer
from msgspec.structs import replace

from followthrough.cli.exit_status import FOUND_SOMETHING
from followthrough.cli.invocation import wider_workspace
from followthrough.cli.options import To
from followthrough.cli.output import answer, reader_of, say
from followthrough.cli.progress import progress
from followthrough.formats.exchange.names import ImportFormat


def command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What another program exported; - is standard input.")],
    format: Annotated[
        ImportFormat | None, typer.Option("--from", help="Its format; without it, as its content tells.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would come in.")] = False,
    to: To = [],
) -> None:
    """Bring in promises that another program, or an export, has.

    What is here already is not doubled, and a line that cannot be read is listed and left out; all of it is one step of
    undo. --to says to whom those were promised that name nobody.
    """
    from followthrough.actions.importing import import_file
    from followthrough.formats.import_document import import_json
    from followthrough.rendering.import_page import import_notices, import_page

    opened = wider_workspace(context)
    with progress("Importing") as tell:
        done = import_file(opened, file, source=format, to=to, dry_run=dry_run, progress=tell)
    reader = replace(reader_of(opened, done.book), people=done.everyone)
    answer(
        context,
        lambda: import_json(done, opened.now()),
        lambda width: import_page(done, reader, opened.now(), opened.zone, width),
    )
    for notice in (*import_notices(done, reader), *done.notices):
        say(notice)
    if not done.tried and (done.new or done.more or done.series):
        say("To take it back, all of it: ft undo")
    if done.left_out:
        raise typer.Exit(FOUND_SOMETHING)
