"""Unite other copies of the ledger with it: files that came by mail, from a stick, or that a sync tool left behind."""

from collections.abc import Sequence

from msgspec import Struct

from followthrough.actions.ports import Book
from followthrough.actions.workspace import Workspace
from followthrough.domain.merging import Brought


class Copy(Struct, frozen=True, kw_only=True):
    """A copy of a ledger: a file, or the bytes that came in under that name."""

    path: str
    content: bytes | None = None


class Merging(Struct, frozen=True, kw_only=True):
    """What the copies brought, in their order, and the reading after it."""

    copies: tuple[Brought, ...]
    book: Book


def take_in(workspace: Workspace) -> Merging:
    """Unite what sync tools left beside the ledger with it, and clear that away."""
    book, brought = workspace.ledger.take_in_copies(by=workspace.me, now=workspace.now())
    return Merging(copies=brought, book=book)


def merge(workspace: Workspace, copies: Sequence[Copy], *, join: bool = False) -> Merging:
    """Unite these copies with the ledger, in one change or not at all."""
    book, brought = workspace.ledger.merge(copies, by=workspace.me, now=workspace.now(), join=join)
    return Merging(copies=brought, book=book)
