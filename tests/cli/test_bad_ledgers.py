"""Ledgers that are damaged in every way there is: a sentence, a hint and status 6, or an answer; never a traceback.

A mutation may leave a ledger that is valid and says something else. What was lost or changed so is for its sums to
tell; here it is enough that nothing fails, and that who refuses leaves the file as it is. The machine remembers its
name in the ledger and nothing of what is in it: what it makes of its journal is with `doctor` and `restore`.
"""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import rmtree
from unittest.mock import patch

import pytest

from followthrough.cli import quick_prompt
from tests.cli.promises import add
from tests.support.figures import count
from tests.support.measured import measured
from tests.support.mutations import FLIPS, ODD, flipped, in_layout, mutations, places, with_value, without_each_line
from tests.support.terminal import Terminal

Command = tuple[str, ...]
HINT = "The file is as it was. To see what is wrong with it, and mend it: ft doctor, or ft --ledger FILE doctor\n"


class Ledger:
    """A small ledger with something in every table, to be damaged again and again."""

    def __init__(self, home: Path) -> None:
        self.terminal = Terminal(home)
        told = self.terminal
        self.slides = add(told, "Send Ana the slides", "--by", "2026-11-27", "--confidence=80", "--tag", "talks")
        attic = add(told, "Sort the attic", "--by", "2026-11-25T12:00", to="ana,bo")
        self.stamps = add(told, "Buy stamps", to="bo")
        tape = add(told, "Buy tape", to="bo")
        for words in (
            ("people", "medics", "--name", "Medics", "--member", "ana,sam"),
            ("move", attic, "--by", "2026-11-28", "--agreed"),
            ("note", attic, "two boxes", "--help-wanted"),
            ("keep", self.stamps, "--at", "2026-11-23"),
            ("confirm", self.stamps),
            ("forget", tape, "--yes"),
            ("note", self.slides, "half of them"),
        ):
            assert told.ft(*words).status == 0, words
        told.configuration.parent.mkdir(parents=True, exist_ok=True)
        told.configuration.write_text('me = "sam"\n', encoding="utf-8")
        self.content = told.ledger.read_bytes()
        (self._name,) = (home / "state").rglob("replica.json")
        self._named = self._name.read_bytes()
        named = (("show", "ID"), ("keep", "ID"), ("note", "ID", "soon"), ("move", "ID", "--by", "2026-12-01"))
        self.commands: tuple[Command, ...] = (
            *(tuple(self.slides if word == "ID" else word for word in words) for words in named),
            *(("list", "--all"), ("list", "--json", "--all"), (), ("log",), ("people",), ("with", "ana"), ("score",)),
            *(
                ("digest",),
                ("digest", "--json"),
                ("prompt",),
                ("report",),
                ("calendar", "--all"),
                ("odds", "--by", "friday"),
            ),
            *(
                ("review", "--json"),
                ("say", self.slides, "heads-up"),
                ("confirm", self.stamps),
                ("reopen", self.stamps),
            ),
            *(("undo",), ("redo",), ("add", "x", "--to", "ana"), ("people", "ana", "--name", "Ana R")),
            *(
                ("forget", self.slides, "--yes"),
                ("edit", self.slides, "--what", "y"),
                ("snooze", self.slides, "friday"),
            ),
        )

    def withstands(self, damaged: bytes, *commands: Command) -> None:
        """Each command answers, or says what is wrong and leaves the file as it is."""
        for command in commands:
            self._back_to(damaged)
            said = self.terminal.ft(*command)
            assert said.status in (0, 3, 5, 6, 9), (command, said)
            assert "Traceback" not in said.err, (command, said)
            if said.status == 6:
                assert said.out == "", (command, said)
                assert said.err.startswith("{\n") if "--json" in command else said.err.count("\n") == 2, (command, said)
            if said.status not in (0, 9):
                assert self.terminal.ledger.read_bytes() == damaged, (command, said)
            if command == ("prompt",):
                self._withstands_a_quick_prompt()

    def _withstands_a_quick_prompt(self) -> None:
        """The way of `ft prompt` around the command line; a test in the same process has no other way there."""
        with patch.dict(os.environ, self.terminal.environment, clear=True), patch.object(os, "write"):
            quick_prompt.answered([])

    def _back_to(self, content: bytes) -> None:
        self.terminal.ledger.write_bytes(content)
        rmtree(self.terminal.home / "state", ignore_errors=True)
        self._name.parent.mkdir(parents=True)
        self._name.write_bytes(self._named)

    def withstands_in_turn(self, damages: Iterable[bytes], commands: int = 1) -> None:
        """Each piece of damage meets so many of the commands, which take turns."""
        turn = 0
        for damaged in damages:
            chosen = [self.commands[(turn + each) % len(self.commands)] for each in range(commands)]
            turn += commands
            self.withstands(damaged, *chosen)
        count("damaged files, any command", commands=turn, tracebacks=0, changed_by_a_refusal=0)


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Ledger(tmp_path_factory.mktemp("damaged"))


