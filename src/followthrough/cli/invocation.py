"""What every command shares: which ledger, JSON or text, and the workspace that follows from it."""

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from followthrough.actions.edges import WiderWorkspace
    from followthrough.actions.several import Asked
    from followthrough.actions.workspace import Workspace


_WITHOUT_HOOKS = ("import",)
"""What these record happened elsewhere and earlier."""


class Invocation:
    """The options that stand before or behind any command."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self.arguments = tuple(arguments)
        self.ledger: str | None = None
        self.json = False

    def words_behind(self, option: str, value: str) -> Sequence[str]:
        """What was typed behind an option and its value, up to the next option."""
        if f"{option}={value}" in self.arguments:
            first = self.arguments.index(f"{option}={value}") + 1
        elif option in self.arguments:
            first = self.arguments.index(option) + 2
        else:
            return ()
        return tuple(takewhile(lambda word: not word.startswith("-"), self.arguments[first:]))


def invocation(context: typer.Context) -> Invocation:
    """The invocation that a command is part of."""
    root = context.find_root()
    if not isinstance(root.obj, Invocation):
        root.obj = Invocation()
    return root.obj


def ledger_named(context: typer.Context) -> bool:
    """Whether one ledger is named, and so meant alone."""
    import os

    return invocation(context).ledger is not None or bool(os.environ.get("FOLLOWTHROUGH_LEDGER"))


def workspace(context: typer.Context) -> "Workspace":
    """The workspace for this command."""
    from followthrough.bootstrap import open_workspace

    opened = open_workspace(invocation(context).ledger, context.info_name or "ft", tell=tell)
    return _with_hooks(context, _with_zone(opened))


def wider_workspace(context: typer.Context) -> "WiderWorkspace":
    """The workspace for a command that reads or writes more than the ledger."""
    from followthrough.bootstrap import open_wider_workspace

    opened = open_wider_workspace(invocation(context).ledger, context.info_name or "ft", tell=tell)
    return _with_hooks(context, _with_zone(opened))


def workspaces(context: typer.Context) -> "list[Asked[Workspace]]":
    """The workspaces for a command that looks at all ledgers, unless one is named."""
    from followthrough.bootstrap import open_all, open_workspace

    command = context.info_name or "ft"
    asked = open_all(
        invocation(context).ledger, lambda name: _with_hooks(context, open_workspace(name, command, tell=tell))
    )
    _with_zone(asked[0].workspace)
    return asked


def wider_workspaces(context: typer.Context, *, others_too: bool = False) -> "list[Asked[WiderWorkspace]]":
    """The same for a command that reads or writes more than the ledgers."""
    from followthrough.bootstrap import open_all, open_wider_workspace

    command = context.info_name or "ft"
    asked = open_all(
        invocation(context).ledger,
        lambda name: _with_hooks(context, open_wider_workspace(name, command, tell=tell)),
        others_too=others_too,
    )
    _with_zone(asked[0].workspace)
    return asked


def tell(notice: object) -> None:
    """What the ledger has to say, on standard error."""
    from followthrough.cli.output import say

    say(str(notice))


Opened = TypeVar("Opened", bound="Workspace")


def _with_zone(opened: Opened) -> Opened:
    from followthrough.bootstrap import has_zone
    from followthrough.cli.output import say

    if opened.zone == "UTC" and not has_zone():
        say("No time zone is known here, so days are meant in UTC. Set one: ft config zone Europe/Madrid")
    return opened


def _with_hooks(context: typer.Context, opened: Opened) -> Opened:
    """The workspace, where there are hooks with a ledger that they hear of: they are run once the command is over."""
    from followthrough.bootstrap import open_hooks

    hooks = open_hooks(opened.ledger.path) if context.info_name not in _WITHOUT_HOOKS else None
    if hooks is None:
        return opened
    from msgspec.structs import replace

    from followthrough.actions.hooked import Happened, HookedLedger

    happened: list[Happened] = []

    def run() -> None:
        for notice in hooks.run(happened):
            tell(notice)

    context.call_on_close(run)
    return replace(opened, ledger=HookedLedger(opened.ledger, happened.extend))
