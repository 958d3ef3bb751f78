"""What the events of a series amount to, and the occurrences there are of it."""

from datetime import date, datetime, time, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Instant, in_zone
from followthrough.domain.events import AnyEvent, Kept, Reopened, Retracted, Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.occurrences import (
    Occurrence,
    made_of,
    occurrence_id,
    occurrences,
    passed_over,
    to_come,
    unstored,
)
from followthrough.domain.series import (
    Begun,
    Changed,
    NewTerms,
    Series,
    SeriesEvent,
    Stopped,
    Terms,
    fold_series,
    given_at,
)
from tests.support.builders import NOW, ZONE, at, due, on
from tests.support.thoroughness import tried_on

ID = "kkkkkkkkkkkk"
SUNDAYS = Terms(what="Call", to=("ana",), rule="FREQ=WEEKLY;BYDAY=SU", start=date(2026, 11, 29))


def begun(terms: Terms = SUNDAYS, *, zone: str = ZONE, number: int = 1, **more: Any) -> Begun:
    stamp: dict[str, Any] = {"id": f"kkkkk.{number}", "n": 1, "logged": NOW, "by": "sam", **more}
    return Begun(**stamp, maker="sam", zone=zone, terms=terms)


def told(kind: type[SeriesEvent], number: int, logged: str, *, replica: str = "kkkkk", n: int = 0, **more: Any) -> Any:
    return kind(id=f"{replica}.{number}", n=n or number, logged=at(logged), by="sam", **more)


def changed(number: int, logged: str, *, replica: str = "kkkkk", n: int = 0, **terms: Any) -> Changed:
    given: Changed = told(Changed, number, logged, replica=replica, n=n, terms=NewTerms(**terms))
    return given


def series(*events: SeriesEvent) -> Series:
    return fold_series(ID, events)


def eras(one: Series) -> list[tuple[str, str, str]]:
    return [(str(era.first), str(era.end), era.terms.what) for era in one.eras]


def nothing(_: str) -> None:
    return None


def there(one: Series, now: str, stored: Any = nothing) -> list[Occurrence]:
    return list(occurrences(one, at(now), stored))


def dues(one: Series, now: str, stored: Any = nothing) -> list[str]:
    return [str(each.due) for each in there(one, now, stored)]


def test_those_that_passed_and_the_next_one_are_there() -> None:
    one = series(begun())
    assert dues(one, "2026-11-23T10:00-05:00") == ["2026-11-29"]
    assert dues(one, "2026-11-29T23:59-05:00") == ["2026-11-29"]
    assert dues(one, "2026-11-30T00:00-05:00") == ["2026-11-29", "2026-12-06"]
    assert dues(one, "2026-12-20T10:00-05:00") == ["2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"]
    assert [str(each.due) for each in to_come(one, at("2026-12-20T10:00-05:00"), 2)] == ["2026-12-20", "2026-12-27"]


def test_each_is_made_when_the_one_before_it_has_passed() -> None:
    first, second = there(series(begun()), "2026-11-30T10:00-05:00")
    assert (first.made_at, second.made_at) == (NOW, at("2026-11-30T00:00-05:00"))


def test_an_occurrence_has_the_id_that_its_series_and_its_date_give_on_every_machine() -> None:
    first, second = there(series(begun()), "2026-11-30T10:00-05:00")
    assert (first.id, second.id) == (occurrence_id(ID, "2026-11-29"), occurrence_id(ID, "2026-12-06"))
    assert occurrence_id(ID, "2026-11-29") == "usrzwzxumrwt"


def test_an_occurrence_has_the_word_of_its_series() -> None:
    terms = replace(SUNDAYS, confidence=0.8, tags=("calls",), visibility="circle", remind=3600)
    one = series(begun(terms))
    (first,) = there(one, "2026-11-23T10:00-05:00")
    made = made_of(one, first)
    assert (made.id, made.n, made.by, made.maker, made.zone) == ("kkkkk.1", 1, "sam", "sam", ZONE)
    assert (made.what, made.to, made.due, made.series) == ("Call", ("ana",), on("2026-11-29"), ID)
    assert (made.confidence, made.tags, made.visibility, made.remind) == (0.8, ("calls",), "circle", 3600)
    assert (made.logged, made.at) == (NOW, Instant(NOW))


def test_a_change_holds_for_the_days_after_its_own() -> None:
    one = series(begun(), changed(2, "2026-12-06T09:00-05:00", what="Ring"))
    assert eras(one) == [("2026-11-29", "2026-12-07", "Call"), ("2026-12-07", "None", "Ring")]
    assert [(str(each.due), each.terms.what) for each in there(one, "2026-12-13T09:00-05:00")] == [
        ("2026-11-29", "Call"),
        ("2026-12-06", "Call"),
        ("2026-12-13", "Ring"),
    ]


