"""What a merge of two copies of a ledger found: facts to be shown, without a sentence."""

from typing import Any

from msgspec import Struct

from followthrough.domain.commitment import State


class Arrived(Struct, frozen=True, kw_only=True):
    """A promise that only the other copy had."""

    id: str
    what: str
    maker: str
    to: tuple[str, ...]
    state: State


class Grown(Struct, frozen=True, kw_only=True):
    """A promise that both have, about which the other copy recorded `events` (their kinds, in order)."""

    id: str
    what: str
    events: tuple[str, ...]
    was_open: bool
    state: State


class Introduced(Struct, frozen=True, kw_only=True):
    """A person or circle that only the other copy had (`new`), or whom it describes otherwise; named as it is now."""

    handle: str
    name: str
    new: bool


class Repeats(Struct, frozen=True, kw_only=True):
    """A series that only the other copy had (`new`), or about which it recorded more; with its text and rule now."""

    id: str
    what: str
    rule: str
    new: bool


class Contested(Struct, frozen=True, kw_only=True):
    """A field of a promise that both sides changed, differently: either value, as JSON has it, and which one stands."""

    id: str
    what: str
    field: str
    ours: Any
    theirs: Any
    stands: Any


class Doubled(Struct, frozen=True, kw_only=True):
    """One event id that stood for several events: all are kept, the first under the id and others with their sum."""

    table: str
    id: str
    event: str
    contents: tuple[Any, ...]


class Damaged(Struct, frozen=True, kw_only=True):
    """An event whose sum does not match; `kept` is the intact one that stands for it, None where it was kept itself."""

    table: str
    id: str
    event: str
    kept: Any
    damaged: Any


class ByHand(Struct, frozen=True, kw_only=True):
    """A field of the other copy that somebody edited beside its history: what stood there, and what its events say."""

    table: str
    id: str
    field: str
    typed: Any
    recorded: Any


class Differing(Struct, frozen=True, kw_only=True):
    """A value that no event explains and that differed: the larger canonical JSON was kept."""

    table: str
    id: str
    field: str
    kept: Any
    other: Any


class Clash(Struct, frozen=True, kw_only=True):
    """A handle under which the two copies had introduced differently named people, each without the other."""

    handle: str
    ours: str
    theirs: str


class Erased(Struct, frozen=True, kw_only=True):
    """A promise or series that was forgotten there, and by whom: whoever has the ledger can."""

    id: str
    by: str
    maker: str
    to: tuple[str, ...]


class MergeAccount(Struct, frozen=True, kw_only=True):
    """What came in from the other copy, and whatever of it a person may want to look at.

    `persons` are the handles that were known here and for which *someone* stands now.
    """

    made: tuple[Arrived, ...] = ()
    grown: tuple[Grown, ...] = ()
    forgotten: tuple[Erased, ...] = ()
    persons: tuple[str, ...] = ()
    people: tuple[Introduced, ...] = ()
    series: tuple[Repeats, ...] = ()
    contested: tuple[Contested, ...] = ()
    doubled: tuple[Doubled, ...] = ()
    damaged: tuple[Damaged, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    differing: tuple[Differing, ...] = ()
    clashes: tuple[Clash, ...] = ()
    joined: str | None = None


class Brought(Struct, frozen=True, kw_only=True):
    """What one copy brought; `itself` says that it is the very file of the ledger, `changed` that it changed it."""

    path: str
    account: MergeAccount
    itself: bool = False
    changed: bool = False


Finding = Arrived | Grown | Erased | Introduced | Repeats | Contested | Doubled | Damaged | ByHand | Differing | Clash
