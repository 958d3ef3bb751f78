"""ft with"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer, answer_commitments, reader_of


def command(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="A person or circle.", autocompletion=complete_people)],
) -> None:
    """Show all promises with one person, or what a circle kept together.

    Of a circle those come first that ask for a hand, then those that wait.
    """
    from followthrough.actions.browse import dealings
    from followthrough.rendering.dealings import circle_page, dealings_page

    opened = workspace(context)
    found = dealings(opened, who)
    reader, now, circle = reader_of(opened, found.book), opened.now(), found.circle
    if circle is not None:
        from followthrough.formats.output import circle_json

        answer(
            context,
            lambda: circle_json(circle, now),
            lambda width: circle_page(found.book.people()[found.who], circle, reader, now, opened.zone, width),
        )
        return
    answer_commitments(
        context,
        opened,
        (*found.received, *found.promised),
        lambda width: dealings_page(found.who, found.received, found.promised, reader, now, opened.zone, width),
    )