def test_of_two_changes_on_one_day_the_later_one_stands() -> None:
    one = series(
        begun(),
        changed(2, "2026-12-01T09:00-05:00", what="Ring"),
        changed(3, "2026-12-01T10:00-05:00", tags=("x",)),
    )
    assert eras(one) == [("2026-11-29", "2026-12-02", "Call"), ("2026-12-02", "None", "Ring")]
    assert one.terms is not None
    assert one.terms.tags == ("x",)


def test_what_changes_before_its_first_day_leaves_nothing_of_what_it_was() -> None:
    one = series(begun(), changed(2, "2026-11-24T09:00-05:00", what="Ring"))
    assert eras(one) == [("2026-11-25", "None", "Ring")]
    assert dues(one, "2026-11-25T09:00-05:00") == ["2026-11-29"]


def test_a_rule_changed_before_its_first_day_may_begin_earlier() -> None:
    one = series(begun(), changed(2, "2026-11-24T09:00-05:00", rule="FREQ=DAILY", start=date(2026, 11, 25)))
    assert dues(one, "2026-11-25T09:00-05:00") == ["2026-11-25"]


def test_what_was_stopped_before_its_first_day_can_go_on() -> None:
    stop = told(Stopped, 2, "2026-11-24T09:00-05:00")
    rule = changed(3, "2026-12-01T09:00-05:00", rule="FREQ=DAILY", start=date(2026, 12, 2))
    assert dues(series(begun(), stop), "2026-12-03T09:00-05:00") == []
    assert dues(series(begun(), stop, rule), "2026-12-03T09:00-05:00") == ["2026-12-02", "2026-12-03"]


def test_what_was_stopped_has_no_more_days_and_goes_on_from_a_new_rule() -> None:
    stopped = series(begun(), told(Stopped, 2, "2026-12-06T09:00-05:00"))
    assert (stopped.terms, stopped.described) == (None, SUNDAYS)
    assert dues(stopped, "2027-01-31T09:00-05:00") == ["2026-11-29", "2026-12-06"]
    again = series(
        begun(),
        told(Stopped, 2, "2026-12-06T09:00-05:00"),
        changed(3, "2026-12-20T09:00-05:00", rule="FREQ=DAILY", start=date(2026, 12, 22)),
    )
    assert dues(again, "2026-12-22T09:00-05:00") == ["2026-11-29", "2026-12-06", "2026-12-22"]


def test_taking_back_a_stop_has_it_go_on_from_the_day_after() -> None:
    one = series(
        begun(), told(Stopped, 2, "2026-12-05T09:00-05:00"), told(Retracted, 3, "2026-12-07T09:00-05:00", of="kkkkk.2")
    )
    assert eras(one) == [("2026-11-29", "2026-12-06", "Call"), ("2026-12-08", "None", "Call")]
    assert dues(one, "2026-12-13T09:00-05:00") == ["2026-11-29", "2026-12-13"]


def test_taking_back_what_was_taken_back_has_it_stand_again() -> None:
    events = [
        begun(),
        changed(2, "2026-12-01T09:00-05:00", what="Ring"),
        told(Retracted, 3, "2026-12-01T09:01-05:00", of="kkkkk.2"),
        told(Retracted, 4, "2026-12-01T09:02-05:00", of="kkkkk.3"),
    ]
    assert [series(*events[:end]).what for end in (1, 2, 3, 4)] == ["Call", "Ring", "Call", "Ring"]


def test_what_was_never_begun_is_no_series() -> None:
    with pytest.raises(ValueError, match="no event began it"):
        series(changed(2, "2026-12-01T09:00-05:00", what="Ring"))


def test_a_series_taken_back_before_its_first_day_has_no_days() -> None:
    one = series(begun(), told(Retracted, 2, "2026-11-24T09:00-05:00", of="kkkkk.1"))
    assert (one.eras, one.terms, one.what) == ((), None, "Call")
    assert dues(one, "2027-01-31T09:00-05:00") == []


def test_of_changes_on_two_machines_all_hold_each_from_its_own_day() -> None:
    here = changed(2, "2026-12-01T09:00-05:00", what="Ring", replica="mmmmm")
    there = changed(2, "2026-12-08T09:00-05:00", tags=("x",), replica="zzzzz")
    one = series(begun(), here, there)
    assert [(era.terms.what, era.terms.tags) for era in one.eras] == [("Call", ()), ("Ring", ()), ("Ring", ("x",))]


