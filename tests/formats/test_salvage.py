"""Whatever bytes a ledger has become: what is intact in them is found, and nothing else."""

import json

import msgspec
import pytest
from hypothesis import given, strategies as st

from followthrough.formats.record_writing import sealed
from followthrough.formats.salvage import Salvaged, salvage, united
from followthrough.formats.torn import events_within, is_intact
from tests.support.builders import ID, a_history, kept, made
from tests.support.damage import bytes_of, tables_of
from tests.support.damaged_ledgers import DATA

GOOD = (DATA / "state" / "good.json").read_bytes()
MADE, KEPT = (bytes(sealed(event)) for event in a_history(made(what="Send Ana the slides"), kept()))
RECORD = b'{"what":"Send Ana the slides","state":"kept","history":[' + MADE + b"," + KEPT + b"]}"


def lines(*lines: bytes) -> bytes:
    return b"\n".join((b"{", b'"open": {', *lines, b"}", b"}", b""))


def found(data: bytes) -> dict[str, dict[str, bytes]]:
    return {name: dict(records) for name, records in salvage(data).tables.items()}


def _history(record: bytes) -> list[msgspec.Raw]:
    return msgspec.json.decode(
        msgspec.json.decode(record, type=dict[str, msgspec.Raw])["history"], type=list[msgspec.Raw]
    )


def test_all_of_a_whole_ledger_is_found() -> None:
    filled = {name: records for name, records in tables_of(GOOD).items() if records}
    assert found(GOOD) == filled
    assert salvage(GOOD).torn == ()


def test_all_of_a_ledger_in_another_layout_is_found() -> None:
    other = json.dumps(json.loads(GOOD), indent=2, sort_keys=True).encode()
    everything = {key for records in tables_of(GOOD).values() for key in records}
    assert {key for records in found(other).values() for key in records} == everything


def test_a_ledger_in_utf_16_or_with_a_mark_in_front_is_read() -> None:
    assert found(GOOD.decode().encode("utf-16")) == found(GOOD)
    assert found(b"\xef\xbb\xbf" + GOOD) == found(GOOD)


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 500, b"{}", b"[1, 2]", b"not a ledger", b"\xff\xfe", b'{"a": {"a": {"a": 1}}}']
)
def test_nothing_is_found_where_nothing_is(data: bytes) -> None:
    assert salvage(data) == Salvaged(tables={})


def test_the_events_of_a_torn_record_are_found_by_their_sums() -> None:
    torn = b'"' + ID.encode() + b'": ' + RECORD[:-40]
    [event] = _history(found(lines(torn))["open"][ID])
    assert bytes(event) == MADE
    assert [(each.line, each.key) for each in salvage(lines(torn)).torn] == [(3, ID)]


def test_an_event_of_a_torn_record_that_is_not_as_it_was_recorded_is_left_out() -> None:
    torn = b'"' + ID.encode() + b'": ' + RECORD.replace(b"slides", b"slices")[:-2]
    assert [bytes(each) for each in _history(found(lines(torn))["open"][ID])] == [KEPT]


def test_events_whose_record_cannot_be_told_are_loose() -> None:
    torn, other = b"#" + ID.encode() + b'": ' + RECORD, b'"zzzzzzzzzzzz": {"what":"a","history":[]}'
    assert salvage(lines(torn, other)).loose == (MADE, KEPT)
    assert list(found(lines(torn, other))["open"]) == ["zzzzzzzzzzzz"]


def test_both_sides_of_conflict_markers_count() -> None:
    key = b'"' + ID.encode() + b'": '
    ours, theirs = key + b'{"what":"a","history":[' + MADE + b"]},", key + RECORD + b","
    data = lines(b"<<<<<<< HEAD", ours, b"=======", theirs, b">>>>>>> theirs")
    assert [bytes(each) for each in _history(found(data)["open"][ID])] == [MADE, KEPT]
    assert salvage(data).markers == (3, 5, 7)


def test_a_record_that_swallowed_the_next_one_is_taken_apart() -> None:
    key, other = b'"' + ID.encode() + b'": ', b'"zzzzzzzzzzzz": '
    data = b"{ " + key + RECORD[:-1] + b", " + other + RECORD + b"} }"
    assert set(found(data).get("open", {})) | set(found(data).get("settled", {})) == {ID, "zzzzzzzzzzzz"}


def test_a_record_of_another_shape_is_no_tombstone() -> None:
    data = b'{\n"forgotten": {\n"bo": {"name":"bo","members":["a"]}\n}\n}\n'
    assert found(data) == {}


def test_tables_that_nobody_knows_are_found_too() -> None:
    data = b'{\n"mine": {\n"a": {"name":"x"}\n}\n}\n'
    assert found(data) == {"mine": {"a": b'{"name":"x"}'}}


def test_several_records_of_one_id_are_united() -> None:
    one, two = b'{"a":1,"history":[{"x":1}]}', b'{"b":2,"history":[{"x":1},{"x":2}]}'
    assert json.loads(united([one, two])) == {"a": 1, "b": 2, "history": [{"x": 1}, {"x": 2}]}


def test_a_record_whose_history_is_no_list_is_searched_for_events() -> None:
    torn = b'"' + ID.encode() + b'": {"what":"a","more":' + KEPT + b',"history":"x"}'
    assert [bytes(each) for each in _history(found(lines(torn))["open"][ID])] == [KEPT]


def test_nesting_without_end_ends() -> None:
    deep = b'{"open": {"' + ID.encode() + b'": {"what": ' + b'{"a":' * 100_000
    assert found(deep) == {}


@pytest.mark.parametrize(
    "piece",
    [b'{"what":', b'"kmzqrtplwvny": {"what":', b'"kmzqrtplwvny": {"what":\n', b'{"did":"x","id":"', b'"', b"\\"],
)
def test_what_is_repeated_without_end_is_not_searched_without_end(piece: bytes) -> None:
    assert found(b'{"open": ' + piece * 20_000) == {}


def test_a_sum_is_that_of_the_id_under_which_an_event_was_recorded() -> None:
    event = json.loads(MADE)
    assert is_intact({**event, "id": f"{event['id']}~{event['sum']}"})
    assert not is_intact({**event, "id": "kkkkk.7"})
    assert not is_intact({**event, "what": "something else"})


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=len(GOOD)))
def test_no_bytes_are_too_odd(noise: bytes, place: int) -> None:
    salvaged = salvage(GOOD[:place] + noise + GOOD[place:])
    for records in salvaged.tables.values():
        assert all(msgspec.json.decode(line) is not None for line in records.values())


def test_what_is_salvaged_can_be_laid_out_again() -> None:
    assert found(bytes_of(salvage(GOOD[:-500]).tables)) == found(GOOD[:-500])


def test_events_are_found_within_a_torn_line() -> None:
    assert events_within(b'xx{"y":[' + MADE + b',{"did":') == [MADE]


def test_a_large_file_without_an_event_is_not_searched_for_hours() -> None:
    assert salvage(b'{"":' * 10**6) == Salvaged(tables={})
