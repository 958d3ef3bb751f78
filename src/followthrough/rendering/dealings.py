"""Everything with one person or circle: what they were promised, and what they promised."""

from collections.abc import Sequence
from datetime import datetime

from followthrough.domain.commitment import Commitment
from followthrough.rendering.lines import EMPTY, Line, Page, heading, line, quiet
from followthrough.rendering.rows import columns, row_lines, rows
from followthrough.rendering.who import Reader

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


def _shown(found: Sequence[Commitment]) -> list[Commitment]:
    unsettled = [each for each in found if each.state == "open"]
    return [*unsettled, *[each for each in found if each.state != "open"][:_MOST_SETTLED]]
