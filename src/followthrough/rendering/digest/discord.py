"""A digest as messages for Discord: none over its limit, no mention, no link, and no markup but our own."""

import re
from collections.abc import Iterable, Iterator, Sequence

from followthrough.domain.digest import Digest
from followthrough.rendering.digest.entries import Entry, groups
from followthrough.rendering.digest.sections import NOTHING, title
from followthrough.rendering.who import Reader

LIMIT = 2000
"""UTF-16 code units of a message, as Discord counts them."""
_MARKUP = re.compile(r"[!#()*+\-./:>\[\\\]_`{|}~]")
_BREAK = "\N{ZERO WIDTH SPACE}"
"""Behind @ and <: Discord looks for mentions in what was sent, where a backslash alone does not hide them."""
Block = tuple[str, str]
"""What is said of one promise behind others, and at the beginning of a message."""
_NOTHING: Block = (f"-# {NOTHING}", f"-# {NOTHING}")


def discord_messages(digest: Digest, reader: Reader, zone: str) -> tuple[str, ...]:
    """The digest in one message or several, split between promises only; no message has an empty line."""
    heading, found = f"## {title(digest, zone)}", groups(digest, reader, zone)
    room = LIMIT - max((units(f"{heading}\n{_again(name)}\n") for name, _ in found), default=0)
    blocks = [block for name, entries in found for block in _blocks(name, [_item(each, room) for each in entries])]
    return tuple(_packed(heading, [*blocks, _NOTHING] if digest.says_that_nothing_is_due() else blocks))


def _blocks(name: str, items: Sequence[str]) -> Iterator[Block]:
    yield (first := f"### {name}\n{items[0]}", first)
    yield from ((item, f"{_again(name)}\n{item}") for item in items[1:])


def _again(name: str) -> str:
    return f"### {name}, continued"


def _packed(heading: str, blocks: Iterable[Block]) -> Iterator[str]:
    current = heading
    for following, opening in blocks:
        longer = f"{current}\n{following}"
        if units(longer) > LIMIT:
            yield current
            longer = opening
        current = longer
    yield current


def units(text: str) -> int:
    """How many UTF-16 code units the text takes: an emoji takes two."""
    return len(text.encode("utf-16-le")) // 2


def _item(entry: Entry, room: int) -> str:
    """One promise; where it is too long for a message its text is cut, and names that take more than a third of it."""
    what, who = _defused(entry.what), _defused(entry.who)
    if units(_lines(entry, "".join(what), "".join(who))) <= room:
        return _lines(entry, "".join(what), "".join(who))
    names = _cut(who, room // 3)
    return _lines(entry, _cut(what, room - units(_lines(entry, "", names))), names)


def _lines(entry: Entry, what: str, who: str) -> str:
    beside = "" if entry.beside is None else f"\n  {entry.beside}"
    ledger = f" · {''.join(_defused(entry.ledger))}" if entry.ledger else ""
    return f"- {what}\n  {entry.id} · {who} · {entry.when}{ledger}{beside}"


def _defused(text: str) -> list[str]:
    """The letters of a text on one line, each with what keeps it from meaning anything to Discord."""
    return [_letter(each) for each in " ".join(text.split())]


def _letter(letter: str) -> str:
    if letter == "@":
        return f"@{_BREAK}"
    if letter == "<":
        return f"\\<{_BREAK}"
    return f"\\{letter}" if _MARKUP.fullmatch(letter) else letter


def _cut(letters: list[str], most: int) -> str:
    """The letters joined, or as many of them as leave room for an ellipsis within that many units."""
    if units("".join(letters)) <= most:
        return "".join(letters)
    taken, kept = units("…"), []
    for letter in letters:
        taken += units(letter)
        if taken > most:
            break
        kept.append(letter)
    return "".join(kept).rstrip(" \u200c\u200d") + "…"
