"""A first look at the bytes of a file: what no ledger begins with, holds or ends in, seen before anything is decoded.

A ledger may be as large as it likes. A large file that is none is refused without being kept in memory.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

LARGE = 2**27
"""Bytes from which a file is looked through piece by piece before it is read whole."""
_PIECE = 2**20
_WIDE = "it is UTF-%s, and a ledger is UTF-8"
_BEGINNINGS = {
    b"\xef\xbb\xbf": "it begins with a byte order mark, which an editor can leave out when it saves UTF-8",
    b"\xff\xfe\0\0": _WIDE % 32,
    b"\0\0\xfe\xff": _WIDE % 32,
    b"\xff\xfe": _WIDE % 16,
    b"\xfe\xff": _WIDE % 16,
    b"{\0\0\0": _WIDE % 32,
    b"\0\0\0{": _WIDE % 32,
    b"{\0": _WIDE % 16,
    b"\0{": _WIDE % 16,
}
_NULS = "it has NUL bytes in it, which no text has"


def why_no_text(data: bytes) -> str | None:
    """Why these bytes cannot be JSON in UTF-8 from their beginning to their end; None where they may be."""
    for beginning, reason in _BEGINNINGS.items():
        if data.startswith(beginning):
            return reason
    return _NULS if b"\0" in data else None


def why_no_ledger(file: "BinaryIO") -> str | None:
    """Why a large file, open at its beginning, can be no ledger; None where it may be one, or is not large.

    It is at its beginning again afterwards. Raises OSError.
    """
    if os.fstat(file.fileno()).st_size < LARGE:
        return None
    first = last = file.read(_PIECE)
    reason = why_no_text(first)
    if reason is None and not first.lstrip().startswith(b"{"):
        return "it is not in the shape of a ledger"
    while reason is None and (piece := file.read(_PIECE)):
        last = piece
        reason = _NULS if b"\0" in piece else None
    if reason is None and not last.rstrip().endswith(b"}"):
        return "it breaks off in the middle"
    file.seek(0)
    return reason