EVENTS = [
    begun(),
    changed(2, "2026-12-01T09:00-05:00", what="Ring", replica="mmmmm"),
    told(Stopped, 2, "2026-12-08T09:00-05:00", replica="zzzzz"),
    changed(3, "2026-12-03T09:00-05:00", rule="FREQ=DAILY", start=date(2026, 12, 5), replica="mmmmm"),
    told(Retracted, 4, "2026-12-12T09:00-05:00", replica="zzzzz", n=3, of="zzzzz.2"),
]


def test_the_order_in_which_events_come_in_makes_no_difference() -> None:
    folded = {
        repr((each.eras, each.terms, each.history)) for each in (series(*order) for order in permutations(EVENTS))
    }
    assert len(folded) == 1
    assert series(*EVENTS, *EVENTS) == series(*EVENTS)


@tried_on(100)
@given(
    st.lists(
        st.tuples(st.sampled_from(("rule", "what", "stop", "undo")), st.integers(0, 5), st.integers(1, 60)), max_size=8
    )
)
def test_no_later_event_changes_what_was_due_by_then(steps: list[tuple[str, int, int]]) -> None:
    moment, passed = NOW, dict[str, Occurrence]()
    events: list[Any] = [begun()]
    for number, (kind, n, hours) in enumerate(steps, start=2):
        moment += timedelta(hours=hours)
        for each in occurrences(series(*events), moment, nothing):
            if each.due.passed(moment, ZONE):
                passed[each.id] = each
        stamp: dict[str, Any] = {"id": f"kkkkk.{number}", "n": number, "logged": moment, "by": "sam"}
        start = moment.date() + timedelta(days=n)
        rule = ("FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=TU,FR", "FREQ=DAILY;COUNT=2")[n % 4]
        make: dict[str, Any] = {
            "rule": lambda s=stamp, r=rule, d=start: Changed(**s, terms=NewTerms(rule=r, start=d, clock=UNSET)),
            "what": lambda s=stamp, n=n: Changed(**s, terms=NewTerms(what=f"Ring {n}")),
            "stop": lambda s=stamp: Stopped(**s),
            "undo": lambda s=stamp, of=events[-1]: Retracted(**s, of=of.id),
        }
        if not (kind == "undo" and isinstance(events[-1], Begun)):
            events.append(make[kind]())
    later = {each.id: each for each in occurrences(series(*events), moment + timedelta(days=30), nothing)}
    assert {key: later.get(key) for key in passed} == passed


@pytest.mark.parametrize(
    ("zone", "start", "clock", "offsets"),
    [
        ("America/New_York", "2027-03-12", "02:30", ["-05:00", "-05:00", "03:30-04:00"]),
        ("America/New_York", "2026-10-31", "01:30", ["-04:00", "-04:00", "-05:00"]),
        ("Europe/Madrid", "2027-03-26", "02:30", ["+01:00", "+01:00", "03:30+02:00"]),
        ("Europe/Madrid", "2027-10-30", "02:30", ["+02:00", "+02:00", "+01:00"]),
        ("Australia/Lord_Howe", "2027-04-03", "09:00", ["+11:00", "+10:30", "+10:30"]),
        ("Asia/Kolkata", "2027-03-13", "09:00", ["+05:30"] * 3),
    ],
)
def test_a_time_of_day_stays_what_the_clock_on_the_wall_says(
    zone: str, start: str, clock: str, offsets: list[str]
) -> None:
    terms = replace(
        SUNDAYS, rule="FREQ=DAILY;COUNT=3", start=date.fromisoformat(start), clock=time.fromisoformat(clock)
    )
    one = series(begun(terms, zone=zone, logged=at("2026-01-01T09:00-05:00")))
    found = [str(each.due) for each in to_come(one, at("2026-01-01T09:00-05:00"), 3)]
    days = [date.fromisoformat(start) + timedelta(days=each) for each in range(3)]
    shown = [(offset[:-6] or clock, offset[-6:]) for offset in offsets]
    assert found == [f"{day}T{time}:00{offset}" for day, (time, offset) in zip(days, shown, strict=True)]


def test_a_day_that_passes_is_over_when_it_is_over_in_the_zone_of_the_series() -> None:
    one = series(begun(zone="Pacific/Auckland"))
    assert len(there(one, "2026-11-29T05:59-05:00")) == 1
    assert len(there(one, "2026-11-29T06:00-05:00")) == 2


def test_the_days_end_with_the_calendar() -> None:
    one = series(begun(replace(SUNDAYS, rule="FREQ=YEARLY", start=date(9990, 1, 1))))
    assert len(dues(one, "9998-06-01T00:00+00:00")) == 9


