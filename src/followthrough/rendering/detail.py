"""One promise with its history, and events one below the other."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import UNSET

from followthrough.domain.commitment import Commitment, settled_state
from followthrough.domain.due import Instant, day_of, in_zone, is_zone
from followthrough.domain.events import (
    AnyEvent,
    Confirmed,
    Edited,
    Kept,
    Made,
    Missed,
    Moved,
    Noted,
    Particulars,
    Released,
    Reopened,
    Repaired,
    Retracted,
    Withdrawn,
)
from followthrough.domain.folding import taken_back
from followthrough.domain.reliability.outcome import judge
from followthrough.rendering.lines import EMPTY, Line, Page, Span, Style, cells, cut, heading, line, table, wrapped
from followthrough.rendering.rows import row
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import clock, days_late, distance, duration, long_due, percent, short_day

_LABEL = 13
_ROOM_FOR_COLUMNS = 64
_DECIDING = frozenset(
    {"id", "promised", "due", "judged by", "state", "also settled", "help", "tags", "ask about", "unknown"}
)


def detail_page(commitment: Commitment, reader: Reader, now: datetime, zone: str, width: int | None) -> Page:
    """Everything about one promise: its text, its state field by field, its history."""
    room = (width or 100) - 2
    return (
        *_fields_page(commitment.what, _fields(commitment, reader, now, zone), width),
        EMPTY,
        heading("History"),
        *_history(commitment, reader, now, zone, room),
    )


def deciding_page(
    commitment: Commitment, reader: Reader, now: datetime, zone: str, width: int | None, *, credit: str | None
) -> Page:
    """One promise as someone needs it who is to say what became of it, with its credit in these words."""
    fields = [(name, value) for name, value in _fields(commitment, reader, now, zone) if name in _DECIDING]
    return _fields_page(commitment.what, [*fields, *([("credit", credit)] if credit else [])], width)


def _fields_page(title: str, fields: Sequence[tuple[str, str]], width: int | None) -> Page:
    """A title, and fields with their names one below the other."""
    room = (width or 100) - 2
    return (
        *(heading(piece) for piece in wrapped(safe_text(title), room + 2)),
        *(each for name, value in fields for each in _field(name, value, room)),
    )


def _field(name: str, value: str, room: int) -> list[Line]:
    pieces = wrapped(safe_text(value), max(room - _LABEL, 20))
    first = line(Span(f"  {name:<{_LABEL}}", "quiet"), pieces[0])
    return [first, *(line(" " * (_LABEL + 2) + piece) for piece in pieces[1:])]


def _fields(commitment: Commitment, reader: Reader, now: datetime, zone: str) -> list[tuple[str, str]]:
    today = day_of(now, zone)
    judged = judge(commitment, now)
    rows: list[tuple[str, str | None]] = [
        ("id", commitment.id),
        ("promised", f"{reader.name(commitment.maker)} to {reader.names(commitment.to)}"),
        ("due", _due(commitment, now)),
        ("their time", _their_time(commitment, reader)),
        ("judged by", _judged_by(commitment)),
        ("state", _state(commitment, reader, now, zone)),
        ("credit", None if judged.credit is None else percent(judged.credit)),
        ("also settled", _contested(commitment, reader)),
        ("confidence", None if commitment.confidence is None else percent(commitment.confidence)),
        ("confirmed", _confirmed(commitment, reader)),
        ("help", "wanted" if commitment.help_wanted else None),
        ("tags", " ".join(f"+{tag}" for tag in commitment.tags) or None),
        ("visibility", commitment.visibility),
        ("remind", None if commitment.remind is None else f"{duration(commitment.remind)} before"),
        ("ask about", None if commitment.chase is None else short_day(commitment.chase.day_in(zone), today)),
        (
            "unknown",
            f"events this version does not know: {', '.join(commitment.foreign)}" if commitment.foreign else None,
        ),
    ]
    return [(name, value) for name, value in rows if value is not None]


def _due(commitment: Commitment, now: datetime) -> str:
    if commitment.due is None:
        return "no due date"
    away = f" ({distance(commitment.due, now, commitment.zone)})" if commitment.state == "open" else ""
    return f"{long_due(commitment.due, commitment.zone)}{away}, {commitment.zone}"


def _their_time(commitment: Commitment, reader: Reader) -> str | None:
    """The moment it is due where the others live, as far as that is known and elsewhere."""
    if not isinstance(commitment.due, Instant) or commitment.state != "open":
        return None
    others = [handle for handle in dict.fromkeys((commitment.maker, *commitment.to)) if reader.name(handle) != "you"]
    zones = {handle: reader.zone(handle) for handle in others}
    said = [
        f"{long_due(commitment.due, zone)} for {reader.name(handle)}, {zone}"
        for handle, zone in zones.items()
        if zone is not None and zone != commitment.zone and is_zone(zone)
    ]
    return "; ".join(said) or None


def _judged_by(commitment: Commitment) -> str | None:
    if commitment.judged_due is None or commitment.judged_due == commitment.due:
        return None
    return f"{long_due(commitment.judged_due, commitment.zone)}: {why_judged_so(commitment)}"


def why_judged_so(commitment: Commitment) -> str:
    """Why a promise is judged by another date than the one it was moved to."""
    moves = [event for event in commitment.history if isinstance(event, Moved)]
    if moves and moves[-1].agreed:
        return "it was moved after that had passed"
    return "the move was not agreed"


def _state(commitment: Commitment, reader: Reader, now: datetime, zone: str) -> str:
    settled = commitment.settlement
    if commitment.state == "open":
        late = commitment.judged_due if commitment.overdue(now) else None
        return f"open, {days_late(late, now, commitment.zone)}" if late else "open"
    word = f"; {_word_of(settled.whose, reader)}" if isinstance(settled, Released) else ""
    return row(commitment, reader, now, zone).when_and_date + word


def _word_of(whose: str, reader: Reader) -> str:
    name = reader.name(whose)
    return "your word" if name == "you" else f"the word of {name}"


def _contested(commitment: Commitment, reader: Reader) -> str | None:
    """Settlings that another machine's later one overrode: never hidden."""
    if not commitment.contested:
        return None
    return "; ".join(
        f"{settled_state(event)} by {reader.name(event.by)} ({event.id})" for event in commitment.contested
    )


