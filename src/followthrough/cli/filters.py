"""The filters that `list`, `log`, `score` and `report` have in common: declared once, given to each command."""

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import update_wrapper
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from followthrough.cli.completion import complete_people, complete_views
from followthrough.cli.options import Tags, With
from followthrough.domain.commitment import State

if TYPE_CHECKING:
    from followthrough.domain.filters import Filters

StateName = StrEnum("StateName", {name: name for name in get_args(State)})  # type: ignore[misc]  # Typer wants an enum


class Typed:
    """The filters that were typed, and the name of a view with more of them."""

    def __init__(self, view: str | None, **fields: Any) -> None:
        self.view = view
        self._fields = fields

    @property
    def filters(self) -> "Filters":
        """The filters without those of the view."""
        from followthrough.domain.filters import Filters

        return Filters(**self._fields)


def _declared(
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="WHO", help="Promised to this person or circle.", autocompletion=complete_people),
    ] = None,
    maker: Annotated[
        str | None,
        typer.Option("--from", metavar="WHO", help="Promised by this person.", autocompletion=complete_people),
    ] = None,
    between: With = None,
    mine: Annotated[bool, typer.Option("--mine", help="Promised by me.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Promised to me by others.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Open, and past its due date.")] = False,
    due: Annotated[
        str | None, typer.Option("--due", metavar="WHEN", help="Due then: friday, this week, december.")
    ] = None,
    due_within: Annotated[
        str | None, typer.Option("--due-within", metavar="LENGTH", help="Overdue, or due within this time: 7d.")
    ] = None,
    states: Annotated[list[StateName], typer.Option("--state", help="In this state; may be repeated.")] = [],
    tags: Tags = [],
    words: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="With all these words in its text or notes.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="WHEN", help="Dated on this day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="WHEN", help="Dated on this day or earlier.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="In every state, not only open ones.")] = False,
    view: Annotated[
        str | None,
        typer.Option(
            "--view", metavar="NAME", help="With the filters saved under this name.", autocompletion=complete_views
        ),
    ] = None,
) -> Typed:
    return Typed(
        view,
        to=to,
        maker=maker,
        between=between,
        mine=mine,
        theirs=theirs,
        overdue=overdue,
        due=due,
        due_within=due_within,
        states=tuple(each.value for each in states),
        tags=tuple(tags),
        words=words,
        since=since,
        until=until,
        everything=everything,
    )


_DECLARED = inspect.signature(_declared).parameters


def filtered(
    *, hidden: tuple[str, ...] = (), saying: dict[str, str] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command that has a parameter `typed` the options of all filters in its place.

    The help leaves those out that are `hidden`, as they are refused, and says of others what they are in `saying`.
    """

    def wrapped(command: Callable[..., None]) -> Callable[..., None]:
        def with_filters(*args: Any, **given: Any) -> None:
            own = {name: given.pop(name) for name in list(given) if name not in _DECLARED}
            command(*args, **own, typed=_declared(**given))

        options = [_said(each, hidden, saying or {}) for each in _DECLARED.values()]
        parameters: list[inspect.Parameter] = []
        for each in inspect.signature(command).parameters.values():
            parameters += options if each.name == "typed" else [each]
        update_wrapper(with_filters, command)
        del with_filters.__wrapped__  # type: ignore[attr-defined]  # whose parameters are others
        with_filters.__annotations__ = {each.name: each.annotation for each in parameters}
        with_filters.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # likewise
        return with_filters

    return wrapped


def _said(parameter: inspect.Parameter, hidden: tuple[str, ...], saying: dict[str, str]) -> inspect.Parameter:
    from copy import copy

    kind, *rest = get_args(parameter.annotation)
    option = copy(rest[-1])
    option.hidden = parameter.name in hidden
    option.help = saying.get(parameter.name, option.help)
    return parameter.replace(annotation=Annotated[kind, option])
