"""The plots of a scorecard, line by line; the places of dots and ends are worked out beside them."""

import re
import string
from datetime import date

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.reliability.calibration import Bin, Calibration, Forecast, calibrate
from followthrough.domain.reliability.interval import Interval, wilson
from followthrough.domain.reliability.scorecard import Scorecard
from followthrough.domain.reliability.trend import DayCount, Month, trend
from followthrough.domain.reliability.window import on_time
from followthrough.rendering.axis import axis_length, ruler, whisker
from followthrough.rendering.lines import Page, cells, to_text
from followthrough.rendering.plots import calibration_plot, intervals_plot, months_plot
from followthrough.rendering.year import year_plot
from tests.support.cards import TODAY, large_cards, small_cards
from tests.support.thoroughness import tried_on


def lines(page: Page) -> list[str]:
    return to_text(page).splitlines()


# The axis. With 21 columns a step is 5 %: a share lies in column 20 · share, rounded half up, from 0.


@pytest.mark.parametrize(("room", "length"), [(16, None), (17, 17), (20, 17), (21, 21), (64, 61), (200, 61)])
def test_an_axis_is_as_long_as_its_quarters_allow(room: int, length: int | None) -> None:
    assert axis_length(room) == length


def test_a_whisker_has_its_ends_and_its_dot_where_they_belong() -> None:
    # 8 of 10: 0.490162–0.943318, the columns 9.80 and 18.87; the dot at 16.
    assert whisker(8, 10, wilson(8, 10), 21) == "          ├─────●──┤ "


@pytest.mark.parametrize(
    ("k", "drawn"),
    [
        # 0 of 5: 0–0.434482, column 8.69. The dot hides the end that it falls on.
        (0, "●────────┤           "),
        (5, "           ├────────●"),
    ],
)
def test_a_dot_stands_on_the_end_that_it_falls_on(k: int, drawn: str) -> None:
    assert whisker(k, 5, wilson(k, 5), 21) == drawn


def test_what_was_said_is_marked_inside_the_whisker_and_outside_it() -> None:
    # Said 80–90 %: the columns 16 to 18. 2 of 8: 0.071492–0.590726, the columns 1.43 and 11.81; the dot at 5.
    assert whisker(2, 8, wilson(2, 8), 21, Interval(0.8, 0.9)) == " ├───●──────┤   ═══  "
    assert whisker(8, 10, wilson(8, 10), 21, Interval(0.7, 0.8)) == "          ├───══●──┤ "


def test_a_ruler_names_its_quarters_where_there_is_room_and_otherwise_its_half() -> None:
    assert ruler(29) == ("└──────┴──────┴──────┴──────┘", "0      25     50     75 100 %")
    assert ruler(17) == ("└───────┴───────┘", "0       50  100 %")


@given(st.integers(17, 200))
def test_a_ruler_is_as_long_as_its_axis(room: int) -> None:
    length = axis_length(room)
    assert length is not None
    assert [len(each) for each in ruler(length)] == [length, length]


# Intervals


def test_windows_stand_one_below_the_other_on_one_axis() -> None:
    # 40 columns: 2 + 12 + 2 are taken, 24 are left, 21 used. 80 of 100: 0.711164–0.866639, the columns 14.22 and 17.33.
    shown = intervals_plot([("all time", on_time(80, 100)), ("last 90 days", on_time(8, 10))], 40)
    assert lines(shown) == [
        "Kept on time, with its 95 % interval",
        "  all time                    ├─●┤",
        "  last 90 days            ├─────●──┤",
        "                └─────────┴─────────┘",
        "                0         50    100 %",
    ]


def test_a_window_of_fewer_than_five_has_no_dot_and_no_line() -> None:
    shown = lines(intervals_plot([("last 90 days", on_time(8, 10)), ("last 20", on_time(3, 4))], 40))
    assert shown[1] == "  last 90 days            ├─────●──┤"
    assert not any("last 20" in each for each in shown)
    assert intervals_plot([("all time", on_time(4, 4))], 80) == ()


def test_where_an_axis_has_no_room_there_is_no_plot() -> None:
    assert intervals_plot([("last 90 days", on_time(8, 10))], 32) == ()
    assert intervals_plot([("last 90 days", on_time(8, 10))], 33) != ()


# Months


def months(**shares: tuple[int, int]) -> tuple[Month, ...]:
    return trend({f"{name[1:5]}-{name[5:]}": share for name, share in shares.items()})


def test_a_mark_is_a_promise_and_a_month_without_any_has_none() -> None:
    # 7 of 14: 0.267992–0.732008. The others are too few for an interval.
    shown = months_plot(months(m202608=(2, 3), m202609=(7, 14), m202611=(0, 1)), TODAY, 80)
    assert lines(shown) == [
        "Kept on time by month, 95 % interval",
        "  Aug 2026   2 of 3           ██░",
        "  Sep 2026  7 of 14  27–73 %  ███████░░░░░░░",
        "  Oct 2026        –",
        "  Nov 2026   0 of 1           ░",
        "  █ kept on time  ░ not on time",
    ]


