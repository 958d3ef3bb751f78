"""Phrases made at random of the grammar's own words: each is read to its end or refused, and nothing is passed over."""

import re
from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.dates import Dates, Habits, Toward
from followthrough.domain.due import Day, Due
from followthrough.domain.errors import Problem
from followthrough.domain.phrases import Understood, read, read_due
from followthrough.domain.phrases.vocabulary import MONTHS, WEEKDAYS
from followthrough.rendering.wording import exact_due
from tests.support.builders import NOW, ZONE, at
from tests.support.phrases import Sampler
from tests.support.thoroughness import tried_on

DATES = Dates(now=NOW, zone=ZONE)
SAID = (
    DATES,
    Dates(now=at("2027-01-01T16:40-05:00"), zone=ZONE),
    Dates(now=at("2028-09-30T23:10+09:00"), zone="Asia/Tokyo", habits=Habits(week_start=6, date_order="dmy")),
    Dates(now=at("2026-11-29T00:20+01:00"), zone="Europe/Berlin", habits=Habits(date_order="mdy")),
    Dates(
        now=at("2027-06-17T12:05Z"), zone="UTC", habits=Habits(week_start=5, day_ends=at("2027-01-01T17:30Z").time())
    ),
)
"""Moments at which to say a phrase: what is a coincidence at one is none at the others."""

NOISE = frozenset(
    (
        *("by", "on", "at", "@", "due", "until", "till", "til", "before", "or", "no", "not", "later", "than", "latest"),
        *("the", "a", "an", "of", "in", "and", "within", "over", "from", "now", "+", "this", "coming", "upcoming"),
        *("o'clock", "oclock", "h", "couple", "time", "same", "thing", "00"),
    )
)
"""Words that may be left out and the date is the same: what stands before dates, articles, and words that confirm."""
IN_PLACE = ("the next", "first thing", "12 noon", "12 midnight", "day", "working", "business", "work")
"""Where these stand, their first word may be left out too: of two words, or by chance (a working day before Friday)."""
PARTS_OF_DAYS = frozenset(
    (
        "morning",
        "afternoon",
        "evening",
        "night",
        "eod",
        "cob",
        "eob",
        "tonight",
        "tonite",
        "end",
        "close",
        "business",
        "play",
    )
)
"""Words that name part of a day, or its end: the day is meant, and no hour is invented."""


def attempt(phrase: str, dates: Dates, toward: Toward = "future") -> Understood | None:
    try:
        return read(phrase, dates, toward)
    except Problem:
        return None


def meaning(phrase: str) -> list[tuple[Due, Due | None] | None]:
    understood = [attempt(phrase, dates) for dates in SAID]
    return [None if each is None else (each.due, each.other) for each in understood]


def passed_over(phrase: str) -> list[str]:
    """The words without which the phrase means the same at every moment, and that are not known to do nothing."""
    words = phrase.split()
    return [
        words[index]
        for index in range(len(words) if len(words) > 1 else 0)
        if not does_nothing(words, index) and is_same(" ".join((*words[:index], *words[index + 1 :])), phrase)
    ]


def is_same(phrase: str, other: str) -> bool:
    """Whether two phrases mean the same, at the first moment and then at every other."""
    one, two = attempt(phrase, DATES), attempt(other, DATES)
    same_now = one is not None and two is not None and (one.due, one.other) == (two.due, two.other)
    return same_now and meaning(phrase) == meaning(other)


def does_nothing(words: list[str], index: int) -> bool:
    if re.match(r"(jan|january|dec|december|q1|q4) (of|20\d\d)\b", " ".join(words[index : index + 2])):
        return True  # the end of 2027 is that of its last quarter and month
    if words[index] == "today" and PARTS_OF_DAYS & set(words):
        return True
    if re.fullmatch(r"20\d\d", words[index]):  # one that is the next to come: with any other, the date is another
        return meaning(" ".join((*words[:index], "2033", *words[index + 1 :]))) != meaning(" ".join(words))
    if words[index] in WEEKDAYS:  # one that only confirms a date: with any other, there is none
        other = "monday" if WEEKDAYS[words[index]] else "tuesday"
        return set(meaning(" ".join((*words[:index], other, *words[index + 1 :])))) == {None}
    around = {words[index], " ".join(words[index : index + 2]), " ".join(words[max(index - 1, 0) : index + 1])}
    return words[index] in NOISE | PARTS_OF_DAYS or not around.isdisjoint(IN_PLACE)


