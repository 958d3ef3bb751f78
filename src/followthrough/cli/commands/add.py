"""ft add"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.completion import complete_people, complete_signs
from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.options import NewPerson, Note, Tags, To, from_input, whole_input
from followthrough.cli.output import answer_changed, reader_of, say
from followthrough.domain.errors import OptionsClashError
from followthrough.domain.events import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from followthrough.actions.recording import Changed
    from followthrough.actions.workspace import Workspace


def command(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="[TEXT...]",
            help="What is promised, as you would say it: send the slides to @ana by friday 5pm +talks. "
            "- reads one promise a line from standard input; without a text it is asked for.",
            autocompletion=complete_signs,
        ),
    ] = [],
    to: To = [],
    maker: Annotated[
        str | None,
        typer.Option("--from", metavar="WHO", help="Who promises, if not you.", autocompletion=complete_people),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHEN", help="When it is due: friday, friday 5pm, in 3 days, 2026-12-03."),
    ] = None,
    no_due: Annotated[bool, typer.Option("--no-due", help="No due date, whatever the text says.")] = False,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="RULE", help="It repeats: sunday, 2 weeks on thursday, monthly on the 15th."),
    ] = None,
    pile_up: Annotated[
        bool, typer.Option("--pile-up", help="Of what repeats, list every occurrence that has passed.")
    ] = False,
    confidence: Annotated[
        str | None, typer.Option("--confidence", metavar="PERCENT", help="How sure the maker is: 80.")
    ] = None,
    tag: Tags = [],
    note: Note = None,
    visibility: Annotated[
        Visibility | None,
        typer.Option(
            "--visibility", help="Who may read its text in a report; unsaid, you alone, in a shared ledger a circle."
        ),
    ] = None,
    remind: Annotated[
        str | None, typer.Option("--remind", metavar="LENGTH", help="How long before it is due to remind of it: 2d.")
    ] = None,
    chase: Annotated[
        str | None, typer.Option("--chase", metavar="WHEN", help="When to ask about it, if it is someone else's.")
    ] = None,
    made: Annotated[
        str | None, typer.Option("--made", metavar="WHEN", help="When it was promised, if not now.")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Write it in your editor, one promise a line.")] = False,
    new_person: NewPerson = False,
    new: Annotated[
        bool, typer.Option("--new", help="Begin a new ledger where the one this machine knows is gone.")
    ] = False,
) -> None:
    """Record a promise, in one sentence or by asking."""
    from followthrough.actions.add import add_all
    from followthrough.actions.drafts import Draft
    from followthrough.cli.newcomers import with_newcomers

    if no_due and by is not None:
        raise OptionsClashError("--no-due", "--by")
    if pile_up and every is None:
        raise typer.BadParameter("--pile-up goes with --every.")
    if edit and what == ["-"]:
        raise OptionsClashError("--edit", "-")
    asks = not what and not edit
    if asks and not (sys.stdin.isatty() and sys.stderr.isatty() and not invocation(context).json):
        context.fail("Missing argument 'TEXT...'.")
    opened = workspace(context)
    _check_quotes(context, opened, by)
    given = Draft(
        what="" if what == ["-"] else " ".join(what),
        to=tuple(to),
        maker=maker,
        by=by,
        confidence=confidence,
        tags=tuple(tag),
        note=from_input(note),
        visibility=visibility,
        remind=remind,
        chase=chase,
        made=made,
        every=every,
        pile_up=pile_up,
    )

    def recorded(act: "Callable[[Workspace], Changed]") -> "Changed":
        return with_newcomers(context, opened, act, all_new=new_person)

    if edit:
        from followthrough.actions.editing import add_edited
        from followthrough.bootstrap import open_editor

        added = add_edited(recorded, open_editor(), given, no_due=no_due, afresh=new)
    elif asks:
        from followthrough.cli.asking import asked

        draft = asked(opened, given, no_due=no_due)
        added = recorded(lambda workspace: add_all(workspace, (draft,), afresh=new))
    elif what == ["-"]:
        from followthrough.actions.capturing import add_lines

        typed = whole_input()
        added = recorded(lambda workspace: add_lines(workspace, typed, given, no_due=no_due, afresh=new))
    else:
        from followthrough.actions.capturing import add_captured

        added = recorded(lambda workspace: add_captured(workspace, given, no_due=no_due, afresh=new))
    answer_changed(context, opened, added)
    if len(added.commitments) == 1 and sys.stdout.isatty() and not invocation(context).json:
        _say_odds(opened, added)


def _check_quotes(context: typer.Context, opened: "Workspace", by: str | None) -> None:
    """Raise QuotesForgottenError where the end of a date stands behind it as words of the text."""
    behind = () if by is None else invocation(context).words_behind("--by", by)
    if by is None or not behind:
        return
    from followthrough.domain.errors import QuotesForgottenError
    from followthrough.domain.phrases import forgotten_quotes

    if (phrase := forgotten_quotes(by, behind, opened.dates)) is not None:
        raise QuotesForgottenError(by, phrase)


def _say_odds(opened: "Workspace", added: "Changed") -> None:
    from followthrough.actions.odds import odds_in_passing
    from followthrough.rendering.odds_said import odds_said

    odds = odds_in_passing(opened, added.book, *added.commitments)
    for sentence in () if odds is None else odds_said(odds, reader_of(opened, added.book)):
        say(sentence)
