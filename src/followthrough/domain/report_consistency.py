"""Whether a report that came from elsewhere goes together; its own version of the program would not write another."""

from collections.abc import Iterator

from msgspec.structs import asdict

from followthrough.domain.due import is_zone
from followthrough.domain.reliability.basis import Basis
from followthrough.domain.reliability.consistency import contradiction, contradiction_of_counts
from followthrough.domain.report import MOST_LISTED, Listing, Report
from followthrough.domain.together import ENOUGH_MEMBERS, Together


def contradiction_in(report: Report) -> str | None:
    """What in a report does not go together; None where everything does."""
    return next(_contradictions(report), None)


def _contradictions(report: Report) -> Iterator[str]:
    if not is_zone(report.zone):
        yield f"{report.zone!r} is no zone that is known here"
    if (reason := contradiction(report.scorecard)) is not None:
        yield reason
    yield from _in_sources(report)
    made = report.scorecard.windows.all.counts.made
    if report.together is not None:
        yield from _in_together(report, report.together)
    if report.basis is not None:
        yield from _in_basis(report.basis, made)
    if (report.listing is None) != (report.detail == "counts"):
        yield "it lists promises or not, other than its detail says"
    if report.listing is not None:
        yield from _in_listing(report.listing, made, full=report.detail == "full")


def _in_sources(report: Report) -> Iterator[str]:
    sources = report.scorecard.sources
    if len(sources) != (1 if report.scorecards is None else report.scorecards):
        yield "it has another number of sources than of scorecards"
    if report.scorecards is None and len(sources[0].makers) != (report.members or 1):
        yield "it has another number of makers than of members"
    if (report.scorecards is None) != (report.scorecard.windows.last_20 is not None):
        yield "the last 20 are those of one scorecard, and of one alone"


def _in_together(report: Report, together: Together) -> Iterator[str]:
    parts, whole, logged = together.parts, asdict(report.scorecard.windows.all.counts), together.logged
    if report.members is None or len(parts) + together.counted_only != report.members:
        yield "it has another number of members than it shows"
    if any(contradiction_of_counts(each.counts, each.on_time) is not None for each in parts):
        yield "a member has counts that do not go together"
    added = {name: sum(getattr(each.counts, name) for each in parts) for name in whole}
    if any(added[name] > whole[name] for name in whole) or (not together.counted_only and added != whole):
        yield "the members do not add up"
    if parts and (together.withheld or 0 < together.counted_only < ENOUGH_MEMBERS):
        yield "it shows members from whom the figures of others would follow"
    events = sum(each.events for each in logged.named) + logged.by_others
    if report.basis is not None and events != report.basis.events:
        yield "another number of events was logged"
    if (logged.named and 0 < logged.others < ENOUGH_MEMBERS) or (logged.others == 0 < logged.by_others):
        yield "it says of too few who logged what"


def _in_basis(basis: Basis, made: int) -> Iterator[str]:
    if basis.by_makers + basis.by_recipients > basis.events:
        yield "the basis has more recorders than events"
    if basis.imported > basis.events:
        yield "the basis has more imported events than events"
    if not basis.one_side <= basis.promises == made:
        yield "the basis is of another number of promises"
    if not basis.written_promptly.k <= basis.written_promptly.n == basis.promises:
        yield "the basis has another number of promises written down"
    if (basis.since is None) != (basis.events == 0) or (basis.until is None) != (basis.events == 0):
        yield "the basis has days without events, or events without days"
    elif basis.since is not None and basis.until is not None and basis.since > basis.until:
        yield "the basis ends before it begins"


def _in_listing(listing: Listing, made: int, *, full: bool) -> Iterator[str]:
    if listing.may_be_shown + listing.counted_only != made:
        yield "the listing is of another number of promises"
    if len(listing.latest) != min(listing.may_be_shown, MOST_LISTED):
        yield "the listing has another number of promises than it says"
    if any((each.more is not None) != full for each in listing.latest):
        yield "the listing has other particulars than its detail says"
