"""A report as one HTML page: no script, no request to anywhere, its figures again as the JSON it was made from."""

from base64 import b64encode
from functools import cache
from hashlib import sha256

from jinja2 import Environment
from markupsafe import Markup

from followthrough.domain.envelope import REPORT_MARK, SIGNATURE_MARK, Envelope
from followthrough.domain.report import Report
from followthrough.rendering.figures import Table, calibration_table, members_table, months_table, windows_table
from followthrough.rendering.report.charts import (
    WIDTH,
    Chart,
    calendar_chart,
    calibration_chart,
    intervals_chart,
    months_chart,
)
from followthrough.rendering.report.listing import groups
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
from followthrough.rendering.templates import templates_of


@cache
def environment() -> Environment:
    """The templates of reports; their coordinates are written `plain`."""
    made = templates_of("followthrough.rendering.report")
    made.filters["plain"] = _plain
    return made


def html_page(report: Report, envelope: Envelope) -> str:
    """The page of a report that stands in this envelope."""
    style = environment().get_template("report.css").render()
    card = report.scorecard
    intervals = intervals_chart(card.windows.shown)
    return (
        environment()
        .get_template("report.html")
        .render(
            title=title(report),
            as_of=as_of(report),
            chosen=chosen(report),
            lead=lead(report),
            misses=beside_misses(report),
            charts=[intervals] if intervals else [],
            chart_width=WIDTH,
            windows_title=windows_title(report),
            windows_caption="What became of the promises",
            windows=windows_table(card.windows.shown),
            members_title=MEMBERS_TITLE,
            members=members_table(report.together.parts) if report.together and report.together.parts else None,
            members_said=members_said(report),
            more=_more(report),
            brier=brier(report),
            listing=listing_said(report),
            groups=groups(report.listing) if report.listing else [],
            rests_on=rests_on(report),
            cannot_see=report.cannot_see,
            footnotes=FOOTNOTES,
            signed=signed_said(envelope.signed_at, report.zone),
            program=envelope.program,
            style=Markup(style),  # noqa: S704  # our own file, without anything put in
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
            report_mark=REPORT_MARK,
            signature_mark=SIGNATURE_MARK,
            document=_verbatim(envelope.document),
            signature=_verbatim(envelope.signature),
        )
    )


def _more(report: Report) -> list[tuple[Chart, Table | None]]:
    card = report.scorecard
    charts = (
        (months_chart(card.trend), months_table(card.trend)),
        (calibration_chart(card.calibration), calibration_table(card.calibration)),
        (calendar_chart(card.calendar, report.today), None),
    )
    return [(chart, table) for chart, table in charts if chart is not None]


def _verbatim(text: str | None) -> Markup | None:
    """Text that an HTML parser gives back as it is; quotation marks need no escape between tags."""
    if text is None:
        return None
    return Markup(text.rstrip("\n").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))  # noqa: S704  # escaped here


def _plain(number: float) -> str:
    """A coordinate with at most two decimals: `12.5`, `7`."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
