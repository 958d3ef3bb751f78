"""How this machine's user reads names and ids."""

from followthrough.actions.finding import short_id
from followthrough.actions.ports import OpenBook
from followthrough.actions.workspace import Workspace
from followthrough.domain.identifiers import SHORTEST_AWAY, SHORTEST_PREFIX
from followthrough.rendering.who import Reader


def reader_for(workspace: Workspace, book: OpenBook, *, away: bool = False) -> Reader:
    """A reader to whom ids are as short as can be; what leaves the terminal (`away`) prints longer ones."""
    least = SHORTEST_AWAY if away else SHORTEST_PREFIX
    return Reader(me=workspace.me_in(book), people=book.people(), shorten=lambda each: short_id(book, each, least))
