"""todo.txt: what is written comes back, and what others wrote is read as they meant it, or is said to be unread."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival, Ending, Told
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange import plausible, todotxt
from followthrough.formats.exchange.leaving import as_told
from followthrough.formats.exchange.unreadable import UnreadableError
from tests.support.builders import ID, NOW, ZONE, a_promise, instant, kept, made, missed, on, promise, retracted
from tests.support.leavers import LATER, NASTY, SEPARATORS, leavers
from tests.support.thoroughness import tried_on


def told(text: str) -> Told:
    return todotxt.read(text, zone=ZONE, now=NOW)


def one(line: str) -> Arrival:
    found = told(line)
    assert found.unread == ()
    (arrival,) = found.arrivals
    return arrival


def why_not(line: str) -> str:
    found = told(line)
    assert found.arrivals == ()
    (unread,) = found.unread
    assert unread.line == 1
    return unread.reason


def written(*commitments: Commitment) -> str:
    return todotxt.write(commitments, people={}, me="sam", now=NOW)


def held(arrival: Arrival) -> Arrival:
    """What of a promise the format holds."""
    assert arrival.given is not None
    ending = arrival.ending and replace(arrival.ending, recorded=None, note=None)
    day = Day(arrival.given.day_in(arrival.zone or ZONE))
    return replace(arrival, given=day, recorded=None, remarks=(), ending=ending)


@given(leavers())
@tried_on(40)
def test_what_is_written_comes_back(commitment: Commitment) -> None:
    leaving = as_told(commitment)
    try:
        plausible.check(leaving, zone=ZONE, now=LATER)
    except UnreadableError:
        assume(False)
    text = written(commitment)
    assert todotxt.read(text, zone="Asia/Tokyo", now=LATER) == Told(arrivals=(held(leaving),))
    assert text.count("\n") == 1
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_stays_one_line_and_comes_back(text: str) -> None:
    line = written(promise(text, tags=("talks",)))
    assert len(line.splitlines()) == 1
    assert [each.what for each in todotxt.read(line, zone=ZONE, now=LATER).arrivals] == [text]


@pytest.mark.parametrize("sign", SEPARATORS)
def test_no_sign_but_a_new_line_ends_a_line(sign: str) -> None:
    lines = told(f"one{sign}two\nthree")
    assert len(lines.arrivals) == (3 if sign == "\n" else 2)


def test_an_ordinary_promise_reads_well() -> None:
    assert written(promise("Send Ana the slides", tags=("talks",), logged=NOW)) == (
        "2026-11-23 Send Ana the slides +talks from:sam to:ana due:2026-11-27 zone:America/New_York id:kmzqrtplwvny\n"
    )


def test_a_miss_is_marked_as_done_and_says_that_it_was_missed() -> None:
    line = written(a_promise(made(due="2026-11-20", logged=NOW - timedelta(days=9)), missed(logged=NOW)))
    assert line.startswith("x 2026-11-23 2026-11-14 Send Ana the slides ")
    assert " state:missed settled-at:2026-11-23T100000-0500 " in line


def test_a_value_has_no_colon_as_the_format_wants_it() -> None:
    line = written(a_promise(made(due="2026-11-27T17:00-05:00", chase="2026-11-26T09:00-05:00"), kept()))
    assert [word for word in line.split() if word.count(":") > 1] == []


def test_no_program_that_joins_spaces_changes_a_text() -> None:
    line = written(promise("one  two   three"))
    assert "  " not in line
    assert one(" ".join(line.split())).what == "one  two   three"


def test_a_tag_that_stands_twice_is_one() -> None:
    assert one("Call +family @family").tags == ("family",)


def test_what_was_undone_stays_behind() -> None:
    assert written(a_promise(made(), retracted(1))) == ""


def test_a_line_of_the_format_is_read_whole() -> None:
    assert one("(A) 2026-11-01 Call Mum +family @phone due:2026-11-27 to:mum") == Arrival(
        line=1,
        origin=one("2026-11-01 Call Mum to:mum").origin,
        what="Call Mum",
        to=("mum",),
        due=on("2026-11-27"),
        given=on("2026-11-01"),
        tags=("family", "phone"),
    )


def test_a_line_that_is_done_was_kept_that_day() -> None:
    arrival = one("x 2026-11-20 2026-11-01 Call Mum due:2026-11-19")
    assert (arrival.ending, arrival.given) == (Ending(did="kept", at=on("2026-11-20")), on("2026-11-01"))


@pytest.mark.parametrize(
    "line", ["x 2026-11-20 (B) Call Mum", "x (B) 2026-11-20 Call Mum", "x 2026-11-20 Call Mum pri:B"]
)
def test_a_priority_is_left_and_said(line: str) -> None:
    found = told(f"{line}\n(A) Write\nWait t:2026-11-29")
    assert [each.what for each in found.arrivals] == ["Call Mum", "Write", "Wait"]
    assert found.arrivals[0].ending == Ending(did="kept", at=on("2026-11-20"))
    assert found.ignored == ("the priority of 2 lines", "the start date (t:) of 1 line")


def test_a_context_is_a_tag_and_nobody() -> None:
    arrival = one("@phone Call @mum about +wedding and the +cake plans")
    assert (arrival.what, arrival.to) == ("Call mum about wedding and the cake plans", ())
    assert arrival.tags == ("phone", "mum", "wedding", "cake")


def test_what_is_no_tag_stays_text() -> None:
    assert one("Pay 3 + 4 @ +49/170 c++ a@b +GTD/inbox").what == "Pay 3 + 4 @ +49/170 c++ a@b +GTD/inbox"


def test_keys_of_others_are_text() -> None:
    line = "See http://x.invalid/a%20b at 17:30 state:NY zone:home id:7 part:2 note:"
    assert (one(line).what, one(line).id) == (line, None)


def test_a_time_in_a_due_date_is_one_in_the_users_zone() -> None:
    assert one("Call due:2026-11-27T17:00").due == instant("2026-11-27T17:00-05:00")
    assert one("Call due:2026-11-27T17:00+01:00").due == instant("2026-11-27T17:00+01:00")


def test_a_program_that_moves_the_day_leaves_the_time_behind() -> None:
    line = written(promise(due="2026-11-27T17:00-05:00")).replace(" due:2026-11-27 ", " due:2026-11-28 ")
    assert one(line).due == on("2026-11-28")


def test_a_program_that_changes_the_day_of_completion_is_believed() -> None:
    line = written(a_promise(made(due=None, logged="2026-11-01T09:00-04:00"), kept(logged="2026-11-20T09:00-05:00")))
    assert one(line).ending == Ending(did="kept", at=instant("2026-11-20T09:00-05:00"))
    assert one(line.replace("x 2026-11-20", "x 2026-11-19")).ending == Ending(did="kept", at=on("2026-11-19"))


def test_what_another_program_marks_as_done_is_kept_that_day() -> None:
    (arrival,) = todotxt.read(f"x 2026-11-24 {written(promise())}", zone=ZONE, now=LATER).arrivals
    assert (arrival.id, arrival.ending) == (ID, Ending(did="kept", at=on("2026-11-24")))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Water plants rec:1w due:2026-11-27", "it repeats (rec:), and ft add --every records that"),
        ("@work h:1", "it is hidden (h:1), which keeps the name of a list and promises nothing"),
        ("+work @phone due:2026-11-27", "it has no text besides its signs"),
        ("Call due:tomorrow", "its due date “tomorrow” is no date such as 2026-11-27 or 2026-11-27T17:00"),
        ("Call due:2026-02-30", "its due date “2026-02-30” is no date of the calendar"),
        ("Call due:0001-01-01", "its due date “0001-01-01” is no date of the calendar"),
        ("Call due:9999-12-31", "its due date “9999-12-31” is no date of the calendar"),
        ("Call due:99999-12-31", "its due date “99999-12-31” is no date such as 2026-11-27 or 2026-11-27T17:00"),
        ("Call due:9999-12-31T12:00", "its due date “9999-12-31T12:00” is no date of the calendar"),
        ("Call due:0001-01-01T12:00", "its due date “0001-01-01T12:00” is no date of the calendar"),
        ("Call due:2026-11-27T25:00Z", "its due date “2026-11-27T25:00Z” is no date of the calendar"),
        ("Call due:2027-11-07T01:30", "its due date 01:30 comes twice that day in America/New_York, and has no offset"),
        ("Call due:2027-03-14T02:30", "its due date 02:30 is left out by the clocks of America/New_York that day"),
        ("Call due:2026-11-27 due:2026-11-28", "it says two things about “due:”"),
        ("Call from:ana from:bo", "it says two things about “from:”"),
        ("2026-11-24 Call", "it is said to be made on 2026-11-24, which is still to come"),
        ("x 2026-11-24 Call", "it is said to be kept on 2026-11-24, which is still to come"),
        ("x 2026-11-01 2026-11-02 Call", "it is said to be kept on 2026-11-01, and made on 2026-11-02"),
        ("x Call due:2026-11-20", "it was due on 2026-11-20, and the file does not say when it was kept"),
        (
            "x 2026-11-20 Call due:2026-11-20T12:00Z",
            "it was due at 2026-11-20T12:00:00+00:00, and kept that day: the file does not say at what time",
        ),
        (f"Call state:missed id:{ID}", "it is open, and says what became of it"),
        (f"x Call state:lost id:{ID}", "its state “lost” is none of kept, missed, released and withdrawn"),
        (f"x Call part:0 id:{ID}", "its part “0” is no share such as 0.8 or 80%"),
        (f"Call zone:Mars/Base id:{ID}", "its zone “Mars/Base” is not known here"),
        (f"Call visibility:all id:{ID}", "its visibility “all” is none of private, circle and public"),
        (f"Call remind:soon id:{ID}", "its remind “soon” is no length of time such as 2d or 36h"),
        (f"Call %FF id:{ID}", "the signs %… in it stand for no text"),
        (
            f"x 2026-11-21 Call due:2026-11-20 state:withdrawn id:{ID}",
            "it was due on 2026-11-20 and withdrawn after that, on 2026-11-21, which is a miss",
        ),
        (
            "Call " + " ".join(f"+t{number}" for number in range(1001)),
            "it has more than 1,000 tags, recipients or notes",
        ),
        ("y" * 200_001, "it has more than 200,000 characters"),
    ],
)
def test_a_line_that_is_no_promise_says_why(line: str, reason: str) -> None:
    assert why_not(line) == reason


def test_a_bad_line_stops_none_of_the_others() -> None:
    found = told("Call due:never\n\nWrite\r\n  \nSing\n")
    assert [(each.line, each.what) for each in found.arrivals] == [(3, "Write"), (5, "Sing")]
    assert [each.line for each in found.unread] == [1]


def test_done_without_dates_is_kept_at_a_time_nobody_knows() -> None:
    assert one("x Call").ending == Ending(did="kept")


def test_the_origin_of_a_line_outlives_what_becomes_of_it() -> None:
    first = one("(A) 2026-11-01 Call Mum +family due:2026-11-27").origin
    assert first == one("x 2026-11-20 2026-11-01 Call Mum @phone").origin
    assert first == one("2026-11-01 Call Mum due:2026-12-01 t:2026-11-30").origin


def test_lines_that_say_other_things_have_other_origins() -> None:
    lines = ["Call", "Write", "Call to:ana", "Call from:ana", "2026-11-01 Call", "2026-11-02 Call"]
    assert len({each.origin for each in told("\n".join(lines)).arrivals}) == len(lines)


def test_equal_lines_are_told_apart_by_their_number_however_sorted() -> None:
    first = {each.origin for each in told("Water\nCall\nWater\nx 2026-11-20 Water").arrivals}
    again = {each.origin for each in told("x 2026-11-20 Water\nWater\nWater\nCall").arrivals}
    assert first == again
    assert len(first) == 4


def test_a_promise_that_came_from_a_line_keeps_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    came = one("Call Mum").origin
    monkeypatch.setattr(
        "followthrough.formats.exchange.todotxt.writing.as_told", lambda c: replace(as_told(c), origin=came)
    )
    line = written(promise("Call Mum"))
    assert f" origin:{came.removeprefix('todotxt:')} " in line
    assert one(line).origin == came


PLAIN = (
    "x 2026-11-20 2026-11-01 Call Mum\n",
    "(A) Call Mum\n(B) Write\n",
    "2026-11-01 Call Mum +family\nBuy milk @shop\n",
    "2026-11-01 Call Mum due:2026-11-27\r\nBuy milk\r\n",
)
OTHERS = (
    "",
    "\n\n",
    "Buy milk\nCall Mum\n",
    "Dear Ana,\n\nI will send the slides by Friday. Note: bring +1.\n",
    '{"schema": "followthrough/1"}',
    '[{"description": "x"}]',
    "[]",
    "what,to,due\nCall Mum,mum,2026-11-27\n",
    "2026-11-01,Call Mum\n2026-11-02,Write\n",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
    "2026-11-01 10:00:00 started\n2026-11-01 10:00:01 stopped\n",
    "<!DOCTYPE html><p>(A) x</p>",
    "# Notes\n\n- (A) first\n- second\n",
    "\0\0x 2026-11-20 Call\n",
    "From ana@example.org Mon Nov 23\nSubject: x\nTo: bo\n\nhello\n",
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_list_is_recognised(text: str) -> None:
    assert todotxt.is_one(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_may_be_something_else_is_not_recognised(text: str) -> None:
    assert not todotxt.is_one(text)


def test_our_own_list_is_recognised() -> None:
    assert todotxt.is_one(written(*[promise(text) for text in NASTY]))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1}', "it looks like JSON"),
        (' [\n {"a": 1}]', "it looks like JSON"),
        ("begin:vcalendar\n", "it looks like a calendar"),
        ("<html>", "it looks like a page or XML"),
        ("\0\0\0", "it is no text"),
        ("a\n" * 50_001, "it has more than 50,000 entries; in parts it may come in"),
    ],
)
def test_another_format_is_refused_as_a_whole(text: str, reason: str) -> None:
    with pytest.raises(NotInThatFormatError) as refused:
        told(text)
    assert str(refused.value) == f"That is no todo.txt file: {reason}. Nothing was imported."


def test_an_empty_list_tells_nothing() -> None:
    assert told("") == told("\n \n") == Told()
