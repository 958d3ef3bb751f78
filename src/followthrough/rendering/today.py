"""Today's view and the digest: what was kept lately first, then what deserves attention."""

from shlex import quote

from msgspec.structs import replace

from followthrough.domain.digest import Digest
from followthrough.domain.due import day_of
from followthrough.rendering.digest.sections import AGAIN, NOTHING, OVERDUE, beside, sections, title
from followthrough.rendering.lines import EMPTY, Line, Page, Span, cells, heading, line, quiet, wrapped
from followthrough.rendering.rows import columns, row_lines, rows
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import long_day, plural

_MOST_KEPT = 5


def today_page(digest: Digest, reader: Reader, zone: str, width: int | None) -> Page:
    """Today's view: the day, the sections that hold something, and what else is open."""
    kept = digest.kept_lately[:_MOST_KEPT]
    body = _sections(replace(digest, kept_lately=kept), reader, zone, width)
    day = heading(long_day(day_of(digest.as_of, zone)))
    rest = _rest(digest, len(digest.kept_lately) - len(kept))
    return (day, *body, *_nothing(digest), *rest, *_elsewhere(digest, width))


def digest_page(digest: Digest, reader: Reader, zone: str, width: int | None) -> Page:
    """The digest: as today's view, with what the credit of overdue promises is and when it next drops."""
    body = _sections(digest, reader, zone, width, credit=True)
    return (heading(title(digest, zone)), *body, *_nothing(digest), *_elsewhere(digest, width))


def _sections(digest: Digest, reader: Reader, zone: str, width: int | None, *, credit: bool = False) -> list[Line]:
    found = sections(digest)
    listed = {name: rows(its, reader, digest.as_of, zone) for name, its in found}
    widths = columns([each for shown in listed.values() for each in shown], width)
    lines: list[Line] = []
    for name, its in found:
        lines += [EMPTY, heading(name)]
        for commitment, each in zip(its, listed[name], strict=True):
            lines += row_lines(each, widths)
            said = beside(name, commitment, reader.of(commitment).me, digest, zone)
            if said is not None and (credit or name not in (OVERDUE, AGAIN)):
                indent = " " * (len(each.id) + 4)
                lines += [quiet(indent + piece) for piece in wrapped(said, max((width or 10_000) - len(indent), 1))]
    return lines


def _nothing(digest: Digest) -> list[Line]:
    return [EMPTY, line(NOTHING)] if digest.says_that_nothing_is_due() else []


def _elsewhere(digest: Digest, width: int | None) -> list[Line]:
    """How to act on a promise of another ledger than the usual one, where one is shown."""
    shown = (each for _, found in sections(digest) for each in found)
    name = next((each.ledger for each in shown if each.ledger is not None), None)
    if name is None:
        return []
    lead, said = "To act on a promise of another ledger:", f"ft --ledger {quote(name)} keep ID"
    if width is None or cells(f"{lead} {said}") <= width:
        return [EMPTY, line(Span(f"{lead} ", "quiet"), said)]
    return [EMPTY, *(quiet(piece) for piece in wrapped(lead, width)), line(said)]


def _rest(digest: Digest, more_kept: int) -> list[Line]:
    lines: list[Line] = []
    if more_kept:
        lines += [EMPTY, line(Span(f"{more_kept} more kept lately: ", "quiet"), Span("ft log"))]
    if digest.later:
        lines += [EMPTY, line(Span(f"{plural(digest.later, 'more promise')} open: ", "quiet"), Span("ft list"))]
    return lines
