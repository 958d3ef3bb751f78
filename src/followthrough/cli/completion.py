"""What the shell completes: ids with their text, people, tags. A shell gets no errors, only fewer words."""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from followthrough.actions.ports import Book
    from followthrough.adapters.settings import Settings

Words = list[tuple[str, str]]
_MOST = 200
_WIDEST_TEXT = 50
ASKED_BY = ("_FT_COMPLETE", "_FOLLOWTHROUGH_COMPLETE")


def complete_open(context: typer.Context, incomplete: str) -> Words:
    """Open promises."""
    return _completed(context, incomplete, lambda book: ((each.id, each.what) for each in book.at_hand()), ids=True)


def complete_series(context: typer.Context, incomplete: str) -> Words:
    """Series."""
    return _completed(context, incomplete, lambda book: ((each.id, each.what) for each in book.series().values()))


def complete_settled(context: typer.Context, incomplete: str) -> Words:
    """Settled promises, lately changed ones first."""
    return _completed(context, incomplete, _settled, ids=True)


def complete_any(context: typer.Context, incomplete: str) -> Words:
    """Open promises, then settled ones."""

    def both(book: "Book") -> Iterator[tuple[str, str]]:
        yield from ((each.id, each.what) for each in book.at_hand())
        yield from _settled(book)

    return _completed(context, incomplete, both, ids=True)


def complete_people(context: typer.Context, incomplete: str) -> Words:
    """Handles, with their names; once the beginning of one is typed, aliases of one word too."""
    beginning = incomplete.removeprefix("@")

    def known(book: "Book") -> Iterator[tuple[str, str]]:
        yield from ((person.handle, person.name) for person in book.people().values() if person.standing)
        for person in book.people().values() if beginning else ():
            yield from ((alias, person.name) for alias in person.aliases if len(alias.split()) == 1)

    return _completed(context, beginning, known)


def complete_circles(context: typer.Context, incomplete: str) -> Words:
    """Handles of circles, with their names."""

    def known(book: "Book") -> Iterator[tuple[str, str]]:
        circles = (each for each in book.people().values() if each.standing and each.is_circle)
        return ((each.handle, each.name) for each in circles)

    return _completed(context, incomplete.removeprefix("@"), known)


def complete_ledgers(incomplete: str) -> Words:
    """Names of configured ledgers, with their paths."""
    return _configured(incomplete, lambda settings: settings.ledgers)


def complete_views(incomplete: str) -> Words:
    """Saved views, with their filters."""
    return _configured(incomplete, lambda settings: settings.views)


def _configured(incomplete: str, named: "Callable[[Settings], Mapping[str, str]]") -> Words:
    from followthrough.bootstrap import open_settings
    from followthrough.domain.errors import Problem
    from followthrough.rendering.safe_text import safe_text

    try:
        found = sorted(named(open_settings()).items())
    except Problem:
        return []
    return _described([(name, safe_text(text)) for name, text in found if name.startswith(incomplete)])


def complete_zones(incomplete: str) -> list[str]:
    """IANA names of zones."""
    from zoneinfo import available_timezones

    return sorted(each for each in available_timezones() if each.startswith(incomplete))[:_MOST]


def complete_settings(incomplete: str) -> Words:
    """Settings; of those that have names of the user's the ones that are set."""
    from followthrough.adapters.declared_settings import SETTINGS, declared
    from followthrough.bootstrap import open_settings
    from followthrough.domain.errors import Problem

    try:
        named = [key for key in open_settings().values if "." in key]
    except Problem:
        named = []
    words = [(each.key, each.sentence) for each in SETTINGS] + [(key, declared(key).sentence) for key in sorted(named)]
    return [(word, text) for word, text in words if word.startswith(incomplete)]


def complete_setting_values(context: typer.Context, incomplete: str) -> list[str]:
    """What the setting that is named takes, where that can be listed."""
    from followthrough.adapters.declared_settings import declared
    from followthrough.adapters.setting_types import ZONE
    from followthrough.domain.errors import NoSuchSettingError

    try:
        kind = declared(context.params.get("key") or "").type
    except NoSuchSettingError:
        return []
    if kind is ZONE:
        return complete_zones(incomplete)
    return [each for each in kind.choices if each.startswith(incomplete)]


def complete_any_or_person(context: typer.Context, incomplete: str) -> Words:
    """Promises; behind `@`, handles with their `@`."""
    if not incomplete.startswith("@"):
        return complete_any(context, incomplete)
    return [(f"@{word}", text) for word, text in complete_people(context, incomplete)]


def complete_signs(context: typer.Context, incomplete: str) -> Words:
    """Within a text: handles behind `@`, tags behind `+`."""
    complete = {"@": complete_people, "+": complete_tags}.get(incomplete[:1])
    if complete is None:
        return []
    return [(f"{incomplete[0]}{word}", text) for word, text in complete(context, incomplete[1:])]


def complete_tags(context: typer.Context, incomplete: str) -> Words:
    """Tags of open promises."""
    return _completed(context, incomplete, lambda book: ((tag, "") for each in book.unsettled() for tag in each.tags))


def _settled(book: "Book") -> Iterator[tuple[str, str]]:
    return ((each.id, each.what) for each in book.settled())


def _completed(
    context: typer.Context, incomplete: str, words: "Callable[[Book], Iterator[tuple[str, str]]]", *, ids: bool = False
) -> Words:
    from itertools import islice

    from followthrough.actions.finding import short_id
    from followthrough.bootstrap import open_workspace
    from followthrough.cli.invocation import invocation
    from followthrough.domain.errors import Problem
    from followthrough.domain.identifiers import SHORTEST_PREFIX
    from followthrough.rendering.safe_text import safe_text

    try:
        book = open_workspace(invocation(context).ledger, "completion").ledger.read()
        found = dict(islice(((word, text) for word, text in words(book) if word.startswith(incomplete)), _MOST))
        return _described(
            [
                (short_id(book, word, max(SHORTEST_PREFIX, len(incomplete))) if ids else word, safe_text(text))
                for word, text in found.items()
            ]
        )
    except Problem:
        return []


def _described(words: Words) -> Words:
    """The words as the shell can show them, their texts to the letter: Typer would read them as Rich's markup.

    fish takes the text behind a tab. bash knows no descriptions, so there they stand behind the word, but only while
    there are several to choose from; the last one left is the word alone, which is what is inserted. zsh gets them from
    Typer, escaped, and short enough not to be broken into words of their own.
    """
    shell = next((value for key, value in os.environ.items() if key in ASKED_BY), "").rpartition("_")[2]
    match shell:
        case "fish":
            return [(f"{word}\t{text}".rstrip(), "") for word, text in words]
        case "bash" if len(words) > 1:
            return [(f"{word}  {text}".rstrip(), "") for word, text in words]
        case "zsh":
            from rich.markup import escape

            from followthrough.rendering.lines import cut

            return [(word, escape(cut(text, _WIDEST_TEXT))) for word, text in words]
        case _:
            return words
