"""What somebody took out of a ledger is seen by comparing two states of it; what a merge or forgetting does is not."""

import json
from typing import Any

from hypothesis import assume, given, strategies as st

from followthrough.formats.losses import Loss, losses
from followthrough.formats.sums import event_sum
from tests.support.copies import Tables, copies, united
from tests.support.thoroughness import tried_on


def intact(lines: dict[str, bytes]) -> list[tuple[str, int]]:
    """Every event whose sum is right, by the key of its record and its place there."""
    histories = ((key, json.loads(line).get("history", [])) for key, line in lines.items())
    return [
        (key, place)
        for key, history in histories
        for place, event in enumerate(history)
        if event.get("sum") == event_sum(event)
    ]


def changed(tables: Tables, table: str, key: str, change: Any) -> Tables:
    """The tables with one record changed as a document."""
    record = json.loads(tables[table][key])
    change(record)
    return {**tables, table: {**tables[table], key: json.dumps(record, ensure_ascii=False).encode()}}


@tried_on(25)
@given(copies(forgetting=True), st.permutations(range(3)))
def test_a_merge_takes_nothing_out(files: list[Tables], order: list[int]) -> None:
    ours, theirs, _ = (files[number] for number in order)
    assert losses(ours, united(ours, theirs)) == ()


@tried_on(25)
@given(copies(), st.sampled_from(("open", "settled", "people")), st.integers(0, 50))
def test_an_event_that_is_taken_out_is_named(files: list[Tables], table: str, which: int) -> None:
    tables = files[0]
    places = intact(tables.get(table, {}))
    assume(places)
    key, place = places[which % len(places)]
    event = json.loads(tables[table][key])["history"][place]
    assume(key not in tables.get("forgotten", {}))

    def take_out(record: dict[str, Any]) -> None:
        del record["history"][place]

    found = losses(tables, changed(tables, table, key, take_out))
    twice = [each for each in json.loads(tables[table][key])["history"] if each["id"] == event["id"]]
    assume(len(twice) == 1 and not (table != "people" and key in tables["open"] and key in tables["settled"]))
    assert [each.event for each in found] == [event["id"].partition("~")[0]]


@tried_on(25)
@given(copies(), st.sampled_from(("open", "settled")), st.integers(0, 50), st.booleans())
def test_an_event_that_is_changed_is_named(files: list[Tables], table: str, which: int, sums: bool) -> None:
    tables = files[0]
    places = intact(tables.get(table, {}))
    assume(places)
    key, place = places[which % len(places)]
    event = json.loads(tables[table][key])["history"][place]

    def change(record: dict[str, Any]) -> None:
        record["history"][place]["note"] = "it was never so"
        if sums:
            record["history"][place]["sum"] = event_sum(record["history"][place])

    other = changed(tables, table, key, change)
    assume(key not in tables.get("forgotten", {}) and not (key in tables["open"] and key in tables["settled"]))
    assert event["id"].partition("~")[0] in [each.event for each in losses(tables, other)]


def a_ledger(**tables: dict[str, Any]) -> Tables:
    return {name: {key: json.dumps(each).encode() for key, each in table.items()} for name, table in tables.items()}


def an_event(number: int, **fields: Any) -> dict[str, Any]:
    event = {"did": "noted", "id": f"tkqzm.{number}", "n": number, **fields}
    return {**event, "sum": event_sum(event)}


def test_what_is_gone_is_told_by_what_it_was_about() -> None:
    before = a_ledger(
        open={"kmzqrtplwvny": {"what": "Send the slides", "history": [an_event(1), an_event(2)]}},
        people={"ana": {"name": "Ana", "history": [an_event(3)]}},
        forgotten={"nwxopkqrstlm": {"id": "tkqzm.4", "events": ["tkqzm.5"]}},
    )
    after = a_ledger(open={"kmzqrtplwvny": {"what": "Send the slides", "history": [an_event(1)]}})
    assert losses(before, after) == (
        Loss("tkqzm.2", "“Send the slides”"),
        Loss("tkqzm.3", "@ana"),
        Loss("tkqzm.4", "nwxopkqrstlm"),
    )
    assert losses(before, before) == losses(after, before) == ()


def test_what_was_forgotten_or_never_was_as_recorded_is_not_lost() -> None:
    before = a_ledger(
        open={
            "kmzqrtplwvny": {"what": "Send the slides", "history": [an_event(1)]},
            "lmzqrtplwvny": {"what": "Mend it", "history": [{**an_event(2), "sum": "00000000"}]},
        }
    )
    after = a_ledger(open={}, forgotten={"kmzqrtplwvny": {"id": "tkqzm.3", "events": ["tkqzm.1"]}})
    assert losses(before, after) == ()


def test_an_event_of_the_same_id_as_the_forgetting_itself_is_not_lost() -> None:
    """Two copies of one disk: one kept the promise as its fifth event, the other forgot it as its own fifth."""
    before = a_ledger(settled={"kmzqrtplwvny": {"what": "Sort the attic", "history": [an_event(4), an_event(5)]}})
    after = a_ledger(open={}, forgotten={"kmzqrtplwvny": {"id": "tkqzm.5", "events": ["tkqzm.4"]}})
    assert losses(before, after) == ()


def test_a_record_that_cannot_be_read_has_no_events_and_stops_nothing() -> None:
    before = {"open": {"kmzqrtplwvny": b"{", "lmzqrtplwvny": b'{"what": 3, "history": [1]}'}}
    assert losses(before, {}) == ()
    assert losses({}, before) == ()
