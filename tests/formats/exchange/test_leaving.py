"""What a file is to tell of a commitment: how it stands, and never better than it does."""

from followthrough.domain.arrivals import Arrival, Ending, Remark
from followthrough.domain.due import Instant
from followthrough.formats.exchange.leaving import as_told
from tests.support.builders import (
    ID,
    ZONE,
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
    released,
    retracted,
)

LOGGED = at("2026-11-01T09:00-04:00")


def test_a_promise_is_told_with_all_its_fields() -> None:
    told = as_told(
        a_promise(
            made("Send the slides", due="2026-11-27", tags=("talks",), remind=3600, chase="2026-11-25", logged=LOGGED),
            noted("Half of it is done", logged="2026-11-02T09:00-05:00"),
        )
    )
    assert told == Arrival(
        line=1,
        origin=f"followthrough:{ID}",
        what="Send the slides",
        id=ID,
        maker="sam",
        to=("ana",),
        due=on("2026-11-27"),
        zone=ZONE,
        given=Instant(LOGGED),
        recorded=LOGGED,
        tags=("talks",),
        visibility="private",
        remind=3600,
        chase=on("2026-11-25"),
        remarks=(Remark(text="Half of it is done", recorded=at("2026-11-02T09:00-05:00")),),
    )


def test_how_it_was_settled_is_told_with_its_note() -> None:
    told = as_told(
        a_promise(made(logged=LOGGED), kept(when="2026-11-20", part=0.5, note="half", logged="2026-11-21T09:00-05:00"))
    )
    assert told.ending == Ending(
        did="kept", at=on("2026-11-20"), recorded=at("2026-11-21T09:00-05:00"), part=0.5, note="half"
    )
    assert told.remarks == ()


def test_a_late_move_leaves_the_due_date_that_counts() -> None:
    told = as_told(
        a_promise(made(due="2026-11-20", logged=LOGGED), moved("2026-12-20", logged="2026-11-22T09:00-05:00"))
    )
    assert (told.due, told.moved) == (on("2026-11-20"), on("2026-12-20"))


def test_a_move_in_time_and_agreed_is_the_due_date() -> None:
    told = as_told(
        a_promise(made(due="2026-11-20", logged=LOGGED), moved("2026-12-20", logged="2026-11-02T09:00-05:00"))
    )
    assert (told.due, told.moved) == (on("2026-12-20"), None)


def test_what_let_it_go_and_was_brought_back_counts_from_then() -> None:
    told = as_told(
        a_promise(
            made(due="2026-11-20", logged=LOGGED),
            released(logged="2026-11-19T09:00-05:00"),
            retracted(2, logged="2026-11-19T10:00-05:00"),
            retracted(3, logged="2026-11-22T10:00-05:00"),
        )
    )
    assert told.ending is not None
    assert told.ending.at == instant("2026-11-22T10:00-05:00")


def test_a_note_that_was_taken_back_is_not_told() -> None:
    assert as_told(a_promise(made(), noted("wrong"), retracted(2))).remarks == ()


def test_an_open_promise_has_no_ending() -> None:
    assert as_told(promise()).ending is None
    assert as_told(a_promise(made(), missed())).ending is not None
