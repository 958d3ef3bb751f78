"""Writing reports up: what may be shown, who is named, what they rest on, and that they can be added up."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from followthrough.actions.measure import score
from followthrough.actions.report import combination, combined, laid_out, layout_of, report
from followthrough.domain.envelope import Format
from followthrough.domain.errors import (
    CountedTwiceError,
    NoLedgerError,
    NoSuchFileError,
    NoSuchPersonError,
    NotAReportError,
    OptionsClashError,
    StrayFileError,
    UnknownEndingError,
)
from followthrough.domain.events import Particulars
from followthrough.domain.reliability.basis import Basis
from followthrough.domain.reliability.scorecard import source
from followthrough.domain.reliability.window import Promptly
from followthrough.domain.report import CANNOT_SEE, CANNOT_SEE_TOGETHER, MOST_LISTED, Detail, Names, Report, initials
from followthrough.formats.output import score_json, to_json
from tests.support.builders import NOW, Drafted, edited, kept, noted, retracted
from tests.support.fakes import FakeLedger, a_workspace
from tests.support.reports import (
    NAMED,
    NAMES,
    PROGRAM,
    REPORTS,
    RICH,
    a_book,
    a_ledger,
    given,
    id_of,
    report_of,
    rich_promises,
    written,
)
from tests.support.sharing import FakeFiles

FORMATS: tuple[Format, ...] = get_args(Format)
DETAILS: tuple[Detail, ...] = get_args(Detail)
PUBLIC, CIRCLE, PRIVATE = "Open to all", "Among ourselves", "For no ears"
MADE = "2026-11-01T09:00-05:00"


def texts_of(report: Report) -> set[str]:
    return set() if report.listing is None else {each.what for each in report.listing.latest}


def with_each_visibility(who: str, detail: Detail) -> Report:
    promises = {
        id_of(0): (given(PUBLIC, to="wharf", visibility="public", logged=MADE),),
        id_of(1): (given(CIRCLE, to="wharf", visibility="circle", logged=MADE),),
        id_of(2): (given(PRIVATE, to="wharf", visibility="private", logged=MADE), noted(f"{PRIVATE} either")),
    }
    return report_of(a_book(promises, openly=NAMED), who, detail=detail, names="full")


@pytest.mark.parametrize("detail", ["titles", "full"])
def test_a_persons_report_shows_public_texts_alone(detail: Detail) -> None:
    assert texts_of(with_each_visibility("tamsin", detail)) == {PUBLIC}


@pytest.mark.parametrize("detail", ["titles", "full"])
def test_a_circles_report_shows_its_own_texts_too(detail: Detail) -> None:
    assert texts_of(with_each_visibility("wharf", detail)) == {PUBLIC, CIRCLE}


def test_what_was_promised_to_another_circle_is_not_in_a_circles_report() -> None:
    promises = {id_of(0): (given(CIRCLE, to="choir", visibility="circle"),)}
    circles = {"wharf": ("tamsin",), "choir": ("tamsin", "quilla")}
    book = a_book(promises, names={**NAMES, "choir": "The Choir"}, members=circles, openly=NAMED)
    assert texts_of(report_of(book, "wharf", detail="full")) == set()
    assert texts_of(report_of(book, "choir", detail="full")) == {CIRCLE}


def test_counts_show_no_text_at_all() -> None:
    for who in ("tamsin", "wharf"):
        shared = with_each_visibility(who, "counts")
        assert shared.listing is None
        for layout in FORMATS:
            assert not any(text in written(shared, layout) for text in (PUBLIC, CIRCLE, PRIVATE))


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("who", ["tamsin", "wharf"])
def test_a_private_text_is_in_no_format(who: str, detail: Detail, layout: Format) -> None:
    page = written(with_each_visibility(who, detail), layout)
    assert PRIVATE not in page
    assert (CIRCLE in page) == (who == "wharf" and detail != "counts" and layout != "svg")


def test_visibility_changes_no_count() -> None:
    for who in ("tamsin", "wharf"):
        for detail in DETAILS:
            shared = with_each_visibility(who, detail)
            assert shared.scorecard.windows.all.counts.made == 3
            if shared.listing is not None:
                assert shared.listing.may_be_shown + shared.listing.counted_only == 3


def test_a_text_that_became_private_is_not_shown_however_it_began() -> None:
    promise = (given(PUBLIC), edited(Particulars(visibility="public"), Particulars(visibility="private")))
    assert texts_of(report_of(a_book({id_of(0): promise}), detail="full")) == set()


def test_a_text_that_was_corrected_is_shown_as_it_is_now_alone() -> None:
    promise = (given(PRIVATE), edited(Particulars(what=PRIVATE), Particulars(what=PUBLIC)))
    shared = report_of(a_book({id_of(0): promise}), detail="full", names="full")
    assert texts_of(shared) == {PUBLIC}
    assert not any(PRIVATE in written(shared, layout) for layout in FORMATS)


HIDDEN = [text for handle, name in NAMES.items() for text in (handle, *name.split())]
"""What would name anybody; common words of a circle's name are looked for only where they are names."""
OTHERS = [each for each in HIDDEN if each not in ("tamsin", "Tamsin", "Okafor")]


