"""Hypothesis strategies of promises that leave: every state, with texts that a format of lines would break on."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Due, Instant
from tests.support.builders import Drafted, a_promise, at, kept, made, missed, moved, noted, released, withdrawn
from tests.support.injections import INJECTIONS

LATER = at("2031-01-01T00:00:00+00:00")
"""When such a file is read again: nothing in it is still to come."""
SEPARATORS = ("\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
NASTY = (
    *(f"one{each}two" for each in (*SEPARATORS, "\r\n", "\t", "\0", "  ", "\u00a0", "\u200b", "\u202e")),
    *("x done", "x 2026-11-01 done", "(A) deck", "(A)", "2026-11-01 party", "2026-11-01 2026-11-02 party"),
    *("+talks", "send +talks now", "@ana", "to @ana", "due:2026-01-01", "to:bo", "id:kmzqrtplwvny", "state:missed"),
    *("100 % sure", "100%25", "%0A", "%", "h:1", "rec:1w", "a:b", "http://outside.invalid/a%20b?c=d#e", "17:30 sharp"),
    *(
        "=1+1",
        "+1",
        "'tis",
        "''",
        '"quoted"',
        'a "b',
        "a;b",
        "a,b",
        "a\tb",
        "007",
        "-7",
        "\\n",
        "\\",
        "😀",
        "東京",
        "שלום",
    ),
    *("what,to,due", "BEGIN:VCALENDAR", "{", "[", "<b>", "# heading", "- item", "| cell |", "x", "X"),
)
ZONES = st.sampled_from(("America/New_York", "Asia/Kathmandu", "UTC"))
WORDS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.sampled_from((*NASTY, *INJECTIONS[:20]))
    | st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map(" ".join)
)
TEXTS = WORDS.map(str.strip).filter(bool)
_MADE = st.datetimes(
    at("2026-01-01T00:00+00:00").replace(tzinfo=None), at("2026-06-01T00:00+00:00").replace(tzinfo=None)
)
_LENGTHS = st.integers(60, 300 * 86400).map(lambda seconds: timedelta(seconds=seconds))
_HANDLES = st.sampled_from(("ana", "bo", "sam", "medics", "zoë", "a.b-c_d"))
_TAGS = st.lists(st.sampled_from(("talks", "q4", "Straße", "a.b", "x", "1")), max_size=3, unique=True).map(tuple)


@st.composite
def leavers(draw: st.DrawFn) -> Commitment:
    """A promise of some state whose history is in order."""
    begins = at(draw(_MADE).isoformat() + "+00:00")
    first = made(
        draw(TEXTS),
        maker=draw(_HANDLES),
        to=tuple(draw(st.lists(_HANDLES, min_size=1, max_size=3, unique=True))),
        due=draw(st.none() | _LENGTHS.flatmap(lambda after: st.sampled_from(_dues(begins + after)))),
        zone=draw(ZONES),
        given=draw(st.none() | st.just(Instant(begins - timedelta(days=3)))),
        chase=draw(st.none() | st.sampled_from(_dues(begins + timedelta(days=9)))),
        confidence=draw(st.none() | st.floats(0, 1)),
        tags=draw(_TAGS),
        visibility=draw(st.sampled_from(("private", "circle", "public"))),
        remind=draw(st.none() | st.integers(0, 10**8)),
        logged=begins,
    )
    between = draw(st.lists(_steps(begins), max_size=2))
    end = draw(st.none() | _ends(begins))
    return a_promise(first, *between, *(() if end is None else (end,)))


def _dues(moment: datetime) -> tuple[Due, ...]:
    instant = Instant(moment)
    return (instant, Day(instant.at.date()))


def _steps(begins: datetime) -> st.SearchStrategy[Drafted]:
    logged = begins + timedelta(hours=1)
    return st.builds(lambda note: noted(note, logged=logged), TEXTS) | st.builds(
        lambda agreed: moved("2027-02-03", agreed=agreed, logged=logged), st.booleans()
    )


def _ends(begins: datetime) -> st.SearchStrategy[Drafted]:
    note = st.none() | TEXTS
    logged = _LENGTHS.map(lambda after: begins + timedelta(hours=2) + after)
    return st.one_of(
        st.builds(lambda n, at, part: kept(note=n, logged=at, part=part), note, logged, st.floats(0.01, 1)),
        st.builds(lambda n, at: kept(when=Instant(at - timedelta(minutes=5)), note=n, logged=at), note, logged),
        st.builds(lambda n, at: missed(note=n, logged=at), note, logged),
        st.builds(lambda n, at: released(note=n, logged=at), note, logged),
        st.builds(lambda n, at: withdrawn(note=n, logged=at), note, logged),
    )
