"""A scorecard that was tampered with is found out; none that was counted is."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import asdict, replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Tombstone
from followthrough.domain.reliability.calibration import Bin
from followthrough.domain.reliability.consistency import contradiction, is_moment
from followthrough.domain.reliability.scorecard import Chosen, Scorecard
from followthrough.domain.reliability.trend import DayCount, Month
from followthrough.domain.reliability.union import union
from followthrough.domain.reliability.window import Lateness
from tests.domain.reliability.test_hand_computed import read_scorecard
from tests.support.cards import TODAY, card_of, forgotten, promises
from tests.support.thoroughness import tried_on

CARD = read_scorecard()
Tamper = Callable[[Scorecard], Scorecard]


@tried_on(60)
@given(promises(), forgotten())
def test_a_scorecard_that_was_counted_goes_together(some: list[Commitment], gone: list[Tombstone]) -> None:
    assert contradiction(card_of(some, gone)) is None


@tried_on(30)
@given(promises(), promises(name="z"), forgotten())
def test_a_union_goes_together_and_so_does_a_union_of_it(
    some: list[Commitment], more: list[Commitment], gone: list[Tombstone]
) -> None:
    both = union([card_of(some, gone), card_of(more, ledger="other")], TODAY)
    assert contradiction(both) is None
    assert contradiction(union([both, card_of(some, ledger="third")], TODAY)) is None


def test_the_scorecard_that_was_worked_out_by_hand_goes_together() -> None:
    assert contradiction(CARD) is None


def window(name: str, **fields: Any) -> Tamper:
    """Other fields of a window."""
    return lambda card: replace(
        card, windows=replace(card.windows, **{name: replace(getattr(card.windows, name), **fields)})
    )


def part(name: str, of: str, **fields: Any) -> Tamper:
    """Other fields of a part of a window."""
    return lambda card: window(name, **{of: replace(getattr(getattr(card.windows, name), of), **fields)})(card)


def sums(name: str, **fields: Any) -> Tamper:
    """Other sums."""
    return lambda card: replace(card, sums=replace(card.sums, **{name: replace(getattr(card.sums, name), **fields)}))


def month(index: int, **fields: Any) -> Tamper:
    """Another month."""
    return lambda card: replace(card, trend=other(card.trend, index, **fields))


def day(index: int, **fields: Any) -> Tamper:
    """Another day."""
    return lambda card: replace(card, calendar=other(card.calendar, index, **fields))


def tenth(index: int, **fields: Any) -> Tamper:
    """Another bin of the calibration."""
    return lambda card: replace(
        card, calibration=replace(card.calibration, bins=other(card.calibration.bins, index, **fields))
    )


def other(row: tuple[Any, ...], index: int, **fields: Any) -> tuple[Any, ...]:
    """The row with another one in that place."""
    return (*row[:index], replace(row[index], **fields), *row[index + 1 :])


COUNTS_THAT_ADD_UP = (
    "made",
    "pending",
    "kept_on_time",
    "kept_no_due",
    "kept_late",
    "kept_in_part",
    "overdue",
    "missed",
    "released",
    "released_late",
    "withdrawn",
)


@pytest.mark.parametrize("name", ["all", "days_90", "last_20"])
@pytest.mark.parametrize("count", COUNTS_THAT_ADD_UP)
@pytest.mark.parametrize("by", [1, -1])
def test_no_count_can_be_changed_alone(name: str, count: str, by: int) -> None:
    number = asdict(getattr(CARD.windows, name).counts)[count]
    assert contradiction(part(name, "counts", **{count: max(number + by, 0) if number else 1})(CARD)) is not None


@pytest.mark.parametrize("name", ["all", "days_90", "last_20"])
@pytest.mark.parametrize(
    ("count", "too_many"),
    [
        ("repaired", 4),
        ("withdrawn_last_day", 3),
        ("confirmed", 26),
        ("confirmed_by_recipient", 3),
        ("help_wanted", 5),
        ("moved_in_time", 35),
        ("moved_late", 35),
        ("imported", 35),
    ],
)
def test_a_part_cannot_be_more_than_the_whole(name: str, count: str, too_many: int) -> None:
    assert contradiction(part(name, "counts", **{count: too_many})(CARD)) is not None


@pytest.mark.parametrize("name", ["days_90", "last_20"])
def test_no_more_can_be_forgotten_lately_than_ever(name: str) -> None:
    assert contradiction(part(name, "counts", forgotten=3)(CARD)) == "a part has more promises than the whole"


TAMPERED: dict[str, Tamper] = {
    "another k": part("all", "on_time", k=16),
    "another n": part("all", "on_time", n=25),
    "another rate": part("all", "on_time", rate=0.99),
    "no rate": part("days_90", "on_time", rate=None),
    "another low end": part("all", "on_time", low=0.5),
    "another high end": part("last_20", "on_time", high=0.99),
    "another credit": part("all", "credit", mean=1.0),
    "no credit": part("last_20", "credit", mean=None),
    "more credits": part("all", "credit", counted=28),
    "fewer credits in the last 20": part("last_20", "credit", counted=18),
    "more keepings": part("all", "logged_promptly", n=24),
    "more prompt keepings than keepings": part("all", "logged_promptly", k=24),
    "a shorter median": part("all", "lateness", median=60.0),
    "a longer median": part("days_90", "lateness", median=700_000.0),
    "a shorter 90th percentile": part("all", "lateness", p90=500_000.0),
    "a longer 90th percentile": part("all", "lateness", p90=3_000_000.0),
    "no lateness": window("all", lateness=Lateness(median=None, p90=None)),
    "no median in the last 20": part("last_20", "lateness", median=None),
    "a median above the 90th percentile": part("last_20", "lateness", median=9e6),
    "another sum of k": sums("all", k=16),
    "another sum of n": sums("days_90", n=20),
    "another sum of credit": sums("all", credit=26.0),
    "another number of credits": sums("days_90", credited=22),
    "another sum of errors": sums("all", brier=0.1),
    "more errors than forecasts": sums("days_90", forecasts=1, brier=1.1),
    "more errors in the last 90 days": sums("days_90", brier=1.5),
    "more credit in the last 90 days than ever": lambda card: sums("all", credit=17.0)(
        part("all", "credit", mean=17.0 / 27)(card)
    ),
    "another number of forecasts": sums("all", forecasts=7),
    "more forecasts in the last 90 days": sums("days_90", forecasts=7),
    "fewer bins": sums("all", lateness=(4,)),
    "a bin too many": sums("all", lateness=(0,) * 33),
    "other bins": sums("all", lateness=(4, *[0] * 31)),
    "more in a bin": sums("days_90", lateness=(1, *CARD.sums.days_90.lateness[1:])),
    "more in a month": month(0, n=3),
    "more kept in a month": month(0, k=2),
    "more kept in a month than there was": month(0, k=3),
    "another interval of a month": month(3, low=0.6),
    "the same month twice": lambda card: replace(card, trend=(*card.trend, card.trend[0])),
    "an empty month": lambda card: replace(
        card, trend=(*card.trend, Month(month="2027-01", k=0, n=0, low=None, high=None))
    ),
    "months in another order": lambda card: replace(card, trend=card.trend[::-1]),
    "a month less": lambda card: replace(card, trend=card.trend[1:]),
    "more on a day": day(0, n=9),
    "more kept on a day": day(1, k=1),
    "more kept on a day than there was": day(0, k=2),
    "an empty day": day(0, k=0, n=0),
    "another day": day(0, day=date(2026, 1, 5)),
    "the same day twice": lambda card: replace(card, calendar=(card.calendar[0], *card.calendar)),
    "a day of no month": lambda card: replace(
        card, calendar=(DayCount(day=date(2026, 1, 5), k=0, n=1), *card.calendar)
    ),
    "another Brier score": lambda card: replace(card, calibration=replace(card.calibration, brier=0.01)),
    "no Brier score": lambda card: replace(card, calibration=replace(card.calibration, brier=None)),
    "another number of confidences": lambda card: replace(card, calibration=replace(card.calibration, n=7)),
    "more in a tenth": tenth(0, n=1),
    "more kept in a tenth than there was": tenth(0, kept_on_time=1),
    "more kept in all tenths": lambda card: replace(
        card,
        calibration=replace(
            card.calibration,
            bins=(*card.calibration.bins[:9], Bin(low=0.9, high=1.0, n=2, kept_on_time=20)),
        ),
    ),
    "another tenth": tenth(4, low=0.3),
    "a tenth less": lambda card: replace(card, calibration=replace(card.calibration, bins=card.calibration.bins[1:])),
    "other promises as the last 20": lambda card: replace(
        card, windows=replace(card.windows, last_20=card.windows.days_90)
    ),
    "a moment without an offset": lambda card: replace(card, as_of=card.as_of.replace(tzinfo=None)),
    "a moment in the first year": lambda card: replace(card, as_of=card.as_of.replace(year=1)),
    "a moment in the last year": lambda card: replace(card, as_of=card.as_of.replace(year=9999)),
    "a source without an offset": lambda card: replace(
        card, sources=(replace(card.sources[0], as_of=card.as_of.replace(tzinfo=None)),)
    ),
    "no sources": lambda card: replace(card, sources=()),
    "more chosen than there are": lambda card: replace(card, chosen=Chosen(filters=("+talks",), promises=34, of=33)),
    "fewer chosen than counted": lambda card: replace(card, chosen=Chosen(filters=("+talks",), promises=33, of=40)),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_found(tamper: Tamper) -> None:
    assert contradiction(tamper(CARD)) is not None


def test_the_reason_says_where() -> None:
    assert contradiction(part("days_90", "on_time", rate=0.99)(CARD)) == (
        "windows.days_90 has another rate than its counts say"
    )
    assert contradiction(month(0, n=3)(CARD)) == "the months do not add up"


@pytest.mark.parametrize(
    ("year", "can_be"), [("0002", False), ("0003", True), ("2026", True), ("9997", True), ("9998", False)]
)
def test_a_moment_has_a_year_before_and_after_it_among_those_there_are(year: str, can_be: bool) -> None:
    assert is_moment(datetime.fromisoformat(f"{year}-06-01T12:00+00:00")) is can_be
    assert not is_moment(datetime.fromisoformat(f"{year}-06-01T12:00"))
