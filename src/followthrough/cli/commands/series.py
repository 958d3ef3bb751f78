"""ft series"""

from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.completion import complete_people, complete_series
from followthrough.cli.invocation import workspace
from followthrough.cli.options import NewPerson, Note, Tags, from_input
from followthrough.cli.output import answer, answer_changed, reader_of
from followthrough.domain.events import Visibility

if TYPE_CHECKING:
    from followthrough.actions.series import AllSeries
    from followthrough.actions.workspace import Workspace


def command(
    context: typer.Context,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A series, or an occurrence of one: the beginning of its id, or words.",
            autocompletion=complete_series,
        ),
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Have no more of it from tomorrow on.")] = False,
    every: Annotated[
        str | None, typer.Option("--every", metavar="RULE", help="How it repeats from tomorrow on.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="WHEN", help="The first day of that rule.")] = None,
    what: Annotated[str | None, typer.Option("--what", metavar="TEXT", help="What is promised from then on.")] = None,
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            metavar="WHO",
            help="Who it is promised to, in place of those so far.",
            autocompletion=complete_people,
        ),
    ] = [],
    pile_up: Annotated[
        bool | None,
        typer.Option("--pile-up/--no-pile-up", help="Whether lists show every occurrence that has passed."),
    ] = None,
    confidence: Annotated[
        str | None, typer.Option("--confidence", metavar="PERCENT", help="How sure the maker is: 80.")
    ] = None,
    tag: Tags = [],
    untag: Annotated[list[str], typer.Option("--untag", metavar="TAG", help="A tag to take off.")] = [],
    visibility: Annotated[
        Visibility | None, typer.Option("--visibility", help="Who may read its text in a report.")
    ] = None,
    remind: Annotated[
        str | None, typer.Option("--remind", metavar="LENGTH", help="How long before it is due to remind of it: 2d.")
    ] = None,
    note: Note = None,
    new_person: NewPerson = False,
) -> None:
    """Show what repeats; change a series from tomorrow on, or stop it."""
    given = [what, every, by, pile_up, confidence, visibility, remind, *to, *tag, *untag]
    changes = any(each is not None for each in given)
    if which is None and (changes or stop or note is not None):
        raise typer.BadParameter("Say which series: ft series lists them.")
    opened = workspace(context)
    if not changes and not stop:
        if note is not None:
            raise typer.BadParameter("--note goes with a change: --stop, --every, --what ...")
        _show(context, opened, which)
        return
    from followthrough.actions import change_series
    from followthrough.cli.newcomers import with_newcomers
    from followthrough.domain.errors import OptionsClashError

    assert which is not None
    if stop and changes:
        raise OptionsClashError("--stop", "a change")
    if by is not None and every is None:
        raise typer.BadParameter("--by says when a rule begins: give --every as well.")
    said = from_input(note)
    if stop:
        changed = change_series.stop(opened, which, note=said)
    else:
        changed = with_newcomers(
            context,
            opened,
            lambda workspace: change_series.change(
                workspace,
                which,
                what=what,
                to=to,
                every=every,
                by=by,
                pile_up=pile_up,
                confidence=confidence,
                tags=tag,
                untag=untag,
                visibility=visibility,
                remind=remind,
                note=said,
            ),
            all_new=new_person,
        )
    answer_changed(context, opened, changed)


def _show(context: typer.Context, opened: "Workspace", which: str | None) -> None:
    from followthrough.actions.series import all_series, one_series
    from followthrough.formats.series_document import SeriesJson, one_series_json
    from followthrough.rendering.series_page import no_series, series_lines

    found: AllSeries = all_series(opened) if which is None else one_series(opened, which)
    reader, now, today = reader_of(opened, found.book), opened.now(), opened.today()
    answer(
        context,
        lambda: SeriesJson(
            series=[one_series_json(each.series, each.open, each.settled, each.next, now) for each in found.series]
        ),
        lambda width: (
            tuple(
                line
                for each in found.series
                for line in series_lines(
                    each.series, each.open, each.settled, each.next, reader, today, width, alone=which is not None
                )
            )
            or no_series(width)
        ),
    )
