"""Why a phrase is no date: the word or the part that was not understood, and what is near to it."""

import re
import unicodedata
from collections.abc import Sequence

from followthrough.domain.phrases.grammar import Grammar, Parse, Unfit
from followthrough.domain.phrases.text import LONGEST, is_idiom
from followthrough.domain.phrases.vocabulary import ABBREVIATED_ZONES, HOLIDAYS, MONTHS, SMALL, UNITS, WEEKDAYS, Word

_REPEATING = frozenset(
    (
        *("every", "each", "daily", "weekly", "monthly", "yearly", "annually", "biweekly", "fortnightly", "quarterly"),
        *(f"{day}s" for day in WEEKDAYS if len(day) > 5),
    )
)
_VAGUE = frozenset(
    (
        *("soon", "asap", "someday", "sometime", "later", "eventually", "whenever", "few", "several", "some", "tbd"),
        *("early", "mid", "middle", "late", "around", "about", "circa", "approximately", "roughly", "ish", "maybe"),
        *("shortly", "immediately", "probably", "afterwards", "lately", "recently", "other", "earlier"),
    )
)
_SEVERAL = frozenset(("or", "and", "&", "between", "through", "to", "not", "except"))


def why_not(typed: str, words: Sequence[Word], parse: Parse) -> str:
    """The reason, as the end of a sentence; nothing where the whole phrase is one word that is not known."""
    if not typed.strip():
        return "there is nothing in it"
    if len(typed) > LONGEST:
        return "it is too long for one"
    return (
        _invisible(typed)
        or _kind(words)
        or _near(words, parse)
        or _unknown(words, parse.grammar)
        or _number(words)
        or _misfit(words, parse)
    )


def _invisible(typed: str) -> str:
    hidden = [letter for letter in typed if unicodedata.category(letter) in ("Cf", "Cc") and not letter.isspace()]
    return f"it has the invisible character U+{ord(hidden[0]):04X} in it" if hidden else ""


def _kind(words: Sequence[Word]) -> str:
    if is_idiom(words):
        return "it is said for what has no date"
    kinds = (
        (_REPEATING, "“{}” repeats, and this is one date; for what repeats there is --every"),
        (_VAGUE, "“{}” is too vague to be kept to"),
        (_SEVERAL, "“{}” leaves more than one date, or none"),
    )
    found = ((words_of_kind, said, word) for words_of_kind, said in kinds for word in words)
    said = next((said.format(word.typed) for kind, said, word in found if word.text in kind), "")
    return said.replace(f"“{words[0].typed}”", "it") if len(words) == 1 else said


def known(word: Word, grammar: Grammar) -> bool:
    """Whether the word stands in any rule, or is of any kind."""
    return word.text in grammar.words or any(read(word) is not None for read in grammar.terminals.values())


def _near(words: Sequence[Word], parse: Parse) -> str:
    """The phrase with every unknown word put right that is nearly a known one, where that makes it a date."""
    near = [word.text if known(word, parse.grammar) else _nearest(word.text, parse.grammar) for word in words]
    right = [Word(text, text) for text in near if text is not None]
    if len(right) < len(words) or near == [word.text for word in words]:
        return ""
    values = parse.again(right).whole("PHRASE")
    if all(isinstance(value, Unfit) for value in values):
        return ""
    return f"did you mean “{' '.join(word.text for word in right)}”"


def _nearest(text: str, grammar: Grammar) -> str | None:
    if found := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)", text):
        return next(
            (name for end in ("th", "st", "nd", "rd") if known(Word(name := found[1] + end, name), grammar)), ""
        )
    if not text.isalpha() or len(text) < 3:
        return None
    from difflib import get_close_matches

    names = (*grammar.words, *WEEKDAYS, *MONTHS, *UNITS, *HOLIDAYS, *SMALL)
    close = get_close_matches(text, sorted(name for name in names if len(name) > 3), n=1, cutoff=0.78)
    return close[0] if close else None


def _unknown(words: Sequence[Word], grammar: Grammar) -> str:
    unknown = [word for word in words if not known(word, grammar)]
    if unknown and unknown[0].text.startswith("-") and len(unknown[0].text) > 1:
        return "a length of time has no sign; say 3 days ago"
    if not unknown or len(words) == 1:
        return ""
    return f"“{unknown[0].typed}” is no word for a date"


def _number(words: Sequence[Word]) -> str:
    number = words[0].text if len(words) == 1 else ""
    if re.fullmatch("[0-9]{1,2}", number):
        hour = f"{number}pm" if int(number) < 13 else f"{number}:00"
        return f"a number alone is none; say in {number} days, {number} dec or {hour}"
    if re.fullmatch("[0-9]{4}", number):
        return f"a number alone is none; say {number[:2]}:{number[2:]} for a time"
    if re.fullmatch("[0-9]+[.][0-9]+", number):
        return f"a number alone is none; say {number}. with a dot at its end for a day and a month"
    return ""


def _misfit(words: Sequence[Word], parse: Parse) -> str:
    at = parse.farthest
    if at == 0 or len(words) < 2:
        return ""
    if at >= len(words):
        return f"something is missing behind “{words[-1].typed}”"
    before, behind = (" ".join(word.typed for word in part) for part in (words[:at], words[at:]))
    if words[at].text in ABBREVIATED_ZONES:
        return f"“{words[at].typed}” is not one zone everywhere; say it like 14:00+02:00"
    return f"“{behind}” does not fit behind “{before}”"
