"""Two copies of a history as one: every event once, in the order of the fold, none lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, Struct

from followthrough.domain.identifiers import event_number
from followthrough.domain.merging import Damaged, Doubled, Finding
from followthrough.formats.sums import event_sum, plain_id

_TRUE, _NONE, _FALSE = 2, 1, 0
"""What the sum beside an event says of it: that it is as it was written, nothing, or that it is not."""


class _Mark(Struct, frozen=True):
    """What places an event of any kind, known or not."""

    id: str
    did: str = ""
    n: int = 0
    logged: Annotated[datetime, Meta(tz=True)] = datetime.min.replace(tzinfo=UTC)
    sum: Any = None


class _InOrder(Struct):
    id: str
    n: int


_Placed = tuple[_Mark, bytes]
"""An event as it is written, with what places it."""
_places = msgspec.json.Decoder(list[_InOrder])
_lists = msgspec.json.Decoder(list[Raw])
_marks = msgspec.json.Decoder(_Mark)
_values = msgspec.json.Decoder(dict[str, Any])


class History(Struct, frozen=True, kw_only=True):
    """The united events as JSON; those that only one of the two copies had, and those that both had."""

    events: list[Raw]
    only_ours: list[Raw]
    only_theirs: list[Raw]
    common: list[Raw]
    arrived: tuple[str, ...]
    """The kinds of the events that only theirs had."""


class Continued(Struct, frozen=True):
    """A history that goes on where that of ours ends: its array as written, and the kinds of the events it adds."""

    array: bytes
    arrived: tuple[str, ...]


def canonical(value: Any) -> bytes:
    """The JSON of a value with its keys sorted and no spaces: what is compared, and what sums are of."""
    return msgspec.json.encode(value, order="sorted")


def plain_ids(events: Iterable[Raw]) -> set[str]:
    """The ids that these events were recorded under."""
    return {plain_id(_marks.decode(event).id) for event in events}


def are_events(values: Iterable[Raw]) -> bool:
    """Whether each of these values has an id and a place, as an event has."""
    try:
        return all(_marks.decode(value) for value in values)
    except msgspec.MsgspecError:
        return False


def united_history(table: str, key: str, ours: Sequence[Raw], theirs: Sequence[Raw], found: list[Finding]) -> History:
    """Every event of both, once. Raises msgspec.MsgspecError where one has no id or no readable place.

    An id with several contents keeps them all: the one with the smallest sum has the id, the others `id~sum`. Of
    those whose sum does not match none is kept where an intact one stands for them.
    """
    mine, other = {bytes(raw) for raw in ours}, {bytes(raw) for raw in theirs}
    placed = sorted(((_marks.decode(text), text) for text in mine | other), key=_place)
    groups: dict[str, list[_Placed]] = {}
    for each in placed:
        groups.setdefault(plain_id(each[0].id), []).append(each)
    special = {event_id for event_id, group in groups.items() if len(group) > 1 or group[0][0].id != event_id}
    united, known = placed, mine
    if special:
        known = mine | _spelled_otherwise(special, groups, mine)
        united = [group[0] for event_id, group in groups.items() if event_id not in special]
        for event_id in sorted(special):
            news = any(text not in known for _, text in groups[event_id])
            united += _several(table, key, event_id, groups[event_id], found if news else [])
        united.sort(key=_place)
    only_theirs = [each for each in placed if each[1] not in known]
    alone = (each for each in only_theirs if plain_id(each[0].id) not in special)
    found.extend(_damage(table, key, each) for each in alone if not _is_intact(each))
    return History(
        events=[Raw(text) for _, text in united],
        only_ours=[Raw(text) for _, text in placed if text not in other],
        only_theirs=[Raw(text) for _, text in only_theirs],
        common=[Raw(text) for _, text in placed if text in mine and text in other],
        arrived=tuple(mark.did for mark, _ in only_theirs),
    )


def _spelled_otherwise(special: Iterable[str], groups: Mapping[str, Sequence[_Placed]], ours: set[bytes]) -> set[bytes]:
    """The texts of events with these ids that ours has as well, written in another way or under a suffix."""
    found: set[bytes] = set()
    for event_id in special:
        said = {text: canonical({**_value(text), "id": event_id}) for _, text in groups[event_id]}
        known = {what for text, what in said.items() if text in ours}
        found.update(text for text, what in said.items() if what in known)
    return found


def continued_history(table: str, key: str, ours: Raw | None, theirs: Raw, found: list[Finding]) -> Continued | None:
    """The history of theirs, where it is that of ours (if any) and then more, as it would be written; None otherwise.

    What most merges find, and much faster to see than to unite. Raises msgspec.MsgspecError.
    """
    other = bytes(theirs)
    if ours is not None and not other.startswith(bytes(ours)[:-1] + b","):
        return None
    places, last = _places.decode(other), 0
    for place in places:
        if place.n <= last or "~" in place.id:
            return None
        last = place.n
    if len({place.id for place in places}) < len(places):
        return None
    texts = list(map(bytes, _lists.decode(other)))
    more = [(_marks.decode(text), text) for text in texts[len(_lists.decode(ours)) if ours is not None else 0 :]]
    found.extend(_damage(table, key, placed) for placed in more if not _is_intact(placed))
    return Continued(b"[" + b",".join(texts) + b"]", tuple(mark.did for mark, _ in more))


def _damage(table: str, key: str, placed: _Placed) -> Damaged:
    return Damaged(table=table, id=key, event=placed[0].id, kept=None, damaged=_value(placed[1]))


def _place(placed: _Placed) -> tuple[Any, ...]:
    """As `domain.events.event_order`, for events of any kind; bytes decide where everything else is the same."""
    mark, text = placed
    return (mark.n, mark.logged, *event_number(mark.id), mark.id, text)


def _value(text: bytes) -> dict[str, Any]:
    return _values.decode(text)


def _is_intact(placed: _Placed) -> bool:
    """Whether nothing says that the event is not as it was written."""
    mark, text = placed
    return mark.sum is None or mark.sum == event_sum(_value(text))


class _Content:
    """What an event says, apart from the suffix of its id and its sum; and in how many ways it is written."""

    def __init__(self, fields: dict[str, Any], text: bytes) -> None:
        self.fields = fields
        self.text = text
        self.sum = event_sum(fields)
        self.written: list[_Placed] = []
        self.claims: list[tuple[int, bytes, Any]] = []

    def add(self, placed: _Placed, claimed: Any) -> None:
        """One more way in which it is written, and the sum that stands beside it there."""
        trust = _NONE if claimed is None else _TRUE if claimed == self.sum else _FALSE
        self.written.append(placed)
        self.claims.append((trust, canonical(claimed), claimed))

    @property
    def trust(self) -> int:
        """The best that a sum beside it says."""
        return max(trust for trust, _, _ in self.claims)

    @property
    def full(self) -> dict[str, Any]:
        """Its fields, with the sum that speaks best for it."""
        claimed = max(self.claims, key=lambda claim: claim[:2])[2]
        return self.fields if claimed is None else {**self.fields, "sum": claimed}

    def under(self, event_id: str, *, alone: bool) -> _Placed:
        """It under that id: as it is written, if alone, in one way and under this id; in canonical JSON if not."""
        if alone and len(self.written) == 1 and self.written[0][0].id == event_id == self.fields["id"]:
            return self.written[0]
        text = canonical({**self.full, "id": event_id})
        return _marks.decode(text), text


def _several(table: str, key: str, event_id: str, group: Iterable[_Placed], found: list[Finding]) -> Iterator[_Placed]:
    """The events that share an id, each under an id of its own."""
    contents: dict[bytes, _Content] = {}
    for placed in group:
        fields = {**_value(placed[1]), "id": event_id}
        claimed = fields.pop("sum", None)
        text = canonical(fields)
        contents.setdefault(text, _Content(fields, text)).add(placed, claimed)
    every = sorted(contents.values(), key=lambda each: (each.sum, each.text))
    standing = [each for each in every if each.trust != _FALSE] or every
    for each in every:
        if each.trust == _FALSE:
            kept = standing[0].full if standing[0].trust != _FALSE else None
            found.append(Damaged(table=table, id=key, event=event_id, kept=kept, damaged=each.full))
    if len(standing) > 1:
        found.append(Doubled(table=table, id=key, event=event_id, contents=tuple(each.full for each in standing)))
    for number, each in enumerate(standing):
        yield each.under(f"{event_id}~{each.sum}" if number else event_id, alone=len(standing) == 1)
