"""What a report says, whatever it is laid out in: its title, its sentences, what it rests on and cannot see."""

from collections.abc import Iterator
from datetime import datetime

from followthrough.domain.due import in_zone
from followthrough.domain.reliability.basis import Basis
from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.report import MOST_LISTED, Report
from followthrough.domain.together import ENOUGH_MEMBERS, Logged, Together
from followthrough.rendering.wording import clock, long_date, long_day, percent, percent_range, plural


def title(report: Report) -> str:
    """`Promises of Sam Okafor`, `Promises to Harbour Street Kitchen`, or of several scorecards added up."""
    if report.scorecards is not None:
        return f"Promises of {plural(report.scorecards, 'scorecard')}, added up"
    if report.members is not None:
        return f"Promises to {report.name or 'a circle'}"
    return f"Promises of {report.name or 'one person'}"


def as_of(report: Report) -> str:
    """`As of Monday 23 November 2026, 10:00 (America/New_York), 140 promises counted.`"""
    moment = in_zone(report.scorecard.as_of, report.zone)
    counts = report.scorecard.windows.all.counts
    by = "" if report.members is None else f" by {_of_members(report.members, report.together)}"
    counted = f"{plural(counts.made, 'promise')}{by} counted"
    said = f"As of {long_day(moment.date())}, {clock(moment)} ({report.zone}), {counted}."
    first = in_zone(min(each.as_of for each in report.scorecard.sources), report.zone).date()
    if first == moment.date():
        return said
    return f"{said} The earliest scorecard is as of {long_day(first)}; the last 90 days of each end with its own."


def _of_members(members: int, together: Together | None) -> str:
    """`its 8 members`, or how many of them where some are left out."""
    left_out = 0 if together is None else together.left_out
    return (
        f"{members:,} of its {plural(members + left_out, 'member')}" if left_out else f"its {plural(members, 'member')}"
    )


MEMBERS_TITLE = "Each member as openly as they chose"


def members_said(report: Report) -> list[str]:
    """Which members are not shown on their own, and why."""
    together = report.together
    return [] if together is None else [*_members_said(together)]


def _members_said(together: Together) -> Iterator[str]:
    counted, left_out = together.counted_only, together.left_out
    if together.withheld:
        yield (
            f"Nobody is shown on their own: with names off, fewer than {ENOUGH_MEMBERS} others have promises to count, "
            "and what is theirs would follow."
        )
    elif counted:
        who = plural(counted, "member") if together.parts else "Every member"
        yield f"{who} {'is' if counted == 1 or not together.parts else 'are'} counted in the sums alone."
    if left_out:
        yield (
            f"{plural(left_out, 'member')} {'is' if left_out == 1 else 'are'} left out: what they promised, kept or "
            "missed, is in no figure here."
        )


def chosen(report: Report) -> str | None:
    """Which filters the figures went through, if any."""
    filters = report.scorecard.chosen
    if filters is None:
        return None
    return f"Only some: {filters.promises:,} of {plural(filters.of, 'promise')} ({', '.join(filters.filters)})."


def lead(report: Report) -> str:
    """The main figure in a sentence, and beside it how sure it is and what lateness makes of it."""
    window = report.scorecard.windows.all
    k, n = window.on_time.k, window.on_time.n
    if not n:
        return "No promise has come due yet."
    kept = f"{k:,} of {plural(n, 'promise')} that came due {'was' if 1 in (k, n) else 'were'} kept in full and on time"
    if n < ENOUGH:
        return f"{kept}. Too few to judge: rates begin at {ENOUGH}."
    rate, sure = percent(window.on_time.rate), percent_range(window.on_time.low, window.on_time.high)
    credit = percent(window.credit.mean)
    said = f"{kept}: {rate} (95 % interval {sure}). Credit, where late keepings count by how late they were: {credit}."
    return said.replace(" %", "\N{NO-BREAK SPACE}%")


def beside_misses(report: Report) -> str | None:
    """What became of misses."""
    counts = report.scorecard.windows.all.counts
    if not counts.missed:
        return None
    missed = f"{plural(counts.missed, 'promise')} missed"
    if counts.missed == 1:
        return f"{missed}, and made right since." if counts.repaired else f"{missed}."
    return f"{missed}, {counts.repaired:,} of them made right since."


