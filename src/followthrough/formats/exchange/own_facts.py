"""What other formats have no place for, as names and texts that stand beside what they do have a place for.

Each format writes them under names of its own (`followthrough_zone`, `X-FOLLOWTHROUGH-ZONE`), which other programs keep
or pass over. A fact that no longer fits what stands beside it was overtaken there, and is not believed.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast, get_args

from msgspec import Struct

from followthrough.domain.arrivals import Ending
from followthrough.domain.commitment import Commitment, Settlement, settled_moment
from followthrough.domain.due import Due, Instant, first_moment, parse_due
from followthrough.domain.events import Kept, Visibility
from followthrough.domain.identifiers import COMMITMENT_LENGTH, is_prefix
from followthrough.formats.exchange.leaving import as_told
from followthrough.formats.exchange.unreadable import UnreadableError
from followthrough.formats.exchange.zones import is_known_zone

_WHOLE_NUMBER = re.compile(r"[0-9]{1,11}")


class OwnFacts(Struct, frozen=True, kw_only=True):
    """The facts of one promise, read back; None or empty where nothing was said.

    `due` is the date that it is judged by, `shown` the one that is shown, where that is another.
    """

    id: str | None = None
    maker: str | None = None
    to: tuple[str, ...] = ()
    due: Due | None = None
    shown: Due | None = None
    zone: str | None = None
    given: Due | None = None
    recorded: datetime | None = None
    ending: Ending | None = None
    visibility: Visibility | None = None
    confidence: float | None = None
    remind: int | None = None
    chase: Due | None = None


NOTHING_SAID = OwnFacts()


def own_facts(commitment: Commitment) -> dict[str, str]:
    """The facts of a promise, each as text."""
    told = as_told(commitment)
    facts = {
        "id": told.id,
        "maker": told.maker,
        "to": ",".join(told.to),
        "due": _text(told.due),
        "shown": _text(told.moved),
        "zone": told.zone,
        "given": _text(told.given),
        "recorded": _text(told.recorded and Instant(told.recorded)),
        "visibility": told.visibility,
        "confidence": _text(told.confidence),
        "remind": _text(told.remind),
        "chase": _text(told.chase),
        **({} if told.ending is None else _ending_facts(told.ending)),
    }
    return {name: text for name, text in facts.items() if text is not None}


def _ending_facts(ending: Ending) -> dict[str, str | None]:
    return {
        "state": ending.did,
        "at": _text(ending.at),
        "settled": _text(ending.recorded and Instant(ending.recorded)),
        "part": _text(ending.part) if ending.part < 1 else None,
        "ending_note": ending.note,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def read_own_facts(facts: Mapping[str, str]) -> OwnFacts:
    """The facts that these texts say. Raises UnreadableError where one cannot be read."""
    if not facts:
        return NOTHING_SAID
    zone = facts.get("zone")
    return OwnFacts(
        id=_id(facts.get("id")),
        maker=facts.get("maker") or None,
        to=tuple(each.strip() for each in facts.get("to", "").split(",") if each.strip()),
        due=_due(facts, "due"),
        shown=_due(facts, "shown"),
        zone=zone if zone and is_known_zone(zone) else None,
        given=_due(facts, "given"),
        recorded=_moment(facts, "recorded"),
        ending=_ending(facts),
        visibility=_visibility(facts.get("visibility")),
        confidence=_share(facts, "confidence"),
        remind=_whole(facts.get("remind")),
        chase=_due(facts, "chase"),
    )


def _ending(facts: Mapping[str, str]) -> Ending | None:
    did, part = facts.get("state"), _share(facts, "part")
    if did not in get_args(Settlement):
        return None
    if part == 0:
        raise UnreadableError("its “part” is 0, and nothing of it was kept")
    return Ending(
        did=cast("Settlement", did),
        at=_due(facts, "at"),
        recorded=_moment(facts, "settled"),
        part=1.0 if part is None else part,
        note=facts.get("ending_note") or None,
    )


def _id(text: str | None) -> str | None:
    return text if text and len(text) == COMMITMENT_LENGTH and is_prefix(text) else None


def _due(facts: Mapping[str, str], name: str) -> Due | None:
    try:
        return parse_due(facts[name]) if facts.get(name) else None
    except (ValueError, OverflowError):
        raise UnreadableError(f"its “{name}” is no date") from None


def _moment(facts: Mapping[str, str], name: str) -> datetime | None:
    due = _due(facts, name)
    return due.at if isinstance(due, Instant) else None


def _share(facts: Mapping[str, str], name: str) -> float | None:
    if not facts.get(name):
        return None
    try:
        share = float(facts[name])
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UnreadableError(f"its “{name}” is not from 0 to 1")
    return share


def _whole(text: str | None) -> int | None:
    return int(text) if text and _WHOLE_NUMBER.fullmatch(text) else None


def _visibility(text: str | None) -> Visibility | None:
    return cast("Visibility", text) if text in get_args(Visibility) else None


def judged_by(
    stands: str | None, facts: OwnFacts, written: Callable[[Due], str | None], read: Callable[[str], Due]
) -> Due | None:
    """The due date to judge by: ours where the text that stands there is the one we wrote, else what it says.

    A promise whose date was moved without agreement must not come back as if it had been agreed.
    """
    ours = facts.due if facts.shown is None else facts.shown
    if stands == (None if ours is None else written(ours)):
        return facts.due
    return None if stands is None else read(stands)


def kept_ending(at: datetime, facts: OwnFacts, zone: str) -> Ending:
    """How it was kept: as our facts have it where they tell of that moment, else at that moment, in full."""
    ours = facts.ending
    if ours is not None and ours.did == "kept" and ours.at is not None and at == _happened(ours, ours.at, zone):
        return ours
    return Ending(did="kept", at=Instant(at))


def _happened(ending: Ending, at: Due, zone: str) -> datetime:
    """The moment that a commitment has for it; of a day, as it is folded."""
    if isinstance(at, Instant) or ending.recorded is None:
        return first_moment(at, zone)
    return settled_moment(Kept(id="", n=1, logged=ending.recorded, by="", at=at), zone)


def let_go(facts: OwnFacts) -> Ending | None:
    """How it was let go, where our facts have it so."""
    return None if facts.ending is None or facts.ending.did == "kept" else facts.ending
