"""Text in Markdown that is shown as it is."""

import re

from followthrough.rendering.safe_text import safe_text

_SPECIAL = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")


def escaped(text: str) -> str:
    """Text that a Markdown processor shows as it is: every sign that may mean something has a backslash before it."""
    return _SPECIAL.sub(r"\\\1", safe_text(" ".join(text.split())))
