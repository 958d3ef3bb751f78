"""What signing and checking a report comes to."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from followthrough.domain.report import Report


class Signature(Struct, frozen=True, kw_only=True):
    """A signature as armored text with a line end at its end, the file of its key and the key's SHA256 fingerprint."""

    armored: str
    key: str
    fingerprint: str


class Signer(Struct, frozen=True, kw_only=True):
    """Whose key signed: the name that the signers file has for it, or None where there is no such file."""

    principal: str | None
    fingerprint: str
    key_type: str


class Signed(Struct, frozen=True, kw_only=True):
    """What was signed, when, with which key, and the files that were written."""

    report: Report
    at: datetime
    signature: Signature
    written: tuple[str, ...]


class Agreement(Struct, frozen=True, kw_only=True):
    """Whether the ledger at hand gives the same report, and if not, what differs; None and why where none can tell."""

    agrees: bool | None
    reason: str | None = None


class Verified(Struct, frozen=True, kw_only=True):
    """A signature that fits: by whom, over what, whether the page around it was checked too, and the ledger's word.

    `page` is `none` for JSON, and `not checked` where another version of the program wrote it.
    """

    report: Report
    program: str
    signed_at: datetime | None
    signer: Signer
    page: Literal["same", "not checked", "none"]
    ledger: Agreement
