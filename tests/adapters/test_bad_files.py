"""Files that are no ledger, or no longer quite one: a problem or a correct reading, and the file as it was."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.errors import NewerLedgerError, NotAFileError, Problem, UntrustedLedgerError
from tests.adapters.steps import BUDGET, SLIDES, VISIT, describe, file_ledger, forget, keeping_of, promise_of, tell
from tests.support.builders import NOW, noted


def _small(directory: Path) -> bytes:
    ledger = file_ledger(directory)
    describe(ledger, "ana", "Ana Ruiz", create=True)
    promise_of(ledger, SLIDES, "Send the slides ✓")
    promise_of(ledger, BUDGET, "Check the budget")
    keeping_of(ledger, BUDGET)
    promise_of(ledger, VISIT, "To be forgotten")
    forget(ledger, VISIT)
    return (directory / "ledger.json").read_bytes()


@pytest.fixture
def small(tmp_path: Path) -> bytes:
    """The bytes of a small ledger; its file and this machine's state are there too."""
    return _small(tmp_path)


def _everything(ledger: FileLedger) -> object:
    """What every way to look at a ledger tells."""
    book = ledger.read()
    return (
        list(book.unsettled()),
        list(book.settled()),
        dict(book.people()),
        dict(book.forgotten()),
        sorted(map(repr, book.recorded())),
        [each.id for each in book.touched_between(NOW.date(), NOW.date())],
        [each.id for each in book.unsettled_with("slides")],
        book.ids_from("kmz", 5),
        book.shared_with_others(SLIDES),
        book.commitment(SLIDES),
        book.commitment(BUDGET),
    )


def _read_or_refused(ledger: FileLedger) -> object:
    try:
        return _everything(ledger)
    except Problem as problem:
        return problem


def _write_is_refused(ledger: FileLedger) -> bool:
    try:
        promise_of(ledger, "klmnopqrstuv", "One more")
    except Problem:
        return True
    return False


def _events(directory: Path) -> set[str]:
    """Every event there is; none where the ledger cannot be read."""
    try:
        return set(map(repr, file_ledger(directory).read().recorded()))
    except Problem:
        return set()


DEEP = b"[" * 100_000 + b"]" * 100_000
META = '"meta": {"1": {"app": "followthrough", "format": 1, "min_writer": 1, "ledger": "kkkkkkkkkkkk"}}'
IN_LAYOUT = '{\n"meta": {\n"1": {"app":"followthrough","format":1,"min_writer":1,"ledger":"kkkkkkkkkkkk"%s}\n}%s\n}\n'

TWICE = "the key “%s” stands twice in one place"
HALF = "it holds half of a character (a lone surrogate)"
DIGITS = "a number of 5,000 digits is out of range"


def _in_layout(more_of_meta: str = "", more: str = "") -> bytes:
    """A ledger in our layout with something added; what is no ASCII is written in an encoding that is not UTF-8."""
    return (IN_LAYOUT % (more_of_meta, more)).encode("latin-1")


