"""What an import brings, or would: new promises, what was settled since, and what was left out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from msgspec.structs import replace

from followthrough.domain.arrivals import Unread
from followthrough.domain.landed import Landed
from followthrough.rendering.lines import EMPTY, Line, Page, Span, heading, line, quiet, wrapped
from followthrough.rendering.rows import all_lines, rows
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import plural

MOST = 20
"""So many promises are listed, with `--dry-run` and in JSON all; and so many names."""
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


def import_page(landed: Landed, reader: Reader, now: datetime, zone: str, width: int | None) -> Page:
    """What came in, a table of promises for each kind; where it was only a look, what would."""
    lines: list[Line] = [quiet(f"Read as {_FORMATS[landed.format]}")]
    for title, body in _sections(landed, reader, now, zone, width):
        lines += [EMPTY, heading(title), *body]
    if not landed.new and not landed.more and not landed.series:
        lines += [EMPTY, line("Nothing in it is new here.")]
    return tuple(lines)


def _sections(
    landed: Landed, reader: Reader, now: datetime, zone: str, width: int | None
) -> Iterator[tuple[str, list[Line]]]:
    came, got = ("would come in", "would get") if landed.tried else ("came in", "got")
    for title, listed in (
        (f"{plural(len(landed.new), 'promise')} {came}", landed.new),
        (f"{plural(len(landed.more), 'promise')} here already {got} more history", landed.more),
    ):
        if listed:
            shown = listed if landed.tried else listed[:MOST]
            table = rows(shown, reader, now, zone)
            if landed.tried and listed is landed.new:
                table = [replace(each, id="") for each in table]  # it gets one when it comes in
            yield title, [*all_lines(table, width), *_rest(len(listed), len(shown))]
    if landed.series:
        title = f"{len(landed.series)} that {'repeats' if len(landed.series) == 1 else 'repeat'} {came}"
        named = landed.series if landed.tried else landed.series[:MOST]
        rest = [] if len(named) == len(landed.series) else [quiet(f"  and {len(landed.series) - MOST:,} more")]
        yield title, [*(line(f"  {safe_text(each)}") for each in named), *rest]
    if landed.left_out:
        places = plural(len(landed.left_out), *_PLACES.get(landed.format, ("entry", "entries")))
        yield f"{places} left out", list(_left_out(landed.left_out, width))


def _rest(count: int, shown: int) -> list[Line]:
    return [quiet(f"  and {count - shown:,} more; ft list --all has them")] if count > shown else []


def _left_out(left_out: Sequence[Unread], width: int | None) -> Iterator[Line]:
    for each in left_out:
        lead = f"  {each.line}  "
        first, *others = wrapped(safe_text(each.reason), max((width or 10_000) - len(lead), 20)) or [""]
        yield line(Span(lead, "id"), first)
        yield from (line(" " * len(lead) + piece) for piece in others)


def import_notices(landed: Landed, reader: Reader) -> Iterator[str]:
    """What else there is to say about it."""
    if landed.known:
        yield _as_it_was(landed, reader)
    if landed.to_nobody:
        one = landed.to_nobody == 1
        whom = "names nobody it was promised to: it is" if one else "name nobody they were promised to: they are"
        yield f"{plural(landed.to_nobody, 'promise')} {whom} promised to yourself. --to WHO says to whom."
    yield from _on_people(landed)
    yield from _on_ids(landed.renamed_ids)
    if landed.ignored:
        yield f"Passed over, as a promise has no place for it: {_first(landed.ignored)}."
    if landed.forgotten:
        yield f"{_are(landed.forgotten, 'forgotten there ')} not counted here."
    if landed.tried:
        yield "Nothing was recorded; without --dry-run it is."


def _as_it_was(landed: Landed, reader: Reader) -> str:
    """What becomes of those that are here already: nothing."""
    stay = "stays as it is" if landed.known == 1 else "stay as they are"
    said = f"{_are(landed.known)} here already, and {stay}."
    if not landed.otherwise:
        return said
    return f"{said} The file has another text, date or outcome of {_first([*map(reader.shorten, landed.otherwise)])}."


def _on_people(landed: Landed) -> Iterator[str]:
    if landed.people:
        yield f"New here: {_first([f'@{each}' for each in landed.people])}"
    for handle, others in islice(landed.near.items(), MOST):
        nearly = " and ".join(f"@{each}" for each in others)
        yield f"@{handle} is nearly {nearly}. If they are one: ft people join {handle} {others[0]}"


def _on_ids(renamed: Mapping[str, str]) -> Iterator[str]:
    for before, after in islice(renamed.items(), MOST):
        yield f"The id {before} is taken here by what was undone; that promise is {after} now."
    if len(renamed) > MOST:
        yield f"So are {len(renamed) - MOST:,} more ids, and their promises have others now."


def _are(count: int, which: str = "") -> str:
    return f"{plural(count, 'promise')} {which}{'is' if count == 1 else 'are'}"


def _first(names: Sequence[str]) -> str:
    rest = f" and {len(names) - MOST:,} more" if len(names) > MOST else ""
    return f"{', '.join(names[:MOST])}{rest}"
