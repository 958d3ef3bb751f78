"""What a merge of two ledgers makes of them, case by case, and what it tells of it."""

import json
from typing import Any

import pytest
from msgspec import Raw

from followthrough.domain.errors import OtherLedgerError, UnreadableRecordError
from followthrough.domain.events import Particulars, PersonTombstone, Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import stone_key
from followthrough.domain.merging import (
    Arrived,
    ByHand,
    Clash,
    Contested,
    Damaged,
    Differing,
    Doubled,
    Erased,
    Grown,
    Introduced,
    MergeAccount,
)
from followthrough.domain.people import fold_person
from followthrough.domain.series import Changed, NewTerms
from followthrough.formats.merging import Merged, merge
from followthrough.formats.record import encode
from followthrough.formats.record_writing import commitment_record, person_record, sealed
from followthrough.formats.series import series_record
from followthrough.formats.sums import event_sum
from followthrough.formats.uniting.promises import whole_person, whole_promise
from tests.domain.test_series import begun, told
from tests.support.builders import (
    NOW,
    Drafted,
    a_history,
    a_tombstone,
    described,
    edited,
    kept,
    made,
    missed,
    moved,
    noted,
    stamp,
)
from tests.support.copies import Tables, united

KEY = "kmzqrtplwvny"
SERIES = "kkkkkkkkkkkk"
META = b'{"app":"followthrough","format":1,"min_writer":1,"ledger":"llllllllllll"}'


def record(*drafts: Drafted, **fields: Any) -> bytes:
    """A promise to Ana with these events after its making, which is `kkkkk.1`."""
    history = a_history(made(), *drafts)
    return encode({**commitment_record(fold(KEY, history), [], [sealed(each) for each in history]), **fields})


def person(*events: Any) -> bytes:
    return encode(person_record(fold_person("ana", events), [], [sealed(each) for each in events]))


def series_line(*events: Any) -> bytes:
    return encode(series_record([], [sealed(each) for each in events]))


def ledger(**tables: dict[str, bytes]) -> Tables:
    """A ledger with these tables; a promise is filed by its state."""
    return {"meta": {"1": META}, "open": {}, "settled": {}, **tables}


def with_promise(line: bytes) -> Tables:
    return ledger(**{"open" if b'"state":"open"' in line else "settled": {KEY: line}})


def history(tables: Tables) -> list[dict[str, Any]]:
    line = tables["open"].get(KEY) or tables["settled"][KEY]
    events: list[dict[str, Any]] = json.loads(line)["history"]
    return events


def test_copies_that_are_the_same_change_nothing() -> None:
    one = with_promise(record(kept()))
    assert merge(one, with_promise(record(kept()))) == Merged(fresh={}, gone={}, account=MergeAccount())


def test_what_both_have_alike_is_not_taken_apart() -> None:
    one = ledger(open={KEY: b"no JSON"}, people={"ana": b"no JSON"}, elsewhere={"x": b"no JSON"})
    assert merge(one, one).fresh == {}


def test_a_promise_that_is_new_comes_in_as_the_bytes_it_is() -> None:
    merged = merge(ledger(), with_promise(record()))
    assert merged.fresh == {"open": {KEY: record()}}
    arrived = Arrived(id=KEY, what="Send Ana the slides", maker="sam", to=("ana",), state="open")
    assert merged.account == MergeAccount(made=(arrived,))


def test_what_was_settled_elsewhere_moves_to_the_table_of_settled_ones() -> None:
    merged = merge(with_promise(record(noted())), with_promise(record(noted(), kept())))
    assert merged.fresh == {"settled": {KEY: record(noted(), kept())}}
    assert merged.gone == {"open": frozenset({KEY})}
    grown = Grown(id=KEY, what="Send Ana the slides", events=("kept",), was_open=True, state="kept")
    assert merged.account == MergeAccount(grown=(grown,))


def test_an_older_copy_brings_nothing() -> None:
    merged = merge(with_promise(record(kept())), with_promise(record()))
    assert merged == Merged(fresh={}, gone={}, account=MergeAccount())


