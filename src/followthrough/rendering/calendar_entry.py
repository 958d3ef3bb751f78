"""What a calendar says of a promise: its title, and a few lines to go with it."""

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, Instant, is_zone
from followthrough.rendering.detail import why_judged_so
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import long_due, percent


def summary(commitment: Commitment, reader: Reader) -> str:
    """`Send Ana the slides → Ana Ruiz`, `from Bo Chen: Lend the drill`; what became of it stands first."""
    became = _became(commitment)
    title = _title(commitment, reader)
    return title if became is None else f"{became}: {title}"


def _title(commitment: Commitment, reader: Reader) -> str:
    what = _one_line(commitment.what)
    if commitment.maker != reader.me:
        return f"from {_one_line(reader.name(commitment.maker))}: {what}"
    return what if commitment.to == (reader.me,) else f"{what} → {_one_line(reader.names(commitment.to))}"


def _became(commitment: Commitment) -> str | None:
    match commitment.state:
        case "open":
            return None if commitment.due is not None else "no longer due"
        case "kept" if commitment.part is not None and commitment.part < 1:
            return f"kept {percent(commitment.part)}"
        case "kept" | "missed" | "released" | "withdrawn" | "undone":
            return commitment.state


def description(commitment: Commitment, reader: Reader) -> str:
    """Its text, who promised it to whom, what it is judged by where that is another date, and how to see it whole."""
    lines = (
        commitment.what,
        f"{_first_letter_up(reader.name(commitment.maker))} promised it to {reader.names(commitment.to)}.",
        _judged_by(commitment),
        f"ft show {commitment.id}",
    )
    return "\n".join(_one_line(each) for each in lines if each is not None)


def _judged_by(commitment: Commitment) -> str | None:
    judged, shown = commitment.judged_due, commitment.due
    if judged is None or shown is None or judged == shown:
        return None
    return f"It is judged by {_due(judged, commitment.zone)}: {why_judged_so(commitment)}."


def _due(due: Due, zone: str) -> str:
    if not isinstance(due, Instant):
        return long_due(due, zone)
    return f"{long_due(due, zone)} ({zone if is_zone(zone) else 'UTC'})"


def _first_letter_up(name: str) -> str:
    return "You" if name == "you" else name


def _one_line(text: str) -> str:
    return safe_text(" ".join(text.split()))
