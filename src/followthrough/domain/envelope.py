"""What a shared page carries beside the report: the JSON it was made from, and the signature over it."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

Format = Literal["text", "markdown", "html", "json", "csv", "svg"]
REPORT_MARK = "followthrough-report"
"""Names the part of a page that is the JSON."""
SIGNATURE_MARK = "followthrough-signature"
"""Names the part of a page that is the signature."""


class Envelope(Struct, frozen=True, kw_only=True):
    """The JSON text, ended by a newline, which is what is signed; the armored signature, or None; and what made it."""

    document: str
    program: str
    signed_at: datetime | None = None
    signature: str | None = None
