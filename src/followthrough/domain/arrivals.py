"""What a file of another program tells: promises, as far as it says them, and the lines that could not be read."""

from datetime import datetime

from msgspec import Struct

from followthrough.domain.commitment import Settlement
from followthrough.domain.due import Due
from followthrough.domain.events import Visibility


class Ending(Struct, frozen=True, kw_only=True):
    """How a promise was settled there: `at` when, `recorded` when that was written down, as far as the file says so.

    `part` in (0, 1] is how much of it was kept.
    """

    did: Settlement
    at: Due | None = None
    recorded: datetime | None = None
    part: float = 1.0
    note: str | None = None


class Remark(Struct, frozen=True, kw_only=True):
    """A note about it, and the moment it was written down, where the file says so."""

    text: str
    recorded: datetime | None = None


class Arrival(Struct, frozen=True, kw_only=True):
    """One promise as a file tells it; texts, handles and tags are as they stand there, and are checked later.

    `line` is where it stands, from 1: the line of a file of lines, the row of a table, else the place in the list.
    `origin` is what the program it comes from knows it by, with the program's name before it (`taskwarrior:UUID`):
    the same promise has the same one each time. `id` is its commitment id, where the file is one of ours.
    Without a `maker` it is the user's own, and without `to` it was promised to whoever the user says.
    `given` is when it was promised, `recorded` when that was written down, `remind` seconds before the due date.
    `due` is the date it is judged by; `moved` a later word on when it will be, which changes nothing of that.
    """

    line: int
    origin: str
    what: str
    id: str | None = None
    maker: str | None = None
    to: tuple[str, ...] = ()
    due: Due | None = None
    zone: str | None = None
    given: Due | None = None
    recorded: datetime | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility | None = None
    confidence: float | None = None
    remind: int | None = None
    chase: Due | None = None
    moved: Due | None = None
    remarks: tuple[Remark, ...] = ()
    ending: Ending | None = None


class Unread(Struct, frozen=True, kw_only=True):
    """A line that did not come in, its number as in `Arrival`, and why: a clause without a full stop."""

    line: int
    reason: str


class Told(Struct, frozen=True, kw_only=True):
    """All that a file tells, in its order.

    `ignored` names what else stood in it that a promise has no place for, each as words: `the column “colour”`.
    """

    arrivals: tuple[Arrival, ...] = ()
    unread: tuple[Unread, ...] = ()
    ignored: tuple[str, ...] = ()
