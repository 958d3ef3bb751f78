"""Settle promises, and what may come after: keep, miss, release, withdraw, repair, confirm, reopen."""

from collections.abc import Iterable

from followthrough.actions.asking import date_typed, said_besides
from followthrough.actions.finding import who_is_meant
from followthrough.actions.ports import Book
from followthrough.actions.recording import Changed, record
from followthrough.actions.workspace import Workspace
from followthrough.domain import lifecycle
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Because
from followthrough.domain.typed import read_share, read_text


def keep(
    workspace: Workspace, ids: Iterable[str], *, at: str | None = None, part: str | None = None, note: str | None = None
) -> Changed:
    """Record that promises were kept, in full or in part, now or earlier."""
    share = 1.0 if part is None else read_share("part", part, zero=False)
    understood = date_typed(workspace, at, "past")
    when = None if understood is None else understood.due
    return record(
        workspace,
        "kept",
        ids,
        lambda each, stamp, book: lifecycle.keep(each, stamp, at=when, typed_at=at or "", part=share),
        note=note,
        notices=said_besides(workspace, understood),
    )


def miss(
    workspace: Workspace, ids: Iterable[str], *, because: Because | None = None, note: str | None = None
) -> Changed:
    """Record that promises were missed, and whose doing it was where that is said."""
    return record(
        workspace, "missed", ids, lambda each, stamp, book: lifecycle.miss(each, stamp, because=because), note=note
    )


def release(
    workspace: Workspace, ids: Iterable[str], *, moot: bool = False, who: str | None = None, note: str | None = None
) -> Changed:
    """Record that a recipient let promises go, or that events overtook them."""
    return record(
        workspace,
        "released",
        ids,
        lambda each, stamp, book: lifecycle.release(each, stamp, whose=_whose(workspace, each, who, book), moot=moot),
        note=note,
    )


def withdraw(workspace: Workspace, ids: Iterable[str], *, note: str | None = None) -> Changed:
    """Record that promises were taken back before they were due."""
    return record(workspace, "withdrawn", ids, lambda each, stamp, book: lifecycle.withdraw(each, stamp), note=note)


def repair(workspace: Workspace, typed_id: str, how: str) -> Changed:
    """Record what was done to make a miss, a late or a partial keeping right."""
    said = read_text("note", how)
    return record(workspace, "repaired", [typed_id], lambda each, stamp, book: lifecycle.repair(each, stamp), note=said)


def confirm(
    workspace: Workspace,
    ids: Iterable[str],
    *,
    satisfied: bool = True,
    who: str | None = None,
    note: str | None = None,
) -> Changed:
    """Record a recipient's word on what was kept: satisfied, or not yet."""
    return record(
        workspace,
        "confirmed" if satisfied else "not yet",
        ids,
        lambda each, stamp, book: lifecycle.confirm(
            each, stamp, whose=_whose(workspace, each, who, book), satisfied=satisfied
        ),
        note=note,
    )


def reopen(workspace: Workspace, ids: Iterable[str], *, note: str | None = None) -> Changed:
    """Open settled promises again."""
    return record(workspace, "reopened", ids, lambda each, stamp, book: lifecycle.reopen(each, stamp), note=note)


def _whose(workspace: Workspace, commitment: Commitment, who: str | None, book: Book) -> str:
    said = None if who is None else who_is_meant(workspace, book, who)
    return lifecycle.whose_word(commitment, said, workspace.me_in(book), book.people())
