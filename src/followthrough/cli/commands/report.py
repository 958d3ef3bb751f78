"""ft report"""

import os
from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.filters import Typed, filtered
from followthrough.cli.invocation import invocation, wider_workspace
from followthrough.cli.options import Output
from followthrough.cli.output import print_document, say
from followthrough.cli.progress import progress
from followthrough.domain.envelope import Format
from followthrough.domain.filters import BY_OUTCOME
from followthrough.domain.report import Detail, Names


@filtered(hidden=BY_OUTCOME)
def command(
    context: typer.Context,
    typed: Typed,
    files: Annotated[list[str], typer.Argument(metavar="[FILE]...", help="With --combine: more files.")] = [],
    who: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="WHO", help="A person or circle; without it, you.", autocompletion=complete_people
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", help="How it is written; without it, as the name of FILE ends, or text."),
    ] = None,
    detail: Annotated[
        Detail, typer.Option("--detail", help="Counts alone, or also promises whose visibility allows it.")
    ] = "counts",
    names: Annotated[
        Names | None, typer.Option("--names", help="How people are named; without it, only whom it is about.")
    ] = None,
    output: Output = "-",
    force: Annotated[bool, typer.Option("--force", help="Replace FILE even if it is no report.")] = False,
    combine: Annotated[
        list[str],
        typer.Option("--combine", metavar="FILE...", help="Add up reports written as JSON, yours or others'."),
    ] = [],
) -> None:
    """Write a scorecard up to be shared: counts alone, unless you ask for more.

    Filters choose by people, tags, words and days, never by what became of a promise; the report says which.
    """
    from followthrough.actions.choosing import for_figures
    from followthrough.actions.report import combination, laid_out, layout_of, report
    from followthrough.bootstrap import program_version
    from followthrough.formats.shared_page import is_ours

    opened = wider_workspace(context)
    filters = for_figures(opened, typed.filters, typed.view)
    layout = layout_of(format, output, json=invocation(context).json)
    with progress("Writing"):
        if combine or files:
            made = combination(
                opened,
                [*combine, *files],
                combining=bool(combine),
                who=who,
                detail=detail,
                names=names,
                filters=filters.options(),
            )
        else:
            made = report(opened, who, filters, detail=detail, names=names)
        text = laid_out(made, layout, program_version())
    if output == "-":
        print_document(text, words=layout == "text")
    else:
        taken = {os.path.realpath(each) for each in (*combine, *files)}
        opened.files.write(
            output,
            text.encode(),
            may_replace=lambda there: is_ours(there) and os.path.realpath(output) not in taken,
            force=force,
        )
        say(f"Wrote {output}.")
