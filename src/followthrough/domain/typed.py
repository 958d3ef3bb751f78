"""What people type that is neither a date nor a name: texts, shares of a whole, tags."""

import re
from collections.abc import Iterable

from followthrough.domain.errors import (
    BadShareError,
    BadTagError,
    EmptyTextError,
    TextTooLongError,
    UnreadableTextError,
)

LONGEST_TEXT = 10_000
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?(%?)")
_TAG = re.compile(r"[\w][\w.-]{0,63}")


def read_text(field: str, typed: str) -> str:
    """The text without the white space around it. Raises where it is empty, too long, or no UTF-8."""
    text = typed.strip()
    if not text:
        raise EmptyTextError(field)
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(field, len(text), LONGEST_TEXT)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UnreadableTextError(field)
    return text


def read_note(typed: str | None) -> str | None:
    """A note, where one was given."""
    return None if typed is None else read_text("note", typed)


def read_share(field: str, typed: str, *, zero: bool) -> float:
    """A share of the whole, in [0, 1] or, without `zero`, in (0, 1]: `60%`, `60` and `0.6` are the same.

    A number up to 1 without a percent sign is the share itself.
    """
    allowed = "from 0 to 100 %" if zero else "above 0 up to 100 %"
    match = _SHARE.fullmatch(typed.strip())
    if match is None:
        raise BadShareError(field, typed, allowed)
    number = float(match[1])
    share = number / 100 if match[2] or number > 1 else number
    if not (0 if zero else 1e-9) <= share <= 1:
        raise BadShareError(field, typed, allowed)
    return share


def read_tags(typed: Iterable[str]) -> tuple[str, ...]:
    """The tags, each once, in their order: letters, digits, `.`, `_` and `-`; a leading `+` is not part of it."""
    tags: dict[str, None] = {}
    for each in typed:
        tag = each.strip().removeprefix("+")
        if not _TAG.fullmatch(tag):
            raise BadTagError(each)
        tags[tag] = None
    return tuple(tags)


def is_tag(text: str) -> bool:
    """Whether this is just what a tag may be."""
    return _TAG.fullmatch(text) is not None