def _confirmed(commitment: Commitment, reader: Reader) -> str | None:
    confirmation = commitment.confirmation
    if confirmation is None:
        return None
    word = "satisfied" if confirmation.satisfied else "not yet"
    whose = reader.name(confirmation.whose)
    hand = "" if confirmation.by == confirmation.whose else f", recorded by {reader.name(confirmation.by)}"
    return f"{word}, says {whose}{hand}"


def _history(commitment: Commitment, reader: Reader, now: datetime, zone: str, room: int) -> list[Line]:
    void = taken_back(commitment.history)
    lines: list[Line] = []
    for event in commitment.history:
        said = event_said(event, commitment, reader)
        mark = " (taken back)" if event.id in void else ""
        lines += _event_lines(event, f"{said}{mark}", now, zone, room, at=_said_at(event, commitment))
    return lines


def _said_at(event: AnyEvent, commitment: Commitment) -> datetime:
    """When it was said; what a series promises was said when there came to be a promise of it."""
    return commitment.made_at if isinstance(event, Made) and event.series is not None else event.logged


def _event_lines(event: AnyEvent, said: str, now: datetime, zone: str, room: int, *, at: datetime) -> list[Line]:
    when = _moment(at, now, zone)
    text, *others = (said if event.note is None else f"{said}: {event.note}").replace("\r\n", "\n").split("\n")
    room = max(room - len(when) - 2, 20)
    pieces = [piece for each in (text, *others) for piece in wrapped(safe_text(each), room)]
    indent = " " * (len(when) + 4)
    return [line(Span(f"  {when}  ", "quiet"), pieces[0]), *(line(indent + piece) for piece in pieces[1:])]


