"""ft with"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer_commitments, reader_of


def command(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="A person or circle.", autocompletion=complete_people)],
) -> None:
    """Show what one person or circle promised and was promised."""
    from followthrough.actions.browse import dealings
    from followthrough.rendering.dealings import dealings_page

    opened = workspace(context)
    found = dealings(opened, who)
    reader, now = reader_of(opened, found.book), opened.now()
    answer_commitments(
        context,
        opened,
        (*found.received, *found.promised),
        lambda width: dealings_page(found.who, found.received, found.promised, reader, now, opened.zone, width),
    )
