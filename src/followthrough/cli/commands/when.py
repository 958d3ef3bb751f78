"""ft when"""

from typing import Annotated

import typer

from followthrough.cli.answers import answer_to
from followthrough.cli.exit_status import NOT_NOW
from followthrough.cli.output import answer, say


def command(
    context: typer.Context,
    phrases: Annotated[
        list[str],
        typer.Argument(metavar="PHRASE...", help="A date in your words, each in quotation marks."),
    ],
    past: Annotated[
        bool, typer.Option("--past", help="Looking back, as --at, --since and --made do; otherwise ahead.")
    ] = False,
) -> None:
    """Try what dates mean, without recording anything."""
    from followthrough.actions.when import one_phrase, tried
    from followthrough.bootstrap import open_dates
    from followthrough.domain.dates import Toward
    from followthrough.domain.errors import Problem
    from followthrough.formats.when import when_json
    from followthrough.rendering.understood import when_page

    dates = open_dates()
    toward: Toward = "past" if past else "future"
    outcomes = tried(phrases, dates, toward)
    answer(context, lambda: when_json(outcomes), lambda width: when_page(outcomes, dates, width))
    refused = [outcome for _, outcome in outcomes if isinstance(outcome, Problem)]
    if refused:
        together = one_phrase(phrases, dates, toward)
        say(f'As one date, in quotation marks: ft when "{together}"' if together else answer_to(refused[0]).hint or "")
        raise typer.Exit(NOT_NOW)
