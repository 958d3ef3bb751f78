"""Ledger records: what is written is what was meant, and what is not known survives."""

import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, strategies as st
from msgspec import Raw

from followthrough.domain.events import AnyEvent, Made, Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.people import Described, fold_person
from followthrough.formats.record import (
    MalformedRecordError,
    encode,
    possibly_made_by,
    read_commitment,
    read_commitments,
    read_person,
    read_tombstone,
    to_text,
)
from followthrough.formats.record_writing import (
    StateFields,
    commitment_record,
    hand_edits,
    person_record,
    promise_line,
    sealed,
    state_fields,
)
from followthrough.formats.sums import event_sum
from followthrough.formats.uniting.as_made import is_as_made
from tests.support.builders import (
    ID,
    Drafted,
    a_history,
    a_promise,
    a_tombstone,
    described,
    edited,
    instant,
    kept,
    made,
    missed,
    moved,
    on,
    retracted,
)
from tests.support.histories import histories
from tests.support.thoroughness import tried_on
from tests.support.values import DESCRIPTIONS, EVENTS, MADE, TOMBSTONES


def record(*events: AnyEvent) -> bytes:
    return encode({"history": [sealed(event) for event in events]})


def fields(line: bytes) -> dict[str, Any]:
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


# Round trips


@tried_on(100)
@given(MADE, EVENTS)
def test_every_kind_of_event_survives_its_record(making: Made, event: AnyEvent) -> None:
    first = msgspec.structs.replace(making, id="kkkkk.1", n=1)
    then = msgspec.structs.replace(event, id="kkkkk.2", n=2)
    assert read_commitment(ID, record(first, then)).history == (first, then)


@tried_on(80)
@given(histories(in_step=False))
def test_a_whole_history_survives_its_record(history: list[AnyEvent]) -> None:
    commitment = fold(ID, history)
    line = encode(commitment_record(commitment, (), [sealed(event) for event in history]))
    assert read_commitment(ID, line) == commitment


@given(DESCRIPTIONS)
def test_a_person_survives_their_record(event: Described) -> None:
    person = fold_person("ana", [event])
    assert read_person("ana", encode(person_record(person, (), [sealed(event)]))) == person


@given(TOMBSTONES)
def test_a_tombstone_survives_its_record(tombstone: Tombstone) -> None:
    assert read_tombstone(ID, bytes(sealed(tombstone))) == tombstone


def test_a_record_is_one_line_of_utf_8_as_it_is_documented() -> None:
    history = a_history(made("Schön für Ana 🎉\nzweite Zeile"))
    line = encode(commitment_record(fold(ID, history), (), [sealed(event) for event in history]))
    text = '"what":"Schön für Ana 🎉\\nzweite Zeile","maker":"sam","to":["ana"]'
    assert line.decode() == (
        "{" + text + ',"due":"2026-11-27","judged_due":"2026-11-27","zone":"America/New_York","state":"open",'
        '"made_at":"2026-11-23T10:00:00-05:00","history":[{"did":"made","id":"kkkkk.1","n":1,'
        '"logged":"2026-11-23T10:00:00-05:00","by":"sam",' + text + ',"zone":"America/New_York","due":"2026-11-27",'
        '"sum":"' + fields(line)["history"][0]["sum"] + '"}]}'
    )


def test_an_edit_says_from_and_to_in_its_record() -> None:
    from followthrough.domain.events import Particulars

    (event,) = a_history(edited(Particulars(due=on("2026-11-27")), Particulars(due=None)))
    assert fields(bytes(sealed(event)))["from"] == {"due": "2026-11-27"}
    assert fields(bytes(sealed(event)))["to"] == {"due": None}


# Sums


@given(EVENTS)
def test_the_sum_is_eight_hex_digits_of_sha_256_over_the_canonical_json(event: AnyEvent) -> None:
    found = fields(bytes(sealed(event)))
    said = found.pop("sum")
    canonical = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(canonical).hexdigest()[:8] == said or _has_floats(found)
    assert event_sum(found) == event_sum({**found, "sum": said}) == said


def _has_floats(found: dict[str, Any]) -> bool:
    """Whether there is a number that two writers of JSON may write in two ways."""
    return any(isinstance(value, float) for value in found.values())


def test_a_sum_is_the_same_for_the_same_event_and_changes_with_every_field() -> None:
    (event,) = a_history(made())
    found = fields(bytes(sealed(event)))
    assert found["sum"] == event_sum(dict(reversed(found.items())))
    for name in found.keys() - {"sum"}:
        assert event_sum({**found, name: "another"}) != found["sum"], name


