"""Write a scorecard up to be shared."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from followthrough.actions.choosing import Choice, choice
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.finding import who_is_meant
from followthrough.actions.layouts import layout_for
from followthrough.actions.measure import Subject, count, shared_subject
from followthrough.actions.ports import Record
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import day_of
from followthrough.domain.envelope import Envelope, Format
from followthrough.domain.errors import NotAReportError, OptionsClashError, StrayFileError
from followthrough.domain.filters import ALL_OPEN, Filters
from followthrough.domain.forgetting import SOMEONE
from followthrough.domain.people import Person, shown_as
from followthrough.domain.reliability.basis import BasisTally, added_bases
from followthrough.domain.reliability.outcome import judge
from followthrough.domain.reliability.scorecard import scorecard
from followthrough.domain.reliability.union import union
from followthrough.domain.report import (
    Detail,
    Latest,
    Name,
    Names,
    Report,
    as_chosen,
    by_name,
    shown,
    shown_member,
    shown_name,
)
from followthrough.domain.together import Members
from followthrough.formats.report import MalformedReportError, ReportJson, document_of, read_scorecard, report_text
from followthrough.formats.shared_page import take_apart
from followthrough.rendering.lines import to_text


def report(
    workspace: Workspace,
    who: str | None = None,
    filters: Filters = ALL_OPEN,
    *,
    detail: Detail = "counts",
    names: Names | None = None,
) -> Report:
    """The report of one maker, or of a circle, as of now.

    Raises NoSuchPersonError, NoLedgerError, FilteredByOutcomeError, and what `written_up` raises.
    """
    book = workspace.ledger.read()
    subject = shared_subject(book, workspace.me_in(book) if who is None else who_is_meant(workspace, book, who))
    chosen = choice(workspace, book, filters, named=names == "full")
    now, zone = workspace.now(), workspace.zone
    return written_up(book, subject, now=now, zone=zone, detail=detail, names=names, choice=chosen)


def written_up(
    book: Record,
    subject: Subject,
    *,
    now: datetime,
    zone: str,
    detail: Detail,
    names: Names | None,
    choice: Choice | None = None,
) -> Report:
    """The report that a reading of a ledger gives at a moment: the same for the same reading.

    Of a circle it raises TooFewMembersError, FilteredCircleError.
    """
    people = book.people()
    members = None if subject.members is None else _members(people, subject, names)
    basis = BasisTally({handle: frozenset(each.members) for handle, each in people.items() if each.is_circle})
    latest = Latest(circle=members is not None, counted_only=members.unlisted if members else ())
    found = count(book, subject, choice, now)

    def counted() -> Iterator[Commitment]:
        for each in found.commitments:
            if each.state != "undone":
                basis.add(each)
                if members is not None:
                    members.add(each, now)
                if detail != "counts":
                    latest.add(each)
            yield each

    card = scorecard(
        subject.handle,
        counted(),
        found.forgotten,
        now=now,
        today=day_of(now, zone),
        counted=subject.source(book, now),
        chosen=found.chosen,
    )
    if members is not None:
        members.forget(found.forgotten)
        members.check(filtered=choice is not None)
    name = _naming(people, subject, names)
    listed = (shown(each, judge(each, now), full=detail == "full", name=name) for each in latest.commitments)
    listing = latest.listing(listed) if members is None or members.may_list else latest.withheld()
    return Report(
        name=shown_name(
            people[subject.handle].name if subject.handle in people else subject.handle, names, subject=True
        )
        or "",
        members=None if subject.members is None else len(subject.members),
        detail=detail,
        names=names,
        zone=zone,
        scorecard=card if names in (None, "full") else replace(card, who=""),
        basis=basis.basis(),
        scorecards=None,
        replicas=dict(book.last_numbers()),
        listing=listing if detail != "counts" else None,
        together=members.together(name) if members else None,
    )


def _members(people: Mapping[str, Person], subject: Subject, names: Names | None) -> Members:
    """The members of a circle who are counted, each as openly as they chose."""
    everyone = shown_as(people[subject.handle], people)
    chosen = {handle: each for handle, each in everyone.items() if handle in (subject.members or ())}
    openly = {handle: as_chosen(each, names) for handle, each in chosen.items()}
    return Members(subject.handle, chosen, openly, len(everyone.keys() - {SOMEONE}) - len(chosen))


def _naming(people: Mapping[str, Person], subject: Subject, names: Names | None) -> Name:
    """How a report names people: members of its circle as they chose, the circle as its title does."""
    everyone = by_name(names, people)
    if subject.members is None:
        return everyone
    circle = people[subject.handle]
    shown = shown_as(circle, people)

    def name(handle: str) -> str | None:
        if handle in shown:
            said = people[handle].name if handle in people else handle
            return shown_member(said, as_chosen(shown[handle], names))
        return shown_name(circle.name, names, subject=True) if handle == circle.handle else everyone(handle)

    return name


def combined(reports: Sequence[Report]) -> Report:
    """Several reports added up, from what they carry alone: no promise's text is needed, and none is shown.

    As of the latest of them, in its zone. Raises CountedTwiceError.
    """
    latest = max(reports, key=lambda each: each.scorecard.as_of)
    card = union([each.scorecard for each in reports], latest.today)
    bases = [each.basis for each in reports if each.basis is not None]
    return Report(
        name="",
        members=None,
        detail="counts",
        names=None,
        zone=latest.zone,
        scorecard=card,
        basis=added_bases(bases) if len(bases) == len(reports) else None,
        scorecards=sum(each.scorecards or 1 for each in reports),
        replicas={},
        listing=None,
    )


def combination(
    workspace: WiderWorkspace,
    paths: Sequence[str],
    *,
    combining: bool,
    who: str | None,
    detail: Detail,
    names: Names | None,
    filters: Sequence[str] = (),
) -> Report:
    """The reports and scorecards of these files, added up; `filters` are the options that cannot filter them any more.

    Raises StrayFileError, OptionsClashError, NotAReportError, CountedTwiceError, and what `Files.read` raises.
    """
    if not combining:
        raise StrayFileError(paths[0])
    given = {"--for": who is not None, "--detail": detail != "counts", "--names": names is not None}
    for option in (*(option for option, is_given in given.items() if is_given), *filters):
        raise OptionsClashError("--combine", option)
    return combined([_read_to_add(workspace.files.read(path), path) for path in paths])


def _read_to_add(content: bytes, path: str) -> Report:
    try:
        return read_scorecard(take_apart(content).document)
    except MalformedReportError as problem:
        raise NotAReportError(path, str(problem)) from None


_ENDINGS: dict[str, Format] = {
    "csv": "csv",
    "htm": "html",
    "html": "html",
    "json": "json",
    "markdown": "markdown",
    "md": "markdown",
    "svg": "svg",
    "text": "text",
    "txt": "text",
}


def layout_of(chosen: Format | None, output: str, *, json: bool) -> Format:
    """The format asked for; otherwise JSON where JSON is asked for, as the file's name ends, or text.

    Raises OptionsClashError, UnknownEndingError.
    """
    return layout_for(chosen, output, json=json, endings=_ENDINGS, otherwise="text")


def laid_out(report: Report, layout: Format, program: str) -> str:
    """The report in one of its formats, as that version of the program writes it."""
    if layout == "svg" and report.detail != "counts":
        raise OptionsClashError("--format svg", f"--detail {report.detail}")
    document = document_of(report, program)
    match layout:
        case "json":
            return report_text(document)
        case "csv":
            from followthrough.formats.report_csv import report_csv

            return report_csv(report)
        case "text":
            from followthrough.rendering.report.text import text_page

            return to_text(text_page(report, program))
        case "svg":
            from followthrough.rendering.report.badge import badge

            return badge(report, program)
        case "html" | "markdown":
            return page_of(document, layout, None)


def page_of(document: ReportJson, kind: Literal["html", "markdown"], signature: str | None) -> str:
    """The page that shows a report and carries its JSON, and the signature if there is one."""
    envelope = Envelope(
        document=report_text(document),
        program=document.program,
        signed_at=document.signed_at,
        signature=signature,
    )
    if kind == "html":
        from followthrough.rendering.report.html import html_page

        return html_page(document.report, envelope)
    from followthrough.rendering.report.markdown import markdown_page

    return markdown_page(document.report, envelope)
