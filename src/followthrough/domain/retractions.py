"""Retractions: which events of a history are taken back, and since when what stands again does so."""

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter

from followthrough.domain.due import fixed
from followthrough.domain.events import AnyEvent, Edited, Kept, Made, Moved, Retracted, Settling, came_just_now
from followthrough.domain.standing import Standing

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Retractions:
    """Which events of an ordered history are taken back.

    A retraction of what decides the due date (`made`, `moved`, `edited`), or of such a retraction, has no effect once
    the judged due has passed: nothing that was due leaves the figures that way. Making again is always possible.
    Each is decided by what had been logged by then, so that no event that is logged later changes it. What came from
    elsewhere may go again for as long as a due date may be corrected, whatever dates it came with.
    """

    def __init__(self, events: list[AnyEvent]) -> None:
        self.void: frozenset[str] = frozenset()
        self._stood_up: dict[str, datetime] = {}
        self._places = {event.id: place for place, event in enumerate(events)}
        self._events = events
        effective: list[Retracted] = []
        for event in sorted((each for each in events if isinstance(each, Retracted)), key=attrgetter("logged")):
            base = self._base(event)
            if base is None:
                continue
            trial = sorted([*effective, event], key=lambda each: self._places[each.id])
            if self._may_toggle(base, event, restoring=base.id not in _void(trial)):
                self._toggle(event, trial)
                effective = trial

    def left(self) -> list[AnyEvent]:
        """The events that are not taken back, in their order."""
        return [event for event in self._events if event.id not in self.void]

    def _base(self, retraction: Retracted) -> AnyEvent | None:
        """What a chain of retractions ends in; None where a link of it does not come before the next."""
        link: AnyEvent = retraction
        while isinstance(link, Retracted):
            place = self._places.get(link.of)
            if place is None or place >= self._places[link.id]:
                return None
            link = self._events[place]
        return link

    def _state_at(self, moment: datetime, void: frozenset[str]) -> Standing:
        return Standing([event for event in self._events if event.logged <= moment and event.id not in void])

    def _may_toggle(self, base: AnyEvent, by: Retracted, *, restoring: bool) -> bool:
        if not isinstance(base, Made | Moved | Edited) or (isinstance(base, Made) and restoring):
            return True
        if any(_may_go(each, by) for each in (base, self._events[self._places[by.of]])):
            return True
        return not self._state_at(by.logged, self.void).passed(by.logged)

    def _toggle(self, by: Retracted, effective: list[Retracted]) -> None:
        """Take note of the settlement that stands again because of this retraction, and did not just before it."""
        before = self._state_at(by.logged, self.void).settlement
        self.void = _void(effective)
        after = self._state_at(by.logged, self.void).settlement
        if after is not None and (before is None or before.id != after.id) and not _may_go(after, by):
            self._stood_up[after.id] = fixed(by.logged)

    def since(self, settlement: Settling) -> datetime:
        """From when a settling event stands: letting go that is brought back by undo or redo counts from then on."""
        if isinstance(settlement, Kept):
            return _LONG_AGO
        return max(fixed(settlement.logged), self._stood_up.get(settlement.id, _LONG_AGO))


def _may_go(event: AnyEvent, by: Retracted) -> bool:
    """Whether it came from elsewhere just before it was retracted here; a retraction that came along was made there."""
    return by.origin is None and came_just_now(event, by.logged)


def _void(effective: Sequence[Retracted]) -> frozenset[str]:
    void: set[str] = set()
    for event in reversed(effective):
        if event.id not in void:
            void.add(event.of)
    return frozenset(void)
