"""ft review"""

import sys

import typer

from followthrough.cli.invocation import invocation, wider_workspace
from followthrough.cli.output import answer_commitments


def command(context: typer.Context) -> None:
    """Go through what needs a decision, one key each."""
    from followthrough.actions.review import Walk
    from followthrough.cli.review_loop import tell, walk_through
    from followthrough.domain.errors import NoTerminalError

    walk = Walk(wider_workspace(context))
    if not invocation(context).json:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise NoTerminalError
        raise typer.Exit(walk_through(walk))
    answer_commitments(context, walk.workspace, walk.left(), lambda width: ())
    tell(walk)