def test_every_command_answers_where_nothing_is_damaged(ledger: Ledger) -> None:
    for command in ledger.commands:
        ledger._back_to(ledger.content)
        said = ledger.terminal.ft(*command)
        assert said.status == (5 if command == ("redo",) else 0), (command, said)


def test_a_ledger_that_breaks_off_is_withstood(ledger: Ledger) -> None:
    ledger.withstands_in_turn(ledger.content[:length] for length in range(0, len(ledger.content), 17))


def test_a_ledger_without_one_of_its_lines_is_withstood(ledger: Ledger) -> None:
    ledger.withstands_in_turn(without_each_line(ledger.content), commands=7)


def test_a_byte_that_flipped_is_withstood(ledger: Ledger) -> None:
    positions = range(0, len(ledger.content), 43)
    ledger.withstands_in_turn(flipped(ledger.content, each, flip) for each in positions for flip in FLIPS)


def test_mutations_are_withstood(ledger: Ledger) -> None:
    ledger.withstands_in_turn(mutations(ledger.content, seed=0, count=350))


@pytest.mark.torture
@pytest.mark.parametrize("part", range(20))
def test_every_beginning_is_withstood(ledger: Ledger, part: int) -> None:
    ledger.withstands_in_turn((ledger.content[:length] for length in range(part, len(ledger.content), 20)), commands=5)


@pytest.mark.torture
@pytest.mark.parametrize("part", range(40))
def test_every_byte_flipped_in_four_ways_is_withstood(ledger: Ledger, part: int) -> None:
    positions = range(part, len(ledger.content), 40)
    damages = (flipped(ledger.content, each, flip) for each in positions for flip in FLIPS)
    ledger.withstands_in_turn(damages, commands=5)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(1, 41))
def test_20_000_mutations_are_withstood(ledger: Ledger, seed: int) -> None:
    ledger.withstands_in_turn(mutations(ledger.content, seed, count=500), commands=5)


@pytest.mark.torture
@pytest.mark.parametrize("part", range(40))
def test_every_odd_value_in_every_place_is_withstood(ledger: Ledger, part: int) -> None:
    document = json.loads(ledger.content)
    chosen = list(places(document))[part::40]
    ledger.withstands_in_turn(
        (in_layout(with_value(document, path, value)) for path in chosen for value in ODD), commands=9
    )


def test_a_moment_without_an_offset_is_refused_wherever_it_stands(ledger: Ledger) -> None:
    document = json.loads(ledger.content)
    history = document["settled"][ledger.stamps]["history"]
    assert history[-1]["did"] == "confirmed"
    history[-1]["logged"] = "2026-11-23T10:00:00"
    ledger._back_to(in_layout(document))
    assert ledger.terminal.ft("log") == (
        6,
        "",
        f"{ledger.terminal.ledger} cannot be trusted as a ledger: the promise {ledger.stamps}: Expected `datetime` "
        f"with a timezone component - at `$.logged`. Nothing was changed.\n{HINT}",
    )


def test_what_was_forgotten_at_the_end_of_all_years_is_refused(ledger: Ledger) -> None:
    document = json.loads(ledger.content)
    ((forgotten, stone),) = document["forgotten"].items()
    stone["logged"] = "9999-12-31T23:59:59-14:00"
    ledger._back_to(in_layout(document))
    said = ledger.terminal.ft("calendar", "--all")
    assert (said.status, said.out) == (6, "")
    assert f"the forgotten {forgotten}: 9999-12-31 23:59:59-14:00 is not within the years" in said.err


