"""Filters as they are typed and saved: which promises are asked for, in words that mean something anew every day."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import asdict, replace

from followthrough.domain.commitment import State
from followthrough.domain.selection import Selection

STATES: tuple[State, ...] = get_args(State)
OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "to": "--to",
        "maker": "--from",
        "between": "--with",
        "mine": "--mine",
        "theirs": "--theirs",
        "overdue": "--overdue",
        "due": "--due",
        "due_within": "--due-within",
        "states": "--state",
        "tags": "--tag",
        "words": "--search",
        "since": "--since",
        "until": "--until",
        "everything": "--all",
    }
)
"""The option that sets each filter, in the order in which they are said."""
BY_OUTCOME = ("overdue", "due", "due_within", "states", "everything")
"""What became of a promise decides about these: whether it is settled and how, and to which date it was moved."""


class Filters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was typed; every filter that is set must agree. Without one, everything that is open."""

    to: str | None = None
    maker: str | None = None
    between: str | None = None
    mine: bool = False
    theirs: bool = False
    overdue: bool = False
    due: str | None = None
    due_within: str | None = None
    states: tuple[State, ...] = ()
    tags: tuple[str, ...] = ()
    words: str | None = None
    since: str | None = None
    until: str | None = None
    everything: bool = False

    def options(self, among: Iterable[str] = OPTIONS) -> tuple[str, ...]:
        """The options that are set among these filters."""
        return tuple(
            option for field, option in OPTIONS.items() if field in among and getattr(self, field) != _OFF[field]
        )


ALL_OPEN = Filters()
_OFF = asdict(ALL_OPEN)


def narrowed(view: Filters, typed: Filters) -> Filters:
    """The filters of a view with those typed beside it: these stand where both say something, tags are added."""
    said = {field: value for field, value in asdict(typed).items() if value != _OFF[field]}
    if typed.states or typed.everything:
        said |= {"states": typed.states, "everything": typed.everything}
    return replace(view, **{**said, "tags": tuple(dict.fromkeys((*view.tags, *typed.tags)))})


def as_text(filters: Filters) -> str:
    """The filters as options on a command line."""
    import shlex

    words: list[str] = []
    for field, option in OPTIONS.items():
        value = getattr(filters, field)
        if isinstance(value, bool):
            words += [option] * value
        elif value is not None:
            for each in (value,) if isinstance(value, str) else value:
                words += [f"{option}={each}"] if each.startswith("-") else [option, each]
    return shlex.join(words)


def from_text(text: str) -> Filters:
    """The filters that options on a command line are. Raises ValueError, which says what is not one."""
    import shlex

    try:
        words = shlex.split(text)
    except ValueError:
        raise ValueError("a quotation mark in it is not closed") from None
    fields = {option: field for field, option in OPTIONS.items()}
    found: dict[str, Any] = {}
    while words:
        option, equals, value = words.pop(0).partition("=")
        if option not in fields:
            raise ValueError(f"{option} is no filter")
        field = fields[option]
        if isinstance(_OFF[field], bool):
            found[field] = True
            continue
        if not equals and not words:
            raise ValueError(f"{option} is without its value")
        _put(found, field, value if equals else words.pop(0))
    if not found:
        raise ValueError("there is no filter in it")
    return Filters(**found)


def _put(found: dict[str, Any], field: str, value: str) -> None:
    if not isinstance(_OFF[field], tuple):
        found[field] = value
        return
    if field == "states" and value not in STATES:
        raise ValueError(f"{value} is no state")
    found[field] = (*found.get(field, ()), value)


_PERSONS = (("to", "to @"), ("maker", "from @"), ("between", "with @"))
SOMEBODY = "one person"


def said(selection: Selection, me: str, *, named: bool = True) -> tuple[str, ...]:
    """The filters of figures in words, to be printed beside them; persons by their handles where they are `named`."""
    return (
        *(
            f"{words}{handle}" if named else words.replace("@", SOMEBODY)
            for field, words in _PERSONS
            if (handle := getattr(selection, field)) is not None
        ),
        *((f"to @{me} by others" if named else f"to {SOMEBODY} by others",) if selection.theirs else ()),
        *(f"tag +{tag}" for tag in sorted(selection.tags)),
        *(f"with the word “{word}”" for word in selection.words),
        *((f"since {selection.since}",) if selection.since else ()),
        *((f"until {selection.until}",) if selection.until else ()),
    )


def unsaid(filters: Iterable[str]) -> Selection | None:
    """The selection that these words say; None where they do not say all of it."""
    fields: dict[str, Any] = {"tags": set(), "words": []}
    for each in filters:
        person = next(((field, words) for field, words in _PERSONS if each.startswith(words)), None)
        if person is not None and not each.endswith(" by others"):
            fields[person[0]] = each.removeprefix(person[1])
        elif each.startswith("tag +"):
            fields["tags"].add(each.removeprefix("tag +"))
        elif each.startswith("with the word “"):
            fields["words"].append(each.removeprefix("with the word “").removesuffix("”"))
        elif each.startswith(("since ", "until ")):
            fields[each[:5]] = date.fromisoformat(each[6:])
        else:
            return None
    return Selection(**fields | {"tags": frozenset(fields["tags"]), "words": tuple(fields["words"])})
