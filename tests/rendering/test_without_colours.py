"""Nothing is said by colour alone: what differs in state differs in its words, or in its sign."""

import re
from itertools import combinations
from typing import Any

import pytest

from followthrough.domain.commitment import Commitment
from followthrough.domain.reliability.trend import DayCount
from followthrough.rendering.lines import Line, to_text
from followthrough.rendering.rows import row
from followthrough.rendering.year import year_plot, year_said
from tests.support.builders import (
    NOW,
    ZONE,
    a_promise,
    a_reader,
    kept,
    made,
    missed,
    promise,
    released,
    repaired,
    withdrawn,
)
from tests.support.terminal import Terminal

READER = a_reader()
LATE: dict[str, Any] = {"due": "2026-11-20"}
BECAME: dict[str, Commitment] = {
    "open": promise(due="2026-11-27"),
    "open without a date": promise(due=None),
    "due today": promise(due="2026-11-23"),
    "overdue": promise(due="2026-11-20"),
    "overdue by hours": promise(due="2026-11-23T09:00-05:00"),
    "kept on time": a_promise(made(), kept()),
    "kept without a date": a_promise(made(due=None), kept()),
    "kept late": a_promise(made(**LATE), kept()),
    "kept in part": a_promise(made(), kept(part=0.6)),
    "missed": a_promise(made(), missed()),
    "missed and repaired": a_promise(made(), missed(), repaired(2)),
    "released": a_promise(made(), released()),
    "withdrawn": a_promise(made(), withdrawn()),
}


def test_two_promises_of_different_fates_are_never_worded_alike() -> None:
    words = {name: row(became, READER, NOW, ZONE).when for name, became in BECAME.items()}
    assert [(one, other) for one, other in combinations(words, 2) if words[one] == words[other]] == []


YEAR = tuple(
    DayCount(day=NOW.date().replace(day=day), k=k, n=2) for day, k in ((16, 2), (17, 1), (18, 0), (19, 2), (20, 2))
)


def test_days_of_different_fates_have_different_signs_and_the_key_names_each() -> None:
    page = year_plot(YEAR, NOW.date(), 80)
    drawn = "".join(span.text for each in page[2:9] for span in each)
    signs = set(re.findall(r"[^\w\s]", drawn))
    assert len(signs) == 4
    assert to_text(page[9:]) == "  █ all on time  ▒ some  ░ none  · nothing due\n"
    assert signs == set("█▒░·")


def test_what_the_calendar_draws_is_said_where_it_is_not_drawn() -> None:
    assert to_text(year_said(YEAR, NOW.date(), 80)) == (
        "The last 53 weeks, day by day\n  5 days had promises due: all on time on 3, some on 1, none on 1.\n"
    )
    assert to_text(year_said(YEAR, NOW.date(), 40)).count("\n") == 3
    assert year_said(YEAR[:2], NOW.date(), 80) == ()
    assert _style_of(year_said(YEAR, NOW.date(), 80)[1]) == {"plain"}


def _style_of(line: Line) -> set[str]:
    return {span.style for span in line}


PAGES = ((), ("list", "--all"), ("log",), ("digest",), ("with", "ana"), ("with", "medics"), ("show", "slides"))
_COLOURED = re.compile(r"\x1b\[([\d;]+)m([^\x1b]*)")
_FATES = {"32": "kept", "33": "late", "35": "missed"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "today")
def test_the_same_words_never_stand_for_two_fates(told: Terminal, page: tuple[str, ...]) -> None:
    found = _COLOURED.findall(told.ft(*page, FORCE_COLOR="1").out)
    fates = {(text.strip(), _FATES[colour]) for colour, text in found if colour in _FATES}
    assert len({text for text, _ in fates}) == len(fates)
    plain = re.sub(r"\x1b\[[\d;]*m[^\x1b]*\x1b\[0m", "", told.ft(*page, FORCE_COLOR="1").out)
    assert [text for text, _ in fates if text in re.split(r"\s{2,}|\n", plain)] == []
