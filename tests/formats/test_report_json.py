"""A report as JSON: it comes back as it was, and what cannot be a report is refused with a reason."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from followthrough.actions.report import combined, laid_out
from followthrough.domain.reliability.basis import BasisTally
from followthrough.domain.reliability.outcome import Outcome
from followthrough.domain.report import Detail, Listing, Particulars, Report, Shown
from followthrough.formats.output import score_json, to_json
from followthrough.formats.report import (
    MalformedReportError,
    document_of,
    read_report,
    read_scorecard,
    report_text,
)
from tests.support.builders import NOW, ZONE
from tests.support.cards import card_of, forgotten, promises
from tests.support.reports import PROGRAM, REPORTS, written
from tests.support.thoroughness import tried_on
from tests.support.values import DUES, EVENT_IDS, TEXTS

DAYS = st.dates(date(1900, 1, 1), date(9000, 1, 1))
COUNTS = st.integers(0, 10**9)
PARTICULARS = st.builds(
    Particulars,
    maker=st.none() | TEXTS,
    to=st.lists(TEXTS, max_size=2).map(tuple),
    made=DAYS,
    part=st.none() | st.floats(0, 1),
    seconds_late=COUNTS,
    credit=st.none() | st.floats(0, 1),
    moves=COUNTS,
    confirmed=st.none() | st.booleans(),
    repaired=st.booleans(),
    tags=st.lists(TEXTS, max_size=2).map(tuple),
    notes=st.lists(TEXTS, max_size=2).map(tuple),
)


def shown(*, full: bool) -> st.SearchStrategy[Shown]:
    """Promises of a listing, with particulars or without."""
    return st.builds(
        Shown,
        id=TEXTS,
        what=TEXTS,
        outcome=st.sampled_from(sorted(Outcome)),
        due=st.none() | DUES,
        zone=st.just(ZONE),
        settled=st.none() | DAYS,
        more=PARTICULARS if full else st.none(),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports whose figures were counted, and whose texts are any."""
    made = [each for each in draw(promises()) if each.state != "undone"]
    basis = BasisTally({})
    for each in made:
        basis.add(each)
    detail: Detail = draw(st.sampled_from(("counts", "titles", "full")))
    latest = draw(st.lists(shown(full=detail == "full"), max_size=min(3, len(made))))
    listing = Listing(latest=tuple(latest), may_be_shown=len(latest), counted_only=len(made) - len(latest))
    return Report(
        name=draw(TEXTS),
        members=draw(st.sampled_from((None, 1))),
        detail=detail,
        names=draw(st.sampled_from((None, "full", "initials", "none"))),
        zone=draw(st.sampled_from((ZONE, "UTC", "Asia/Kathmandu"))),
        scorecard=card_of(made, draw(forgotten())),
        basis=draw(st.sampled_from((None, basis.basis()))),
        scorecards=None,
        replicas=draw(st.dictionaries(EVENT_IDS, COUNTS, max_size=3)),
        listing=None if detail == "counts" else listing,
    )


@tried_on(60)
@given(reports())
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    text = report_text(document_of(report, PROGRAM, NOW))
    again = read_report(text.encode())
    assert again == document_of(report, PROGRAM, NOW)
    assert report_text(again) == text
    assert text.index("\n") == len(text) - 1


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_comes_back_as_it_was(name: str) -> None:
    assert read_report(written(REPORTS[name], "json").encode()).report == REPORTS[name]


def test_a_scorecard_of_score_is_read_as_a_report_of_counts() -> None:
    card = REPORTS["rich"].scorecard
    report = read_scorecard(to_json(score_json(card)).encode())
    assert (report.scorecard, report.detail, report.name, report.basis) == (card, "counts", "", None)


Document = dict[str, Any]


def poor() -> Document:
    """A small report, as JSON has it."""
    return dict(json.loads(written(REPORTS["poor"], "json")))


def rich() -> Document:
    """A report of many promises, as JSON has it."""
    return dict(json.loads(written(REPORTS["full"], "json")))


def put(*path: str | int, value: object) -> Callable[[Document], None]:
    """Puts a value in the place that the path leads to."""

    def change(document: Document) -> None:
        inside: Any = document
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = value

    return change


