"""Records the demonstration's story through the real actions, as if its half year had passed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from followthrough.actions import annotate, move, settle
from followthrough.actions.add import add
from followthrough.actions.people import describe, share
from followthrough.actions.workspace import Workspace
from followthrough.cli.demo_story import CIRCLE, PEOPLE, SHOWN, STORY, Promise, Then

Open = Callable[[datetime], Workspace]
"""Opens the demonstration's workspace at a moment."""


def write_demo(open_at: Open, now: datetime) -> str:
    """Record the story up to that moment; the id of the promise whose history is to be shown."""
    first = now - timedelta(days=200)
    for handle, name in PEOPLE.items():
        describe(open_at(first), handle, name=name)
    describe(open_at(first), CIRCLE[0], name=CIRCLE[1], members=CIRCLE[2])
    ids: dict[int, str] = {}
    for moment, index, then in sorted(_steps(now), key=lambda step: step[:2]):
        workspace = open_at(moment)
        if then is None:
            ids[index] = _make(workspace, STORY[index])
        else:
            _record(workspace, ids[index], then)
    share(open_at(now), CIRCLE[0], "named")
    return next(ids[index] for index, promise in enumerate(STORY) if promise.what == SHOWN)


def _steps(now: datetime) -> Iterator[tuple[datetime, int, Then | None]]:
    """Every making and every sequel with its moment, none of them later than now."""
    for index, promise in enumerate(STORY):
        made = _moment(now, promise.ago, 9, index)
        yield made, index, None
        for number, then in enumerate(promise.then):
            at = _moment(now, promise.ago - then.after, 18, index)
            yield min(max(at, made + timedelta(minutes=30)), now) + timedelta(seconds=number), index, then


def _moment(now: datetime, ago: int, hour: int, index: int) -> datetime:
    """A believable time of day, so many days ago."""
    day = now - timedelta(days=ago)
    return min(day.replace(hour=hour, minute=(index * 17) % 60, second=0), now - timedelta(seconds=90))


def _make(workspace: Workspace, promise: Promise) -> str:
    more: dict[str, Any] = dict(promise.more)
    if "chase" in more:
        more["chase"] = _day(workspace, more["chase"])
    added = add(
        workspace,
        promise.what,
        to=[promise.to],
        maker=promise.maker,
        by=None if promise.due is None else _day(workspace, promise.due),
        **more,
    )
    return added.commitments[0].id


def _record(workspace: Workspace, commitment_id: str, then: Then) -> None:
    how: dict[str, Any] = dict(then.how)
    match then.did:
        case "move":
            by = _day(workspace, how.pop("to") - then.after)
            move.move(workspace, [commitment_id], by=by, **how)
        case "repair":
            settle.repair(workspace, commitment_id, **how)
        case "note":
            annotate.note(workspace, commitment_id, **how)
        case did:
            getattr(settle, did)(workspace, [commitment_id], **how)


def _day(workspace: Workspace, ahead: int) -> str:
    return (workspace.today() + timedelta(days=ahead)).isoformat()