def test_without_an_interval_none_is_announced() -> None:
    assert lines(months_plot(months(m202610=(2, 3), m202611=(1, 1)), TODAY, 80)) == [
        "Kept on time by month",
        "  Oct 2026  2 of 3  ██░",
        "  Nov 2026  1 of 1  █",
        "  █ kept on time  ░ not on time",
    ]


def test_twelve_months_are_drawn_and_what_lies_outside_is_added_up() -> None:
    # 5 of 7: 0.358934–0.917781.
    outside = months(m202411=(4, 5), m202511=(1, 2), m202512=(1, 1), m202611=(1, 1), m202612=(1, 1), m202701=(2, 2))
    shown = lines(months_plot(outside, TODAY, 80))
    assert shown[1:3] == ["  earlier   5 of 7  36–92 %", "  Dec 2025  1 of 1           █"]
    assert shown[-3:] == [
        "  Nov 2026  1 of 1           █",
        "  later     3 of 3",
        "  █ kept on time  ░ not on time",
    ]
    assert len(shown) == 1 + 1 + 12 + 1 + 1


def test_large_months_are_drawn_to_scale_and_no_part_disappears() -> None:
    # At 40 columns 11 are left: 2 + 8 + 2 + 8 + 2 + 7 + 2 = 31, so 9. 90 promises in at most 8 marks: 12 each.
    # 89 in 8 marks of 12, the 1 left in one. 5 of 10: 0.236593–0.763407; 89 of 90: 0.939738–0.998038, 100 only in full.
    shown = months_plot(months(m202610=(89, 90), m202611=(5, 10)), TODAY, 40)
    assert lines(shown) == [
        "Kept on time by month, 95 % interval",
        "  Oct 2026  89 of 90  94–99 %  ████████░",
        "  Nov 2026   5 of 10  24–76 %  █░",
        "  █ kept on time  ░ not on time",
        "  Each mark is up to 12 promises.",
    ]


def test_bars_give_way_to_figures() -> None:
    crowded = months(m202610=(12_345, 99_999), m202611=(1, 1))
    shown = lines(months_plot(crowded, TODAY, 40))
    assert shown[1:] == ["  Oct 2026  12,345 of 99,999  12–13 %", "  Nov 2026            1 of 1"]


def test_a_single_month_is_no_trend() -> None:
    assert months_plot(months(m202611=(3, 7)), TODAY, 80) == ()
    assert months_plot(months(m202401=(3, 7), m202402=(1, 1)), TODAY, 80) == ()
    assert months_plot((), TODAY, 80) == ()


# Calibration


def test_confidence_stands_beside_what_happened() -> None:
    # 80 % said ten times and kept eight times: (8 · 0.04 + 2 · 0.64) / 10 = 0.16; with 0.5 said once and not kept
    # (1.6 + 0.25) / 11 = 0.168. At 40 columns 2 + 8 + 2 + 7 + 2 are taken, 19 left, 17 used: a step is 6.25 %.
    # 8 of 10: the columns 7.84, 12.8 and 15.09; said 80–90 %: 12.8 to 14.4.
    given_ = [Forecast(0.8, index < 8) for index in range(10)]
    assert lines(calibration_plot(calibrate([*given_, Forecast(0.5, on_time=False)]), 40)) == [
        "Confidence given, and kept on time",
        "  50–60 %   0 of 1",
        "  80–90 %  8 of 10          ├────●═┤",
        "                    └───────┴───────┘",
        "                    0       50  100 %",
        "  ═ what was said  ├─●─┤ kept on time",
        "  Brier score 0.17 for 11 promises:",
        "  0 is perfect, 0.25 always saying 50 %.",
    ]


def test_where_no_tenth_has_five_there_is_no_axis() -> None:
    forecasts = [Forecast(tenth / 10, on_time=True) for tenth in range(5)]
    # (1 + 0.81 + 0.64 + 0.49 + 0.36) / 5 = 0.66
    assert lines(calibration_plot(calibrate(forecasts), 80)) == [
        "Confidence given, and kept on time",
        "   0–10 %  1 of 1",
        "  10–20 %  1 of 1",
        "  20–30 %  1 of 1",
        "  30–40 %  1 of 1",
        "  40–50 %  1 of 1",
        "  Brier score 0.66 for 5 promises:",
        "  0 is perfect, 0.25 always saying 50 %.",
    ]


def test_fewer_than_five_confidences_are_not_held_against_anything() -> None:
    assert calibration_plot(calibrate([Forecast(0.5, on_time=True)] * 4), 80) == ()
    assert calibration_plot(calibrate([]), 80) == ()