CARD = ("report", "scorecard")
ALL = (*CARD, "windows", "all")
MONTHS = (*CARD, "trend")
TAMPERED = {
    "k": put(*ALL, "on_time", "k", value=97),
    "n": put(*ALL, "on_time", "n", value=71),
    "rate": put(*ALL, "on_time", "rate", value=0.9),
    "no rate": put(*ALL, "on_time", "rate", value=None),
    "interval": put(*ALL, "on_time", "low", value=0.7),
    "credit": put(*ALL, "credit", "mean", value=0.99),
    "credits counted": put(*ALL, "credit", "counted", value=3),
    "misses": put(*ALL, "counts", "missed", value=0),
    "made": put(*ALL, "counts", "made", value=500),
    "repaired": put(*ALL, "counts", "repaired", value=90),
    "forgotten in days_90": put(*CARD, "windows", "days_90", "counts", "forgotten", value=9),
    "last 20": put(*CARD, "windows", "last_20", "on_time", "k", value=20),
    "median": put(*ALL, "lateness", "median", value=1.0),
    "promptly": put(*ALL, "logged_promptly", "n", value=1),
    "k of sums": put(*CARD, "sums", "all", "k", value=90),
    "credit of sums": put(*CARD, "sums", "all", "credit", value=97.0),
    "lateness of sums": put(*CARD, "sums", "all", "lateness", value=[]),
    "brier": put(*CARD, "calibration", "brier", value=0.0),
    "bin": put(*CARD, "calibration", "bins", 6, "kept_on_time", value=19),
    "bins": put(*CARD, "calibration", "bins", value=[]),
    "month": put(*MONTHS, 0, "k", value=6),
    "months": put(*MONTHS, value=[]),
    "month that is none": put(*MONTHS, 0, "month", value="2025-13"),
    "month of no year": put(*MONTHS, 0, "month", value="0000-09"),
    "month with a line": put(*MONTHS, 14, "month", value="2026-11\n"),
    "day": put(*CARD, "calendar", 0, "k", value=9),
    "day before": put(*CARD, "calendar", 0, "day", value="2019-01-01"),
    "no sources": put(*CARD, "sources", value=[]),
    "as of year one": put(*CARD, "as_of", value="0001-01-01T00:00:00+00:00"),
    "as of the last year": put(*CARD, "as_of", value="9999-12-31T23:59:59-12:00"),
    "as of nowhere": put(*CARD, "as_of", value="2026-11-23T10:00:00"),
    "source of nowhere": put(*CARD, "sources", 0, "as_of", value="2026-11-23T10:00:00"),
    "signed in year one": put("signed_at", value="0001-01-01T00:00:00+14:00"),
    "signed nowhere": put("signed_at", value="2026-11-23T10:00:00"),
    "zone": put("report", "zone", value="Europe/Nowhere"),
    "zone that is a path": put("report", "zone", value="../../../etc/passwd"),
    "negative": put(*ALL, "counts", "pending", value=-1),
    "huge": put(*ALL, "counts", "pending", value=10**30),
    "fraction": put(*ALL, "counts", "pending", value=0.5),
    "words": put(*ALL, "counts", "pending", value="two"),
    "rate above one": put(*ALL, "on_time", "rate", value=1.5),
    "detail": put("report", "detail", value="everything"),
    "names": put("report", "names", value="nicknames"),
    "outcome": put("report", "listing", "latest", 0, "outcome", value="forgiven"),
    "due": put("report", "listing", "latest", 0, "due", value="next friday"),
    "due in year one": put("report", "listing", "latest", 0, "due", value="0001-01-01"),
    "other schema": put("schema", value="followthrough.report/2"),
    "commitments": put("schema", value="followthrough.commitments/1"),
    "no schema": lambda document: document.pop("schema"),
    "no report": lambda document: document.pop("report"),
    "no program": lambda document: document.pop("program"),
    "no scorecard": lambda document: document["report"].pop("scorecard"),
    "report that is a list": put("report", value=[]),
    "basis of more promises": put("report", "basis", "promises", value=103),
    "basis of other hands": put("report", "basis", "by_recipients", value=99_999),
    "listing of others": put("report", "listing", "may_be_shown", value=41),
    "listing left out": put("report", "listing", value=None),
    "listing in a report of counts": put("report", "detail", value="counts"),
    "scorecards": put("report", "scorecards", value=2),
    "members": put("report", "members", value=7),
    "basis that is a text": put("report", "basis", value="trust me"),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_a_report_that_was_tampered_with_is_refused(change: Callable[[Document], None]) -> None:
    document = rich()
    change(document)
    content = json.dumps(document).encode()
    for read in (read_report, read_scorecard):
        with pytest.raises(MalformedReportError) as refused:
            read(content)
        assert str(refused.value)


RAW = {
    "empty": b"",
    "spaces": b"  ",
    "null": b"null",
    "list": b"[]",
    "text": b'"followthrough.report/1"',
    "NaN": written(REPORTS["poor"], "json").replace('"rate":null', '"rate":NaN').encode(),
    "Infinity": written(REPORTS["poor"], "json").replace('"rate":null', '"rate":Infinity').encode(),
    "1e999": written(REPORTS["rich"], "json").replace('"median":', '"median":1e999,"x":').encode(),
    "ten thousand digits": written(REPORTS["poor"], "json")
    .replace('"pending":0', f'"pending":{"9" * 10_000}')
    .encode(),
    "deep lists": b'{"schema":' + b"[" * 100_000,
    "deep objects": b'{"schema":"followthrough.report/1","report":' + b'{"x":' * 100_000,
    "deep unknown": b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b',"schema":"followthrough.report/1"}',
    "not UTF-8": b'{"schema":"\xff"}',
    "half a surrogate pair": b'{"schema":"\\ud800"}',
    "byte order mark": b"\xef\xbb\xbf" + written(REPORTS["poor"], "json").encode(),
    "UTF-16": written(REPORTS["poor"], "json").encode("utf-16"),
    "nul": b"\0" * 64,
    "two documents": written(REPORTS["poor"], "json").encode() * 2,
    "comment": b"// x\n" + written(REPORTS["poor"], "json").encode(),
}


@pytest.mark.parametrize("content", RAW.values(), ids=RAW)
def test_what_is_no_json_of_a_report_is_refused(content: bytes) -> None:
    for read in (read_report, read_scorecard):
        with pytest.raises(MalformedReportError):
            read(content)


def test_a_report_that_ends_early_is_refused_wherever_it_ends() -> None:
    content = written(REPORTS["poor"], "json").encode()
    for length in [*range(200), *range(200, len(content) - 1, 7)]:
        with pytest.raises(MalformedReportError):
            read_report(content[:length])


def places(inside: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths to everything in a document."""
    steps = inside.items() if isinstance(inside, dict) else enumerate(inside) if isinstance(inside, list) else ()
    for step, value in steps:
        yield (*path, step)
        yield from places(value, (*path, step))


ODD: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1,
    10**9,
    0.5,
    1e308,
    "",
    "x",
    "\x00",
    "0001-01-01",
    "9999-12-31",
    "9998-12-31T23:59:59-23:59",
    "0002-01-01T00:00:00+23:59",
    [],
    {},
    [None],
)
PLACES = list(places(poor()))


@tried_on(150)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD)), min_size=1, max_size=2))
def test_whatever_is_read_can_be_written_in_every_format_and_added_up(
    changes: list[tuple[tuple[str | int, ...], object]],
) -> None:
    document = deepcopy(poor())
    try:
        for place, odd in changes:
            put(*place, value=deepcopy(odd))(document)
    except (LookupError, TypeError):
        return
    try:
        report = read_report(json.dumps(document).encode()).report
    except MalformedReportError:
        return
    for each in (report, combined([report])):
        for layout in ("text", "markdown", "html", "json", "csv", "svg"):
            written(each, layout).encode()


def test_what_it_cannot_see_is_said_by_the_program_whatever_a_file_says() -> None:
    document = poor()
    document["cannot_see"] = ["Nothing at all."]
    report = read_report(json.dumps(document).encode()).report
    assert report.cannot_see == REPORTS["poor"].cannot_see
    assert "Nothing at all." not in laid_out(report, "text", PROGRAM)


def test_moments_are_read_with_their_offset() -> None:
    signed = read_report(
        written(REPORTS["poor"], "json").replace('"signed_at":null', '"signed_at":"2026-11-23T15:00:00Z"').encode()
    )
    assert signed.signed_at == datetime(2026, 11, 23, 15, tzinfo=UTC)
