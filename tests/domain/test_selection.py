"""Which commitments are meant."""

from datetime import date, timedelta
from typing import Any

import pytest

from followthrough.domain.commitment import Commitment
from followthrough.domain.dates import Span
from followthrough.domain.selection import Party, Selection, SortBy, phrase_matches, sort_commitments
from tests.support.builders import (
    NOW,
    a_promise,
    at,
    instant,
    kept,
    made,
    missed,
    moved,
    noted,
    on,
    promise,
    retracted,
)

ME = Party("sam", frozenset({"medics"}))
MINE = promise("Send Ana the slides", to=("ana",), tags=("talks", "work"))
THEIRS = promise("Lend Sam the drill", maker="bo", to=("sam",))
FOR_US = promise("Bring bandages", maker="ana", to=("medics",))
BETWEEN_OTHERS = promise("Feed the cat", maker="ana", to=("bo",))
EVERYONES = (MINE, THEIRS, FOR_US, BETWEEN_OTHERS)


def chosen(*commitments: Commitment, now: str | None = None, **asked: Any) -> list[str]:
    moment = NOW if now is None else at(now)
    return [each.what for each in commitments if Selection(**asked).matches(each, ME, moment)]


# Parties


def test_a_party_makes_receives_awaits_and_takes_part() -> None:
    assert [ME.makes(each) for each in EVERYONES] == [True, False, False, False]
    assert [ME.receives(each) for each in EVERYONES] == [False, True, True, False]
    assert [ME.awaits(each) for each in EVERYONES] == [False, True, True, False]
    assert [ME.takes_part(each) for each in EVERYONES] == [True, True, True, False]


def test_what_i_promised_to_a_circle_of_mine_is_not_awaited_by_me() -> None:
    own = promise(maker="sam", to=("medics",))
    assert ME.receives(own)
    assert not ME.awaits(own)


# Filters


def test_without_a_filter_everything_open_is_chosen() -> None:
    assert chosen(*EVERYONES, a_promise(made("Done"), kept())) == [each.what for each in EVERYONES]


def test_states_choose_by_state() -> None:
    settled = (
        a_promise(made("Kept"), kept()),
        a_promise(made("Missed"), missed()),
        a_promise(made("Undone"), retracted(1)),
    )
    assert chosen(MINE, *settled, states=frozenset({"kept", "undone"})) == ["Kept", "Undone"]


def test_mine_and_theirs_choose_by_direction() -> None:
    assert chosen(*EVERYONES, mine=True) == ["Send Ana the slides"]
    assert chosen(*EVERYONES, theirs=True) == ["Lend Sam the drill", "Bring bandages"]


def test_to_chooses_by_recipient_and_between_by_either_side() -> None:
    assert chosen(*EVERYONES, to="bo") == ["Feed the cat"]
    assert chosen(*EVERYONES, between="bo") == ["Lend Sam the drill", "Feed the cat"]


def test_every_tag_asked_for_must_be_there() -> None:
    assert chosen(*EVERYONES, tags=frozenset({"talks"})) == ["Send Ana the slides"]
    assert chosen(*EVERYONES, tags=frozenset({"talks", "home"})) == []


def test_every_word_is_looked_for_in_the_text_and_the_notes_whatever_its_case() -> None:
    told = a_promise(made("Send Ana the slides"), noted("Draft in the ATTIC"))
    assert chosen(told, THEIRS, words=("attic", "SLIDES")) == ["Send Ana the slides"]
    assert chosen(told, THEIRS, words=("attic", "drill")) == []


def test_overdue_chooses_what_is_past_its_judged_due() -> None:
    unagreed = a_promise(made("Moved", due="2026-11-24"), moved("2026-12-24", agreed=False))
    assert chosen(MINE, unagreed, overdue=True, now="2026-11-25T00:00:00-05:00") == ["Moved"]
    assert chosen(MINE, unagreed, overdue=True, now="2026-11-24T23:59:59-05:00") == []


def test_due_chooses_a_day_with_its_moments_or_one_moment() -> None:
    afternoon = promise("At five", due="2026-11-27T17:00-05:00")
    assert chosen(MINE, afternoon, due=on("2026-11-27")) == ["Send Ana the slides", "At five"]
    assert chosen(MINE, afternoon, due=instant("2026-11-27T17:00-05:00")) == ["At five"]
    assert chosen(MINE, afternoon, promise("Some day", due=None), due=on("2026-11-28")) == []
    for first, last, found in ((27, 27, True), (27, 28, True), (26, 27, True), (25, 26, False), (28, 29, False)):
        days = Span(on(f"2026-11-{first}").on, on(f"2026-11-{last}").on)
        assert chosen(afternoon, due=days) == ["At five"] * found


@pytest.mark.parametrize(("days", "found"), [(3, []), (4, ["Send Ana the slides"])])
def test_due_within_counts_whole_days(days: int, found: list[str]) -> None:
    assert chosen(MINE, promise("Some day", due=None), due_within=timedelta(days=days)) == found


def test_since_and_until_go_by_the_day_a_promise_counts_for_both_included() -> None:
    day = date(2026, 11, 27)
    assert chosen(MINE, since=day, until=day) == ["Send Ana the slides"]
    assert chosen(MINE, since=day + timedelta(days=1)) == []
    assert chosen(MINE, until=day - timedelta(days=1)) == []


# Phrases


def test_a_phrase_means_the_promises_whose_text_holds_it() -> None:
    done = a_promise(made("Send Bo the slides"), kept())
    assert phrase_matches("  the  SLIDES ", [MINE, done, THEIRS]) == [MINE, done]


def test_a_phrase_that_is_a_whole_text_means_that_promise_alone() -> None:
    longer = promise("Send Ana the slides again")
    assert phrase_matches("send ana the slides", [MINE, longer]) == [MINE]
    assert phrase_matches("ana the", [MINE, longer]) == [MINE, longer]


def test_an_empty_phrase_means_nothing() -> None:
    assert phrase_matches("  ", [MINE]) == []


# Orders

FIRST = promise("b", commitment_id="kkkkkkkkkkkk", due="2026-12-01", logged="2026-11-20T10:00-05:00", to=("ana",))
SECOND = promise("a", commitment_id="llllllllllll", due="2026-11-27T17:00-05:00", to=("bo",))
THIRD = promise("C", commitment_id="mmmmmmmmmmmm", due=None, maker="ana", logged="2026-11-22T10:00-05:00")
DONE = a_promise(
    made("d", due="2026-11-27", logged="2026-11-19T10:00-05:00"),
    kept(logged="2026-11-23T09:00-05:00"),
    commitment_id="nnnnnnnnnnnn",
)


@pytest.mark.parametrize(
    ("by", "order"), [("due", "adbC"), ("made", "dbCa"), ("settled", "adCb"), ("who", "Cdba"), ("text", "abCd")]
)
def test_commitments_are_sorted_as_asked(by: SortBy, order: str) -> None:
    for given in ([FIRST, SECOND, THIRD, DONE], [DONE, THIRD, SECOND, FIRST]):
        assert "".join(each.what for each in sort_commitments(given, by)) == order