def named_in(page: str, names: list[str]) -> list[str]:
    return [each for each in names if each.casefold() in page.casefold()]


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("detail", DETAILS)
def test_only_whom_it_is_about_is_named_unless_more_is_asked_for(detail: Detail, layout: Format) -> None:
    page = written(report_of(RICH, detail=detail), layout)
    assert named_in(page, OTHERS) == []
    assert ("Tamsin Okafor" in page) == (layout != "csv")


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("detail", DETAILS)
def test_a_circles_report_names_the_circle_alone_unless_more_is_asked_for(detail: Detail, layout: Format) -> None:
    page = written(report_of(RICH, "wharf", detail=detail), layout)
    assert named_in(page, [each for each in HIDDEN if each not in ("wharf", *NAMES["wharf"].split())]) == []
    assert ("Harbour Street Kitchen" in page) == (layout != "csv")


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("who", ["tamsin", "wharf"])
@pytest.mark.parametrize("names", ["none", "initials"])
def test_a_hidden_name_is_nowhere(names: Names, who: str, detail: Detail, layout: Format) -> None:
    shared = report_of(RICH, who, detail=detail, names=names)
    assert named_in(written(shared, layout), HIDDEN) == []


def test_initials_are_first_letters() -> None:
    assert initials("Ana Ruiz") == "A. R."
    assert initials("  élodie   de la  Tour ") == "É. D. L. T."
    assert initials("bo") == "B."
    shared = report_of(RICH, detail="full", names="initials")
    assert shared.name == "T. O."
    assert "T. O. to Q. R. and J. L." in written(shared, "html")


@pytest.mark.parametrize("layout", ["html", "markdown", "text", "json", "csv"])
def test_asked_for_in_full_everyone_is_named(layout: Format) -> None:
    page = written(REPORTS["full"], layout)
    assert named_in(page, ["Quilla Ruiz", "Jorvik Lindqvist"]) == ["Quilla Ruiz", "Jorvik Lindqvist"]


