"""What every command shares: which ledger, JSON or text, and the workspace that follows from it."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from followthrough.actions.workspace import Workspace


class Invocation:
    """The options that stand before or behind any command."""

    def __init__(self) -> None:
        self.ledger: str | None = None
        self.json = False


def invocation(context: typer.Context) -> Invocation:
    """The invocation that a command is part of."""
    root = context.find_root()
    if not isinstance(root.obj, Invocation):
        root.obj = Invocation()
    return root.obj


def workspace(context: typer.Context) -> "Workspace":
    """The workspace for this command."""
    from followthrough.bootstrap import has_zone, open_workspace
    from followthrough.cli.output import say

    opened = open_workspace(invocation(context).ledger, context.info_name or "ft")
    if opened.zone == "UTC" and not has_zone():
        say("No time zone is known here, so days are meant in UTC. Set one: ft config zone Europe/Madrid")
    return opened
