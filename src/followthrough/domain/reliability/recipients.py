"""For whom a promise counts: whoever it was to when it came due, whatever is corrected after that."""

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Edited, Made
from followthrough.domain.folding import fold


def counted_to(commitment: Commitment) -> tuple[str, ...]:
    """To whom it was when its judged due passed: what is recorded later takes it from nobody, nor gives it anyone."""
    due, zone = commitment.judged_due, commitment.zone
    if due is None or not any(isinstance(event, Edited) and event.now.to for event in commitment.history):
        return commitment.to
    in_time = [each for each in commitment.history if isinstance(each, Made) or not due.passed(each.logged, zone)]
    return fold(commitment.id, in_time).to
