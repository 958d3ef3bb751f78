"""What `schedule` prints as JSON."""

from collections.abc import Iterable

from msgspec import Struct

from followthrough.domain.schedule import Arrangement, Did, ScheduleKind

SCHEDULE = "followthrough.schedule/1"


class ScheduledTextJson(Struct, frozen=True, kw_only=True):
    """A file by its path, or lines of the crontab where that is null."""

    path: str | None
    text: str


class ArrangementJson(Struct, frozen=True, kw_only=True):
    """What was done with one scheduler, and why it was that one; `not_before` is null where it was taken away."""

    did: Did
    kind: ScheduleKind | None
    because: str
    not_before: str | None
    texts: list[ScheduledTextJson]
    left_to_do: list[str]
    also: list[ScheduleKind]


class ScheduleJson(Struct, frozen=True, kw_only=True):
    """What `schedule` prints; `--remove` can take reminders out of several schedulers."""

    schema: str = SCHEDULE
    ledger: str
    arrangements: list[ArrangementJson]


def schedule_json(ledger: str, arrangements: Iterable[Arrangement]) -> ScheduleJson:
    """What was arranged, as JSON has it."""
    return ScheduleJson(ledger=ledger, arrangements=[_arrangement(each) for each in arrangements])


def _arrangement(arrangement: Arrangement) -> ArrangementJson:
    return ArrangementJson(
        did=arrangement.did,
        kind=arrangement.kind,
        because=arrangement.because,
        not_before=None if arrangement.daily is None else f"{arrangement.daily:%H:%M}",
        texts=[ScheduledTextJson(path=each.path, text=each.text) for each in arrangement.texts],
        left_to_do=list(arrangement.left_to_do),
        also=list(arrangement.also),
    )
