"""A ledger whose figures are worked out by hand, in the comments: every outcome, every window.

tests/data/hand_computed.json is read as of Monday 23 November 2026, 10:00 in New York. Lateness falls on the
boundaries of the credit curve, where its values are round: 1 h → 0.999, 1 d → 0.99, 7 d → 0.9, 30 d → 0.5.

The 26 promises of Sam's in n, by date (A before the last 90 days, which begin on 26 August; B from then on):

    A  05-04 on time 1 · 05-18 missed 0 · 06-08 a day late 0.99 · 06-15 on time 1 · 08-25 on time 1
    B  08-26 on time 1 · 08-26 missed 0 · 09-02, 09-03, 09-04, 09-07 on time 1 each · 09-08 an hour late 0.999
       09-09 seven days late 0.9 · 09-10 in part 0.6 · 09-11 in part and a day late 0.5 · 0.99 = 0.495
       09-14 missed 0 · 09-16 released late, no credit · 09-21, 09-22, 09-23 on time 1 each
       09-24 thirty days late 0.5 · 10-01, 10-02, 10-05, 11-02 on time 1 each · 11-16 overdue by seven days 0.9

and 8 that are in no n: released 09-15, withdrawn 09-17 and, on its last day, 09-18, pending 11-23, 11-30 and without a
date (made 11-20), kept without a date on 11-10 (credit 1) and in part on 08-20 (credit 0.4). One was undone.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from followthrough.adapters.ledger.frame import compose, parse
from followthrough.domain.events import Tombstone
from followthrough.domain.reliability.calibration import Bin
from followthrough.domain.reliability.scorecard import Scorecard, scorecard
from followthrough.domain.reliability.trend import Month
from followthrough.domain.reliability.window import LATENESS_EDGES, Counts, Lateness, OnTime, Promptly, Sums, Window
from followthrough.formats.record import read_commitment, read_tombstone
from followthrough.formats.sums import event_sum
from tests.support.builders import NOW

LEDGER = Path(__file__).parents[2] / "data" / "hand_computed.json"


def close(value: float) -> Any:
    """The value, but for rounding of the last digits."""
    return pytest.approx(value, rel=1e-9)


def bins(*ends: int) -> tuple[int, ...]:
    """A histogram with one promise in each bin that ends there."""
    return (*(int(edge in ends) for edge in LATENESS_EDGES), 0)


def read_scorecard() -> Scorecard:
    tables: dict[str, dict[str, Any]] = json.loads(LEDGER.read_text())
    promises = [
        read_commitment(key, msgspec.json.encode(record))
        for name in ("open", "settled")
        for key, record in tables[name].items()
    ]
    forgotten = [read_tombstone(key, msgspec.json.encode(record)) for key, record in tables["forgotten"].items()]
    return scorecard(
        "sam",
        [each for each in promises if each.maker == "sam"],
        [each for each in forgotten if isinstance(each, Tombstone) and each.maker == "sam"],
        now=NOW,
        today=date(2026, 11, 23),
    )


@pytest.fixture(name="card", scope="module")
def _card() -> Scorecard:
    return read_scorecard()


def rounded(on_time: OnTime) -> tuple[int, int, float, float, float]:
    assert on_time.rate is not None
    assert on_time.low is not None
    assert on_time.high is not None
    return on_time.k, on_time.n, round(on_time.rate, 6), round(on_time.low, 6), round(on_time.high, 6)


def credit(window: Window) -> tuple[float | None, int]:
    return window.credit.mean, window.credit.counted


def test_the_file_is_a_ledger_in_the_layout_of_this_version_with_sums_that_hold() -> None:
    data = LEDGER.read_bytes()
    assert compose(dict(parse(data))) == data
    tables = json.loads(data)
    events = [
        event
        for name in ("people", "open", "settled")
        for record in tables[name].values()
        for event in record["history"]
    ] + list(tables["forgotten"].values())
    assert all(event["sum"] == event_sum(event) for event in events)
    numbers = sorted(int(event["id"].split(".")[1]) for event in events if event["id"].startswith("kkkkk."))
    assert numbers == list(range(1, tables["replicas"]["kkkkk"]["last"] + 1))


# All time. On time: A 3 of 5 (05-04, 06-15, 08-25); B 1 + 4 + 3 + 4 = 12 of 21; together 15 of 26.


def test_on_time_of_all_time(card: Scorecard) -> None:
    # 15/26 = 0.576923. z² = 3.841459; z²/n = 0.147748. Centre (0.576923 + 0.073874) / 1.147748 = 0.567021;
    # half 1.959964 · √(0.576923 · 0.423077 / 26 + 3.841459 / (4 · 676)) / 1.147748
    #    = 1.959964 · √(0.0093878 + 0.0014207) / 1.147748 = 1.959964 · 0.1039640 / 1.147748 = 0.177535.
    assert rounded(card.windows.all.on_time) == (15, 26, 0.576923, 0.389486, 0.744556)


def test_credit_of_all_time(card: Scorecard) -> None:
    # A 1 + 0 + 0.99 + 1 + 1 = 3.99 (5)
    # B 1 + 0 + 4 = 5 (6); 0.999 + 0.9 + 0.6 + 0.495 + 0 = 2.994 (5); 3 (3); 0.5 (1); 4 (4); 0.9 (1): 16.394 (20)
    # without a date 1 + 0.4 = 1.4 (2)
    # 3.99 + 16.394 + 1.4 = 21.784 over 5 + 20 + 2 = 27; released late has none.
    assert credit(card.windows.all) == (close(21.784 / 27), 27)


def test_counts_of_all_time(card: Scorecard) -> None:
    # 15 on time + 4 late + 2 in part + 1 overdue + 3 missed + 1 released late = 26 in n;
    # + 3 pending + 2 without a date + 1 released + 2 withdrawn = 34.
    # A miss and a late keeping were repaired; only the miss counts. Moved in time: once agreed, once not.
    assert card.windows.all.counts == Counts(
        made=34,
        pending=3,
        kept_on_time=15,
        kept_no_due=2,
        kept_late=4,
        kept_in_part=2,
        overdue=1,
        missed=3,
        released=1,
        released_late=1,
        withdrawn=2,
        withdrawn_last_day=1,
        moved_in_time=2,
        moved_late=1,
        confirmed=2,
        confirmed_by_recipient=1,
        repaired=1,
        help_wanted=2,
        forgotten=2,
    )


def test_lateness_of_all_time(card: Scorecard) -> None:
    # 3,600 · 86,400 · 604,800 · 2,592,000 s. Median (86,400 + 604,800) / 2 = 345,600.
    # 90th percentile at place 0.9 · 3 = 2.7: 604,800 + 0.7 · 1,987,200 = 1,995,840.
    lateness = card.windows.all.lateness
    assert lateness == Lateness(median=345_600, p90=close(1_995_840))


def test_logged_promptly_of_all_time(card: Scorecard) -> None:
    # 15 + 4 + 2 + 2 = 23 keepings; that of 09-02 was recorded exactly a day later, that of 09-04 two days later.
    assert card.windows.all.logged_promptly == Promptly(k=22, n=23)


# The last 90 days, from 26 August on: without A, and without what was kept on 08-20.


def test_on_time_of_the_last_90_days(card: Scorecard) -> None:
    # 12/21 = 0.571429. z²/n = 0.182927. Centre (0.571429 + 0.091463) / 1.182927 = 0.560383;
    # half 1.959964 · √(0.0116618 + 0.0021777) / 1.182927 = 1.959964 · 0.1176415 / 1.182927 = 0.194917.
    assert rounded(card.windows.days_90.on_time) == (12, 21, 0.571429, 0.365466, 0.7553)


def test_credit_of_the_last_90_days(card: Scorecard) -> None:
    # B 16.394 (20) and 1 (1) without a date: 17.394 over 21.
    assert credit(card.windows.days_90) == (close(17.394 / 21), 21)


def test_counts_of_the_last_90_days(card: Scorecard) -> None:
    # 12 + 3 + 2 + 1 + 2 + 1 = 21 in n; + 2 pending, that of 11-30 not among them, + 1 without a date + 1 released
    # + 2 withdrawn = 27. The other that asks for a hand is that of 11-30.
    assert card.windows.days_90.counts == Counts(
        made=27,
        pending=2,
        kept_on_time=12,
        kept_no_due=1,
        kept_late=3,
        kept_in_part=2,
        overdue=1,
        missed=2,
        released=1,
        released_late=1,
        withdrawn=2,
        withdrawn_last_day=1,
        moved_in_time=2,
        moved_late=1,
        confirmed=2,
        confirmed_by_recipient=1,
        repaired=0,
        help_wanted=1,
        forgotten=1,
    )


def test_lateness_and_promptness_of_the_last_90_days(card: Scorecard) -> None:
    # 3,600 · 604,800 · 2,592,000 s. Place 0.9 · 2 = 1.8: 604,800 + 0.8 · 1,987,200 = 2,194,560.
    # Keepings 12 + 3 + 2 + 1 = 18, one of them recorded late.
    window = card.windows.days_90
    assert window.lateness == Lateness(median=604_800, p90=close(2_194_560))
    assert window.logged_promptly == Promptly(k=17, n=18)


# The last 20 in n: all of B but the first of the two of 26 August, that with the smaller id, which was on time.


def test_on_time_of_the_last_20(card: Scorecard) -> None:
    # 11/20 = 0.55. z²/n = 0.192073. Centre (0.55 + 0.096036) / 1.192073 = 0.541944;
    # half 1.959964 · √(0.012375 + 0.0024009) / 1.192073 = 1.959964 · 0.1215562 / 1.192073 = 0.199858.
    assert rounded(card.windows.shown[2].on_time) == (11, 20, 0.55, 0.342085, 0.741802)


def test_credit_of_the_last_20(card: Scorecard) -> None:
    # 16.394 - 1 = 15.394 over 20 - 1 = 19.
    assert credit(card.windows.shown[2]) == (close(15.394 / 19), 19)


def test_counts_of_the_last_20(card: Scorecard) -> None:
    # 11 + 3 + 2 + 1 + 2 + 1 = 20.
    assert card.windows.shown[2].counts == Counts(
        made=20,
        kept_on_time=11,
        kept_late=3,
        kept_in_part=2,
        overdue=1,
        missed=2,
        released_late=1,
        moved_in_time=2,
        moved_late=1,
        confirmed=2,
        confirmed_by_recipient=1,
        help_wanted=1,
    )


def test_lateness_and_promptness_of_the_last_20(card: Scorecard) -> None:
    # As in the last 90 days; keepings 11 + 3 + 2 = 16.
    window = card.windows.shown[2]
    assert window.lateness == Lateness(median=604_800, p90=close(2_194_560))
    assert window.logged_promptly == Promptly(k=15, n=16)


# Calibration, trend, sums


def test_calibration(card: Scorecard) -> None:
    # 90 % on time 0.01 · 60 % missed 0.36 · 80 % on time 0.04 · 50 % missed 0.25 · 100 % on time 0 · 70 % overdue 0.49:
    # 1.15 / 6. The pending one (30 %) and the one without a date (90 %) are in no n.
    assert card.calibration.brier == close(1.15 / 6)
    assert card.calibration.n == 6
    assert [(each.n, each.kept_on_time) for each in card.calibration.bins] == [
        *[(0, 0)] * 5,
        (1, 0),
        (1, 0),
        (1, 0),
        (1, 1),
        (2, 2),
    ]
    assert card.calibration.bins[5] == Bin(low=0.5, high=0.6, n=1, kept_on_time=0)


def test_trend(card: Scorecard) -> None:
    # September: on time 09-02, 03, 04, 07 and 09-21, 22, 23: 7 of 4 + 5 + 1 + 3 + 1 = 14.
    # Wilson: centre 0.5; half 1.959964 · √(0.25 / 14 + 3.841459 / 784) / 1.274390 = 1.959964 · 0.150854 / 1.274390
    # = 0.232008. The other months have fewer than 5.
    september = next(month for month in card.trend if month.month == "2026-09")
    assert (september.k, september.n) == (7, 14)
    assert september.low == pytest.approx(0.267992, abs=1e-6)
    assert september.high == pytest.approx(0.732008, abs=1e-6)
    assert [month for month in card.trend if month is not september] == [
        Month(month="2026-05", k=1, n=2, low=None, high=None),
        Month(month="2026-06", k=1, n=2, low=None, high=None),
        Month(month="2026-08", k=2, n=3, low=None, high=None),
        Month(month="2026-10", k=3, n=3, low=None, high=None),
        Month(month="2026-11", k=1, n=2, low=None, high=None),
    ]


def test_sums_of_all_time(card: Scorecard) -> None:
    # Each lateness is the end of its bin: an hour, a day, a week, 30 days.
    assert card.sums.all == Sums(
        k=15,
        n=26,
        credit=close(21.784),
        credited=27,
        brier=close(1.15),
        forecasts=6,
        lateness=bins(3_600, 86_400, 604_800, 2_592_000),
    )


def test_sums_of_the_last_90_days(card: Scorecard) -> None:
    # Brier 0.04 + 0.25 + 0 + 0.49 = 0.78.
    assert card.sums.days_90 == Sums(
        k=12,
        n=21,
        credit=close(17.394),
        credited=21,
        brier=close(0.78),
        forecasts=4,
        lateness=bins(3_600, 604_800, 2_592_000),
    )
