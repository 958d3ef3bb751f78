"""The promises of a report in words: kept ones first, then open ones, then all others."""

from collections.abc import Iterator

from msgspec import Struct

from followthrough.domain.due import Day, Due, Instant, in_zone
from followthrough.domain.reliability.outcome import Outcome
from followthrough.domain.report import Listing, Particulars, Shown
from followthrough.rendering.wording import clock, duration, long_date, percent, plural

SHOWN_LETTERS = 8
"""How much of an id a page shows; 3 would do, and what leaves the terminal has 6 at least."""

_GROUPS = {
    "Kept": (Outcome.KEPT_ON_TIME, Outcome.KEPT_NO_DUE, Outcome.KEPT_LATE, Outcome.KEPT_IN_PART),
    "Open": (Outcome.PENDING, Outcome.OVERDUE),
    "Missed, released, withdrawn": (
        Outcome.MISSED,
        Outcome.RELEASED,
        Outcome.RELEASED_LATE,
        Outcome.WITHDRAWN,
    ),
}


class Entry(Struct, frozen=True):
    """One promise: its text, what is said of it, its notes."""

    what: str
    said: str
    notes: tuple[str, ...] = ()


def groups(listing: Listing) -> list[tuple[str, list[Entry]]]:
    """The promises under their headings, the latest first under each; headings without any are left out."""
    named = [
        (name, [entry(each) for each in listing.latest if each.outcome in outcomes])
        for name, outcomes in _GROUPS.items()
    ]
    return [(name, entries) for name, entries in named if entries]


def entry(promise: Shown) -> Entry:
    """One promise in words."""
    said = [_outcome(promise), _due(promise.due, promise.zone), *_more(promise.more), promise.id[:SHOWN_LETTERS]]
    return Entry(promise.what, " · ".join(said), promise.more.notes if promise.more else ())


def _outcome(promise: Shown) -> str:
    more = promise.more
    match promise.outcome:
        case Outcome.KEPT_ON_TIME:
            return "kept on time"
        case Outcome.KEPT_NO_DUE:
            return "kept" if more is None or more.part in (None, 1) else f"{percent(more.part)} of it kept"
        case Outcome.KEPT_LATE:
            return "kept late" if more is None else f"kept {_lateness(promise.due, more)} late"
        case Outcome.KEPT_IN_PART:
            return "kept in part" if more is None else f"{percent(more.part)} of it kept"
        case Outcome.PENDING:
            return "open"
        case Outcome.OVERDUE:
            return "overdue" if more is None else f"overdue by {_lateness(promise.due, more)}"
        case Outcome.MISSED:
            return "missed, made right since" if more is not None and more.repaired else "missed"
        case Outcome.RELEASED:
            return "released"
        case Outcome.RELEASED_LATE:
            return "released after it was due"
        case Outcome.WITHDRAWN:
            return "withdrawn before it was due"
        case Outcome.UNDONE:
            return "undone"


def _lateness(due: Due | None, more: Particulars) -> str:
    """How late: of a day in days, the first of them begun when it was over."""
    if isinstance(due, Day):
        return plural(more.seconds_late // 86400 + 1, "day")
    return duration(more.seconds_late)


def _due(due: Due | None, zone: str) -> str:
    if due is None:
        return "no due date"
    if isinstance(due, Instant):
        moment = in_zone(due.at, zone)
        return f"due {long_date(moment.date())}, {clock(moment)}"
    return f"due {long_date(due.day_in(zone))}"


def _more(more: Particulars | None) -> Iterator[str]:
    if more is None:
        return
    if more.maker is not None and more.to:
        yield f"{more.maker} to {' and '.join(more.to)}"
    yield f"made {long_date(more.made)}"
    if more.moves:
        yield f"moved {plural(more.moves, 'time')}"
    if more.credit is not None and more.credit < 1:
        yield f"credit {percent(more.credit)}".replace(" ", "\N{NO-BREAK SPACE}")
    if more.confirmed:
        yield "confirmed"
    if more.tags:
        yield " ".join(f"+{tag}" for tag in more.tags)