def test_the_sum_of_a_known_event_is_the_known_one() -> None:
    # printf '%s' '{"by":"sam","did":"missed","id":"kkkkk.1","logged":"2026-11-23T10:00:00-05:00","n":1}' | sha256sum
    canonical = b'{"by":"sam","did":"missed","id":"kkkkk.1","logged":"2026-11-23T10:00:00-05:00","n":1}'
    (event,) = a_history(missed())
    assert fields(bytes(sealed(event)))["sum"] == hashlib.sha256(canonical).hexdigest()[:8]


# State fields beside the history


def test_state_fields_that_are_empty_or_as_they_always_start_are_left_out() -> None:
    assert list(commitment_record(a_promise(), (), [])) == [
        "what",
        "maker",
        "to",
        "due",
        "judged_due",
        "zone",
        "state",
        "made_at",
        "history",
    ]


def test_state_fields_are_the_fold_of_the_history() -> None:
    promise = a_promise(
        made(confidence=0.8, tags=("talks",), visibility="circle", remind=0), moved("2026-12-04"), kept()
    )
    assert fields(encode(commitment_record(promise, (), []))) == {
        "what": "Send Ana the slides",
        "maker": "sam",
        "to": ["ana"],
        "due": "2026-12-04",
        "judged_due": "2026-12-04",
        "zone": "America/New_York",
        "state": "kept",
        "made_at": "2026-11-23T10:00:00-05:00",
        "settled_at": "2026-11-23T10:02:00-05:00",
        "part": 1.0,
        "confidence": 0.8,
        "tags": ["talks"],
        "visibility": "circle",
        "remind": 0,
        "moves": 1,
        "history": [],
    }


def test_a_confidence_of_0_is_written() -> None:
    assert commitment_record(a_promise(made(confidence=0.0)), (), [])["confidence"] == 0


def test_the_state_fields_beside_a_history_do_not_count_when_it_is_read() -> None:
    line = record(*a_history(made()))
    lying = line.replace(b'{"history"', b'{"state":"kept","what":"Nothing","history"', 1)
    assert read_commitment(ID, lying) == read_commitment(ID, line)


@given(histories())
def test_every_state_field_is_one_of_the_commitment(history: list[AnyEvent]) -> None:
    commitment = fold(ID, history)
    written = state_fields(commitment)
    assert all(getattr(written, name) == getattr(commitment, name) for name in StateFields.__struct_fields__)


# What this version does not know

UNKNOWN_EVENT = b'{"did": "sworn", "id":"zzzzz.7","n":2,  "weight":1.50,"logged":"2026-11-24T10:00:00-05:00"}'
RAW_MADE = (
    b'{"did":"made","id":"kkkkk.1","n":1,"logged":"2026-11-23T10:00:00-05:00","by":"sam",'
    b'"what":"\\u0041na","maker":"sam","to":["ana"],"zone":"UTC","mood":{"a": [1,  2]}}'
)


def with_history(*events: bytes, more: bytes = b"") -> bytes:
    return b'{"what":"old",' + more + b'"history":[' + b", ".join(events) + b"]}"


def test_unknown_fields_of_a_record_and_of_an_event_survive_byte_for_byte() -> None:
    old = with_history(RAW_MADE, more=b'"colour": {"r":  1.0, "g":"\\u00e9"},')
    before = read_commitment(ID, old)
    assert before.what == "Ana"
    (new,) = a_history(missed(number=2, n=2))
    after = encode(commitment_record(fold(ID, (*before.history, new)), [old], [sealed(new)]))
    assert b'"colour":{"r":  1.0, "g":"\\u00e9"}' in after
    assert RAW_MADE in after
    assert bytes(sealed(new)) in after
    assert fields(after)["state"] == "missed"


def test_an_event_of_an_unknown_kind_is_set_aside_named_and_survives_byte_for_byte() -> None:
    old = with_history(RAW_MADE, UNKNOWN_EVENT)
    before = read_commitment(ID, old)
    assert (before.state, before.foreign, len(before.history)) == ("open", ("sworn",), 1)
    assert UNKNOWN_EVENT in encode(commitment_record(before, [old], []))


