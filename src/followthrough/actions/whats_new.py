"""What is new in the digest since it was last printed as new, or since some place was told."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.digest import Attention, Opened
from followthrough.actions.edges import Marks, WiderWorkspace
from followthrough.actions.several import Overview
from followthrough.domain.errors import (
    BadMarksError,
    BadSnoozesError,
    MarksNotKeptError,
    ToldElsewhereError,
    ToldNotRememberedError,
)
from followthrough.domain.noticing import News, Telling, Told, news_together

DESTINATION = "digest"


class WhatsNew(Struct, frozen=True, kw_only=True):
    """Only what is new of what deserves attention, and what else there is to say."""

    overview: Overview[WiderWorkspace]
    notices: tuple[str, ...] = ()


@contextmanager
def whats_new(found: Overview[WiderWorkspace]) -> Iterator[WhatsNew]:
    """What is new in each ledger; it is remembered as told when the block in which it is printed ends well.

    Raises ToldElsewhereError and MarksNotKeptError before, ToldNotRememberedError after it.
    """
    with ExitStack() as locks:
        all_marks = [each.workspace.marks for each in found.parts]
        for marks in all_marks:
            if not locks.enter_context(marks.locked(DESTINATION)):
                raise ToldElsewhereError
        notices: list[str] = []
        tellings = [telling(part, told_of(part.workspace.marks, DESTINATION, notices), notices) for part in found.parts]
        new = news_together(tellings, zone=found.parts[0].workspace.zone)
        changed = [
            (marks, each.told, now.told)
            for marks, each, now in zip(all_marks, tellings, new, strict=True)
            if now.told != each.told
        ]
        for marks, before, _ in changed:
            marks.keep(DESTINATION, before)
        yield WhatsNew(overview=with_news(found, new), notices=tuple(notices))
        try:
            for marks, _, after in changed:
                marks.keep(DESTINATION, after)
        except MarksNotKeptError as problem:
            raise ToldNotRememberedError(problem.path, problem.reason) from None


def with_news(found: Overview[Opened], new: Sequence[News]) -> Overview[Opened]:
    """The overview with only what is new of each part."""
    parts = tuple(replace(part, digest=each.digest) for part, each in zip(found.parts, new, strict=True))
    return replace(found, parts=parts)


def telling(part: Attention[WiderWorkspace], told: Told, notices: list[str]) -> Telling:
    """What one ledger has to say to a place; that its snoozes cannot be told is put to the notices."""
    try:
        snoozes = part.workspace.marks.snoozes()
    except BadSnoozesError as problem:
        notices.append(f"{problem} Nothing was left out.")
        snoozes = {}
    return Telling(digest=part.digest, told=told, snoozes=snoozes)


def told_of(marks: Marks, destination: str, notices: list[str]) -> Told:
    """What a place was told; that it cannot be said is put to the notices."""
    try:
        return marks.told(destination)
    except BadMarksError as problem:
        notices.append(f"{problem} Everything is told as new.")
        return Told()
