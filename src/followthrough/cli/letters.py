"""The signs a stream gets: ours as they are, or others of ASCII in their place, one for one.

Everything that is written for people passes here, and nothing that is written for programs. Signs are exchanged
wherever they stand, and each for one that is as wide, so that columns stay; any other letter stays as long as the
encoding of the stream has it.
"""

import os
import re
from typing import TextIO

VARIABLE = "FOLLOWTHROUGH_ASCII"
SIGNS = str.maketrans("“”‘’–—·•…→≤≥×├┤┴└┘─═●█▒░©\N{NO-BREAK SPACE}", "\"\"''---*~><>x||+++-=*#+oc ")
"""What followthrough draws and writes with beyond ASCII; `~` ends what was cut."""
_AND_SO_ON = re.compile(r"(?<!\S)…(?=\s)")
"""An ellipsis that stands alone, as before a number, has room for three full stops."""


def is_plain(stream: TextIO) -> bool:
    """Whether text there is to be read or spoken line by line: `--ascii`, its variable, or a terminal that is dumb.

    TERM says nothing of a pipe or a file: shells that find none call theirs dumb.
    """
    if os.environ.get(VARIABLE, "0") not in ("", "0"):
        return True
    return os.environ.get("TERM") == "dumb" and stream.isatty()


def shown(text: str, stream: TextIO) -> str:
    r"""The text with the signs that the stream is to have; a letter that its encoding lacks becomes `\u{…}`."""
    if text.isascii():
        return text
    plain_locale = os.environ.get("LC_ALL") in ("C", "POSIX")
    if is_plain(stream) or plain_locale or not _carries(stream.encoding or "utf-8", text):
        text = _AND_SO_ON.sub("...", text).translate(SIGNS)
    return carried(text, stream)


def carried(text: str, stream: TextIO) -> str:
    r"""The text as it is, but for letters that the encoding of the stream lacks: those are `\u{…}`."""
    encoding = stream.encoding or "utf-8"
    return text if _carries(encoding, text) else "".join(_sayable(letter, encoding) for letter in text)


def shown_json(text: str, stream: TextIO) -> str:
    r"""The same document for a stream whose encoding may lack letters: those are `\uXXXX`."""
    if _carries(stream.encoding or "utf-8", text):
        return text
    return "".join(letter if letter.isascii() else _escaped(letter) for letter in text)


def _carries(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _sayable(letter: str, encoding: str) -> str:
    return letter if _carries(encoding, letter) else f"\\u{{{ord(letter):x}}}"


def _escaped(letter: str) -> str:
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[index : index + 2].hex()}" for index in range(0, len(units), 2))
