"""What a report says, sentence by sentence."""

import pytest
from msgspec.structs import replace

from followthrough.domain.reliability.scorecard import Chosen
from followthrough.domain.report import Listing, Report
from followthrough.rendering.report.words import (
    as_of,
    beside_misses,
    brier,
    chosen,
    lead,
    listing_said,
    rests_on,
    signed_said,
    title,
    windows_title,
)
from tests.support.builders import NOW, ZONE, confirmed, kept, missed, repaired
from tests.support.reports import POOR, REPORTS, RICH, a_book, given, id_of, report_of

MADE = "2026-11-01T09:00-05:00"


def of_kept(k: int, n: int) -> Report:
    """A report of that many promises due, so many of them kept on time."""
    promises = {
        id_of(number): (given(due="2026-11-06", logged=MADE), kept() if number < k else missed()) for number in range(n)
    }
    return report_of(a_book(promises))


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (REPORTS["rich"], "Promises of Tamsin Okafor"),
        (report_of(RICH, names="initials"), "Promises of T. O."),
        (report_of(RICH, names="none"), "Promises of one person"),
        (report_of(RICH, "wharf"), "Promises to Harbour Street Kitchen"),
        (report_of(RICH, "wharf", names="none"), "Promises to a circle"),
        (REPORTS["combined"], "Promises of 3 scorecards, added up"),
    ],
)
def test_the_title_says_whose_promises_they_are(report: Report, said: str) -> None:
    assert title(report) == said


def test_it_says_as_of_when_and_how_many_promises_were_counted() -> None:
    start = "As of Monday 23 November 2026, 10:00 (America/New_York), "
    assert as_of(REPORTS["rich"]) == f"{start}102 promises counted."
    assert as_of(REPORTS["poor"]) == f"{start}1 promise counted."
    assert as_of(REPORTS["circle"]) == f"{start}29 promises by its 3 members counted."


def test_a_zone_is_where_the_moment_is_meant() -> None:
    assert as_of(replace(REPORTS["poor"], zone="Asia/Tokyo")).startswith(
        "As of Tuesday 24 November 2026, 00:00 (Asia/Tok"
    )


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (0, 0, "No promise has come due yet."),
        (
            1,
            1,
            "1 of 1 promise that came due was kept in full and on time. Too few to judge: rates begin at 5.",
        ),
        (
            2,
            4,
            "2 of 4 promises that came due were kept in full and on time. Too few to judge: rates begin at 5.",
        ),
    ],
)
def test_of_too_few_no_rate_is_said(k: int, n: int, said: str) -> None:
    assert lead(of_kept(k, n)) == said


def test_of_enough_the_rate_is_said_with_its_interval_and_the_credit() -> None:
    # 4 of 5: 0.8, Wilson 0.376–0.964; four credits of 1 and one of 0.
    assert lead(of_kept(4, 5)).replace("\N{NO-BREAK SPACE}", " ") == (
        "4 of 5 promises that came due were kept in full and on time: 80 % (95 % interval 38–96 %). "
        "Credit, where late keepings count by how late they were: 80 %."
    )


def test_a_number_and_its_percent_sign_stay_on_one_line() -> None:
    assert " %" not in lead(of_kept(4, 5))


def test_misses_stand_with_what_was_made_right() -> None:
    assert beside_misses(of_kept(5, 5)) is None
    assert beside_misses(of_kept(4, 5)) == "1 promise missed."
    assert beside_misses(REPORTS["rich"]) == "8 promises missed, 1 of them made right since."


def test_filters_are_named_with_how_many_promises_they_leave() -> None:
    card = replace(
        REPORTS["poor"].scorecard, chosen=Chosen(filters=("tag +talks", "since 2026-01-01"), promises=1, of=9)
    )
    assert (
        chosen(replace(REPORTS["poor"], scorecard=card)) == "Only some: 1 of 9 promises (tag +talks, since 2026-01-01)."
    )
    assert chosen(REPORTS["poor"]) is None


