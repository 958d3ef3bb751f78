"""What a step has to add besides, where it is about an occurrence of a series that is not stored yet."""

from msgspec.structs import replace

from followthrough.actions.ports import Book, Change, Decide, Pen
from followthrough.domain.events import AnyEvent, Made


def decided(decide: Decide, book: Book, pen: Pen) -> Change:
    """What is added, each occurrence that is not stored yet made before the first event about it."""
    change = decide(book, pen)
    made: set[str] = set()
    events: list[tuple[str, AnyEvent]] = []
    for key, event in change.commitments:
        occurrence = None if key in made or isinstance(event, Made) else book.computed(key)
        if occurrence is not None:
            events.append((key, stored_made(occurrence.made, pen)))
        made.add(key)
        events.append((key, event))
    return replace(change, commitments=tuple(events)) if len(events) > len(change.commitments) else change


def stored_made(made: Made, pen: Pen) -> Made:
    """The event that makes an occurrence, as this step records it."""
    return replace(made, id=pen.next_id(), logged=pen.now, by=pen.by)
