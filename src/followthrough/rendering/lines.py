"""Styled lines: what a page is made of before it becomes plain text or colours."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from followthrough.rendering.safe_text import safe_text

Style = Literal["plain", "heading", "quiet", "id", "kept", "late", "missed"]


class Span(Struct, frozen=True):
    """Some text in one style."""

    text: str
    style: Style = "plain"


Line = tuple[Span, ...]
Page = tuple[Line, ...]
EMPTY: Line = ()


def line(*spans: Span | str) -> Line:
    """A line of spans and plain texts, made safe to show."""
    return tuple(
        Span(safe_text(each), "plain") if isinstance(each, str) else Span(safe_text(each.text), each.style)
        for each in spans
    )


def heading(text: str) -> Line:
    """A line that names what follows."""
    return line(Span(text, "heading"))


def quiet(text: str) -> Line:
    """A line that is said in passing."""
    return line(Span(text, "quiet"))


def to_text(page: Iterable[Line]) -> str:
    """The page without styles, each line ended."""
    return "".join(["".join([span.text for span in each]).rstrip() + "\n" for each in page])


_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""Letters that take one column each; so that Rich is loaded only for a text that has others."""

_JOINED_LETTERS = re.compile(r"\u200d(?=\w)")
"""A joiner before a letter, which is drawn beside the one before it; only emoji become one."""


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if _is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(_measurable(text))


def _measurable(text: str) -> str:
    """A text of the same columns and as many characters, whose letters Rich takes for several that are joined."""
    return _JOINED_LETTERS.sub("\u200c", text)


def _is_narrow(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Each letter with the marks upon it, each emoji with what is joined to it, and how many columns it takes."""
    if _is_narrow(text):
        yield from ((letter, 1) for letter in text)
        return
    from rich.cells import split_graphemes

    for start, end, columns in split_graphemes(_measurable(text))[0]:
        yield text[start:end], columns


def cut(text: str, width: int) -> str:
    """The text, or its beginning and an ellipsis where it takes more columns than that; no letter loses its marks."""
    if cells(text) <= width:
        return text
    return text[: _room_for(text, max(width - 1, 0))].rstrip() + "…"


def _room_for(text: str, width: int) -> int:
    """How many characters from the beginning take at most that many columns."""
    if _is_narrow(text):
        return width
    length = used = 0
    for letter, columns in _letters(text):
        used += columns
        if used > width:
            break
        length += len(letter)
    return length


def padded(text: str, width: int) -> str:
    """The text with spaces behind it up to that many columns."""
    return text + " " * (width - cells(text))


def fitted(text: str, width: int, gap: int) -> str:
    """The text, cut or padded to that many columns, with a gap behind it."""
    if text.isascii() and text.isprintable() and len(text) <= width:
        return text.ljust(width + gap)
    room = width - cells(text)
    return text + " " * (room + gap) if room >= 0 else padded(cut(text, width), width + gap)


def wrapped(text: str, width: int) -> list[str]:
    """The text in pieces of at most that many columns, broken between words where it can be."""
    pieces, current = [], ""
    for word in (part for whole in text.split(" ") for part in _parts(whole, width)):
        if current and cells(current) + 1 + cells(word) > width:
            pieces.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*pieces, current]


def _parts(word: str, width: int) -> list[str]:
    """A word in parts that fit; most words are one."""
    if cells(word) <= width:
        return [word]
    parts, used = [""], 0
    for letter, columns in _letters(word):
        if used and used + columns > width:
            parts.append("")
            used = 0
        parts[-1] += letter
        used += columns
    return parts


def table(rows: Sequence[Sequence[Span]], gap: int = 2, right: frozenset[int] = frozenset()) -> list[Line]:
    """Rows in columns as wide as their widest cell; the columns named in `right` end flush."""
    safe = [[Span(safe_text(cell.text), cell.style) for cell in row] for row in rows]
    widths = [max(cells(row[index].text) for row in safe) for index in range(len(safe[0]))] if safe else []
    return [_row(row, widths, gap, right) for row in safe]


def _row(row: Sequence[Span], widths: Sequence[int], gap: int, right: frozenset[int]) -> Line:
    spans: list[Span] = []
    for index, cell in enumerate(row):
        space = " " * (widths[index] - cells(cell.text))
        text = space + cell.text if index in right else cell.text + space
        spans += [Span(text, cell.style), Span(" " * gap)]
    return tuple(spans[:-1])
