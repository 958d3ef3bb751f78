"""The pages of `restore`: what came back, and what each copy would bring."""

from collections.abc import Sequence
from datetime import datetime

from followthrough.domain.findings import Place
from followthrough.rendering.doctor.names import Names
from followthrough.rendering.lines import Line, Page, Span, heading, line, wrapped
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.wording import plural

Brought = Sequence[tuple[Place, int]]


def restored_page(brought: Brought, aside: str | None, written: bool, names: Names, width: int | None) -> Page:
    """What came back."""
    if not written:
        return tuple(
            _pieces(
                "Nothing to bring back: what this machine's copies have, the ledger has. ft doctor says whether "
                "anything else is missing.",
                width,
            )
        )
    events = sum(count for _, count in brought)
    if brought:
        head = f"Brought back {plural(events, 'event')}:"
    else:
        head = (
            "Kept what was intact in the damaged file; this machine's copies have nothing more. ft doctor says what is "
            "missing still."
        )
    lines = [heading(each.strip()) for each in wrapped(safe_text(head), width or 10_000)]
    lines += _of(brought, names, width)
    if aside is not None:
        lines += _pieces(f"The damaged file is kept beside the ledger: {aside}", width)
    return tuple(lines)


def copies_page(
    copies: Sequence[tuple[str, int | None, datetime | None, int, Brought]],
    names: Names,
    width: int | None,
) -> Page:
    """Each copy: its number, when it was taken, how many promises are in it, what it would bring back."""
    if not copies:
        return tuple(_pieces("This machine keeps no copies of the ledger yet.", width))
    lines: list[Line] = []
    for name, number, taken, promises, brought in copies:
        kept = plural(promises, "promise")
        of = f"backup {number}, {names.when(taken)}" if number is not None and taken is not None else f"the {name}"
        would = "would bring back:" if brought else "nothing that the ledger lacks"
        lines += [
            heading(each) for each in wrapped(safe_text(f"{of[0].upper()}{of[1:]}: {kept}, {would}"), width or 10_000)
        ]
        lines += _of(brought, names, width)
    return tuple(lines)


def _of(brought: Brought, names: Names, width: int | None) -> list[Line]:
    lines: list[Line] = []
    for place, count in brought:
        first, *others = wrapped(safe_text(f"{names.place(place)}, {plural(count, 'event')}"), (width or 10_000) - 4)
        lines += [line(Span("  "), Span(first)), *(line(f"    {each}") for each in others)]
    return lines


def _pieces(text: str, width: int | None) -> list[Line]:
    return [line(each) for each in wrapped(safe_text(text), width or 10_000)]
