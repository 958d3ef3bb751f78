"""A promise typed in one breath: what of the text names persons, tags and a due date, and what stays text.

`@ana` is a person, `+talks` a tag, and the words behind the last *by, before, due, on, until* are a due date where all
of them together are one. The tags, the date phrase and a *to @person* leave the text; of another `@person` the name
stays. Everything else is text, to the letter.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from followthrough.domain.errors import PastDateError, Problem
from followthrough.domain.signs import signs_in
from followthrough.domain.stray_dates import KEYWORD, STOPS, Read, is_no_date, looks_like_a_date, stray_date

Span = tuple[int, int]

_CLOCK = r"\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\.?)?|noon|midnight"
_AT_CLOCK = re.compile(r"(?<!\S)(at\s+\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?)\s+$", re.IGNORECASE)
_LONGEST_PHRASE = 80
_BETWEEN_AND_TEXT = re.compile(r"(?:\s|,+(?![,+])|[;:–—-]+(?![^\s,]))*")
_TEXT_AND_BETWEEN_BACKWARDS = re.compile(r"(?:[\s,;:]|[–—-]+(?!\S))*")
"""What stands between the text and a part that leaves it, and goes along where that part was the beginning or the end.

Not what touches a word and keeps it from being a person or a tag: as in `@ana–`, `:@ana` and `,+talks`.
"""


class Captured(Struct, frozen=True, kw_only=True):
    """What was understood: the text that stays, and what was taken out of it or named in it.

    `stray` is a date that stayed in the text, as it does not end it or nothing introduces it; `doubt` is why a phrase
    that looks like a due date is none.
    """

    what: str
    to: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    by: str | None = None
    stray: str | None = None
    doubt: Problem | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom it is promised to, as far as the text says: *to @person*, or else everyone who is named."""
        return self.to or self.named


class _Dated(NamedTuple):
    by: str | None = None
    at: Span = (0, 0)
    doubt: Problem | None = None


def capture(typed: str, read: Read | None, *, persons: bool = True) -> Captured:
    """What a text says. Without `read` no date is looked for; without `persons` a *to @person* stays, as a name."""
    text = typed.strip()
    signs = signs_in(text, groups=persons)
    leaving = [*((tag.start, tag.end) for tag in signs.tags), *((start, end) for _, start, end in signs.groups)]
    kept = [(person.start, person.end) for person in signs.named]
    dated = _dated(text, leaving, kept, read) if read else _Dated()
    parts = [*leaving, *_without(dated.at, [*leaving, *kept])]
    what = _left(text, parts, [(start, start + 1) for start, _ in kept])
    return Captured(
        what=what,
        to=tuple(chain.from_iterable(names for names, _, _ in signs.groups)),
        named=tuple(person.name for person in signs.named),
        tags=tuple(tag.name for tag in signs.tags),
        by=dated.by,
        stray=stray_date(what, read) if read and dated.by is None else None,
        doubt=dated.doubt,
    )


def _inside(at: int, spans: Iterable[Span]) -> bool:
    return any(first <= at < end for first, end in spans)


def _dated(text: str, leaving: list[Span], mentions: list[Span], read: Read) -> _Dated:
    """The last phrase that is a date from its first word to the end of the text, persons and tags aside."""
    doubt: Problem | None = None
    keywords = [each for each in KEYWORD.finditer(text) if not _inside(each.start(), leaving)]
    for at in reversed(range(len(keywords))):
        phrase, end = _tail(text, keywords[at].end(), leaving, mentions)
        if len(phrase) > _LONGEST_PHRASE:
            break
        if not phrase or is_no_date(f"{keywords[at][0]} {phrase}"):
            continue
        problem = _problem(read, phrase)
        if problem is not None and re.fullmatch(r".*\d", phrase) and text[end : end + 1] == ".":
            dotted = _problem(read, f"{phrase}.")
            phrase, end, problem = (phrase, end, problem) if dotted else (f"{phrase}.", end + 1, None)
        if problem is None or isinstance(problem, PastDateError):
            if (clock := _AT_CLOCK.search(text[: keywords[at].start()])) is not None:
                return _at_clock(clock, phrase, end, read)
            between = (keywords[at - 1].end(), keywords[at].start()) if at else (0, 0)
            whole = _day_with_clock(_words(text, between, leaving), phrase, read)
            return _Dated(whole or phrase, (keywords[at - 1 if whole else at].start(), end))
        doubt = doubt or (problem if looks_like_a_date(phrase) else None)
    return _Dated(doubt=doubt)


def _at_clock(clock: re.Match[str], phrase: str, end: int, read: Read) -> _Dated:
    """A time of day just before the date is part of it: *at 10am on tuesday*; one that may be two makes no date."""
    whole = f"{phrase} {' '.join(clock[1].split())}"
    problem = _problem(read, whole)
    if problem is None or isinstance(problem, PastDateError):
        return _Dated(whole, (clock.start(1), end))
    return _Dated(doubt=problem)


def _day_with_clock(before: str, phrase: str, read: Read) -> str | None:
    """A day and a time of day are one date: *friday 5pm* of *on friday by 5pm*, *5pm friday* of *by 5pm on friday*."""
    if bool(re.fullmatch(_CLOCK, before.casefold())) == bool(re.fullmatch(_CLOCK, phrase.casefold())):
        return None
    whole = f"{before} {phrase}"
    return whole if before and _problem(read, whole) is None else None


def _problem(read: Read, phrase: str) -> Problem | None:
    """Why the phrase is no date to be due by."""
    try:
        read(phrase)
    except Problem as problem:
        return problem
    return None


def _tail(text: str, start: int, leaving: list[Span], mentions: list[Span]) -> tuple[str, int]:
    """What stands behind a keyword without tags, *to @person*, and persons at the end; and where it ends."""
    end = len(text)
    behind = sorted((*leaving, *mentions))
    while behind and text[behind[-1][1] : end].strip(STOPS) in ("", "and", "&"):
        end = behind.pop()[0]
    return _words(text, (start, end), leaving).rstrip(STOPS), len(text[:end].rstrip(STOPS))


def _words(text: str, span: Span, leaving: list[Span]) -> str:
    """What a span says without those in it, with single spaces."""
    return " ".join(" ".join(text[first:end] for first, end in _without(span, leaving)).split())


def _without(span: Span, others: list[Span]) -> Iterator[Span]:
    """The pieces of a span that none of the others takes."""
    at = span[0]
    for first, end in sorted(others):
        if at < end and first < span[1]:
            if at < first:
                yield at, first
            at = max(at, end)
    if at < span[1]:
        yield at, span[1]


def _left(text: str, parts: list[Span], signs: list[Span]) -> str:
    """The text without those parts and the white space before each, and without those signs."""
    pieces: list[str] = []
    for first, end in _without((0, len(text)), [*(_with_space(text, part) for part in parts), *signs]):
        pieces.append(text[first:end])
    left = "".join(pieces)
    if any(first == 0 for first, _ in parts):
        left = left[_length(_BETWEEN_AND_TEXT, left) :]
    if any(not text[end:].strip(STOPS) for _, end in parts):
        left = left[: len(left) - _length(_TEXT_AND_BETWEEN_BACKWARDS, left[::-1])]
    return left.strip()


def _length(beginning: re.Pattern[str], text: str) -> int:
    match = beginning.match(text)
    return match.end() if match else 0


def _with_space(text: str, part: Span) -> Span:
    return len(text[: part[0]].rstrip()), part[1]
