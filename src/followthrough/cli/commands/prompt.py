"""ft prompt"""

from typing import Annotated

import typer

from followthrough.cli.invocation import invocation


def command(
    context: typer.Context,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="What to print; {open} {overdue} {today} {soon} are counts."),
    ] = None,
) -> None:
    """Count your open promises for a shell's prompt; print nothing if there are none."""
    from followthrough.actions.prompt import prompt
    from followthrough.bootstrap import open_all, open_workspace
    from followthrough.cli.output import answer, leave_with, print_text
    from followthrough.formats.output import prompt_json
    from followthrough.rendering.prompt import prompt_text

    asked = open_all(invocation(context).ledger, lambda name: open_workspace(name, "prompt"))
    prompted = prompt(asked, format)
    counts = prompted.counts
    if invocation(context).json:
        answer(context, lambda: prompt_json(counts), lambda width: ())
    elif text := prompt_text(counts, format):
        print_text(f"{text}\n")
    leave_with(context, prompted.problems)
