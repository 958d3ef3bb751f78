"""Persons who were forgotten: how a ledger knows a name again that it no longer holds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

SOMEONE = "someone"
"""The handle that stands for everyone who was forgotten; no person has it."""

_MENTION = re.compile(r"(?<![\w.-])@([^\W_][\w.\u0300-\u036f-]*)")
"""A handle behind `@`, as people write it in a text: with accents of their own, and what ends a sentence."""
_MARK = "@"


def stone_key(handle: str) -> str:
    """Under which key the ledger keeps that someone was forgotten: `@` and a digest, which does not say the name."""
    from hashlib import sha256

    return _MARK + sha256(f"followthrough forgets @{handle}".encode(errors="surrogatepass")).hexdigest()[:16]


def is_of_person(key: str) -> bool:
    """Whether this key of a tombstone is that of a person, and not of a promise."""
    return key.startswith(_MARK)


def means_someone(typed: str) -> bool:
    """Whether this is the handle that stands for everyone who was forgotten."""
    return typed.strip().removeprefix(_MARK).casefold() == SOMEONE


class ForgottenPeople:
    """The persons whose tombstones have these keys; those of promises do not matter here."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(filter(is_of_person, keys))
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def __contains__(self, handle: str) -> bool:
        known = self._known.get(handle)
        if known is None:
            known = self._known[handle] = stone_key(handle) in self._keys
        return known

    def handle(self, handle: str) -> str:
        """The handle that stands for this one."""
        return SOMEONE if handle in self else handle

    def handles(self, handles: Iterable[str]) -> tuple[str, ...]:
        """The handles that stand for these, each once, if any of them was forgotten."""
        before = tuple(handles)
        after = tuple(map(self.handle, before))
        return before if after == before else tuple(dict.fromkeys(after))

    def text(self, text: str) -> str:
        """The text without mentions of them: `@ana` is `@someone`."""
        return _MENTION.sub(self._replaced, text) if _MARK in text else text

    def _replaced(self, mention: re.Match[str]) -> str:
        for written, handle in meant_by(mention[1]):
            if handle in self:
                return _MARK + SOMEONE + mention[1][len(written) :]
        return mention[0]


class ForgottenPerson(Struct, frozen=True, kw_only=True):
    """Who was forgotten, and in how many promises.

    `words` are what they were called, `named_in` the promises whose texts have one of these words still, `settings`
    what of this machine's configuration is called after them.
    """

    handle: str
    promises: int
    words: tuple[str, ...]
    named_in: tuple[str, ...]
    settings: tuple[str, ...]


def mentioned(text: str) -> Iterator[str]:
    """Every handle that a text may mention."""
    for mention in _MENTION.finditer(text):
        yield from (handle for _, handle in meant_by(mention[1]))


def meant_by(written: str) -> Iterator[tuple[str, str]]:
    """What may be the handle in what stands behind `@`, the longest first: a full stop may end a sentence."""
    while written:
        yield written, unicodedata.normalize("NFC", written).casefold()
        shorter = written.rstrip("._-")
        written = shorter if shorter != written else ""
