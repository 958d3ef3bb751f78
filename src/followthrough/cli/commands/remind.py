"""ft remind"""

import sys
from typing import Annotated

import typer

from followthrough.cli.exit_status import OTHER_SIDE, REFUSED
from followthrough.cli.invocation import invocation, wider_workspaces
from followthrough.cli.output import leave_with, say
from followthrough.domain.digest import DigestFormat


def command(
    context: typer.Context,
    exec: Annotated[
        str | None,
        typer.Option("--exec", metavar="CMD", help="A command line for sh, with the digest as its input."),
    ] = None,
    desktop: Annotated[bool, typer.Option("--desktop", help="A notification on the desktop.")] = False,
    via: Annotated[
        list[str],
        typer.Option(
            "--via", metavar="NAME|URL", help="A configured address (ft config notify.NAME URL); may be repeated."
        ),
    ] = [],
    not_before: Annotated[
        str | None, typer.Option("--not-before", metavar="08:00", help="Not earlier in the day than this.")
    ] = None,
    format: Annotated[
        DigestFormat | None, typer.Option("--format", help="How it is worded, instead of what suits each place.")
    ] = None,
    all_ledgers: Annotated[
        bool, typer.Option("--all-ledgers", help="Of every ledger in the settings, also where one is named.")
    ] = False,
    timeout: Annotated[
        int, typer.Option("--timeout", metavar="SECONDS", min=1, max=3600, help="When to give up on a delivery.")
    ] = 60,
) -> None:
    """Deliver what is new in the digest, once a day however often it is run."""
    from followthrough.actions.digest import layout_of
    from followthrough.actions.remind import remind
    from followthrough.bootstrap import open_deliveries
    from followthrough.cli.errors import report_problem

    json = invocation(context).json
    layout = layout_of(format, json=json)
    usual, *others = wider_workspaces(context, others_too=all_ledgers)
    deliveries, notices = open_deliveries(command=exec, desktop=desktop, via=via, wait_seconds=timeout)
    done = remind(usual.workspace, deliveries, layout=layout, not_before=not_before, others=others)
    for notice in (*(notices if done.did_something() else ()), *done.notices):
        say(notice)
    for name, subject in done.delivered if sys.stderr.isatty() else ():
        say(f"Delivered to {name}. {subject}")
    for problem in (*done.unkept, *done.failed):
        report_problem(problem, json=json)
    leave_with(context, done.problems)
    if done.unkept or done.failed:
        raise typer.Exit(REFUSED if done.unkept else OTHER_SIDE)
