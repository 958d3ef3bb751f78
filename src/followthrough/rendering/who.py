"""How the people of a promise are named, and its id written, for one reader."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.people import Person


class Reader(Struct, frozen=True, kw_only=True):
    """Who reads: my handle, everyone's names, and how an id is shortened for me."""

    me: str
    people: Mapping[str, Person]
    shorten: Callable[[str], str]
    others: "Mapping[str, Reader]" = MappingProxyType({})
    """How this user reads the other ledgers, by name, where several are looked at."""

    def of(self, commitment: Commitment) -> "Reader":
        """The reader of the ledger that it is in."""
        return self if commitment.ledger is None else self.others[commitment.ledger]

    def name(self, handle: str) -> str:
        """`you`, or the display name."""
        person = self.people.get(handle)
        if self.me == (handle if person is None else person.handle):
            return "you"
        return handle if person is None else person.name

    def zone(self, handle: str) -> str | None:
        """Where they live, if that is known."""
        person = self.people.get(handle)
        return None if person is None else person.zone

    def names(self, handles: Iterable[str]) -> str:
        """`Ana, Bo and you`."""
        names = [self.name(handle) for handle in handles]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def parties(self, commitment: Commitment) -> str:
        """`to Ana` for a promise of mine, `from Ana` for one to me, `Ana to Bo` otherwise."""
        return self.between(commitment.maker, commitment.to)

    def between(self, maker: str, to: tuple[str, ...]) -> str:
        """The same of whoever promises and is promised to."""
        if maker == self.me:
            return f"to {self.names(to)}"
        if to == (self.me,):
            return f"from {self.name(maker)}"
        return f"{self.name(maker)} to {self.names(to)}"
