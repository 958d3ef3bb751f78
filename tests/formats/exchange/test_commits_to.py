"""Promises of commits.to as promises, and the score of its users."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from followthrough.domain.arrivals import Arrival, Ending, Remark
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Instant, first_moment
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.domain.reliability.scorecard import scorecard
from followthrough.formats.exchange import commits_to
from tests.support.builders import NOW, ZONE, Drafted, a_promise, at, due, kept, made, missed, released

FILE = Path(__file__).parents[2] / "data" / "commits_to.json"
PLEDGE = {
    "user": "alice",
    "urtext": "/send_bob-the.slides/by/5pm",
    "tini": "2026-11-01T12:00:00Z",
    "tdue": "2026-11-02T22:00:00Z",
}


def read(value: Any) -> Any:
    return commits_to.read(json.dumps(value), zone=ZONE, now=NOW)


def arrival(**fields: Any) -> Arrival:
    """The one promise that one of theirs with these fields is."""
    told = read([{**PLEDGE, **fields}])
    assert told.unread == ()
    (one,) = told.arrivals
    assert isinstance(one, Arrival)
    return one


def test_a_promise_of_theirs_is_its_makers() -> None:
    assert arrival() == Arrival(
        line=1,
        origin="commits.to:alice/send_bob-the.slides/by/5pm",
        what="Send bob the slides by 5pm",
        maker="alice",
        due=due("2026-11-02T22:00:00+00:00"),
        given=due("2026-11-01T12:00:00+00:00"),
    )


def test_what_the_site_made_of_the_path_is_its_text() -> None:
    assert arrival(what="Send Bob the slides", slug="x").what == "Send Bob the slides"
    assert arrival(slug="send_bob").what == "Send bob"


def test_a_path_is_the_same_in_capitals() -> None:
    assert arrival(urtext="/Send_Bob").origin == arrival(urtext="send_bob").origin == "commits.to:alice/send_bob"


def test_a_note_and_a_zone_come_with_it() -> None:
    found = arrival(note="for monday", timezone="Europe/Madrid", tdue="2026-11-02T22:00:00")
    assert found.remarks == (Remark(text="for monday"),)
    assert (found.zone, found.due) == ("Europe/Madrid", due("2026-11-02T22:00:00+01:00"))


def test_a_date_without_a_time_is_a_day() -> None:
    assert arrival(tdue="2026-11-02").due == due("2026-11-02")


DONE = due("2026-11-03T12:00:00+00:00")


@pytest.mark.parametrize(
    ("fields", "ending"),
    [
        ({}, None),
        ({"tfin": ""}, None),
        ({"tfin": None, "xfin": 0}, None),
        ({"tfin": "2026-11-03T12:00:00Z"}, Ending(did="kept", at=DONE)),
        ({"tfin": "2026-11-03T12:00:00Z", "xfin": 0.25}, Ending(did="kept", at=DONE, part=0.25)),
        ({"tfin": "2026-11-03T12:00:00Z", "xfin": 0}, Ending(did="missed", at=DONE)),
        ({"void": True}, Ending(did="released")),
        (
            {"void": True, "tfin": "2026-11-03T12:00:00Z"},
            Ending(did="released", note="It was fulfilled at 2026-11-03T12:00:00+00:00 and made void."),
        ),
    ],
)
def test_what_became_of_it_comes_with_it(fields: dict[str, Any], ending: Ending | None) -> None:
    assert arrival(**fields).ending == ending


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"xfin": 1.0000001, "tfin": "2026-11-03T12:00:00Z"}, "its “xfin” is 1.0000001, which is not from 0 to 1"),
        ({"xfin": 1.5, "tfin": "2026-11-03T12:00:00Z"}, "its “xfin” is 1.5, which is not from 0 to 1"),
        ({"tdue": "2017-0-13"}, "its “tdue” “2017-0-13” is no date such as 2026-11-27 or 2026-11-27T17:00"),
        (
            {"tfin": "2027-11-03T12:00:00Z"},
            "it is said to be kept on 2027-11-03T12:00:00+00:00, which is still to come",
        ),
        ({"urtext": ""}, "it has no text"),
        ({"note": "\ud800"}, "it holds half of a character (a lone surrogate)"),
        ({"void": "yes"}, "it is not as commits.to writes a promise (Expected `bool | null`, got `str` - at `$.void`)"),
    ],
)
def test_what_cannot_come_in_says_why(fields: dict[str, Any], said: str) -> None:
    told = read([{**PLEDGE, **fields}])
    assert [(each.line, each.reason) for each in told.unread] == [(1, said)]


_HALF = {key: value for key, value in PLEDGE.items() if key != "urtext"}


@pytest.mark.parametrize(
    "value",
    [
        [PLEDGE],
        {"promises": [PLEDGE], "user": {"username": "alice"}},
        {"promise": PLEDGE},
        PLEDGE,
        {PLEDGE["urtext"]: _HALF},
        {"alice.commits.to/send_bob-the.slides/by/5pm": {**_HALF, "user": None}},
        {"alice": [{**PLEDGE, "user": None}]},
        [{**_HALF, "id": "alice/send_bob-the.slides/by/5pm", "user": None}],
    ],
)
def test_every_shape_that_there_was_is_read(value: Any) -> None:
    told = read(value)
    assert (told.unread, [(each.maker, each.origin) for each in told.arrivals]) == (
        (),
        [("alice", "commits.to:alice/send_bob-the.slides/by/5pm")],
    )
    assert commits_to.is_one(json.dumps(value))


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", "[7]", '{"commitments": []}'])
def test_what_holds_none_is_refused(text: str) -> None:
    assert not commits_to.is_one(text)
    with pytest.raises(NotInThatFormatError):
        commits_to.read(text, zone=ZONE, now=NOW)


def _theirs_credit(late: float) -> float:
    """Their `credit(t)`, as `lib/latepenalty.js` at 2ed61f3 computes it."""
    day = 86400
    for begins, ends, first, last, h in (
        (0, 60, 1, 0.99999, 300000),
        (60, 3600, 0.99999, 0.999, 3000),
        (3600, day, 0.999, 0.99, 548),
        (day, 7 * day, 0.99, 0.9, 32),
        (7 * day, 30 * day, 0.9, 0.5, 5.4),
        (30 * day, 365 * day, 0.5, 0.1, 4.2),
        (365 * day, 3650 * day, 0.1, 0.01, 4),
    ):
        if late < ends or ends == 3650 * day:
            ratio = (pow(last / first, -h) - 1) / h / (begins - ends)
            return 1.0 if late <= 0 else float(first * pow(1 - h * ratio * (late - begins), -1 / h))
    raise AssertionError("the last segment goes on")


def theirs_score(pledges: list[dict[str, Any]], now: datetime) -> tuple[float, int]:
    """Their reliability, and of how many: `lib/parse/credit.js`, over the promises that are not void."""
    counted = []
    for each in pledges:
        ends, done = (None if each[name] is None else datetime.fromisoformat(each[name]) for name in ("tdue", "tfin"))
        if each["void"] or (done is None and (ends is None or now < ends)):
            continue
        counted.append(1.0 if ends is None else _theirs_credit(((done or now) - ends).total_seconds()))
    return sum(counted) / len(counted), len(counted)


def _recorded(arrived: Arrival) -> Commitment:
    """The commitment that an arrival becomes when it is recorded now."""
    assert arrived.given is not None
    events: list[Drafted] = [
        made(
            arrived.what, maker=arrived.maker or "sam", due=arrived.due, given=arrived.given, zone=arrived.zone or ZONE
        )
    ]
    match arrived.ending:
        case Ending(did="kept", at=moment, part=part):
            events.append(kept(when=moment, part=part))
        case Ending(did="released"):
            events.append(released())
        case Ending(did="missed"):
            events.append(missed())
    return a_promise(*events, start=NOW)


def test_the_score_of_their_user_is_the_mean_credit_here() -> None:
    told = commits_to.read(FILE.read_text(encoding="utf-8"), zone=ZONE, now=NOW)
    assert told.unread == ()
    now = at("2026-11-23T15:00:00+00:00")
    card = scorecard("alice", map(_recorded, told.arrivals), (), now=now, today=now.date())
    pledges = json.loads(FILE.read_text(encoding="utf-8"))["promises"]
    score, counted = theirs_score(pledges, now)
    assert counted == card.windows.all.credit.counted == 9
    assert card.windows.all.credit.mean == pytest.approx(score, abs=1e-9)
    # in time 1, 30 s 0.999992, 2 h 0.995420, 3 d 0.928804, no due date 1, 19 d 0.560102, 460 d 0.024208 late; open for
    # 7 d 0.9 and for 145 d 0.128801: 6.537327 of 9
    assert score == pytest.approx(6.537327 / 9, abs=1e-6)


def test_what_their_user_has_void_is_in_no_mean_and_late_in_the_count() -> None:
    told = commits_to.read(FILE.read_text(encoding="utf-8"), zone=ZONE, now=NOW)
    now = at("2026-11-23T15:00:00+00:00")
    counts = scorecard("alice", map(_recorded, told.arrivals), (), now=now, today=now.date()).windows.all.counts
    assert (counts.released, counts.released_late, counts.pending, counts.overdue) == (1, 1, 1, 2)


def test_every_promise_was_given_when_they_say() -> None:
    for each in commits_to.read(FILE.read_text(encoding="utf-8"), zone=ZONE, now=NOW).arrivals:
        assert isinstance(each.given, Instant)
        assert first_moment(each.given, ZONE) < NOW
