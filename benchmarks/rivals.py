"""The same commitments in the forms of other programs: stock TinyDB, taskwarrior, todoman."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from benchmarks.ledgers import record_of
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Due
from followthrough.domain.events import Noted
from followthrough.formats.record import encode

_AT_ONCE = 1000
_LET_GO = ("released", "withdrawn", "undone")


def tinydb_document(commitment: Commitment) -> dict[str, Any]:
    """The commitment's record, history and all, as the plain document that TinyDB stores."""
    return msgspec.json.decode(encode(record_of(commitment)), type=dict[str, Any])


def write_tinydb(commitments: Iterable[Commitment], path: Path) -> None:
    """One file as TinyDB's own storage writes it, every commitment a document."""
    documents = {str(number): tinydb_document(each) for number, each in enumerate(commitments, 1)}
    path.write_text(json.dumps({"_default": documents}), encoding="utf-8")


def write_taskwarrior(commitments: Iterable[Commitment], directory: Path) -> None:
    """Files for `task import`: what was let go is deleted there, every other settled one completed.

    Several, because the time that one takes to import grows with the square of its length.
    """
    directory.mkdir()
    tasks = [_task(each) for each in commitments]
    for start in range(0, len(tasks), _AT_ONCE):
        part = directory / f"{start:06}.json"
        part.write_text(json.dumps(tasks[start : start + _AT_ONCE]), encoding="utf-8")


def _task(commitment: Commitment) -> dict[str, Any]:
    status = {"open": "pending"} | dict.fromkeys(_LET_GO, "deleted")
    task: dict[str, Any] = {
        "uuid": str(_uuid(commitment)),
        "description": commitment.what,
        "entry": _compact(commitment.made_at),
        "modified": _compact(commitment.history[-1].logged),
        "status": status.get(commitment.state, "completed"),
        "project": commitment.to[0],
        "tags": list(commitment.tags),
        "annotations": [
            {"entry": _compact(event.logged), "description": event.note}
            for event in commitment.history
            if isinstance(event, Noted)
        ],
    }
    if commitment.due is not None:
        task["due"] = _compact(commitment.due.deadline(commitment.zone))
    if commitment.settled_at is not None:
        task["end"] = _compact(commitment.settled_at)
    return task


def write_todoman(commitments: Iterable[Commitment], directory: Path) -> None:
    """One calendar file per commitment: what was let go is cancelled there, every other settled one completed."""
    directory.mkdir(parents=True)
    for each in commitments:
        (directory / f"{each.id}.ics").write_text(_todo(each), encoding="utf-8", newline="")


def _todo(commitment: Commitment) -> str:
    status = {"open": "NEEDS-ACTION"} | dict.fromkeys(_LET_GO, "CANCELLED")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//followthrough//benchmarks//EN",
        "BEGIN:VTODO",
        f"UID:{commitment.id}@example.org",
        f"DTSTAMP:{_compact(commitment.history[-1].logged)}",
        f"CREATED:{_compact(commitment.made_at)}",
        f"SUMMARY:{_escaped(commitment.what)}",
        f"STATUS:{status.get(commitment.state, 'COMPLETED')}",
        *(f"CATEGORIES:{tag}" for tag in commitment.tags),
    ]
    if notes := [event.note for event in commitment.history if isinstance(event, Noted) and event.note]:
        lines.append(f"DESCRIPTION:{_escaped(' '.join(notes))}"[:70])
    if commitment.due is not None:
        lines.append(_due_line(commitment.due, commitment.zone))
    if commitment.settled_at is not None:
        lines.append(f"COMPLETED:{_compact(commitment.settled_at)}")
    return "\r\n".join([*lines, "END:VTODO", "END:VCALENDAR", ""])


def _due_line(due: Due, zone: str) -> str:
    return f"DUE;VALUE=DATE:{due.on:%Y%m%d}" if isinstance(due, Day) else f"DUE:{_compact(due.deadline(zone))}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _compact(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _uuid(commitment: Commitment) -> UUID:
    return UUID(bytes=(commitment.id.encode() * 2)[:16], version=4)
