"""The console sessions of the documents: plays them again, and compares or rewrites what they show.

A session is a fenced block ```console; a line that begins with `$ ` is a command, a line below it that begins with `> `
goes on with it, and the rest is what it prints. All sessions of a document share one home, in their order. A comment
`<!-- now: 2026-11-23T10:00:00-05:00, zone: America/New_York, width: 80 -->` before the first one says when and where it
is; a later one may change any of the three, or say `at: bo`: then it is the machine of somebody else. A ```python
block that begins with `# name.py` is that file in the home, and so is a ```sh block of `#!/bin/sh` and then `# name`,
and any block with `<!-- file: name -->` on the line above.

`python -m tests.support.console_sessions --rewrite` writes what the commands print now into every document.
"""

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.shell import EVERYWHERE, OURS, Shell, programs, shell

ROOT = Path(__file__).parents[2]
FENCE = "```"
_SETTING = re.compile(r"<!-- ((?:now|zone|width|at): .*) -->")
_NAMED = re.compile(r"<!-- file: ([\w-]+\.\w+) -->")
_FILE = re.compile(r"```python\n# (\w+\.py)\n|```sh\n#!/bin/sh\n# ([\w-]+)\n")


class DocumentError(ValueError):
    """A document that cannot be played, and why."""


def documents(root: Path = ROOT) -> list[Path]:
    """The README and everything under docs/ that has a session."""
    found = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return [path for path in found if f"{FENCE}console" in path.read_text(encoding="utf-8")]


def foreign_programs(text: str) -> list[str]:
    """The programs that a document's sessions run and that not every machine has."""
    found = {program for command in _commands(text) for program in programs(command)}
    return sorted(found - OURS - EVERYWHERE)


def _commands(text: str) -> Iterator[str]:
    for block in re.findall(rf"^{FENCE}console\n(.*?)^{FENCE}$", text, re.MULTILINE | re.DOTALL):
        yield from (command for command, _ in _entries(block.splitlines()))


def replayed(text: str, seed: str) -> str:
    """The document with what its commands print when they are run now. Raises DocumentError."""
    with TemporaryDirectory(prefix="followthrough-") as directory, shell(Path(directory).resolve(), seed) as opened:
        return "".join(f"{line}\n" for line in _replayed(text.splitlines(), opened))


def _replayed(lines: list[str], opened: Shell) -> Iterator[str]:
    at, is_set, line = 0, False, ""
    while at < len(lines):
        above, line = line, lines[at]
        at += 1
        yield line
        if setting := _SETTING.fullmatch(line):
            is_set = True
            for each in setting[1].split(", "):
                name, _, value = each.partition(": ")
                opened.set(name, value)
        elif line.lstrip().startswith(FENCE) and line != FENCE:
            end = lines.index(FENCE, at)
            block, at = lines[at:end], end
            if named := _NAMED.fullmatch(above):
                opened.write(named[1], "\n".join(block) + "\n")
            yield from _block(line, block, opened, is_set=is_set)
            yield lines[at]
            at += 1


def _block(opening: str, block: list[str], opened: Shell, *, is_set: bool) -> Iterator[str]:
    if "console" not in opening:
        if name := _FILE.match("\n".join((opening, *block, ""))):
            opened.write(name[1] or name[2], "\n".join(block) + "\n")
        yield from block
        return
    if opening != f"{FENCE}console":
        raise DocumentError(f"{opening!r} is indented, or says more than “console”")
    if not is_set:
        raise DocumentError("there is no comment <!-- now: … --> before its first session")
    for command, typed in _entries(block):
        yield from typed
        yield from opened.say(command).splitlines()


def _entries(block: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each command of a session, and the lines in which it is typed."""
    if not block or not block[0].startswith("$ "):
        raise DocumentError("a session does not begin with a command")
    for number, line in enumerate(block):
        if line.startswith("$ "):
            typed = [line]
            for more in block[number + 1 :]:
                if not more.startswith("> "):
                    break
                typed.append(more)
            yield "\n".join(each[2:] for each in typed), typed


def seed_of(path: Path) -> str:
    """What decides the random ids that a document shows."""
    return path.name


def main(arguments: list[str]) -> int:
    """Rewrite the documents with `--rewrite`, otherwise print how they differ; the exit status."""
    differ = False
    for path in documents():
        text = path.read_text(encoding="utf-8")
        again = replayed(text, seed_of(path))
        if again == text:
            continue
        differ = True
        if arguments == ["--rewrite"]:
            path.write_text(again, encoding="utf-8")
            sys.stdout.write(f"rewritten: {path.relative_to(ROOT)}\n")
        else:
            names = (f"{path.relative_to(ROOT)} as written", "as it is now")
            sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), again.splitlines(True), *names))
    return int(differ and arguments != ["--rewrite"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
