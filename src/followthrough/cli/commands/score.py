"""ft score"""

import sys
from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.filters import Typed, filtered
from followthrough.cli.invocation import workspace
from followthrough.cli.letters import is_plain
from followthrough.cli.output import answer, reader_of, say
from followthrough.domain.filters import BY_OUTCOME


@filtered(hidden=BY_OUTCOME)
def command(
    context: typer.Context,
    typed: Typed,
    who: Annotated[
        str | None,
        typer.Argument(metavar="[WHO]", help="A person or circle; without it, you.", autocompletion=complete_people),
    ] = None,
    no_plots: Annotated[
        bool, typer.Option("--no-plots", help="Say what the plots show, instead of drawing it.")
    ] = False,
) -> None:
    """Show how many promises were kept, how many on time, and how sure that figure is.

    Filters choose by people, tags, words and days, never by what became of a promise.
    """
    from followthrough.actions.choosing import for_figures
    from followthrough.actions.measure import score
    from followthrough.domain.notices import SomeDamaged
    from followthrough.formats.output import score_json
    from followthrough.rendering.score_page import score_page

    opened = workspace(context)
    card, book = score(opened, who, for_figures(opened, typed.filters, typed.view))
    reader = reader_of(opened, book)
    drawn = not (no_plots or is_plain(sys.stdout))
    answer(context, lambda: score_json(card), lambda width: score_page(card, reader, width, drawn=drawn))
    if damaged := book.damaged_count():
        say(str(SomeDamaged(damaged)))
