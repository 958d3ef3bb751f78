"""Give promises a new due date."""

from collections.abc import Iterable

from followthrough.actions.recording import Changed, record
from followthrough.actions.workspace import Workspace
from followthrough.domain import lifecycle
from followthrough.domain.phrases import read_due


def move(workspace: Workspace, ids: Iterable[str], *, by: str, agreed: bool, note: str | None = None) -> Changed:
    """Record a new due date, and whether the recipient agreed to it."""
    due = read_due(by, workspace.dates)
    return record(
        workspace,
        "moved",
        ids,
        lambda each, stamp, book: lifecycle.move(each, stamp, due=due, typed=by, agreed=agreed),
        note=note,
    )
