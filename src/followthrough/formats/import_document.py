"""What `import` prints as JSON: commitments, as every command that changes something does, and an account of it."""

from datetime import datetime

from msgspec.structs import replace

from followthrough.domain.landed import Landed
from followthrough.formats.output import CommitmentsJson, ImportedJson, LeftOutJson, commitments_json


def import_json(landed: Landed, now: datetime) -> CommitmentsJson:
    """What came in, or would, and the account of it."""
    account = ImportedJson(
        format=landed.format,
        dry_run=landed.tried,
        new=len(landed.new),
        more=len(landed.more),
        known=landed.known,
        otherwise=list(landed.otherwise),
        people=list(landed.people),
        left_out=[LeftOutJson(line=each.line, reason=each.reason) for each in landed.left_out],
    )
    return replace(commitments_json((*landed.new, *landed.more), now), imported=account)