def test_a_record_with_two_histories_is_not_written_over(ledger: Ledger) -> None:
    again = b'"history":[{"did":"made"'
    damaged = ledger.content.replace(again, b'"history":[],' + again, 1)
    assert damaged != ledger.content
    ledger._back_to(damaged)
    said = ledger.terminal.ft("keep", ledger.slides)
    assert (said.status, said.out) == (6, "")
    assert "the key “history” stands twice in one place" in said.err
    assert ledger.terminal.ledger.read_bytes() == damaged


# Bombs: small files that take long, or much memory, or a reader's whole stack


def lists(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def beside(content: bytes, more: bytes) -> bytes:
    """A field more beside a history."""
    return content.replace(b'"what":"Send Ana the slides"', more + b',"what":"Send Ana the slides"', 1)


def inside(content: bytes, more: bytes) -> bytes:
    """A field more in the first event of a history."""
    return content.replace(b'"history":[{"did":"made"', b'"history":[{' + more + b',"did":"made"', 1)


def indented(content: bytes) -> bytes:
    """Not in our layout."""
    return content.replace(b"\n", b"\n ")


DEEP, LONG = lists(100_000), b"9" * 5_000
RECORD_BOMBS: dict[str, tuple[bytes, str, str | None]] = {
    "lists in lists": (b'"x":' + DEEP, "it is nested too deeply", "it is nested too deeply"),
    "objects in objects": (
        b'"x":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "it is nested too deeply",
        "it is nested too deeply",
    ),
    "5,000 digits": (b'"x":' + LONG, "a number of 5,000 digits is out of range", None),
    "1e999": (b'"x":1e999', "the number 1e999 is out of range", None),
    "NaN": (b'"x":NaN', "NaN is not a number in JSON", "NaN is not a number in JSON"),
    "a key twice": (b'"x":1,"x":2', "the key “x” stands twice in one place", None),
    "half of a character": (
        b'"x":"\\ud800"',
        "it holds half of a character (a lone surrogate)",
        "it holds half of a character (a lone surrogate)",
    ),
    "bad UTF-8": (b'"x":"\xe9"', "it is not UTF-8", None),
}
"""A field; what is wrong with it where all is read or the record is written; the same where the record is read."""
READING: tuple[Command, ...] = (
    *(("list",), ("show", "ID"), ("score",), ("digest",), ("report",), ("log",), ("prompt",), ("with", "ana"), ()),
)
WRITING: tuple[Command, ...] = (("keep", "ID"), ("note", "ID", "soon"))


def about(command: Command, slides: str) -> Sequence[str]:
    return [slides if word == "ID" else word for word in command]


@pytest.mark.parametrize("place", [beside, inside])
@pytest.mark.parametrize("name", RECORD_BOMBS)
def test_a_record_that_is_a_bomb_is_refused_where_it_matters(ledger: Ledger, name: str, place: object) -> None:
    more, written, read = RECORD_BOMBS[name]
    damaged = place(ledger.content, more)  # type: ignore[operator]  # one of the two above
    sentence = "{} cannot be trusted as a ledger: its record {} is not sound: {}. Nothing was changed.\n" + HINT
    for command in (*READING, *WRITING):
        ledger._back_to(damaged)
        said = ledger.terminal.ft(*about(command, ledger.slides))
        reason = written if command in WRITING else read
        if reason is None:
            assert said.status == 0, command
            assert said.err == "" or (command[0] == "show" and said.err.startswith("Its history is damaged: ")), command
        else:
            assert said == (6, "", sentence.format(ledger.terminal.ledger, ledger.slides, reason)), command
        assert ledger.terminal.ledger.read_bytes() == damaged


@pytest.mark.parametrize("name", RECORD_BOMBS)
def test_a_ledger_in_another_layout_that_holds_a_bomb_is_refused(ledger: Ledger, name: str) -> None:
    more, reason, _ = RECORD_BOMBS[name]
    damaged = indented(beside(ledger.content, more))
    for command in (("list",), ("keep", "ID")):
        ledger._back_to(damaged)
        assert ledger.terminal.ft(*about(command, ledger.slides)) == (
            6,
            "",
            f"{ledger.terminal.ledger} cannot be trusted as a ledger: {reason}. Nothing was changed.\n{HINT}",
        )
        assert ledger.terminal.ledger.read_bytes() == damaged


GIGABYTE = 2**30
NULS = "it has NUL bytes in it, which no text has"


def sparse(path: Path, content: bytes, *, head: bool, tail: bool) -> None:
    """A file of a gigabyte that takes next to no room: a beginning, an end, and nothing between them."""
    with path.open("wb") as file:
        file.write(content if head else b"")
        file.truncate(GIGABYTE)
        if tail:
            file.seek(GIGABYTE - len(content))
            file.write(content)


@pytest.mark.parametrize("command", [("list",), ("prompt",), ("keep", "ID")], ids=["list", "prompt", "keep"])
@pytest.mark.parametrize(("head", "tail"), [(False, False), (True, False), (True, True)])
def test_a_sparse_gigabyte_is_refused_in_little_memory(
    ledger: Ledger, tmp_path: Path, command: Command, head: bool, tail: bool
) -> None:
    path = tmp_path / "ledger.json"
    sparse(path, ledger.content, head=head, tail=tail)
    before = path.stat()
    said, megabytes = measured(ledger.terminal, *about(command, ledger.slides), "--ledger", str(path))
    assert said == (6, "", f"{path} cannot be trusted as a ledger: {NULS}. Nothing was changed.\n{HINT}")
    assert megabytes < 300
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_a_ledger_of_eighty_megabytes_that_breaks_off_is_refused_in_little_memory(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.json"
    line = ledger.content[ledger.content.index(b'"settled": {\n') + 13 :].split(b"\n")[0]
    with path.open("wb") as file:
        file.write(ledger.content[: ledger.content.index(b'"settled": {\n') + 13])
        for number in range(80_000_000 // len(line)):
            key = f"{number:012}".translate(str.maketrans("0123456789", "klmnopqrst"))
            file.write(b'"%s"%s,\n' % (key.encode(), line[14:]))
        file.write(line[:40])
    said, megabytes = measured(ledger.terminal, "list", "--ledger", str(path))
    assert said == (
        6,
        "",
        f"{path} cannot be trusted as a ledger: it breaks off in the middle. Nothing was changed.\n{HINT}",
    )
    assert megabytes < 300


@pytest.mark.parametrize("more", [b'"x":"\0"', b'"x":"\x01"', b'"x":"\\u12"', b'"x":01', b'"x":' + DEEP, b'"x":1e999'])
def test_a_prompt_withstands_what_its_own_reader_of_json_raises(ledger: Ledger, tmp_path: Path, more: bytes) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(beside(ledger.content, more))
    said = ledger.terminal.program("prompt", "--ledger", str(path))
    if more == b'"x":1e999':
        assert (said.status, said.err) == (0, "")
    else:
        assert (said.status, said.out) == (6, "")
        assert said.err.startswith(f"{path} cannot be trusted as a ledger: it")
        assert said.err.endswith(f". Nothing was changed.\n{HINT}")


@pytest.mark.torture
@pytest.mark.parametrize("layout", [bytes, indented])
@pytest.mark.parametrize("place", [beside, inside])
@pytest.mark.parametrize("name", RECORD_BOMBS)
def test_no_bomb_takes_much_memory_or_a_minute_from_any_command(
    ledger: Ledger, tmp_path: Path, name: str, place: object, layout: object
) -> None:
    path = tmp_path / "ledger.json"
    damaged = layout(place(ledger.content, RECORD_BOMBS[name][0]))  # type: ignore[operator]  # of those above
    for command in (*READING, *WRITING, ("add", "x", "--to", "ana"), ("undo",)):
        path.write_bytes(damaged)
        said, megabytes = measured(ledger.terminal, *about(command, ledger.slides), "--ledger", str(path), seconds=20)
        assert said.status in (0, 5, 6), (command, said)
        assert megabytes < 300, command
        if said.status != 0:
            assert path.read_bytes() == damaged, command