def test_what_it_rests_on_says_who_logged_since_when_and_how_promptly() -> None:
    assert rests_on(REPORTS["poor"]) == [
        "Recorded from 3 November 2026 to 3 November 2026: 2 events about 1 promise.",
        "Logged by the maker: 2; by recipients: 0; by others: 0.",
        "1 of 1 promise was written down within a day of being given.",
        "For 1 of 1 promise one side alone told the story.",
        "1 of 1 keeping was logged within a day of happening.",
    ]


def test_it_says_whose_hand_a_confirmation_is_in() -> None:
    for by, own in (("quilla", 1), ("tamsin", 0)):
        promise = (
            given(due="2026-11-06", logged=MADE),
            kept(logged="2026-11-05T09:00-05:00"),
            confirmed(2, whose="quilla", by=by),
        )
        said = rests_on(report_of(a_book({id_of(0): promise})))[-1]
        assert said == f"1 keeping confirmed by a recipient, {own} of them in the recipient's own hand."


def test_what_is_not_known_of_all_is_not_said() -> None:
    said = rests_on(replace(REPORTS["combined"], basis=None))
    assert said[0] == "Who logged these promises, and since when, is not known for all of them."
    assert said[-1] == "Added up from 3 scorecards of 1 ledger."


def test_of_an_empty_ledger_it_rests_on_nothing() -> None:
    assert rests_on(REPORTS["empty"]) == ["No promise is recorded."]


def test_the_listing_says_how_many_may_be_shown_and_how_many_are_counted_only() -> None:
    def said(may: int, only: int, listed: int) -> str | None:
        shown = REPORTS["full"].listing
        assert shown is not None
        listing = Listing(latest=shown.latest[:1] * listed, may_be_shown=may, counted_only=only)
        return listing_said(replace(REPORTS["full"], listing=listing))

    assert said(0, 0, 0) == "0 promises may be shown here."
    assert said(1, 1, 1) == "1 promise may be shown here; 1 more is counted only."
    assert said(40, 62, 40) == "40 promises may be shown here; 62 more are counted only."
    assert said(501, 0, 500) == "501 promises may be shown here; the latest 500 are listed."
    assert said(1501, 2, 500) == (
        "1,501 promises may be shown here; the latest 500 are listed; 2 more are counted only."
    )
    assert listing_said(REPORTS["rich"]) is None


def test_two_windows_are_not_called_three() -> None:
    assert windows_title(REPORTS["rich"]) == "In three windows of time"
    assert windows_title(REPORTS["combined"]) == "In two windows of time"


def test_a_brier_score_is_said_from_five_on() -> None:
    def of_confident(n: int) -> Report:
        promises = {
            id_of(number): (given(due="2026-11-06", logged=MADE, confidence=0.5), kept()) for number in range(n)
        }
        return report_of(a_book(promises))

    assert brier(of_confident(4)) is None
    assert brier(of_confident(5)) == (
        "Brier score 0.25 over 5 promises with a confidence: 0 is perfect foresight, "
        "0.25 is what always saying 50 % gets."
    )


def test_a_signature_is_said_to_be_by_the_signers_clock() -> None:
    assert signed_said(None, ZONE) == "Not signed."
    assert signed_said(NOW, ZONE) == (
        "Signed on Monday 23 November 2026, 10:00 by the signer's clock; ft verify checks it."
    )


def test_no_sentence_shouts_or_ranks() -> None:
    for report in (*REPORTS.values(), report_of(POOR)):
        said = " ".join((title(report), as_of(report), lead(report), *rests_on(report), *report.cannot_see))
        assert "!" not in said
        assert not any(word in said.lower() for word in ("streak", "rank", "unreliable", "fail", "bad", "score of"))


def test_a_repaired_miss_is_counted_once() -> None:
    promise = (
        given(due="2026-11-06", logged=MADE),
        missed(logged="2026-11-07T09:00-05:00"),
        repaired(2, logged="2026-11-08T09:00-05:00"),
    )
    assert beside_misses(report_of(a_book({id_of(0): promise}))) == "1 promise missed, and made right since."
