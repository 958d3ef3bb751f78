"""Every kind of finding has its words: what it is, what to do about it, what was done."""

from followthrough.domain.findings import (
    BothKept,
    Finding,
    LeftOver,
    LockHeld,
    NameShared,
    OpenToOthers,
    OtherLayout,
    Place,
    UnknownKinds,
)
from followthrough.rendering.doctor import advice
from followthrough.rendering.doctor.names import Names, ranges_said
from followthrough.rendering.doctor.page import doctor_page, mended_page
from followthrough.rendering.doctor.restored import copies_page, restored_page
from followthrough.rendering.lines import to_text
from tests.support.builders import ID, ZONE

NAMES = Names((ID, "kmzsllllllll", "nnnnnnnnnnnn"), ZONE)
REMARKS = {BothKept, LockHeld, NameShared, OpenToOthers, UnknownKinds}


def test_every_finding_that_can_be_mended_says_what_was_done() -> None:
    assert set(Finding.__subclasses__()) - set(advice._DONE) == REMARKS


def test_ids_are_shortened_as_far_as_they_stay_apart() -> None:
    assert [NAMES.short(each) for each in (ID, "kmzsllllllll", "nnnnnnnnnnnn", "zzzzzzzzzzzz")] == [
        "kmzq",
        "kmzs",
        "nnn",
        "zzz",
    ]


def test_records_are_named_as_people_know_them() -> None:
    places = {
        Place("open", ID, "Send Ana the slides"): "kmzq “Send Ana the slides”",
        Place("settled", ID): "kmzq",
        Place("people", "ana"): "@ana",
        Place("forgotten", ID): "the forgotten kmzq",
        Place("damaged", ID, "Send it"): "kmzq “Send it”",
        Place("damaged", "people:ana"): "@ana",
        Place("mine", "a"): "a in the table “mine”",
    }
    assert {place: NAMES.place(place) for place in places} == places


def test_of_many_records_the_first_are_named() -> None:
    places = [Place("people", f"p{number}") for number in range(8)]
    assert NAMES.places(places) == "@p0, @p1, @p2, @p3, @p4 and 3 more"
    assert NAMES.places(places[:3]) == "@p0, @p1 and @p2"


def test_of_many_ranges_the_first_are_named() -> None:
    assert ranges_said("kkkkk", [(number, number + (number == 1)) for number in range(1, 20, 3)]) == (
        "kkkkk.1 to kkkkk.2, kkkkk.4, kkkkk.7, kkkkk.10, kkkkk.13 and 2 more ranges"
    )


def test_of_many_findings_of_a_kind_ten_are_listed() -> None:
    findings = [LeftOver(names=(f".ledger.json.{number}.tmp",)) for number in range(13)]
    said = to_text(doctor_page((*findings, OtherLayout()), "", NAMES, None)).splitlines()
    assert said[0] == "14 things are not as they should be:"
    assert said[-1] == "* And 3 more of the same kinds; --json lists all."
    assert len(said) == 1 + 2 * 11 + 1


def test_lines_are_no_wider_than_the_terminal() -> None:
    findings = [LeftOver(names=tuple(f".ledger.json.{number}.tmp" for number in range(9)))]
    for page in (
        doctor_page(findings, "1 promise", NAMES, 40),
        doctor_page([], "1 promise, 2 events and 3 people, held against 4 backups", NAMES, 40),
        mended_page(findings, "ledger.json.damaged-20261123T150000Z", findings, NAMES, 40),
        restored_page([(Place("open", ID, "Send Ana the slides " * 5), 3)], None, True, NAMES, 40),
        copies_page([("journal", None, None, 3, [(Place("open", ID, "Send Ana the slides " * 5), 3)])], NAMES, 40),
    ):
        assert max(map(len, to_text(page).splitlines())) <= 40


def test_text_of_others_reaches_a_terminal_harmless() -> None:
    place = Place("open", ID, "Send\x1b[2J it\u202e")
    assert "\x1b" not in to_text(restored_page([(place, 1)], None, True, NAMES, None))