def test_unknown_fields_of_a_person_survive_byte_for_byte() -> None:
    event = bytes(sealed(described(1, "Ana"))).replace(b'"did"', b'"since":  2020,"did"')
    old = b'{"name":"Ana","pronouns":["she",  "they"],"history":[' + event + b"]}"
    person, new = read_person("ana", old), described(2, "Ana Ruiz")
    after = encode(person_record(fold_person("ana", (*person.history, new)), [old], [sealed(new)]))
    assert b'"pronouns":["she",  "they"]' in after
    assert event in after
    assert fields(after)["name"] == "Ana Ruiz"


def test_an_event_of_an_unknown_kind_about_a_person_is_set_aside_and_survives_byte_for_byte() -> None:
    old = b'{"name":"Ana","history":[' + bytes(sealed(described(1, "Ana"))) + b"," + UNKNOWN_EVENT + b"]}"
    person = read_person("ana", old)
    assert (person.name, person.foreign, len(person.history)) == ("Ana", True, 1)
    assert UNKNOWN_EVENT in encode(person_record(person, [old], []))


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@tried_on(80)
@given(st.dictionaries(st.text("xyz", min_size=1, max_size=4), JSON_VALUES, max_size=3), JSON_VALUES)
def test_whatever_another_version_adds_is_still_there_after_a_change(more: dict[str, Any], value: Any) -> None:
    event = {**json.loads(RAW_MADE), "extra": value}
    unknown = {"did": "sworn", "id": "zzzzz.7", "value": value}
    old = json.dumps({**more, "history": [event, unknown]}).encode()
    before = read_commitment(ID, old)
    after = fields(encode(commitment_record(before, [old], [])))
    assert after["history"] == [event, unknown]
    assert {name: after[name] for name in more} == more


# Two records of one id


def test_two_records_of_one_id_are_united() -> None:
    history = a_history(made(), kept(), missed(n=2, replica="zzzzz", number=1))
    one, other = record(history[0], history[1]), record(history[0], history[2])
    assert read_commitment(ID, one, other) == read_commitment(ID, other, one) == fold(ID, history)


# Many records at a time


def some_dozens() -> list[tuple[str, bytes]]:
    """More than are read at a time, every seventh with an event that is not known."""
    newer = Raw(b'{"did":"swapped","id":"mmmmm.1"}')
    events = a_history(made(), kept())
    return [
        (f"k{number:03}", encode({"history": [*map(sealed, events[: 1 + number % 2]), *[newer] * (number % 7 == 0)]}))
        for number in range(150)
    ]


def test_many_records_are_read_as_each_of_them_is() -> None:
    found = list(read_commitments(some_dozens()))

    assert found == [read_commitment(*each) for each in some_dozens()]
    assert [each.id for each in found if each.foreign] == [f"k{number:03}" for number in range(0, 150, 7)]


def test_a_record_that_cannot_be_read_is_named_once_all_before_it_were_given() -> None:
    records = some_dozens()
    records[100] = ("k100", b'{"history":[]}')
    read = read_commitments(records)

    assert [next(read).id for _ in range(100)] == [f"k{number:03}" for number in range(100)]
    with pytest.raises(MalformedRecordError, match=r"^the promise k100: no event made it$"):
        next(read)


# Whose a record can be, without reading it


MAKERS = ("sam", "ana", "samuel", "inês", 'a"b', "a\\b")
SPACES = st.text(" \t\r", max_size=2)


@st.composite
def texts_of(draw: st.DrawFn, text: str) -> str:
    """A text in JSON as anybody may write it: any of its letters may be escaped."""
    plain = [json.dumps(each, ensure_ascii=False)[1:-1] for each in text]
    escaped = draw(st.sets(st.integers(0, len(text) - 1), max_size=1))
    return '"' + "".join(f"\\u{ord(text[at]):04x}" if at in escaped else each for at, each in enumerate(plain)) + '"'


@st.composite
def fields_of(draw: st.DrawFn, maker: str) -> str:
    """`"maker": "…"`, with whatever spaces and escapes."""
    return f"{draw(texts_of('maker'))}{draw(SPACES)}:{draw(SPACES)}{draw(texts_of(maker))}"


@st.composite
def records_by_hand(draw: st.DrawFn) -> bytes:
    """A record whose fields say one maker, whose history another or the same."""
    beside, made_by = (draw(fields_of(draw(st.sampled_from(MAKERS)))) for _ in range(2))
    making = '"did":"made","id":"kkkkk.1","n":1,"logged":"2026-11-23T10:00:00Z","by":"sam","what":"W","to":["ana"]'
    return f'{{{beside},"history":[{{{making},"zone":"UTC",{made_by}}}]}}'.encode()


