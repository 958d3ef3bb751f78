"""The odds in one or two sentences: always with what they rest on."""

from collections.abc import Iterable

from followthrough.domain.odds.promising import Odds
from followthrough.domain.odds.track_record import Comparables, Range
from followthrough.domain.reliability.interval import ENOUGH
from followthrough.rendering.lines import Page, line, wrapped
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import percent, plural


def odds_page(odds: Odds, reader: Reader, width: int | None) -> Page:
    """The odds, or how many promises are still missing to say any."""
    said = odds_said(odds, reader) or (_too_few(odds),)
    return tuple(line(piece) for each in said for piece in wrapped(safe_text(each), width or 10_000))


def odds_said(odds: Odds, reader: Reader) -> tuple[str, ...]:
    """The sentences; none where too little came due to judge."""
    estimate = odds.estimate
    if estimate.odds is None:
        return ()
    kept = f"{estimate.k:,} of {plural(estimate.n, 'promise')} that came due were kept on time"
    first = f"Odds {percent(estimate.odds)}: {kept}{_load(odds.open_that_week)}."
    return (first, _alike(estimate.comparables, reader)) if estimate.comparables else (first,)


def _too_few(odds: Odds) -> str:
    n = odds.estimate.n
    return f"Too few to judge: odds begin at {ENOUGH} promises that came due; there {'is' if n == 1 else 'are'} {n}."


def _load(count: int | None) -> str:
    match count:
        case None:
            return ""
        case 0:
            return "; none is open for that week"
        case 1:
            return "; 1 is open for that week already"
        case _:
            return f"; {count:,} are open for that week already"


def _alike(comparables: Iterable[Comparables], reader: Reader) -> str:
    said = "; ".join(f"of {each.n:,} {_what(each, reader)}, {each.k:,}" for each in comparables)
    return f"{said[:1].upper()}{said[1:]}."


def _what(each: Comparables, reader: Reader) -> str:
    match each.factor, each.value:
        case "length", Range() as days:
            return _length(days)
        case _, Range() as count:
            return f"with {_count(count)} open for their week"
        case _, handles:
            return f"to {reader.names(handles)}"


def _length(days: Range) -> str:
    if days.high is None:
        return f"due in {plural(days.low, 'day')} or more"
    if days.high == 0:
        return "due the same day"
    if days.low == 0:
        return f"due within {plural(days.high, 'day')}"
    return f"due in {_from_to(days.low, days.high)} {'day' if days.high == 1 else 'days'}"


def _count(count: Range) -> str:
    if count.high is None:
        return f"{count.low} or more"
    if count.high == 0:
        return "none"
    return f"at most {count.high}" if count.low == 0 else _from_to(count.low, count.high)


def _from_to(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