NO_LEDGERS: dict[str, tuple[bytes, str | None]] = {
    "empty": (b"", "it is empty"),
    "white space": (b" \n\n", "it is empty"),
    "a list": (b"[]", "it is not in the shape of a ledger"),
    "a text": (b'"ledger"', "it is not in the shape of a ledger"),
    "a number": (b"7\n", "it is not in the shape of a ledger"),
    "an empty object": (b"{}", None),
    "an object of values": (b'{"meta": 1}', "it is not in the shape of a ledger"),
    "records that are none": (b'{"meta": {"1": 5}}', "it is not in the shape of a ledger"),
    "no meta": (b'{"open": {}}', None),
    "another program's database": (b'{"_default": {"1": {"title": "Milk", "done": false}}}', None),
    "another program's, in our layout": (b'{\n"_default": {\n"1": {"title":"Milk"}\n}\n}\n', None),
    "another app": (META.replace("followthrough", "todo").join("{}").encode(), "it belongs to 'todo'"),
    "meta of wrong types": (b'{"meta": {"1": {"app": "followthrough", "format": "1"}}}', None),
    "not JSON": (b"# Ledger\n\n* nothing\n", "it is not in the shape of a ledger"),
    "NaN": (f'{{{META}, "open": {{"a": {{"part": NaN}}}}}}'.encode(), "NaN is not a number in JSON"),
    "infinity": (f'{{{META}, "open": {{"a": {{"part": -Infinity}}}}}}'.encode(), "-Infinity is not a number in JSON"),
    "a table twice": (f'{{{META}, "open": {{}}, "open": {{}}}}'.encode(), TWICE % "open"),
    "a table twice, in our layout": (_in_layout(more=',\n"open": {},\n"open": {}'), TWICE % "open"),
    "a key twice": (f'{{{META}, "open": {{"a": {{}}, "a": {{}}}}}}'.encode(), TWICE % "a"),
    "a key twice, in our layout": (_in_layout(more=',\n"open": {\n"a": {"x":1},\n"a": {"x":2}\n}'), TWICE % "a"),
    "nested too deeply": (DEEP, "it is nested too deeply"),
    "a record nested too deeply": (b'{"meta": {"1": {"x": ' + DEEP + b"}}}", "it is nested too deeply"),
    "not UTF-8": (f'{{{META}, "open": {{"a": {{"what": "\xe9"}}}}}}'.encode("latin-1"), "it is not UTF-8"),
    "zeros": (b"\0" * 4096, "it has NUL bytes in it, which no text has"),
    "a zero in a record, in our layout": (_in_layout(',"x":"\0"'), "it has NUL bytes in it, which no text has"),
    "a lone surrogate": (f'{{{META}, "people": {{"a": {{"name": "\\ud800"}}}}}}'.encode(), HALF),
    "a lone surrogate in a key": (f'{{{META}, "people": {{"\\ud800": {{"name": "A"}}}}}}'.encode(), HALF),
    "a number of 5,000 digits": (f'{{{META}, "people": {{"a": {{"x": {"9" * 5000}}}}}}}'.encode(), DIGITS),
    "meta nested too deeply, in our layout": (_in_layout(',"x":' + "[" * 100_000 + "]" * 100_000), None),
    "a key that is no UTF-8, in our layout": (_in_layout(more=',\n"people": {\n"\xe9": {"name":"A"}\n}'), None),
    "a key that is no JSON, in our layout": (_in_layout(more=',\n"people": {\n"\\q": {"name":"A"}\n}'), None),
    "half of a character in a key, in our layout": (
        _in_layout(more=',\n"people": {\n"\\ud800": {"name":"A"}\n}'),
        HALF,
    ),
    "a key twice, once in another way, in our layout": (
        _in_layout(more=',\n"people": {\n"\\u0061": {"name":"A"},\n"a": {"name":"B"}\n}'),
        TWICE % "a",
    ),
    "a table whose name is no UTF-8, in our layout": (_in_layout(more=',\n"\xe9": {}'), None),
}


@pytest.mark.parametrize("case", NO_LEDGERS)
def test_what_is_no_ledger_is_a_problem_and_stays_as_it_was(tmp_path: Path, case: str) -> None:
    content, reason = NO_LEDGERS[case]
    path = tmp_path / "ledger.json"
    path.write_bytes(content)
    ledger = file_ledger(tmp_path)

    with pytest.raises(UntrustedLedgerError) as reading:
        _everything(ledger)
    with pytest.raises(UntrustedLedgerError):
        promise_of(ledger)

    assert path.read_bytes() == content
    assert reading.value.path == str(path)
    if reason is not None:
        assert str(reading.value) == f"{path} cannot be trusted as a ledger: {reason}. Nothing was changed."


@pytest.mark.parametrize("depth", [50, 450, 900, 990, 1000, 1010, 1100, 3000])
@pytest.mark.parametrize("layout", ["ours", "another"])
def test_nesting_of_any_depth_is_a_problem_or_read(tmp_path: Path, depth: int, layout: str) -> None:
    nested = "[" * depth + "]" * depth
    text = IN_LAYOUT % ("", ',\n"people": {\n"ana": {"x":%s,"name":"Ana","history":[]}\n}') % nested
    content = (text if layout == "ours" else text.replace("\n", "\n ")).encode()
    path = tmp_path / "ledger.json"
    path.write_bytes(content)

    _read_or_refused(file_ledger(tmp_path))
    assert path.read_bytes() == content
    if _write_is_refused(file_ledger(tmp_path)):
        assert path.read_bytes() == content
    else:
        assert file_ledger(tmp_path).read().commitment("klmnopqrstuv") is not None


