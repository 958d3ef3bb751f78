"""Promises from commits.to, in the JSON that its server gave and its repository keeps.

The fields are those of `models/promise.js` and the shapes those of `app/api.js`, `server/api/v1` and
`data/promises.json` in github.com/commitsto/commits.to: `tini` when it was made, `tdue` when it is due, `tfin` when it
was fulfilled, `xfin` how much of it (0 to 1, all of it unless said), `void` that it became impossible or moot, `urtext`
the path that was typed, `what` and `slug` what of it was taken for the promise.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from followthrough.domain.arrivals import Arrival, Ending, Remark, Told
from followthrough.domain.due import Due
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange.gathering import gathered
from followthrough.formats.exchange.limits import check_number
from followthrough.formats.exchange.loose_json import HALF_A_CHARACTER, converted, load
from followthrough.formats.exchange.moments import read_when
from followthrough.formats.exchange.plausible import check
from followthrough.formats.exchange.unreadable import UnreadableError
from followthrough.formats.exchange.zones import is_known_zone
from followthrough.formats.strict_json import is_whole

NAME = "export of commits.to"
_OBJECTS_EACH = 4
"""More than one promise has there, with its user."""
_MARKS = ('"tini":', '"tdue":', '"urtext":')
_BETWEEN_WORDS = re.compile(r"[-/._\s]+")
_EARLIER_HOST = re.compile(r"^(https?://)?([\w-]+)\.(commits|promises)\.to(?=/)")


class Pledge(Struct):
    """The fields of one promise there that one here has a place for."""

    id: str | None = None
    urtext: str | None = None
    what: str | None = None
    slug: str | None = None
    user: Any = None
    username: str | None = None
    tini: str | None = None
    tdue: str | None = None
    tfin: str | None = None
    xfin: float | None = None
    void: bool | None = None
    note: str | None = None
    timezone: str | None = None


def is_one(text: str) -> bool:
    """Whether it begins as promises of commits.to do, whichever way they were taken from there."""
    start = text[:4096].lstrip()
    return start[:1] in ("[", "{") and sum(mark in start for mark in _MARKS) >= 2


def read(text: str, *, zone: str, now: datetime) -> Told:
    """The promises in such a file, with their place in it. Raises NotInThatFormatError where it holds none."""
    check_number(NAME, text.count("{") // _OBJECTS_EACH)  # before all of it is held
    pledges = list(_pledges(load(NAME, text)))
    if not any(isinstance(each, dict) and {"tini", "tdue", "urtext"} & each.keys() for each in pledges):
        raise NotInThatFormatError(NAME, "nothing in it is a promise with “tini”, “tdue” or “urtext”")
    check_number(NAME, len(pledges))
    return gathered(enumerate(pledges, 1), lambda line, each: _arrival(each, line, zone, now))


def _pledges(value: Any) -> Iterator[Any]:
    """The promises in the shapes that there were: a list, by path, by user, or within `promises` or `promise`."""
    if isinstance(value, dict):
        inner = value.get("promises", value.get("promise", value))
        if isinstance(inner, list):
            yield from inner
        elif isinstance(inner, dict) and {"tini", "tdue"} & inner.keys():
            yield inner
        elif isinstance(inner, dict):
            yield from _by_key(inner)
    elif isinstance(value, list):
        yield from value


def _by_key(value: Mapping[str, Any]) -> Iterator[Any]:
    """Promises by the path that was typed, or lists of them by user."""
    for key, each in value.items():
        if isinstance(each, dict):
            yield {"urtext": key, **each}
        elif isinstance(each, list):
            yield from ({**one, "user": one.get("user") or key} if isinstance(one, dict) else one for one in each)
        else:
            yield each


def _arrival(value: Any, line: int, zone: str, now: datetime) -> Arrival:
    """One of their promises as one of ours. Raises UnreadableError where it cannot be one."""
    pledge = _pledge(value)
    there = pledge.timezone if pledge.timezone and is_known_zone(pledge.timezone) else zone
    made, due, done = (_moment(pledge, name, there) for name in ("tini", "tdue", "tfin"))
    maker, path = _maker_and_path(pledge)
    arrival = Arrival(
        line=line,
        origin="commits.to:" + f"{maker or ''}/{path}".lower(),
        what=_what(pledge, path),
        maker=maker,
        due=due,
        zone=there if there != zone else None,
        given=made,
        remarks=(Remark(text=pledge.note),) if pledge.note and pledge.note.strip() else (),
        ending=_ending(pledge, done),
    )
    check(arrival, zone=there, now=now)
    return arrival


def _pledge(value: Any) -> Pledge:
    pledge = converted(value, Pledge, "as commits.to writes a promise")
    if not all(is_whole(each) for each in value.values() if isinstance(each, str)):
        raise UnreadableError(HALF_A_CHARACTER)
    return pledge


def _moment(pledge: Pledge, name: Literal["tini", "tdue", "tfin"], zone: str) -> Due | None:
    text: str | None = getattr(pledge, name)
    return read_when(f"“{name}”", text, zone) if text else None


def _maker_and_path(pledge: Pledge) -> tuple[str | None, str]:
    """Who made it, and the path that was typed; the two are what commits.to knows a promise by."""
    named = pledge.user.get("username") if isinstance(pledge.user, dict) else pledge.user
    maker = named if isinstance(named, str) and named else pledge.username
    path = (pledge.urtext or "").strip("/")
    if (host := _EARLIER_HOST.match(path)) is not None:
        maker, path = maker or host[2], path[host.end() :].strip("/")
    if pledge.id and "/" in pledge.id:
        user, _, rest = pledge.id.partition("/")
        maker, path = maker or user, path or rest.strip("/")
    if not (path or pledge.slug or pledge.what):
        raise UnreadableError("it has no text")
    return maker or None, path or pledge.slug or pledge.what or ""


def _what(pledge: Pledge, path: str) -> str:
    """What was promised, as the site shows it: words in place of the hyphens and underlines of a path."""
    if pledge.what and pledge.what.strip():
        return pledge.what
    text = _BETWEEN_WORDS.sub(" ", pledge.slug or path).strip()
    return text[:1].upper() + text[1:]


def _ending(pledge: Pledge, done: Due | None) -> Ending | None:
    """Void is released; fulfilled by none of it is missed; what is not fulfilled is open, however late."""
    part = 1.0 if pledge.xfin is None else pledge.xfin
    if pledge.void:
        return Ending(did="released", note=None if done is None else f"It was fulfilled at {done} and made void.")
    if done is None:
        return None
    if not 0 <= part <= 1:
        raise UnreadableError(f"its “xfin” is {part}, which is not from 0 to 1")
    return Ending(did="missed", at=done) if part == 0 else Ending(did="kept", at=done, part=part)
