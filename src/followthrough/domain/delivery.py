"""What is delivered: a digest as messages with a subject, worded for where it goes."""

from msgspec import Struct

from followthrough.domain.digest import DigestFormat


class Letter(Struct, frozen=True, kw_only=True):
    """One digest to be delivered: a subject of our own words and figures, and one message or several."""

    subject: str
    messages: tuple[str, ...]
    layout: DigestFormat
