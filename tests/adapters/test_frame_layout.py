"""The layout of the ledger file: what people, `jq`, git and TinyDB see."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tinydb import JSONStorage, TinyDB, where
from tinydb.table import Table

from followthrough.adapters.ledger.frame import TABLES, FrameError, compose, parse
from tests.adapters.steps import BUDGET, SLIDES, VISIT, describe, file_ledger, forget, keeping_of, promise_of, tell
from tests.support.builders import noted
from tests.support.thoroughness import tried_on


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger file with something in every table this version writes."""
    ledger = file_ledger(tmp_path)
    describe(ledger, "ana", "Ana Ruiz", create=True)
    promise_of(ledger, VISIT, "Visit the medics")
    promise_of(ledger, SLIDES, "Send Ana the slides — naïve ✓")
    promise_of(ledger, BUDGET, "Check the budget")
    keeping_of(ledger, BUDGET)
    promise_of(ledger, "klmnopqrstuv", "To be forgotten")
    forget(ledger, "klmnopqrstuv")
    return tmp_path / "ledger.json"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def test_a_ledger_is_a_json_document_of_tables_of_records(path: Path) -> None:
    document = json.loads(path.read_bytes())

    assert list(document) == ["meta", "replicas", "people", "series", "forgotten", "open", "settled"] == list(TABLES)
    assert list(document["open"]) == [SLIDES, VISIT]
    assert list(document["settled"]) == [BUDGET]
    assert list(document["forgotten"]) == ["klmnopqrstuv"]
    assert document["meta"]["1"] | {"ledger": "?"} == {
        "app": "followthrough",
        "format": 1,
        "min_writer": 1,
        "ledger": "?",
    }


def test_every_record_stands_on_a_line_of_its_own_between_those_of_its_table(path: Path) -> None:
    shapes = [line.partition(": {")[0] for line in _lines(path)]

    assert shapes[0] == "{"
    assert shapes[1:4] == ['"meta"', '"1"', "},"]
    assert shapes[-5:] == ['"settled"', f'"{BUDGET}"', "}", "}", ""]


def test_an_empty_table_takes_one_line(path: Path) -> None:
    assert '"series": {},' in _lines(path)


def test_the_file_ends_its_lines_as_unix_does_and_has_one_at_the_end(path: Path) -> None:
    content = path.read_bytes()

    assert content.endswith(b"}\n}\n")
    assert b"\r" not in content


def test_letters_of_any_script_stand_in_the_file_as_themselves(path: Path) -> None:
    assert "Send Ana the slides — naïve ✓".encode() in path.read_bytes()


def test_a_record_holds_its_state_beside_its_history(path: Path) -> None:
    record = json.loads(path.read_bytes())["settled"][BUDGET]

    assert {key: record[key] for key in ("what", "maker", "to", "due", "judged_due", "state", "part")} == {
        "what": "Check the budget",
        "maker": "sam",
        "to": ["ana"],
        "due": "2026-11-27",
        "judged_due": "2026-11-27",
        "state": "kept",
        "part": 1.0,
    }
    assert [event["did"] for event in record["history"]] == ["made", "kept"]
    assert all(len(event["sum"]) == 8 for event in record["history"])


def test_a_change_is_a_difference_of_one_line_for_the_promise_and_one_for_the_machine(path: Path) -> None:
    before = _lines(path)
    tell(file_ledger(path.parent), (VISIT, noted("half of it")))
    after = _lines(path)

    changed = [line.partition(":")[0] for one, line in zip(before, after, strict=True) if one != line]
    assert len(changed) == 2
    assert changed[1] == f'"{VISIT}"'


def test_stock_tinydb_reads_and_queries_a_ledger(path: Path) -> None:
    class TextIds(Table):
        document_id_class = str  # type: ignore[assignment]  # documented by TinyDB, hinted as int

    class Database(TinyDB):
        table_class = TextIds

    with Database(path, storage=JSONStorage, access_mode="r") as database:
        found = database.table("open").search(where("what") == "Visit the medics")
        by_history = database.table("settled").search(where("history").any(where("did") == "kept"))

    assert [each.doc_id for each in found] == [VISIT]
    assert [each["state"] for each in by_history] == ["kept"]


# Round trips

NAMES = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)
RECORDS = st.dictionaries(NAMES, VALUES, max_size=5)
FEWER = tried_on(25)
KEYS = st.from_regex(r"[\w.-]{1,20}", fullmatch=True)
TABLES_OF_RECORDS = st.dictionaries(
    st.sampled_from(TABLES[1:]) | KEYS, st.dictionaries(KEYS, RECORDS, max_size=4), max_size=5
)


def _with_meta(tables: dict[str, Any]) -> dict[str, Any]:
    return {"meta": {"1": {"app": "followthrough"}}, **tables}


def _decoded(tables: Any) -> dict[str, Any]:
    """The tables as plain values, without those that are empty."""
    return {name: {key: dict(record) for key, record in table.items()} for name, table in tables.items() if table}


@FEWER
@given(TABLES_OF_RECORDS)
def test_what_is_composed_is_parsed_into_the_same_records(tables: dict[str, Any]) -> None:
    whole = _with_meta(tables)

    assert _decoded(parse(compose(whole))) == _decoded(whole)


@FEWER
@given(TABLES_OF_RECORDS)
def test_what_is_parsed_is_composed_into_the_same_bytes(tables: dict[str, Any]) -> None:
    composed = compose(_with_meta(tables))

    assert compose(parse(composed)) == composed
    assert compose({name: dict(table.items()) for name, table in parse(composed).items()}) == composed


