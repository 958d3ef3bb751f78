"""Names that the ledger gives: commitment ids, replica names, event ids."""

import re
from collections.abc import Callable

LETTERS = "klmnopqrstuvwxyz"
COMMITMENT_LENGTH = 12
REPLICA_LENGTH = 5
SHORTEST_PREFIX = 3
SHORTEST_AWAY = 6
"""What leaves the terminal prints at least this many letters of an id."""

_PREFIX = re.compile(rf"[k-z]{{{SHORTEST_PREFIX},{COMMITMENT_LENGTH}}}")
_REPLICA = re.compile(rf"[k-z]{{{REPLICA_LENGTH}}}")
_EVENT = re.compile(r"([k-z]{5})\.([1-9][0-9]*)(~[0-9a-f]{8})?")
_LETTER_OF = str.maketrans("0123456789abcdef", LETTERS)

Choose = Callable[[str], str]
"""Picks one letter of a text at random."""


def new_name(length: int, choose: Choose) -> str:
    """A name of that many random letters."""
    return "".join(choose(LETTERS) for _ in range(length))


def name_after(text: str) -> str:
    """The commitment id that this text gives on every machine: 12 letters told by its SHA-256."""
    from hashlib import sha256

    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:COMMITMENT_LENGTH].translate(_LETTER_OF)


def is_prefix(text: str) -> bool:
    """Whether the text could be the beginning of a commitment's id: 3 to 12 of the letters k to z."""
    return _PREFIX.fullmatch(text) is not None


def is_commitment_id(text: str) -> bool:
    """Whether the text can be the whole id of a commitment, or of a series."""
    return len(text) == COMMITMENT_LENGTH and is_prefix(text)


def is_replica_name(text: str) -> bool:
    """Whether the text can be the name of a replica: 5 of the letters k to z."""
    return _REPLICA.fullmatch(text) is not None


def event_number(event_id: str) -> tuple[str, int]:
    """The replica and the number of an event id; ("", 0) sorts an id of another make first."""
    parts = _EVENT.fullmatch(event_id)
    return (parts[1], int(parts[2])) if parts else ("", 0)


def shared_length(one: bytes, other: bytes) -> int:
    """How many letters two names have in common from the start."""
    shorter = min(len(one), len(other))
    differing = int.from_bytes(one[:shorter]) ^ int.from_bytes(other[:shorter])
    return shorter - (differing.bit_length() + 7) // 8
