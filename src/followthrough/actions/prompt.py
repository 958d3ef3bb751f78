"""Count what is open, for a shell's prompt."""

from collections.abc import Sequence

from msgspec import Struct

from followthrough.actions.several import Asked, look_at
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import NoSuchPlaceholderError, Problem
from followthrough.domain.open_counts import OpenCounts, added_up, count_open
from followthrough.rendering.prompt import PLACEHOLDERS, first_unknown


class Prompted(Struct, frozen=True):
    """The counts over several ledgers, and what stood in the way of others."""

    counts: OpenCounts
    problems: tuple[Problem, ...] = ()


def prompt(asked: Sequence[Asked[Workspace]], template: str | None = None) -> Prompted:
    """The counts of this user's own open promises. Raises NoSuchPlaceholderError for a format that has others."""
    unknown = None if template is None else first_unknown(template)
    if unknown is not None:
        raise NoSuchPlaceholderError(unknown, ", ".join(PLACEHOLDERS))
    looked = look_at(asked, lambda each: _Open(each.workspace), lambda found: found.book)
    return Prompted(added_up(each.counts() for each in looked.found), looked.problems)


class _Open:
    """What is open in one ledger."""

    def __init__(self, workspace: Workspace) -> None:
        self.book = workspace.ledger.read_open()
        self._workspace = workspace
        workspace.check_me(self.book)

    def counts(self) -> OpenCounts:
        """How much of it is mine."""
        me = self._workspace.me_in(self.book)
        mine = (each for each in self.book.at_hand() if each.maker == me and each.state == "open")
        return count_open(mine, self._workspace.now())