@FEWER
@given(TABLES_OF_RECORDS, st.sampled_from([None, 1, "\t"]), st.booleans(), st.booleans())
def test_a_ledger_that_a_program_wrote_its_own_way_comes_back_in_our_layout(
    tables: dict[str, Any], indent: int | str | None, ascii_only: bool, backwards: bool
) -> None:
    whole = _with_meta(tables)
    shown = {name: dict(reversed(table.items())) for name, table in reversed(whole.items())} if backwards else whole
    foreign = json.dumps(shown, indent=indent, ensure_ascii=ascii_only).encode()

    assert compose(parse(foreign)) == compose(whole)


@pytest.mark.parametrize("key", ['a "name"', "back\\slash", "two\nlines", "", "\x00", "\u2028"])
@pytest.mark.parametrize("reformatted", [False, True])
def test_a_key_of_any_letters_comes_back_as_it_was_or_the_file_is_refused(key: str, reformatted: bool) -> None:
    whole = _with_meta({"people": {key: {"name": "?"}, "ana": {"name": "Ana"}}, key: {"1": {"new": True}}})
    content = json.dumps(whole).encode() if reformatted else compose(whole)
    try:
        back = parse(content)
    except FrameError:
        return

    assert _decoded(back) == whole
    assert _decoded(parse(compose({name: dict(table.items()) for name, table in back.items()}))) == whole


def test_records_nobody_touched_come_back_byte_for_byte(path: Path) -> None:
    odd = b'"kaaaaaaaaaaa": {"what":  "odd spaces" ,"history":[{"did":"made"  }], "later": 1.50}'
    content = path.read_bytes().replace(b'"open": {\n', b'"open": {\n' + odd + b",\n")
    path.write_bytes(content)
    keeping_of(file_ledger(path.parent), SLIDES)

    before, after = content.split(b"\n"), path.read_bytes().split(b"\n")
    assert odd + b"," in after
    assert [line for line in after if line not in before and line + b"," not in before and line[:-1] not in before] == [
        line for line in after if line.startswith((b'"' + SLIDES.encode(), b'"' + _replica(path)))
    ]


def _replica(path: Path) -> bytes:
    return file_ledger(path.parent).read().replica.encode()


# Through the whole writer


@pytest.mark.parametrize(
    "rewrite",
    {
        "indented": lambda document: json.dumps(document, indent=2),
        "in one line": json.dumps,
        "sorted": lambda document: json.dumps(document, indent=4, sort_keys=True),
        "in ASCII": lambda document: json.dumps(document, ensure_ascii=True, separators=(",", ":")),
        "with the newest first": lambda document: json.dumps(
            {name: dict(reversed(table.items())) for name, table in reversed(document.items())}
        ),
        "with Windows line ends": lambda document: json.dumps(document, indent=2).replace("\n", "\r\n"),
    }.values(),
    ids=["indented", "in one line", "sorted", "in ASCII", "with the newest first", "with Windows line ends"],
)
def test_a_ledger_someone_reformatted_is_read_and_comes_back_in_our_layout(path: Path, rewrite: Any) -> None:
    ours = path.read_bytes()
    before = sorted(map(repr, file_ledger(path.parent).read().recorded()))
    path.write_bytes(rewrite(json.loads(ours)).encode())

    assert sorted(map(repr, file_ledger(path.parent).read().recorded())) == before
    tell(file_ledger(path.parent), (VISIT, noted("after the editor")))
    back = path.read_bytes()
    assert json.loads(back)["settled"] == json.loads(ours)["settled"]
    assert compose(parse(back)) == back
    assert [line.split(b":")[0] for line in back.split(b"\n")] == [line.split(b":")[0] for line in ours.split(b"\n")]


def test_a_ledger_with_spaces_between_names_and_values_answers_the_same(path: Path) -> None:
    document = json.loads(path.read_bytes())
    tables = [
        f'"{name}": {{\n' + ",\n".join(f'"{key}": {json.dumps(record)}' for key, record in table.items()) + "\n}"
        if table
        else f'"{name}": {{}}'
        for name, table in document.items()
    ]
    day = file_ledger(path.parent).read().commitment(VISIT)
    assert day is not None
    touched = [
        each.id for each in file_ledger(path.parent).read().touched_between(day.made_at.date(), day.made_at.date())
    ]
    path.write_text("{\n" + ",\n".join(tables) + "\n}\n", encoding="utf-8")
    book = file_ledger(path.parent).read()

    assert [each.id for each in book.touched_between(day.made_at.date(), day.made_at.date())] == touched


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"series": {},', b'"series": {},\n"weather": {\n"1": {"rain": true}\n},'),
        (b'"history":[{"did":"made"', b'"mood":"calm","history":[{"did":"made"'),
        (b'"app":"followthrough"', b'"app":"followthrough","colour":"green"'),
        (b'"did":"described"', b'"did":"described","pronouns":"they"'),
        (b'"did":"kept"', b'"did":"kept","how":"by bicycle"'),
    ],
    ids=[
        "a table",
        "a field of a promise",
        "a field of the ledger",
        "a field of a person's event",
        "a field of an event",
    ],
)
def test_what_this_version_does_not_know_survives_a_change_of_every_record(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    shutil.rmtree(path.parent / "state")  # whose journal knows the events as they were
    ledger = file_ledger(path.parent)
    tell(ledger, *((each.id, noted("touched")) for each in (*ledger.read().unsettled(), *ledger.read().settled())))
    describe(ledger, "ana", "Ana R.")

    added = new.replace(old, b"").strip(b",\n")
    assert path.read_bytes().count(added) == content.count(old)
