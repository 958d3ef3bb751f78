"""ft people"""

from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.completion import Words, complete_circles, complete_people, complete_zones
from followthrough.cli.invocation import workspace
from followthrough.cli.options import NewPerson
from followthrough.cli.output import answer, say

if TYPE_CHECKING:
    from followthrough.actions.people import People
    from followthrough.domain.people import Openness

_OPENLY = "named|initials|counted|left-out"
_WORDS = {"rename": ("OLD", "NEW"), "join": ("ONE", "OTHER"), "sharing": ("CIRCLE", _OPENLY)}
"""What stands before two words and says what is to become of them."""


def _complete_words(context: typer.Context, incomplete: str) -> Words:
    """People, and what may stand before two words; behind `sharing` a circle, then how openly."""
    match context.params.get("words") or []:
        case ["sharing"]:
            return complete_circles(context, incomplete)
        case ["sharing", _]:
            return [(word, "") for word in _OPENLY.split("|") if word.startswith(incomplete)]
        case []:
            verbs = [(word, " ".join(rest)) for word, rest in _WORDS.items() if word.startswith(incomplete)]
            return [*complete_people(context, incomplete), *verbs]
        case _:
            return complete_people(context, incomplete)


def command(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar=f"[WHO | rename OLD NEW | join ONE OTHER | sharing CIRCLE {_OPENLY}]",
            help="One person or circle; or give one another handle; or say that one is the other; or say how openly a "
            "circle's reports may show you.",
            autocompletion=_complete_words,
        ),
    ] = [],
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Their display name.")] = None,
    alias: Annotated[
        list[str],
        typer.Option("--alias", metavar="NAME", help="What else they are called; may be repeated."),
    ] = [],
    no_alias: Annotated[
        list[str], typer.Option("--no-alias", metavar="NAME", help="What they are not called any more.")
    ] = [],
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", help="Where they live: Europe/Madrid.", autocompletion=complete_zones),
    ] = None,
    member: Annotated[
        list[str],
        typer.Option(
            "--member",
            metavar="WHO",
            help="Who joins: WHO is a circle; may be repeated.",
            autocompletion=complete_people,
        ),
    ] = [],
    no_member: Annotated[
        list[str],
        typer.Option(
            "--no-member", metavar="WHO", help="Who leaves a circle; may be repeated.", autocompletion=complete_people
        ),
    ] = [],
    only: Annotated[
        list[str],
        typer.Option(
            "--only", metavar="ID", help="With rename: in this promise alone, it was somebody else; may be repeated."
        ),
    ] = [],
    new_person: NewPerson = False,
) -> None:
    """List everyone, or say who someone is and who belongs to a circle.

    A new handle for someone, whose promises go with them: ft people rename ana ana-ruiz

    Two handles of one person: ft people join annie ana

    One handle of two people: ft people rename ana ana-cruz --only lts

    Your initials in the reports of a circle: ft people sharing medics initials
    """
    from followthrough.actions.people import describe, everyone, one, share
    from followthrough.actions.renaming import join, rename
    from followthrough.cli.newcomers import with_newcomers
    from followthrough.formats.people_document import people_json
    from followthrough.rendering.people_page import people_page

    described = bool(alias or no_alias or zone is not None or member or no_member)
    verb = _verb(words, described=described or (name is not None and words[0:1] == ["sharing"]), only=bool(only))
    if not words and (name is not None or described):
        raise typer.BadParameter("Say whom it is about: ft people HANDLE --name NAME")
    opened = workspace(context)
    found: People
    if verb == "rename":
        found = rename(opened, words[1], words[2], name=name, only=only)
    elif verb == "join":
        found = join(opened, words[1], words[2], name=name)
    elif verb == "sharing":
        found = share(opened, words[1], _openness(words[2]))
    elif not words:
        found = everyone(opened)
    elif name is None and not described:
        found = one(opened, words[0])
    else:
        found = with_newcomers(
            context,
            opened,
            lambda workspace: describe(
                workspace,
                words[0],
                name=name,
                members=member,
                leaving=no_member,
                aliases=alias,
                dropped=no_alias,
                zone=zone,
            ),
            all_new=new_person,
        )
    answer(
        context,
        lambda: people_json(found.me, found.people, found.sharing),
        lambda width: people_page(found.people, found.me, found.sharing, width),
    )
    for notice in found.notices:
        say(notice)


def _verb(words: list[str], *, described: bool, only: bool) -> str | None:
    """`rename` or `join`; None for one person or all. Raises BadParameter."""
    verb = words[0] if len(words) > 1 else None
    if verb is not None and (verb not in _WORDS or len(words) != 3):
        if verb not in _WORDS:
            raise typer.BadParameter(f"One person at a time: ft people {words[0]}")
        raise typer.BadParameter(f"Say both: ft people {verb} {' '.join(_WORDS[verb])}")
    if only and verb != "rename":
        raise typer.BadParameter("--only goes with rename: ft people rename OLD NEW --only ID")
    if verb is not None and described:
        about = words[1] if verb == "sharing" else words[2]
        raise typer.BadParameter(f"Describe them in a command of its own: ft people {about} --alias NAME")
    return verb


def _openness(typed: str) -> "Openness":
    """How openly I am to be shown. Raises BadParameter."""
    from followthrough.domain.people import OPENNESS

    for each in OPENNESS:
        if each == typed.casefold():
            return each
    raise typer.BadParameter(f"Say one of {_OPENLY.replace('|', ', ')}: ft people sharing CIRCLE counted")
