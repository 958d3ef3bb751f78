"""The charts of a report: inside of their canvas for any figures, in words as well, and no rate of too few."""

import re
from collections.abc import Iterator

from hypothesis import given

from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.reliability.scorecard import Scorecard
from followthrough.domain.reliability.trend import DayCount
from followthrough.rendering.report.charts import (
    WIDTH,
    Chart,
    calendar_chart,
    calibration_chart,
    intervals_chart,
    months_chart,
)
from tests.support.builders import kept
from tests.support.cards import TODAY, card_of, large_cards, promises, small_cards
from tests.support.reports import REPORTS, a_book, given as given_promise, id_of, report_of
from tests.support.thoroughness import tried_on

NARROW = {" ": 0.32, ",": 0.32, "f": 0.36, "–": 0.5, "%": 0.96}
"""How wide letters of DejaVu Sans, a wide font, are as a share of its size; all others have 0.66 at most."""
RICH = REPORTS["rich"].scorecard


def charts(card: Scorecard) -> Iterator[Chart]:
    """The charts that a scorecard has."""
    for chart in (
        intervals_chart(card.windows.shown),
        months_chart(card.trend),
        calibration_chart(card.calibration),
        calendar_chart(card.calendar, TODAY),
    ):
        if chart is not None:
            yield chart


def outside(chart: Chart) -> list[object]:
    """What of a chart is not on its canvas."""
    boxes = [
        each
        for each in chart.boxes
        if each.x < 0
        or each.y < 0
        or each.width <= 0
        or each.height <= 0
        or each.x + each.width > WIDTH + 1e-6
        or each.y + each.height > chart.height + 1e-6
    ]
    size = 9 if chart.name == "calendar" else 11
    labels = []
    for each in chart.labels:
        length = size * sum(NARROW.get(letter, 0.66) for letter in each.text)
        left = each.x - {"start": 0.0, "middle": length / 2, "end": length}[each.anchor]
        if left < -1e-6 or left + length > WIDTH + 1e-6 or not size * 0.75 <= each.y <= chart.height:
            labels.append(each)
    return [*boxes, *labels]


def drawn(name: str, card: Scorecard = RICH) -> Chart:
    """The chart of that name."""
    return next(each for each in charts(card) if each.name == name)


@tried_on(60)
@given(large_cards())
def test_every_chart_is_inside_of_its_canvas(card: Scorecard) -> None:
    for chart in charts(card):
        assert outside(chart) == []


@tried_on(40)
@given(promises().map(card_of))
def test_every_chart_of_a_ledger_is_inside_of_its_canvas(card: Scorecard) -> None:
    for chart in charts(card):
        assert outside(chart) == []


@tried_on(40)
@given(large_cards())
def test_every_chart_has_a_title_and_is_described_in_a_sentence(card: Scorecard) -> None:
    for chart in charts(card):
        assert chart.title
        assert re.fullmatch(r"[^.]+\.", chart.description)


@tried_on(40)
@given(small_cards())
def test_below_five_no_rate_is_said_or_drawn(card: Scorecard) -> None:
    assert intervals_chart(card.windows.shown) is None
    chart = calibration_chart(card.calibration)
    if chart is not None:
        assert not re.search(r"\d %", re.sub(r"of confidence [\d–]+ %", "", chart.description))
        assert not any(each.kind in ("dot", "interval") for each in chart.boxes)


@tried_on(40)
@given(large_cards())
def test_a_dot_is_drawn_for_each_row_that_has_enough_and_for_no_other(card: Scorecard) -> None:
    for chart in charts(card):
        if chart.name == "intervals":
            enough = sum(each.on_time.n >= ENOUGH for each in card.windows.shown)
        elif chart.name == "calibration":
            enough = sum(each.n >= ENOUGH for each in card.calibration.bins)
        else:
            continue
        assert sum(each.kind == "dot" for each in chart.boxes) == enough
        assert sum(each.kind == "interval" for each in chart.boxes) == enough


