"""The report as a JSON document, which can be added up with others, signed, and read again."""

from datetime import datetime
from typing import Final, Literal, TypeVar

import msgspec
from msgspec import Struct

from followthrough.domain.reliability.consistency import is_moment
from followthrough.domain.reliability.scorecard import Scorecard
from followthrough.domain.report import Report
from followthrough.domain.report_consistency import contradiction_in
from followthrough.formats.output import SCORE, ScoreJson, to_json
from followthrough.formats.record import from_text

T = TypeVar("T", bound=Struct)
REPORT: Final = "followthrough.report/1"


class ReportJson(Struct, frozen=True, kw_only=True):
    """A report, the version of the program that wrote it, when it was signed (null: it is not), what it cannot see."""

    schema: Literal["followthrough.report/1"] = REPORT
    program: str
    signed_at: datetime | None = None
    report: Report
    cannot_see: tuple[str, ...]


class MalformedReportError(ValueError):
    """A document that is no report, and why."""


class _Named(Struct):
    schema: str = "JSON of another kind"


def document_of(report: Report, program: str, signed_at: datetime | None = None) -> ReportJson:
    """The document of a report; what it cannot see is said by the program, whatever a file says."""
    return ReportJson(program=program, signed_at=signed_at, report=report, cannot_see=report.cannot_see)


def report_text(document: ReportJson) -> str:
    """The document as it is written, shared and signed, on one line: the same text for the same document."""
    return to_json(document, indent=-1) + "\n"


def read_report(data: bytes) -> ReportJson:
    """The report that a file holds. Raises MalformedReportError."""
    found = _decoded(data, _Named).schema
    if found != REPORT:
        raise MalformedReportError(f"it is {found}")
    document = _decoded(data, ReportJson)
    if document.signed_at is not None and not is_moment(document.signed_at):
        raise MalformedReportError("it is signed at no moment with an offset that can be")
    _check(document.report)
    return document


def read_scorecard(data: bytes) -> Report:
    """What a file adds to others: a report, or a scorecard as `score --json` prints it. Raises MalformedReportError."""
    if _decoded(data, _Named).schema != SCORE:
        return read_report(data).report
    card = _decoded(data, ScoreJson)
    report = Report(
        name="",
        members=None,
        detail="counts",
        names=None,
        zone="UTC",
        scorecard=Scorecard(**{name: getattr(card, name) for name in Scorecard.__struct_fields__}),
        basis=None,
        scorecards=None,
        replicas={},
        listing=None,
    )
    _check(report)
    return report


def _decoded(data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=from_text)
    except RecursionError:
        raise MalformedReportError("it is nested too deeply") from None
    except (msgspec.MsgspecError, ValueError) as problem:
        raise MalformedReportError(str(problem).rstrip(".")) from None


def _check(report: Report) -> None:
    reason = contradiction_in(report)
    if reason is not None:
        raise MalformedReportError(reason)
