"""What an import brought, or would bring: promises, and what else there is to say about it, without a sentence."""

from collections.abc import Mapping

from msgspec import Struct

from followthrough.domain.arrivals import Unread
from followthrough.domain.commitment import Commitment


class Landed(Struct, frozen=True, kw_only=True):
    """New promises, promises that were here and got more, and how many (`known`) were here and stay as they are.

    `series` are the texts of those that are new. `near` are new handles that are nearly those of others; `to_nobody`
    counts promises that named nobody they were made to. `left_out` has the lines that did not come in, `ignored` what
    else stood in the file, for which there is no place here.
    """

    format: str
    tried: bool
    """Whether this was only a look: nothing was recorded."""
    new: tuple[Commitment, ...] = ()
    more: tuple[Commitment, ...] = ()
    known: int = 0
    otherwise: tuple[str, ...] = ()
    """The ids of those known of which the file has another text, date or outcome."""
    series: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    near: Mapping[str, tuple[str, ...]] = {}
    to_nobody: int = 0
    renamed_ids: Mapping[str, str] = {}
    forgotten: int = 0
    left_out: tuple[Unread, ...] = ()
    ignored: tuple[str, ...] = ()