def test_the_intervals_are_described_with_their_counts() -> None:
    assert drawn("intervals").description == (
        "all time 71 of 97, 73 % (64–81 %); last 90 days 17 of 25, 68 % (48–83 %); last 20 13 of 20, 65 % (43–82 %)."
    )


def test_a_rate_stands_where_its_share_of_the_axis_ends() -> None:
    chart = drawn("intervals")
    low, high = (next(each.x for each in chart.labels if each.text == text) for text in ("0 %", "100 %"))
    dots = [(each.x + each.width / 2 - low) / (high - low) for each in chart.boxes if each.kind == "dot"]
    assert [round(each, 3) for each in dots] == [round(k / n, 3) for k, n in ((71, 97), (17, 25), (13, 20))]


def test_the_months_are_described_with_their_counts_and_no_rate() -> None:
    said = drawn("months").description
    assert said.startswith("Nov 2025 5 of 6; Dec 2025 4 of 6; ")
    assert said.endswith("; Oct 2026 5 of 7; Nov 2026 6 of 11.")
    assert said.count(";") == 12
    assert "%" not in said


def test_one_month_alone_is_no_chart() -> None:
    assert months_chart(RICH.trend[:1]) is None
    assert months_chart(RICH.trend[:2]) is not None
    assert months_chart(()) is None


def test_months_are_as_long_as_they_have_promises() -> None:
    chart = drawn("months")
    lengths = {kind: [each.width for each in chart.boxes if each.kind == kind] for kind in ("kept", "rest")}
    unit = lengths["kept"][-1] / 6
    assert [round(each / unit) for each in lengths["kept"]] == [each.k for each in RICH.trend[-13:]]
    assert [round(each / unit) for each in lengths["rest"]] == [each.n - each.k for each in RICH.trend[-13:]]


def test_the_calibration_is_described_with_its_counts() -> None:
    assert drawn("calibration").description == (
        "of confidence 60–70 %, 14 of 18, 78 % (55–91 %); of confidence 80–90 %, 14 of 18, 78 % (55–91 %); "
        "of confidence 90–100 %, 15 of 18, 83 % (61–94 %)."
    )


def test_the_calibration_of_four_promises_is_no_chart() -> None:
    def of_confident(n: int) -> Scorecard:
        promises = {
            id_of(number): (given_promise(due="2026-11-06", logged="2026-11-01T09:00-05:00", confidence=0.8), kept())
            for number in range(n)
        }
        return report_of(a_book(promises)).scorecard

    assert calibration_chart(of_confident(4).calibration) is None
    assert calibration_chart(of_confident(5).calibration) is not None


def test_a_tenth_of_too_few_has_counts_alone() -> None:
    chart = drawn("calibration", REPORTS["circle"].scorecard)
    assert "of confidence 80–90 %, 3 of 4, too few to judge" in chart.description
    assert any(each.text == "3 of 4, too few" for each in chart.labels)


def test_the_calendar_is_described_by_how_many_days_went_how() -> None:
    days = (
        DayCount(day=TODAY, k=2, n=2),
        DayCount(day=TODAY.replace(day=20), k=1, n=2),
        DayCount(day=TODAY.replace(day=19), k=0, n=2),
        DayCount(day=TODAY.replace(day=18), k=0, n=1),
    )
    chart = calendar_chart(days, TODAY)
    assert chart is not None
    assert chart.description == (
        "Of 4 days on which promises came due, all were kept on time on 1, some on 1, none on 2."
    )
    assert [sum(each.kind == kind for each in chart.boxes) for kind in ("kept", "rest")] == [2, 3]


def test_the_calendar_has_a_cell_for_each_of_371_days() -> None:
    free = [each for each in drawn("calendar").boxes if each.kind == "free"]
    assert len(free) + len(RICH.calendar) == 371


def test_days_outside_of_the_year_make_no_calendar() -> None:
    assert calendar_chart((DayCount(day=TODAY.replace(year=2024), k=1, n=1),), TODAY) is None
    assert calendar_chart((), TODAY) is None
