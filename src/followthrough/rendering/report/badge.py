"""A badge: one line of a scorecard as a small SVG picture, for a page that links to the report."""

from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.report import Report
from followthrough.rendering.report.html import environment
from followthrough.rendering.report.words import as_of, chosen, lead, members_said, rests_on, title
from followthrough.rendering.wording import percent, percent_range

_LETTER, _PADDING = 6.6, 8
"""Units a letter of the badge takes at most, and the space beside the texts."""


def badge(report: Report, program: str) -> str:
    """K of n with its rate and interval; without them where n is too small to judge."""
    name, said = "kept on time", _said(report)
    left, right = (round(len(text) * _LETTER + 2 * _PADDING) for text in (name, said))
    template = environment().get_template("badge.svg")
    return template.render(
        title=" ".join(filter(None, (f"{title(report)}.", as_of(report), chosen(report), lead(report)))),
        description=" ".join((*members_said(report), *rests_on(report), "It cannot see:", *report.cannot_see)),
        name=name,
        said=said,
        left=left,
        width=left + right,
        name_middle=left / 2,
        said_middle=left + right / 2,
        name_length=left - 2 * _PADDING,
        said_length=right - 2 * _PADDING,
        program=program,
    )


def _said(report: Report) -> str:
    on_time = report.scorecard.windows.all.on_time
    counts = f"{on_time.k:,} of {on_time.n:,}"
    if on_time.n < ENOUGH:
        return f"{counts}, too few to judge"
    return f"{counts} · {percent(on_time.rate)} ({percent_range(on_time.low, on_time.high)})"
