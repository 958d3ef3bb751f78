"""ft score"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import workspace
from followthrough.cli.options import Tags, With
from followthrough.cli.output import answer, reader_of, say


def command(
    context: typer.Context,
    who: Annotated[
        str | None,
        typer.Argument(metavar="[WHO]", help="A person or circle; without it, you.", autocompletion=complete_people),
    ] = None,
    between: With = None,
    tag: Tags = [],
    since: Annotated[str | None, typer.Option("--since", metavar="WHEN", help="Dated on this day or later.")] = None,
) -> None:
    """Show how many promises were kept, how many on time, and how sure that figure is."""
    from followthrough.actions.measure import score
    from followthrough.domain.notices import SomeDamaged
    from followthrough.formats.output import score_json
    from followthrough.rendering.score_page import score_page

    opened = workspace(context)
    card, book = score(opened, who, between=between, tags=tag, since=since)
    reader = reader_of(opened, book)
    answer(context, lambda: score_json(card), lambda width: score_page(card, reader, width))
    if damaged := book.damaged_count():
        say(str(SomeDamaged(damaged)))
