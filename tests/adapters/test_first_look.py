"""What a file is refused for before anything in it is decoded, and in little memory where it is large."""

from pathlib import Path

import pytest

from followthrough.adapters.ledger import first_look, reformatted as reformatting
from followthrough.adapters.ledger.first_look import why_no_ledger, why_no_text
from followthrough.adapters.ledger.reformatted import NotALedgerError, reformatted

LEDGER = '{\n"meta": {\n"1": {"app":"followthrough"}\n}\n}\n'
NULS = "it has NUL bytes in it, which no text has"
MARK = "it begins with a byte order mark, which an editor can leave out when it saves UTF-8"


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("utf-8", None),
        ("utf-8-sig", MARK),
        ("utf-16", "it is UTF-16, and a ledger is UTF-8"),
        ("utf-16-le", "it is UTF-16, and a ledger is UTF-8"),
        ("utf-16-be", "it is UTF-16, and a ledger is UTF-8"),
        ("utf-32", "it is UTF-32, and a ledger is UTF-8"),
        ("utf-32-le", "it is UTF-32, and a ledger is UTF-8"),
        ("utf-32-be", "it is UTF-32, and a ledger is UTF-8"),
    ],
)
def test_an_encoding_is_named(encoding: str, reason: str | None) -> None:
    assert why_no_text(LEDGER.encode(encoding)) == reason


def test_a_nul_byte_is_found_wherever_it_stands() -> None:
    content = LEDGER.encode()
    assert {why_no_text(content[:at] + b"\0" + content[at:]) for at in range(2, len(content) + 1)} == {NULS}
    assert why_no_text(b"\0" * 4096) == NULS


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file; whatever has 10,000 bytes counts as large, and is looked at in pieces of 1,000."""
    monkeypatch.setattr(first_look, "LARGE", 10_000)
    monkeypatch.setattr(first_look, "_PIECE", 1_000)
    return tmp_path / "ledger.json"


def reason_of(path: Path, content: bytes) -> str | None:
    path.write_bytes(content)
    with path.open("rb") as file:
        reason = why_no_ledger(file)
        assert reason is not None or file.tell() == 0
    return reason


def test_a_large_file_that_may_be_a_ledger_is_left_to_whoever_reads_it(large: Path) -> None:
    assert reason_of(large, b"\n\n{" + b" " * 20_000 + b"}\n\n") is None


def test_a_file_that_is_not_large_is_left_to_whoever_reads_it(large: Path) -> None:
    assert reason_of(large, b"\0" * 9_999) is None


@pytest.mark.parametrize("at", [2, 999, 1_000, 1_001, 5_555, 19_998, 19_999])
def test_a_nul_byte_in_any_piece_of_a_large_file_is_found(large: Path, at: int) -> None:
    content = b"{" + b" " * 19_998 + b"}"
    assert reason_of(large, content[:at] + b"\0" + content[at:]) == NULS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[" + b" " * 20_000 + b"]", "it is not in the shape of a ledger"),
        (b"{" + b" " * 20_000 + b'"settled": {', "it breaks off in the middle"),
        (b"\xef\xbb\xbf{" + b" " * 20_000 + b"}", MARK),
    ],
    ids=["another beginning", "another end", "a mark"],
)
def test_a_large_file_that_begins_or_ends_otherwise_is_refused(large: Path, content: bytes, reason: str) -> None:
    assert reason_of(large, content) == reason


LISTS = b"[]," * 500
OUTLINES = {
    "breaks off": (b'{"open":{"a":{"a":[' + LISTS, "it breaks off in the middle"),
    "breaks off behind a brace": (
        b'{"open":{"a":{"a":[' + LISTS + b'1],"b":{}}',
        "it is not valid JSON (Input data was truncated)",
    ),
    "not a number": (
        b'{"open":{"a":{"a":[' + LISTS + b'1],"b":NaN}}}',
        "it is not valid JSON (JSON is malformed: invalid character (byte 1526))",
    ),
    "a list for a record": (b'{"open":{"a":[' + LISTS + b"1]}}", "it is not in the shape of a ledger"),
    "a list for a table": (b'{"open":[' + LISTS + b"1]}", "it is not in the shape of a ledger"),
    "deep": (b'{"open":{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "it is nested too deeply"),
    "a key that is no UTF-8": (b'{"open":{"\xe9":{"a":[' + LISTS + b"1]}}}", "it is not UTF-8"),
    "conflict": (b'{"open":{\n<<<<<<< HEAD\n"a":[' + LISTS + b"1]}}", "it has conflict markers of an unfinished merge"),
}


@pytest.mark.parametrize("case", OUTLINES)
def test_a_large_document_that_is_no_ledger_is_refused_before_anything_is_decoded(
    monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    content, reason = OUTLINES[case]
    monkeypatch.setattr(reformatting, "_LARGE", 1_000)
    monkeypatch.setattr(reformatting, "read_strictly", lambda text: pytest.fail("it was decoded"))
    with pytest.raises(NotALedgerError) as problem:
        reformatted(content)
    assert str(problem.value) == reason


def test_a_large_document_of_a_ledgers_shape_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reformatting, "_LARGE", 1_000)
    assert reformatted(b'{"open": {"a": {"a": [' + LISTS + b"1]}}}")["open"]["a"]["a"][-1] == 1