# From keeping


AFTER = Terms(what="Call", to=("ana",), rule="FREQ=DAILY;INTERVAL=3", start=date(2026, 11, 26), after_keeping=True)


def link(one: Series, number: int, day: str, *events: AnyEvent) -> Commitment:
    """A stored occurrence of that number, due on that day."""
    key = occurrence_id(ID, f"#{number}")
    occurrence = Occurrence(id=key, due=due(day) or Day(date.max), made_at=NOW, terms=AFTER, event_id="kkkkk.1")
    return fold(key, (made_of(one, occurrence), *events))


def event(kind: Any, n: int, logged: str, **more: Any) -> Any:
    return kind(id=f"kkkkk.{n + 10}", n=n, logged=at(logged), by="sam", **more)


def chain(*links: Commitment | Tombstone) -> Any:
    known = {occurrence_id(ID, f"#{number}"): each for number, each in enumerate(links, start=1)}
    return known.get


def test_the_next_one_comes_when_the_one_before_was_kept() -> None:
    one = series(begun(AFTER))
    assert dues(one, "2027-06-01T10:00-05:00") == ["2026-11-26"]
    kept = link(one, 1, "2026-11-26", event(Kept, 2, "2026-11-28T10:00-05:00"))
    assert dues(one, "2027-06-01T10:00-05:00", chain(kept)) == ["2026-11-26", "2026-12-01"]
    assert to_come(one, NOW, 3) == []


def test_one_kept_before_its_first_date_goes_on_from_there() -> None:
    one = series(begun(replace(AFTER, start=date(2026, 12, 20))))
    kept = link(one, 1, "2026-12-20", event(Kept, 2, "2026-11-24T10:00-05:00"))
    assert dues(one, "2026-11-30T10:00-05:00", chain(kept)) == ["2026-12-20", "2026-11-27"]


def test_a_new_rule_does_not_move_what_was_due_by_then() -> None:
    rule = changed(2, "2026-11-29T10:00-05:00", rule="FREQ=DAILY;INTERVAL=30", start=date(2026, 12, 29))
    one = series(begun(AFTER), rule)
    assert dues(one, "2026-11-30T10:00-05:00") == ["2026-11-26"]
    early = link(one, 1, "2026-12-20", event(Kept, 2, "2026-11-24T10:00-05:00"))
    assert dues(one, "2026-11-30T10:00-05:00", chain(early))[1] == "2026-11-27"
    later = link(one, 1, "2026-11-26", event(Kept, 2, "2026-12-05T10:00-05:00"))
    assert dues(one, "2027-06-01T10:00-05:00", chain(later))[1] == "2027-01-04"


def test_a_new_rule_counts_its_times_from_the_first_one_after_it() -> None:
    rule = changed(2, "2026-11-24T10:00-05:00", rule="FREQ=DAILY;COUNT=2", start=date(2026, 11, 25))
    one = series(begun(replace(AFTER, rule="FREQ=DAILY;INTERVAL=3;COUNT=9")), rule)
    days = ("2026-11-26", "2026-11-27", "2026-11-28")
    links = [link(one, number, day, event(Kept, 2, f"{day}T10:00-05:00")) for number, day in enumerate(days, start=1)]
    assert dues(one, "2027-06-01T10:00-05:00", chain(*links)) == list(days)


def test_it_goes_on_after_a_stop_from_its_new_rule() -> None:
    stop = told(Stopped, 2, "2026-11-25T10:00-05:00")
    kept = event(Kept, 2, "2026-11-27T10:00-05:00")
    stopped = series(begun(AFTER), stop)
    first = link(stopped, 1, "2026-11-26", kept)
    assert dues(stopped, "2027-06-01T10:00-05:00", chain(first)) == []
    rule = changed(3, "2026-12-05T10:00-05:00", rule="FREQ=WEEKLY", start=date(2026, 12, 12))
    assert dues(series(begun(AFTER), stop, rule), "2027-06-01T10:00-05:00", chain(first))[-1] == "2026-12-12"


def test_a_rule_given_after_a_stop_makes_nothing_due_before_it() -> None:
    stop = told(Stopped, 2, "2026-11-24T10:00-05:00")
    rule = changed(3, "2026-11-30T10:00-05:00", rule="FREQ=DAILY;INTERVAL=2", start=date(2026, 12, 2))
    one = series(begun(AFTER), stop, rule)
    first = link(one, 1, "2026-11-26", event(Kept, 2, "2026-11-24T11:00-05:00"))
    stone = Tombstone(id="kkkkk.9", logged=at("2026-11-24T12:00-05:00"), by="sam", maker="sam", events=())
    assert dues(one, "2027-06-01T10:00-05:00", chain(first, stone)) == ["2026-12-02", "2026-12-02"]
    reopened = fold(first.id, (*first.history, event(Reopened, 3, "2026-11-25T10:00-05:00", of="kkkkk.12")))
    assert dues(one, "2027-06-01T10:00-05:00", chain(reopened, stone)) == ["2026-12-02"]


