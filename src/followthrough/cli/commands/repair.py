"""ft repair"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import SettledId, from_input
from followthrough.cli.output import answer_changed


def command(
    context: typer.Context,
    id: SettledId,
    note: Annotated[list[str], typer.Argument(metavar="NOTE...", help="What was done; - reads standard input.")],
) -> None:
    """Record what was done to make a miss, a late or a partial keeping right."""
    from followthrough.actions.settle import repair

    opened = workspace(context)
    answer_changed(context, opened, repair(opened, id, from_input(" ".join(note)) or ""))
