"""Text as roff: what a manual page is written in, with nothing of the text read as a request."""

from collections.abc import Iterable
from textwrap import wrap

_WIDTH = 78
_SPACE = "\x01"
_AS = {"\\": "\\(rs", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", '"': "\\(dq"}
"""Letters that roff would print as others, or read as its own; a hyphen that is to be copied is a minus."""


def plain(text: str) -> str:
    """The text to the letter, in lines of no more than 80 columns; none that begins with a period is a request."""
    written = "".join(_AS.get(letter) or (letter if letter < "\x7f" else f"\\[u{ord(letter):04X}]") for letter in text)
    return _filled(written)


def as_it_is(line: str) -> str:
    """A line to the letter, spaces too, however long it is."""
    return plain(line.replace(" ", _SPACE)).replace(_SPACE, " ")


def _filled(written: str) -> str:
    lines = wrap(written, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in lines)


def bold(text: str) -> str:
    """The text as it is typed."""
    return f"\\fB{plain(text)}\\fR"


def italic(text: str) -> str:
    """The text in place of which something is typed."""
    return f"\\fI{plain(text)}\\fR"


def section(title: str, *lines: str) -> str:
    """A section, from lines that are roff."""
    return "".join(f"{line}\n" for line in (f".SH {plain(title)}", *lines))


def entry(term: str, text: str) -> str:
    """A term of a list, in roff, with what is said of it."""
    return f".TP\n{term}\n{plain(text)}"


def names(names: str, about: str) -> str:
    """The line of names that manuals are searched by."""
    return _filled(f"{plain(names)} \\- {plain(about)}".replace("\n", " "))


def paragraphs(texts: Iterable[str]) -> str:
    """Paragraphs, one below the other."""
    return "\n.PP\n".join(plain(" ".join(text.split())) for text in texts)


def as_typed(lines: Iterable[str]) -> str:
    """Lines that stay as they are, moved in."""
    return "\n".join([".RS 4", ".nf", *(as_it_is(line) for line in lines), ".fi", ".RE"])
