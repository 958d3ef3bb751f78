"""What the parts of a file tell, put together: one that is no promise stops none of the others."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from followthrough.domain.arrivals import Arrival, Told, Unread
from followthrough.formats.exchange.unreadable import UnreadableError

Part = TypeVar("Part")


def gathered(parts: Iterable[tuple[int, Part]], promise: Callable[[int, Part], Arrival | None]) -> Told:
    """The promises in numbered parts, and those parts that cannot be one; `promise` gives None for an empty part."""
    arrivals: list[Arrival] = []
    unread: list[Unread] = []
    for number, part in parts:
        try:
            arrival = promise(number, part)
        except UnreadableError as problem:
            unread.append(Unread(line=number, reason=str(problem)))
        else:
            if arrival is not None:
                arrivals.append(arrival)
    return Told(arrivals=tuple(arrivals), unread=tuple(unread))
