"""Takes out of any bytes what is intact of a ledger: whole records, and whole events of records that are torn.

Nothing is made up: a record is taken as it stands or not at all, and an event of a torn record only when its sum says
that it is as it was recorded. Both sides of conflict markers count.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.forgetting import is_of_person
from followthrough.formats.record import encode
from followthrough.formats.torn import NESTED, PATIENCE, compact, events_in, events_within

TABLES = ("meta", "replicas", "people", "series", "forgotten", "open", "settled")
_COMMITMENT = re.compile(r"[k-z]{12}")
_REPLICA = re.compile(r"[k-z]{5}")
_OPENING = re.compile(
    r'^(?P<mark><{7}|={7}|>{7}|\|{7})|"(?P<key>(?:[^"\\\n]|\\.)*)"\s*:\s*(?P<brace>\{)|^(?P<line>.)', re.MULTILINE
)
"""A conflict marker, a key before an object, or the beginning of a line."""
_NAMES = "what|name|history|members|did|app|maker|last|by|chase|confidence|confirmed|damaged|due|events|format"
_RECORD_BEGINS = re.compile(rf'\{{\s*"(?:{_NAMES})"')
_PERSON_BEGINS = re.compile(r'\{\s*"(?:name|history|members)"')
"""Inside of an event are objects under `from` and `to`, which is what a person may be called as well."""
_RECORD_LINE = re.compile(r'^"(?:[^"\\\n]|\\.)*": \{"', re.MULTILINE)
"""As this program lays a record out."""
_ALONE = re.compile(r'"(?P<name>(?:[^"\\]|\\.)*)": \{$')
_HISTORY_BEGINS = re.compile(r',\s*"history"\s*:')
_json = json.JSONDecoder()
_SMALL = 10**6
"""In so many letters something may be worth being saved without a single event; in more it was never a ledger."""


class Torn(Struct, frozen=True):
    """A line in which a record begins that cannot be read whole; the key as far as it can."""

    line: int
    key: str


class Salvaged(Struct, frozen=True, kw_only=True):
    """What is intact: records by table and id; events whose record cannot be told; where records are torn."""

    tables: Mapping[str, Mapping[str, bytes]]
    loose: tuple[bytes, ...] = ()
    torn: tuple[Torn, ...] = ()
    markers: tuple[int, ...] = ()
    """The lines with conflict markers."""


@lru_cache(maxsize=1)
def salvage(data: bytes) -> Salvaged:
    """Everything in these bytes that is intact. The last answer is kept: mending asks again and again."""
    text = _text(data)
    if len(text) > _SMALL and '"did"' not in text:
        return Salvaged(tables={})
    search = _Search(text)
    search.run()
    tables = {
        name: {key: united(lines) for key, lines in records.items()}
        for name, records in search.found.items()
        if records
    }
    placed = {bytes(raw) for line in _lines(tables) for raw in _history_of(line)}
    loose = tuple(each for each in search.loose if each not in placed)
    return Salvaged(tables=tables, loose=loose, torn=tuple(search.torn), markers=tuple(search.markers))


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def _lines(tables: Mapping[str, Mapping[str, bytes]]) -> Iterator[bytes]:
    for records in tables.values():
        yield from records.values()


class _Search:
    """One walk through a text, from one object with a key to the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[str, dict[str, list[bytes]]] = {}
        self.loose: list[bytes] = []
        self.torn: list[Torn] = []
        self.markers: list[int] = []
        self._table = ""
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._patience = PATIENCE
        self._in_lines = _RECORD_LINE.search(text) is not None

    def run(self) -> None:
        """Take every record that can be read, and of every other one the events that can."""
        at = 0
        while self._patience > 0 and (opening := _OPENING.search(self.text, at)) is not None:
            at = opening.end()
            key = opening["key"]
            if key is not None and self._begins_record(opening):
                at = self._record(opening.start(), opening.start("brace"), key)
            elif key is not None:
                self._heading(opening.start(), opening.start("brace"), key)
            elif opening["mark"] is not None:
                self.markers.append(self._number(opening.start()))
            elif opening["line"] is not None and self._in_lines:
                at = self._unkeyed(opening.start())

    def _begins_record(self, opening: re.Match[str]) -> bool:
        if self._in_lines and self._begins_line(opening.start()) and not self._is_heading(opening):
            return True
        begins = _PERSON_BEGINS if opening["key"] in ("from", "to") else _RECORD_BEGINS
        return begins.match(self.text, opening.start("brace")) is not None

    def _is_heading(self, opening: re.Match[str]) -> bool:
        """Whether the rest of its line is the beginning of a table, or all of an empty one."""
        rest = self.text[opening.start("brace") : self._line_end(opening.start("brace"))]
        return rest in ("{", "{},", "{}")

    def _unkeyed(self, at: int) -> int:
        """Take the events of a line that no readable key begins; where it ends."""
        end = self._line_end(at)
        if '"did"' in self.text[at:end]:
            self.torn.append(Torn(self._number(at), ""))
            self.loose += events_in(self.text[at:end])
        return end

    def _heading(self, start: int, brace: int, key: str) -> None:
        key = _key(key)
        alone = _ALONE.fullmatch(self.text[start : self._line_end(brace)])
        if key in TABLES or (key and alone is not None):
            self._table = key

    def _record(self, start: int, brace: int, key: str) -> int:
        """Take the record that begins there; where to go on."""
        key = _key(key)
        text, offset = (self.text[brace : self._line_end(brace)], brace) if self._in_lines else (self.text, 0)
        try:
            fields, end = _json.raw_decode(text, brace - offset)
        except RecursionError:
            self._patience -= NESTED
            return self._torn(start, brace, key)
        except ValueError:
            self._patience -= brace - offset
            return self._torn(start, brace, key)
        end += offset
        if not isinstance(fields.get("history", []), list):
            return self._torn(start, brace, key)
        if any(isinstance(value, dict) and "history" in value for value in fields.values()):
            return self._torn(start, brace, key)  # its end is lost, and the next ones seem to be inside
        line = compact(self.text[brace:end])
        table = None if line is None else self._table_of(key, fields)
        if line is None or table is None:
            self.loose += events_in(self.text[brace:end])
            self.torn.append(Torn(self._number(start), key))
            return end
        self.found.setdefault(table, {}).setdefault(key, []).append(line)
        return end

    def _torn(self, start: int, brace: int, key: str) -> int:
        end = self._end_of_torn(brace)
        self.torn.append(Torn(self._number(start), key))
        events = events_in(self.text[brace:end])
        table = self._table_of(key, {"history": events}) if self._begins_line(start) or not self._in_lines else None
        if table in ("people", "series", "open", "settled"):
            if events:
                record = encode({**_head(self.text[brace:end]), "history": [Raw(each) for each in events]})
                self.found.setdefault(table, {}).setdefault(key, []).append(record)
        else:
            self.loose += events
        return end

    def _end_of_torn(self, brace: int) -> int:
        """Up to where a torn record goes: the end of its line, or the next record of a file in another layout."""
        if self._in_lines:
            return self._line_end(brace)
        at = brace + 1
        while (opening := _OPENING.search(self.text, at)) is not None:
            at = opening.end()
            if opening["key"] is not None and self._begins_record(opening):
                return opening.start()
            if opening["mark"] is not None:
                return opening.start()
        return len(self.text)

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _begins_line(self, start: int) -> bool:
        return start == 0 or self.text[start - 1] == "\n"

    def _table_of(self, key: str, fields: Mapping[str, Any]) -> str | None:
        """The table a record belongs to, by its shape and the heading above it; None where that cannot be."""
        if not key:
            return None
        if "app" in fields:
            return "meta" if key == "1" else None
        if "history" in fields:
            if _COMMITMENT.fullmatch(key) and self._table != "people":
                if _begins_series(fields["history"]):
                    return "series"
                if self._table in ("open", "settled"):
                    return self._table
                return "open" if fields.get("state", "open") == "open" else "settled"
            return "people" if self._table in ("people", "") else None
        if fields.get("did") == "forgotten":
            return "forgotten" if _COMMITMENT.fullmatch(key) or is_of_person(key) else None
        if _REPLICA.fullmatch(key) and isinstance(fields.get("last"), int):
            return "replicas"
        return self._table if self._table not in ("", *TABLES) else None

    def _number(self, at: int) -> int:
        return bisect_left(self._ends, at) + 1


