"""Everything with one person or circle: what they were promised, and what they promised."""

from collections.abc import Sequence
from datetime import date, datetime

from followthrough.domain.circle import CirclePromises
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import day_of
from followthrough.domain.people import Person
from followthrough.rendering.lines import EMPTY, Line, Page, heading, line, quiet, wrapped
from followthrough.rendering.rows import columns, row_lines, rows
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import plural, short_day

_MOST_SETTLED = 10


def dealings_page(
    who: str,
    received: Sequence[Commitment],
    promised: Sequence[Commitment],
    reader: Reader,
    now: datetime,
    zone: str,
    width: int | None,
) -> Page:
    """Both directions; of what is settled only the latest."""
    name = reader.name(who)
    if not received and not promised:
        return (line(f"There is no promise by or to {name}."),)
    sections = [(f"Promised to {name}", received), (f"Promised by {name}", promised)]
    shown = {title: _shown(found) for title, found in sections}
    listed = {title: rows(found, reader, now, zone) for title, found in shown.items()}
    widths = columns([each for found in listed.values() for each in found], width)
    lines: list[Line] = []
    for title, found in sections:
        if found:
            lines += [EMPTY, heading(title)]
            lines += [each for one in listed[title] for each in row_lines(one, widths)]
            if len(found) > len(shown[title]):
                lines.append(quiet(f"  and {len(found) - len(shown[title]):,} settled earlier"))
    return tuple(lines[1:])


def circle_page(
    circle: Person, promises: CirclePromises, reader: Reader, now: datetime, zone: str, width: int | None
) -> Page:
    """What was kept together, in a sentence; then who asks for a hand, what is waiting, and what is settled."""
    title = heading(f"{circle.name} ({plural(promises.together.members, 'member')})")
    sections = {
        "Help wanted": (promises.help_wanted, promises.help_wanted),
        "Waiting": (promises.waiting, promises.waiting),
        "Kept": (promises.kept[:_MOST_SETTLED], promises.kept),
        "Missed, released, withdrawn": (promises.otherwise[:_MOST_SETTLED], promises.otherwise),
    }
    listed = {name: rows(shown, reader, now, zone) for name, (shown, _) in sections.items()}
    widths = columns([each for found in listed.values() for each in found], width)
    said = _kept_together(promises, day_of(now, zone))
    lines = [title, *(line(piece) for piece in wrapped(safe_text(said), width or 10_000))]
    for name, (shown, found) in sections.items():
        if found:
            lines += [EMPTY, heading(name), *(each for one in listed[name] for each in row_lines(one, widths))]
            if len(found) > len(shown):
                lines.append(quiet(f"  and {len(found) - len(shown):,} earlier"))
    return tuple(lines)


def _kept_together(promises: CirclePromises, today: date) -> str:
    """`Kept together: 8 of 12 promises, the latest on Mon 16 Nov. 6 of 10 that came due were kept on time.`"""
    found = promises.together
    if not found.made:
        return "No member has promised it anything yet."
    if not found.kept:
        return f"{plural(found.made, 'promise')} of its members so far."
    said = f"Kept together: {found.kept:,} of {plural(found.made, 'promise')}"
    days = [day_of(each.settled_at, each.zone) for each in promises.kept if each.settled_at is not None]
    latest = f", the latest on {short_day(max(days), today)}" if days else ""
    in_time = f" {found.on_time.k:,} of {found.on_time.n:,} that came due were kept on time." if found.on_time.n else ""
    return f"{said}{latest}.{in_time}"


def _shown(found: Sequence[Commitment]) -> list[Commitment]:
    unsettled = [each for each in found if each.state == "open"]
    return [*unsettled, *[each for each in found if each.state != "open"][:_MOST_SETTLED]]
