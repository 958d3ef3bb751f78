"""Count what is open, for a shell's prompt."""

from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import NoSuchPlaceholderError
from followthrough.domain.open_counts import OpenCounts, count_open
from followthrough.rendering.prompt import PLACEHOLDERS, first_unknown


def prompt(workspace: Workspace, template: str | None = None) -> OpenCounts:
    """The counts of this user's own open promises. Raises NoSuchPlaceholderError for a format that has others."""
    unknown = None if template is None else first_unknown(template)
    if unknown is not None:
        raise NoSuchPlaceholderError(unknown, ", ".join(PLACEHOLDERS))
    book = workspace.ledger.read_open()
    workspace.check_me(book)
    me = workspace.me_in(book)
    mine = (each for each in book.at_hand() if each.maker == me and each.state == "open")
    return count_open(mine, workspace.now())
