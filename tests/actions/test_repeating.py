"""How a promise repeats, as people say it: every phrase of a table, and any phrase there may be."""

import csv
import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from followthrough.actions.repeating import read_rule
from followthrough.domain.dates import Dates
from followthrough.domain.due import Day
from followthrough.domain.errors import Problem, RepetitionNotUnderstoodError
from followthrough.domain.recurrence import days, part_of
from followthrough.domain.repetition.reading import Repetition
from followthrough.domain.series import Terms
from followthrough.rendering.repetition import repetition_said
from tests.support.builders import NOW, ZONE, at, due, on
from tests.support.figures import count
from tests.support.thoroughness import tried_on

with (Path(__file__).parents[1] / "data" / "repetitions.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))

DATES = Dates(now=NOW, zone=ZONE)
WORDS = (
    *"every each other second third first last 1st 2nd 3rd 5th 15th 29th 31st 2 3 6 10 two twelve a an the".split(),  # noqa: SIM905
    *"of on in and or , & / - until through starting from for times at after before day days weekday week".split(),  # noqa: SIM905
    *"weeks month months quarter year years daily weekly monthly quarterly yearly monday tue wed thursday".split(),  # noqa: SIM905
    *"fri sat sunday mon-fri january feb june dec 2027 2026-12-20 0 999 6pm 9:30 noon 18:00 midnight end".split(),  # noqa: SIM905
    *("i keep it", "it is kept", "last day", "first day", "the month", "every month", "skipping short months"),
    *("or the last day", "day of the month", "tomorrow", "today", "dec 3", "feb 29", "feb 30", "10 times"),
)


def read(phrase: str, first: Day | None = None) -> Repetition | None:
    """What the phrase means; None where it is refused."""
    try:
        return read_rule(phrase, DATES, first)
    except Problem:
        return None


def terms_of(read: Repetition) -> Terms:
    return Terms(
        what="Call", to=("ana",), rule=read.rule, start=read.start, clock=read.clock, after_keeping=read.after_keeping
    )


def in_order(phrase: str, read: Repetition) -> None:
    """What must hold of any phrase that is understood: its rule has days, is said again the same, and lies ahead."""
    assert read.start >= NOW.date(), phrase
    assert read.start > NOW.date() or {"today", "now"} & set(phrase.split()), phrase
    assert len(list(islice(days(read.rule, read.start), 3))) > 0, phrase
    if not read.after_keeping:
        assert next(days(read.rule, read.start)) == read.start, phrase
    again = read_rule(repetition_said(terms_of(read)), DATES, Day(read.start))
    meant = (read.rule, read.start, read.clock, read.after_keeping)
    assert (again.rule, again.start, again.clock, again.after_keeping) == meant, phrase


def test_the_table_has_phrases_enough_and_each_once() -> None:
    assert len(ROWS) == len({row["phrase"] for row in ROWS}) >= 350


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["phrase"] or "nothing")
def test_every_phrase_of_the_table_is_read_as_it_says(row: dict[str, str]) -> None:
    meant = read(row["phrase"])
    if meant is None:
        assert row["rule"] == "REFUSE"
        return
    clock = "" if meant.clock is None else f"{meant.clock:%H:%M}"
    assert [meant.rule, str(meant.start), clock, str(int(meant.after_keeping))] == [
        row[name] for name in ("rule", "first", "clock", "after_keeping")
    ]
    in_order(row["phrase"], meant)


@tried_on(300)
@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    meant = read(text)
    if meant is not None:
        in_order(text, meant)


def understood(number: int, seed: int) -> int:
    """How many of so many phrases made of the grammar's own words are understood; each of them is in order."""
    pick, found = random.Random(seed), 0
    for _ in range(number):
        phrase = " ".join(pick.choice(WORDS) for _ in range(pick.randint(1, 7)))
        if pick.random() < 0.5:
            phrase = f"{pick.choice(('every', 'monthly on', 'yearly on', 'weekly on', '2 weeks on'))} {phrase}"
        if (meant := read(phrase)) is not None:
            in_order(phrase, meant)
            found += 1
    return found


def test_phrases_made_of_the_words_of_repetition_are_understood_to_their_end_or_refused() -> None:
    assert understood(1000, seed=5) > 10


