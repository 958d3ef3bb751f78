"""Dates that somebody types: what they mean, and what is said back. The grammar is loaded only where one is typed."""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, overload

from followthrough.actions.workspace import Workspace
from followthrough.domain.dates import Dates, Span, Toward
from followthrough.domain.due import Due

if TYPE_CHECKING:
    from followthrough.domain.phrases import Understood


@overload
def date_typed(workspace: Workspace, typed: str, toward: Toward = "future") -> "Understood": ...
@overload
def date_typed(workspace: Workspace, typed: str | None, toward: Toward = "future") -> "Understood | None": ...
def date_typed(workspace: Workspace, typed: str | None, toward: Toward = "future") -> "Understood | None":
    """What a date means, where one was typed."""
    if typed is None:
        return None
    return _read_once(typed, workspace.dates, toward)


@lru_cache(maxsize=1024)
def _read_once(typed: str, dates: Dates, toward: Toward) -> "Understood":
    """What a phrase means; one that stands in many lines is read once."""
    from followthrough.domain.phrases import read

    return read(typed, dates, toward)


def said_besides(workspace: Workspace, *dates: "Understood | None") -> tuple[str, ...]:
    """What there is to say of them besides what they mean."""
    typed = [each for each in dates if each is not None]
    if not typed:
        return ()
    from followthrough.rendering.understood import asides

    return tuple(said for each in typed for said in asides(each, workspace.dates))


def due_asked(workspace: Workspace, typed: str | None) -> Due | Span | None:
    """The day, the moment or the stretch of days in which what is asked for is due."""
    if typed is None:
        return None
    from followthrough.domain.phrases import read_due_or_span

    return read_due_or_span(typed, workspace.dates)


@overload
def length_asked(typed: str) -> timedelta: ...
@overload
def length_asked(typed: str | None) -> timedelta | None: ...
def length_asked(typed: str | None) -> timedelta | None:
    """The length of time within which it is due."""
    if typed is None:
        return None
    from followthrough.domain.phrases import read_duration

    return read_duration(typed)


def since_asked(workspace: Workspace, typed: str | None) -> date | None:
    """The first day: of a stretch of days its first."""
    if typed is None:
        return None
    from followthrough.domain.phrases import read_span

    return read_span(typed, workspace.dates, "past").first


def until_asked(workspace: Workspace, typed: str | None) -> date | None:
    """The last day: of a stretch of days its last."""
    if typed is None:
        return None
    from followthrough.domain.phrases import read_span

    return read_span(typed, workspace.dates).last


def asked_said(
    workspace: Workspace, *, due: Due | Span | None = None, since: date | None = None, until: date | None = None
) -> tuple[str, ...]:
    """What was understood of them, to be said back."""
    if due is None and since is None and until is None:
        return ()
    from followthrough.rendering.understood import days_asked

    return days_asked(due, since, until, workspace.dates)