@given(records_by_hand(), st.sampled_from(MAKERS))
@example(
    b'{"maker":"ana","history":[{"did":"made","id":"k.1","n":1,"logged":"2026-11-23T10:00:00Z","by":"sam",'
    b'"what":"W","to":["ana"],"zone":"UTC","maker" : "sam"}]}',
    "sam",
)
@example(
    b'{"maker":"ana","history":[{"did":"made","id":"k.1","n":1,"logged":"2026-11-23T10:00:00Z","by":"sam",'
    b'"what":"W","to":["ana"],"zone":"UTC","maker":"s\\u0061m"}]}',
    "sam",
)
@example(
    b'{"maker":"ana","history":[{"did":"made","id":"k.1","n":1,"logged":"2026-11-23T10:00:00Z","by":"sam",'
    b'"what":"W","to":["ana"],"zone":"UTC","m\\u0061ker":"sam"}]}',
    "sam",
)
def test_whoever_made_a_promise_possibly_made_it_however_its_record_is_written(line: bytes, handle: str) -> None:
    assert possibly_made_by(handle)(line) or read_commitment(ID, line).maker != handle


@pytest.mark.parametrize("making", [made(maker="ana"), made("Ask sam", maker="ana", to="sam"), made(maker="samuel")])
def test_what_somebody_else_plainly_made_is_told_without_reading_it(making: Drafted) -> None:
    assert not possibly_made_by("sam")(written(making))
    assert possibly_made_by("sam")(written(made()))


@pytest.mark.parametrize("line", [b"{}", b'{"history":[]}', b'{"history":[{"did":"kept"}]}', b"\x00"])
def test_a_record_that_names_no_maker_is_read_and_found_to_be_none(line: bytes) -> None:
    assert possibly_made_by("sam")(line)


def written(*drafts: Drafted) -> bytes:
    """The record as this program writes it."""
    events = a_history(*drafts)
    return encode(commitment_record(fold(ID, events), [], [sealed(event) for event in events]))


def test_the_events_of_two_records_are_written_once_each() -> None:
    history = a_history(made(), kept(), missed(n=2, replica="zzzzz", number=1))
    olds = [record(history[0], history[1]), record(history[0], history[2])]
    united = commitment_record(read_commitment(ID, *olds), olds, [])
    assert [Raw(each) for each in united["history"]] == [sealed(event) for event in history]


def test_an_event_that_stands_twice_in_one_record_counts_once() -> None:
    history = a_history(made(), moved("2026-12-04"))
    assert read_commitment(ID, record(*history, history[1])) == fold(ID, history)


# What cannot be read


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"history":[]}',
        b'{"history":{}}',
        b'{"history":[{"did":"kept"}]}',
        b'{"history":[1]}',
        b'{"history":[{"id":"kkkkk.1"}]}',
        with_history(RAW_MADE.replace(b"2026-11-23T10:00:00-05:00", b"2026-11-23T10:00:00")),
        with_history(RAW_MADE.replace(b'"zone"', b'"due":"soon","zone"')),
        b'{"history":' + b"[" * 5000,
        b"\xff",
        with_history(RAW_MADE.replace(b'"zone"', b'"due":2026,"zone"')),
        with_history(RAW_MADE.replace(b'"zone"', b'"due":{},"zone"')),
    ],
    ids=lambda line: line[:40].decode("latin-1"),
)
def test_a_record_that_cannot_be_read_is_named(line: bytes) -> None:
    with pytest.raises(MalformedRecordError, match=rf"^the promise {ID}: "):
        read_commitment(ID, line)


RAW_KEPT = b'{"did":"kept","id":"kkkkk.2","n":2,"logged":"2026-11-24T10:00:00-05:00","by":"sam","part":1.0}'
RAW_EDITED = RAW_KEPT.replace(b'"kept"', b'"edited"').replace(b'"part":1.0', b'"from":{},"to":{"to":["bo"]}')
BOUNDS = {
    "part": (RAW_KEPT, b"1.0", [b"0.01", b"1"], [b"0", b"-0.5", b"1.01", b"5", b'"all"']),
    "confidence": (RAW_MADE.replace(b'"zone"', b'"confidence":0.8,"zone"'), b"0.8", [b"0", b"1"], [b"-0.1", b"7"]),
    "remind": (
        RAW_MADE.replace(b'"zone"', b'"remind":60,"zone"'),
        b"60",
        [b"0", b"10000000000"],
        [b"-1", b"10000000001", b"1000000000000", b"1.5"],
    ),
    "to": (RAW_MADE, b'["ana"]', [b'["ana","bo"]'], [b"[]", b"null", b'"ana"']),
    "an edit's to": (RAW_EDITED, b'["bo"]', [b'["ana","bo"]'], [b"[]", b"null"]),
    "logged": (
        RAW_KEPT,
        b"2026-11-24T10",
        [b"0002-01-02T10", b"9998-12-30T10"],
        [b"0001-01-02T10", b"9999-12-30T10"],
    ),
}


