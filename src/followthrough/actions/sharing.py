"""Sign a report, and check one that was signed."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from msgspec.structs import replace

from followthrough.actions.choosing import COUNTED_STATES, Choice
from followthrough.actions.earlier import EarlierBook
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.joined import joined_record
from followthrough.actions.measure import Subject, shared_subject
from followthrough.actions.ports import Record
from followthrough.actions.report import page_of, written_up
from followthrough.domain.errors import (
    FileInTheWayError,
    FilteredCircleError,
    NoSuchFileError,
    NotAReportError,
    NotSignableError,
    NotSignedError,
    PageChangedError,
    Problem,
    TooFewMembersError,
    UnverifiableError,
)
from followthrough.domain.filters import unsaid
from followthrough.domain.report import Report
from followthrough.domain.selection import Party
from followthrough.domain.sharing import Agreement, Signed, Verified
from followthrough.formats.report import MalformedReportError, ReportJson, document_of, read_report, report_text
from followthrough.formats.shared_page import SharedPage, take_apart
from followthrough.formats.ssh_signature import BEGIN

SIGNATURE_SUFFIX = ".sig"
"""A JSON report's signature stands beside it, in a file of its name with this behind it, as `ssh-keygen` has it."""


def sign(workspace: WiderWorkspace, path: str, *, key: str | None = None, force: bool = False) -> Signed:
    """Sign a report of ours: JSON with a signature beside it, HTML and Markdown with one inside.

    The file is written again with the moment of signing in it. Raises NotAReportError, NotSignableError, and
    FileInTheWayError where something else than a signature is in its place.
    """
    content = workspace.files.read(path)
    page, document = _opened(content, path)
    if _as_written(document, page.kind, page.signature) != content:
        raise NotSignableError(path, "it is not as this version writes the report that it carries")
    if page.kind == "json":
        _check_place_beside(workspace, path, force=force)
    signed = replace(document, signed_at=workspace.now())
    signature = workspace.signing.sign(report_text(signed).encode(), key)
    files = {path: _as_written(signed, page.kind, signature.armored)}
    if page.kind == "json":
        files[path + SIGNATURE_SUFFIX] = signature.armored.encode()
    for name, written in files.items():
        workspace.files.write(
            name, written, may_replace=lambda there: there == content or _is_signature(there), force=force
        )
    return Signed(report=signed.report, at=workspace.now(), signature=signature, written=tuple(files))


def _check_place_beside(workspace: WiderWorkspace, path: str, *, force: bool) -> None:
    if path == "-":
        raise NotSignableError(path, "the signature of JSON is in a second file, so it has to have a name")
    beside = path + SIGNATURE_SUFFIX
    with suppress(NoSuchFileError):
        if not _is_signature(workspace.files.read(beside)) and not force:
            raise FileInTheWayError(beside)


def _as_written(document: ReportJson, kind: Literal["json", "html", "markdown"], signature: str | None) -> bytes:
    """The file as this version writes it: with nothing in it that is not in the report."""
    again = document_of(document.report, document.program, document.signed_at)
    return (report_text(again) if kind == "json" else page_of(again, kind, signature)).encode()


def verify(workspace: WiderWorkspace, path: str, *, program: str, signers: str | None = None) -> Verified:
    """Check the signature of a report, the page around it, and whether the ledger at hand still agrees.

    The page is written again from what was signed and compared, unless another version of the program wrote it.
    Raises UnverifiableError, NotSignedError, PageChangedError, and what `Signing.check` raises.
    """
    content = workspace.files.read(path)
    try:
        page, document = _opened(content, path)
    except NotAReportError as problem:
        raise UnverifiableError(path, problem.reason) from None
    signature = _signature(workspace, path) if page.kind == "json" else page.signature
    if signature is None:
        raise NotSignedError(path)
    signer = workspace.signing.check(page.document, signature, signers)
    same_program = document.program == program
    if same_program and _as_written(document, page.kind, page.signature) != content:
        raise PageChangedError(path)
    return Verified(
        report=document.report,
        program=document.program,
        signed_at=document.signed_at,
        signer=signer,
        page="none" if page.kind == "json" else "same" if same_program else "not checked",
        ledger=_agreement(workspace, document.report),
    )


def _opened(content: bytes, path: str) -> tuple[SharedPage, ReportJson]:
    try:
        page = take_apart(content)
        return page, read_report(page.document)
    except MalformedReportError as problem:
        raise NotAReportError(path, str(problem)) from None


def _is_signature(content: bytes) -> bool:
    return content.startswith(BEGIN.encode())


def _signature(workspace: WiderWorkspace, path: str) -> str | None:
    try:
        return workspace.files.read(path + SIGNATURE_SUFFIX).decode("utf-8", "replace")
    except NoSuchFileError:
        return None


def _agreement(workspace: WiderWorkspace, report: Report) -> Agreement:
    """Whether the ledger at hand, as it was then, gives the same report."""
    if report.scorecards is not None:
        return Agreement(agrees=None, reason="it adds up several scorecards")
    try:
        book = workspace.ledger.read()
    except Problem as problem:
        return Agreement(agrees=None, reason=str(problem).rstrip("."))
    (source,) = report.scorecard.sources
    if book.ledger_id != source.ledger:
        return Agreement(agrees=None, reason="the report was made from another ledger")
    then = EarlierBook(book.as_recorded(), report.replicas, report.scorecard.as_of)
    if missing := sum(then.missing().values()):
        return Agreement(agrees=None, reason=f"it lacks {missing:,} of the events that were counted")
    if since := then.forgotten_since():
        return Agreement(agrees=None, reason=f"{since:,} of the promises that were counted were forgotten since")
    counted, chosen = joined_record(then), report.scorecard.chosen
    if chosen is not None and unsaid(chosen.filters) is None:
        return Agreement(agrees=None, reason="it does not say by which person it was filtered")
    again = [*_written_again(counted, report)]
    if report in again:
        return Agreement(agrees=True)
    return Agreement(agrees=False, reason=_difference(report, again))


def _written_again(book: Record, report: Report) -> Iterator[Report]:
    """The report of whoever it may be about, as the ledger has it; none where it would not be written."""
    for subject in _subjects(book, report):
        with suppress(TooFewMembersError, FilteredCircleError):
            yield _again(book, subject, report)


def _again(book: Record, subject: Subject, report: Report) -> Report:
    as_of = report.scorecard.as_of
    filters = () if report.scorecard.chosen is None else report.scorecard.chosen.filters
    selection = unsaid(filters) if filters else None
    choice = None
    if selection is not None:
        asked = replace(selection, states=COUNTED_STATES)
        choice = Choice(selection=asked, me=Party(subject.handle), filters=filters)
    return written_up(
        book, subject, now=as_of, zone=report.zone, detail=report.detail, names=report.names, choice=choice
    )


def _subjects(book: Record, report: Report) -> Iterator[Subject]:
    """Whoever the report may be about: its maker's name may be hidden in it, the key of the maker is not."""
    (counted,) = report.scorecard.sources
    for handle in sorted(book.people()):
        subject = shared_subject(book, handle)
        is_circle = subject.members is not None
        if is_circle == (report.members is not None) and subject.source(book, counted.as_of) == counted:
            yield subject


def _difference(report: Report, again: list[Report]) -> str:
    if not again:
        return "it knows nobody whose promises these could be"
    there, here = report.scorecard.windows.all.on_time, again[0].scorecard.windows.all.on_time
    if (there.k, there.n) != (here.k, here.n):
        return f"it gives {here.k:,} of {here.n:,} on time, the report {there.k:,} of {there.n:,}"
    return "other figures or texts than the first differ"
