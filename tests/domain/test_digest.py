"""What deserves attention now."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import Digest, by_due, digest, within_or_remind
from followthrough.domain.selection import Party
from tests.support.builders import NOW, a_promise, at, kept, made, missed, moved, noted, promise

ME = Party("sam", frozenset({"medics"}))
WEEK = timedelta(days=7)


def a_digest(
    *unsettled: Commitment, settled: Sequence[Commitment] = (), now: str | None = None, within: timedelta = WEEK
) -> Digest:
    return digest(ME, unsettled, settled, now=NOW if now is None else at(now), lead=within_or_remind(within))


def texts(commitments: Sequence[Commitment]) -> list[str]:
    return [each.what for each in commitments]


def numbered(what: str, letter: str, **fields: Any) -> Commitment:
    return promise(what, commitment_id=letter * 12, **fields)


def test_each_open_promise_of_mine_is_in_the_section_of_its_due_date() -> None:
    found = a_digest(
        promise("Overdue", due="2026-11-22"),
        promise("Today", due="2026-11-23"),
        promise("This evening", due="2026-11-23T17:00-05:00"),
        promise("In a week", due="2026-11-30"),
        promise("In eight days", due="2026-12-01"),
        promise("Some day", due=None),
    )
    assert texts(found.overdue) == ["Overdue"]
    assert texts(found.due_today) == ["This evening", "Today"]
    assert texts(found.due_soon) == ["In a week"]
    assert found.later == 2
    assert (found.kept_lately, found.help_wanted, found.waiting_on_others) == ((), (), ())


def test_a_moment_of_today_that_has_passed_is_overdue_and_not_due_today() -> None:
    found = a_digest(promise("This morning", due="2026-11-23T10:00-05:00"), now="2026-11-23T10:00:01-05:00")
    assert (texts(found.overdue), found.due_today) == (["This morning"], ())


def test_what_was_moved_without_agreement_is_overdue_by_its_judged_due() -> None:
    moved_on = a_promise(made("Moved", due="2026-11-24"), moved("2026-11-26", agreed=False))
    assert texts(a_digest(moved_on, now="2026-11-25T00:00-05:00").overdue) == ["Moved"]
    assert texts(a_digest(moved_on, now="2026-11-24T12:00-05:00").due_soon) == ["Moved"]


def test_the_longer_of_the_reach_asked_for_and_its_own_reminder_counts() -> None:
    early = promise("Early warning", due="2026-12-03", remind=10 * 86400)
    late = promise("Late warning", due="2026-11-26", remind=86400)
    assert texts(a_digest(early, late, within=WEEK).due_soon) == ["Late warning", "Early warning"]
    assert texts(a_digest(early, late, within=timedelta(days=1)).due_soon) == ["Early warning"]


def test_what_others_promised_me_or_a_circle_of_mine_is_waited_for() -> None:
    found = a_digest(
        promise("From Bo", maker="bo", to=("sam",)),
        promise("To us", maker="ana", to=("medics",), due="2026-11-20"),
        promise("Between others", maker="ana", to=("bo",)),
    )
    assert texts(found.waiting_on_others) == ["To us", "From Bo"]
    assert (found.overdue, found.due_soon, found.later) == ((), (), 0)


def test_help_is_wanted_whoever_promised() -> None:
    asking = a_promise(made("Carry a piano", maker="ana", to=("bo",)), noted(help_wanted=True))
    assert texts(a_digest(asking).help_wanted) == ["Carry a piano"]


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2026-11-16T10:00:00-05:00", True),
        ("2026-11-16T09:59:59-05:00", False),
        ("2026-11-23T10:00:00-05:00", True),
    ],
)
def test_kept_lately_reaches_back_seven_days(when: str, shown: bool) -> None:
    done = a_promise(made("Done", logged="2026-11-01T10:00-05:00"), kept(logged=when))
    assert texts(a_digest(settled=[done]).kept_lately) == (["Done"] if shown else [])


def test_what_was_kept_lately_is_latest_first_and_only_mine_or_to_me() -> None:
    def done(what: str, hour: str, **fields: Any) -> Commitment:
        return a_promise(
            made(what, logged="2026-11-20T10:00-05:00", **fields), kept(logged=f"2026-11-22T{hour}:00-05:00")
        )

    found = a_digest(
        settled=[
            done("Mine", "08"),
            done("To me", "09", maker="bo", to=("sam",)),
            done("Of others", "10", maker="ana", to=("bo",)),
            a_promise(made("Missed"), missed()),
        ]
    )
    assert texts(found.kept_lately) == ["To me", "Mine"]


def test_what_was_kept_lately_alone_is_no_digest() -> None:
    done = a_promise(made(logged="2026-11-20T10:00-05:00"), kept(logged="2026-11-22T10:00-05:00"))
    assert not a_digest(settled=[done]).says_something()
    assert not a_digest(promise(due="2027-01-01")).says_something()
    assert a_digest(promise(due="2026-11-23"), settled=[done]).says_something()


def test_where_a_ledger_could_not_be_read_nobody_says_that_nothing_is_due() -> None:
    nothing, something = a_digest(), a_digest(promise("Overdue", due="2026-11-22"))
    assert nothing.says_that_nothing_is_due()
    assert not replace(nothing, partial=True).says_that_nothing_is_due()
    assert not something.says_that_nothing_is_due()


def test_a_section_is_sorted_by_due_date_then_id() -> None:
    found = a_digest(
        numbered("third", "m", due="2026-11-26"),
        numbered("second", "l", due="2026-11-25"),
        numbered("first", "k", due="2026-11-25"),
    )
    assert texts(found.due_soon) == ["first", "second", "third"]


def test_a_promise_judged_by_an_earlier_date_is_sorted_by_it() -> None:
    found = sorted(
        [
            numbered("second", "k", due="2026-11-26"),
            a_promise(made("first", due="2026-11-25"), moved("2026-12-04", agreed=False), commitment_id="llllllllllll"),
            numbered("third", "m", due=None),
        ],
        key=by_due,
    )
    assert texts(tuple(found)) == ["first", "second", "third"]


def test_today_is_that_of_the_promise_s_own_zone() -> None:
    tokyo = promise("In Tokyo", due="2026-11-24", zone="Asia/Tokyo")
    assert texts(a_digest(tokyo, now="2026-11-23T10:00-05:00").due_today) == ["In Tokyo"]