def with_value(event: bytes, old: bytes, new: bytes) -> bytes:
    events = (event.replace(old, new),)
    return with_history(*(events if event.startswith(b'{"did":"made"') else (RAW_MADE, *events)))


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, (_, _, good, _) in BOUNDS.items() for value in good]
)
def test_a_value_within_its_bounds_is_read(name: str, value: bytes) -> None:
    event, old, _, _ = BOUNDS[name]
    assert read_commitment(ID, with_value(event, old, value)).what == "Ana"


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, (_, _, _, bad) in BOUNDS.items() for value in bad])
def test_a_value_out_of_its_bounds_is_a_record_that_cannot_be_read(name: str, value: bytes) -> None:
    event, old, _, _ = BOUNDS[name]
    with pytest.raises(MalformedRecordError, match=rf"^the promise {ID}: "):
        read_commitment(ID, with_value(event, old, value))


@pytest.mark.parametrize(
    "extreme", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
@pytest.mark.parametrize("field", ["due", "at", "chase"])
def test_a_date_at_the_ends_of_the_calendar_is_read_or_named(field: str, extreme: str) -> None:
    line = with_history(RAW_MADE.replace(b'"zone"', f'"{field}":"{extreme}","zone"'.encode()))
    try:
        assert read_commitment(ID, line).what == "Ana"
    except MalformedRecordError as problem:
        assert str(problem).startswith(f"the promise {ID}: ")  # noqa: PT017  # either outcome is right


def test_a_person_and_a_tombstone_that_cannot_be_read_are_named() -> None:
    with pytest.raises(MalformedRecordError, match=r"^the person ana: "):
        read_person("ana", b'{"history":[{"did":"described"}]}')
    with pytest.raises(MalformedRecordError, match=rf"^the forgotten {ID}: "):
        read_tombstone(ID, bytes(sealed(a_tombstone())).replace(b'"maker"', b'"baker"'))


@tried_on(150)
@given(st.integers(0, 400), st.integers(0, 255))
def test_no_change_of_one_byte_is_more_than_a_record_that_cannot_be_read(place: int, byte: int) -> None:
    line = bytearray(record(*a_history(made(), kept(when="2026-11-24"), retracted(2))))
    line[place % len(line)] = byte
    try:
        read_commitment(ID, bytes(line))
    except MalformedRecordError as problem:
        assert str(problem).startswith(f"the promise {ID}: ")  # noqa: PT017  # either outcome is right


def test_a_due_date_is_written_as_its_text_and_anything_else_is_a_defect() -> None:
    assert to_text(on("2026-11-27")) == "2026-11-27"
    assert to_text(instant("2026-11-27T17:00-05:00")) == "2026-11-27T17:00:00-05:00"
    with pytest.raises(TypeError, match=r"^no JSON for set$"):
        to_text(set())


@given(history=histories())
def test_a_line_made_at_once_is_the_record_as_a_line(history: list[AnyEvent]) -> None:
    raws = [sealed(event) for event in history]
    commitment = fold(ID, history)
    array = b"[" + b",".join(map(bytes, raws)) + b"]"
    assert promise_line(commitment, {}, array) == encode(commitment_record(commitment, [], raws))
    unknown = {"mood": Raw(b"[1]"), "odd": Raw(b"2")}
    old = encode({**unknown, "history": []})
    assert promise_line(commitment, unknown, array) == encode(commitment_record(commitment, [old], raws))


@given(history=histories())
def test_what_is_seen_to_be_as_made_has_no_hand_edit(history: list[AnyEvent]) -> None:
    commitment = fold(ID, history)
    line = encode(commitment_record(commitment, [], [sealed(event) for event in history]))
    assert hand_edits(commitment, line) is None
    for name, value in {"what": "By hand", "tags": ["by", "hand"], "due": "2099-01-01", "visibility": "public"}.items():
        edited = encode({**msgspec.json.decode(line), name: value})
        assert (hand_edits(commitment, edited) is None) == (msgspec.json.decode(line).get(name) == value)
        assert not is_as_made(edited) or hand_edits(commitment, edited) is None
