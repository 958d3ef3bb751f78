"""A promise typed in one breath: what of the text names persons, tags and a due date, and what stays text.

`@ana` is a person, `+talks` a tag, and the words behind the last *by, before, due, on, until* are a due date where all
of them together are one. The tags, the date phrase and a *to @person* leave the text; of another `@person` the name
stays. Everything else is text, to the letter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from followthrough.domain.errors import PastDateError, PhraseNotUnderstoodError, Problem

Read = Callable[[str], object]
"""Reads a due date; raises a Problem where the phrase is none."""
Span = tuple[int, int]

_NAME = r"[^\W\d_](?:[\w.-]{0,62}\w)?"
"""Begins with a letter, so that `@5pm` and `+49` are none, and has no full stop at its end, which is the sentence's."""
_ENDS = r"(?![\w@+/\\-])(?=[.,;:!?…)\]}\"”’»*]*(?:\s|$|(?<=,)@))"
_TAG = re.compile(rf"(?<!\S)\+({_NAME}){_ENDS}(?:,(?=\s+\+))?")
_PERSON = re.compile(rf"(?:(?<!\S)|(?<=[(\[{{\"“‘„«,]))@({_NAME})(?:(?=['’]s\b)|{_ENDS})")
_AND = r"(?:\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*|\s+)"
_TO_ONE = rf"@{_NAME}{_ENDS}"
_TO = re.compile(rf"(?<!\S)to\s+({_TO_ONE}(?:{_AND}{_TO_ONE})*)", re.IGNORECASE)
_KEYWORD = re.compile(r"(?<!\S)(?:due\s+)?(?:on\s+or\s+)?(?:by|before|due|on|until)(?=\s)", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:\+ ?)?(?:(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half an?"
    r"|a few|several|a couple(?: of)?) ?(?:business |working )?(?:m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?"
    r"|fortnights?|mo|months?|q|quarters?|y|yrs?|years?)(?:,| and)? ?)+",
    re.IGNORECASE,
)
_DAY_LIKE = re.compile(
    r".*\d.*|today|tomorr?ow|tmrw|tonight|noon|midnight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend"
    r"|days?|weeks?|months?|morning|afternoon|evening|night"
)
_LEAD = re.compile(r"^(?:by|before|due|on|until|at) (?=.)", re.IGNORECASE)
_LONGEST_PHRASE = 80
_MOST_WORDS = 5
_BETWEEN = ",;: \t\r\n–—-"
"""What stands between the text and a part that leaves it, and goes along where that part was the end or beginning."""
_STOPS = ".!?…,;: \t\r\n"


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
    tags = [*_TAG.finditer(text)]
    to = [*_TO.finditer(text)] if persons else []
    leaving = [match.span() for match in chain(tags, to)]
    mentions = [match for match in _PERSON.finditer(text) if not _inside(match.start(), leaving)]
    signs = [(match.start(), match.start() + 1) for match in mentions]
    dated = _dated(text, leaving, [match.span() for match in mentions], read) if read else _Dated()
    kept = [match.span() for match in mentions]
    what = _left(text, [*leaving, *_without(dated.at, [*leaving, *kept])], signs)
    return Captured(
        what=what,
        to=tuple(name for match in to for name in re.findall(rf"@({_NAME})", match[1])),
        named=tuple(match[1] for match in mentions),
        tags=tuple(match[1] for match in tags),
        by=dated.by,
        stray=_stray(what, read) if read and dated.by is None else None,
        doubt=dated.doubt,
    )


def _inside(at: int, spans: Iterable[Span]) -> bool:
    return any(first <= at < end for first, end in spans)


def _dated(text: str, leaving: list[Span], mentions: list[Span], read: Read) -> _Dated:
    """The last phrase that is a date from its first word to the end of the text, persons and tags aside."""
    doubt: Problem | None = None
    for keyword in reversed([*_KEYWORD.finditer(text)]):
        if _inside(keyword.start(), leaving):
            continue
        phrase, end = _tail(text, keyword.end(), leaving, mentions)
        if len(phrase) > _LONGEST_PHRASE:
            break
        try:
            if phrase and not _LENGTH.fullmatch(phrase):
                read(phrase)
                return _Dated(phrase, (keyword.start(), end))
        except PastDateError:
            return _Dated(phrase, (keyword.start(), end))
        except PhraseNotUnderstoodError as problem:
            doubt = doubt or (problem if problem.reason else None)
        except Problem as problem:
            doubt = doubt or problem
    return _Dated(doubt=doubt)


def _tail(text: str, start: int, leaving: list[Span], mentions: list[Span]) -> tuple[str, int]:
    """What stands behind a keyword without tags, *to @person*, and persons at the end; and where it ends."""
    end = len(text)
    behind = sorted((*leaving, *mentions))
    while behind and text[behind[-1][1] : end].strip(_STOPS) in ("", "and", "&"):
        end = behind.pop()[0]
    rest = "".join(text[first:last] for first, last in _without((start, end), leaving))
    stripped = len(text[:end].rstrip(_STOPS))
    return " ".join(rest.split()).rstrip(_STOPS), stripped


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
        left = left.lstrip(_BETWEEN)
    if any(not text[end:].strip(_STOPS) for _, end in parts):
        left = left.rstrip(_BETWEEN)
    return left.strip()


def _with_space(text: str, part: Span) -> Span:
    return len(text[: part[0]].rstrip()), part[1]


def _stray(text: str, read: Read) -> str | None:
    """The date that stayed in the text: its last words, or what stands behind the last keyword."""
    words = text.rstrip(_STOPS).split()
    last = words[-_MOST_WORDS:]
    ends = [last[first:] for first in range(len(last))]
    keywords = [*_KEYWORD.finditer(text)]
    behind = text[keywords[-1].end() :].split()[:_MOST_WORDS] if keywords else []
    return next((day for each in (*ends, *_beginnings(behind)) if (day := _day(each, read))), None)


def _beginnings(words: Sequence[str]) -> list[Sequence[str]]:
    return [words[:count] for count in range(len(words), 0, -1)]


def _day(words: Sequence[str], read: Read) -> str | None:
    """The date that these words are, without the word before it."""
    if not words or not _DAY_LIKE.fullmatch(words[-1].casefold().rstrip(_STOPS)):
        return None
    phrase = _LEAD.sub("", " ".join(words).rstrip(_STOPS))
    return phrase if not _LENGTH.fullmatch(phrase) and _reads(read, phrase) else None


def _reads(read: Read, phrase: str) -> bool:
    try:
        read(phrase)
    except Problem:
        return False
    return True
