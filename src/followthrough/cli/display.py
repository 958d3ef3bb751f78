"""Puts pages on a stream: with colours on a terminal that has them, as plain text anywhere else."""

import os
import shutil
import sys
from typing import TextIO

from followthrough.cli.letters import is_plain, shown, shown_json
from followthrough.rendering.lines import Page, Style, to_text, wrapped
from followthrough.rendering.safe_text import safe_text

_COLOURS: dict[Style, str] = {
    "plain": "",
    "heading": "bold",
    "quiet": "dim",
    "id": "cyan",
    "kept": "green",
    "late": "yellow",
    "missed": "magenta",
}


def width_of(stream: TextIO) -> int | None:
    """The columns there are to fill: COLUMNS, else the terminal's; None where nothing limits them."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size().columns if stream.isatty() else None


def has_colours(stream: TextIO) -> bool:
    """Whether to write colours: FORCE_COLOR, NO_COLOR, TERM=dumb, and whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def may_rewrite_lines(stream: TextIO) -> bool:
    """Whether a line may be written over while something goes on: not where it is kept, read aloud or in braille."""
    return stream.isatty() and not is_plain(stream)


def write_page(page: Page, stream: TextIO) -> None:
    """The page on the stream."""
    if has_colours(stream):
        _write_coloured(page, stream)
    else:
        write_text(to_text(page), stream)


def write_text(text: str, stream: TextIO) -> None:
    """The text on the stream, with the signs that the stream is to have."""
    stream.write(shown(text, stream))


def write_line(text: str, stream: TextIO) -> None:
    """One line of text that may hold anything, broken between words where a terminal ends."""
    safe = safe_text(text)
    indent = " " * (len(safe) - len(safe.lstrip(" ")))
    for piece in wrapped(safe.lstrip(" "), max((width_of(stream) or sys.maxsize) - len(indent), 1)):
        write_verbatim(indent + piece, stream)


def write_verbatim(text: str, stream: TextIO) -> None:
    """One line of text that may hold anything, made harmless; a stream that is full or closed is left alone."""
    _write_if_open(shown(safe_text(text), stream), stream)


def write_json(text: str, stream: TextIO) -> None:
    """A document for programs, which escapes by itself what is to be escaped; the stream likewise."""
    _write_if_open(shown_json(text, stream), stream)


def _write_if_open(text: str, stream: TextIO) -> None:
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write_coloured(page: Page, stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=stream,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=True,
        width=10_000,
    )
    for line in page:
        text = Text(end="\n")
        for span in line:
            text.append(shown(span.text, stream), _COLOURS[span.style] or None)
        text.rstrip()
        console.print(text)


def prepare_streams() -> None:
    """Standard streams that never fail for want of a letter, and that are there even where they were closed."""
    # A closed input is an empty one, a closed output refuses what is written to it, and nobody misses closed errors.
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)


def stop_writing(error: OSError) -> None:
    """Write no more: quietly where the reader has gone, otherwise raising OutputRefusedError."""
    from followthrough.domain.errors import OutputRefusedError

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        raise OutputRefusedError(error.strerror or str(error))
