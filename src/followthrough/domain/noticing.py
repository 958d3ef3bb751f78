"""What is new in a digest since some place was last told, and which forgotten promise is brought up again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import SECTIONS, Digest, chase_has_come
from followthrough.domain.due import day_of
from followthrough.domain.reliability.credit import SEGMENTS, seconds_between

Moment = Annotated[datetime, Meta(tz=True)]
Snoozes = Mapping[str, datetime]
"""Until when promises are left out, by id."""

FORGOTTEN_AFTER = timedelta(days=7)
CLOCK_MAY_JUMP = timedelta(days=2)
"""What was told later than this far ahead was told by a clock that was wrong."""


class Aspect(Struct, frozen=True, kw_only=True):
    """How a promise shows in a digest: why, by which date, and how far along it is.

    `stage` only grows while the date stays: due soon 0, today 1, then 2 and one more with each segment of the credit
    curve; of something waited for, 1 once its day to ask has come and 2 more once it is overdue.
    """

    lane: str
    date: str
    stage: int = 0


class Mark(Struct, frozen=True, kw_only=True):
    """How a promise showed when it was last said, and when that was."""

    aspects: tuple[Aspect, ...]
    said: Moment


class Told(Struct, frozen=True, kw_only=True):
    """What one place was told: when last, and the marks of what still needs attention, by id.

    `since` is when it was last looked whether there is something to tell, or first found to be too early.
    """

    last: Moment | None = None
    since: Moment | None = None
    marks: dict[str, Mark] = {}  # msgspec copies it


class News(Struct, frozen=True, kw_only=True):
    """Only what is new of a digest, and what the place has been told once it was said."""

    digest: Digest
    told: Told


def news(digest: Digest, told: Told, snoozes: Snoozes, *, zone: str, bring_up: bool = True, alone: bool = True) -> News:
    """What of a digest is new to a place that was told so much.

    New is a promise in a section, with a date or in a segment of the credit curve it was not said with. Of the others
    that need attention the one said longest ago is brought up again, if that is a week ago. A snoozed one is neither.
    One that is not `alone` is said beside others, and so also where it holds only what was kept lately.
    """
    awake = _awake(digest, snoozes)
    shown = _shown(awake, zone)
    before = _standing(told.marks, shown, snoozes, digest.as_of)
    fresh = _filtered(awake, lambda section, each: _is_new(shown[each.id][section], before.get(each.id)))
    said = replace(fresh, again=_again(fresh, awake, before, zone) if bring_up else None)
    if alone and not said.says_something():
        return News(digest=said, told=replace(told, marks=before))
    ids = {each.id for each in _commitments(said, SECTIONS)} | ({said.again.id} if said.again else set())
    marks = before | {each: _said(shown[each].values(), before.get(each), digest.as_of) for each in ids}
    return News(digest=said, told=Told(last=digest.as_of, since=told.since, marks=marks))


class Telling(Struct, frozen=True, kw_only=True):
    """What one ledger has to say to a place: its digest, what the place was told of it, what is snoozed in it."""

    digest: Digest
    told: Told
    snoozes: Snoozes


def news_together(tellings: Sequence[Telling], *, zone: str) -> tuple[News, ...]:
    """What is new of each of several ledgers, said as one: one promise of all of them is brought up again.

    Once one of them says something, all have been told, be it of nothing.
    """
    found = [news(each.digest, each.told, each.snoozes, zone=zone) for each in tellings]
    if len(tellings) == 1 or not any(each.digest.says_something() for each in found):
        return tuple(found)
    chosen = _longest_ago(tellings, found)
    return tuple(
        news(each.digest, each.told, each.snoozes, zone=zone, bring_up=each is chosen, alone=False) for each in tellings
    )


def _longest_ago(tellings: Sequence[Telling], found: Sequence[News]) -> Telling | None:
    """The ledger whose promise is brought up again: that of which it is longest since it was said."""
    again = [
        (telling.told.marks[each.digest.again.id].said, place)
        for place, (telling, each) in enumerate(zip(tellings, found, strict=True))
        if each.digest.again is not None
    ]
    return tellings[min(again)[1]] if again else None


def told_today(told: Told, now: datetime, zone: str) -> bool:
    """Whether it was told something on this day of that zone, or on one that was later before a clock was set back."""
    return told.last is not None and day_of(told.last, zone) >= day_of(now, zone) and told.last - now <= CLOCK_MAY_JUMP


Shown = Mapping[str, Mapping[str, Aspect]]
"""The aspects of the promises of a digest: by id, then by section."""


def _shown(digest: Digest, zone: str) -> Shown:
    shown: dict[str, dict[str, Aspect]] = {}
    for section in SECTIONS:
        for each in _section(digest, section):
            shown.setdefault(each.id, {})[section] = _aspect(section, each, digest.as_of, zone)
    return shown


def _aspect(section: str, commitment: Commitment, now: datetime, zone: str) -> Aspect:
    match section:
        case "kept_lately":
            return Aspect(lane="kept", date=str(commitment.settled_at))
        case "overdue":
            return Aspect(lane="mine", date=str(commitment.due), stage=2 + _segment(commitment, now))
        case "due_today" | "due_soon":
            return Aspect(lane="mine", date=str(commitment.due), stage=int(section == "due_today"))
        case "help_wanted":
            return Aspect(lane="help", date=str(commitment.due))
        case _:
            stage = int(chase_has_come(commitment, now, zone)) + 2 * commitment.overdue(now)
            return Aspect(lane="waiting", date=f"{commitment.due} {commitment.chase}", stage=stage)


def _segment(commitment: Commitment, now: datetime) -> int:
    """The number of the segment of the credit curve that something overdue is in."""
    assert commitment.judged_due is not None
    late = seconds_between(commitment.judged_due.deadline(commitment.zone), now)
    return sum(1 for segment in SEGMENTS if late >= segment.b)


def _awake(digest: Digest, snoozes: Snoozes) -> Digest:
    return _filtered(digest, lambda section, each: each.id not in snoozes or snoozes[each.id] <= digest.as_of)


def _standing(marks: Mapping[str, Mark], shown: Shown, snoozes: Snoozes, now: datetime) -> dict[str, Mark]:
    """The marks of what the digest still shows, without lanes it has left; none of what was snoozed since."""
    return {
        key: Mark(aspects=kept, said=min(mark.said, now))
        for key, mark in marks.items()
        if key in shown
        and mark.said - now <= CLOCK_MAY_JUMP
        and not (key in snoozes and mark.said < snoozes[key])
        and (kept := tuple(each for each in mark.aspects if each.lane in _lanes(shown[key].values())))
    }


def _is_new(aspect: Aspect, mark: Mark | None) -> bool:
    return mark is None or not any(
        (each.lane, each.date) == (aspect.lane, aspect.date) and each.stage >= aspect.stage for each in mark.aspects
    )


def _again(fresh: Digest, awake: Digest, before: Mapping[str, Mark], zone: str) -> Commitment | None:
    """Of what needs attention and is not new, the one said longest ago, if that is long enough ago."""
    attention = SECTIONS[1:]
    new = {each.id for each in _commitments(fresh, attention)}
    known = {each.id: each for each in _commitments(awake, attention) if each.id not in new}
    oldest = min(known, key=lambda each: (before[each].said, each), default=None)
    if oldest is None:
        return None
    days = day_of(awake.as_of, zone) - day_of(before[oldest].said, zone)
    return known[oldest] if days >= FORGOTTEN_AFTER else None


def _said(aspects: Iterable[Aspect], before: Mark | None, now: datetime) -> Mark:
    """The mark of what is said now; where a clock was set back, a stage that was said stays said."""
    earlier = {(each.lane, each.date): each.stage for each in before.aspects} if before else {}
    return Mark(
        aspects=tuple(replace(each, stage=max(each.stage, earlier.get((each.lane, each.date), 0))) for each in aspects),
        said=now,
    )


def _lanes(aspects: Iterable[Aspect]) -> set[str]:
    return {each.lane for each in aspects}


def _section(digest: Digest, name: str) -> tuple[Commitment, ...]:
    return tuple(getattr(digest, name))


def _commitments(digest: Digest, sections: Iterable[str]) -> Iterator[Commitment]:
    for section in sections:
        yield from _section(digest, section)


def _filtered(digest: Digest, stays: Callable[[str, Commitment], bool]) -> Digest:
    """The digest with only what stays in each section."""
    left = {name: tuple(each for each in _section(digest, name) if stays(name, each)) for name in SECTIONS}
    return replace(digest, **left)
