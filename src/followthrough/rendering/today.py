"""Today's view and the digest: what was kept lately first, then what deserves attention."""

from collections.abc import Sequence
from datetime import datetime

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import Digest, chase_has_come
from followthrough.domain.due import day_of, in_zone
from followthrough.domain.reliability.credit import lateness_credit, next_drop, seconds_between
from followthrough.rendering.lines import EMPTY, Line, Page, Span, heading, line, quiet
from followthrough.rendering.rows import Row, columns, row, row_lines
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import clock, long_day, percent, plural, short_day

Section = tuple[str, Sequence[Commitment]]
_MOST_KEPT = 5


def today_page(digest: Digest, reader: Reader, zone: str, width: int | None) -> Page:
    """Today's view: the day, the sections that hold something, and what else is open."""
    day = day_of(digest.as_of, zone)
    kept = digest.kept_lately[:_MOST_KEPT]
    body = _sections([("Kept lately", kept), *_attention(digest)], digest, reader, zone, width)
    return (heading(long_day(day)), *body, *_rest(digest, len(digest.kept_lately) - len(kept)))


def digest_page(digest: Digest, reader: Reader, zone: str, width: int | None) -> Page:
    """The digest: as today's view, with what the credit of overdue promises is and when it next drops."""
    sections = [("Kept lately", digest.kept_lately), *_attention(digest)]
    day = day_of(digest.as_of, zone)
    return (heading(f"Promises on {long_day(day)}"), *_sections(sections, digest, reader, zone, width, credit=True))


def _attention(digest: Digest) -> list[Section]:
    return [
        ("Overdue", digest.overdue),
        ("Due today", digest.due_today),
        ("Due soon", digest.due_soon),
        ("Help wanted", digest.help_wanted),
        ("Waiting on others", digest.waiting_on_others),
    ]


def _sections(
    sections: Sequence[Section], digest: Digest, reader: Reader, zone: str, width: int | None, *, credit: bool = False
) -> list[Line]:
    rows = {name: [row(each, reader, digest.as_of, zone) for each in found] for name, found in sections if found}
    widths = columns([each for found in rows.values() for each in found], width)
    lines: list[Line] = []
    for name, found in sections:
        if not found:
            continue
        lines += [EMPTY, heading(name)]
        for commitment, each in zip(found, rows[name], strict=True):
            lines += row_lines(each, widths)
            lines += _below(name, commitment, each, digest.as_of, zone, credit=credit)
    return lines


def _below(name: str, commitment: Commitment, each: Row, now: datetime, zone: str, *, credit: bool) -> list[Line]:
    indent = " " * (len(each.id) + 4)
    if name == "Overdue" and credit:
        return [quiet(indent + credit_now(commitment, now, zone))]
    if name == "Waiting on others" and commitment.chase is not None:
        if chase_has_come(commitment, now, zone):
            return [quiet(f"{indent}time to ask about it")]
        return [quiet(f"{indent}to ask about on {short_day(commitment.chase.day_in(zone), day_of(now, zone))}")]
    return []


def credit_now(commitment: Commitment, now: datetime, zone: str) -> str:
    """`worth 97 % now, 90 % from Sun 29 Nov`: the credit of something overdue, and its next drop."""
    assert commitment.judged_due is not None
    deadline = commitment.judged_due.deadline(commitment.zone)
    worth = f"worth {percent(lateness_credit(seconds_between(deadline, now)))} now"
    drop = next_drop(deadline, now)
    if drop is None:
        return worth
    at = in_zone(drop.at, zone)
    when = clock(at) if at.date() == day_of(now, zone) else short_day(at.date(), day_of(now, zone))
    lower = percent(drop.credit)
    return f"{worth}, {'less' if worth.startswith(f'worth {lower}') else lower} from {when}"


def _rest(digest: Digest, more_kept: int) -> list[Line]:
    lines: list[Line] = []
    if not digest.says_something():
        lines += [EMPTY, line("Nothing is due in the coming days.")]
    if more_kept:
        lines += [EMPTY, line(Span(f"{more_kept} more kept lately: ", "quiet"), Span("ft log"))]
    if digest.later:
        lines += [EMPTY, line(Span(f"{plural(digest.later, 'more promise')} open: ", "quiet"), Span("ft list"))]
    return lines