def test_an_axis_gives_way_to_the_interval_in_figures() -> None:
    last = Bin(low=0.9, high=1.0, n=99_999, kept_on_time=12_345)
    many = Calibration(brier=0.2, n=99_999, bins=(*calibrate([]).bins[:9], last))
    assert lines(calibration_plot(many, 40))[1] == "  90–100 %  12,345 of 99,999  12–13 %"


# The year. 23 November 2026 is a Monday, so the 53rd week has one day so far.

A_WEEK = tuple(
    DayCount(day=date(2026, 11, day), k=k, n=n) for day, k, n in [(16, 2, 2), (17, 1, 2), (18, 0, 1), (22, 0, 3)]
)
"""Monday to Wednesday and Sunday of the week before."""


def test_a_day_is_a_mark_in_the_row_of_its_weekday_and_the_column_of_its_week() -> None:
    # 16 columns hold 9 weeks, from 28 September on; the first days of October and November are in the weeks 1 and 5.
    assert lines(year_plot(A_WEEK, TODAY, 16)) == [
        "The last 9 weeks, day by day",
        "       Oct Nov",
        "  Mon  ·······█·",
        "  Tue  ·······▒",
        "  Wed  ·······░",
        "  Thu  ········",
        "  Fri  ········",
        "  Sat  ········",
        "  Sun  ·······░",
        "  █ all on time",
        "  ▒ some  ░ none",
        "  · nothing due",
    ]


@pytest.mark.parametrize(("width", "weeks"), [(40, 33), (59, 52), (60, 53), (120, 53)])
def test_a_calendar_has_as_many_weeks_as_there_is_room_for(width: int, weeks: int) -> None:
    shown = lines(year_plot(A_WEEK, TODAY, width))
    assert shown[0] == f"The last {weeks} weeks, day by day"
    assert len(shown[2]) == len("  Mon  ") + weeks


def test_a_whole_year_has_the_names_of_its_months_above_their_first_days() -> None:
    # It begins on 24 November 2025; 1 December is the Monday of the second week, 1 November the Sunday of the 49th.
    assert lines(year_plot(A_WEEK, TODAY, 80))[1] == "        Dec Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov"


def test_a_month_that_has_only_begun_is_named_once_there_is_room() -> None:
    def named(today: date) -> str:
        promises = (DayCount(day=today, k=5, n=5),)
        return lines(year_plot(promises, today, 80))[1].split()[-1]

    assert (named(date(2026, 11, 2)), named(date(2026, 11, 9))) == ("Oct", "Nov")


def test_a_promise_kept_ahead_of_its_day_is_marked_before_the_day_has_come() -> None:
    ahead = (*A_WEEK, DayCount(day=date(2026, 11, 25), k=1, n=1))
    assert lines(year_plot(ahead, TODAY, 16))[4] == "  Wed  ·······░█"


def test_with_fewer_than_five_in_its_weeks_there_is_no_calendar() -> None:
    assert year_plot(A_WEEK[:3], TODAY, 80) != ()
    assert year_plot(A_WEEK[1:3], TODAY, 80) == ()
    assert year_plot((DayCount(day=date(2026, 1, 1), k=9, n=9),), TODAY, 40) == ()


# All of them

ALL = st.integers(40, 130)


def plots(card: Scorecard, width: int) -> list[str]:
    named = [(str(index), each.on_time) for index, each in enumerate(card.windows.shown)]
    return [
        *lines(intervals_plot(named, width)),
        *lines(months_plot(card.trend, TODAY, width)),
        *lines(calibration_plot(card.calibration, width)),
        *lines(year_plot(card.calendar, TODAY, width)),
    ]


@tried_on(40)
@given(large_cards(), ALL)
def test_no_plot_is_wider_than_the_terminal(card: Scorecard, width: int) -> None:
    assert [each for each in plots(card, width) if cells(each) > width] == []


@tried_on(40)
@given(large_cards(), ALL)
def test_no_plot_loses_a_figure_where_it_has_little_room(card: Scorecard, width: int) -> None:
    def figures(width: int) -> list[list[str]]:
        return [
            [word.strip("%") for word in each.split() if word[0] in string.digits]
            for each in plots(card, width)
            if " of " in each
        ]

    wide, narrow = figures(1000), figures(width)
    assert [row[:3] for row in narrow] == [row[:3] for row in wide]


@tried_on(40)
@given(small_cards(), ALL)
def test_below_five_nothing_stands_on_an_axis_and_no_month_has_an_interval(card: Scorecard, width: int) -> None:
    shown = plots(card, width)
    assert not any(mark in each for each in shown for mark in "├●┤└")
    assert not any("%" in each for each in shown if re.match(r"  [A-Z][a-z]{2} 20", each))
