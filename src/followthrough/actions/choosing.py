"""Which promises are meant by filters: what was typed, with the view that was named, read at this moment."""

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.asking import due_asked, length_asked, since_asked, until_asked
from followthrough.actions.finding import who_is_meant
from followthrough.actions.ports import OpenBook
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import State
from followthrough.domain.errors import (
    BadSettingError,
    BadViewNameError,
    FilteredByOutcomeError,
    NoFiltersError,
    NoSuchViewError,
    OptionsClashError,
)
from followthrough.domain.filters import ALL_OPEN, BY_OUTCOME, STATES, Filters, as_text, from_text, narrowed, said
from followthrough.domain.selection import Party, Selection
from followthrough.domain.typed import is_tag, read_tags

ALL_STATES: frozenset[State] = frozenset(STATES)
OPEN: frozenset[State] = frozenset(("open",))
COUNTED_STATES = ALL_STATES - {"undone"}


class Choice(Struct, frozen=True, kw_only=True):
    """Which of a maker's promises figures are of, as I see them, and the words for it that are printed beside them."""

    selection: Selection
    me: Party
    filters: tuple[str, ...]


def with_view(workspace: Workspace, typed: Filters, view: str | None) -> Filters:
    """What was typed, and the filters of a view. Raises NoSuchViewError, BadSettingError."""
    if view is None:
        return typed
    views = workspace.preferences.views
    if view not in views:
        raise NoSuchViewError(view, tuple(sorted(views)))
    try:
        return narrowed(from_text(views[view]), typed)
    except ValueError as problem:
        raise BadSettingError(f"views.{view}", views[view], str(problem)) from None


def for_figures(workspace: Workspace, typed: Filters, view: str | None) -> Filters:
    """The same for figures. Raises FilteredByOutcomeError, which says where the filter stands, and as `with_view`."""
    _check_figures(typed)
    asked = with_view(workspace, typed, view)
    _check_figures(asked, view)
    return asked


def _check_figures(filters: Filters, view: str | None = None) -> None:
    if refused := filters.options(BY_OUTCOME):
        raise FilteredByOutcomeError(refused, view)


def save_view(workspace: Workspace, name: str, filters: Filters) -> str:
    """Save filters under a name, as they were typed; what there is to say. Raises BadViewNameError, NoFiltersError."""
    if not is_tag(name):
        raise BadViewNameError(name)
    if filters == ALL_OPEN:
        raise NoFiltersError(name)
    text, before = as_text(filters), workspace.preferences.views.get(name)
    workspace.preferences.keep_view(name, text)
    instead = f", in place of {before}" if before not in (None, text) else ""
    return f"Saved as the view {name}: {text}{instead}"


def selection(workspace: Workspace, book: OpenBook, filters: Filters, *, states: Collection[State] = OPEN) -> Selection:
    """What the filters mean now; `states` are those asked for where none is."""

    def who(typed: str | None) -> str | None:
        return None if typed is None else who_is_meant(workspace, book, typed)

    return Selection(
        to=who(filters.to),
        maker=who(filters.maker),
        between=who(filters.between),
        mine=filters.mine,
        theirs=filters.theirs,
        overdue=filters.overdue,
        due=due_asked(workspace, filters.due),
        due_within=length_asked(filters.due_within),
        states=states_asked(filters, states),
        tags=frozenset(read_tags(filters.tags)),
        words=tuple((filters.words or "").split()),
        since=since_asked(workspace, filters.since),
        until=until_asked(workspace, filters.until),
    )


def states_asked(filters: Filters, otherwise: Collection[State]) -> frozenset[State]:
    """The states that are asked for. Raises OptionsClashError."""
    if filters.everything and filters.states:
        raise OptionsClashError("--all", "--state")
    return ALL_STATES if filters.everything else frozenset(filters.states or otherwise)


def choice(workspace: Workspace, book: OpenBook, filters: Filters, *, named: bool = True) -> Choice | None:
    """What figures are chosen by; None where they are of every promise. Raises FilteredByOutcomeError."""
    _check_figures(filters)
    if filters == ALL_OPEN:
        return None
    me = workspace.party(book)
    asked = selection(workspace, book, filters, states=COUNTED_STATES)
    if asked.mine and asked.maker in (None, me.handle):
        asked = replace(asked, mine=False, maker=me.handle)
    return Choice(selection=asked, me=me, filters=said(asked, me.handle, named=named))
