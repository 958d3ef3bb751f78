"""Hypothesis strategies of single values that a ledger may hold: every kind of event, with every field it has."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st

from followthrough.domain.due import Day, Due, Instant, fixed
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
    Tombstone,
    Withdrawn,
)
from followthrough.domain.people import Described

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001  # Hypothesis adds the offset
    datetime(9000, 1, 1),  # noqa: DTZ001  # likewise
    timezones=OFFSETS,
).map(fixed)
DUES: st.SearchStrategy[Due] = st.dates(date(1900, 1, 1), date(9000, 1, 1)).map(Day) | MOMENTS.map(Instant)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HANDLES = st.sampled_from(("ana", "bo", "sam", "medics", "zoë"))
EVENT_IDS = st.builds(
    lambda replica, number: f"{replica}.{number}",
    st.text("klmnopqrstuvwxyz", min_size=5, max_size=5),
    st.integers(1, 10**9),
)
SHARES = st.floats(0, 1, exclude_min=True)
_STAMP = {
    "id": EVENT_IDS,
    "n": st.integers(1, 10**6),
    "logged": MOMENTS,
    "by": HANDLES,
    "note": st.none() | TEXTS,
    "step": st.none() | EVENT_IDS,
}
_HANDLE_LISTS = st.lists(HANDLES, min_size=1, max_size=3).map(tuple)
_TAGS = st.lists(TEXTS, max_size=3).map(tuple)
_VISIBILITY = st.sampled_from(("private", "circle", "public"))
_REMIND = st.none() | st.integers(0, 10**8)
_MAYBE_DUE = st.none() | DUES
PARTICULARS = st.fixed_dictionaries(
    {},
    optional={
        "what": TEXTS,
        "to": _HANDLE_LISTS,
        "due": _MAYBE_DUE,
        "tags": _TAGS,
        "visibility": _VISIBILITY,
        "remind": _REMIND,
        "chase": _MAYBE_DUE,
    },
).map(lambda fields: Particulars(**fields))  # type: ignore[arg-type]  # each field as its strategy above has it
MADE = st.builds(
    Made,
    **_STAMP,
    what=TEXTS,
    maker=HANDLES,
    to=_HANDLE_LISTS,
    zone=st.sampled_from(("America/New_York", "Asia/Kathmandu", "UTC")),
    due=_MAYBE_DUE,
    at=_MAYBE_DUE,
    confidence=st.none() | st.floats(0, 1),
    tags=_TAGS,
    visibility=_VISIBILITY,
    remind=_REMIND,
    chase=_MAYBE_DUE,
    series=st.none() | TEXTS,
)
EVENTS: st.SearchStrategy[AnyEvent] = st.one_of(
    MADE,
    st.builds(Edited, **_STAMP, was=PARTICULARS, now=PARTICULARS),
    st.builds(Noted, **_STAMP, help_wanted=st.none() | st.booleans()),
    st.builds(Moved, **_STAMP, due=DUES, agreed=st.booleans()),
    st.builds(Kept, **_STAMP, at=_MAYBE_DUE, part=SHARES),
    st.builds(Missed, **_STAMP, because=st.none() | st.sampled_from(("mine", "theirs", "shared", "outside"))),
    st.builds(Released, **_STAMP, whose=HANDLES, moot=st.booleans()),
    st.builds(Withdrawn, **_STAMP),
    st.builds(Reopened, **_STAMP, of=EVENT_IDS),
    st.builds(Confirmed, **_STAMP, of=EVENT_IDS, whose=HANDLES, satisfied=st.booleans()),
    st.builds(Repaired, **_STAMP, of=EVENT_IDS),
    st.builds(Retracted, **_STAMP, of=EVENT_IDS),
)
DESCRIPTIONS = st.builds(
    Described, **_STAMP, name=st.none() | TEXTS, members=st.none() | st.lists(HANDLES, max_size=3).map(tuple)
)
TOMBSTONES = st.builds(
    Tombstone,
    id=EVENT_IDS,
    logged=MOMENTS,
    by=HANDLES,
    maker=HANDLES,
    events=st.lists(EVENT_IDS, max_size=3).map(tuple),
    step=st.none() | EVENT_IDS,
)
