"""Hypothesis strategies of scorecards: counted from made-up ledgers, or with numbers that no test could record."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.reliability.calibration import BINS, Bin, Calibration
from followthrough.domain.reliability.scorecard import Scorecard, Source, scorecard, source
from followthrough.domain.reliability.trend import DayCount, first_of_calendar, trend
from followthrough.domain.reliability.window import (
    LATENESS_EDGES,
    Counts,
    Lateness,
    MeanCredit,
    Promptly,
    Sums,
    Window,
    Windows,
    WindowSums,
    on_time,
)
from tests.support.builders import (
    NOW,
    Drafted,
    a_promise,
    a_tombstone,
    confirmed,
    kept,
    made,
    missed,
    moved,
    noted,
    released,
    repaired,
    withdrawn,
)
from tests.support.histories import histories

TODAY = date(2026, 11, 23)
BRIEF, LONG = timedelta(hours=1), timedelta(days=12)
_ENDINGS = ("kept", "late", "part", "missed", "repaired", "confirmed", "released", "withdrawn", "moved", "help", "open")
_LATE = st.sampled_from([0, *LATENESS_EDGES[:24], *(edge + 1 for edge in LATENESS_EDGES[:24])])


def card_of(
    promises: Iterable[Commitment], forgotten: Sequence[Tombstone] = (), *, ledger: str = "l", maker: str = "sam"
) -> Scorecard:
    """The scorecard of these promises, as of now."""
    return scorecard(maker, promises, forgotten, now=NOW, today=TODAY, counted=source(ledger, (maker,), as_of=NOW))


def joined(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources in the order in which a union has them."""
    return tuple(sorted(sources, key=lambda one: (one.ledger, one.makers)))


@st.composite
def promises(draw: st.DrawFn, *, name: str = "k") -> list[Commitment]:
    """The promises of one ledger: of every outcome, dated up to two years back or a month ahead, some with a past."""
    return [
        fold(_id(name, index), draw(histories()))
        if draw(st.integers(0, 5)) == 0
        else a_promise(*draw(_drafts()), commitment_id=_id(name, index))
        for index in range(draw(st.integers(0, 12)))
    ]


def forgotten() -> st.SearchStrategy[list[Tombstone]]:
    """What is left of forgotten promises."""
    days = st.integers(0, 200).map(lambda days: a_tombstone(logged=NOW - timedelta(days=days)))
    return st.lists(days, max_size=3)


def _id(name: str, index: int) -> str:
    return name * 11 + "klmnopqrstuvwxyz"[index]


@st.composite
def _drafts(draw: st.DrawFn) -> list[Drafted]:
    due = TODAY + timedelta(days=draw(st.integers(-600, 30)))
    noon = datetime.fromisoformat(f"{due}T12:00:00-05:00")
    has_due = draw(st.integers(0, 7)) > 0
    confidence = draw(st.none() | st.integers(0, 100).map(lambda whole: whole / 100))
    first = made(due=str(due) if has_due else None, logged=noon - LONG, confidence=confidence)
    in_time = noon - draw(st.sampled_from((BRIEF, timedelta(days=3))))
    late = datetime.fromisoformat(f"{due + timedelta(days=1)}T05:00:00+00:00") + timedelta(seconds=draw(_LATE))
    match draw(st.sampled_from(_ENDINGS)):
        case "kept":
            return [first, kept(when=str(due), logged=max(in_time, noon) + draw(st.sampled_from((BRIEF, LONG))))]
        case "late":
            return [first, kept(logged=late)]
        case "part":
            return [first, kept(part=draw(st.sampled_from((0.25, 0.7))), logged=draw(st.sampled_from((in_time, late))))]
        case "missed":
            return [first, missed(logged=late)]
        case "repaired":
            return [first, missed(logged=late), repaired(2, logged=late + BRIEF)]
        case "confirmed":
            by = draw(st.sampled_from(("sam", "ana")))
            return [first, kept(logged=in_time), confirmed(2, by=by, logged=noon)]
        case "released":
            return [first, released(logged=draw(st.sampled_from((in_time, late))))]
        case "withdrawn":
            return [first, withdrawn(logged=in_time)]
        case "moved":
            agreed = draw(st.booleans())
            return [first, moved(str(due + LONG), agreed=agreed, logged=draw(st.sampled_from((in_time, late))))]
        case "help":
            return [first, noted(help_wanted=True, logged=in_time)]
        case _:
            return [first]


_FEW = st.integers(0, 4)
_ANY = _FEW | st.integers(0, 60) | st.integers(0, 99_999)


@st.composite
def large_cards(draw: st.DrawFn, counts: st.SearchStrategy[int] = _ANY) -> Scorecard:
    """Scorecards with up to a hundred thousand promises a month; their parts need not add up."""

    def share() -> tuple[int, int]:
        n = draw(counts)
        return draw(st.integers(0, n)), n

    windows = [_window(draw, *share()) for _ in range(3)]
    months = {f"{year}-{month:02}": share() for year, month in draw(st.sets(_MONTHS, max_size=16))}
    bins = [share() for _ in range(BINS)]
    forecasts = sum(n for _, n in bins)
    first = first_of_calendar(TODAY)
    days = sorted(draw(st.sets(st.integers(0, 370), max_size=60)))
    return Scorecard(
        who=draw(st.sampled_from(("sam", "medics", "long-" * 12))),
        as_of=NOW,
        windows=Windows(all=windows[0], days_90=windows[1], last_20=draw(st.sampled_from((None, windows[2])))),
        calibration=Calibration(
            brier=draw(st.floats(0, 1)) if forecasts else None,
            n=forecasts,
            bins=tuple(
                Bin(low=index / BINS, high=(index + 1) / BINS, n=n, kept_on_time=k) for index, (k, n) in enumerate(bins)
            ),
        ),
        trend=trend({month: each for month, each in months.items() if each[1]}),
        calendar=tuple(DayCount(day=first + timedelta(days=day), k=k, n=n) for day in days for k, n in [share()] if n),
        sums=WindowSums(all=_NO_SUMS, days_90=_NO_SUMS),
        sources=(),
    )


def small_cards() -> st.SearchStrategy[Scorecard]:
    """Scorecards in which nothing has five."""
    return large_cards(_FEW)


_MONTHS = st.tuples(st.just(2025), st.integers(9, 12)) | st.tuples(st.just(2026), st.integers(1, 12))
_NO_SUMS = Sums(k=0, n=0, credit=0, credited=0, brier=0, forecasts=0, lateness=(0,) * (len(LATENESS_EDGES) + 1))


def _window(draw: st.DrawFn, k: int, n: int) -> Window:
    late = draw(st.none() | st.floats(1, 4e8))
    names = st.sampled_from(Counts.__struct_fields__)
    counts = draw(st.dictionaries(names, st.integers(0, 999_999)))
    return Window(
        on_time=on_time(k, n),
        credit=MeanCredit(mean=draw(st.floats(0, 1)) if n else None, counted=n),
        counts=Counts(**counts),
        lateness=Lateness(median=late, p90=late),
        logged_promptly=Promptly(k=k, n=n),
    )
