"""Dates that people type."""

import csv
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.due import Day, Due, Instant, zone_named
from followthrough.domain.errors import FutureDateError, PastDateError, PhraseNotUnderstoodError, Problem
from followthrough.domain.phrases import Dates, Toward, read as understand, read_due, read_duration
from tests.support.builders import NOW, ZONE, at, due
from tests.support.thoroughness import tried_on

with (Path(__file__).parents[1] / "data" / "due_phrases.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))

DATES = Dates(now=NOW, zone=ZONE)

REFUSED_THOUGH_EXPECTED = {
    *("tomorow", "yesterday", "at 5", "3/12", "12/3", "12/3/2026"),
}
"""The phrases that may be read or refused, and are refused: misspelt, passed, or two dates to two people."""


def read(phrase: str, toward: Toward = "future") -> Due | str:
    """What the phrase means; REFUSE where it is refused."""
    try:
        return read_due(phrase, DATES, toward)
    except Problem:
        return "REFUSE"


def means(answer: Due | str, wanted: str) -> bool:
    """Whether this is the answer that the table names: a day, a moment, a range of either, or a refusal."""
    if wanted == "REFUSE" or isinstance(answer, str):
        return answer == wanted
    if ".." in wanted:
        first, last = (date.fromisoformat(each) for each in wanted.split(".."))
        return isinstance(answer, Day) and first <= answer.on <= last
    if span := re.fullmatch(r"(\d{4}-\d\d-\d\dT)(\d\d:\d\d)-(\d\d:\d\d)", wanted):
        return isinstance(answer, Instant) and local(span[1] + span[2]) <= answer.at <= local(span[1] + span[3])
    return answer == (Instant(local(wanted)) if "T" in wanted else due(wanted))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone_named(ZONE))


def accepted(row: dict[str, str]) -> list[str]:
    return [row["expected"], *(each for each in row["also_accept"].split(";") if each)]


def test_the_table_has_135_rows() -> None:
    assert len(ROWS) == 135


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["phrase"] or "nothing")
def test_every_phrase_of_the_table_means_what_a_person_means(row: dict[str, str]) -> None:
    answer = read(row["phrase"])
    if row["phrase"] in REFUSED_THOUGH_EXPECTED:
        assert answer == "REFUSE"
        assert "REFUSE" in accepted(row)
    else:
        assert means(answer, row["expected"]), f"understood as {answer}"


@pytest.mark.parametrize("row", [row for row in ROWS if row["ambiguous"] == "1"], ids=lambda row: row["phrase"])
def test_what_means_two_things_is_refused_or_said_back_with_the_other_one(row: dict[str, str]) -> None:
    if row["phrase"] in {*REFUSED_THOUGH_EXPECTED, "nov 20"}:
        return
    assert understand(row["phrase"], DATES).other is not None


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["expected"] == "REFUSE"], ids=lambda row: row["phrase"] or "nothing"
)
def test_what_is_no_date_is_refused(row: dict[str, str]) -> None:
    assert read(row["phrase"]) == "REFUSE"


def test_yesterday_is_refused_as_a_due_date() -> None:
    with pytest.raises(PastDateError) as caught:
        read_due("yesterday", DATES)
    assert str(caught.value) == "“yesterday” is 2026-11-22, which has passed."


# What is said


@pytest.mark.parametrize(("phrase", "sentence"), [
    ("banana", "“banana” is not a date that can be understood."),
    ("2026-02-30", "“2026-02-30” is not a date that can be understood: there is no such day."),
    ("tomorow", "“tomorow” is not a date that can be understood: did you mean “tomorrow”."),
    ("25:00", "“25:00” is not a date that can be understood: there is no such time."),
    ("friday 5pm 6", "“friday 5pm 6” is not a date that can be understood: “6” does not fit behind “friday 5 pm”."),
    ("9999-01-01", "“9999-01-01” is not a date that can be understood: it lies after the year 9998."),
])  # fmt: skip
def test_a_refusal_says_why(phrase: str, sentence: str) -> None:
    with pytest.raises(PhraseNotUnderstoodError) as caught:
        read_due(phrase, DATES)
    assert str(caught.value) == sentence


# The past


@pytest.mark.parametrize(("phrase", "expected"), [
    ("yesterday", "2026-11-22"),
    ("today", "2026-11-23"),
    ("friday", "2026-11-20"),
    ("monday", "2026-11-16"),
    ("last friday", "2026-11-20"),
    ("3 days ago", "2026-11-20"),
    ("2 weeks ago", "2026-11-09"),
    ("day before yesterday", "2026-11-21"),
    ("yesterday 5pm", "2026-11-22T17:00-05:00"),
    ("9am", "2026-11-23T09:00-05:00"),
    ("5pm", "2026-11-22T17:00-05:00"),
    ("2 hours ago", "2026-11-23T08:00-05:00"),
    ("2026-11-02", "2026-11-02"),
])  # fmt: skip
def test_looking_back_a_phrase_means_what_has_been(phrase: str, expected: str) -> None:
    assert read(phrase, "past") == due(expected)


