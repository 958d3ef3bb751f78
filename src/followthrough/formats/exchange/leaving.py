"""A commitment as a file is to tell it: the same value that reading the file gives."""

from followthrough.domain.arrivals import Arrival, Ending, Remark
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, Instant, fixed
from followthrough.domain.events import Kept, Settling
from followthrough.domain.folding import taken_back


def as_told(commitment: Commitment, line: int = 1) -> Arrival:
    """What it is and what became of it, without how that came about: moves, edits, and what was taken back again.

    What it was judged by stays its due date, so that no miss is lost on the way; where a later date was shown and
    reminded of, that is `moved`.
    """
    made = commitment.made
    return Arrival(
        line=line,
        origin=getattr(made, "origin", None) or f"followthrough:{commitment.id}",
        what=commitment.what,
        id=commitment.id,
        maker=commitment.maker,
        to=commitment.to,
        due=commitment.judged_due,
        zone=commitment.zone,
        given=made.at or Instant(made.logged),
        recorded=fixed(made.logged),
        tags=commitment.tags,
        visibility=commitment.visibility,
        confidence=commitment.confidence,
        remind=commitment.remind,
        chase=commitment.chase,
        moved=commitment.due if commitment.due != commitment.judged_due else None,
        remarks=_remarks(commitment),
        ending=_ending(commitment),
    )


def _remarks(commitment: Commitment) -> tuple[Remark, ...]:
    """Every note but that of the settling, which stands with it, in order."""
    void = taken_back(commitment.history)
    settled = commitment.settlement and commitment.settlement.id
    return tuple(
        Remark(text=event.note, recorded=fixed(event.logged))
        for event in commitment.history
        if event.note and event.id not in void and event.id != settled
    )


def _ending(commitment: Commitment) -> Ending | None:
    """What became of it, as it is judged: what a redo brought back late was let go late, and withdrawn so is missed."""
    settled, state = commitment.settlement, commitment.state
    if settled is None or state == "open" or state == "undone":  # noqa: PLR1714  # mypy follows this
        return None
    since = None if isinstance(settled, Kept) else commitment.settled_at
    return Ending(
        did="missed" if state == "withdrawn" and commitment.settled_late() else state,
        at=_settled_at(commitment, settled),
        recorded=fixed(settled.logged if since is None else max(settled.logged, since)),
        part=settled.part if isinstance(settled, Kept) else 1.0,
        note=settled.note,
    )


def _settled_at(commitment: Commitment, settled: Settling) -> Due:
    """When it was kept, as was said; what let it go counts from when it was recorded, or brought back by an undo."""
    if isinstance(settled, Kept):
        return settled.at or Instant(settled.logged)
    return Instant(commitment.settled_at or settled.logged)
