"""Whether a promise still says what it said when it was made: seen in its bytes, for most promises of a ledger."""

import msgspec
from msgspec import Raw

from followthrough.domain.events import Particulars

_fields = msgspec.json.Decoder(dict[str, Raw])
_EDITABLE = Particulars.__struct_fields__
_CHANGING = (b'"edited"', b'"moved"', b'"retracted"', b"\\u")
"""What the line of a promise holds if its particulars may differ from those that it was made with."""


class _History(msgspec.Struct):
    history: list[Raw]


_histories = msgspec.json.Decoder(_History)


def is_as_made(line: bytes) -> bool:
    """Whether nobody edited the fields beside a history by hand; False where only the fold can say."""
    if line.count(b'"made"') != 1 or any(mark in line for mark in _CHANGING):
        return False
    try:
        stored, made = _fields.decode(line), _fields.decode(_histories.decode(line).history[0])
    except (msgspec.MsgspecError, IndexError, RecursionError):
        return False
    return bytes(made.get("did", b"")) == b'"made"' and all(
        name not in stored or (name in made and bytes(stored[name]) == bytes(made[name])) for name in _EDITABLE
    )
