"""ft edit"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_tags
from followthrough.cli.invocation import workspace
from followthrough.cli.options import AnyId, NewPerson, Note, Tags, To, from_input
from followthrough.cli.output import answer_changed
from followthrough.domain.errors import OptionsClashError
from followthrough.domain.events import Visibility


def command(
    context: typer.Context,
    id: AnyId,
    what: Annotated[str | None, typer.Option("--what", metavar="TEXT", help="The corrected text.")] = None,
    to: To = [],
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHEN", help="The due date, within 15 minutes of making it.")
    ] = None,
    no_due: Annotated[bool, typer.Option("--no-due", help="No due date, within 15 minutes of making it.")] = False,
    tag: Tags = [],
    untag: Annotated[
        list[str],
        typer.Option(
            "--untag", metavar="TAG", help="A tag to take off; may be repeated.", autocompletion=complete_tags
        ),
    ] = [],
    visibility: Annotated[
        Visibility | None, typer.Option("--visibility", help="Who may read its text in a report.")
    ] = None,
    remind: Annotated[
        str | None, typer.Option("--remind", metavar="LENGTH", help="How long before it is due to remind of it: 2d.")
    ] = None,
    chase: Annotated[str | None, typer.Option("--chase", metavar="WHEN", help="When to ask about it.")] = None,
    note: Note = None,
    new_person: NewPerson = False,
) -> None:
    """Correct what was recorded about a promise."""
    from followthrough.actions.annotate import edit
    from followthrough.cli.newcomers import with_newcomers

    if no_due and by is not None:
        raise OptionsClashError("--no-due", "--by")
    opened = workspace(context)
    said = from_input(note)
    edited = with_newcomers(
        context,
        opened,
        lambda workspace: edit(
            workspace,
            id,
            what=what,
            to=to,
            by=by,
            no_due=no_due,
            tags=tag,
            untag=untag,
            visibility=visibility,
            remind=remind,
            chase=chase,
            note=said,
        ),
        all_new=new_person,
    )
    answer_changed(context, opened, edited)