@pytest.mark.parametrize(("phrase", "meaning"), [
    ("tomorrow", "2026-11-24"),
    ("in 2 hours", "2026-11-23 12:00"),
    ("2026-12-03", "2026-12-03"),
])  # fmt: skip
def test_looking_back_what_is_still_to_come_is_refused(phrase: str, meaning: str) -> None:
    with pytest.raises(FutureDateError) as caught:
        read_due(phrase, DATES, "past")
    explained = "" if phrase == meaning else f" is {meaning}, which"
    assert str(caught.value) == f"“{phrase}”{explained} is still to come."


@pytest.mark.parametrize(("phrase", "meaning"), [
    ("2026-11-22", "2026-11-22"),
    ("today 9am", "2026-11-23 09:00"),
    ("3 days ago", "2026-11-20"),
])  # fmt: skip
def test_looking_forward_what_has_passed_is_refused(phrase: str, meaning: str) -> None:
    with pytest.raises(PastDateError) as caught:
        read_due(phrase, DATES)
    explained = "" if phrase == meaning else f" is {meaning}, which"
    assert str(caught.value) == f"“{phrase}”{explained} has passed."


# Boundaries


def test_the_present_second_and_the_present_day_have_not_passed() -> None:
    assert read("2026-11-23T10:00:00-05:00") == Instant(NOW)
    assert read("2026-11-23") == due("2026-11-23")


def test_midnight_is_the_end_of_the_day_it_is_said_of() -> None:
    assert read("midnight") == due("2026-11-24T00:00:00-05:00")
    assert read("friday midnight") == due("2026-11-28T00:00:00-05:00")


def test_hours_are_counted_across_a_clock_change() -> None:
    evening = at("2026-10-31T20:00-04:00")
    assert read_due("in 12 hours", Dates(now=evening, zone=ZONE)) == Instant(at("2026-11-01T07:00-05:00"))


def test_a_day_is_that_of_the_zone_it_is_said_in() -> None:
    late = at("2026-11-23T23:30-05:00")
    assert read_due("today", Dates(now=late, zone=ZONE)) == due("2026-11-23")
    assert read_due("today", Dates(now=late, zone="Asia/Tokyo")) == due("2026-11-24")


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_is_the_next_one_after_today(weekday: int) -> None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for offset in range(7):
        now = NOW + timedelta(days=offset)
        answer = read_due(names[weekday], Dates(now=now, zone=ZONE))
        assert isinstance(answer, Day)
        assert answer.on.weekday() == weekday
        assert 1 <= (answer.on - now.date()).days <= 7


def test_the_case_commas_and_spaces_of_a_phrase_do_not_matter() -> None:
    assert read("  FRIDAY,   5PM ") == read("friday 5pm") == due("2026-11-27T17:00-05:00")


# Lengths of time


@pytest.mark.parametrize(("phrase", "length"), [
    ("7d", timedelta(days=7)),
    ("36 hours", timedelta(hours=36)),
    ("two weeks", timedelta(weeks=2)),
    ("a day", timedelta(days=1)),
    ("90 min", timedelta(minutes=90)),
])  # fmt: skip
def test_a_length_of_time_is_read(phrase: str, length: timedelta) -> None:
    assert read_duration(phrase) == length


@pytest.mark.parametrize("phrase", ["", "2 months", "friday", "-3d", "3", "10000000d", "in 3 days"])
def test_what_is_no_length_of_time_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseNotUnderstoodError) as caught:
        read_duration(phrase)
    assert str(caught.value) == (
        f"“{phrase}” is not a length of time that can be understood: say it like “2 days”, “36h” or “1 week”."
    )


# Anything at all


WORDS = st.sampled_from(
    (
        *("by", "on", "in", "at", "due", "the", "this", "next", "last", "and", "every", "ago", "a", "two", "+3d", ""),
        *("friday", "monday", "tomorrow", "today", "noon", "midnight", "days", "weeks", "month", "hours", "٣", "²"),
        *("5pm", "9am", "25:00", "13pm", "3", "12", "9999", "99999", "2026-12-03", "2026-13-45", "0000-00-00"),
        *("2026-12-03T25:61", "2026-12-03T14:00+99:99", "0001-01-01T00:00+14:00", "T14:00Z", "10000-01-01"),
    )
)


@tried_on(400)
@given(st.lists(WORDS, max_size=5).map(" ".join) | st.text(max_size=30), st.sampled_from(("future", "past", "either")))
def test_whatever_is_typed_is_read_or_refused(typed: str, toward: Toward) -> None:
    try:
        answer = read_due(typed, DATES, toward)
    except Problem:
        return
    if toward == "future":
        assert not answer.passed(NOW, ZONE)
    assert answer.day_in(ZONE).year <= 9998


@given(st.dates(date(2026, 11, 23), date(9998, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read(day.isoformat()) == Day(day)
