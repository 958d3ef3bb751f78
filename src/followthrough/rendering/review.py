"""A review: what was kept first, one promise at a time with the keys there are, and what it came to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import day_of
from followthrough.rendering.detail import deciding_page
from followthrough.rendering.digest.sections import credit_now
from followthrough.rendering.lines import Page, Span, heading, line, quiet, table, wrapped
from followthrough.rendering.rows import all_lines, rows
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import plural, short_day

NOTHING = "Nothing needs a decision."
_MOST_KEPT = 10
_KEYS = "[k]ept [m]iss mo[v]e [r]elease [n]ote [h]elp [s]kip [u]ndo [q]uit [?]"
_KEYS_SPOKEN = "k kept, m miss, v move, r release, n note, h help, s skip, u undo, q quit, ? explains. Which key?"
_ORDER = ("kept", "moved", "released", "missed", "skipped")


def kept_page(
    kept: Sequence[Commitment],
    since: datetime | None,
    reader: Reader,
    now: datetime,
    zone: str,
    width: int | None,
    ledger: str | None = None,
) -> Page:
    """What was kept since the last review, before anything else; no line where nothing was.

    The `ledger` is named where it is not the usual one.
    """
    if not kept:
        return ()
    title = "Kept lately" if since is None else f"Kept since {short_day(day_of(since, zone), day_of(now, zone))}"
    title = title if ledger is None else f"{title} · {ledger}"
    lines = all_lines(rows(kept[:_MOST_KEPT], reader, now, zone), width)
    more = len(kept) - _MOST_KEPT
    return (heading(title), *lines, *((quiet(f"  … and {more:,} more"),) if more > 0 else ()))


def asking_page(
    commitment: Commitment,
    number: int,
    total: int,
    reader: Reader,
    now: datetime,
    zone: str,
    width: int | None,
    ledger: str | None = None,
) -> Page:
    """The promise that is to be decided on, and which one of how many; a `ledger` that is not the usual is named."""
    credit = credit_now(commitment, now, zone) if commitment.overdue(now) else None
    about = deciding_page(commitment, reader, now, zone, width, credit=credit)
    return (quiet(f"{number:,} of {total:,}" + ("" if ledger is None else f" · {ledger}")), *about)


def keys_page(width: int | None, *, spoken: bool = False) -> Page:
    """The keys, in as few lines as there is room for; `spoken` without brackets within words, and with the question."""
    return tuple(quiet(piece) for piece in wrapped(_KEYS_SPOKEN if spoken else _KEYS, width or 10_000))


def explained_page(*, mine: bool) -> Page:
    """What each key does, for a promise of mine or for one to me."""
    rows = (
        ("k", "it was kept" if mine else "they kept it"),
        ("m", "it was missed"),
        ("v >", "moved: asks for the new date"),
        ("r", "they let it go" if mine else "you let it go"),
        ("n", "a note: asks for its text"),
        ("h", "help is wanted"),
        ("s space", "leave it for the next round"),
        ("u", "take back the last answer"),
        ("q Esc", "stop here, go on later"),
        ("?", "this list"),
    )
    return tuple(table([(Span(f"  {keys}", "id"), Span(said)) for keys, said in rows]))


def closing_page(did: Mapping[str, int], left: int, *, remembered: bool, width: int | None) -> Page:
    """What this review came to, what was kept first, and what is left of the round."""
    said = [*_reviewed(did), *_added(did), *_left(left, remembered=remembered)] or [NOTHING]
    return tuple(line(piece) for piece in wrapped(" ".join(said), width or 10_000))


def _reviewed(did: Mapping[str, int]) -> list[str]:
    counts = [(did.get(name, 0), name) for name in _ORDER]
    if not any(count for count, _ in counts):
        return []
    parts = ", ".join(f"{count:,} {name}" for count, name in counts if count)
    return [f"Reviewed {sum(count for count, _ in counts):,}: {parts}."]


def _added(did: Mapping[str, int]) -> list[str]:
    notes, helped = did.get("noted", 0), did.get("help wanted", 0)
    return [
        *([f"{plural(notes, 'note')} added."] if notes else []),
        *([f"Help wanted with {helped:,}."] if helped else []),
    ]


def _left(left: int, *, remembered: bool) -> list[str]:
    if not left:
        return []
    return [f"{left:,} left; ft review goes on there." if remembered else f"{left:,} left."]
