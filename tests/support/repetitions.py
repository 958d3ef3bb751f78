"""The page of phrases of repetition, made of the table that the tests hold the grammar against."""

import csv
from datetime import date
from pathlib import Path

from followthrough.actions.repeating import read_rule
from followthrough.domain.dates import Dates
from followthrough.domain.errors import Problem
from tests.support.builders import NOW, ZONE

TABLE = Path(__file__).parents[1] / "data" / "repetitions.csv"
_OPENING = """# How to say that a promise repeats

Written by `make docs` from the table that the tests hold the grammar against.

What `--every` understands, said on Monday 23 November 2026: the first date, and the RRULE (RFC 5545) that is stored. A
leading *every*, *each*, *once a* or *on* may be left out; lists are joined by *and*, commas or slashes. A phrase that
could be meant in two ways is refused, and the refusal says what to say instead. In all places the answer repeats what
was understood, with the first three dates.

* Without a beginning it begins after today: *every 2 weeks on thursday* this Thursday, *every 2 weeks* in two weeks.
  `--by DATE`, or *starting DATE*, says another first date; *starting today* is today.
* The end is *until* a day (that day is in it) or a month (which is not in it; *through june* is to its end), or
  *10 times*, or *for 10 weeks* from the first date on.
* A time of day, *at 6pm*, makes each due date a moment; without one a whole day is meant.
* The 29th, 30th or 31st falls on the last day of a shorter month, unless *skipping short months* is said.

| phrase | first date | stored as |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["documented"] == "1"]
    read = [row for row in rows if row["rule"] != "REFUSE"]
    refused = [row["phrase"] for row in rows if row["rule"] == "REFUSE"]
    return (
        f"{_OPENING}{''.join(map(_row, read))}\nWhat is refused, and what is said of it:\n\n| phrase | |\n|---|---|\n"
        f"{''.join(f'| {phrase} | {_refusal(phrase)} |' + chr(10) for phrase in refused)}"
    )


def _row(row: dict[str, str]) -> str:
    first = f"{date.fromisoformat(row['first']):%a} {row['first']}{' ' + row['clock'] if row['clock'] else ''}"
    kept = ", from keeping" if row["after_keeping"] == "1" else ""
    return f"| {row['phrase']} | {first} | `{row['rule']}`{kept} |\n"


def _refusal(phrase: str) -> str:
    try:
        read_rule(phrase, Dates(now=NOW, zone=ZONE))
    except Problem as problem:
        reason = getattr(problem, "reason", "")
        return str(reason) or "is no repetition"
    raise AssertionError(f"{phrase} is understood")