def test_every_beginning_of_a_ledger_is_a_problem_or_the_whole_of_it(tmp_path: Path, small: bytes) -> None:
    path = tmp_path / "ledger.json"
    whole = _everything(file_ledger(tmp_path))
    ledger = file_ledger(tmp_path)
    for length in range(len(small)):
        path.write_bytes(small[:length])
        answer = _read_or_refused(ledger)
        assert isinstance(answer, UntrustedLedgerError) or (answer == whole and length == len(small) - 1), length
        assert path.read_bytes() == small[:length]


def test_nothing_is_written_into_a_ledger_that_breaks_off(tmp_path: Path, small: bytes) -> None:
    path = tmp_path / "ledger.json"
    for length in range(0, len(small) - 1, 23):
        path.write_bytes(small[:length])
        assert _write_is_refused(file_ledger(tmp_path)), length
        assert path.read_bytes() == small[:length]


@pytest.mark.parametrize(
    "flip", [0x01, 0x80, *(pytest.param(each, marks=pytest.mark.torture) for each in (0x20, 0xFF))]
)
def test_a_byte_that_flipped_anywhere_is_a_problem_or_read(tmp_path: Path, small: bytes, flip: int) -> None:
    path = tmp_path / "ledger.json"
    ledger = file_ledger(tmp_path)
    for position in range(len(small)):
        flipped = bytearray(small)
        flipped[position] ^= flip
        path.write_bytes(flipped)
        _read_or_refused(ledger)
        assert path.read_bytes() == flipped, position


@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_a_write_after_a_byte_flipped_is_refused_or_loses_no_promise(tmp_path: Path, small: bytes, flip: int) -> None:
    path = tmp_path / "ledger.json"
    shutil.copytree(tmp_path / "state", tmp_path / "kept")
    for position in range(0, len(small), 7):
        shutil.rmtree(tmp_path / "state")
        shutil.copytree(tmp_path / "kept", tmp_path / "state")
        flipped = bytearray(small)
        flipped[position] ^= flip
        path.write_bytes(flipped)
        before = _events(tmp_path)
        if _write_is_refused(file_ledger(tmp_path)):
            assert path.read_bytes() == flipped, position
        elif before:
            after = _events(tmp_path)
            assert any("klmnopqrstuv" in event for event in after), position
            assert len(before - after) <= 1, position  # what the journal knows better takes the place of the damaged


def test_a_line_that_went_missing_is_a_problem_or_read(tmp_path: Path, small: bytes) -> None:
    path = tmp_path / "ledger.json"
    lines = small.split(b"\n")
    for index in range(len(lines)):
        shorter = b"\n".join(lines[:index] + lines[index + 1 :])
        path.write_bytes(shorter)
        _read_or_refused(file_ledger(tmp_path))
        assert path.read_bytes() == shorter


MARKERS = b"<<<<<<< HEAD\n%s\n=======\n%s\n>>>>>>> theirs"


def test_conflict_markers_are_named_and_the_file_is_left_alone(tmp_path: Path, small: bytes) -> None:
    path = tmp_path / "ledger.json"
    line = next(line for line in small.split(b"\n") if line.startswith(b'"' + SLIDES.encode()))
    content = small.replace(line, MARKERS % (line, line.replace(b"slides", b"plums")))
    path.write_bytes(content)

    with pytest.raises(UntrustedLedgerError, match="it has conflict markers of an unfinished merge"):
        _everything(file_ledger(tmp_path))
    assert _write_is_refused(file_ledger(tmp_path))
    assert path.read_bytes() == content


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_a_ledger_in_another_encoding_is_a_problem_or_read(tmp_path: Path, small: bytes, encoding: str) -> None:
    path = tmp_path / "ledger.json"
    whole = _everything(file_ledger(tmp_path))
    path.write_bytes(small.decode().replace("✓", "é" * (encoding == "latin-1") or "✓").encode(encoding))
    content = path.read_bytes()

    answer = _read_or_refused(file_ledger(tmp_path))
    assert isinstance(answer, UntrustedLedgerError) or answer == whole
    assert path.read_bytes() == content


