"""What `sign` and `verify` print as JSON."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from followthrough.domain.reliability.scorecard import Chosen
from followthrough.domain.reliability.window import OnTime
from followthrough.domain.sharing import Agreement, Signed, Signer, Verified

SIGNED = "followthrough.signed/1"
VERIFIED = "followthrough.verified/1"


class SignedJson(Struct, frozen=True, kw_only=True):
    """What `sign` prints: the files it wrote, when, and the key's file and SHA256 fingerprint."""

    schema: str = SIGNED
    written: tuple[str, ...]
    signed_at: datetime
    key: str
    fingerprint: str


class VerifiedJson(Struct, frozen=True, kw_only=True):
    """What `verify` prints of a signature that fits: whose, over what and when, and what else was compared."""

    schema: str = VERIFIED
    signer: Signer
    signed_at: datetime | None
    program: str
    page: Literal["same", "not checked", "none"]
    ledger: Agreement
    name: str
    members: int | None
    scorecards: int | None
    as_of: datetime
    on_time: OnTime
    chosen: Chosen | None


def signed_json(signed: Signed) -> SignedJson:
    """What was signed, as JSON has it."""
    signature = signed.signature
    return SignedJson(written=signed.written, signed_at=signed.at, key=signature.key, fingerprint=signature.fingerprint)


def verified_json(verified: Verified) -> VerifiedJson:
    """What was verified, as JSON has it."""
    card = verified.report.scorecard
    return VerifiedJson(
        signer=verified.signer,
        signed_at=verified.signed_at,
        program=verified.program,
        page=verified.page,
        ledger=verified.ledger,
        name=verified.report.name,
        members=verified.report.members,
        scorecards=verified.report.scorecards,
        as_of=card.as_of,
        on_time=card.windows.all.on_time,
        chosen=card.chosen,
    )
