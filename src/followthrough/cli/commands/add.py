"""ft add"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.completion import complete_people
from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.options import NewPerson, Note, Tags, To, from_input
from followthrough.cli.output import answer_changed, reader_of, say
from followthrough.domain.events import Visibility

if TYPE_CHECKING:
    from followthrough.actions.recording import Changed
    from followthrough.actions.workspace import Workspace


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
    new_person: NewPerson = False,
    new: Annotated[
        bool, typer.Option("--new", help="Begin a new ledger where the one this machine knows is gone.")
    ] = False,
) -> None:
    """Record a promise."""
    from followthrough.actions.add import add
    from followthrough.cli.newcomers import with_newcomers
    from followthrough.domain.errors import QuotesForgottenError
    from followthrough.domain.phrases import forgotten_quotes

    opened = workspace(context)
    behind = () if by is None else invocation(context).words_behind("--by", by)
    if by is not None and (phrase := forgotten_quotes(by, behind, opened.now(), opened.zone)) is not None:
        raise QuotesForgottenError(by, phrase)
    text, said = from_input(" ".join(what)) or "", from_input(note)
    added = with_newcomers(
        context,
        opened,
        lambda workspace: add(
            workspace,
            text,
            to=to,
            maker=maker,
            by=by,
            confidence=confidence,
            tags=tag,
            note=said,
            visibility=visibility,
            remind=remind,
            chase=chase,
            made=made,
            afresh=new,
        ),
        all_new=new_person,
    )
    answer_changed(context, opened, added)
    if sys.stdout.isatty() and not invocation(context).json:
        _say_odds(opened, added)


def _say_odds(opened: "Workspace", added: "Changed") -> None:
    from followthrough.actions.odds import odds_in_passing
    from followthrough.rendering.odds_said import odds_said

    odds = odds_in_passing(opened, added.book, *added.commitments)
    for sentence in () if odds is None else odds_said(odds, reader_of(opened, added.book)):
        say(sentence)
