"""Further phrases, as a person means them who types them on that same Monday, and how a user's habits change some."""

import csv
from datetime import time
from pathlib import Path

import pytest

from followthrough.domain.dates import Dates, Habits, Span, Toward
from followthrough.domain.due import Due, Instant
from followthrough.domain.errors import PhraseNotUnderstoodError, Problem
from followthrough.domain.phrases import forgotten_quotes, read, read_due, read_due_or_span, read_duration, read_span
from tests.support.builders import NOW, ZONE, at, due

with (Path(__file__).parents[1] / "data" / "more_due_phrases.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
DATES = Dates(now=NOW, zone=ZONE)


def said(due: Due | None) -> str:
    """A due date as the table has it: in New York, to the minute unless there are seconds."""
    if not isinstance(due, Instant):
        return "" if due is None else str(due)
    return f"{due.at:%Y-%m-%dT%H:%M}" if due.at.second == 0 else f"{due.at:%Y-%m-%dT%H:%M:%S}"


def reading(phrase: str, toward: str) -> tuple[str, str]:
    try:
        understood = read(phrase, DATES, "past" if toward == "past" else "future")
    except Problem:
        return "REFUSE", ""
    return said(understood.due), said(understood.other)


def test_the_table_is_long_and_says_nothing_twice() -> None:
    assert len(ROWS) >= 250
    assert len({(row["phrase"], row["toward"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("toward", ["future", "past"])
def test_every_further_phrase_means_what_a_person_means(toward: str) -> None:
    rows = [row for row in ROWS if row["toward"] == toward]
    wrong = [
        (row["phrase"], row["expected"], row["other"], *reading(row["phrase"], toward))
        for row in rows
        if reading(row["phrase"], toward) != (row["expected"], row["other"])
    ]
    assert wrong == []


# Habits


@pytest.mark.parametrize(("order", "phrase", "expected"), [
    ("dmy", "3/12", "2026-12-03"),
    ("mdy", "3/12", "2027-03-12"),
    ("ymd", "3/12", "2027-03-12"),
    ("dmy", "3/12/2026", "2026-12-03"),
    ("dmy", "3/12/27", "2027-12-03"),
    ("mdy", "12/3/27", "2027-12-03"),
    ("mdy", "12/3/26", "2026-12-03"),
    ("dmy", "03-12-2026", "2026-12-03"),
    ("ymd", "26/12/03", "2026-12-03"),
    ("dmy", "12/25", "2026-12-25"),
    ("mdy", "3.12.2026", "2026-12-03"),
    ("mdy", "tue 24/11", "2026-11-24"),
])  # fmt: skip
def test_day_and_month_stand_in_the_order_that_was_set(order: str, phrase: str, expected: str) -> None:
    habits = Habits(date_order=order)  # type: ignore[arg-type]  # one of three
    assert read_due(phrase, Dates(now=NOW, zone=ZONE, habits=habits)) == due(expected)


@pytest.mark.parametrize(("phrase", "expected"), [
    ("eod", "2026-11-23T17:30-05:00"),
    ("friday cob", "2026-11-27T17:30-05:00"),
    ("close of business tomorrow", "2026-11-24T17:30-05:00"),
    ("tomorrow", "2026-11-24"),
    ("end of friday", "2026-11-27"),
])  # fmt: skip
def test_where_it_is_known_when_a_working_day_ends_its_end_is_that_moment(phrase: str, expected: str) -> None:
    habits = Habits(day_ends=time(17, 30))
    assert read_due(phrase, Dates(now=NOW, zone=ZONE, habits=habits)) == due(expected)


@pytest.mark.parametrize(("week_start", "phrase", "expected", "other"), [
    (0, "next sunday", "2026-12-06", "2026-11-29"),
    (6, "next sunday", "2026-11-29", "2026-12-06"),
    (5, "saturday next week", "2026-11-28", None),
    (0, "saturday next week", "2026-12-05", None),
    (6, "end of week", "2026-11-27", "2026-11-28"),
])  # fmt: skip
def test_a_week_begins_on_the_day_that_was_set(week_start: int, phrase: str, expected: str, other: str | None) -> None:
    understood = read(phrase, Dates(now=NOW, zone=ZONE, habits=Habits(week_start=week_start)))
    assert (understood.due, understood.other) == (due(expected), due(other))


# Other days than that Monday


@pytest.mark.parametrize(("now", "phrase", "toward", "expected", "other"), [
    ("2026-11-26T10:00", "last wednesday", "past", "2026-11-25", "2026-11-18"),
    ("2026-11-25T10:00", "next monday", "future", "2026-11-30", "2026-12-07"),
    ("2026-11-24T10:00", "end of week 48", "future", "2026-11-27", "2026-11-29"),
    ("2026-11-29T10:00", "this weekend", "future", "2026-11-29", "2026-12-05"),
    ("2026-11-29T10:00", "last weekend", "past", "2026-11-21", "2026-11-22"),
    ("2026-11-23T11:59", "this morning", "future", "2026-11-23", ""),
])  # fmt: skip
def test_on_other_days_the_same_words_mean_other_days(
    now: str, phrase: str, toward: Toward, expected: str, other: str
) -> None:
    understood = read(phrase, Dates(now=at(f"{now}-05:00"), zone=ZONE), toward)
    assert (said(understood.due), said(understood.other)) == (expected, other)


def test_hours_that_are_counted_from_a_time_the_clocks_leave_out_say_so() -> None:
    understood = read("in 2 days and 1 hour", Dates(now=at("2027-03-12T02:30-05:00"), zone=ZONE))
    assert said(understood.due) == "2027-03-14T04:30"
    assert [str(each) for each in understood.remarks] == [
        "The clocks of America/New_York leave out 02:30 on 14 March 2027; it is taken as 03:30."
    ]


# Stretches of days


@pytest.mark.parametrize(("phrase", "toward", "first", "last"), [
    ("this week", "either", "2026-11-23", "2026-11-29"),
    ("next week", "either", "2026-11-30", "2026-12-06"),
    ("this month", "past", "2026-11-01", "2026-11-30"),
    ("last month", "past", "2026-10-01", "2026-10-31"),
    ("december", "either", "2026-12-01", "2026-12-31"),
    ("december", "past", "2025-12-01", "2025-12-31"),
    ("november", "either", "2026-11-01", "2026-11-30"),
    ("november", "past", "2026-11-01", "2026-11-30"),
    ("in december", "either", "2026-12-01", "2026-12-31"),
    ("q1", "either", "2027-01-01", "2027-03-31"),
    ("q1", "past", "2026-01-01", "2026-03-31"),
    ("q1 2027", "either", "2027-01-01", "2027-03-31"),
    ("2026", "past", "2026-01-01", "2026-12-31"),
    ("2026-12", "either", "2026-12-01", "2026-12-31"),
    ("2026-W49", "either", "2026-11-30", "2026-12-06"),
    ("week 49", "either", "2026-11-30", "2026-12-06"),
    ("weekend", "either", "2026-11-28", "2026-11-29"),
    ("last weekend", "past", "2026-11-21", "2026-11-22"),
    ("next 3 days", "either", "2026-11-23", "2026-11-26"),
    ("the last 30 days", "past", "2026-10-24", "2026-11-23"),
    ("friday", "either", "2026-11-27", "2026-11-27"),
    ("friday", "past", "2026-11-20", "2026-11-20"),
    ("yesterday", "past", "2026-11-22", "2026-11-22"),
    ("friday 5pm", "either", "2026-11-27", "2026-11-27"),
])  # fmt: skip
def test_a_stretch_of_days_has_a_first_and_a_last_one(phrase: str, toward: Toward, first: str, last: str) -> None:
    assert tuple(map(str, read_span(phrase, DATES, toward))) == (first, last)


def test_a_moment_that_is_asked_for_stays_one_and_a_week_is_a_stretch() -> None:
    assert read_due_or_span("friday 5pm", DATES) == due("2026-11-27T17:00-05:00")
    assert isinstance(read_due_or_span("this week", DATES), Span)


@pytest.mark.parametrize("phrase", ["banana", "next 3 hours", "the weeks", "2026-13"])
def test_what_is_no_stretch_of_days_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseNotUnderstoodError):
        read_span(phrase, DATES)


# Lengths of time


@pytest.mark.parametrize(("phrase", "seconds"), [
    ("1h30m", 5400),
    ("an hour and a half", 5400),
    ("half an hour", 1800),
    ("a fortnight", 14 * 86400),
    ("a couple of days", 2 * 86400),
    ("2 days and 3 hours", 2 * 86400 + 10800),
    ("0d", 0),
])  # fmt: skip
def test_a_length_of_time_may_have_several_parts(phrase: str, seconds: int) -> None:
    assert read_duration(phrase).total_seconds() == seconds


# What is said of a refusal


@pytest.mark.parametrize(("phrase", "reason"), [
    ("next fridya", "did you mean “next friday”"),
    ("friday banana", "“banana” is no word for a date"),
    ("friday 5pm 6", "“6” does not fit behind “friday 5 pm”"),
    ("every friday", "“every” repeats, and this is one date; for what repeats there is --every"),
    ("friday or monday", "“or” leaves more than one date, or none"),
    ("in a few days", "“few” is too vague to be kept to"),
    ("at 5", "say 5am or 5pm"),
    ("3m", "“3m” may be minutes or months; say 3min or 3mo"),
    ("friday after next", "it may be 2026-12-04 or 2026-12-11; say which"),
    ("5pm EST", "“EST” is not one zone everywhere; say 14:00+02:00, 14:00 UTC or 14:00 Europe/Berlin"),
    ("monday 24 nov", "24 November 2026 is a Tuesday, and 23 November 2026 is a Monday"),
    ("3/12", "it may be 3 December 2026 or 12 March 2027; name the month, or set date_order to dmy or mdy"),
    ("feb 30", "there is no such day"),
    ("3th", "did you mean “3rd”"),
    ("5", "a number alone is none; say in 5 days, 5 dec or 5pm"),
    ("17", "a number alone is none; say in 17 days, 17 dec or 17:00"),
    ("1730", "a number alone is none; say 17:30 for a time"),
    ("", "there is nothing in it"),
    ("fri\u200bday", "it has the invisible character U+200B in it"),
    ("-3d", "a length of time has no sign; say 3 days ago"),
    ("friday at", "something is missing behind “at”"),
    ("half past five", "say 5:30am or 5:30pm"),
    ("this week", "it is many days; say start of this week, end of this week, or a day in it"),
    ("a " * 100, "it is too long for one"),
])  # fmt: skip
def test_a_refusal_names_what_was_not_understood(phrase: str, reason: str) -> None:
    with pytest.raises(PhraseNotUnderstoodError) as caught:
        read_due(phrase, DATES)
    assert caught.value.reason == reason


# Words that were left behind


@pytest.mark.parametrize(("by", "behind", "meant"), [
    ("friday", ("5pm",), "friday 5pm"),
    ("friday", ("5pm", "Send", "it"), "friday 5pm"),
    ("in", ("2", "days", "and", "3", "hours"), "in 2 days"),
    ("friday", ("Send", "it"), None),
    ("friday", (), None),
])  # fmt: skip
def test_a_date_whose_quotes_were_forgotten_is_as_many_of_the_words_as_are_one(
    by: str, behind: tuple[str, ...], meant: str | None
) -> None:
    assert forgotten_quotes(by, behind, DATES) == meant


# Nothing but the arguments


def test_what_was_understood_keeps_the_words_it_was_typed_in() -> None:
    assert read(" Friday 5PM", DATES).phrase == " Friday 5PM"


def test_the_same_words_mean_the_same_whatever_was_read_before_and_whichever_way_the_clock_went() -> None:
    later = Dates(now=at("2026-11-25T10:00-05:00"), zone=ZONE)
    readings = [read_due("friday week", each) for each in (DATES, later, DATES, later)]
    assert readings == [due("2026-12-04")] * 4


@pytest.mark.parametrize(("moment", "phrase", "expected"), [
    ("1970-01-01T00:00+00:00", "tomorrow", "1970-01-02"),
    ("1970-01-01T00:00+00:00", "friday", "1970-01-02"),
    ("9998-12-30T12:00+00:00", "tomorrow", "9998-12-31"),
    ("2028-02-28T12:00+00:00", "tomorrow", "2028-02-29"),
    ("2027-02-28T12:00+00:00", "tomorrow", "2027-03-01"),
    ("2028-02-29T12:00+00:00", "in a year", "2029-02-28"),
    ("2027-01-31T12:00+00:00", "in a month", "2027-02-28"),
    ("2027-01-31T12:00+00:00", "next month", "2027-02-28"),
    ("2099-12-31T12:00+00:00", "feb 29", "2104-02-29"),
])  # fmt: skip
def test_leap_days_and_the_ends_of_time_are_counted_right(moment: str, phrase: str, expected: str) -> None:
    assert read_due(phrase, Dates(now=at(moment), zone="UTC")) == due(expected)


@pytest.mark.parametrize(
    "phrase", ["in 2 days", "tomorrow", "friday", "next week", "eoy", "jan 5", "5pm", "feb 29", "weekend"]
)
def test_in_the_last_year_there_is_what_lies_too_far_away_is_refused(phrase: str) -> None:
    for moment in ("9998-12-31T20:00+00:00", "9999-12-31T20:00+00:00"):
        try:
            answer = read_due(phrase, Dates(now=at(moment), zone="UTC"))
        except Problem:
            continue
        assert answer.day_in("UTC").year <= 9998
