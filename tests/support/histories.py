"""Hypothesis strategies of whole histories: every kind of event, from one to three replicas, in the order of time."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from followthrough.domain.due import Day, Due, Instant, in_zone
from followthrough.domain.events import (
    AnyEvent,
    Confirmed,
    Edited,
    Kept,
    Made,
    Missed,
    Moved,
    Noted,
    Particulars,
    Released,
    Reopened,
    Repaired,
    Retracted,
    Settling,
    Stamp,
    Withdrawn,
)
from tests.support.builders import NOW, ZONE

REPLICAS = ("kkkkk", "mmmmm", "zzzzz")
MINUTE, HOUR, DAY = 60, 3600, 86400
_GAPS = st.sampled_from((0, 1, 4 * MINUTE, 10 * MINUTE, HOUR, 20 * HOUR, DAY, 3 * DAY))
_AHEAD = st.sampled_from((-HOUR, 5 * MINUTE, 12 * MINUTE, HOUR, 2 * HOUR, DAY, 2 * DAY, 5 * DAY))
_KINDS = st.sampled_from(
    (
        "moved",
        "moved",
        "edited",
        "kept",
        "kept",
        "missed",
        "released",
        "withdrawn",
        "reopened",
        "not yet",
        "confirmed",
        "repaired",
        "noted",
        "retracted",
        "retracted",
        "retracted",
    )
)


@st.composite
def dues(draw: st.DrawFn, moment: datetime) -> Due:
    """A day or an instant not far from a moment: before it, soon after it, or some days later."""
    near = moment + timedelta(seconds=draw(_AHEAD))
    return Day(in_zone(near, ZONE).date()) if draw(st.booleans()) else Instant(near)


@st.composite
def histories(draw: st.DrawFn, *, replicas: int = 3, in_step: bool = True, length: int = 9) -> list[AnyEvent]:
    """A history in the order in which it was logged.

    The commands' refusals do not bind it: a merge may bring anything. With `in_step` every replica has seen all that
    was logged before; otherwise each has seen only what it last fetched.
    """
    moment = NOW
    events: list[AnyEvent] = [
        Made(
            **_stamp(REPLICAS[0], 1, 1, moment),
            what="Send Ana the slides",
            maker="sam",
            to=("ana", "bo"),
            zone=ZONE,
            due=draw(st.none() | dues(moment)),
        )
    ]
    known: dict[str, list[AnyEvent]] = {name: [events[0]] for name in REPLICAS}
    seen = {REPLICAS[0]: 1}
    for _ in range(draw(st.integers(0, length))):
        moment += timedelta(seconds=draw(_GAPS))
        replica = REPLICAS[draw(st.integers(0, replicas - 1))]
        if in_step or draw(st.booleans()):
            known[replica] = list(events)
        view = known[replica]
        seen[replica] = seen.get(replica, 0) + 1
        stamp = _stamp(replica, seen[replica], 1 + max(event.n for event in view), moment)
        event = draw(_event(stamp, view))
        events.append(event)
        view.append(event)
    return events


def _stamp(replica: str, number: int, n: int, logged: datetime) -> Stamp:
    return {"id": f"{replica}.{number}", "n": n, "logged": logged, "by": "sam", "note": None}


@st.composite
def _event(draw: st.DrawFn, stamp: Stamp, view: list[AnyEvent]) -> AnyEvent:
    moment = stamp["logged"]
    settlings = [event for event in view if isinstance(event, Settling)]
    about = draw(st.sampled_from(settlings)).id if settlings else view[0].id
    match draw(_KINDS):
        case "moved":
            return Moved(**stamp, due=draw(dues(moment)), agreed=draw(st.booleans()))
        case "edited":
            return Edited(**stamp, was=Particulars(), now=Particulars(due=draw(st.none() | dues(moment))))
        case "kept":
            return Kept(**stamp, at=draw(st.none() | dues(moment)), part=draw(st.sampled_from((1.0, 0.5))))
        case "missed":
            return Missed(**stamp)
        case "released":
            return Released(**stamp, whose="ana")
        case "withdrawn":
            return Withdrawn(**stamp)
        case "reopened":
            return Reopened(**stamp, of=about)
        case "not yet":
            return Confirmed(**stamp, of=about, whose="ana", satisfied=False)
        case "confirmed":
            return Confirmed(**stamp, of=about, whose="ana", satisfied=True)
        case "repaired":
            return Repaired(**stamp, of=about)
        case "noted":
            return Noted(**stamp, help_wanted=draw(st.none() | st.booleans()))
        case _:
            return Retracted(**stamp, of=draw(st.sampled_from(view)).id)
