"""What a command that changed something says back."""

from collections.abc import Sequence
from datetime import datetime

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due
from followthrough.domain.events import Kept
from followthrough.rendering.detail import event_said, why_judged_so
from followthrough.rendering.lines import Line, Page, Span, Style, cells, cut, line, quiet, wrapped
from followthrough.rendering.rows import row
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import distance, duration, exact_due, long_due, percent

MOST = 20
"""So many promises of one undo or redo are told with what became of them; of more, each has a line, and so many do."""
_STYLES: dict[str, Style] = {"kept": "kept", "missed": "missed"}


def changed_page(
    did: str, commitments: Sequence[Commitment], reader: Reader, now: datetime, zone: str, width: int | None
) -> Page:
    """One line for each promise that was changed, and below it what was understood."""
    if did in ("undone", "redone") and len(commitments) > MOST:
        rest = quiet(f"  and {len(commitments) - MOST:,} more; ft list --all has them")
        return (*(_head(did, each, reader, width) for each in commitments[:MOST]), rest)
    return tuple(each for commitment in commitments for each in _changed(did, commitment, reader, now, zone, width))


def _changed(
    did: str, commitment: Commitment, reader: Reader, now: datetime, zone: str, width: int | None
) -> list[Line]:
    details = _details(did, commitment, reader, now, zone)
    if did in ("undone", "redone", "released", "confirmed", "not yet"):
        details.insert(0, event_said(commitment.history[-1], commitment, reader))
    pieces = [piece for each in details for piece in wrapped(safe_text(each), (width or 10_000) - 2)]
    return [_head(did, commitment, reader, width), *(quiet(f"  {piece}") for piece in pieces)]


def _head(did: str, commitment: Commitment, reader: Reader, width: int | None) -> Line:
    lead = f"{did[:1].upper()}{did[1:]} {reader.shorten(commitment.id)}  "
    what = commitment.what if width is None else cut(safe_text(commitment.what), max(width - cells(lead), 20))
    return line(
        Span(f"{did[:1].upper()}{did[1:]} ", _STYLES.get(did, "heading")),
        Span(reader.shorten(commitment.id), "id"),
        Span(f"  {what}"),
    )


def _details(did: str, commitment: Commitment, reader: Reader, now: datetime, zone: str) -> list[str]:
    match did:
        case "made" | "edited" | "moved" | "reopened" | "not yet" | "redone" | "undone" if commitment.state == "open":
            return [reader.parties(commitment), *_due(commitment, now), *_extras(did, commitment, now)]
        case "noted":
            return ["help wanted"] if commitment.help_wanted else []
        case "kept":
            return [_settled(commitment, reader, now, zone), *_kept_at(commitment, now)]
        case _:
            return [_settled(commitment, reader, now, zone)] if commitment.state != "undone" else ["never made"]


def _due(commitment: Commitment, now: datetime) -> list[str]:
    if commitment.due is None:
        return ["no due date"]
    lines = [f"due {_away(commitment.due, commitment, now)}, {commitment.zone}"]
    if commitment.judged_due is not None and commitment.judged_due != commitment.due:
        lines.append(f"judged by {long_due(commitment.judged_due, commitment.zone)}: {why_judged_so(commitment)}")
    return lines


def _kept_at(commitment: Commitment, now: datetime) -> list[str]:
    """When it was kept, where that was said."""
    event = commitment.settlement
    at = event.at if isinstance(event, Kept) else None
    return [] if at is None else [f"on {_away(at, commitment, now)}, {commitment.zone}"]


def _away(due: Due, commitment: Commitment, now: datetime) -> str:
    return f"{exact_due(due, commitment.zone)} ({distance(due, now, commitment.zone)})"


def _extras(did: str, commitment: Commitment, now: datetime) -> list[str]:
    if did not in ("made", "edited"):
        return []
    extras = []
    if commitment.made.at is not None and commitment.series is None:
        extras.append(f"promised on {_away(commitment.made.at, commitment, now)}")
    if commitment.chase is not None:
        extras.append(f"to ask about on {_away(commitment.chase, commitment, now)}")
    if commitment.remind is not None:
        extras.append(f"reminded of {duration(commitment.remind)} before")
    if commitment.visibility != "private":
        extras.append(f"visibility: {commitment.visibility}")
    if commitment.tags:
        extras.append(" ".join(f"+{tag}" for tag in commitment.tags))
    if commitment.confidence is not None:
        extras.append(f"{percent(commitment.confidence)} confident")
    return extras


def _settled(commitment: Commitment, reader: Reader, now: datetime, zone: str) -> str:
    return f"{reader.parties(commitment)}, {row(commitment, reader, now, zone).when_and_date}"