def _moment(moment: datetime, now: datetime, zone: str) -> str:
    local = in_zone(moment, zone)
    day = short_day(local.date(), day_of(now, zone))
    return f"{day} {clock(local)}"


def log_page(
    happenings: Sequence[tuple[Commitment, AnyEvent]], reader: Reader, now: datetime, zone: str, width: int | None
) -> Page:
    """Events, each with the promise it is about."""
    rows = [
        (
            Span(_moment(event.logged, now, zone), "quiet"),
            Span(reader.shorten(commitment.id), "id"),
            Span(_brief(event, commitment, reader), _style(event)),
        )
        for commitment, event in happenings
    ]
    if width is not None and width < _ROOM_FOR_COLUMNS:
        return tuple(each for row in rows for each in _one_below(row, width))
    return tuple(_clipped(each, width) for each in table(rows))


def _one_below(row: tuple[Span, Span, Span], width: int) -> list[Line]:
    """The moment and the id, and what happened in the lines below: nothing of it is cut."""
    moment, short, said = row
    pieces = wrapped(safe_text(said.text), max(width - 2, 1))
    return [line(moment, "  ", short), *(line(Span(f"  {piece}", said.style)) for piece in pieces)]


def _clipped(each: Line, width: int | None) -> Line:
    if width is None:
        return each
    before = sum(cells(span.text) for span in each[:-1])
    return (*each[:-1], Span(cut(each[-1].text.rstrip(), max(width - before, 10)), each[-1].style))


def _brief(event: AnyEvent, commitment: Commitment, reader: Reader) -> str:
    return f"{event_said(event, commitment, reader)} – {commitment.what}"


def _style(event: AnyEvent) -> Style:
    match event:
        case Kept():
            return "kept"
        case Missed():
            return "missed"
        case _:
            return "plain"


def event_said(  # noqa: C901  # one line for each kind of event
    event: AnyEvent, commitment: Commitment, reader: Reader
) -> str:
    """What an event says, without its note."""
    match event:
        case Made():
            due = f", due {long_due(event.due, event.zone)}" if event.due else ""
            return f"made by {reader.name(event.maker)} to {reader.names(event.to)}{due}"
        case Edited():
            return f"edited: {_corrections(event.was, event.now)}"
        case Noted():
            return {None: "noted", True: "help wanted", False: "help found"}[event.help_wanted]
        case Moved():
            agreed = "agreed" if event.agreed else "not agreed"
            return f"moved to {long_due(event.due, commitment.zone)} ({agreed})"
        case Kept():
            part = "" if event.part == 1 else f" {percent(event.part)}"
            return f"kept{part}" + ("" if event.at is None else f", on {long_due(event.at, commitment.zone)}")
        case Missed():
            return "missed" + ("" if event.because is None else f" (because: {event.because})")
        case Released():
            return f"released by {reader.name(event.whose)}" + (" as moot" if event.moot else "")
        case Withdrawn():
            return "withdrawn"
        case Reopened():
            return "reopened"
        case Confirmed():
            return f"{'confirmed' if event.satisfied else 'not yet'}, says {reader.name(event.whose)}"
        case Repaired():
            return "repaired"
        case Retracted():
            return _retraction(event, commitment)


def _retraction(event: Retracted, commitment: Commitment) -> str:
    target: AnyEvent | None = next((each for each in commitment.history if each.id == event.of), None)
    if target is None:
        return f"took back {event.of}"
    did = "undone"
    while isinstance(target, Retracted):
        did = "redone" if did == "undone" else "undone"
        target = next((each for each in commitment.history if each.id == target.of), None)
    return did if target is None else f"{did}: {target.__struct_config__.tag}"


def _corrections(was: Particulars, now: Particulars) -> str:
    changed = [name for name in now.__struct_fields__ if getattr(now, name) is not UNSET]
    return "; ".join(f"{name} from {_value(getattr(was, name))} to {_value(getattr(now, name))}" for name in changed)


def _value(value: object) -> str:
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"“{value}”" if isinstance(value, str) else str(value)