def check(count: int, seed: int) -> int:
    """Read so many phrases; how many of them were dates."""
    sampler, dates_read, seen = Sampler(seed), 0, set()
    for phrase in islice(iter(sampler.any, None), count):
        if phrase in seen:
            continue
        seen.add(phrase)
        understood = attempt(phrase, DATES)
        if understood is None:
            continue
        dates_read += 1
        assert not understood.due.passed(NOW, ZONE), phrase
        assert weekday_fits(phrase, understood.due), phrase
        assert month_fits(phrase, understood.due), phrase
        for each in filter(None, (understood.due, understood.other)):
            assert read_due(exact_due(each, ZONE), DATES, "either") == each, phrase
    return dates_read


def weekday_fits(phrase: str, due: Due) -> bool:
    """Where one weekday is named and nothing is counted from it, the day is one."""
    words = phrase.split()
    named = {WEEKDAYS[word] for word in words if word in WEEKDAYS}
    counted = {"from", "after", "before", "the", "midnight", "12", "week", "24:00"} & set(words) or has_zone(words)
    return len(named) != 1 or bool(counted) or due.day_in(ZONE).weekday() in named


def month_fits(phrase: str, due: Due) -> bool:
    """Where one month is named and nothing is counted from it, the day is in it."""
    words = phrase.split()
    named = {MONTHS[word] for word in words if word in MONTHS}
    counted = {"from", "after", "before", "midnight", "12", "week", "24:00"} & set(words) or has_zone(words)
    return len(named) != 1 or bool(counted) or due.day_in(ZONE).month in named


def has_zone(words: list[str]) -> bool:
    return any("/" in word or word in ("utc", "gmt", "z") or re.fullmatch(r"[+-]\d\d:\d\d", word) for word in words)


def test_phrases_of_its_own_words_are_read_to_their_end_or_refused() -> None:
    assert check(1_500, seed=1) > 150


def test_no_word_of_a_phrase_is_passed_over() -> None:
    sampler = Sampler(11)
    phrases = {phrase for phrase in islice(iter(sampler.any, None), 1_500) if attempt(phrase, DATES) is not None}
    assert len(phrases) > 200
    assert {phrase: loose for phrase in sorted(phrases) if (loose := passed_over(phrase))} == {}


@pytest.mark.torture
def test_200_000_phrases_of_its_own_words_are_read_to_their_end_or_refused() -> None:
    assert check(200_000, seed=2026) > 20_000


@pytest.mark.torture
def test_no_word_of_many_phrases_is_passed_over() -> None:
    sampler = Sampler(2027)
    phrases = {phrase for phrase in islice(iter(sampler.any, None), 20_000) if attempt(phrase, DATES) is not None}
    by_chance = [phrase for phrase in sorted(phrases) if passed_over(phrase)]
    assert len(by_chance) < len(phrases) / 100, by_chance  # the Saturday before Christmas is that before its eve


# Anything at all

SEEDS = st.integers(0, 2**32)
TOWARD = st.sampled_from(("future", "past", "either"))


@tried_on(150)
@given(SEEDS.map(lambda seed: Sampler(seed).any()) | st.text(max_size=40), TOWARD, st.sampled_from(SAID))
def test_whatever_is_typed_is_understood_or_refused_and_lies_where_it_should(
    phrase: str, toward: Toward, dates: Dates
) -> None:
    understood = attempt(phrase, dates, toward)
    if understood is None:
        return
    for due in filter(None, (understood.due, understood.other)):
        assert 2 <= due.day_in(dates.zone).year <= 9998
        if toward == "future":
            assert not due.passed(dates.now, dates.zone)
        if toward == "past":
            assert due.day_in(dates.zone) <= dates.today


@tried_on(100)
@given(st.datetimes(at("1970-01-03T00:00Z").replace(tzinfo=None), at("9998-12-29T00:00Z").replace(tzinfo=None)))
def test_what_is_said_back_means_the_same(moment: object) -> None:
    assert hasattr(moment, "date")
    day = Day(moment.date())
    assert read_due(exact_due(day, ZONE), DATES, "either") == day


@tried_on(60)
@given(SEEDS, st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000)))
def test_no_phrase_fails_whenever_it_is_said(seed: int, shift: timedelta) -> None:
    attempt(Sampler(seed).any(), Dates(now=NOW + shift, zone=ZONE))
