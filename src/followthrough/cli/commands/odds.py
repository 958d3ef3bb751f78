"""ft odds"""

from typing import Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import To
from followthrough.cli.output import answer, reader_of


def command(
    context: typer.Context,
    to: To = [],
    by: Annotated[str | None, typer.Option("--by", metavar="WHEN", help="When it would be due.")] = None,
) -> None:
    """Say the odds that one promise more is kept on time, by your own record."""
    from followthrough.actions.odds import odds
    from followthrough.formats.odds_document import odds_json
    from followthrough.rendering.odds_said import odds_page

    opened = workspace(context)
    found, book = odds(opened, to=to, by=by)
    reader = reader_of(opened, book)
    answer(context, lambda: odds_json(found), lambda width: odds_page(found, reader, width))
