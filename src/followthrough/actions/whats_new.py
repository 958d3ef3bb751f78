"""What is new in the digest since it was last printed as new."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.digest import Attention
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.remind import snoozes_of, told_of
from followthrough.domain.errors import MarksNotKeptError, ToldElsewhereError, ToldNotRememberedError
from followthrough.domain.noticing import news

DESTINATION = "digest"


class WhatsNew(Struct, frozen=True, kw_only=True):
    """Only what is new of what deserves attention, and what else there is to say."""

    attention: Attention
    notices: tuple[str, ...] = ()


@contextmanager
def whats_new(workspace: WiderWorkspace, found: Attention) -> Iterator[WhatsNew]:
    """What is new; it is remembered as told when the block in which it is printed ends well.

    Raises ToldElsewhereError and MarksNotKeptError before, ToldNotRememberedError after it.
    """
    marks = workspace.marks
    with marks.locked(DESTINATION) as ours:
        if not ours:
            raise ToldElsewhereError
        told, more = told_of(workspace, DESTINATION)
        snoozes, notices = snoozes_of(workspace)
        new = news(found.digest, told, snoozes, zone=workspace.zone)
        if new.told != told:
            marks.keep(DESTINATION, told)
        yield WhatsNew(attention=replace(found, digest=new.digest), notices=(*notices, *more))
        try:
            if new.told != told:
                marks.keep(DESTINATION, new.told)
        except MarksNotKeptError as problem:
            raise ToldNotRememberedError(problem.path, problem.reason) from None