def test_numbers_that_do_not_fit_are_refused_or_stay_what_they_are(tmp_path: Path, small: bytes) -> None:
    path = tmp_path / "ledger.json"
    for number in ("1e999", "1" * 30, "0.1000000000000000055511151231257827", "-0.0"):
        content = json.dumps(json.loads(small), indent=1).replace(
            '"name": "Ana Ruiz"', f'"name": "Ana Ruiz", "x": {number}'
        )
        path.write_text(content, encoding="utf-8")
        if not _write_is_refused(file_ledger(tmp_path)):
            assert json.loads(path.read_bytes())["people"]["ana"]["x"] == json.loads(number), number
        _restored(tmp_path, small)


def _restored(directory: Path, content: bytes) -> None:
    (directory / "ledger.json").write_bytes(content)


def test_a_ledger_of_a_newer_format_is_read_and_never_written(tmp_path: Path, small: bytes) -> None:
    path = tmp_path / "ledger.json"
    whole = _everything(file_ledger(tmp_path))
    newer = small.replace(b'"format":1,"min_writer":1', b'"format":7,"min_writer":7')
    assert newer != small
    path.write_bytes(newer)

    assert _everything(file_ledger(tmp_path)) == whole
    with pytest.raises(NewerLedgerError) as problem:
        promise_of(file_ledger(tmp_path))
    assert (problem.value.min_writer, problem.value.writes) == (7, 3)
    assert path.read_bytes() == newer


def test_a_newer_format_that_this_version_may_write_keeps_its_number(tmp_path: Path, small: bytes) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(small.replace(b'"format":1,"min_writer":1', b'"format":7,"min_writer":1'))
    keeping_of(file_ledger(tmp_path))

    assert json.loads(path.read_bytes())["meta"]["1"]["format"] == 7


# A kind of event that this version does not know


@pytest.fixture
def with_unknown(tmp_path: Path, small: bytes) -> tuple[Path, bytes]:
    """A ledger one promise of which was witnessed, whatever that means; and that line."""
    path = tmp_path / "ledger.json"
    line = next(line for line in small.split(b"\n") if line.startswith(b'"' + SLIDES.encode()))
    event = b',{"did":"witnessed","id":"kkkkk.9","n":2,"logged":"2026-11-23T10:30:00-05:00","by":"ana","odd": [1.50]}]'
    new = line.replace(b"]}", event + b"}")
    assert new != line
    path.write_bytes(small.replace(line, new))
    return path, new.removesuffix(b",")


def test_a_promise_with_an_event_of_an_unknown_kind_is_still_listed(with_unknown: tuple[Path, bytes]) -> None:
    book = file_ledger(with_unknown[0].parent).read()

    assert [(each.id, each.what, each.foreign) for each in book.unsettled()] == [
        (SLIDES, "Send the slides ✓", ("witnessed",))
    ]


def test_an_event_of_an_unknown_kind_is_carried_byte_for_byte_through_other_changes(
    with_unknown: tuple[Path, bytes],
) -> None:
    path, line = with_unknown
    ledger = file_ledger(path.parent)
    promise_of(ledger, "klmnopqrstuv", "Something else")
    promise_of(ledger, "zzzzzzzzzzzz", "The last one")
    tell(ledger, (BUDGET, noted("elsewhere")))

    assert line + b"," in path.read_bytes().split(b"\n")


# What is not a file


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda path: path.mkdir(), "a directory"),
        (lambda path: path.symlink_to("/dev/null"), "a device or a pipe"),
        (lambda path: path.symlink_to(path.parent), "a directory"),
    ],
    ids=["a directory", "a device", "a link to a directory"],
)
def test_what_is_not_a_file_is_neither_read_nor_written(
    tmp_path: Path, make: Callable[[Path], None], kind: str
) -> None:
    make(tmp_path / "ledger.json")
    ledger = file_ledger(tmp_path)

    for use in (ledger.read, lambda: promise_of(ledger)):
        with pytest.raises(NotAFileError) as problem:
            use()
        assert str(problem.value) == f"{ledger.path} is {kind}, not a ledger file."
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ledger.json"]
