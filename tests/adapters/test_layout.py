"""The cut of a ledger file: what it takes for sound is what a careful reader takes for sound, with the same keys."""

import json
from io import BytesIO
from typing import Any

import pytest
from benchmarks.ledgers import commitments, ledger_of
from hypothesis import event, given, strategies as st

from followthrough.adapters.ledger import layout
from followthrough.adapters.ledger.frame import parse
from followthrough.adapters.ledger.layout import OddLayoutError, cut
from tests.support.thoroughness import tried_on

MADE_UP = ledger_of(list(commitments(60)))
FEW_AT_ONCE = 3_000
"""So few bytes that the made-up ledger is cut in many pieces."""


def cut_out(data: bytes) -> dict[bytes, tuple[list[bytes], list[bytes]]]:
    """The keys and lines of every table, by its name."""
    lines: dict[bytes, list[bytes]] = {}

    def see(name: bytes, some: list[bytes]) -> None:
        lines.setdefault(name, []).extend(some)

    return {name: (keys, lines.get(name, [])) for name, keys in cut(BytesIO(data), see).items()}


def carefully(data: bytes) -> dict[str, list[str]]:
    """The keys of every table as a JSON parser finds them."""
    document: dict[str, dict[str, Any]] = json.loads(data)
    return {name: list(table) for name, table in document.items()}


def line_ends(data: bytes) -> list[int]:
    return [index for index, byte in enumerate(data) if byte == 10]


@pytest.fixture(params=[FEW_AT_ONCE, 2**17], autouse=True)
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_AT_ONCE", request.param)


@pytest.mark.parametrize("key", [b'ny": zy', b"ny\tzy", b"ny\\u0061zy", b"n\xffzy", b'kmzqrt"lwvny', b"kmzqrt\tlwvny"])
def test_a_key_that_is_not_written_as_ours_is_odd(key: bytes) -> None:
    line = MADE_UP[MADE_UP.index(b'"open": {\n') + 10 :].partition(b"\n")[0]
    with pytest.raises(OddLayoutError):
        cut(BytesIO(MADE_UP.replace(line, b'"' + key + b'"' + line[14:])), lambda name, lines: None)


def test_a_ledger_as_this_program_writes_it_is_cut_at_its_lines() -> None:
    tables = cut_out(MADE_UP)

    assert {name.decode(): [key.decode() for key in keys] for name, (keys, _) in tables.items()} == carefully(MADE_UP)
    assert b"".join(b"".join(lines) for _, lines in tables.values()) == b"".join(
        line for line in MADE_UP.splitlines(keepends=True) if b'": {"' in line
    )


@tried_on(200)
@given(
    st.integers(0, len(MADE_UP) - 1),
    st.sampled_from([b"", b"\n", b'"', b"}", b",", b"{", b"}\n", b"},\n", b"},\n}", b"\xff", b"x"]),
    st.integers(0, 2),
)
def test_whatever_one_change_makes_of_a_ledger_its_lines_are_cut_as_they_stand_or_not_at_all(
    place: int, put: bytes, replacing: int
) -> None:
    if place % 2:
        place = line_ends(MADE_UP)[place % len(line_ends(MADE_UP))] - place % 4 + 1
    data = MADE_UP[:place] + put + MADE_UP[place + replacing :]
    try:
        tables = cut_out(data)
    except OddLayoutError:
        event("odd")
        return
    rebuilt = b"{\n" + b",\n".join(_table(name, *table) for name, table in tables.items()) + b"\n}\n"
    assert rebuilt == data
    for keys, lines in tables.values():
        assert keys == sorted(set(keys))
        assert [line[1 : line.index(b'": {')] for line in lines] == keys


def _table(name: bytes, keys: list[bytes], lines: list[bytes]) -> bytes:
    return b'"' + name + b'": {' + (b"\n" + b"".join(lines) if keys else b"") + b"}"


@tried_on(60)
@given(st.integers(1, len(line_ends(MADE_UP)) - 2), st.booleans())
def test_lines_out_of_their_order_or_twice_in_it_are_odd(place: int, twice: bool) -> None:
    lines = MADE_UP.splitlines(keepends=True)
    if b'": {"' not in lines[place] or b'": {"' not in lines[place + 1]:
        return
    lines[place : place + 2] = [lines[place]] * 2 if twice else lines[place : place + 2][::-1]
    with pytest.raises(OddLayoutError):
        cut_out(b"".join(lines))


@pytest.mark.parametrize(
    "length", [0, 1, 2, 20, 300, MADE_UP.index(b'"settled"') + 13, len(MADE_UP) - 2, len(MADE_UP) - 4]
)
def test_a_ledger_that_breaks_off_is_odd(length: int) -> None:
    for rest in (b"", b"}\n", b"}\n}\n"):
        if MADE_UP[:length] + rest != MADE_UP:
            with pytest.raises(OddLayoutError):
                cut_out(MADE_UP[:length] + rest)


@pytest.mark.parametrize("end", [b"},\n}\n}\n", b"\n}\n}\n", b"]\n}\n}\n", b"}\n}\n}\n}\n", b"}\n}\n}\n\n"])
def test_a_last_record_that_does_not_end_as_the_last_is_odd(end: bytes) -> None:
    with pytest.raises(OddLayoutError):
        cut_out(MADE_UP.removesuffix(b"}\n}\n}\n") + end)


def test_a_table_that_stands_twice_is_odd() -> None:
    with pytest.raises(OddLayoutError):
        cut_out(MADE_UP.replace(b'"settled": {\n', b'"settled": {},\n"settled": {\n'))


def test_where_the_lines_stand_is_where_the_tables_find_them() -> None:
    for name, table in parse(MADE_UP).items():
        assert {key: json.loads(record.line) for key, record in table.items()} == json.loads(MADE_UP)[name]


def test_a_record_that_begins_with_a_record_is_cut_at_the_end_of_its_own_key() -> None:
    data = b'{\n"meta": {\n"kab": {"defg": {"a": 1}},\n"kac": {"defg": {"a": 1}}\n}\n}\n'

    assert cut_out(data)[b"meta"][0] == [b"kab", b"kac"]
