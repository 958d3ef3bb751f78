"""ft forget"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.completion import complete_any_or_person
from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.output import answer, reader_of, say
from followthrough.domain.errors import NotConfirmedError

if TYPE_CHECKING:
    from followthrough.actions.workspace import Workspace


def command(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID|@WHO...",
            help="Promises or series: the beginning of an id, or words. Or a person: @ and their handle.",
            autocompletion=complete_any_or_person,
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Erase promises, or the name of a @person, for good: only a count or @someone stays."""
    from followthrough.actions.forget import forget
    from followthrough.formats.people_document import forgotten_json
    from followthrough.rendering.forgotten_page import forgotten_page

    opened = workspace(context)
    if not yes and sys.stdin.isatty() and sys.stderr.isatty() and not invocation(context).json:
        _ask(opened, ids)
    erased = forget(opened, ids)
    answer(
        context,
        lambda: forgotten_json(erased.ids, erased.persons),
        lambda width: forgotten_page(erased.ids, erased.persons, reader_of(opened, erased.book).shorten, width),
    )
    for series in erased.series:
        say(f"What repeats keeps the text: ft forget {series[:6]}")
    what = "text and the name" if erased.ids and erased.persons else "name" if erased.persons else "text"
    say(f"Other copies of this ledger, backups of yours and git history keep the {what}.")


def _ask(opened: "Workspace", ids: list[str]) -> None:
    """Raise NotConfirmedError unless it is meant."""
    from followthrough.actions.forget import about_to_forget
    from followthrough.domain.errors import quoted
    from followthrough.rendering.wording import plural

    doomed = about_to_forget(opened, ids)
    for each in doomed.promises:
        say(f"{each.id}  {quoted(each.what)}")
    for one in doomed.series:
        say(f"{one.id}  {quoted(one.what)}, which repeats")
    for person, count in doomed.persons:
        say(f"@{person.handle}  {person.name}, part of {plural(count, 'promise')}")
    if not typer.confirm("Erase this for good, in this ledger? Other copies keep it.", default=False, err=True):
        raise NotConfirmedError
