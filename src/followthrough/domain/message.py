"""Messages to the other side of a promise: which kinds there are, which fit, whom they go to."""

from collections.abc import Callable
from typing import Literal, get_args

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Released
from followthrough.domain.selection import Party

MessageKind = Literal["heads-up", "new-date", "done", "thanks", "repair", "chase"]
KINDS: tuple[MessageKind, ...] = get_args(MessageKind)


def fits(kind: MessageKind, commitment: Commitment, me: Party) -> bool:
    """Whether I can say something of this kind about it now."""
    return _RULES[kind](commitment, me)


def fitting(commitment: Commitment, me: Party) -> tuple[MessageKind, ...]:
    """The kinds that fit."""
    return tuple(kind for kind in KINDS if fits(kind, commitment, me))


def addressed(kind: MessageKind, commitment: Commitment, me: str) -> tuple[str, ...]:
    """The handles of those it goes to: whoever promised or let go, or everyone promised to; never me."""
    if commitment.maker != me:
        return (commitment.maker,)
    if kind == "thanks" and isinstance(commitment.settlement, Released):
        return (commitment.settlement.whose,)
    return tuple(handle for handle in commitment.to if handle != me)


def went_wrong(commitment: Commitment) -> bool:
    """Whether there is something to make right: it was missed, kept late or kept in part."""
    in_part = commitment.part is not None and commitment.part < 1
    return commitment.state == "missed" or (commitment.state == "kept" and (in_part or commitment.settled_late()))


def _thanks(commitment: Commitment, me: Party) -> bool:
    if me.awaits(commitment):
        return commitment.state == "kept"
    return (
        me.makes(commitment)
        and commitment.state == "released"
        and addressed("thanks", commitment, me.handle) != (me.handle,)
    )


_RULES: dict[MessageKind, Callable[[Commitment, Party], bool]] = {
    "heads-up": lambda each, me: me.makes(each) and each.state == "open",
    "new-date": lambda each, me: me.makes(each) and each.state == "open" and each.moves > 0,
    "done": lambda each, me: me.makes(each) and each.state == "kept",
    "thanks": _thanks,
    "repair": lambda each, me: me.makes(each) and went_wrong(each),
    "chase": lambda each, me: me.awaits(each) and each.state == "open",
}
