"""What a review asks about and in which order, and what it tells first."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from followthrough.domain.commitment import Commitment
from followthrough.domain.review import decisions, kept_since, round_now, still_to_ask
from followthrough.domain.round import Round
from followthrough.domain.selection import Party
from tests.support.builders import NOW, ZONE, a_promise, at, kept, made, missed, moved, promise

ME = Party("sam", frozenset({"medics"}))
DAYS = 86400


def asked(*unsettled: Commitment) -> list[str]:
    return texts(decisions(ME, unsettled, now=NOW, zone=ZONE))


def texts(commitments: Sequence[Commitment]) -> list[str]:
    return [each.what for each in commitments]


def done(what: str, logged: str, letter: str = "k", **fields: Any) -> Commitment:
    return a_promise(
        made(what, logged="2026-11-01T10:00-05:00", **fields), kept(logged=logged), commitment_id=letter * 12
    )


def told(*settled: Commitment, last: Round | None) -> list[str]:
    return texts(kept_since(ME, settled, last, NOW))


def test_mine_come_first_overdue_then_today_then_soon_and_then_those_of_others() -> None:
    assert asked(
        promise("Theirs, overdue", maker="bo", to="sam", due="2026-11-01"),
        promise("In a week", due="2026-11-30"),
        promise("Today", due="2026-11-23"),
        promise("Overdue", due="2026-11-20"),
        promise("Long overdue", due="2026-11-02"),
        promise("Tomorrow", due="2026-11-24"),
    ) == ["Long overdue", "Overdue", "Today", "Tomorrow", "In a week", "Theirs, overdue"]


def test_overdue_ones_come_in_the_order_of_the_dates_they_are_judged_by() -> None:
    moved_on = a_promise(made("Moved", due="2026-11-18"), moved("2026-11-29", agreed=False))
    assert asked(promise("Later", due="2026-11-19"), moved_on) == ["Moved", "Later"]


def test_what_is_due_later_or_never_waits_unless_its_own_reminder_has_come() -> None:
    assert asked(
        promise("In eight days", due="2026-12-01"),
        promise("Some day", due=None),
        promise("Early warning", due="2026-12-03", remind=10 * DAYS),
    ) == ["Early warning"]


def test_what_others_promised_is_asked_about_once_it_is_overdue_or_its_chase_has_come() -> None:
    others: dict[str, Any] = {"maker": "bo", "to": "sam"}
    assert asked(
        promise("To chase tomorrow", due="2026-11-28", chase="2026-11-24", **others),
        promise("To chase today", due="2026-11-28", chase="2026-11-23", **others),
        promise("Due today", due="2026-11-23", **others),
        promise("To chase, without a date", due=None, chase="2026-11-20", **others),
        promise("To my circle, overdue", due="2026-11-21", maker="ana", to="medics"),
        promise("Between others", due="2026-11-01", maker="ana", to="bo"),
    ) == ["To my circle, overdue", "To chase today", "To chase, without a date"]


def test_what_is_settled_needs_no_decision() -> None:
    assert asked(a_promise(made(due="2026-11-20"), missed())) == []


def test_a_round_asks_nothing_twice() -> None:
    found = [promise(letter, commitment_id=letter * 12) for letter in "klmn"]
    round_ = Round(began=NOW).with_answer("k" * 12).with_skip("m" * 12)
    assert texts(still_to_ask(found, round_)) == ["l", "n"]


def test_a_promise_that_is_to_be_asked_again_is_neither_answered_nor_skipped() -> None:
    round_ = Round(began=NOW).with_skip("a").with_answer("b")
    assert round_.asking_again("a") == Round(began=NOW, answered=("b",))
    assert round_.asking_again("b") == Round(began=NOW, skipped=("a",))


def test_a_promise_counts_once_in_a_round_however_often_it_was_answered() -> None:
    round_ = Round(began=NOW).with_skip("a").with_answer("a").with_answer("a")
    assert (round_.answered, round_.skipped) == (("a",), ())


YESTERDAY = NOW - timedelta(days=1)
FOUND = (promise(commitment_id="k" * 12), promise(commitment_id="l" * 12))
UNFINISHED = Round(began=YESTERDAY, stopped=YESTERDAY, answered=("k" * 12,))


def test_a_round_that_was_left_goes_on() -> None:
    assert round_now(UNFINISHED, FOUND, NOW) == UNFINISHED


@pytest.mark.parametrize(
    "last",
    [
        Round(began=YESTERDAY, stopped=YESTERDAY, skipped=("l" * 12,), over=True),
        Round(began=YESTERDAY, stopped=YESTERDAY, skipped=("k" * 12, "l" * 12)),
    ],
    ids=["it is over", "nothing of it is left"],
)
def test_after_a_round_the_next_one_asks_about_everything(last: Round) -> None:
    assert round_now(last, FOUND, NOW) == Round(began=NOW, stopped=YESTERDAY)


def test_the_first_round_has_no_review_before_it() -> None:
    assert round_now(None, FOUND, NOW) == Round(began=NOW)


def test_what_was_kept_since_the_last_review_is_told_latest_first() -> None:
    last = Round(began=at("2026-11-18T08:00-05:00"), stopped=at("2026-11-18T09:00-05:00"))
    assert told(
        done("Before", "2026-11-18T08:59:59-05:00"),
        done("After", "2026-11-18T09:00:01-05:00"),
        done("To me", "2026-11-22T09:00-05:00", maker="bo", to="sam"),
        done("Between others", "2026-11-22T09:00-05:00", maker="bo", to="ana"),
        a_promise(made("Missed"), missed()),
        last=last,
    ) == ["To me", "After"]


def test_what_happened_before_the_last_review_and_was_recorded_after_it_is_told() -> None:
    last = Round(began=NOW, stopped=at("2026-11-20T09:00-05:00"))
    early = a_promise(made(logged="2026-11-01T10:00-05:00"), kept(when="2026-11-19", logged="2026-11-21T10:00-05:00"))
    assert told(early, last=last) == [early.what]


def test_what_was_recorded_in_the_second_of_the_stop_is_told_unless_the_review_recorded_it() -> None:
    stopped = "2026-11-20T09:00-05:00"
    last = Round(began=NOW, stopped=at(stopped), answered=("k" * 12,))
    assert told(done("In the review", stopped, "k"), done("Beside it", stopped, "l"), last=last) == ["Beside it"]


def test_before_the_first_review_the_last_seven_days_are_told() -> None:
    assert told(done("Lately", "2026-11-16T10:00-05:00"), done("Earlier", "2026-11-16T09:59:59-05:00"), last=None) == [
        "Lately"
    ]
