"""Promises of every kind, and what is to come back of them from a format that holds all that an `Arrival` can."""

import re
from datetime import timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, Instant
from followthrough.formats.exchange.leaving import as_told
from tests.support.builders import (
    NOW,
    Drafted,
    a_promise,
    at,
    kept,
    made,
    missed,
    moved,
    noted,
    on,
    released,
    reopened,
    withdrawn,
)

LATER = NOW + timedelta(days=40)
"""When a file is read again; all that is drawn here was recorded before."""
SEPARATORS = ("\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
_ODD = (
    *SEPARATORS,
    "\\",
    ";",
    ",",
    ":",
    '"',
    "'",
    "[",
    "]",
    "{",
    "\\n",
    "\\N",
    "&open;",
    "\t",
    "\0",
    "\x1b",
    "é",
    "😀",
    "\u202e",
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(_ODD), st.text(st.characters(codec="utf-8"), max_size=8)),
    min_size=1,
    max_size=8,
).map(lambda parts: "a" + "".join(parts) + "z")
DUES: tuple[Due | None, ...] = (
    None,
    on("2026-11-27"),
    on("2026-12-31"),
    Instant(at("2026-11-27T17:00:00-05:00")),
    Instant(at("2026-11-28T00:00:00-05:00")),
    Instant(at("2026-11-27T23:59:59-05:00")),
    Instant(at("2026-11-28T05:00:00+09:00")),
)
ZONES = ("America/New_York", "UTC", "Pacific/Kiritimati", "Africa/Cairo")
ENDINGS = ("open", "open", "kept", "kept before", "kept on a day", "kept in part", "missed", "released", "withdrawn")


@st.composite
def promises(draw: st.DrawFn) -> Commitment:
    """A promise with anything that a format may have a place for."""
    events: list[Drafted] = [
        made(
            draw(TEXTS),
            maker=draw(st.sampled_from(("sam", "ana"))),
            to=draw(st.sampled_from((("ana",), ("sam",), ("bo", "ana"), ("medics",)))),
            due=draw(st.sampled_from(DUES)),
            zone=draw(st.sampled_from(ZONES)),
            given=draw(st.sampled_from((None, on("2026-11-20"), Instant(at("2026-11-20T08:00:00-05:00"))))),
            chase=draw(st.sampled_from((None, on("2026-11-26")))),
            tags=draw(st.sampled_from(((), ("talks",), ("x-y", "naïve", "a.b-")))),
            visibility=draw(st.sampled_from(("private", "circle", "public"))),
            confidence=draw(st.sampled_from((None, 0.0, 0.8, 1.0))),
            remind=draw(st.sampled_from((None, 0, 172_800))),
            stamped={"note": draw(st.none() | TEXTS)},
        )
    ]
    if draw(st.booleans()):
        events.append(noted(draw(TEXTS)))
    if draw(st.booleans()):
        events.append(moved("2026-12-24", agreed=draw(st.booleans())))
    return a_promise(*events, *_settled(draw(st.sampled_from(ENDINGS)), len(events)))


def _settled(ending: str, before: int) -> list[Drafted]:
    logged = "2026-12-02T09:30-05:00"
    match ending:
        case "kept":
            return [kept(logged=logged)]
        case "kept before":
            return [kept(logged=logged, when="2026-11-30T12:00:00-05:00")]
        case "kept on a day":
            return [kept(logged=logged, when="2026-11-30")]
        case "kept in part":
            return [kept(logged="2026-11-26T09:00-05:00"), reopened(before + 1), kept(logged=logged, part=0.25)]
        case "missed":
            return [missed(logged=logged, note="not\tin\ntime")]
        case "released":
            return [released(logged=logged)]
        case "withdrawn":
            return [withdrawn(logged="2026-11-25T09:30-05:00")]
    return []


def expected(commitment: Commitment, plain: re.Pattern[str], origin: str) -> Arrival:
    """The arrival that a promise is, its texts with a space for each of what the format cannot hold."""
    told = as_told(commitment)
    return replace(
        told,
        origin=origin,
        what=plain.sub(" ", told.what),
        remarks=tuple(replace(each, text=plain.sub(" ", each.text)) for each in told.remarks),
        ending=told.ending and replace(told.ending, note=told.ending.note and plain.sub(" ", told.ending.note)),
    )
