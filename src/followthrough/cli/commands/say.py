"""ft say"""

from enum import StrEnum
from typing import Annotated, cast

import typer

from followthrough.cli.invocation import workspace
from followthrough.cli.options import AnyId
from followthrough.cli.output import answer, say
from followthrough.domain.message import KINDS, MessageKind

Kind = StrEnum("Kind", {kind: kind for kind in KINDS})  # type: ignore[misc]  # Typer wants an enum


def command(
    context: typer.Context,
    id: AnyId,
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}.")],
    copy: Annotated[bool, typer.Option("--copy", help="Put it on the clipboard, too.")] = False,
    with_id: Annotated[bool, typer.Option("--id", help="Name the beginning of the id in it.")] = False,
) -> None:
    """Draft a short message about a promise, to send yourself; nothing is sent."""
    from followthrough.actions import say as saying
    from followthrough.bootstrap import open_clipboard
    from followthrough.formats.output import MessageJson
    from followthrough.rendering.lines import line

    draft = saying.say(workspace(context), id, cast(MessageKind, kind.value), with_id=with_id)
    answer(
        context,
        lambda: MessageJson(id=draft.commitment.id, kind=draft.kind, to=list(draft.to), text=draft.text),
        lambda width: (line(draft.text),),
    )
    if copy:
        say(f"Copied to the clipboard, by {open_clipboard().copy(draft.text)}.")
