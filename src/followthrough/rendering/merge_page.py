"""What a merge says: what came in, what both sides changed with both values, and what a person may want to look at."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.merging import (
    Brought,
    ByHand,
    Clash,
    Contested,
    Damaged,
    Differing,
    Doubled,
    Erased,
    Grown,
    Introduced,
    MergeAccount,
    Repeats,
)
from followthrough.rendering.lines import EMPTY, Line, Page, Span, cells, heading, line, quiet, wrapped
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import duration, percent, plural

MOST = 20
"""So many of a kind are listed; the JSON has them all."""
_MOST_EVENTS = 6
_NAMES = {"what": "text", "settled_at": "settled", "chase": "ask about", "help_wanted": "help wanted"}
"""What a field is called, where that is not its own name."""

Entry = tuple[str, str, Sequence[str]]
"""What something is about, as short as it is typed; what there is to say; and what stands below that."""


def merge_page(copies: Sequence[Brought], reader: Reader, width: int | None) -> Page:
    """What each copy brought."""
    pages = [_copy(each, reader, width) for each in copies]
    if len(copies) > 1:
        pages = [
            [*([EMPTY] if number else []), heading(f"From {each.path}"), *page]
            for number, (each, page) in enumerate(zip(copies, pages, strict=True))
        ]
    return tuple(each for page in pages for each in page)


def _copy(brought: Brought, reader: Reader, width: int | None) -> list[Line]:
    if brought.itself:
        return _folded(f"{brought.path} is this ledger itself.", width)
    lines = [each for section in _sections(brought.account, reader, width) for each in (*section, EMPTY)]
    if brought.account.joined is not None:
        said = f"Both are one ledger now; the id of the other, {brought.account.joined}, is known to it."
        lines += [*_folded(said, width), EMPTY]
    if not brought.changed:
        lines += [*_folded(f"Nothing in {brought.path} is new here.", width), EMPTY]
    return lines[:-1] or _folded(f"{brought.path} was merged; it has no promise and no person that is new here.", width)


def _folded(text: str, width: int | None) -> list[Line]:
    return [line(piece) for piece in wrapped(safe_text(text), width or 10_000)]


def _sections(account: MergeAccount, reader: Reader, width: int | None) -> Iterator[list[Line]]:
    settled = [each for each in account.grown if each.was_open and each.state != "open"]
    more = [each for each in account.grown if not (each.was_open and each.state != "open")]
    new = (
        (reader.shorten(each.id), _promised(each.what, each.maker, each.to, each.state, reader), ())
        for each in account.made
    )
    sections: tuple[tuple[str, Sequence[object], Iterable[Entry]], ...] = (
        ("New here", account.made, new),
        ("Settled there", settled, (_grown(each, reader) for each in settled)),
        ("More recorded there", more, (_grown(each, reader) for each in more)),
        (
            "Forgotten there, so here too",
            account.forgotten,
            (_erased(each, reader) for each in account.forgotten),
        ),
        (
            "Persons forgotten there, so here too: “someone” stands for them",
            account.persons,
            ((f"@{each}", "", ()) for each in account.persons),
        ),
        ("What repeats", account.series, (_series(each, reader) for each in account.series)),
        ("People", account.people, map(_person, account.people)),
        ("Both sides changed", account.contested, _contested(account.contested, reader)),
        ("One event id for several events: all are kept", account.doubled, map(_doubled, account.doubled)),
        ("Damaged", account.damaged, map(_damaged, account.damaged)),
        ("Edited by hand there, beside the history, which counts", account.by_hand, map(_by_hand, account.by_hand)),
        ("Differed, and no history says which is right", account.differing, map(_differing, account.differing)),
        ("For you to decide", account.clashes, map(_clash, account.clashes)),
    )
    for title, listed, entries in sections:
        if listed:
            yield [heading(title), *_entries(entries, len(listed), width)]


def _entries(entries: Iterable[Entry], count: int, width: int | None) -> Iterator[Line]:
    for number, (about, said, below) in enumerate(entries):
        if number == MOST:
            yield quiet(f"  … and {count - MOST:,} more; --json lists them all")
            return
        lead = f"  {safe_text(about)}  "
        room = max((width or 10_000) - cells(lead), 20)
        first, *others = wrapped(safe_text(said), room)
        yield line(Span(lead, "id"), first)
        for piece in (*others, *(part for each in below for part in wrapped(safe_text(each), room))):
            yield line(" " * cells(lead) + piece)


def _promised(what: str, maker: str, to: Sequence[str], state: str, reader: Reader) -> str:
    return f"{what} – {reader.name(maker)} → {reader.names(to)}, {state}"


def _grown(grown: Grown, reader: Reader) -> Entry:
    kinds = [*grown.events[:_MOST_EVENTS]]
    if len(grown.events) > _MOST_EVENTS:
        kinds.append(f"and {plural(len(grown.events) - _MOST_EVENTS, 'more event')}")
    return reader.shorten(grown.id), f"{grown.what} – {', '.join(kinds)}; now {grown.state}", ()


def _erased(erased: Erased, reader: Reader) -> Entry:
    to = f" to {reader.names(erased.to)}" if erased.to else ""
    maker = _handle(erased.maker, reader, "yours")
    return reader.shorten(erased.id), f"a promise of {maker}{to}, forgotten by {_handle(erased.by, reader, 'you')}", ()


def _handle(handle: str, reader: Reader, mine: str) -> str:
    """Whose handle it is, since two may have one name."""
    if reader.name(handle) == "you":
        return mine
    return handle if handle == SOMEONE else f"@{handle}"


def _person(person: Introduced) -> Entry:
    return f"@{person.handle}", person.name + ("" if person.new else ", described anew"), ()


def _series(series: Repeats, reader: Reader) -> Entry:
    return reader.shorten(series.id), series.what + ("" if series.new else ", changed there"), [f"RRULE:{series.rule}"]


def _contested(contested: Sequence[Contested], reader: Reader) -> Iterator[Entry]:
    for each in contested:
        here, there, stands = (_value(each.field, value, reader) for value in (each.ours, each.theirs, each.stands))
        name = _NAMES.get(each.field, each.field)
        yield reader.shorten(each.id), each.what, [f"{name}: {here} here, {there} there; {stands} stands"]


def _value(field: str, value: Any, reader: Reader) -> str:
    if value is None or value in ([], ()):
        return "none"
    match field:
        case "what":
            return f"“{value}”"
        case "to":
            return reader.names(value)
        case "tags":
            return " ".join(f"+{tag}" for tag in value)
        case "part":
            return percent(value)
        case "remind":
            return f"{duration(value)} before"
        case _ if isinstance(value, bool):
            return "yes" if value else "no"
        case _:
            return str(value)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _doubled(doubled: Doubled) -> Entry:
    return doubled.id, doubled.event, [_json(each) for each in doubled.contents]


def _damaged(damaged: Damaged) -> Entry:
    if damaged.kept is None:
        said = f"{damaged.event} is not what its sum was made of, and kept as it is"
        return damaged.id, said, [_json(damaged.damaged)]
    said = f"{damaged.event} was not what its sum was made of; the intact one stands for it"
    return damaged.id, said, [_json(damaged.damaged), _json(damaged.kept)]


def _by_hand(edited: ByHand) -> Entry:
    return (
        edited.id,
        f"{_NAMES.get(edited.field, edited.field)}: {_json(edited.typed)}, not {_json(edited.recorded)}",
        (),
    )


def _differing(differing: Differing) -> Entry:
    where = f"{differing.table}, {differing.field}"
    return differing.id, f"{where}: {_json(differing.kept)} stands, not {_json(differing.other)}", ()


def _clash(clash: Clash) -> Entry:
    said = (
        f"{clash.ours} here, {clash.theirs} there. If they are two people, one handle now stands for both: "
        f"ft people rename {clash.handle} HANDLE --only ID"
    )
    return f"@{clash.handle}", said, ()
