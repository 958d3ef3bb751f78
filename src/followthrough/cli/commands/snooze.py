"""ft snooze"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_open
from followthrough.cli.invocation import wider_workspace
from followthrough.cli.output import answer_changed


def command(
    context: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A promise: the beginning of its id, or words.", autocompletion=complete_open
        ),
    ],
    when: Annotated[
        list[str], typer.Argument(metavar="[WHEN]", help="When reminders are to bring it again: monday, in 3 days.")
    ] = [],
    off: Annotated[bool, typer.Option("--off", help="Leave it out no longer.")] = False,
) -> None:
    """Leave a promise out of reminders for a while; nothing about it is recorded."""
    from followthrough.actions.snooze import snooze, wake
    from followthrough.domain.errors import EmptyTextError, OptionsClashError

    if off and when:
        raise OptionsClashError("--off", "WHEN")
    if not when and not off:
        raise EmptyTextError("day or time to snooze it until")
    opened = wider_workspace(context)
    answer_changed(context, opened, wake(opened, id) if off else snooze(opened, id, when=" ".join(when)))
