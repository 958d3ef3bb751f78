"""The ledger file under any order of changes, compared after each with a plain dictionary."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, precondition, rule

from followthrough.actions.ports import Book, Change, Pen
from followthrough.adapters.ledger.frame import compose, parse
from followthrough.domain.errors import NoLedgerError
from followthrough.domain.identifiers import LETTERS
from tests.adapters.steps import file_ledger, forget, tell
from tests.support.builders import NOW, kept, made, noted, reopened
from tests.support.thoroughness import tried_on

IDS = st.text(LETTERS, min_size=12, max_size=12)
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


class LedgerFile(RuleBasedStateMachine):
    """Promises made, noted, kept, reopened and forgotten; a person passing by now and then reformats the file."""

    promises: Bundle[str] = Bundle("promises")

    def __init__(self) -> None:
        super().__init__()
        self.directory = Path(tempfile.mkdtemp(prefix="ledger-"))
        self.path = self.directory / "ledger.json"
        self.model: dict[str, dict[str, Any]] = {}
        self.tombs: set[str] = set()
        self.events = 0
        self.lines: set[bytes] = set()
        self.begun = False

    def teardown(self) -> None:
        shutil.rmtree(self.directory)

    def ledger(self) -> Any:
        return file_ledger(self.directory, seed=len(self.model))

    def _note_lines(self, *touched: str) -> None:
        """What was not touched stands in the file byte for byte."""
        lines = {line.removesuffix(b",") for line in self.path.read_bytes().split(b"\n")}
        keys = tuple(f'"{key}": '.encode() for key in touched)
        assert {line for line in self.lines if not line.startswith(keys)} <= lines
        self.lines = {line for line in lines if len(line) > 14 and line[13:14] == b'"'}

    @rule(target=promises, ids=st.lists(IDS, min_size=1, max_size=3, unique=True), what=TEXTS)
    def insert(self, ids: list[str], what: str) -> Any:
        new = [each for each in ids if each not in self.model and each not in self.tombs]
        if new:
            written = tell(self.ledger(), *((each, made(what)) for each in new), create=True)
            assert written.created is not self.begun
            self.begun = True
        for each in new:
            self.model[each] = {"what": what, "state": "open", "events": 1}
        self.events += len(new)
        if new:
            self._note_lines(*new)
        return multiple(*new)

    @rule(promise=promises, note=TEXTS)
    def change(self, promise: str, note: str) -> None:
        tell(self.ledger(), (promise, noted(note)))
        self._changed(promise, self.model[promise]["state"])

    @rule(promise=promises)
    def settle_or_reopen(self, promise: str) -> None:
        if self.model[promise]["state"] == "open":
            tell(self.ledger(), (promise, kept()))
            self._changed(promise, "kept")
        else:
            settlement = self.ledger().read().commitment(promise).settlement
            tell(self.ledger(), (promise, reopened(settlement.id)))
            self._changed(promise, "open")

    def _changed(self, promise: str, state: str) -> None:
        known = self.model[promise]
        self.model[promise] = {**known, "state": state, "events": known["events"] + 1}
        self.events += 1
        self._note_lines(promise)

    @rule(promise=consumes(promises))
    def remove(self, promise: str) -> None:
        forget(self.ledger(), promise)
        del self.model[promise]
        self.tombs.add(promise)
        self.events += 1
        self._note_lines(promise)

    @precondition(lambda self: self.begun)
    @rule(promise=promises)
    def refuse(self, promise: str) -> None:
        def decide(book: Book, pen: Pen) -> Change:
            pen.stamp()
            raise LookupError(promise)

        before = self.path.read_bytes()
        try:
            self.ledger().record(decide, by="sam", now=NOW)
        except LookupError:
            assert self.path.read_bytes() == before

    @precondition(lambda self: self.begun)
    @rule(indent=st.sampled_from([None, 2]), backwards=st.booleans())
    def reformat(self, indent: int | None, backwards: bool) -> None:
        document = json.loads(self.path.read_bytes())
        if backwards:
            document = {name: dict(reversed(table.items())) for name, table in reversed(document.items())}
        self.path.write_text(json.dumps(document, indent=indent), encoding="utf-8")

    @invariant()
    def it_tells_what_the_dictionary_holds(self) -> None:
        if not self.begun:
            try:
                self.ledger().read()
            except NoLedgerError:
                return
        book = self.ledger().read()
        told = {
            each.id: {"what": each.what, "state": each.state, "events": len(each.history)}
            for each in (*book.unsettled(), *book.settled())
        }
        assert told == self.model
        assert [each.id for each in book.unsettled()] == sorted(
            key for key, known in self.model.items() if known["state"] == "open"
        )
        assert set(book.forgotten()) == self.tombs
        assert book.ids_from("", 999) == sorted({*self.model, *self.tombs})

    @invariant()
    def every_event_has_the_next_number(self) -> None:
        if self.begun:
            book = self.ledger().read()
            numbers = [int(each.event.id.partition(".")[2]) for each in book.recorded()]
            erased = [int(each.partition(".")[2]) for stone in book.forgotten().values() for each in stone.events]
            assert sorted(numbers + erased) == list(range(1, self.events + 1))

    @invariant()
    def the_file_has_its_layout_or_that_of_a_person(self) -> None:
        if self.begun:
            content = self.path.read_bytes()
            assert compose(parse(content)) == content or not content.startswith(b'{\n"meta"')
            assert sorted(each.name for each in self.directory.iterdir()) == [
                "ledger.json",
                "ledger.json.lock",
                "state",
            ]


LedgerFile.TestCase.settings = settings(tried_on(20), stateful_step_count=15)
TestLedgerFile = LedgerFile.TestCase
