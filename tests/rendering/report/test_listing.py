"""How single promises read in a report."""

from typing import Any

import pytest

from followthrough.rendering.report.listing import Entry, groups
from tests.support.builders import (
    Drafted,
    confirmed,
    kept,
    missed,
    moved,
    noted,
    released,
    repaired,
    retracted,
    withdrawn,
)
from tests.support.reports import REPORTS, a_book, given, id_of, report_of

MADE, DUE = "2026-11-01T09:00-05:00", "2026-11-06"
EARLY, LATE = "2026-11-05T09:00-05:00", "2026-11-09T00:00-05:00"


def entry(*then: Drafted, full: bool = False, due: str | None = DUE, **fields: Any) -> tuple[str, Entry]:
    """The heading that a promise stands under, and how it reads."""
    drafts = (given(due=due, logged=MADE, **fields), *then)
    report = report_of(a_book({id_of(0): drafts}), detail="full" if full else "titles", names="full" if full else None)
    assert report.listing is not None
    ((heading, (found,)),) = groups(report.listing)
    return heading, found


@pytest.mark.parametrize(
    ("then", "heading", "said", "full"),
    [
        ([kept(logged=EARLY)], "Kept", "kept on time", "kept on time"),
        ([kept(logged=LATE)], "Kept", "kept late", "kept 3 days late"),
        ([kept(logged=EARLY, part=0.6)], "Kept", "kept in part", "60 % of it kept"),
        ([], "Open", "overdue", "overdue by 17 days"),
        ([missed(logged=EARLY)], "Missed, released, withdrawn", "missed", "missed"),
        (
            [missed(logged=EARLY), repaired(2, None, logged=LATE)],
            "Missed, released, withdrawn",
            "missed",
            "missed, made right since",
        ),
        ([released(logged=EARLY)], "Missed, released, withdrawn", "released", "released"),
        (
            [released(logged=LATE)],
            "Missed, released, withdrawn",
            "released after it was due",
            "released after it was due",
        ),
        (
            [withdrawn(logged=EARLY)],
            "Missed, released, withdrawn",
            "withdrawn before it was due",
            "withdrawn before it was due",
        ),
    ],
)
def test_an_outcome_is_said_and_in_full_how_much_and_how_late(
    then: list[Drafted], heading: str, said: str, full: str
) -> None:
    assert entry(*then) == (heading, Entry("Bring soup for forty", f"{said} · due 6 November 2026 · kkkkkkkk"))
    again, found = entry(*then, full=True)
    assert (again, found.said.split(" · ")[0]) == (heading, full)


def test_an_open_promise_that_is_not_due_is_open() -> None:
    assert entry(due="2026-12-24")[1].said == "open · due 24 December 2026 · kkkkkkkk"


def test_a_promise_without_a_due_date_says_so() -> None:
    assert entry(kept(logged=EARLY), due=None)[1].said == "kept · no due date · kkkkkkkk"
    assert entry(kept(logged=EARLY, part=0.4), due=None, full=True)[1].said.startswith(
        "40 % of it kept · no due date · "
    )


def test_an_instant_has_its_time() -> None:
    assert entry(due="2026-12-24T17:00:00-05:00")[1].said == "open · due 24 December 2026, 17:00 · kkkkkkkk"


def test_in_full_everything_else_is_said() -> None:
    _, found = entry(
        moved("2026-11-10", logged=EARLY),
        noted("Half of it", logged=EARLY),
        kept(logged="2026-11-10T09:00-05:00", note="All of it"),
        confirmed(4, whose="quilla"),
        full=True,
        tags=("talks", "spring"),
        to=("quilla", "jorvik"),
    )
    assert found == Entry(
        "Bring soup for forty",
        "kept on time · due 10 November 2026 · Tamsin Okafor to Quilla Ruiz and Jorvik Lindqvist"
        " · made 1 November 2026 · moved 1 time · confirmed · +talks +spring · kkkkkkkk",
        ("Half of it", "All of it"),
    )


def test_a_note_that_was_taken_back_is_not_shown() -> None:
    _, found = entry(noted("A slip"), retracted(2), noted("It stands"), full=True)
    assert found.notes == ("It stands",)


def test_what_was_kept_comes_first_and_the_latest_first_of_each() -> None:
    listing = REPORTS["full"].listing
    assert listing is not None
    shown = groups(listing)
    assert [heading for heading, _ in shown] == ["Kept", "Open", "Missed, released, withdrawn"]
    assert [each.what for each in shown[2][1]] == [
        "Plan the trip",
        "Order the gloves",
        "Return the projector",
        "Call the bank",
    ]
    assert sum(len(entries) for _, entries in shown) == len(listing.latest)
