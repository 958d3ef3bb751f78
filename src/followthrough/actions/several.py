"""Look at several ledgers as at one: the usual one, and whatever others have a name in the settings."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.digest import Attention, Opened, attention
from followthrough.actions.ports import OpenBook
from followthrough.actions.reading import reader_for
from followthrough.domain.digest import Digest, together
from followthrough.domain.errors import InLedgerError, Problem
from followthrough.rendering.who import Reader

Found = TypeVar("Found")


class Asked(Struct, Generic[Opened], frozen=True):
    """A ledger to look at: its name, none for the usual one, and the workspace it is in."""

    name: str | None
    workspace: Opened


class Looked(Struct, Generic[Found], frozen=True):
    """What was found in each ledger that could be read, and what stood in the way of the others."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...]


class Overview(Struct, Generic[Opened], frozen=True, kw_only=True):
    """What deserves attention in several ledgers: in each of them, and what stood in the way of others."""

    parts: tuple[Attention[Opened], ...]
    problems: tuple[Problem, ...] = ()
    several: bool = False

    @property
    def digest(self) -> Digest:
        """One digest of all."""
        digest = together([each.digest for each in self.parts])
        return replace(digest, partial=True) if self.problems else digest

    @property
    def begun(self) -> bool:
        """Whether there is any ledger."""
        return any(each.book.begun for each in self.parts)

    def reader(self, *, away: bool = False) -> Reader:
        """How this machine's user reads all of it."""
        return reader_of_all(self.parts, away=away)


def reader_of_all(parts: Sequence[Attention[Opened]], *, away: bool = False) -> Reader:
    """How this machine's user reads names and ids of several ledgers."""
    readers = [reader_for(each.workspace, each.book, away=away) for each in parts]
    others = {each.name: reader for each, reader in zip(parts, readers, strict=True) if each.name is not None}
    first = readers[0]
    return Reader(me=first.me, people=first.people, shorten=first.shorten, others=others)


def overview(asked: Sequence[Asked[Opened]], *, within: str | None = None, scaled: bool = False) -> Overview[Opened]:
    """What deserves attention in all of these ledgers, each as `attention` has it.

    Where only one is asked for, what stands in its way is raised.
    """
    looked = look_at(
        asked,
        lambda each: attention(each.workspace, within=within, scaled=scaled, name=each.name),
        lambda part: part.book,
    )
    return Overview(parts=looked.found, problems=looked.problems, several=len(asked) > 1)


def look_at(
    asked: Sequence[Asked[Opened]], look: Callable[[Asked[Opened]], Found], book_of: Callable[[Found], OpenBook]
) -> Looked[Found]:
    """What is found in each of these ledgers; one that is reached twice, by whatever paths, counts once.

    One that cannot be read does not keep the others from being looked at. Raises its Problem where it is the only one,
    or none could be read.
    """
    if len(asked) == 1:
        return Looked((look(asked[0]),), ())
    found: list[Found] = []
    problems: list[Problem] = []
    ids: set[str] = set()
    for each in asked:
        try:
            one = look(each)
        except Problem as problem:
            problems.append(problem if each.name is None else InLedgerError(problem, each.name))
            continue
        ledger_id = book_of(one).ledger_id
        if not ledger_id or ledger_id not in ids:
            found.append(one)
            ids.add(ledger_id)
    if not found:
        raise problems[0]
    return Looked(tuple(found), tuple(problems))
