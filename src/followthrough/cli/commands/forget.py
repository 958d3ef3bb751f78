"""ft forget"""

import sys
from typing import Annotated

import typer

from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.options import AnyIds
from followthrough.cli.output import answer, say
from followthrough.domain.errors import NotConfirmedError


def command(
    context: typer.Context,
    ids: AnyIds,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Erase promises for privacy; only a count remains."""
    from followthrough.actions.forget import about_to_forget, forget
    from followthrough.domain.errors import quoted
    from followthrough.formats.output import ForgottenJson
    from followthrough.rendering.lines import line

    opened = workspace(context)
    if not yes and sys.stdin.isatty() and sys.stderr.isatty() and not invocation(context).json:
        for each in about_to_forget(opened, ids):
            say(f"{each.id}  {quoted(each.what)}")
        if not typer.confirm("Erase this for good, in this ledger? Other copies keep it.", default=False, err=True):
            raise NotConfirmedError
    erased = forget(opened, ids)
    answer(
        context,
        lambda: ForgottenJson(forgotten=list(erased.ids)),
        lambda width: tuple(line(f"Forgotten {each}") for each in erased.ids),
    )
    say("Other copies of this ledger, backups of yours and git history keep the text.")
