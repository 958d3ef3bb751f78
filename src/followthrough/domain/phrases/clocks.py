"""Times of day, as words: `5pm`, `17:30`, `noon`, `half past five in the afternoon`, `14:00+02:00`."""

from datetime import time, timezone
from typing import NamedTuple

from followthrough.domain.phrases.grammar import Rule, UnfitError
from followthrough.domain.phrases.scene import Scene

Zone = str | timezone
_NO_SUCH = "there is no such time"


class Clock(NamedTuple):
    """A time of day: `at` is None for the end of its day. With `other` the same words mean that to others."""

    at: time | None
    other: time | None = None
    zone: Zone | None = None
    unclear: str = ""
    """Why it cannot stand beside a day, if it cannot."""


class Face(NamedTuple):
    """Hours and minutes as a clock with twelve hours shows them: it takes a word more to know which half is meant."""

    hour: int
    minute: int = 0


_HOURS = {"morning": range(1, 12), "afternoon": (12, *range(1, 7)), "evening": range(4, 12), "night": range(6, 12)}


def _face(_: Scene, hour: int) -> Face:
    if not 1 <= hour <= 12:
        raise UnfitError(_NO_SUCH)
    return Face(hour)


def _in_half(_: Scene, face: Face, half: int) -> Clock:
    hour = face.hour % 12 + half
    unclear = "" if (hour, face.minute) != (0, 0) else "12am may be its beginning or its end; say 00:00 or midnight"
    return Clock(time(hour, face.minute), unclear=unclear)


def _digital(_: Scene, pieces: tuple[str, str, str | None]) -> Clock:
    hour, minute, second = (int(piece or 0) for piece in pieces)
    if (hour, minute, second) == (24, 0, 0):
        return Clock(None)
    if hour > 23 or minute > 59 or second > 59:
        raise UnfitError(_NO_SUCH)
    if len(pieces[0]) == 1 and 1 <= hour <= 6:
        raise UnfitError(f"say {hour}:{minute:02}pm, or 0{hour}:{minute:02} for the morning")
    evening = len(pieces[0]) == 1 and 7 <= hour <= 9
    return Clock(time(hour, minute, second), time(hour + 12, minute, second) if evening else None)


def _digital_face(_: Scene, pieces: tuple[str, str, str | None]) -> Face:
    hour, minute = int(pieces[0]), int(pieces[1])
    if pieces[2] is not None or not 1 <= hour <= 12 or minute > 59:
        raise UnfitError(_NO_SUCH)
    return Face(hour, minute)


def _dotted_face(scene: Scene, pieces: tuple[str, str]) -> Face:
    if len(pieces[1]) != 2:
        raise UnfitError(_NO_SUCH)
    return _digital_face(scene, (*pieces, None))


def _half_past(_: Scene, hour: int) -> Face:
    return Face(_face(_, hour).hour, 30)


def _quarter_past(_: Scene, hour: int) -> Face:
    return Face(_face(_, hour).hour, 15)


def _quarter_to(_: Scene, hour: int) -> Face:
    return Face((_face(_, hour).hour - 2) % 12 + 1, 45)


def in_part(face: Face, part: str) -> Clock:
    """The time of that part of a day which the clock then shows."""
    if face.hour not in _HOURS[part]:
        raise UnfitError(f"say which {face.hour} with am or pm")
    morning = part == "morning"
    return Clock(time(face.hour if morning else face.hour % 12 + 12, face.minute))


def checked_part(clock: Clock, part: str) -> Clock:
    """A time that is among those of a part of a day."""
    hour = 24 if clock.at is None else clock.at.hour
    first, end = {"morning": (4, 12), "afternoon": (12, 19), "evening": (16, 24), "night": (18, 25)}[part]
    if not first <= hour < end:
        raise UnfitError(f"that is not in the {part}")
    return clock._replace(other=None, unclear="")


def _which_half(_: Scene, face: Face) -> Clock:
    shown = f"{face.hour}:{face.minute:02}" if face.minute else f"{face.hour}"
    raise UnfitError(f"say {shown}am or {shown}pm")


def bare_hour(_: Scene, hour: int) -> Clock:
    """An hour that only a clock with 24 hours shows; of others it takes a word more to know which."""
    if 13 <= hour <= 23:
        return Clock(time(hour))
    return _which_half(_, _face(_, hour))


def _french(_: Scene, hour: int, minute: int | None) -> Clock:
    if not 13 <= hour <= 23 or (minute or 0) > 59:
        raise UnfitError("say it like 5:30pm or 05:30, or in 5h30m for hours from now")
    return Clock(time(hour, minute or 0))


def _zoned(_: Scene, clock: Clock, zone: Zone) -> Clock:
    return clock._replace(zone=zone)


def _old_zone(_: Scene, __: Clock, name: str) -> Clock:
    raise UnfitError(f"“{name}” is not one zone everywhere; say 14:00+02:00, 14:00 UTC or 14:00 Europe/Berlin")


RULES = (
    Rule("FACE", "NUMBER", _face),
    Rule("FACE", "CLOCKFACE", _digital_face),
    Rule("FACE", "NUMBER o'clock|oclock", _face),
    Rule("FACE", "half past NUMBER", _half_past),
    Rule("FACE", "quarter past NUMBER", _quarter_past),
    Rule("FACE", "quarter to NUMBER", _quarter_to),
    Rule("TIME", "FACE HALF", _in_half),
    Rule("TIME", "DECIMAL HALF", lambda scene, pieces, half: _in_half(scene, _dotted_face(scene, pieces), half)),
    Rule("TIME", "FACE in the PART", lambda _, face, part: in_part(face, part)),
    Rule("TIME", "FACE at night", lambda _, face: in_part(face, "night")),
    Rule("TIME", "CLOCKFACE", _digital),
    Rule("TIME", "CLOCKFACE h", _digital),
    Rule("TIME", "noon|midday", lambda _: Clock(time(12))),
    Rule("TIME", "12 noon", lambda _: Clock(time(12))),
    Rule("TIME", "12? midnight", lambda _: Clock(None, other=time(0))),
    Rule("TIME", "DIGITS h", lambda scene, hour: _french(scene, hour, None)),
    Rule("TIME", "DIGITS h TWODIGITS", _french),
    Rule("TIME", "NUMBER o'clock|oclock", bare_hour),
    Rule("TIME", "half past NUMBER", lambda scene, hour: _which_half(scene, _half_past(scene, hour))),
    Rule("TIME", "quarter past NUMBER", lambda scene, hour: _which_half(scene, _quarter_past(scene, hour))),
    Rule("TIME", "quarter to NUMBER", lambda scene, hour: _which_half(scene, _quarter_to(scene, hour))),
    Rule("CLOCK", "TIME", lambda _, clock: clock),
    Rule("CLOCK", "TIME ZONE", _zoned),
    Rule("CLOCK", "TIME OLDZONE", _old_zone),
    Rule("ATCLOCK", "at|@|by|before|until? CLOCK", lambda _, clock: clock),
    Rule("ATCLOCK", "at|@ NUMBER", bare_hour),
)
