"""The page of a scorecard at every width, of a ledger that has much to say and of one that has little."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from followthrough.domain.reliability.scorecard import Chosen, Scorecard, scorecard
from followthrough.domain.reliability.window import Counts, Lateness
from followthrough.rendering.lines import cells, to_text
from followthrough.rendering.score_page import score_page
from tests.domain.reliability.test_hand_computed import read_scorecard
from tests.support.builders import NOW, a_promise, a_reader, kept, made
from tests.support.cards import TODAY, card_of, large_cards, small_cards
from tests.support.thoroughness import tried_on

READER = a_reader()
DONE = a_promise(
    made("Water the plants", logged="2026-11-20T10:00-05:00"),
    kept(logged="2026-11-22T10:00-05:00"),
)
RICH = read_scorecard()
POOR = card_of([DONE])
ABOUT_NUMBERS = ("  rate", "  95 % interval", "  0 is perfect")
"""How lines begin that have a percent sign and no rate."""


def page(card: Scorecard, width: int | None = 80) -> list[str]:
    return to_text(score_page(card, READER, width)).splitlines()


def row(card: Scorecard, label: str, width: int | None = 80) -> list[str]:
    (found,) = (each for each in page(card, width) if each.startswith(f"{label}  "))
    return re.split(r"  +", found.removeprefix(label).strip())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize(("name", "card"), [("rich", RICH), ("poor", POOR)], ids=["rich", "poor"])
def test_a_scorecard_looks_like_this(
    golden: Callable[[str, str], None], name: str, card: Scorecard, width: int
) -> None:
    golden(f"pages/score-{name}-{width}.txt", to_text(score_page(card, READER, width)))


@pytest.mark.parametrize("width", [40, 80])
def test_without_plots_figures_and_sentences_say_the_same(golden: Callable[[str, str], None], width: int) -> None:
    said = to_text(score_page(RICH, READER, width, drawn=False))
    assert not set(said) & set("├─═●┤└┴┘█▒░")
    golden(f"pages/score-rich-{width}-said.txt", said)


def test_without_a_terminal_it_is_80_columns_wide() -> None:
    long = replace(RICH, who="w" * 200)
    assert page(long, None) == page(long, 80) != page(long, 81)


def test_on_a_terminal_of_less_than_40_columns_it_is_40_wide() -> None:
    assert page(RICH, 12) == page(RICH, 40)


def test_lateness_stands_below_what_was_kept_late_for_each_window() -> None:
    # In seconds 345,600 · 604,800 · 604,800 and 1,995,840 · 2,194,560 · 2,194,560, rounded up to days.
    assert row(RICH, "  half within") == ["4 days", "7 days", "7 days"]
    assert row(RICH, "  9 in 10 within") == ["24 days", "26 days", "26 days"]
    assert not any("within" in each for each in page(POOR)[:-2])


def test_lateness_beyond_every_bin_of_a_sum_is_longer() -> None:
    all_time = replace(RICH.windows.all, counts=Counts(kept_late=1), lateness=Lateness(median=None, p90=None))
    shown = replace(RICH, windows=replace(RICH.windows, all=all_time))
    assert row(shown, "  half within") == ["longer", "7 days", "7 days"]


def test_repairs_stand_beside_misses() -> None:
    lines = page(RICH)
    missed = next(number for number, each in enumerate(lines) if each.startswith("missed "))
    assert lines[missed + 1].split() == ["of", "those", "repaired", "1", "0", "0"]


def test_it_says_what_came_from_a_file() -> None:
    all_time = replace(RICH.windows.all, counts=replace(RICH.windows.all.counts, imported=2))
    shown = replace(RICH, windows=replace(RICH.windows, all=all_time))
    made = RICH.windows.all.counts.made
    assert f"2 of {made} promises came from a file, with the dates that stood there." in page(shown)
    assert not any("file" in each for each in page(RICH))


def test_a_scorecard_of_too_few_promises_says_so_and_gives_no_rate_and_no_credit() -> None:
    assert "Too few to judge: rates begin at 5 promises that came due." in page(POOR)
    assert not any("%" in each for each in page(POOR) if not each.startswith(ABOUT_NUMBERS))
    assert row(POOR, "credit") == ["–", "–", "–"]


def test_a_scorecard_that_counts_only_some_promises_names_the_filter() -> None:
    chosen = Chosen(filters=("+talks",), promises=1, of=12)
    card = scorecard("sam", [DONE], [], now=NOW, today=TODAY, chosen=chosen)
    assert page(card)[1] == "1 of 12 promises: +talks"


def test_a_union_has_two_windows() -> None:
    shown = page(replace(RICH, windows=replace(RICH.windows, last_20=None)))
    assert shown[3].split() == ["all", "time", "last", "90", "days"]
    assert not any("last 20" in each for each in shown)


def test_a_narrow_terminal_has_one_window_below_the_other_and_only_what_each_has() -> None:
    narrow = page(RICH, 40)
    titles = [narrow.index(title) for title in ("all time", "last 90 days", "last 20")]
    assert titles == sorted(titles)
    last = narrow[titles[2] : narrow.index("", titles[2])]
    assert [each for each in last if each.split()[-1] in ("0", "–")] == []


def test_a_colour_says_nothing_that_a_mark_does_not_say() -> None:
    marks: dict[str, set[str]] = {"kept": set(), "late": set(), "missed": set()}
    for line in score_page(RICH, READER, 80):
        for span in line:
            marks.get(span.style, set()).update(span.text.strip())
    assert marks == {"kept": {"█"}, "late": {"▒"}, "missed": {"░"}}


@tried_on(40)
@given(large_cards(), st.integers(40, 130))
def test_no_line_is_wider_than_the_terminal(card: Scorecard, width: int) -> None:
    assert [each for each in page(card, width) if cells(each) > width] == []


@tried_on(40)
@given(small_cards(), st.integers(40, 130))
def test_no_rate_is_said_below_five(card: Scorecard, width: int) -> None:
    said = (re.sub(r"(?<= )\d+–\d+ %(?=  +\d)|50 %|95 %", "", each) for each in page(without_sums(card), width))
    assert not any("%" in each for each in said)


def without_sums(card: Scorecard) -> Scorecard:
    """The scorecard without the months that are added up, as their sum may have five."""
    return replace(card, trend=tuple(each for each in card.trend if "2025-12" <= each.month <= "2026-11"))
