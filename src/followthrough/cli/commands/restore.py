"""ft restore"""

from typing import Annotated

import typer

from followthrough.cli.invocation import invocation, tell, workspace
from followthrough.cli.output import answer


def command(
    context: typer.Context,
    backup: Annotated[
        str | None,
        typer.Argument(metavar="[BACKUP]", help="Only this one: its number, name or date. All of them otherwise."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only say what each copy would bring back.")] = False,
) -> None:
    """Bring back what the ledger has lost, from this machine's copies; nothing is removed."""
    from followthrough.actions.restore import listed, restore
    from followthrough.bootstrap import open_upkeep
    from followthrough.formats.upkeep import CopyJson, RestoreJson, brought_json
    from followthrough.rendering.doctor.names import Names
    from followthrough.rendering.doctor.restored import copies_page, restored_page

    opened = workspace(context)
    upkeep = open_upkeep(invocation(context).ledger, context.info_name or "ft", tell=tell)
    if list_:
        found = listed(upkeep)
        copies = [(each, [(one.place, one.events) for one in each.brings]) for each in found.copies]
        answer(
            context,
            lambda: RestoreJson(
                ledger=found.path,
                restored=None,
                kept_aside=None,
                copies=[
                    CopyJson(
                        name=each.name,
                        number=each.number,
                        taken=each.taken,
                        promises=each.promises,
                        brings=brought_json(brought),
                    )
                    for each, brought in copies
                ],
            ),
            lambda width: copies_page(
                [(each.name, each.number, each.taken, each.promises, brought) for each, brought in copies],
                Names(found.ids, opened.zone),
                width,
            ),
        )
        return
    done = restore(opened, upkeep, backup)
    brought = [(each.place, each.events) for each in done.brought]
    answer(
        context,
        lambda: RestoreJson(ledger=done.path, restored=brought_json(brought), kept_aside=done.aside, copies=None),
        lambda width: restored_page(brought, done.aside, done.written, Names(done.ids, opened.zone), width),
    )
