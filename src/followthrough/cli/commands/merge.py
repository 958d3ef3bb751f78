"""ft merge"""

from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.output import answer, reader_of, say
from followthrough.cli.progress import progress

if TYPE_CHECKING:
    from followthrough.actions.merge import Copy

_MOST_INPUT = 2**27
"""Bytes; a ledger that were longer breaks off there, and is refused."""


def command(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="[FILE...]",
            help="Copies of this ledger; - reads standard input. Without any, those that a sync tool put beside it.",
        ),
    ] = [],
    join: Annotated[
        bool, typer.Option("--join", help="Take in another ledger too, and make one of both, for good.")
    ] = False,
    driver: Annotated[
        bool, typer.Option("--driver", hidden=True, help="Unite two files in the first, as git's merge driver does.")
    ] = False,
) -> None:
    """Take in what copies of this ledger have and it has not.

    Nothing that either recorded is lost. What both sides changed is told, with both values.

    A copy that came by mail: ft merge ledger.json

    Several, of which one is another ledger: ft merge --join phone.json old.json

    Undo takes back what this machine recorded, so not a merge.
    """
    from followthrough.actions.merge import merge, take_in
    from followthrough.formats.merge_document import merge_json
    from followthrough.rendering.merge_page import merge_page

    if driver:
        _drive(files)
        return
    opened = workspace(context)
    if files:
        copies = [_copy(each) for each in dict.fromkeys(files)]
        with progress("Merging"):
            merging = merge(opened, copies, join=join)
    elif join:
        raise typer.BadParameter("Say which ledger to take in: ft merge --join FILE")
    else:
        with progress("Merging"):
            merging = take_in(opened)
        if not merging.copies:
            say("No sync tool left a copy of this ledger beside it that could be taken in.")
    answer(
        context,
        lambda: merge_json(merging.copies),
        lambda width: merge_page(merging.copies, reader_of(opened, merging.book), width),
    )


def _drive(files: list[str]) -> None:
    """What git's merge driver does."""
    from followthrough.bootstrap import drive_merge

    if len(files) != 2:
        raise typer.BadParameter("The driver takes two files.")
    drive_merge(*files)


def _copy(file: str) -> "Copy":
    """The copy that is named; `-` is what standard input holds, within reason."""
    from followthrough.actions.merge import Copy

    if file != "-":
        return Copy(path=file)
    import sys

    return Copy(path="standard input", content=sys.stdin.buffer.read(_MOST_INPUT))
