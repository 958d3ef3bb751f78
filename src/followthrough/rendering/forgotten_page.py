"""What `forget` says: what is erased, and where a name stands still."""

from collections.abc import Callable, Iterator, Sequence

from followthrough.domain.forgetting import SOMEONE, ForgottenPerson
from followthrough.rendering.lines import Line, Page, line, wrapped
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.wording import plural

_MOST = 20
"""So many ids are listed; the JSON has them all."""


def forgotten_page(
    ids: Sequence[str], persons: Sequence[ForgottenPerson], shorten: Callable[[str], str], width: int | None
) -> Page:
    """What was erased, one line each; below a person what else has the name."""
    lines = [line(f"Forgotten {each}") for each in ids]
    for person in persons:
        where = plural(person.promises, "promise")
        lines.append(line(f"Forgotten @{person.handle}: {SOMEONE} stands for them in {where}"))
        lines += [piece for said in _still(person, shorten) for piece in _folded(said, width)]
    return tuple(lines)


def _still(person: ForgottenPerson, shorten: Callable[[str], str]) -> Iterator[str]:
    if person.named_in:
        *others, last = [f"“{word}”" for word in person.words]
        words = f"{', '.join(others)} or {last}" if others else last
        ids = " ".join(map(shorten, person.named_in[:_MOST])) + (" …" if len(person.named_in) > _MOST else "")
        count = len(person.named_in)
        yield f"{plural(count, 'promise')} still {'has' if count == 1 else 'have'} {words} in a text: {ids}"
        yield "ft edit ID changes what is shown, and the history keeps the old text; ft forget ID erases all of it."
    for key in person.settings:
        yield f"Your configuration has {key} still. To take it out: ft config {key} --unset"


def _folded(text: str, width: int | None) -> list[Line]:
    return [line(f"  {piece}") for piece in wrapped(safe_text(text), (width or 10_000) - 2)]