def test_two_settlings_are_both_kept_and_both_told() -> None:
    here, there = record(kept(replica="mmmmm")), record(missed(replica="nnnnn", logged="2026-11-24T09:00-05:00"))
    both = united(with_promise(here), with_promise(there))
    assert [(event["did"], event["id"]) for event in history(both)] == [
        ("made", "kkkkk.1"),
        ("kept", "mmmmm.2"),
        ("missed", "nnnnn.2"),
    ]
    assert json.loads(both["settled"][KEY])["state"] == "missed"
    account = merge(with_promise(here), with_promise(there)).account
    assert account.contested == (
        Contested(id=KEY, what="Send Ana the slides", field="state", ours="kept", theirs="missed", stands="missed"),
    )


def test_of_a_text_that_both_changed_both_values_are_told_and_of_one_that_one_side_changed_nothing() -> None:
    def reworded(what: str, replica: str) -> Drafted:
        return edited(Particulars(what="Send Ana the slides"), Particulars(what=what), replica=replica)

    here, there = with_promise(record(reworded("Charts", "mmmmm"))), with_promise(record(reworded("Talk", "nnnnn")))
    contested = Contested(id=KEY, what="Talk", field="what", ours="Charts", theirs="Talk", stands="Talk")
    assert merge(here, there).account.contested == (contested,)
    assert merge(here, with_promise(record(noted(replica="nnnnn")))).account.contested == ()


def test_an_id_with_two_contents_keeps_both() -> None:
    here, there = with_promise(record(noted("one"))), with_promise(record(noted("two")))
    contents = {event_sum(history(each)[1]): history(each)[1] for each in (here, there)}
    first, second = sorted(contents)
    assert history(united(here, there))[1:] == [contents[first], {**contents[second], "id": f"kkkkk.2~{second}"}]
    account = merge(here, there).account
    assert account.doubled == (
        Doubled(table="commitments", id=KEY, event="kkkkk.2", contents=(contents[first], contents[second])),
    )
    assert merge(united(here, there), there) == Merged(fresh={}, gone={}, account=MergeAccount())


def damaged(line: bytes) -> bytes:
    return line.replace(b"Half of it is done", b"Half of it is gone")


def test_an_intact_event_stands_for_one_that_is_damaged_whichever_side_has_it() -> None:
    intact = record(noted())
    for here, there in ((intact, damaged(intact)), (damaged(intact), intact)):
        merged = merge(with_promise(here), with_promise(there))
        assert merged.fresh == ({} if here == intact else {"open": {KEY: intact}})
        whole, torn = (history(with_promise(each))[1] for each in (intact, damaged(intact)))
        (told,) = merged.account.damaged
        assert told == Damaged(table="commitments", id=KEY, event="kkkkk.2", kept=whole, damaged=torn)


def test_a_damaged_event_that_nothing_stands_for_is_kept_and_told() -> None:
    there = with_promise(damaged(record(noted())))
    assert united(ledger(), there)["open"] == there["open"]
    for here in (ledger(), with_promise(record())):
        (told,) = merge(here, there).account.damaged
        assert (told.event, told.kept) == ("kkkkk.2", None)


def test_a_field_of_theirs_that_was_edited_by_hand_is_told_and_the_history_counts() -> None:
    there = with_promise(record(noted(), what="By hand"))
    both = united(with_promise(record()), there)
    assert both["open"][KEY] == record(noted())
    by_hand = ByHand(table="commitments", id=KEY, field="what", typed="By hand", recorded="Send Ana the slides")
    for here in (ledger(), with_promise(record()), with_promise(record(noted()))):
        assert merge(here, there).account.by_hand == (by_hand,)


def test_unknown_fields_are_united_and_of_two_values_the_larger_stands() -> None:
    here, there = with_promise(record(mood=[1], a=1)), with_promise(record(mood=[2], b=2))
    both = json.loads(united(here, there)["open"][KEY])
    assert {name: both[name] for name in ("a", "b", "mood")} == {"a": 1, "b": 2, "mood": [2]}
    told = Differing(table="commitments", id=KEY, field="mood", kept=[2], other=[1])
    assert merge(here, there).account.differing == (told,)


