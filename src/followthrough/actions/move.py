"""Give promises a new due date."""

from collections.abc import Iterable

from followthrough.actions.asking import date_typed, said_besides
from followthrough.actions.recording import Changed, record
from followthrough.actions.workspace import Workspace
from followthrough.domain import lifecycle


def move(workspace: Workspace, ids: Iterable[str], *, by: str, agreed: bool, note: str | None = None) -> Changed:
    """Record a new due date, and whether the recipient agreed to it."""
    understood = date_typed(workspace, by)
    return record(
        workspace,
        "moved",
        ids,
        lambda each, stamp, book: lifecycle.move(each, stamp, due=understood.due, typed=by, agreed=agreed),
        note=note,
        notices=said_besides(workspace, understood),
    )
