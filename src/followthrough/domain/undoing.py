"""Undo and redo: which step comes next, told from the events alone."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from followthrough.domain.events import AnyTombstone, Event, PersonTombstone, Retracted, Tombstone
from followthrough.domain.identifiers import event_number


class Recorded(Struct, frozen=True):
    """An event (or tombstone) and the table and key of the history it stands in."""

    table: str
    key: str
    event: Event | AnyTombstone


class Step(Struct, frozen=True):
    """What one command recorded, in its order."""

    parts: tuple[Recorded, ...]

    @property
    def is_forgetting(self) -> bool:
        """Whether this step erased something."""
        return any(isinstance(part.event, Tombstone | PersonTombstone) for part in self.parts)


class Stacks(Struct, frozen=True):
    """What can be undone and redone, the next one last; redo holds the retractions to be taken back."""

    undo: tuple[Step, ...]
    redo: tuple[Step, ...]


def steps_of(recorded: Iterable[Recorded], replica: str) -> list[Step]:
    """The steps that one replica recorded, oldest first."""
    own = [(event_number(part.event.id), part) for part in recorded]
    groups: dict[str, list[Recorded]] = {}
    for (name, _), part in sorted(own, key=lambda pair: pair[0]):
        if name == replica:
            groups.setdefault(part.event.step or part.event.id, []).append(part)
    return [Step(tuple(parts)) for group in groups.values() for parts in _apart(group)]


def _apart(group: list[Recorded]) -> list[list[Recorded]]:
    """One step; where copies of one disk gave its id to two, those told apart by when and by whom, the older first."""
    if len({part.event.id for part in group}) == len(group):
        return [group]
    steps: dict[tuple[datetime, str], list[Recorded]] = {}
    for part in sorted(group, key=lambda part: (part.event.logged, part.event.by)):
        steps.setdefault((part.event.logged, part.event.by), []).append(part)
    return list(steps.values())


def stacks(steps: Iterable[Step]) -> Stacks:
    """Replay the steps: a new one clears what could be redone, a retraction moves steps across."""
    done: list[Step] = []
    taken_back: list[tuple[list[Step], Step]] = []
    for step in steps:
        # A retraction that was imported takes nothing of this machine's back.
        targets = {
            (part.key, part.event.of)
            for part in step.parts
            if isinstance(part.event, Retracted) and part.event.imported is None
        }
        if not targets:
            done.append(step)
            taken_back.clear()
        elif taken_back and targets & _ids(taken_back[-1][1]):
            done.extend(taken_back.pop()[0])
        else:
            back: list[Step] = []
            while done and targets & _ids(done[-1]):
                back.insert(0, done.pop())
            taken_back.append((back, step))
    return Stacks(tuple(done), tuple(retraction for _, retraction in taken_back))


def _ids(step: Step) -> set[tuple[str, str]]:
    return {(part.key, part.event.id) for part in step.parts}
