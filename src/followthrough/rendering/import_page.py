"""What an import brings, or would: new promises, what was settled since, and what was left out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from msgspec.structs import replace

from followthrough.domain.arrivals import Unread
from followthrough.domain.commitment import Commitment
from followthrough.rendering.lines import EMPTY, Line, Page, Span, heading, line, quiet, wrapped
from followthrough.rendering.rows import all_lines, rows
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import plural

MOST = 20
"""So many promises are listed; with `--dry-run`, and in JSON, all are."""
_FORMATS = {
    "json": "a document of followthrough",
    "jsonl": "lines of followthrough",
    "taskwarrior": "an export of Taskwarrior",
    "todotxt": "a todo.txt",
    "csv": "a CSV table",
    "ics": "an iCalendar file",
    "commits.to": "promises of commits.to",
}
_PLACES = {"csv": ("row", "rows"), "jsonl": ("line", "lines"), "todotxt": ("line", "lines")}
"""What is counted in a file; in the others it is entries, of which some take several lines."""


def import_page(
    source: str,
    new: Sequence[Commitment],
    more: Sequence[Commitment],
    series: Sequence[str],
    left_out: Sequence[Unread],
    reader: Reader,
    *,
    tried: bool,
    now: datetime,
    zone: str,
    width: int | None,
) -> Page:
    """What came in, a table of promises for each kind; with `tried`, what would."""
    sections: list[tuple[str, list[Line]]] = []
    verb = "would come in" if tried else "came in"
    for title, listed in (
        (f"{plural(len(new), 'promise')} {verb}", new),
        (f"{plural(len(more), 'promise')} here already {'would get' if tried else 'got'} more history", more),
    ):
        if listed:
            shown = listed if tried else listed[:MOST]
            table = rows(shown, reader, now, zone)
            if tried and listed is new:
                table = [replace(each, id="") for each in table]  # it gets one when it comes in
            sections.append((title, [*all_lines(table, width), *_rest(len(listed), len(shown))]))
    if series:
        title = f"{len(series)} that {'repeats' if len(series) == 1 else 'repeat'} {verb}"
        named = series if tried else series[:MOST]
        rest = [] if len(named) == len(series) else [quiet(f"  and {len(series) - MOST:,} more")]
        sections.append((title, [*(line(f"  {safe_text(each)}") for each in named), *rest]))
    if left_out:
        places = plural(len(left_out), *_PLACES.get(source, ("entry", "entries")))
        sections.append((f"{places} left out", list(_left_out(left_out, width))))
    lines: list[Line] = [quiet(f"Read as {_FORMATS[source]}")]
    for title, body in sections:
        lines += [EMPTY, heading(title), *body]
    if not new and not more and not series:
        lines += [EMPTY, line("Nothing in it is new here.")]
    return tuple(lines)


def _rest(count: int, shown: int) -> list[Line]:
    return [quiet(f"  and {count - shown:,} more; ft list --all has them")] if count > shown else []


def _left_out(left_out: Sequence[Unread], width: int | None) -> Iterator[Line]:
    for each in left_out:
        lead = f"  {each.line}  "
        first, *others = wrapped(safe_text(each.reason), max((width or 10_000) - len(lead), 20)) or [""]
        yield line(Span(lead, "id"), first)
        yield from (line(" " * len(lead) + piece) for piece in others)


def _as_it_was(known: int, otherwise: Sequence[str]) -> str:
    """What becomes of those that are here already: nothing."""
    stay = "is here already, and stays as it is" if known == 1 else "are here already, and stay as they are"
    said = f"{plural(known, 'promise')} {stay}."
    if not otherwise:
        return said
    rest = f" and {len(otherwise) - MOST:,} more" if len(otherwise) > MOST else ""
    return f"{said} The file has another text, date or outcome of {', '.join(otherwise[:MOST])}{rest}."


def import_notices(
    *,
    known: int,
    otherwise: Sequence[str],
    people: Sequence[str],
    near: Mapping[str, Sequence[str]],
    to_nobody: int,
    renamed_ids: Mapping[str, str],
    forgotten: int,
    ignored: Sequence[str],
    tried: bool,
) -> Iterator[str]:
    """What else there is to say about it."""
    if known:
        yield _as_it_was(known, otherwise)
    if to_nobody:
        whom = (
            "names nobody it was promised to: it is"
            if to_nobody == 1
            else "name nobody they were promised to: they are"
        )
        yield f"{plural(to_nobody, 'promise')} {whom} promised to yourself. --to WHO says to whom."
    if people:
        rest = f" and {len(people) - MOST:,} more" if len(people) > MOST else ""
        yield f"New here: {', '.join(f'@{each}' for each in people[:MOST])}{rest}"
    for handle, others in islice(near.items(), MOST):
        nearly = " and ".join(f"@{each}" for each in others)
        yield f"@{handle} is nearly {nearly}. If they are one: ft people join {handle} {others[0]}"
    for before, after in islice(renamed_ids.items(), MOST):
        yield f"The id {before} is taken here by what was undone; that promise is {after} now."
    if len(renamed_ids) > MOST:
        yield f"So are {len(renamed_ids) - MOST:,} more ids, and their promises have others now."
    if ignored:
        yield f"Passed over, as a promise has no place for it: {', '.join(ignored[:MOST])}."
    if forgotten:
        yield f"{plural(forgotten, 'promise')} forgotten there {'is' if forgotten == 1 else 'are'} not counted here."
    if tried:
        yield "Nothing was recorded; without --dry-run it is."
