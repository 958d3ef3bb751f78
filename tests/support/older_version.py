"""A version of the program from before format 2, made of the present one by taking out what it did not know yet.

It writes format 1 only; it knows neither `joined` nor `entered` and `left` in the history of a person, and to it the
table of series is one of those that it carries along.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from followthrough.adapters.ledger import database, merging as copies, opening, uniting, upkeep
from followthrough.adapters.ledger.book import FileBook
from followthrough.domain.events import Retracted
from followthrough.domain.people import Described, Person, PersonEvent, fold_person
from followthrough.formats import merging, record
from followthrough.formats.record import from_text
from followthrough.formats.uniting.plain import arrived_plain, united_plain

WRITES = 1
_WRITERS = (copies, database, opening, uniting, upkeep)
_NEVER: dict[str, Any] = {}


class _History(Struct):
    history: tuple[Described | Retracted, ...]


def _person(handle: str, history: Iterable[PersonEvent]) -> Person:
    """The person as a version folds it that passes over who came and went."""
    return fold_person(
        handle,
        [replace(each, entered=(), left=()) if isinstance(each, Described) else each for each in history],
    )


def _series(self: Any, key: str, ours: bytes | None, theirs: bytes) -> bytes:
    """A series as a record of a table that is not known."""
    if ours is None:
        return arrived_plain("series", key, theirs)
    return united_plain("series", key, ours, theirs, self._found)


@contextmanager
def older_version() -> Iterator[None]:
    """Run an older version meanwhile."""
    with ExitStack() as stack:
        for module in _WRITERS:
            stack.enter_context(patch.object(module, "FORMAT", WRITES))
        for name, value in (("_series", _NEVER), ("_occurrences", _NEVER)):
            stack.enter_context(patch.object(FileBook, name, value))
        stack.enter_context(patch.object(FileBook, "anyone_joined", lambda self: False))
        stack.enter_context(patch.object(FileBook, "least_writer", lambda self: WRITES))
        stack.enter_context(patch.object(merging._Merging, "_united_series", _series))
        stack.enter_context(patch.object(record, "fold_person", _person))
        stack.enter_context(patch.object(record, "_people", msgspec.json.Decoder(_History, dec_hook=from_text)))
        stack.enter_context(patch.object(record, "_KNOWN_PERSON_KINDS", frozenset({"described", "retracted"})))
        yield
