"""Shares of a whole as files of text write them: 0.8, or 80 %."""

import re

from followthrough.formats.exchange.unreadable import UnreadableError, shown

_SHARE = re.compile("([0-9]{1,20}(?:[.][0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?) ?(%?)")


def read_share(field: str, text: str, *, zero: bool) -> float:
    """A share in [0, 1] or, without `zero`, in (0, 1]; above 1 or with its sign it is in percent."""
    match = _SHARE.fullmatch(text)
    number = float(match[1]) if match else -1.0
    share = number / 100 if match and (match[2] or number > 1) else number
    if not 0 <= share <= 1 or (share == 0 and not zero):
        raise UnreadableError(f"its {field} {shown(text)} is no share such as 0.8 or 80%")
    return share
