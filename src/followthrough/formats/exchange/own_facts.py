"""What other formats have no place for, as names and texts that stand beside what they do have a place for.

Each format writes them under names of its own (`followthrough_zone`, `X-FOLLOWTHROUGH-ZONE`), which other programs keep
or pass over. A fact that no longer fits what stands beside it was overtaken there, and is not believed.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, cast, get_args

from msgspec import Struct

from followthrough.domain.arrivals import Ending, Remark
from followthrough.domain.commitment import Commitment, settled_moment
from followthrough.domain.due import Due, Instant, first_moment, parse_due
from followthrough.domain.events import Kept, Visibility
from followthrough.domain.identifiers import COMMITMENT_LENGTH, is_prefix
from followthrough.formats.exchange.stamps import is_known_zone

Let_go = Literal["missed", "released", "withdrawn"]
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
    state: Let_go | None = None
    settled: datetime | None = None
    kept_at: Due | None = None
    part: float = 1.0
    visibility: Visibility | None = None
    confidence: float | None = None
    remind: int | None = None
    chase: Due | None = None


NOTHING_SAID = OwnFacts()


def own_facts(commitment: Commitment) -> dict[str, str]:
    """The facts of a promise, each as text."""
    made, settlement = commitment.made, commitment.settlement
    facts = {
        "id": commitment.id,
        "maker": commitment.maker,
        "to": ",".join(commitment.to),
        "due": _text(commitment.judged_due),
        "shown": _text(commitment.due) if commitment.due != commitment.judged_due else None,
        "zone": commitment.zone,
        "given": _text(made.at),
        "recorded": made.logged.isoformat(),
        "state": commitment.state if commitment.state in get_args(Let_go) else None,
        "settled": None if settlement is None else settlement.logged.isoformat(),
        "kept_at": _text(settlement.at) if isinstance(settlement, Kept) else None,
        "part": _text(settlement.part) if isinstance(settlement, Kept) and settlement.part < 1 else None,
        "visibility": commitment.visibility if commitment.visibility != "private" else None,
        "confidence": _text(commitment.confidence),
        "remind": _text(commitment.remind),
        "chase": _text(commitment.chase),
    }
    return {name: text for name, text in facts.items() if text is not None}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def read_own_facts(facts: Mapping[str, str]) -> OwnFacts:
    """The facts that these texts say. Raises ValueError, with a clause for the user, where one cannot be read."""
    if not facts:
        return NOTHING_SAID
    state, zone = facts.get("state"), facts.get("zone")
    return OwnFacts(
        id=_id(facts.get("id")),
        maker=facts.get("maker") or None,
        to=tuple(each.strip() for each in facts.get("to", "").split(",") if each.strip()),
        due=_due(facts, "due"),
        shown=_due(facts, "shown"),
        zone=zone if zone and is_known_zone(zone) else None,
        given=_due(facts, "given"),
        recorded=_moment(facts, "recorded"),
        state=cast("Let_go", state) if state in get_args(Let_go) else None,
        settled=_moment(facts, "settled"),
        kept_at=_due(facts, "kept_at"),
        part=_share(facts, "part") or 1.0,
        visibility=_visibility(facts.get("visibility")),
        confidence=_share(facts, "confidence"),
        remind=_whole(facts.get("remind")),
        chase=_due(facts, "chase"),
    )


def _id(text: str | None) -> str | None:
    return text if text and len(text) == COMMITMENT_LENGTH and is_prefix(text) else None


def _due(facts: Mapping[str, str], name: str) -> Due | None:
    try:
        return parse_due(facts[name]) if facts.get(name) else None
    except (ValueError, OverflowError):
        raise ValueError(f"its “{name}” is no date") from None


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
        raise ValueError(f"its “{name}” is not from 0 to 1")
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
    if facts.settled is not None and facts.state is None and at == _happened(facts, facts.settled, zone):
        return Ending(did="kept", at=facts.kept_at, recorded=facts.settled, part=facts.part)
    return Ending(did="kept", at=Instant(at))


def _happened(facts: OwnFacts, settled: datetime, zone: str) -> datetime:
    return settled_moment(Kept(id="", n=1, logged=settled, by="", at=facts.kept_at), zone)


def check_past(now: datetime, zone: str, **moments: datetime | Due | None) -> None:
    """Raises ValueError, with a clause for the user, where one of the moments is still to come."""
    for name, moment in moments.items():
        if moment is not None and (first_moment(moment, zone) if isinstance(moment, Due) else moment) > now:
            raise ValueError(f"it says that it was {name.replace('_', ' ')} at {moment}, which is still to come")


def remarks(commitment: Commitment) -> tuple[Remark, ...]:
    """All that was noted, with whatever event, and when."""
    return tuple(Remark(text=each.note, recorded=each.logged) for each in commitment.history if each.note)
