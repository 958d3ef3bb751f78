"""What deserves attention now."""

from datetime import timedelta

from msgspec import Struct

from followthrough.actions.ports import Book
from followthrough.actions.workspace import Workspace
from followthrough.domain.digest import KEPT_LATELY, Digest, digest
from followthrough.domain.phrases import read_duration

WITHIN = timedelta(days=7)


class Attention(Struct, frozen=True, kw_only=True):
    """A digest, and the reading it comes from."""

    digest: Digest
    book: Book


def attention(workspace: Workspace, *, within: str | None = None) -> Attention:
    """The digest of this machine's user, looking ahead a week unless another length is given."""
    book, now = workspace.ledger.read(), workspace.now()
    reach = WITHIN if within is None else read_duration(within)
    today = workspace.today()
    kept = book.touched_between(today - KEPT_LATELY, today, settled_only=True)
    return Attention(digest=digest(workspace.party(book), book.unsettled(), kept, now=now, within=reach), book=book)
