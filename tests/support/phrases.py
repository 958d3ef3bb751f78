"""Phrases made at random of the grammar's own words: derived from its rules, and then, half of them, spoilt."""

import random

from followthrough.domain.phrases.grammar import Grammar
from followthrough.domain.phrases.reading import grammar
from followthrough.domain.phrases.vocabulary import MONTHS, ORDINALS, SMALL, TENS, UNITS, WEEKDAYS

SPELLED: dict[str, tuple[str, ...]] = {
    "WEEKDAY": tuple(WEEKDAYS),
    "MONTH": tuple(MONTHS),
    "SMALL": tuple(SMALL),
    "TENS": tuple(TENS),
    "DIGITS": ("0", "1", "2", "3", "5", "12", "17", "30", "45", "90", "2027"),
    "DAYNUMBER": ("0", "1", "3", "13", "27", "30", "31", "32"),
    "TWODIGITS": ("00", "30", "75"),
    "DOTTEDDAY": ("3.", "31."),
    "ORDINAL": ("1st", "2nd", "3rd", "5th", "15th", "27th", "31st", *ORDINALS),
    "NUMERALDAY": ("1st", "3rd", "15th", "23rd", "30th", "31st"),
    "YEAR": ("2026", "2027", "2028"),
    "UNIT": tuple(UNITS),
    "POSSESSED": ("day's", "days'", "week's", "weeks'", "weeks", "month's"),
    "PERIODNAME": ("week", "month", "quarter", "year"),
    "WHICH": ("this", "next", "last"),
    "PART": ("morning", "afternoon", "evening", "night"),
    "HALF": ("am", "pm"),
    "ZONE": ("utc", "+02:00", "-05:00", "Europe/Berlin", "America/New_York"),
    "OLDZONE": ("est", "cet"),
    "HOLIDAY": ("christmas", "xmas", "halloween"),
    "QUARTER": ("q1", "q4"),
    "ISODATE": ("2026-12-03", "2026/11/27", "2026-11-20", "2027-02-29"),
    "COMPACT": ("20261203",),
    "ISOMONTH": ("2026-12", "2026-13"),
    "ISOWEEK": ("2026-w49", "2026w53", "2027-w53"),
    "ISOWEEKDAY": ("2026-w49-5",),
    "YEARDAY": ("2026-340", "2026-366"),
    "WEEKNUMBER": ("w49",),
    "NUMBERED": ("3/12", "12/25", "3/3", "25/12/2026", "03-12-2026", "2/30"),
    "DOTTED": ("3.12.", "03.12.2026", "31.11."),
    "CLOCKFACE": ("17:00", "9:30", "09:30", "5:30", "00:00", "24:00", "25:00"),
    "DECIMAL": ("1.5", "5.30"),
}
"""For each kind of word some that are of it."""


class Sampler:
    """Phrases at random: the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._grammar: Grammar = grammar()
        self._words = sorted({*self._grammar.words, *(word for words in SPELLED.values() for word in words)})

    def derived(self, symbol: str = "PHRASE") -> str:
        """A phrase that the rules make, whether it is a date or, like `feb 30`, none."""
        while True:
            try:
                return " ".join(self._derive(symbol, 12))
            except RecursionError:
                continue

    def spoilt(self) -> str:
        """One with a word left out, put in, said twice, or exchanged for another."""
        words = self.derived().split()
        at = self._random.randrange(len(words))
        match self._random.randrange(4):
            case 0:
                del words[at]
            case 1:
                words.insert(at, self._random.choice(self._words))
            case 2:
                words.insert(at, words[at])
            case _:
                words[at] = self._random.choice(self._words)
        return " ".join(words)

    def any(self) -> str:
        """One of either kind, or words side by side."""
        kind = self._random.randrange(10)
        if kind == 0:
            return " ".join(self._random.choice(self._words) for _ in range(self._random.randint(1, 4)))
        return self.derived() if kind < 5 else self.spoilt()

    def _derive(self, symbol: str, depth: int) -> list[str]:
        if depth == 0:
            raise RecursionError
        rules = self._grammar.rules.get(symbol, [])
        spelled = SPELLED.get(symbol, ())
        if spelled and (not rules or self._random.random() < 0.7):
            return [self._random.choice(spelled)]
        pieces = self._random.choice(rules).pieces
        words: list[str] = []
        for piece in pieces:
            if piece.optional and self._random.random() < 0.5:
                continue
            words += (
                [self._random.choice(sorted(piece.words))]
                if piece.symbol is None
                else self._derive(piece.symbol, depth - 1)
            )
        return words
