"""All promises as one page in Markdown, to be read without this program."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from followthrough.domain.commitment import Commitment, State
from followthrough.domain.due import day_of
from followthrough.domain.people import Person
from followthrough.domain.reliability.outcome import judge
from followthrough.domain.report import Name, by_name, shown
from followthrough.rendering.markdown_text import escaped
from followthrough.rendering.report.listing import entry
from followthrough.rendering.wording import long_date, long_due, plural

NAME = "page in Markdown"
_GROUPS: dict[str, tuple[State, ...]] = {
    "Open": ("open",),
    "Kept": ("kept",),
    "Missed": ("missed",),
    "Released, withdrawn": ("released", "withdrawn"),
}


def write(commitments: Sequence[Commitment], *, people: Mapping[str, Person], me: str, now: datetime) -> str:  # noqa: ARG001  # every format takes these
    """What is open, the first due first, and then what became of the others, the latest first."""
    return "".join(f"{line}\n" for line in _lines(commitments, by_name("full", people), now))


def _lines(commitments: Sequence[Commitment], name: Name, now: datetime) -> Iterator[str]:
    left = [each for each in commitments if each.state != "undone"]
    yield from ("# Promises", "", f"{plural(len(left), 'promise')}, as of {now:%A} {long_date(now.date())}.")
    for title, states in _GROUPS.items():
        found = [each for each in left if each.state in states]
        if found:
            yield from ("", f"## {title}", "")
            yield from (line for each in _sorted(found) for line in _promise(each, name, now))


def _sorted(found: Iterable[Commitment]) -> list[Commitment]:
    """Open ones by when they are due, those without a due date last; settled ones the latest first."""
    by_id = sorted(found, key=lambda each: each.id)
    if by_id[0].state == "open":
        return sorted(by_id, key=_deadline)
    return sorted(by_id, key=lambda each: each.settled_at or each.made_at, reverse=True)


def _deadline(commitment: Commitment) -> tuple[bool, datetime]:
    due = commitment.due
    return (due is None, commitment.made_at if due is None else due.deadline(commitment.zone))


def _promise(commitment: Commitment, name: Name, now: datetime) -> Iterator[str]:
    words = entry(shown(commitment, judge(commitment, now), full=True, name=name))
    yield f"- {escaped(words.what)}  "
    yield f"  {escaped(' · '.join((words.said, *_beside(commitment))))}"
    yield from (f"  - {escaped(note)}" for note in words.notes)


def _beside(commitment: Commitment) -> Iterator[str]:
    """What a list of a report leaves out: the day of the settling, and a later date that it was moved to."""
    if commitment.settled_at is not None:
        yield f"{commitment.state} on {long_date(day_of(commitment.settled_at, commitment.zone))}"
    elif commitment.due is not None and commitment.due != commitment.judged_due:
        yield f"moved to {long_due(commitment.due, commitment.zone)}"
