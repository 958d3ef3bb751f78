"""ft people"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer


def command(
    context: typer.Context,
    who: Annotated[
        str | None,
        typer.Argument(metavar="[WHO]", help="One person or circle.", autocompletion=complete_people),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Their display name.")] = None,
    member: Annotated[
        list[str],
        typer.Option(
            "--member",
            metavar="WHO",
            help="A member: WHO is a circle of these and no others; may be repeated.",
            autocompletion=complete_people,
        ),
    ] = [],
) -> None:
    """List everyone, or say who someone is and who belongs to a circle."""
    from followthrough.actions.people import describe, everyone, one
    from followthrough.formats.output import people_json
    from followthrough.rendering.said import people_page

    if who is None and (name is not None or member):
        raise typer.BadParameter("Say whom it is about: ft people HANDLE --name NAME")
    opened = workspace(context)
    if who is None:
        found = everyone(opened)
    elif name is None and not member:
        found = one(opened, who)
    else:
        found = describe(opened, who, name=name, members=member)
    answer(context, lambda: people_json(found.me, found.people), lambda width: people_page(found.people, found.me))
