"""ft review"""

import sys

import typer
from msgspec.structs import replace

from followthrough.cli.invocation import invocation, wider_workspaces
from followthrough.cli.output import answer, leave_with


def command(context: typer.Context) -> None:
    """Go through what needs a decision, one key each."""
    from followthrough.actions.review_all import Walks
    from followthrough.cli.review_loop import tell, walk_through
    from followthrough.domain.errors import NoTerminalError
    from followthrough.formats.output import commitments_json

    walks = Walks(wider_workspaces(context))
    if not invocation(context).json:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise NoTerminalError
        status = walk_through(walks)
        leave_with(context, walks.problems)
        raise typer.Exit(status)
    left = [replace(each, ledger=walk.name) for walk, each in walks.left()]
    now = walks.all[0].workspace.now()
    answer(context, lambda: commitments_json(left, now, several=walks.several), lambda width: ())
    tell(walks)
    leave_with(context, walks.problems)