def rests_on(report: Report) -> list[str]:
    """What the figures rest on: who logged, since when, how promptly, whose word it is."""
    window = report.scorecard.windows.all
    lines = _of_basis(report.basis, several=report.members is not None or report.scorecards is not None)
    if report.together is not None and report.together.logged.replicas:
        lines.append(_logged(report.together.logged))
    prompt = window.logged_promptly
    if prompt.n:
        were = "was" if prompt.k == 1 else "were"
        lines.append(f"{prompt.k:,} of {plural(prompt.n, 'keeping')} {were} logged within a day of happening.")
    if window.counts.confirmed:
        lines.append(
            f"{plural(window.counts.confirmed, 'keeping')} confirmed by a recipient, "
            f"{window.counts.confirmed_by_recipient:,} of them in the recipient's own hand."
        )
    if window.counts.forgotten:
        lines.append(f"{plural(window.counts.forgotten, 'promise')} forgotten for privacy; no figure has them.")
    ledgers = len({each.ledger for each in report.scorecard.sources})
    if report.scorecards is not None:
        lines.append(f"Added up from {plural(report.scorecards, 'scorecard')} of {plural(ledgers, 'ledger')}.")
    return lines


def _of_basis(basis: Basis | None, *, several: bool) -> list[str]:
    if basis is None:
        return ["Who logged these promises, and since when, is not known for all of them."]
    if basis.since is None or basis.until is None:
        return ["No promise is recorded."]
    makers = "their makers" if several else "the maker"
    prompt = basis.written_promptly
    imported = (
        f"{basis.imported:,} of {plural(basis.events, 'event')} came from a file, with the dates that stood there."
    )
    return [
        f"Recorded from {long_date(basis.since)} to {long_date(basis.until)}: "
        f"{plural(basis.events, 'event')} about {plural(basis.promises, 'promise')}.",
        f"Logged by {makers}: {basis.by_makers:,}; by recipients: {basis.by_recipients:,}; "
        f"by others: {basis.by_others:,}.",
        *([imported] if basis.imported else []),
        f"{prompt.k:,} of {plural(prompt.n, 'promise')} {'was' if prompt.k == 1 else 'were'} written down "
        "within a day of being given.",
        f"For {basis.one_side:,} of {plural(basis.promises, 'promise')} one side alone told the story.",
    ]


def _logged(logged: Logged) -> str:
    """`Logged by Ana Ruiz (12 events), B. C. (4), and 3 others (9), on 4 replicas.`"""
    named = [f"{each.name} ({plural(each.events, 'event')})" for each in logged.named]
    people = plural(logged.others, "other" if named else "person", "others" if named else "persons")
    rest = f"{people} ({plural(logged.by_others, 'event')})"
    who = [*named, rest] if logged.others else named
    everyone = " and ".join(filter(None, (", ".join(who[:-1]), who[-1])))
    return f"Logged by {everyone}, on {plural(logged.replicas, 'replica')}."


def listing_said(report: Report) -> str | None:
    """Which promises are listed, and why not the others."""
    listing = report.listing
    if listing is None:
        return None
    said = f"{plural(listing.may_be_shown, 'promise')} may be shown here"
    if listing.may_be_shown > len(listing.latest):
        said += f"; the latest {MOST_LISTED} are listed"
    if listing.counted_only:
        said += f"; {listing.counted_only:,} more {'is' if listing.counted_only == 1 else 'are'} counted only"
    return f"{said}."


FOOTNOTES = (
    "On time means: kept in full, no later than the due date agreed in time.",
    "The interval is Wilson's at 95 %. The credit curve is that of commits.to (MIT, © 2017 Beeminder).",
    "Figures are about promises in a ledger, never about a person.",
)


def windows_title(report: Report) -> str:
    """The heading of the table of windows."""
    three = "three windows" if report.scorecard.windows.last_20 is not None else "two windows"
    return f"In {three} of time"


def brier(report: Report) -> str | None:
    """The Brier score, and how to read it; None where too few promises had a confidence."""
    calibration = report.scorecard.calibration
    if calibration.brier is None or calibration.n < ENOUGH:
        return None
    return (
        f"Brier score {calibration.brier:.2f} over {plural(calibration.n, 'promise')} with a confidence: "
        "0 is perfect foresight, 0.25 is what always saying 50 % gets."
    )


def signed_said(signed_at: datetime | None, zone: str) -> str:
    """Whether and when it was signed, as the signer's clock had it."""
    if signed_at is None:
        return "Not signed."
    moment = in_zone(signed_at, zone)
    return f"Signed on {long_day(moment.date())}, {clock(moment)} by the signer's clock; ft verify checks it."