def test_what_came_after_a_keeping_stays_once_it_was_overdue_whatever_is_taken_back() -> None:
    one = series(begun(AFTER))
    kept = event(Kept, 2, "2026-11-26T10:00-05:00")
    soon = link(one, 1, "2026-11-26", kept, event(Reopened, 3, "2026-11-29T10:00-05:00", of=kept.id))
    late = link(one, 1, "2026-11-26", kept, event(Reopened, 3, "2026-11-30T10:00-05:00", of=kept.id))
    assert dues(one, "2027-06-01T10:00-05:00", chain(soon)) == ["2026-11-26"]
    assert dues(one, "2027-06-01T10:00-05:00", chain(late)) == ["2026-11-26", "2026-11-29"]


def test_what_is_stored_is_a_link_for_good() -> None:
    one = series(begun(AFTER))
    kept = event(Kept, 2, "2026-11-26T10:00-05:00")
    first = link(one, 1, "2026-11-26", kept, event(Reopened, 3, "2026-11-27T10:00-05:00", of=kept.id))
    second = link(one, 2, "2026-11-29", event(Kept, 2, "2026-11-27T09:00-05:00"))
    assert dues(one, "2027-06-01T10:00-05:00", chain(first, second)) == ["2026-11-26", "2026-11-29", "2026-11-30"]


def test_what_was_forgotten_was_settled_then_as_far_as_anyone_can_tell() -> None:
    one = series(begun(AFTER))
    stone = Tombstone(id="kkkkk.9", logged=at("2026-12-01T10:00-05:00"), by="sam", maker="sam", events=())
    assert dues(one, "2027-06-01T10:00-05:00", chain(stone)) == ["2026-11-26", "2026-12-04"]


# In lists


def test_of_those_that_passed_the_last_one_stands_for_the_others_unless_they_pile_up() -> None:
    one = series(begun())
    now = at("2026-12-15T10:00-05:00")
    open_ = unstored([one], now, lambda _: False, nothing)
    by_due = {str(each.due): key for key, each in open_.items()}
    assert sorted(by_due) == ["2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"]
    assert passed_over(open_.values(), {ID: one}, now) == {by_due["2026-11-29"], by_due["2026-12-06"]}
    piling = series(begun(replace(SUNDAYS, pile_up=True)))
    assert passed_over(open_.values(), {ID: piling}, now) == set()
    assert passed_over(open_.values(), {}, now) == set()


def test_what_is_computed_is_what_its_making_amounts_to() -> None:
    events = (
        begun(replace(SUNDAYS, confidence=0.8, remind=60)),
        changed(2, "2026-12-01T09:00-05:00", what="Ring", tags=("x",), clock=time(9)),
    )
    one, now = series(*events), at("2027-04-15T10:00-05:00")
    found = unstored([one], now, lambda _: False, nothing)
    assert found == {each.id: fold(each.id, (made_of(one, each),)) for each in occurrences(one, now, nothing)}
    assert len(found) == 21


def test_what_is_stored_is_not_computed() -> None:
    one = series(begun())
    known = occurrence_id(ID, "2026-11-29")
    now = datetime.fromisoformat("2026-11-30T10:00-05:00")
    assert list(unstored([one], in_zone(now, ZONE), {known}.__contains__, nothing)) == [occurrence_id(ID, "2026-12-06")]


def test_taking_back_what_began_it_leaves_the_dates_of_a_later_rule_that_have_passed() -> None:
    first = begun()
    daily = changed(2, "2026-11-23T11:00-05:00", rule="FREQ=DAILY", start=date(2026, 11, 24))
    back = told(Retracted, 3, "2026-11-26T10:00-05:00", of=first.id)
    assert dues(series(first, daily, back), "2026-11-28T10:00-05:00") == ["2026-11-24", "2026-11-25", "2026-11-26"]


def test_a_series_was_given_when_it_was_recorded_or_on_the_day_that_was_said() -> None:
    assert given_at(begun()) == NOW
    assert given_at(begun(at=on("2026-11-20"))) == at("2026-11-20T00:00-05:00")
    assert given_at(begun(at=on("2026-11-20"), zone="Europe/Berlin")) == at("2026-11-20T00:00+01:00")
