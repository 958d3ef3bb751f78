"""ft add"""

from typing import Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.options import Note, Tags, To, from_input
from followthrough.cli.output import answer_changed
from followthrough.domain.events import Visibility


def command(
    context: typer.Context,
    what: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What is promised; - reads standard input.")],
    to: To = [],
    maker: Annotated[
        str | None,
        typer.Option("--from", metavar="WHO", help="Who promises, if not you.", autocompletion=complete_people),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHEN", help="When it is due: friday, friday 5pm, in 3 days, 2026-12-03."),
    ] = None,
    confidence: Annotated[
        str | None, typer.Option("--confidence", metavar="PERCENT", help="How sure the maker is: 80.")
    ] = None,
    tag: Tags = [],
    note: Note = None,
    visibility: Annotated[
        Visibility, typer.Option("--visibility", help="Who may read its text in a report.")
    ] = "private",
    remind: Annotated[
        str | None, typer.Option("--remind", metavar="LENGTH", help="How long before it is due to remind of it: 2d.")
    ] = None,
    chase: Annotated[
        str | None, typer.Option("--chase", metavar="WHEN", help="When to ask about it, if it is someone else's.")
    ] = None,
    made: Annotated[
        str | None, typer.Option("--made", metavar="WHEN", help="When it was promised, if not now.")
    ] = None,
) -> None:
    """Record a promise."""
    from followthrough.actions.add import add
    from followthrough.domain.errors import QuotesForgottenError
    from followthrough.domain.phrases import forgotten_quotes

    opened = workspace(context)
    behind = () if by is None else invocation(context).words_behind("--by", by)
    if by is not None and (phrase := forgotten_quotes(by, behind, opened.now(), opened.zone)) is not None:
        raise QuotesForgottenError(by, phrase)
    added = add(
        opened,
        from_input(" ".join(what)) or "",
        to=to,
        maker=maker,
        by=by,
        confidence=confidence,
        tags=tag,
        note=from_input(note),
        visibility=visibility,
        remind=remind,
        chase=chase,
        made=made,
    )
    answer_changed(context, opened, added)
