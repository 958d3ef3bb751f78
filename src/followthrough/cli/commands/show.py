"""ft show"""

import typer

from followthrough.cli.invocation import wider_workspace
from followthrough.cli.options import AnyId
from followthrough.cli.output import answer_commitments, reader_of, say


def command(context: typer.Context, id: AnyId) -> None:
    """Show one promise and its history."""
    from followthrough.actions.browse import show
    from followthrough.actions.snooze import snooze_said
    from followthrough.domain.notices import HistoryDamaged
    from followthrough.rendering.detail import detail_page

    opened = wider_workspace(context)
    found = show(opened, id)
    reader, now = reader_of(opened, found.book), opened.now()
    answer_commitments(
        context,
        opened,
        found.commitments,
        lambda width: detail_page(found.commitments[0], reader, now, opened.zone, width),
    )
    if found.damage is not None:
        say(str(HistoryDamaged(found.damage.events, found.damage.said)))
    if (repeats := found.repeats) is not None:
        say(repeats)
    if (snoozed := snooze_said(opened, found.commitments[0])) is not None:
        say(snoozed)
