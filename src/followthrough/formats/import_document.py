"""What `import` prints as JSON: commitments, as every command that changes something does, and an account of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from followthrough.formats.output import CommitmentsJson, ImportedJson, LeftOutJson, commitments_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followthrough.domain.arrivals import Unread
    from followthrough.domain.commitment import Commitment


def import_json(
    source: str,
    new: "Sequence[Commitment]",
    more: "Sequence[Commitment]",
    left_out: "Sequence[Unread]",
    *,
    known: int,
    otherwise: "Sequence[str]",
    people: "Sequence[str]",
    dry_run: bool,
    now: datetime,
) -> CommitmentsJson:
    """What came in, or would, and the account of it."""
    account = ImportedJson(
        format=source,
        dry_run=dry_run,
        new=len(new),
        more=len(more),
        known=known,
        otherwise=list(otherwise),
        people=list(people),
        left_out=[LeftOutJson(line=each.line, reason=each.reason) for each in left_out],
    )
    return replace(commitments_json((*new, *more), now), imported=account)