def test_a_promise_with_events_of_an_unknown_kind_keeps_them_in_their_place() -> None:
    sworn = {"did": "sworn", "id": "zzzzz.1", "n": 2, "logged": "2026-11-23T10:00:30-05:00", "by": "ana", "odd": 1}
    fields = json.loads(record())
    there = with_promise(encode({**fields, "history": [*fields["history"], sworn]}))
    both = united(with_promise(record(kept(replica="mmmmm"))), there)
    assert [event["did"] for event in history(both)] == ["made", "sworn", "kept"]
    assert history(both)[1] == sworn


def test_tables_that_are_unknown_are_united_by_id_by_field_and_by_event() -> None:
    event = {"id": "zzzzz.1", "n": 1}
    here = ledger(vows={"x": encode({"a": 1, "history": [event]})})
    there = ledger(vows={"x": encode({"b": 2, "history": [{"id": "zzzzz.2", "n": 2}]}), "y": b"{}"}, empty={})
    both = united(here, there)
    assert both["vows"]["x"] == b'{"a":1,"b":2,"history":[{"id":"zzzzz.1","n":1},{"id":"zzzzz.2","n":2}]}'
    assert (both["vows"]["y"], both["empty"]) == (b"{}", {})


def test_replicas_keep_the_larger_number() -> None:
    here, there = (ledger(replicas={"kkkkk": encode({"name": "laptop", "last": last})}) for last in (9, 10))
    assert united(here, there)["replicas"] == there["replicas"]


LISTED = [
    ledger(replicas={"kkkkk": encode({"name": "laptop", **({"by": by} if by else {}), "last": last})})
    for by, last in (("sam", 9), ("samuel", 10), ("ana", 10), (None, 10), (None, 11))
]


@pytest.mark.parametrize("here", LISTED)
@pytest.mark.parametrize("there", LISTED)
def test_who_recorded_on_a_replica_is_who_recorded_the_last_of_its_events(here: Tables, there: Tables) -> None:
    fields = [json.loads(each["replicas"]["kkkkk"]) for each in (here, there)]
    expected = max(fields, key=lambda each: (each["last"], each.get("by", "")))
    assert json.loads(united(here, there)["replicas"]["kkkkk"]) == expected
    assert united(there, here)["replicas"] == united(here, there)["replicas"]
    assert merge(here, there).account.differing == ()
    for third in LISTED:
        assert united(united(here, there), third)["replicas"] == united(here, united(there, third))["replicas"]


def stone(number: int, *events: str, logged: str = "2026-11-23T10:00-05:00") -> bytes:
    return bytes(sealed(a_tombstone(number=number, events=events, logged=logged)))


def test_a_tombstone_wins_and_names_events_that_only_the_other_copy_had() -> None:
    forgotten = ledger(forgotten={KEY: stone(9, "kkkkk.1")})
    other = with_promise(record(noted(replica="mmmmm")))
    for here, there in ((forgotten, other), (other, forgotten)):
        both = united(here, there)
        assert (both["open"], both["settled"]) == ({}, {})
        assert both["forgotten"] == {KEY: stone(9, "kkkkk.1", "mmmmm.2")}
    assert merge(other, forgotten).account == MergeAccount(forgotten=(Erased(id=KEY, by="sam", maker="sam", to=()),))


def test_two_tombstones_say_what_the_earlier_one_says_and_keep_every_number() -> None:
    earlier, later = stone(9, "kkkkk.1"), stone(12, "kkkkk.2", logged="2026-11-24T10:00-05:00")
    both = united(ledger(forgotten={KEY: later}), ledger(forgotten={KEY: earlier}))
    assert both["forgotten"] == {KEY: stone(9, "kkkkk.1", "kkkkk.2", "kkkkk.12")}


def test_an_id_in_both_tables_is_united() -> None:
    here = ledger(open={KEY: record()}, settled={KEY: record(kept())})
    merged = merge(here, ledger())
    assert merged == Merged(fresh={}, gone={"open": frozenset({KEY})}, account=MergeAccount())


def test_two_ledgers_are_refused_and_with_join_become_one() -> None:
    here, there = (ledger(meta={"1": META.replace(b"llllllllllll", name * 12)}) for name in (b"n", b"m"))
    with pytest.raises(OtherLedgerError, match="its id is mmmmmmmmmmmm, that of this one nnnnnnnnnnnn"):
        merge(here, there)
    merged = merge(here, there, join=True)
    assert merged.fresh["meta"]["1"] == META.replace(b"llllllllllll", b"m" * 12)[:-1] + b',"joined":["nnnnnnnnnnnn"]}'
    assert merged.account.joined == "mmmmmmmmmmmm"
    assert merge(united(here, there), here) == Merged(fresh={}, gone={}, account=MergeAccount())


