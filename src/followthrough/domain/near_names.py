"""Whether a new handle is one slip of the fingers from someone known: then somebody is asked who is meant."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from followthrough.domain.people import Person, folded

SHORTEST = 3
"""Names shorter than this are too close to each other to tell a slip from a name."""


class Intended(Struct, frozen=True):
    """Whom the user means by new handles: each as answered, or everyone by their own."""

    handles: Mapping[str, str] = MappingProxyType({})
    all_new: bool = False

    def answered(self, handle: str) -> str | None:
        """The handle that is meant by a new one; None where that is not said."""
        return handle if self.all_new else self.handles.get(handle)


NOT_SAID = Intended()


def near_people(handle: str, name: str | None, people: Mapping[str, Person]) -> tuple[str, ...]:
    """The handles of those who are known by something one slip away from a new handle, or from the name typed."""
    typed = [handle, *([folded(name)] if name is not None else [])]
    return tuple(
        each.handle
        for each in people.values()
        if each.standing and any(is_one_slip(one, known) for one in typed for known in _known_by(each))
    )


def _known_by(person: Person) -> Iterable[str]:
    yield person.handle
    yield from person.also
    yield from map(folded, person.called)


def is_one_slip(one: str, other: str) -> bool:
    """Whether a letter more, less or other, or two that changed places, make one of the other.

    Digits are no slip: people are numbered with them.
    """
    short, long = sorted((one, other), key=len)
    if one == other or len(short) < SHORTEST or len(long) - len(short) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    left, right = short[start:], long[start:]
    if len(short) < len(long):
        return left == right[1:] and not right[0].isdigit()
    if left[1:] == right[1:]:
        return not (left[0].isdigit() or right[0].isdigit())
    return left[:2] == right[1::-1] and left[2:] == right[2:] and not left[:2].isdigit()