@pytest.mark.torture
def test_two_hundred_thousand_phrases_of_those_words() -> None:
    found = understood(200_000, seed=2026)
    assert found > 2000
    count("repetition phrases", tried=200_000, understood=found, violations=0)


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("biweekly", "it may be twice or every other: say “2 weeks”, or name the days"),
        ("every 2 thursdays", "say “2 weeks on thursdays”"),
        ("every other weekday", "say “2 weeks on weekday”"),
        ("every second thursday", "say “other thursday”, or “second thursday of the month”"),
        ("every weekend", "say “saturday” or “sunday”"),
        ("every sunday at 6", "say am or pm"),
        ("every hour", "a promise comes once a day at most"),
        ("every sunday or monday", "it may be one or the other"),
        ("mon wed fri", "put “and” between the days"),
        ("twice a week", "name the days"),
        ("every day except sunday", "name the days"),
        ("every november", "say a day of it, such as “december 3”"),
        ("every monday morning", "say a time, such as “at 18:00”"),
        ("every sunday ending june", "say “until june” or “through june”"),
        ("every sunday until june 0000", "there is no such year"),
        ("every sunday 10 times until june", "it says so twice"),
        ("every sunday until 2026-11-24", "it ends before it begins"),
        ("every day 0 times", "that is no time at all"),
        ("every day at 25:00", "there is no such time"),
        ("monthly on the 32nd", "there is no such day"),
        ("yearly on feb 30", "there is no such day"),
        ("every 0 days", "every 0 is never"),
        ("every 999 quarters", "that is too rare"),
        ("every sundya", "did you mean “sunday”"),
        ("FREQ=DAILY", "say it in words"),
        ("when the moon is full", ""),
    ],
)
def test_a_refusal_says_what_to_say_instead(phrase: str, why: str) -> None:
    with pytest.raises(RepetitionNotUnderstoodError) as refused:
        read_rule(phrase, DATES)
    assert (refused.value.typed, refused.value.reason) == (phrase, why)


def test_what_may_be_meant_otherwise_is_said() -> None:
    assert read_rule("monthly on the 31st", DATES).remarks == (
        "in shorter months on the last day; to leave those out, add “skipping short months”",
    )
    assert read_rule("yearly on feb 29", DATES).remarks == ("in years without 29 February on the 28th",)
    assert read_rule("sunday until june", DATES).remarks == ("until june ends before it; with it: through june",)
    assert read_rule("sunday through june", DATES).remarks == ()
    assert read_rule("monthly on the 29th", DATES).remarks == read_rule("monthly on the 31st", DATES).remarks
    assert read_rule("monthly on the 28th", DATES).remarks == ()
    kept = read_rule("2 weeks after i keep it until june", DATES)
    assert kept.remarks == ("until june ends before it; with it: through june",)


def test_a_first_date_said_apart_is_the_first_one_and_brings_its_time_of_day() -> None:
    assert read_rule("2 weeks", DATES, on("2026-12-04")).start == on("2026-12-04").on
    friday = read_rule("friday", DATES, due("2026-12-04T17:00-05:00"))
    assert (friday.start, str(friday.clock)) == (on("2026-12-04").on, "17:00:00")
    assert part_of(read_rule("monthly", DATES, on("2027-01-31")).rule, "BYSETPOS") == "-1"


def test_a_first_date_that_the_rule_does_not_have_is_refused() -> None:
    with pytest.raises(RepetitionNotUnderstoodError, match="Friday 2026-12-04 is none of its days"):
        read_rule("sunday", DATES, on("2026-12-04"))
    with pytest.raises(RepetitionNotUnderstoodError, match="it begins on two days"):
        read_rule("sunday starting dec 13", DATES, on("2026-12-06"))


@pytest.mark.parametrize("said", ["2026-12-30T23:30-05:00", "2027-01-31T09:00-05:00", "2028-02-29T09:00-05:00"])
def test_no_rule_begins_today_or_before(said: str) -> None:
    dates = Dates(now=at(said), zone=ZONE)
    for row in ROWS:
        try:
            meant = read_rule(row["phrase"], dates)
        except Problem:
            continue
        said_so = {"today", "now", "starting"} & set(row["phrase"].split())
        assert meant.start > dates.today or (said_so and meant.start == dates.today), row["phrase"]
        if not meant.after_keeping:
            assert next(days(meant.rule, meant.start)) == meant.start, row["phrase"]
