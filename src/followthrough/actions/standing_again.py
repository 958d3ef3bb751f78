"""What an import finds taken back here: it stands again under its own id, where that comes to the same."""

from collections.abc import Iterator, Sequence

from followthrough.actions.landing import Landing
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Event, Retracted


def brought_back(landing: Landing, history: Sequence[Event]) -> Iterator[Retracted]:
    """What takes back whatever takes something of this history back."""
    events = list(history)
    void: set[str] = set()
    for event in reversed(history):
        if isinstance(event, Retracted) and event.id not in void:
            void.add(event.of)
            again = Retracted(**landing.pen.stamp(events), of=event.id, imported=landing.pen.now)
            events.append(again)
            yield again


def amounts_to(one: Commitment, other: Commitment) -> bool:
    """Whether two histories have come to the same."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in Commitment.__struct_fields__
        if name not in ("history", "settlement", "confirmation", "contested")
    )
