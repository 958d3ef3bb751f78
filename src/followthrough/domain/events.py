"""What can happen to a commitment: one value for each kind of event, as the ledger stores it."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, TypedDict

from msgspec import UNSET, Meta, Struct, UnsetType, field

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, Due
from followthrough.domain.identifiers import event_number

Visibility = Literal["private", "circle", "public"]
Because = Literal["mine", "theirs", "shared", "outside"]


Handles = Annotated[tuple[str, ...], Meta(min_length=1)]
Seconds = Annotated[int, Meta(ge=0, le=10**10)]
Moment = Annotated[datetime, Meta(tz=True)]


class Stamp(TypedDict):
    """What every event carries: its id, its place in the order, when and by whom it was recorded, a note."""

    id: str
    n: int
    logged: datetime
    by: str
    note: str | None


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="did"):
    """One fact about a commitment, recorded at a moment; `did` in JSON names its kind.

    What came from elsewhere has the moment when it was `imported`, and as `origin` what it is known by there.
    """

    id: str
    n: int
    logged: Moment
    by: str
    step: str | None = None
    note: str | None = None
    origin: str | None = None
    imported: Moment | None = None


CORRECTION = timedelta(minutes=15)
"""How long a due date may be corrected rather than moved, and an import taken back whatever was due."""


def came_just_now(event: Event, at: datetime) -> bool:
    """Whether it came from elsewhere so short a time before that it may go again though its due date has passed."""
    return event.imported is not None and timedelta(0) <= at - event.imported <= CORRECTION


def event_order(event: Event) -> tuple[int, datetime, str, int, str]:
    """Sorts the events of a history: by n, the moment they were logged, replica and number."""
    return (event.n, event.logged, *event_number(event.id), event.id)


class Made(Event, frozen=True, kw_only=True, omit_defaults=True, tag="made"):
    """The maker's promise. `at` says that it was given earlier than it was logged."""

    what: str
    maker: str
    to: Handles
    zone: str
    due: Due | None = None
    at: Due | None = None
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility = "private"
    remind: Seconds | None = None
    chase: Due | None = None
    series: str | None = None


class Particulars(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The fields that an edit may correct; those it leaves alone are unset."""

    what: str | UnsetType = UNSET
    to: Handles | UnsetType = UNSET
    due: Due | UnsetType | None = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET
    remind: Seconds | UnsetType | None = UNSET
    chase: Due | UnsetType | None = UNSET


class Edited(Event, frozen=True, kw_only=True, omit_defaults=True, tag="edited"):
    """The maker's correction, from what to what."""

    was: Particulars = field(name="from")
    now: Particulars = field(name="to")


class Noted(Event, frozen=True, kw_only=True, omit_defaults=True, tag="noted"):
    """A note by anyone; with `help_wanted` it asks for a hand, or says that one was found."""

    help_wanted: bool | None = None


class Moved(Event, frozen=True, kw_only=True, omit_defaults=True, tag="moved"):
    """The maker's new due date, and whether the recipient agreed to it."""

    due: Due
    agreed: bool


class Kept(Event, frozen=True, kw_only=True, omit_defaults=True, tag="kept"):
    """The maker's word that it was done, `part` of it in (0, 1]; `at` says when, if not when it was logged."""

    at: Due | None = None
    part: Annotated[float, Meta(gt=0, le=1)] = 1.0


class Missed(Event, frozen=True, kw_only=True, omit_defaults=True, tag="missed"):
    """The maker's word that it was not done; `because` is said, never inferred."""

    because: Because | None = None


class Released(Event, frozen=True, kw_only=True, omit_defaults=True, tag="released"):
    """A recipient (`whose`) let it go; `moot` when events overtook it."""

    whose: str
    moot: bool = False


class Withdrawn(Event, frozen=True, kw_only=True, omit_defaults=True, tag="withdrawn"):
    """The maker took it back with notice."""


class Reopened(Event, frozen=True, kw_only=True, omit_defaults=True, tag="reopened"):
    """The maker opened it again; `of` is the settling event that no longer stands."""

    of: str


class Confirmed(Event, frozen=True, kw_only=True, omit_defaults=True, tag="confirmed"):
    """A recipient (`whose`) about the keeping `of`: satisfied, or *not yet*, which reopens it."""

    of: str
    whose: str
    satisfied: bool


class Repaired(Event, frozen=True, kw_only=True, omit_defaults=True, tag="repaired"):
    """What the maker did, in `note`, to make the miss, late or partial keeping `of` right."""

    of: str


class Retracted(Event, frozen=True, kw_only=True, omit_defaults=True, tag="retracted"):
    """Its recorder takes back the earlier event `of`; taking back a retraction is redo."""

    of: str


AnyEvent = (
    Made | Edited | Noted | Moved | Kept | Missed | Released | Withdrawn | Reopened | Confirmed | Repaired | Retracted
)
Settling = Kept | Missed | Released | Withdrawn


class Tombstone(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="did", tag="forgotten"):
    """What is left of a forgotten commitment: who had made it to whom, and which events were erased."""

    id: str
    logged: Moment
    by: str
    maker: str
    to: tuple[str, ...] = ()
    events: tuple[str, ...]
    step: str | None = None

    def __post_init__(self) -> None:
        _check_year(self.logged)


class PersonTombstone(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="did", tag="forgotten"):
    """What is left of a forgotten person: which events described them. Its key is a digest of the handle."""

    id: str
    logged: Moment
    by: str
    events: tuple[str, ...]
    step: str | None = None

    def __post_init__(self) -> None:
        _check_year(self.logged)


AnyTombstone = Tombstone | PersonTombstone


def _check_year(moment: datetime) -> None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"{moment} is not within the years {FIRST_YEAR} to {LAST_YEAR}")
