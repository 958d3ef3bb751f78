"""A glance at a ledger: the dates of one maker's open promises, read without loading what reads a whole history.

Fields beside a history may have been edited by hand, so the history counts here as everywhere. A glance understands the
one that most open promises have: made, then noted, moved, or edited in what has no date. It is given up for any other,
and for whatever is not just as this program writes it; whoever asked then reads the ledger as every command does.
"""

import os
import stat
from _json import make_scanner  # not from `json`, which would load regular expressions
from datetime import datetime
from functools import lru_cache

from followthrough.adapters.ledger.first_look import why_no_ledger
from followthrough.adapters.ledger.layout import OddLayoutError, cut
from followthrough.domain.due import Due, fixed, parse_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, BinaryIO

_APP = "followthrough"
_BUFFER = 2**17
"""Bytes that are read at once."""
_NOT_AS_WRITTEN = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, StopIteration, OverflowError),
    SystemError,  # the scanner's, where it wants to raise the error of `json` and nobody has loaded that
)
_DATELESS = frozenset({"what", "to", "tags", "visibility", "chase"})
_NAMES = frozenset({b"meta", b"replicas", b"people", b"series", b"forgotten", b"open", b"settled"})


class GivenUpError(Exception):
    """A glance is not enough for this ledger."""


class Glanced:
    """The dates of an open promise."""

    __slots__ = ("due", "judged_due", "remind", "zone")

    def __init__(self, due: Due | None, judged_due: Due | None, zone: str, remind: int | None) -> None:
        self.due = due
        self.judged_due = judged_due
        self.zone = zone
        self.remind = remind


def glance(path: str, maker: str, *, but: "Iterable[str]" = ()) -> tuple[str, list[Glanced]]:
    """The id of the ledger at that path, and the open promises of one maker in it; none where its id is one of `but`.

    Raises GivenUpError, OSError.
    """
    if not stat.S_ISREG(os.stat(path).st_mode) or not maker:
        raise GivenUpError
    with open(path, "rb", buffering=_BUFFER) as file:
        if why_no_ledger(file) is not None:
            raise GivenUpError
        return _glanced_in(file, maker, but)


def _glanced_in(file: "BinaryIO", maker: str, but: "Iterable[str]") -> tuple[str, list[Glanced]]:
    lines: dict[bytes, list[bytes]] = {b"meta": [], b"open": [], b"people": []}

    def see(name: bytes, some: list[bytes]) -> None:
        if name == b"people":
            lines[name] += [each for each in some if b"joined" in each or b"\\u" in each]
        elif name in lines:
            lines[name] += some

    try:
        tables = cut(file, see)
        if tables[b"meta"] != [b"1"]:
            raise GivenUpError
        ledger_id = _ledger_of(*_records(lines[b"meta"]))
        if ledger_id in but:
            return ledger_id, []
        _check_who(lines[b"people"], maker)
        if tables[b"series"] or not tables.keys() <= _NAMES or not set(tables[b"open"]).isdisjoint(tables[b"settled"]):
            raise GivenUpError
        glanced = (_glanced(record["history"], maker) for record in _records(lines[b"open"]))
        return ledger_id, [found for found in glanced if found is not None]
    except (OddLayoutError, *_NOT_AS_WRITTEN):
        raise GivenUpError from None


class _Scanning:
    """How JSON is read: as the standard library does, without its module."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    memo: "dict[str, str]" = {}  # noqa: RUF012  # the scanner wants one

    @staticmethod
    def parse_constant(name: str) -> "Any":  # noqa: ARG004  # the scanner gives it
        """NaN and the infinities, which are not JSON. Raises GivenUpError."""
        raise GivenUpError


def _records(lines: "Iterable[bytes]") -> "Iterator[dict[str, Any]]":
    """The records of these lines, one after the other: there is never more than one in memory."""
    scan = make_scanner(_Scanning())  # type: ignore[arg-type]  # wants these attributes alone
    for line in lines:
        text = line.decode()
        try:
            record, stop = scan(text, text.index('": {') + 3)
        except StopIteration:  # the scanner's word for no value; a generator may not pass it on
            raise GivenUpError from None
        if text[stop:] not in (",\n", "\n"):
            raise GivenUpError
        yield record


def _ledger_of(meta: "dict[str, Any]") -> str:
    """The id of the ledger. Raises GivenUpError where it is none of this program's."""
    if meta["app"] != _APP or [type(meta[name]) for name in ("format", "min_writer", "ledger")] != [int, int, str]:
        raise GivenUpError
    return str(meta["ledger"])


def _check_who(lines: "list[bytes]", maker: str) -> None:
    """Raise GivenUpError where this maker may have been joined with another handle, or renamed."""
    for line, record in zip(lines, _records(lines), strict=True):
        joins = [event["into"] for event in record["history"] if event["did"] == "joined"]
        if joins and (maker in joins or line.startswith((b'"' + maker.encode() + b'"', b'"\\'))):
            raise GivenUpError


def _glanced(history: "list[dict[str, Any]]", maker: str) -> Glanced | None:
    """What the history amounts to, folded as `domain.folding` does; None where somebody else made the promise."""
    made = history[0]
    if made["did"] != "made" or type(made["maker"]) is not str or type(made["n"]) is not int:
        raise GivenUpError
    if made["maker"] != maker:
        return None
    zone, due, remind = made["zone"], _due(made.get("due")), made.get("remind")
    if type(zone) is not str or not (remind is None or (type(remind) is int and 0 <= remind <= 10**10)):
        raise GivenUpError
    moves = _moves(history) if len(history) > 1 else ()
    if not moves:
        return Glanced(due, due, zone, remind)
    judged_due = _due(min(moves, key=_logged)["due"]) if due is None else due
    for move in moves:
        due = _due(move["due"])
        if type(move["agreed"]) is not bool or due is None or judged_due is None:
            raise GivenUpError
        if move["agreed"] and not judged_due.passed(_logged(move), zone):
            judged_due = due
    return Glanced(due, judged_due, zone, remind)


def _moves(history: "list[dict[str, Any]]") -> "list[dict[str, Any]]":
    """The moves in their order, where nothing else in the history asks for more than a glance."""
    moves, last = [], 0
    for event in history:
        did, n = event["did"], event["n"]
        if type(n) is not int or n <= last:
            raise GivenUpError
        last = n
        if did == "moved":
            moves.append(event)
        elif did != "noted" and event is not history[0] and (did != "edited" or event["to"].keys() - _DATELESS):
            raise GivenUpError
    return moves


@lru_cache(maxsize=1024)
def _due(text: "Any") -> Due | None:
    return None if text is None else parse_due(text)


def _logged(event: "dict[str, Any]") -> datetime:
    return fixed(datetime.fromisoformat(event["logged"]))
