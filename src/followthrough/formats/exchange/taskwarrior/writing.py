"""Promises as tasks that `task import` takes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

import msgspec

from followthrough.domain.commitment import Commitment, State
from followthrough.domain.people import Person
from followthrough.formats.exchange.leaving import as_told
from followthrough.formats.exchange.loose_json import CONTROLS
from followthrough.formats.exchange.own_facts import own_facts
from followthrough.formats.exchange.stamps import stamp
from followthrough.formats.exchange.taskwarrior.task import MAKER, PREFIX, TO, written_due, written_moment

_OURS = UUID("4f9ab2a6-6c5e-5d1c-9d7e-0a6f2f1c8a11")
"""The name space of the names that promises have in taskwarrior: the same promise is the same task each time."""
_STATUS: Mapping[State, Literal["pending", "completed", "deleted"]] = {
    "open": "pending",
    "kept": "completed",
    "missed": "deleted",
    "released": "deleted",
    "withdrawn": "deleted",
}


def write(commitments: Sequence[Commitment], *, people: Mapping[str, Person], me: str, now: datetime) -> str:
    """The promises as JSON, one task a line, as `task export` prints them; none that was undone."""
    tasks = (msgspec.json.encode(_task(each)).decode() for each in commitments if each.state in _STATUS)
    return "[\n" + ",\n".join(tasks) + "\n]\n"


def _task(commitment: Commitment) -> dict[str, Any]:
    due = commitment.judged_due if commitment.due is None else commitment.due
    fields = {
        "uuid": name_there(commitment),
        "description": _plain(commitment.what),
        "status": _STATUS[commitment.state],
        "entry": written_moment(commitment.made.logged),
        "end": None if commitment.settled_at is None else written_moment(commitment.settled_at),
        "due": None if due is None else written_due(due, commitment.zone),
        "tags": list(commitment.tags),
        "annotations": list(_annotations(commitment)),
    }
    return {name: each for name, each in fields.items() if each} | _own(commitment)


def name_there(commitment: Commitment) -> str:
    """What taskwarrior knows it by: the name that it came with, if it came from there."""
    origin = commitment.made.origin or ""
    name = origin.removeprefix("taskwarrior:")
    return name if origin.startswith("taskwarrior:") and _is_uuid(name) else str(uuid5(_OURS, commitment.id))


def _is_uuid(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _own(commitment: Commitment) -> dict[str, str]:
    names = {"to": TO, "maker": MAKER}
    return {names.get(name, PREFIX + name): _plain(text) for name, text in own_facts(commitment).items()}


def _annotations(commitment: Commitment) -> Iterator[dict[str, str]]:
    for each in as_told(commitment).remarks:
        assert each.recorded is not None
        yield {"entry": stamp(each.recorded), "description": _plain(each.text)}


def _plain(text: str) -> str:
    """The text without the control characters that taskwarrior would write into its JSON as they are."""
    return CONTROLS.sub(" ", text)
