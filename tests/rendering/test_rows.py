"""Promises one below the other, at any width."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.commitment import Commitment
from followthrough.rendering.lines import cells, to_text
from followthrough.rendering.rows import all_lines, row
from tests.support.builders import (
    NOW,
    ZONE,
    a_promise,
    a_reader,
    at,
    kept,
    made,
    missed,
    moved,
    promise,
    released,
    repaired,
    retracted,
    withdrawn,
)
from tests.support.thoroughness import tried_on

READER = a_reader()


def said(commitment: Commitment, now: str | None = None) -> tuple[str, str]:
    shown = row(commitment, READER, NOW if now is None else at(now), ZONE)
    return shown.when_and_date, shown.style


def shown(width: int | None, *commitments: Commitment) -> str:
    return to_text(all_lines([row(each, READER, NOW, ZONE) for each in commitments], width))


LONG = "日本語の資料を送る 🎉 once more with feeling, and all of the appendix too"
THREE = (
    promise("Send Ana the slides", commitment_id="kmzqrtplwvny"),
    promise(LONG, commitment_id="lmzqrtplwvny", to=("bo",)),
    promise("Zoë’s keys", commitment_id="mmzqrtplwvny", due="2026-11-22", to=("ana", "bo")),
)


@pytest.mark.parametrize(
    ("commitment", "now", "when", "style"),
    [
        (promise(), None, "Fri 27 Nov, in 4 days", "plain"),
        (promise(due="2026-11-23T17:00-05:00"), None, "Mon 23 Nov 17:00, in 7 hours", "plain"),
        (promise(due=None), None, "no due date", "plain"),
        (promise(due="2026-11-22"), None, "1 day late, Sun 22 Nov", "late"),
        (
            a_promise(made(), moved("2026-12-04", agreed=False)),
            "2026-11-28T10:00-05:00",
            "1 day late, moved to Fri 4 Dec",
            "late",
        ),
        (a_promise(made(), kept()), None, "kept on time, Mon 23 Nov", "kept"),
        (a_promise(made(due=None), kept()), None, "kept, Mon 23 Nov", "kept"),
        (a_promise(made(), kept(part=0.6)), None, "60 % kept, Mon 23 Nov", "kept"),
        (a_promise(made(due="2026-11-21"), kept()), None, "kept 2 days late, Mon 23 Nov", "kept"),
        (
            a_promise(made(due="2026-11-21"), kept(), repaired(2)),
            None,
            "kept 2 days late, repaired, Mon 23 Nov",
            "kept",
        ),
        (a_promise(made(), missed()), None, "missed, Mon 23 Nov", "missed"),
        (a_promise(made(), missed(), repaired(2)), None, "missed, repaired, Mon 23 Nov", "missed"),
        (a_promise(made(), released()), None, "released, Mon 23 Nov", "quiet"),
        (a_promise(made(), withdrawn()), None, "withdrawn, Mon 23 Nov", "quiet"),
        (a_promise(made(), retracted(1)), None, "undone", "quiet"),
    ],
)
def test_a_row_says_what_became_of_it_or_when_it_is_due(
    commitment: Commitment, now: str | None, when: str, style: str
) -> None:
    assert said(commitment, now) == (when, style)


def test_a_row_says_whom_it_is_between_as_i_see_it() -> None:
    between: list[dict[str, Any]] = [
        {"to": ("ana",)},
        {"to": ("ana", "bo")},
        {"maker": "bo", "to": ("sam",)},
        {"maker": "bo", "to": ("medics",)},
        {"maker": "ana", "to": ("bo", "sam")},
        {"to": ("stranger",)},
    ]
    assert [row(promise(**each), READER, NOW, ZONE).who for each in between] == [
        "to Ana Ruiz",
        "to Ana Ruiz and Bo Chen",
        "from Bo Chen",
        "Bo Chen to Street Medics",
        "Ana Ruiz to Bo Chen and you",
        "to stranger",
    ]


def test_a_row_makes_what_others_wrote_harmless() -> None:
    assert row(promise("\x1b[31m[bold]"), READER, NOW, ZONE).text == r"\u{1b}[31m[bold]"


def test_at_120_columns_names_and_dates_have_all_the_room_and_a_long_text_is_cut() -> None:
    assert shown(120, *THREE).splitlines() == [
        f"  kmzq  Send Ana the slides{' ' * 46}to Ana Ruiz              Fri 27 Nov, in 4 days",
        "  lmzq  日本語の資料を送る 🎉 once more with feeling, and all of the a…  to Bo Chen               "
        "Fri 27 Nov, in 4 days",
        f"  mmzq  Zoë’s keys{' ' * 55}to Ana Ruiz and Bo Chen  1 day late, Sun 22 Nov",
    ]


def test_at_80_columns_texts_and_names_are_cut() -> None:
    assert shown(80, *THREE) == (
        "  kmzq  Send Ana the slides                           to Ana Ruiz     Fri 27 Nov\n"
        "  lmzq  日本語の資料を送る 🎉 once more with feelin…  to Bo Chen      Fri 27 Nov\n"
        "  mmzq  Zoë’s keys                                    to Ana Ruiz a…  1 day late\n"
    )


def test_at_60_columns_they_are_cut_more() -> None:
    assert shown(60, *THREE) == (
        "  kmzq  Send Ana the slides       to Ana Ruiz     Fri 27 Nov\n"
        "  lmzq  日本語の資料を送る 🎉 o…  to Bo Chen      Fri 27 Nov\n"
        "  mmzq  Zoë’s keys                to Ana Ruiz a…  1 day late\n"
    )


def test_where_there_is_no_room_for_columns_the_rest_is_below_the_text_and_nothing_of_it_is_cut() -> None:
    assert shown(44, *THREE) == (
        "  kmzq  Send Ana the slides\n"
        "        to Ana Ruiz, Fri 27 Nov, in 4 days\n"
        "  lmzq  日本語の資料を送る 🎉 once more wit…\n"
        "        to Bo Chen, Fri 27 Nov, in 4 days\n"
        "  mmzq  Zoë’s keys\n"
        "        to Ana Ruiz and Bo Chen, 1 day late,\n"
        "        Sun 22 Nov\n"
    )


def test_where_there_is_room_the_date_stands_beside_the_distance() -> None:
    assert shown(80, THREE[0]) == "  kmzq  Send Ana the slides  to Ana Ruiz  Fri 27 Nov, in 4 days\n"


def test_without_a_width_there_is_a_line_for_each_promise_with_everything() -> None:
    long = promise("x" * 300, to=("ana", "bo", "medics"))
    assert shown(None, THREE[2], long) == (
        f"  mmzq  {'Zoë’s keys':300}  to Ana Ruiz and Bo Chen                 1 day late, Sun 22 Nov\n"
        f"  kmzq  {'x' * 300}  to Ana Ruiz, Bo Chen and Street Medics  Fri 27 Nov, in 4 days\n"
    )


TEXTS = st.text(st.sampled_from("abc é日本🎉\u200d\x1b-"), min_size=1, max_size=90)


@tried_on(100)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from((60, 80, 120)))
def test_no_line_is_wider_than_the_terminal(texts: list[str], width: int) -> None:
    commitments = [promise(text, to=("ana", "bo", "medics")) for text in texts]
    commitments.append(a_promise(made(due="2026-11-21"), kept(part=0.6), commitment_id="lllllllllllk"))
    assert all(cells(each) <= width for each in shown(width, *commitments).splitlines())


@tried_on(100)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_the_last_column_begins_at_the_same_place_in_every_line(texts: list[str]) -> None:
    lines = shown(120, *(promise(text) for text in texts)).splitlines()
    assert len({cells(each[: each.index("Fri 27 Nov")]) for each in lines}) == 1


RIGHT_TO_LEFT = (
    promise("לשלוח את השקפים לאנה", commitment_id="kmzqrtplwvny", to=("ana",)),
    promise("إرسال العرض إلى آنا غدًا", commitment_id="lmzqrtplwvny", to=("bo",)),
    promise("می\u200cخواهم 3 کتاب", commitment_id="mmzqrtplwvny", to=("ana",)),
    promise("Send the slides", commitment_id="nmzqrtplwvny", to=("bo",)),
)
_OF_OURS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("width", [80, 40])
def test_text_that_runs_from_right_to_left_shifts_no_column_and_brings_no_control_with_it(width: int) -> None:
    lines = shown(width, *RIGHT_TO_LEFT).splitlines()
    assert all(cells(line) <= width for line in lines)
    assert not set("".join(lines)) & set(_OF_OURS)
    ends = {cells(line.split("Fri 27 Nov")[0]) for line in lines if "Fri 27 Nov" in line}
    assert len(ends) == (1 if width == 80 else len(ends))
    assert sum("Fri 27 Nov" in line for line in lines) == 4
