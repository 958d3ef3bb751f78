"""ft export"""

from typing import Annotated

import typer

from followthrough.cli.filters import Typed, filtered
from followthrough.cli.invocation import invocation, wider_workspace
from followthrough.cli.options import Output
from followthrough.cli.output import print_document, say
from followthrough.cli.progress import progress
from followthrough.formats.exchange.names import ExportFormat


@filtered(hidden=("everything",))
def command(
    context: typer.Context,
    typed: Typed,
    format: Annotated[
        ExportFormat | None, typer.Option("--format", help="How it is written; without it, as FILE ends, or JSON.")
    ] = None,
    output: Output = "-",
    force: Annotated[bool, typer.Option("--force", help="Replace FILE where there is one.")] = False,
) -> None:
    """Write promises for other programs: all of them, whatever became of them, unless filters choose.

    JSON holds everything, with each history, and ft import gives it back; the other formats what they have a place for.
    Private texts are in it: it is for you.
    """
    from followthrough.actions.exporting import export, export_format

    opened, filters = wider_workspace(context), typed.filters
    layout = export_format(format, output, json=invocation(context).json)
    if typed.view is not None:
        from followthrough.actions.choosing import with_view

        filters = with_view(opened, filters, typed.view)
    with progress("Exporting"):
        exported = export(opened, layout, filters)
    if output == "-":
        print_document(exported.text)
    else:
        opened.files.write(output, exported.text.encode(), may_replace=lambda there: not there, force=force)
    for notice in exported.notices("" if output == "-" else output):
        say(notice)
