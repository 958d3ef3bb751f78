"""ft schedule"""

from typing import Annotated

import typer

from followthrough.cli.invocation import invocation, ledger_named, workspace
from followthrough.cli.output import answer, print_document, say
from followthrough.domain.digest import DigestFormat


def command(
    context: typer.Context,
    daily: Annotated[
        str | None, typer.Option("--daily", metavar="HH:MM", help="When the digest is to arrive, at the earliest.")
    ] = None,
    exec: Annotated[
        str | None, typer.Option("--exec", metavar="COMMAND", help="Give the digest to this command, on its input.")
    ] = None,
    desktop: Annotated[bool, typer.Option("--desktop", help="Show it as a notification of the desktop.")] = False,
    via: Annotated[
        list[str],
        typer.Option(
            "--via", metavar="NAME", help="Send it to an address from the settings, notify.NAME; may be repeated."
        ),
    ] = [],
    format: Annotated[
        DigestFormat | None, typer.Option("--format", help="How the digest is written; without it, as suits the way.")
    ] = None,
    cron: Annotated[bool, typer.Option("--cron", help="With cron: a line of your crontab.")] = False,
    systemd: Annotated[bool, typer.Option("--systemd", help="With systemd: a timer of your own.")] = False,
    launchd: Annotated[bool, typer.Option("--launchd", help="With launchd, on macOS: an agent.")] = False,
    install: Annotated[
        bool, typer.Option("--install", help="Set it up, in the place of what was set up before.")
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away again.")] = False,
) -> None:
    """Have reminders come by themselves: show what would be set up, or set it up."""
    from followthrough.actions.schedule import schedule, unschedule
    from followthrough.bootstrap import open_schedulers, open_surroundings
    from followthrough.domain.schedule import Errand, asked_for, read_daily
    from followthrough.formats.schedule.document import schedule_json
    from followthrough.rendering.schedule_page import about_printed, also_there, arrangement_page, printed

    kind = asked_for(cron=cron, systemd=systemd, launchd=launchd, install=install, remove=remove)
    opened = workspace(context)
    ledger = opened.ledger.path
    surroundings = open_surroundings(ledger, opened.zone, desktop=desktop)
    if remove:
        arranged = unschedule(ledger, open_schedulers(), surroundings.key, kind)
    else:
        errand = Errand(
            daily=read_daily(daily),
            exec=exec,
            desktop=desktop,
            via=tuple(via),
            format=format,
            all_ledgers=not ledger_named(context),
        )
        arranged = (schedule(opened, open_schedulers(), surroundings, errand, kind, install=install),)
    if arranged[0].did == "printed" and not invocation(context).json:
        print_document(printed(arranged[0]))
        say(about_printed(arranged[0]))
    else:
        answer(context, lambda: schedule_json(ledger, arranged), lambda width: arrangement_page(arranged))
    for other in arranged[0].also:
        say(also_there(other))
