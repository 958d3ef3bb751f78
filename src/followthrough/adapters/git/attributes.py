"""The `.gitattributes` beside a ledger, which gives that one file, and no other, to the merge driver."""

import os
import re
import shlex

from followthrough.adapters.git.configuration import DRIVER

_QUOTED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def attributes_path(path: str) -> str:
    """Where the attributes of the file at this path stand."""
    return os.path.join(os.path.dirname(path), ".gitattributes")


def literally(name: str) -> str:
    """A name as a pattern of git's that means it alone, in the directory where the pattern stands."""
    return "".join(f"\\{letter}" if letter in "\\*?[" else letter for letter in f"/{name}")


def attributes_line(path: str) -> str:
    """The line for the file at this path."""
    pattern = literally(os.path.basename(path))
    if re.search(r'[\s"\\]', pattern):
        pattern = '"' + "".join(_QUOTED.get(letter, letter) for letter in pattern) + '"'
    return f"{pattern} merge={DRIVER} -text"


def with_line(content: bytes, line: str) -> bytes:
    """The attributes with that line, at the end where they have it not."""
    wanted = os.fsencode(line)
    if wanted in content.splitlines():
        return content
    return content + (b"\n" if content and not content.endswith(b"\n") else b"") + wanted + b"\n"


def ledger_named_in(text: str) -> str | None:
    """The name of the first file that attributes give to the driver."""
    for line in text.splitlines():
        if f"merge={DRIVER}" in line.split():
            try:
                return re.sub(r"\\(.)", r"\1", shlex.split(line)[0]).removeprefix("/")
            except (ValueError, IndexError):
                return None
    return None
