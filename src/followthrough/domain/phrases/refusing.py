"""Why a phrase is no date: the word or the part that was not understood, and what is near to it."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from followthrough.domain.phrases.grammar import Grammar, Parse
from followthrough.domain.phrases.text import LONGEST
from followthrough.domain.phrases.vocabulary import HOLIDAYS, MONTHS, SMALL, UNITS, WEEKDAYS, Word

_REPEATING = frozenset(
    ["every", "each", "daily", "weekly", "monthly", "yearly", "annually", "biweekly", "fortnightly", "quarterly"]
    + [f"{day}s" for day in WEEKDAYS if len(day) > 5]
)
_VAGUE = frozenset(
    [
        "soon",
        "asap",
        "someday",
        "sometime",
        "later",
        "eventually",
        "whenever",
        "few",
        "several",
        "some",
        "early",
        "mid",
        "middle",
        "late",
        "around",
        "about",
        "circa",
        "approximately",
        "roughly",
        "ish",
        "shortly",
        "immediately",
        "maybe",
        "probably",
        "tbd",
        "afterwards",
        "lately",
        "recently",
    ]
)
_SEVERAL = frozenset(["or", "and", "&", "between", "through", "to", "not", "except", "vs", "versus", "from"])


def why_not(typed: str, words: Sequence[Word], parse: Parse, grammar: Grammar) -> str:
    """The reason, as the end of a sentence; nothing where the whole phrase is one word that is not known."""
    if not typed.strip():
        return "there is nothing in it"
    if len(typed) > LONGEST:
        return "it is too long for one"
    return (
        _invisible(typed)
        or _kind(words)
        or _near(words, grammar)
        or _unknown(words, grammar)
        or _number(words)
        or _misfit(words, parse)
    )


def _invisible(typed: str) -> str:
    hidden = [letter for letter in typed if unicodedata.category(letter) in ("Cf", "Cc") and not letter.isspace()]
    return f"it has the invisible character U+{ord(hidden[0]):04X} in it" if hidden else ""


def _kind(words: Sequence[Word]) -> str:
    for word in words:
        if word.text in _REPEATING:
            return f"“{word.typed}” repeats, and this is one date; for what repeats there is --every"
    for word in words:
        if word.text in _VAGUE:
            return f"“{word.typed}” is too vague to be kept to"
    for word in words:
        if word.text in ("or", "and", "&", "between", "through", "to", "not", "except"):
            return f"“{word.typed}” leaves more than one date, or none"
    return ""


def known(word: Word, grammar: Grammar) -> bool:
    """Whether the word stands in any rule, or is of any kind."""
    return word.text in grammar.words() or any(read(word) is not None for read in grammar.terminals.values())


def _near(words: Sequence[Word], grammar: Grammar) -> str:
    """The phrase with every unknown word that is nearly a known one put right, where that is all of them."""
    near = [word.text if known(word, grammar) else _nearest(word.text, grammar) for word in words]
    if all(near) and near != [word.text for word in words]:
        return f"did you mean “{' '.join(map(str, near))}”"
    return ""


def _nearest(text: str, grammar: Grammar) -> str | None:
    if not text.isalpha() or len(text) < 3:
        return None
    names = (*grammar.words(), *WEEKDAYS, *MONTHS, *UNITS, *HOLIDAYS, *SMALL)
    close = get_close_matches(text, sorted(name for name in names if len(name) > 3), n=1, cutoff=0.75)
    return close[0] if close else None


def _unknown(words: Sequence[Word], grammar: Grammar) -> str:
    unknown = [word.typed for word in words if not known(word, grammar)]
    if not unknown or len(words) == 1:
        return ""
    return f"“{unknown[0]}” is no word for a date"


def _number(words: Sequence[Word]) -> str:
    if len(words) == 1 and words[0].text.isascii() and words[0].text.isdigit():
        number = words[0].text
        return "a number alone is none; say the 5th, 5pm or 5 days" if len(number) < 3 else _long_number(number)
    return ""


def _long_number(number: str) -> str:
    return f"a number alone is none; say {number[:-2]}:{number[-2:]} for a time" if len(number) == 4 else ""


def _misfit(words: Sequence[Word], parse: Parse) -> str:
    at = parse.farthest
    if at == 0 or len(words) < 2:
        return ""
    if at >= len(words):
        return f"something is missing behind “{words[-1].typed}”"
    before, behind = (" ".join(word.typed for word in part) for part in (words[:at], words[at:]))
    return f"“{behind}” does not fit behind “{before}”"
