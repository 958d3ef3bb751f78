"""Tasks of taskwarrior, as promises that arrive."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival, Ending, Remark, Told
from followthrough.domain.due import Due, Instant
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange.as_tags import as_tags
from followthrough.formats.exchange.fingerprints import Fingerprints
from followthrough.formats.exchange.gathering import gathered
from followthrough.formats.exchange.limits import MOST_TAGS, check_number
from followthrough.formats.exchange.loose_json import HALF_A_CHARACTER, converted, load
from followthrough.formats.exchange.own_facts import OwnFacts, judged_by, kept_ending, let_go, read_own_facts
from followthrough.formats.exchange.plausible import check
from followthrough.formats.exchange.stamps import read_moment
from followthrough.formats.exchange.taskwarrior.task import (
    COUNTED,
    MAKER,
    PREFIX,
    TO,
    Annotation,
    Task,
    read_due,
    written_due,
)
from followthrough.formats.exchange.unreadable import UnreadableError, shown
from followthrough.formats.strict_json import is_whole

NAME = "export of Taskwarrior"
Read = TypeVar("Read")
_OPEN = ("pending", "waiting")
_KNOWN = frozenset((*_OPEN, "completed", "deleted", "recurring"))
_PLACES = frozenset((*Task.__struct_fields__, TO, MAKER)) | COUNTED


def is_one(text: str) -> bool:
    """Whether it begins as what `task export` prints."""
    start = text[:4096].lstrip()
    return start[:1] in ("[", "{") and '"description":' in start and '"status":' in start and '"uuid":' in start


def read(text: str, *, zone: str, now: datetime) -> Told:
    """The promises in a `task export`. Raises NotInThatFormatError where it is none."""
    value = load(NAME, text)
    tasks = [value] if isinstance(value, dict) else value
    if not isinstance(tasks, list):
        raise NotInThatFormatError(NAME, "it is not a list of tasks")
    check_number(NAME, len(tasks))
    if tasks and not any(isinstance(each, dict) and "description" in each for each in tasks):
        raise NotInThatFormatError(NAME, "nothing in it is a task")
    names = Fingerprints("taskwarrior")
    told = gathered(enumerate(tasks, 1), lambda line, each: _arrival(each, line, names, zone, now))
    return replace(told, ignored=_ignored(tasks))


def _ignored(tasks: Sequence[Any]) -> tuple[str, ...]:
    """What tasks say that a promise has no place for, by name; of very many, those that come first."""
    others: dict[str, None] = {}
    for each in tasks:
        if isinstance(each, dict) and len(others) < MOST_TAGS:
            more = (key for key in each if key not in _PLACES and not key.startswith(PREFIX))
            others |= dict.fromkeys(islice(more, MOST_TAGS))
    return tuple(f"the attribute {shown(each)}" for each in others if is_whole(each))


def _arrival(value: Any, line: int, names: Fingerprints, zone: str, now: datetime) -> Arrival:
    """One task as a promise. Raises UnreadableError where it cannot be one."""
    task, facts = _task(value), read_own_facts(_own(value))
    if task.status == "recurring":
        raise UnreadableError(f"{shown(task.description)} repeats; ft add --every records that")
    there = facts.zone or zone
    due = judged_by(
        task.due, facts, lambda ours: written_due(ours, there), lambda text: _date("due", text, read_due, there)
    )
    entry, end = _moment("entry", task.entry, there), _moment("end", task.end, there)
    arrival = Arrival(
        line=line,
        origin=f"taskwarrior:{task.uuid}" if task.uuid else names.of((task.entry or "", task.description)),
        what=task.description,
        id=facts.id,
        maker=facts.maker,
        to=facts.to,
        due=due,
        zone=facts.zone,
        given=facts.given,
        recorded=facts.recorded or entry,
        tags=_tags(task),
        visibility=facts.visibility,
        confidence=facts.confidence,
        remind=facts.remind,
        chase=facts.chase,
        moved=facts.shown if due == facts.due else None,
        remarks=tuple(_remark(each, there) for each in task.annotations),
        ending=_ending(task, end, due, facts, there),
    )
    check(arrival, zone=there, now=now)
    return arrival


def _task(value: Any) -> Task:
    task = converted(value, Task, "as taskwarrior writes a task")
    if len(task.tags) > MOST_TAGS or len(task.annotations) > MOST_TAGS:
        raise UnreadableError(f"it has more than {MOST_TAGS:,} tags or annotations")
    texts = (task.description, task.uuid or "", task.project or "", *(each.description for each in task.annotations))
    if not all(map(is_whole, (*texts, *task.tags))):
        raise UnreadableError(HALF_A_CHARACTER)
    if task.status not in _KNOWN:
        raise UnreadableError(f"its status {shown(task.status)} is none that is known here")
    return task


def _own(value: Mapping[str, Any]) -> dict[str, str]:
    """Our facts beside a task, by their names without the prefix."""
    found = {key.removeprefix(PREFIX): value[key] for key in value if key.startswith(PREFIX)}
    found |= {name: value[key] for key, name in ((TO, "to"), (MAKER, "maker")) if key in value}
    return {name: each for name, each in found.items() if isinstance(each, str) and is_whole(each)}


def _date(name: str, text: str, read: Callable[[str, str], Read], zone: str) -> Read:
    try:
        return read(text, zone)
    except (ValueError, OverflowError):
        raise UnreadableError(f"its “{name}” is no date") from None


def _moment(name: str, text: str | None, zone: str) -> datetime | None:
    return None if text is None else _date(name, text, read_moment, zone)


def _remark(annotation: Annotation, zone: str) -> Remark:
    return Remark(text=annotation.description, recorded=_moment("annotation", annotation.entry, zone))


def _tags(task: Task) -> tuple[str, ...]:
    """The tags, and the project as one more."""
    tags = task.tags.split(",") if isinstance(task.tags, str) else task.tags
    return as_tags((*tags, *((task.project,) if task.project else ())))


def _ending(task: Task, end: datetime | None, due: Due | None, facts: OwnFacts, zone: str) -> Ending | None:
    if task.status in _OPEN:
        return None
    if end is None:
        raise UnreadableError(f"it is {task.status}, and nothing says since when")
    if task.status == "completed":
        kept = kept_ending(end, facts, zone)
        return kept if kept.recorded is not None else replace(kept, recorded=end)
    if (ours := let_go(facts)) is not None:
        return ours
    if due is not None and due.passed(end, zone):
        raise UnreadableError(
            f"{shown(task.description)} was deleted after it was due, and only you know whether it was missed or "
            "released; ft add --made records it"
        )
    return Ending(did="withdrawn", at=Instant(end), recorded=end)