def _begins_series(history: Any) -> bool:
    """Whether the event that begins a series is among these, read or as bytes."""
    events = history if isinstance(history, list | tuple) else ()
    read = (msgspec.json.decode(each) if isinstance(each, bytes) else each for each in events)
    return any(isinstance(each, dict) and each.get("did") == "begun" for each in read)


def _head(text: str) -> dict[str, Any]:
    """The fields before the history of a torn record, where all of them are whole: they tell of events that are not."""
    history = _HISTORY_BEGINS.search(text)
    if history is None:
        return {}
    try:
        fields = json.loads(text[: history.start()] + "}")
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _key(written: str) -> str:
    """The key that JSON writes so; empty where it is not one."""
    try:
        key = str(json.loads(f'"{written}"'))
        key.encode()
    except (ValueError, UnicodeError):
        return ""
    return key


class _RawHistory(Struct):
    history: list[Raw] = []


def _history_of(line: bytes) -> list[Raw]:
    """The events of a record; of one whose history is no list those that are intact."""
    try:
        return msgspec.json.decode(line, type=_RawHistory).history
    except msgspec.MsgspecError:
        return [Raw(event) for event in events_within(line)]


def united(lines: list[bytes]) -> bytes:
    """Several records of one id as one: the fields of the last, and each event once."""
    if len(lines) == 1:
        return lines[0]
    fields: dict[str, Raw] = {}
    events: dict[bytes, Raw] = {}
    for line in lines:
        fields |= msgspec.json.decode(line, type=dict[str, Raw])
        events |= {bytes(raw): raw for raw in _history_of(line)}
    return encode({**fields, "history": list(events.values())} if "history" in fields else fields)
