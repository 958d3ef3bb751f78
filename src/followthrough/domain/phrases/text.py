"""A phrase as it was typed, cut into the words of the grammar: case, spaces, dashes and apostrophes do not matter."""

import re
from collections.abc import Sequence

from followthrough.domain.phrases.vocabulary import MONTHS, UNITS, WEEKDAYS, Word

LONGEST = 120
_SAME = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
    | dict.fromkeys(map(ord, "‘’ʼ´`"), "'")
)
_NAMED = "|".join(
    (
        r"([0-9]{1,2})([-/])([a-z]+)(?:\2([0-9]{4}))?",
        r"([a-z]+)-([0-9]{1,2})(?:-([0-9]{4}))?",
        r"([a-z]+)-([0-9]{4})",
        r"([0-9]{4})-([a-z]+)-([0-9]{1,2})",
    )
)
_MOMENT = r"([0-9]{4}-[0-9]{2}-[0-9]{2})t([0-9].*)"
_OFFSET = r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(z|[+-][0-9]{2}:?[0-9]{2})?"
_KEPT = "|".join(
    (
        r"[0-9]{1,2}(?:st|nd|rd|th)|q[1-4]|w[0-9]{1,2}|[0-9]{4}-?w[0-9]{2}(?:-?[1-7])?",
        r"(?:utc|gmt)[+-][0-9:]+|[+-][0-9]{2}:?[0-9]{2}",
    )
)
_GLUED = r"[0-9.:]+(?=[a-z])|[a-z]+(?=[0-9])"
_DOTTED = r"[0-9]{1,2}\.[0-9]{1,2}\."


def words_of(typed: str) -> list[Word]:
    """The words of a phrase."""
    text = " ".join(typed.translate(_SAME).split())
    text = re.sub(r"(?<![a-z])([ap])\.\s?m\.?(?![a-z])", r"\1m", text, flags=re.IGNORECASE)
    text = re.sub(r",(?=\s|$|[0-9]{4}\b)", " ", text)
    if re.fullmatch(_DOTTED, text.rpartition(" ")[2]) is None:
        text = re.sub(r"[.!?]+$", "", text)
    return [word for each in text.split() for word in _cut(each)]


def is_idiom(words: Sequence[Word]) -> bool:
    """Whether the words read as a date and are said for *some time*."""
    return " ".join(word.text for word in words) in ("one day", "by one day", "24/7")


def _cut(typed: str) -> list[Word]:
    """The words that stand in one run of letters: `5pm` is two, `25-nov-2026` three."""
    text = typed.casefold()
    if text.isalpha():
        return [Word(text, typed)]
    if "/" in text and not text[0].isdigit():
        return [Word(text, typed)]
    if text[0] in "+@" and text[1:2].isdigit() and not re.fullmatch(_KEPT, text):
        return [Word(text[0], text[0]), *_cut(typed[1:])]
    if found := re.fullmatch(_MOMENT, text):
        return [Word(found[1], found[1]), *_cut(found[2])]
    if (found := re.fullmatch(_NAMED, text)) and any(piece in MONTHS for piece in found.groups()):
        return [Word(piece, piece) for piece in found.groups() if piece and piece not in "-/"]
    if (found := re.fullmatch(_OFFSET, text)) and found[2]:
        return [Word(found[1], found[1]), Word(found[2], found[2])]
    if text.endswith(".") and (text[:-1] in MONTHS or text[:-1] in WEEKDAYS or text[:-1] in UNITS):
        text = text[:-1]
    pieces = [piece for run in _runs(text) for piece in _unglued(run)]
    return [Word(text, typed)] if pieces == [text] else [Word(piece, piece) for piece in pieces]


def _runs(text: str) -> list[str]:
    """The text cut at hyphens between letters."""
    return re.split(r"(?<=[a-z])-(?=[a-z])", text)


def _unglued(text: str) -> list[str]:
    """The text cut where digits and letters meet, unless they are one word: `3rd`, `q1`."""
    if not text or re.fullmatch(_KEPT, text):
        return [text] if text else []
    found = re.match(_GLUED, text)
    if found is None:
        return [text]
    return [found[0], *_unglued(text[found.end() :])]
