"""What a whole phrase means: a day, a time on a day, a time alone, or a distance from now."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from followthrough.domain.due import Day, Due, Instant, first_second_after, fixed
from followthrough.domain.phrases.clock_changes import day_exists, moment_at
from followthrough.domain.phrases.clocks import Clock, Face, bare_hour, checked_part, in_part
from followthrough.domain.phrases.days import before_weekend, weekday_said, weekend
from followthrough.domain.phrases.grammar import Rule, UnfitError
from followthrough.domain.phrases.lengths import Length
from followthrough.domain.phrases.scene import DAY, Point, Scene


class Meant(NamedTuple):
    """A due date, the one that the same words mean to others, and what there is to say about the first."""

    due: Due
    other: Due | None = None
    remarks: tuple[str, ...] = ()


def _day(scene: Scene, point: Point) -> Meant:
    other = None if point.other is None or point.other == point.on else Day(point.other)
    return Meant(_real_day(scene, point.on), other)


def _real_day(scene: Scene, day: date) -> Day:
    if not day_exists(day, scene.dates.zone):
        raise UnfitError(f"there was no such day in {scene.dates.zone}")
    return Day(day)


def _day_and_clock(scene: Scene, point: Point, clock: Clock) -> Meant:
    if clock.unclear:
        raise UnfitError(clock.unclear)
    meant = _at(scene, point.on, clock.at, clock)
    if point.other is not None and point.other != point.on:
        return meant._replace(other=_at(scene, point.other, clock.at, clock).due)
    if clock.other is not None:
        return meant._replace(other=_at(scene, point.on, clock.other, clock).due)
    return meant


def _at(scene: Scene, day: date, at: time | None, clock: Clock) -> Meant:
    """That time on that day, on the clocks of its zone."""
    zone = scene.dates.zone if clock.zone is None else clock.zone
    if isinstance(zone, str):
        _real_day(scene, day)
        if at is None:
            return Meant(Instant(first_second_after(day, zone)))
        return Meant(*moment_at(day, at, zone))
    return Meant(Instant(datetime.combine(day if at is not None else day + DAY, at or time.min, zone)))


def _clock_alone(scene: Scene, clock: Clock) -> Meant:
    """The next time that clocks show it, or the last one."""
    meant = _nearest(scene, clock.at, clock)
    if clock.other is not None and meant.other is None:
        other = _nearest(scene, clock.other, clock).due
        return meant._replace(other=other if other != meant.due else None)
    return meant


def _nearest(scene: Scene, at: time | None, clock: Clock) -> Meant:
    now = scene.dates.now
    there = [_at(scene, scene.today + step * DAY, at, clock) for step in (-2, -1, 0, 1, 2)]
    moments = [each for each in there if isinstance(each.due, Instant)]
    if scene.back:
        return [each for each in moments if each.due.deadline("UTC") <= now][-1]
    return next(each for each in moments if each.due.deadline("UTC") > now)


class PartOfDay(NamedTuple):
    """The morning, afternoon, evening or night of a day."""

    point: Point
    part: str


def _this_part(scene: Scene, part: str) -> PartOfDay:
    if part == "morning" and not scene.back and scene.dates.local.hour >= 12:
        raise UnfitError("that has passed")
    return PartOfDay(Point(scene.today), part)


def _part_and_face(scene: Scene, part: PartOfDay, face: Face) -> Meant:
    return _day_and_clock(scene, part.point, in_part(face, part.part))


def _part_and_clock(scene: Scene, part: PartOfDay, clock: Clock) -> Meant:
    return _day_and_clock(scene, part.point, checked_part(clock, part.part))


def _day_end(scene: Scene, point: Point | None) -> Meant:
    """The day; where it is known when a working day ends, that moment of it."""
    ends = scene.dates.habits.day_ends
    day = point or Point(scene.today)
    return _day(scene, day) if ends is None else _day_and_clock(scene, day, Clock(ends))


def _ahead(scene: Scene, length: Length) -> Meant:
    return _distance(scene, length, 1)


def _ahead_at(scene: Scene, length: Length, clock: Clock) -> Meant:
    if not length.whole_days() or length.nothing():
        raise UnfitError("a time of day goes with days, not with hours")
    return _day_and_clock(scene, Point(length.from_day(scene.today)), clock)


def _ago(scene: Scene, length: Length) -> Meant:
    return _distance(scene, length, -1)


def _bare(scene: Scene, length: Length) -> Meant:
    return _distance(scene, length, -1 if scene.back else 1)


def _distance(scene: Scene, length: Length, sign: int) -> Meant:
    if length.nothing():
        raise UnfitError("that is no time at all; say today or now")
    day = length.from_day(scene.today, sign)
    if length.whole_days():
        return _day(scene, Point(day))
    if day == scene.today:
        return Meant(Instant(fixed(scene.dates.local) + timedelta(seconds=sign * length.seconds)))
    start, _, remarks = moment_at(day, scene.dates.local.time(), scene.dates.zone)
    return Meant(Instant(start.at + timedelta(seconds=sign * length.seconds)), None, remarks)


def _this_time(scene: Scene, point: Point) -> Meant:
    return _day_and_clock(scene, point, Clock(scene.dates.local.time()))


def _before(scene: Scene, point: Point) -> Meant:
    """By that day; for some, by the one before it."""
    return _day(scene, Point(point.on, point.other or point.on - DAY))


RULES = (
    # A day, and a time on it
    Rule("ONDAY", "POINT", _day),
    Rule("ONDAY", "PARTOFDAY", lambda scene, part: _day(scene, part.point)),
    Rule("ONDAY", "first thing on? POINT", _day),
    Rule("ONDAY", "POINT first thing", _day),
    Rule("ONDAY", "TIMED", lambda _, meant: meant),
    Rule("TIMED", "POINT ATCLOCK", _day_and_clock),
    Rule("TIMED", "POINT at|by? DAYEND", lambda scene, point, _: _day_end(scene, point)),
    Rule("TIMED", "PARTOFDAY at|@? FACE", _part_and_face),
    Rule("TIMED", "PARTOFDAY ATCLOCK", _part_and_clock),
    Rule("PARTOFDAY", "POINT PART", lambda _, point, part: PartOfDay(point, part)),
    Rule("PARTOFDAY", "POINT in the PART", lambda _, point, part: PartOfDay(point, part)),
    Rule("PARTOFDAY", "tonight|tonite", lambda scene: _this_part(scene, "night")),
    Rule("PARTOFDAY", "this PART", _this_part),
    Rule("PARTOFDAY", "last night", lambda scene: PartOfDay(Point(scene.today - DAY), "night")),
    # A time, and the day that goes with it
    Rule("TIME1ST", "at|@? CLOCK", _clock_alone),
    Rule("TIME1ST", "at|@? CLOCK on? POINT", lambda scene, clock, point: _day_and_clock(scene, point, clock)),
    Rule("TIME1ST", "at|@? CLOCK PARTOFDAY", lambda scene, clock, part: _part_and_clock(scene, part, clock)),
    Rule("TIME1ST", "at|@? FACE PARTOFDAY", lambda scene, face, part: _part_and_face(scene, part, face)),
    Rule("TIME1ST", "at|@ NUMBER", lambda scene, hour: _clock_alone(scene, bare_hour(scene, hour))),
    Rule("TIME1ST", "DAYEND", lambda scene, _: _day_end(scene, None)),
    Rule("TIME1ST", "DAYEND on? POINT", lambda scene, _, point: _day_end(scene, point)),
    Rule("TIME1ST", "the? end of WEEKDAY", lambda scene, weekday: _day(scene, weekday_said(scene, weekday))),
    Rule("TIME1ST", "the? end of COMINGDAY", _day),
    Rule("TIME1ST", "this|same time POINT", _this_time),
    Rule("TIME1ST", "this|same time next week", lambda scene: _this_time(scene, Point(scene.today + 7 * DAY))),
    Rule("TIME1ST", "at EDGE", _day),
    Rule("TIME1ST", "at DAYEND", lambda scene, _: _day_end(scene, None)),
    Rule("TIME1ST", "now", lambda scene: Meant(Instant(scene.dates.now))),
    Rule("DAYEND", "eod|cob|eob", lambda _: None),
    Rule("DAYEND", "the? end of the? day", lambda _: None),
    Rule("DAYEND", "the? end|close of business", lambda _: None),
    Rule("DAYEND", "the? close of play", lambda _: None),
    # A distance from now
    Rule("DISTANCE", "AMOUNT", _bare),
    Rule("DISTANCE", "+ AMOUNT", _ahead),
    Rule("DISTANCE", "in|within AMOUNT", _ahead),
    Rule("DISTANCE", "in|within|over the next AMOUNT", _ahead),
    Rule("DISTANCE", "in? AMOUNT from now", _ahead),
    Rule("DISTANCE", "in|within HOURSMINUTES", _ahead),
    Rule("DISTANCE", "in AMOUNT at|@? CLOCK", _ahead_at),
    Rule("DISTANCE", "in? AMOUNT from now at|@ CLOCK", _ahead_at),
    Rule("DISTANCE", "in TIMESPAN time", _ahead),
    Rule("DISTANCE", "AMOUNT ago", _ago),
    # All of it, with what is said before a date
    Rule("DATE", "ONDAY", lambda _, meant: meant),
    Rule("DATE", "TIME1ST", lambda _, meant: meant),
    Rule("DATE", "STRETCH", _day),
    Rule("PHRASE", "DATE", lambda _, meant: meant),
    Rule("PHRASE", "DISTANCE", lambda _, meant: meant),
    Rule("PHRASE", "due DATE", lambda _, meant: meant),
    Rule("PHRASE", "due DISTANCE", lambda _, meant: meant),
    Rule("PHRASE", "due? by|until|till|til DATE", lambda _, meant: meant),
    Rule("PHRASE", "due? on ONDAY", lambda _, meant: meant),
    Rule("PHRASE", "on|at|over the|this? weekend", lambda scene: _day(scene, weekend(scene, 0))),
    Rule("PHRASE", "due? on or before ONDAY", lambda _, meant: meant),
    Rule("PHRASE", "by? no|not later than DATE", lambda _, meant: meant),
    Rule("PHRASE", "at the latest by|on? DATE", lambda _, meant: meant),
    Rule("PHRASE", "by|on? DATE at the? latest", lambda _, meant: meant),
    Rule("PHRASE", "due? before POINT", _before),
    Rule("PHRASE", "due? before the? weekend", lambda scene: _day(scene, before_weekend(scene))),
    Rule("PHRASE", "due? before TIMED", lambda _, meant: meant),
    Rule("PHRASE", "due? before TIME1ST", lambda _, meant: meant),
)
