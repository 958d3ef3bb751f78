"""Text in Markdown that is shown as it is."""

import re

from followthrough.rendering.safe_text import safe_text

_SPECIAL = re.compile(r"(?<!\d):|:(?!\d)|[!#$&()*+\-.<=>@\[\\\]^_`{|}~]")
"""Punctuation but for what means nothing in the middle of a line, as a comma, and a colon in a time of day."""


def escaped(text: str) -> str:
    """Text that a Markdown processor shows as it is: every sign that may mean something has a backslash before it."""
    return _SPECIAL.sub(r"\\\g<0>", safe_text(" ".join(text.split())))