def of_many(number: int) -> Report:
    first = date(2024, 1, 1)
    promises = {
        id_of(each): (given(f"Promise {each:04}", due=str(first + timedelta(days=each // 2)), logged=MADE),)
        for each in range(number)
    }
    return report_of(a_book(promises), detail="titles")


def test_of_500_promises_all_are_listed() -> None:
    shared = of_many(MOST_LISTED).listing
    assert shared is not None
    assert (len(shared.latest), shared.may_be_shown) == (500, 500)


def test_of_501_promises_the_latest_500_are_listed_and_it_says_so() -> None:
    shared = of_many(MOST_LISTED + 1)
    assert shared.listing is not None
    assert (len(shared.listing.latest), shared.listing.may_be_shown) == (500, 501)
    whats = [each.what for each in shared.listing.latest]
    assert whats == sorted(whats, reverse=True)
    assert "Promise 0000" not in whats
    for layout in ("html", "markdown", "text"):
        assert "501 promises may be shown here; the latest 500 are listed" in written(shared, layout).replace("\\", "")


def test_what_was_undone_is_in_nothing() -> None:
    undone = (given("Never meant"), noted("Not at all"), retracted(1))
    with_it = a_book({id_of(0): (given(),), id_of(1): undone})
    without = a_book({id_of(0): (given(),)})
    for detail in DETAILS:
        shared = replace(report_of(with_it, detail=detail, names="full"), replicas={})
        assert shared == replace(report_of(without, detail=detail, names="full"), replicas={})


def test_a_note_that_was_taken_back_is_in_no_format() -> None:
    promise = (given(), noted("A slip of the pen"), retracted(2), noted("It stands"))
    shared = report_of(a_book({id_of(0): promise}), detail="full", names="full")
    for layout in FORMATS:
        page = written(shared, layout)
        assert "A slip of the pen" not in page
        assert ("It stands" in page) == (layout != "svg")


def test_titles_show_no_notes_and_no_tags() -> None:
    promise = (given(tags=("sprockets",)), noted("Under four eyes"))
    shared = report_of(a_book({id_of(0): promise}), detail="titles", names="full")
    for layout in FORMATS:
        assert named_in(written(shared, layout), ["Under four eyes", "sprockets"]) == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    for layout in FORMATS:
        assert written(REPORTS[name], layout) == written(REPORTS[name], layout)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_gives_the_same_bytes(seed: str) -> None:
    code = (
        "import hashlib; from typing import get_args; from tests.support.reports import REPORTS, written\n"
        "from followthrough.domain.envelope import Format\n"
        "for report in REPORTS.values():\n"
        "    for layout in get_args(Format):\n"
        "        print(hashlib.sha256(written(report, layout).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
        text=True,
    )
    here = [sha256(written(each, layout).encode()).hexdigest() for each in REPORTS.values() for layout in FORMATS]
    assert done.stdout.split() == here


def test_the_basis_says_who_logged_since_when_how_promptly_and_how_often_alone() -> None:
    # Eight events of four promises, all made by Tamsin: five of hers; two of Quilla, a recipient of the first and, as
    # a member of the circle, of the second; one of Jorvik, who is no recipient of the last. About the third promise
    # alone nobody but one person recorded anything. The second was written down two days after it was given.
    promises: dict[str, tuple[Drafted, ...]] = {
        id_of(0): (
            given(logged="2026-11-02T09:00-05:00", due="2026-11-27"),
            noted(by="quilla", logged="2026-11-03T09:00-05:00"),
            kept(logged="2026-11-04T09:00-05:00"),
        ),
        id_of(1): (
            given(to="wharf", logged="2026-11-05T09:00-05:00", given="2026-11-03T08:00:00-05:00"),
            noted(by="quilla", logged="2026-11-20T23:30-05:00"),
        ),
        id_of(2): (given(logged="2026-11-06T09:00-05:00"),),
        id_of(3): (given("Undone", logged="2026-10-01T09:00-04:00"), retracted(1, logged="2026-10-01T09:01-04:00")),
        id_of(4): (given("Of another", maker="jorvik", logged="2026-09-01T09:00-04:00"),),
        id_of(5): (given(logged="2026-11-07T09:00-05:00"), noted(by="jorvik", logged="2026-11-08T09:00-05:00")),
    }
    assert report_of(a_book(promises)).basis == Basis(
        since=date(2026, 11, 2),
        until=date(2026, 11, 20),
        events=8,
        by_makers=5,
        by_recipients=2,
        promises=4,
        one_side=1,
        written_promptly=Promptly(k=3, n=4),
    )


def test_the_report_of_me_is_made_where_nobody_is_named() -> None:
    workspace = a_workspace(a_ledger(rich_promises()), me="tamsin")
    assert report(workspace) == report(workspace, "tamsin")
    assert report(workspace, "quilla").name == "Quilla Ruiz"
    assert report(workspace, "Harbour Street Kitchen").members == 3


def test_a_report_needs_a_ledger_and_somebody_it_knows() -> None:
    with pytest.raises(NoLedgerError):
        report(a_workspace())
    with pytest.raises(NoSuchPersonError):
        report(a_workspace(FakeLedger({})), "zoe")


def files_of(**content: str) -> FakeFiles:
    return FakeFiles({name: text.encode() for name, text in content.items()})


def adding(files: FakeFiles, *paths: str) -> Report:
    return combination(a_workspace(files=files), paths, combining=True, who=None, detail="counts", names=None)


def test_reports_add_up_without_any_text() -> None:
    mine, theirs = report_of(RICH, detail="full", names="full"), report_of(RICH, "jorvik", detail="counts")
    together = adding(files_of(mine=written(mine, "json"), theirs=written(theirs, "json")), "mine", "theirs")
    assert together == combined([report_of(RICH), theirs])
    assert together.scorecard.windows.all.on_time.n == 98
    assert (together.detail, together.listing, together.name, together.replicas) == ("counts", None, "", {})
    assert together.scorecards == 2
    for layout in FORMATS:
        assert named_in(written(together, layout), ["Bring soup", "Okafor", "tamsin", "jorvik"]) == []


def test_what_was_added_up_can_be_added_up_again() -> None:
    three = [report_of(RICH, who) for who in ("tamsin", "quilla", "jorvik")]
    first = combined(three[:2])
    files = files_of(two=written(first, "json"), third=written(three[2], "json"))
    assert adding(files, "two", "third") == combined(three)


def test_scorecards_of_score_add_up_too() -> None:
    workspace = a_workspace(a_ledger(rich_promises()), me="tamsin")
    card, _ = score(workspace)
    files = files_of(card=to_json(score_json(card)), theirs=written(report_of(RICH, "jorvik"), "json"))
    together = adding(files, "card", "theirs")
    assert together.scorecard == combined([report(workspace), report_of(RICH, "jorvik")]).scorecard
    assert together.basis is None
    assert together.scorecards == 2


def test_together_it_cannot_see_what_was_written_down_twice() -> None:
    assert REPORTS["combined"].cannot_see == (*CANNOT_SEE, CANNOT_SEE_TOGETHER)


def test_together_it_is_as_of_the_latest_in_its_zone() -> None:
    early = replace(report_of(RICH), zone="UTC")
    late = report_of(RICH, "jorvik")
    moved_on = replace(
        late,
        zone="Asia/Tokyo",
        scorecard=replace(
            late.scorecard,
            as_of=NOW + timedelta(days=2),
            sources=(source("zzzzzzzzzzzz", ("jorvik",), NOW + timedelta(days=2)),),
        ),
    )
    for both in ([early, moved_on], [moved_on, early]):
        assert (combined(both).zone, combined(both).scorecard.as_of) == ("Asia/Tokyo", NOW + timedelta(days=2))


def test_the_same_promises_are_not_counted_twice() -> None:
    files = files_of(mine=written(report_of(RICH), "json"), full=written(REPORTS["full"], "json"))
    files.content["circle"] = written(REPORTS["circle"], "json").encode()
    for other in ("mine", "full", "circle"):
        with pytest.raises(CountedTwiceError):
            adding(files, "mine", other)


def test_the_order_of_files_changes_nothing() -> None:
    files = files_of(**{who: written(report_of(RICH, who), "json") for who in ("tamsin", "quilla", "jorvik")})
    assert adding(files, "tamsin", "quilla", "jorvik") == adding(files, "jorvik", "tamsin", "quilla")


@pytest.mark.parametrize("layout", ["html", "markdown"])
def test_a_page_can_be_added_as_well_as_its_json(layout: Format) -> None:
    files = files_of(page=written(report_of(RICH), layout), json=written(report_of(RICH), "json"))
    assert adding(files, "page") == adding(files, "json")


@pytest.mark.parametrize("output", ["report.pdf", "a.html.bak", "x.xlsx"])
def test_a_name_that_ends_in_no_format_is_refused(output: str) -> None:
    with pytest.raises(UnknownEndingError):
        layout_of(None, output, json=False)
    assert layout_of("html", output, json=False) == "html"


def test_what_is_no_report_is_named() -> None:
    files = files_of(ledger="{}", notes="Hello\n", page="<!DOCTYPE html>\n<html></html>")
    for path in ("ledger", "notes", "page"):
        with pytest.raises(NotAReportError) as refused:
            adding(files, path)
        assert refused.value.path == path
    with pytest.raises(NoSuchFileError):
        adding(files, "missing")


def test_a_file_that_is_not_to_be_added_is_stray() -> None:
    with pytest.raises(StrayFileError) as refused:
        combination(a_workspace(), ["notes"], combining=False, who=None, detail="counts", names=None)
    assert refused.value.path == "notes"


@pytest.mark.parametrize(
    ("clash", "option"),
    [
        (lambda: {"who": "ana", "detail": "counts", "names": None}, "--for"),
        (lambda: {"who": None, "detail": "full", "names": None}, "--detail"),
        (lambda: {"who": None, "detail": "counts", "names": "full"}, "--names"),
    ],
)
def test_what_is_added_up_is_nobodys_and_shows_no_texts(clash: Callable[[], dict[str, str]], option: str) -> None:
    with pytest.raises(OptionsClashError) as refused:
        combination(a_workspace(), ["mine"], combining=True, **clash())  # type: ignore[arg-type]  # as the options are
    assert option in vars(refused.value).values()


@pytest.mark.parametrize(
    ("output", "layout"),
    [
        ("-", "text"),
        ("report", "text"),
        ("report.txt", "text"),
        ("a.html", "html"),
        ("A.HTM", "html"),
        ("a.md", "markdown"),
        ("a.markdown", "markdown"),
        ("a.json", "json"),
        ("a.csv", "csv"),
        ("badge.SVG", "svg"),
        ("html", "text"),
        ("/home/sam.lee/report", "text"),
    ],
)
def test_the_format_is_what_the_name_ends_in(output: str, layout: Format) -> None:
    assert layout_of(None, output, json=False) == layout
    assert layout_of("csv", output, json=False) == "csv"
    assert layout_of(None, output, json=True) == layout_of("json", output, json=True) == "json"


def test_json_and_another_format_clash() -> None:
    with pytest.raises(OptionsClashError):
        layout_of("html", "-", json=True)


def test_json_names_its_schema_and_the_version_that_wrote_it() -> None:
    document = json.loads(laid_out(REPORTS["poor"], "json", PROGRAM))
    assert (document["schema"], document["program"], document["signed_at"]) == ("followthrough.report/1", PROGRAM, None)