def test_the_larger_format_stands() -> None:
    newer = ledger(meta={"1": META.replace(b'"format":1', b'"format":3')})
    assert united(ledger(), newer)["meta"] == newer["meta"]
    assert united(newer, ledger())["meta"] == newer["meta"]


def test_what_a_ledger_says_of_itself_may_lack_the_name_of_the_program() -> None:
    here, there = (ledger(meta={"1": encode({"format": each, "min_writer": 1, "ledger": "l"})}) for each in (1, 2))
    assert united(here, there)["meta"] == there["meta"]


def named(name: str | None, replica: str) -> Tables:
    return ledger(people={"ana": person(described(1, name, replica=replica))})


def test_a_handle_that_both_sides_made_for_differently_named_people_is_told() -> None:
    here, there = named("Ana Ruiz", "mmmmm"), named("Ana Smith", "nnnnn")
    account = merge(here, there).account
    assert account.clashes == (Clash(handle="ana", ours="Ana Ruiz", theirs="Ana Smith"),)
    assert account.people == (Introduced(handle="ana", name="Ana Smith", new=False),)
    assert merge(here, named("ana", "nnnnn")).account.clashes == ()  # nobody has named her there
    assert merge(here, named("ana ruiz", "nnnnn")).account.clashes == ()


def test_a_name_that_only_one_side_changed_is_no_clash() -> None:
    first = described(1, "Ana Ruiz")
    here = ledger(people={"ana": person(first)})
    there = ledger(people={"ana": person(first, described(2, "Ana Smith"))})
    assert merge(here, there).account == MergeAccount(people=(Introduced(handle="ana", name="Ana Smith", new=False),))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b'{"history":[{"did":"made"}]}', id="an event without its fields"),
        pytest.param(b'{"what":"x"}', id="no history"),
        pytest.param(b'{"history":[{"did":"noted","id":"kkkkk.1","n":1,"by":"x"}]}', id="never made"),
        pytest.param(b'{"history":' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="nested"),
        pytest.param(b'{"history":[], "what":"\xff"}', id="no UTF-8"),
        pytest.param(record().replace(b"-05:00", b""), id="a moment without an offset"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_and_whose_it_is_said(line: bytes) -> None:
    good = with_promise(record(noted()))
    bad = ledger(open={KEY: line})
    for here, there, side in ((ledger(), bad, "theirs"), (good, bad, "theirs"), (bad, good, "ours")):
        with pytest.raises(UnreadableRecordError) as problem:
            merge(here, there)
        assert problem.value.side == side


def test_spellings_of_one_event_are_one() -> None:
    line = record(noted())
    spelled = encode(
        {**json.loads(line), "history": [Raw(json.dumps(event).encode()) for event in json.loads(line)["history"]]}
    )
    both = united(with_promise(line), with_promise(spelled))
    assert both == united(with_promise(spelled), with_promise(line))
    assert [event["id"] for event in history(both)] == ["kkkkk.1", "kkkkk.2"]


def test_the_stamp_of_an_event_decides_its_place_not_the_copy_it_came_from() -> None:
    here = record(noted("late", replica="zzzzz", n=2), noted("later", replica="zzzzz", n=3))
    there = record(noted("early", replica="mmmmm", n=2, logged=stamp()["logged"]))
    notes = [event.get("note") for event in history(united(with_promise(here), with_promise(there)))]
    assert notes == [None, "early", "late", "later"]


def test_spaces_between_events_decide_nothing() -> None:
    one, other = (
        with_promise(line.replace(b'},{"did"', b'}, {"did"')) for line in (record(noted()), record(noted(), noted()))
    )
    both = united(one, other)
    assert both == united(other, one) == with_promise(record(noted(), noted()))


def test_of_two_spellings_of_a_value_the_same_one_stands_whichever_comes_first() -> None:
    names = [f"mood_{letter}" for letter in "abcdefghijklmnop"]
    spaced, plain = (with_promise(record(**{name: Raw(text) for name in names})) for text in (b"[1, 2]", b"[1,2]"))
    both = united(spaced, plain)
    assert both == united(plain, spaced)
    assert b"[1, 2]" not in both["open"][KEY]


def test_an_event_that_goes_on_behind_the_others_may_belong_before_them() -> None:
    here = record(noted("late", replica="zzzzz", n=2))
    events = [*history(with_promise(here)), history(with_promise(record(noted("early", replica="mmmmm", n=2))))[1]]
    there = encode({**json.loads(here), "history": events})
    notes = [event.get("note") for event in history(united(with_promise(here), with_promise(there)))]
    assert notes == [None, "early", "late"]


def test_a_series_that_both_sides_went_on_with_has_the_events_of_both_and_is_told() -> None:
    start = begun()
    changes = [told(Changed, 2, "2026-12-01T10:00-05:00", replica=name, terms=NewTerms(what=name)) for name in "xy"]
    here, there = (ledger(series={SERIES: series_line(start, change)}) for change in changes)
    both = merge(here, there)
    assert [event["id"] for event in json.loads(both.fresh["series"][SERIES])["history"]] == ["kkkkk.1", "x.2", "y.2"]
    (tells,) = both.account.series
    assert (tells.id, tells.what, tells.new) == (SERIES, "y", False)


def test_a_series_that_only_the_other_copy_has_is_new() -> None:
    (tells,) = merge(ledger(), ledger(series={SERIES: series_line(begun())})).account.series
    assert (tells.id, tells.what, tells.rule, tells.new) == (SERIES, "Call", "FREQ=WEEKLY;BYDAY=SU", True)


def test_a_history_that_is_none_gives_way_to_one_and_is_told() -> None:
    here, there = (ledger(vows={"x": encode({"history": each})}) for each in ("lost", [{"id": "zzzzz.1", "n": 1}]))
    told_of = Differing(table="vows", id="x", field="history", kept=[{"id": "zzzzz.1", "n": 1}], other="lost")
    assert merge(here, there).account.differing == merge(there, here).account.differing == (told_of,)


GOOD = {
    "meta": ("1", META),
    "people": ("ana", person(described(1, "Ana"))),
    "replicas": ("kkkkk", encode({"name": "laptop", "last": 9})),
    "series": (SERIES, series_line(begun())),
    "vows": ("x", encode({"history": [{"id": "zzzzz.1", "n": 1}]})),
    "forgotten": (KEY, stone(9, "kkkkk.1")),
}


@pytest.mark.parametrize("torn", ["ours", "theirs"])
@pytest.mark.parametrize("table", GOOD)
def test_a_torn_record_of_any_table_is_refused_with_its_side_and_its_place(table: str, torn: str) -> None:
    key, line = GOOD[table]
    halves = line[: len(line) // 2]
    here, there = (ledger(**{table: {key: halves if side == torn else line}}) for side in ("ours", "theirs"))
    with pytest.raises(UnreadableRecordError) as problem:
        merge(here, there)
    assert problem.value.side == torn
    assert (key if table in ("series", "forgotten") else f"{key} in {table}") in problem.value.reason


def test_what_somebody_wrote_beside_a_history_that_goes_on_is_told() -> None:
    theirs = record(noted(), what="Something else")
    merged = merge(with_promise(record()), with_promise(theirs))
    (told_of,) = merged.account.by_hand
    assert (told_of.table, told_of.id, told_of.field, told_of.typed) == ("commitments", KEY, "what", "Something else")
    assert merged.account.grown[0].events == ("noted",)


def test_of_a_text_that_both_sides_changed_alike_nothing_is_told() -> None:
    correction = edited(Particulars(what="Send Ana the slides"), Particulars(what="Send Ana the deck"))
    here, there = (with_promise(record(correction, noted(replica=name, n=3))) for name in ("xxxxx", "yyyyy"))
    assert merge(here, there).account.contested == ()


def test_two_names_of_one_person_that_differ_in_capitals_are_no_clash() -> None:
    lines = [person(described(1, name, replica=at)) for name, at in (("Ana", "xxxxx"), ("ANA", "yyyyy"))]
    here, there = (ledger(people={"ana": line}) for line in lines)
    assert merge(here, there).account.clashes == ()


@pytest.mark.parametrize("table", GOOD)
def test_of_an_unknown_field_of_any_table_the_larger_value_stands_and_the_other_is_told(table: str) -> None:
    key, line = GOOD[table]
    here, there = (ledger(**{table: {key: encode({**json.loads(line), "mood": mood})}}) for mood in (1, 2))
    told_of = Differing(table=table, id=key, field="mood", kept=2, other=1)
    assert merge(here, there).account.differing == merge(there, here).account.differing == (told_of,)
    assert json.loads(united(here, there)[table][key])["mood"] == 2


def test_records_without_a_history_are_united_field_by_field() -> None:
    here, there = ledger(vows={"x": b'{"a":1}'}), ledger(vows={"x": b'{"b":2}'})
    assert united(here, there)["vows"] == {"x": b'{"a":1,"b":2}'}


def test_an_event_of_a_person_with_two_contents_is_told_with_its_table() -> None:
    here, there = named("Ana", "mmmmm"), named("Bea", "mmmmm")
    (doubled,) = merge(here, there).account.doubled
    assert (doubled.table, doubled.id, doubled.event) == ("people", "ana", "mmmmm.1")


def test_of_a_promise_that_only_theirs_has_what_is_damaged_and_typed_by_hand_is_told_beside_what_is_unknown() -> None:
    line = damaged(record(noted(), mood=1, what="By hand"))
    account = merge(ledger(), with_promise(line)).account
    assert [each.id for each in account.made] == [KEY]
    assert [(each.table, each.id) for each in account.damaged] == [("commitments", KEY)]
    assert [(each.table, each.id, each.field) for each in account.by_hand] == [("commitments", KEY, "what")]


@pytest.mark.parametrize("torn", ["ours", "theirs"])
def test_a_promise_that_was_forgotten_and_cannot_be_read_is_refused_with_its_side_and_its_place(torn: str) -> None:
    forgotten, promised = ledger(forgotten={KEY: stone(9, "kkkkk.1")}), ledger(open={KEY: b'{"history":[{'})
    here, there = (promised, forgotten) if torn == "ours" else (forgotten, promised)
    with pytest.raises(UnreadableRecordError) as problem:
        merge(here, there)
    assert (problem.value.side, problem.value.reason.startswith(f"{KEY} in commitments: ")) == (torn, True)


def test_a_copy_may_lack_any_table() -> None:
    bare: Tables = {"meta": {"1": META}}
    full = ledger(**{table: {key: line} for table, (key, line) in GOOD.items() if table != "forgotten"})
    full["open"] = {KEY: record()}
    assert united(bare, full) == united(full, bare) == full


def test_of_an_event_that_is_damaged_on_both_sides_in_two_ways_none_stands() -> None:
    there = record(noted()).replace(b"Half of it is done", b"Half of it was")
    account = merge(with_promise(damaged(record(noted()))), with_promise(there)).account
    assert [each.kept for each in account.damaged] == [None] * len(account.damaged) != []


def test_of_two_due_dates_both_are_told_as_they_are_written() -> None:
    here, there = (with_promise(record(moved(to, replica=at))) for to, at in (("2026-12-01", "m"), ("2026-12-02", "n")))
    (told_of,) = merge(here, there).account.contested
    assert (told_of.field, told_of.ours, told_of.theirs) == ("due", "2026-12-01", "2026-12-02")


def test_a_tombstone_of_theirs_that_is_damaged_is_told_and_one_of_ours_that_is_the_same_is_not() -> None:
    torn = ledger(forgotten={KEY: stone(9, "kkkkk.1").replace(b'"maker":"sam"', b'"maker":"zoe"')})
    (told_of,) = merge(ledger(), torn).account.damaged
    assert (told_of.table, told_of.id, told_of.event, told_of.kept) == ("forgotten", KEY, "kkkkk.9", None)
    assert merge(torn, torn).account.damaged == ()


def test_of_a_series_that_was_forgotten_or_is_older_there_nothing_is_told() -> None:
    change = told(Changed, 2, "2026-12-01T10:00-05:00", terms=NewTerms(what="Write"))
    newer, older = (ledger(series={SERIES: series_line(*events)}) for events in ((begun(), change), (begun(),)))
    assert merge(newer, older).account.series == ()
    assert merge(ledger(forgotten={SERIES: stone(9, "kkkkk.1")}), newer).account.series == ()


# Where a person was forgotten

NOBODY = {stone_key("ana"): bytes(sealed(PersonTombstone(id="nnnnn.5", logged=NOW, by="sam", events=("kkkkk.1",))))}
"""What is left of Ana."""


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_someone_stands_for_them_in_what_is_left_of_a_promise(side: str) -> None:
    whole = Tombstone(id="kkkkk.9", logged=NOW, by="sam", maker="ana", to=("bo", "ana"), events=("kkkkk.1",))
    fields = {**json.loads(bytes(sealed(whole))), "mood": 1}
    naming = ledger(forgotten={KEY: encode({**fields, "sum": event_sum(fields)})})
    here, there = (naming, ledger(forgotten=NOBODY)) if side == "ours" else (ledger(forgotten=NOBODY), naming)
    left = json.loads(united(here, there)["forgotten"][KEY])
    assert {name: left[name] for name in ("maker", "to", "by", "mood")} == {
        "maker": "someone",
        "to": ["bo", "someone"],
        "by": "sam",
        "mood": 1,
    }
    assert left["sum"] == event_sum(left)


def test_an_open_promise_that_names_them_stays_open_and_it_is_told_who_was_forgotten() -> None:
    here = ledger(open={KEY: record()}, people={"ana": person(described(1, "Ana"))})
    merged = merge(here, ledger(forgotten=NOBODY))
    assert merged.gone == {"people": frozenset({"ana"})}
    assert json.loads(merged.fresh["open"][KEY])["to"] == ["someone"]
    assert "settled" not in merged.fresh
    assert merged.account.persons == ("ana",)


def test_a_promise_that_names_them_in_both_tables_stands_in_one() -> None:
    here = ledger(open={KEY: record()}, settled={KEY: record(kept())})
    merged = merge(here, ledger(forgotten=NOBODY))
    assert merged.gone == {"open": frozenset({KEY})}
    assert json.loads(merged.fresh["settled"][KEY])["to"] == ["someone"]


def test_a_promise_that_names_them_and_was_settled_elsewhere_leaves_the_open_ones() -> None:
    merged = merge(with_promise(record()), {**with_promise(record(kept())), "forgotten": NOBODY})
    assert KEY not in merged.fresh.get("open", {})
    assert merged.gone["open"] == frozenset({KEY})
    assert json.loads(merged.fresh["settled"][KEY])["to"] == ["someone"]


NAMING = {
    "open": (KEY, record()),
    "people": ("medics", person(described(1, members=("ana", "bo")))),
    "replicas": ("kkkkk", encode({"by": "ana", "last": 9})),
    "series": (SERIES, series_line(begun())),
    "forgotten": (KEY, bytes(sealed(a_tombstone("ana")))),
}


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize("table", NAMING)
def test_a_torn_record_that_names_them_is_refused_with_its_side(table: str, side: str) -> None:
    key, line = NAMING[table]
    torn, good = ledger(**{table: {key: line[:-2]}}), ledger(forgotten=NOBODY)
    here, there = (torn, good) if side == "ours" else (good, torn)
    with pytest.raises(UnreadableRecordError) as problem:
        merge(here, there)
    assert (problem.value.side, key in problem.value.reason) == (side, True)


# Of which nothing but the events is known


@pytest.mark.parametrize(("line", "table"), [(record(noted()), "open"), (record(kept()), "settled")])
def test_a_promise_can_be_made_of_its_events_alone(line: bytes, table: str) -> None:
    events = [Raw(encode(each)) for each in json.loads(line)["history"]]
    assert whole_promise(KEY, events) == (table, line)


def test_a_person_can_be_made_of_its_events_alone_and_is_refused_where_they_are_none() -> None:
    line = person(described(1, "Ana"))
    assert whole_person("ana", [Raw(encode(each)) for each in json.loads(line)["history"]]) == line
    with pytest.raises(UnreadableRecordError) as problem:
        whole_person("ana", [Raw(b'{"did":"described","id":"kkkkk.1","n":1}')])
    assert (problem.value.side, "ana" in problem.value.reason) == ("theirs", True)
