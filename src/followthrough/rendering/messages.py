"""Short messages about a promise, in the first person of the one who sends them, with the facts filled in."""

from collections.abc import Callable
from datetime import date, datetime

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, Instant, day_of, in_zone
from followthrough.domain.events import Moved, Released, Repaired
from followthrough.domain.folding import fold, taken_back
from followthrough.domain.message import MessageKind, addressed
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import clock, percent

_MOST_LETTERS = 80
"""Of a promise's text, or of a note: the message around it is to stay short."""


def message(kind: MessageKind, commitment: Commitment, reader: Reader, now: datetime, *, with_id: bool = False) -> str:
    """The message, on one line: at most 60 words, unless names are long."""
    what = f"“{_short(commitment.what)}”" + (f" ({reader.shorten(commitment.id)})" if with_id else "")
    names = [_called(reader, handle) for handle in addressed(kind, commitment, reader.me)]
    return safe_text(f"Hi{_listed(names)}, {_WORDS[kind](commitment, what, now)}")


def _called(reader: Reader, handle: str) -> str:
    """The display name; a mere handle of letters with a capital."""
    name = reader.name(handle)
    return name.capitalize() if name == handle and name.isalpha() else name


def _listed(names: list[str]) -> str:
    return f" {', '.join(names[:-1])}{' and ' if names[:-1] else ''}{names[-1]}" if names else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 1].rstrip()}…"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "…", "?")) else f"{text}."


def _heads_up(commitment: Commitment, what: str, now: datetime) -> str:
    hand = " I could use a hand with it." if commitment.help_wanted else ""
    if commitment.due is None:
        return f"a short heads-up: {what} is still open on my side, and I have it in mind.{hand}"
    said = _said(commitment.due, commitment, now)
    if commitment.due.passed(now, commitment.zone):
        return f"a short heads-up: {what} was due {said} and is not done yet. I have it in mind.{hand}"
    return f"a short heads-up: {what} is due {said} and still open. I have it in mind.{hand}"


def _new_date(commitment: Commitment, what: str, now: datetime) -> str:
    void = taken_back(commitment.history)
    places = [
        place for place, event in enumerate(commitment.history) if isinstance(event, Moved) and event.id not in void
    ]
    last = commitment.history[places[-1]]
    assert isinstance(last, Moved)
    before = fold(commitment.id, commitment.history[: places[-1]]).due
    instead = f", instead of {_said(before, commitment, now).removeprefix('on ')}" if before is not None else ""
    asked = "Thank you for agreeing to it." if last.agreed else "Does that suit you?"
    return f"I have a new date for {what}: {_said(last.due, commitment, now).removeprefix('on ')}{instead}. {asked}"


def _done(commitment: Commitment, what: str, now: datetime) -> str:
    settled = commitment.settled_at or now
    day = f"as of {_on(day_of(settled, commitment.zone), now).removeprefix('on ')}"
    waited = " Thank you for waiting." if commitment.settled_late() else ""
    if commitment.part is not None and commitment.part < 1:
        return f"{percent(commitment.part)} of {what} is done, {day}.{waited} Tell me what you need of the rest."
    return f"{what} is done, {day}.{waited} Tell me if anything is missing."


def _thanks(commitment: Commitment, what: str, now: datetime) -> str:  # noqa: ARG001  # what every kind takes
    if not isinstance(commitment.settlement, Released):
        return f"thank you for {what}. It helped me that you did it."
    if commitment.settlement.moot:
        return f"thank you for telling me that {what} is no longer needed."
    return f"thank you for letting {what} go. I appreciate it."


def _repair(commitment: Commitment, what: str, now: datetime) -> str:
    done = _made_right(commitment)
    offer = (
        f"To make it right: {_sentence(_short(done))}" if done else "I would like to make it right: what would help?"
    )
    return f"{_went(commitment, what, now)} I am sorry. {offer}"


def _went(commitment: Commitment, what: str, now: datetime) -> str:
    if commitment.state == "missed":
        return f"I did not keep {what}."
    if commitment.part is not None and commitment.part < 1:
        return f"I kept {percent(commitment.part)} of {what}."
    assert commitment.judged_due is not None
    return f"{what} is done, later than I promised: it was due {_said(commitment.judged_due, commitment, now)}."


def _made_right(commitment: Commitment) -> str | None:
    """The note of the last repair of what stands, if there is one."""
    void, settlement = taken_back(commitment.history), commitment.settlement
    notes = [
        event.note
        for event in commitment.history
        if isinstance(event, Repaired) and event.id not in void and settlement is not None and event.of == settlement.id
    ]
    return notes[-1] if notes else None


def _chase(commitment: Commitment, what: str, now: datetime) -> str:
    if commitment.due is None:
        return f"how is {what} coming along? There is no date for it; tell me if one would help, or a hand."
    said = _said(commitment.due, commitment, now)
    if commitment.due.passed(now, commitment.zone):
        return f"how is {what} coming along? I have it down for {said.removeprefix('on ')}; another date is fine."
    return f"how is {what} coming along? I have it down for {said.removeprefix('on ')}. Tell me if a hand would help."


def _said(due: Due, commitment: Commitment, now: datetime) -> str:
    """`on Friday 27 November`, with the time of an instant, in the promise's zone."""
    day = _on(due.day_in(commitment.zone), now)
    return f"{day}, {clock(in_zone(due.at, commitment.zone))}" if isinstance(due, Instant) else day


def _on(day: date, now: datetime) -> str:
    year = f" {day.year}" if abs((day - now.date()).days) > 182 else ""
    return f"on {day:%A} {day.day} {day:%B}{year}"


_WORDS: dict[MessageKind, Callable[[Commitment, str, datetime], str]] = {
    "heads-up": _heads_up,
    "new-date": _new_date,
    "done": _done,
    "thanks": _thanks,
    "repair": _repair,
    "chase": _chase,
}
