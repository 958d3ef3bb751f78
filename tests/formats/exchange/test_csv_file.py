"""Tables in CSV: what is written comes back, a table of a user's own comes in, and no row stops another."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival, Ending, Remark, Told
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange import csv_file, plausible
from followthrough.formats.exchange.csv_file.columns import COLUMNS
from followthrough.formats.exchange.leaving import as_told
from followthrough.formats.exchange.unreadable import UnreadableError
from tests.formats.exchange.test_todotxt import OTHERS, PLAIN
from tests.support.builders import ID, NOW, ZONE, a_promise, at, instant, kept, made, noted, on, promise, retracted
from tests.support.leavers import LATER, NASTY, leavers
from tests.support.thoroughness import tried_on


def told(text: str) -> Told:
    return csv_file.read(text, zone=ZONE, now=NOW)


def one(text: str) -> Arrival:
    found = told(text)
    assert found.unread == ()
    (arrival,) = found.arrivals
    return arrival


def why_not(head: str, row: str) -> str:
    found = told(f"{head}\n{row}\n")
    assert found.arrivals == ()
    (unread,) = found.unread
    assert unread.line == 2
    return unread.reason


def written(*commitments: Commitment) -> str:
    return csv_file.write(commitments, people={}, me="sam", now=NOW)


@given(leavers())
@tried_on(40)
def test_what_is_written_comes_back(commitment: Commitment) -> None:
    leaving = as_told(commitment, line=2)
    try:
        plausible.check(leaving, zone=ZONE, now=LATER)
    except UnreadableError:
        assume(False)
    found = csv_file.read(written(commitment), zone="Asia/Tokyo", now=LATER)
    assert found == Told(arrivals=(leaving,))


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_comes_back_in_its_row(text: str) -> None:
    table = written(promise(text), a_promise(made("after"), noted(text)))
    first, second = csv_file.read(table, zone=ZONE, now=LATER).arrivals
    assert (first.line, first.what, second.line) == (2, text, 3)
    assert [each.text for each in second.remarks] == [text]


def test_every_column_is_documented_and_no_other_is_written() -> None:
    table = written(promise())
    assert tuple(table.split("\r\n")[0].split(",")) == COLUMNS
    page = (Path(__file__).parents[3] / "docs/reference/todotxt-and-csv.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert set(named) == set(COLUMNS)


def test_what_was_undone_stays_behind() -> None:
    assert written(a_promise(made(), retracted(1))).count("\r\n") == 1


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_of_three_columns_is_enough(sign: str) -> None:
    table = "What,To,Due\r\nCall Mum,mum,2026-11-27\r\n\r\nWrite,,\r\n".replace(",", sign)
    assert csv_file.is_one(table)
    assert told(table).arrivals == (
        Arrival(line=2, origin=one("what,to\nCall Mum,mum").origin, what="Call Mum", to=("mum",), due=on("2026-11-27")),
        Arrival(line=4, origin=one("what\nWrite").origin, what="Write"),
    )


def test_columns_stand_in_any_order_and_unknown_ones_are_said() -> None:
    found = told("due,colour,what,mood\n2026-11-27,red,Call,good\n")
    assert [(each.what, each.due) for each in found.arrivals] == [("Call", on("2026-11-27"))]
    assert found.ignored == ("the column “colour”", "the column “mood”")


def test_several_recipients_and_tags_stand_in_one_cell() -> None:
    arrival = one('what,to,tags\nCall,"ana; Bo Ruiz, dee","+talks q4; x"\n')
    assert (arrival.to, arrival.tags) == (("ana", "Bo Ruiz", "dee"), ("talks", "q4", "x"))


def test_a_table_says_what_became_of_a_promise() -> None:
    head = "what,due,state,settled,part,settled_note,made"
    assert one(f"{head}\nCall,2026-11-20,kept,2026-11-19,60%,nearly,2026-11-01\n").ending == Ending(
        did="kept", at=on("2026-11-19"), part=0.6, note="nearly"
    )
    assert one(f"{head}\nCall,,kept,,60,,\n").ending == Ending(did="kept", part=0.6)
    assert one(f"{head}\nCall,2026-11-20,Missed,,,,\n").ending == Ending(did="missed")
    assert one(f"{head}\nCall,2026-11-20,open,,,,\n").ending is None


def test_a_cell_that_was_kept_from_being_a_formula_is_itself_again() -> None:
    found = told("what\n'=1+1\n'tis late\n''tis\n'\n007\n")
    assert [each.what for each in found.arrivals] == ["=1+1", "'tis late", "'tis", "'", "007"]


def test_a_note_of_a_users_own_is_one_note() -> None:
    assert one('what,notes\nCall,"first\nsecond"\n').remarks == (Remark(text="first\nsecond"),)


def test_notes_of_ours_come_with_their_moments() -> None:
    table = written(
        a_promise(made(logged="2026-11-01T09:00-04:00"), noted("a\\n\nb\r", logged="2026-11-02T09:00-05:00"))
    )
    assert "2026-11-02T09:00:00-05:00 a\\\\n\\nb\\r" in table
    assert one(table).remarks == (Remark(text="a\\n\nb\r", recorded=at("2026-11-02T09:00-05:00")),)


def test_a_date_that_a_spreadsheet_wrote_with_the_year_first_is_the_same_date() -> None:
    head = "what,due,made,chase\n"
    saved = one(f"{head}1999/12/31,2026/11/27 17:00:00,2026/11/01,2026/11/30")
    assert saved == one(f"{head}1999/12/31,2026-11-27 17:00:00,2026-11-01,2026-11-30")
    assert (saved.what, str(saved.chase)) == ("1999/12/31", "2026-11-30")


@pytest.mark.parametrize(
    ("head", "row", "reason"),
    [
        ("what,due", "Call,27/11/2026", "its due “27/11/2026” is no date such as 2026-11-27 or 2026-11-27T17:00"),
        ("what,due", "Call,2026/13/01", "its due “2026-13-01” is no date of the calendar"),
        ("what,due", "Call,2026/1/2", "its due “2026/1/2” is no date such as 2026-11-27 or 2026-11-27T17:00"),
        ("what,due", "Call,11/27/2026", "its due “11/27/2026” is no date such as 2026-11-27 or 2026-11-27T17:00"),
        ("what,due", "Call,2026-02-30", "its due “2026-02-30” is no date of the calendar"),
        ("what,due", ",2026-11-27", "nothing stands under “what”"),
        ("what,due", "Call,,extra", "it has 3 cells, and the first row names 2"),
        (
            "what,due",
            'Call "x,2026-11-27"y',
            'its due “2026-11-27"y” is no date such as 2026-11-27 or 2026-11-27T17:00',
        ),
        ("what,due", 'Call,"2026-11-27"y', "its quotation marks do not match"),
        ("what,due", 'Call,"2026-11-27', "its quotation marks do not match"),
        ("what,state", "Call,done", "its state “done” is none of open, kept, missed, released and withdrawn"),
        ("what,settled", "Call,2026-11-20", "it has a “settled”, and its state is not said"),
        ("what,state,settled", "Call,open,2026-11-20", "it has a “settled”, and its state is open"),
        (
            "what,due,state",
            "Call,2026-11-20,kept",
            "it was due on 2026-11-20, and the file does not say when it was kept",
        ),
        (
            "what,due,state",
            "Call,2026-11-20,withdrawn",
            "it was due on 2026-11-20, and the file does not say when it was withdrawn",
        ),
        ("what,state,settled", "Call,kept,2026-11-24", "it is said to be kept on 2026-11-24, which is still to come"),
        (
            "what,state,settled",
            "Call,kept,2026-11-23T10:01",
            "it is said to be kept on 2026-11-23T10:01:00-05:00, which is still to come",
        ),
        ("what,made", "Call,2026-11-24", "it is said to be made on 2026-11-24, which is still to come"),
        ("what,recorded", "Call,2026-11-20", "its recorded “2026-11-20” has no time of day"),
        (
            "what,recorded",
            "Call,2026-11-23T10:00:01-05:00",
            "it is said to be written down at a time that is still to come",
        ),
        ("what,notes", "Call,2026-11-23T10:00:01-05:00 x", "one of its notes is from a time that is still to come"),
        ("what,confidence", "Call,NaN", "its confidence “NaN” is no share such as 0.8 or 80%"),
        ("what,confidence", "Call,101", "its confidence “101” is no share such as 0.8 or 80%"),
        ("what,part,state", "Call,0,kept", "its part “0” is no share such as 0.8 or 80%"),
        ("what,remind", "Call,99999999999w", "its remind “99999999999w” is no length of time such as 2d or 36h"),
        ("what,visibility", "Call,secret", "its visibility “secret” is none of private, circle and public"),
        ("what,zone", "Call,Mars", "its zone “Mars” is not known here"),
        ("what,due", f"Call,{'9' * 1_000_001}", "its quotation marks do not match"),
    ],
)
def test_a_row_that_is_no_promise_says_why(head: str, row: str, reason: str) -> None:
    assert why_not(head, row) == reason


def test_a_row_with_a_stray_quotation_mark_stops_none_of_the_others() -> None:
    found = told('what,to\none,"ana\ntwo,bo\nthree,"dee\nfour,"zoë"\n')
    assert [each.what for each in found.arrivals] == ["two", "four"]
    assert [(each.line, each.reason) for each in found.unread] == [
        (2, "its quotation marks do not match"),
        (4, "its quotation marks do not match"),
    ]


def test_where_too_much_is_amiss_the_rest_is_said_to_be_lost() -> None:
    found = told("what,to\n" + 'x","y\n' * 3000)
    assert found.arrivals == ()
    assert found.unread[-1].reason.startswith("from here on quotation marks do not match")
    assert 100 < len(found.unread) < 200


def test_the_limit_of_the_csv_module_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followthrough.formats.exchange.limits.MOST", 10)
    before = csv.field_size_limit(4321)
    try:
        told('what\n"open')
        with pytest.raises(NotInThatFormatError):
            told("what\n" + "a\n" * 11)
        assert csv.field_size_limit() == 4321
    finally:
        csv.field_size_limit(before)


def test_a_promise_with_many_notes_comes_back() -> None:
    notes = [noted(f"{number} " + "y" * 9000, logged="2026-11-02T09:00-05:00") for number in range(30)]
    assert len(one(written(a_promise(made(logged="2026-11-01T09:00-04:00"), *notes))).remarks) == 30


def test_the_origin_of_a_row_outlives_what_becomes_of_it() -> None:
    assert one("what,to\nCall,ana\n").origin == one("to,due,what,state\nana,,Call,missed\n").origin
    assert one("what,to\nCall,ana\n").origin != one("what,to\nCall,bo\n").origin
    first, second = told("what\nCall\nCall\n").arrivals
    assert first.origin != second.origin


def test_an_id_of_another_make_tells_rows_apart_and_is_none_of_ours() -> None:
    first, second = told("id,what\n1,Call\n2,Call\n").arrivals
    assert (first.id, first.origin == second.origin) == (None, False)
    assert one(f"id,what\n{ID},Call\n").id == ID


def test_an_origin_counts_on_a_row_of_ours_alone() -> None:
    assert one(f"id,what,origin\n{ID},Call,taskwarrior:1\n").origin == "taskwarrior:1"
    first, second = told("what,origin\nCall,mail\nWrite,mail\n").arrivals
    assert first.origin != second.origin


def test_a_time_is_one_in_the_zone_of_its_row() -> None:
    table = "what,due,zone\nCall,2026-11-27T17:00,Asia/Tokyo\nWrite,2026-11-27 17:00,\n"
    assert [each.due for each in told(table).arrivals] == [
        instant("2026-11-27T17:00+09:00"),
        instant("2026-11-27T17:00-05:00"),
    ]


@pytest.mark.parametrize("text", [*OTHERS, *PLAIN])
def test_what_is_no_table_is_not_recognised(text: str) -> None:
    assert csv_file.is_one(text) == text.startswith("what,to,due")


def test_prose_that_begins_with_the_word_is_not_recognised() -> None:
    assert not csv_file.is_one("What, when, how\n")
    assert csv_file.is_one("what\nCall\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "its first row names no column “what”"),
        ("to,due\n", "its first row names no column “what”"),
        ('what,"to\n', "its first row names no column “what”"),
        ("what,due,Due \n", "its first row names the column “due” twice"),
        ("what\n" + "a\n" * 50_001, "it has more than 50,000 entries; in parts it may come in"),
        ("what\n" + "\n" * 500_001, "it has more than 500,000 lines"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(text: str, reason: str) -> None:
    with pytest.raises(NotInThatFormatError) as refused:
        told(text)
    assert str(refused.value) == f"That is no table of promises in CSV: {reason}. Nothing was imported."


def test_no_cell_of_a_table_opens_a_formula() -> None:
    rows = list(csv.reader(StringIO(written(*[promise(text) for text in NASTY]), newline=""), strict=True))
    opening = re.compile(r"[\s\x00-\x20]*[=+\-@|%＝＋－＠]|[\t\r\n]")
    assert [cell for row in rows for cell in row if opening.match(cell) and not re.fullmatch(r"[+-]?\d+", cell)] == []


def test_a_database_reads_the_table_as_it_is(tmp_path: Path) -> None:
    import duckdb

    texts = [text for text in NASTY if "\0" not in text]
    path = tmp_path / "promises.csv"
    path.write_text(written(*[promise(text) for text in texts]), encoding="utf-8", newline="")
    rows = duckdb.execute(
        f"SELECT what, due FROM read_csv('{path}', all_varchar = true, header = true, quote = '\"', escape = '\"',"
        " delim = ',', strict_mode = true)"
    ).fetchall()
    guarded = [cell for (cell, _) in rows]
    expected = [row[0] for row in csv.reader(StringIO(written(*[promise(text) for text in texts]), newline=""))][1:]
    assert guarded == expected
    assert {due for _, due in rows} == {"2026-11-27"}


def test_a_leading_zero_stays_where_a_program_reads_text() -> None:
    assert "\r\n007,ana," in written(promise("007"))


def test_a_row_of_ours_is_told_whole() -> None:
    commitment = a_promise(
        made(tags=("talks", "q4"), confidence=0.8, remind=172800, logged="2026-11-01T09:00-04:00"),
        kept(part=0.5, note="half of it", logged="2026-11-20T09:00-05:00"),
    )
    assert one(written(commitment)) == replace(as_told(commitment), line=2)
