"""A report as Markdown, its figures again as the JSON it was made from."""

from collections.abc import Iterable, Iterator

from followthrough.domain.envelope import REPORT_MARK, SIGNATURE_MARK, Envelope
from followthrough.domain.report import Report
from followthrough.rendering.figures import Row, Table, calibration_table, members_table, months_table, windows_table
from followthrough.rendering.markdown_text import escaped
from followthrough.rendering.report.listing import Entry, groups
from followthrough.rendering.report.words import (
    FOOTNOTES,
    MEMBERS_TITLE,
    as_of,
    beside_misses,
    brier,
    chosen,
    lead,
    listing_said,
    members_said,
    rests_on,
    signed_said,
    title,
    windows_title,
)


def markdown_page(report: Report, envelope: Envelope) -> str:
    """The text of a report that stands in this envelope."""
    return "".join(f"{line}\n" for line in _lines(report, envelope))


def _lines(report: Report, envelope: Envelope) -> Iterator[str]:
    card = report.scorecard
    yield f"# {escaped(title(report))}"
    for said in (as_of(report), chosen(report), lead(report), beside_misses(report)):
        if said is not None:
            yield from ("", escaped(said))
    yield from _table(windows_title(report), windows_table(card.windows.shown))
    yield from _members(report)
    if len(card.trend) > 1:
        yield from _table("By month", months_table(card.trend))
    if (score := brier(report)) is not None:
        yield from _table("Confidence", calibration_table(card.calibration))
        yield from ("", escaped(score))
    if report.listing is not None:
        yield from ("", "## The promises", "", escaped(listing_said(report) or ""))
        for name, entries in groups(report.listing):
            yield from ("", f"### {escaped(name)}", "")
            yield from (line for entry in entries for line in _entry(entry))
    yield from ("", "## What this rests on", "", *_bullets(rests_on(report)))
    yield from ("", "## What it cannot see", "", *_bullets(report.cannot_see))
    yield from ("", "---", "", *_bullets(FOOTNOTES), "")
    yield escaped(f"{signed_said(envelope.signed_at, report.zone)} Made by followthrough {envelope.program}.")
    yield from ("", f"```json {REPORT_MARK}", envelope.document.rstrip("\n"), "```")
    if envelope.signature is not None:
        yield from ("", f"```text {SIGNATURE_MARK}", envelope.signature.rstrip("\n"), "```")


def _members(report: Report) -> Iterator[str]:
    said = members_said(report)
    if report.together is not None and report.together.parts:
        yield from _table(MEMBERS_TITLE, members_table(report.together.parts))
    elif said:
        yield from ("", f"## {escaped(MEMBERS_TITLE)}")
    yield from (line for each in said for line in ("", escaped(each)))


def _table(name: str, table: Table) -> Iterator[str]:
    yield from ("", f"## {escaped(name)}", "")
    yield _cells(table.head)
    yield f"|{'|'.join(' --- ' if column == 0 else ' ---: ' for column in range(len(table.head)))}|"
    yield from (_cells((_label(row), *row.values)) for row in table.rows)


def _label(row: Row) -> str:
    return f"… {row.label}" if row.under else row.label


def _cells(texts: tuple[str, ...]) -> str:
    return f"| {' | '.join(escaped(text) for text in texts)} |"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"- {escaped(entry.what)}  "
    yield f"  {escaped(entry.said)}"
    yield from (f"  - {escaped(note)}" for note in entry.notes)


def _bullets(lines: Iterable[str]) -> Iterator[str]:
    return (f"- {escaped(line)}" for line in lines)
