"""The signs in a text: `@person` and `+tag`, and which persons stand behind a *to*."""

import re
from typing import NamedTuple

_SIGN = re.compile(r"(?:(?<!\S)|(?<=[(\[{\"“‘„«,]))([@+])([^\W\d_](?:[\w.-]{0,62}\w)?)(?![\w@+/\\-])")
"""A name begins with a letter, so that `@5pm` and `+49` are none, and the full stop of a sentence is not its end."""
_CLOSING = '.,;:!?…)]}"”’»*'
_AND = frozenset(["", ",", "and", "&", ", and", ", &"])


class Sign(NamedTuple):
    """A name behind a sign, and where both stand in the text."""

    name: str
    start: int
    end: int


class Signs(NamedTuple):
    """What the signs of a text are: tags, the groups of persons behind a *to*, and persons that are named elsewhere.

    A group has the names, and reaches from the *to* to the end of the last of them.
    """

    tags: list[Sign]
    groups: list[tuple[list[str], int, int]]
    named: list[Sign]


def signs_in(text: str, *, groups: bool) -> Signs:
    """The signs of a text; without `groups` every person is one that is named."""
    found = Signs([], [], [])
    last = -1  # where the last group ends
    for match in _SIGN.finditer(text):
        sign = Sign(match[2], match.start(), match.end())
        owner = _is_owner(text, sign.end)
        if not owner and not _ends(text, sign.end):
            continue
        if match[1] == "+":
            if not owner and not text[: sign.start][-1:].strip():
                found.tags.append(sign._replace(end=_with_comma(text, sign.end)))
        elif owner or not groups:
            found.named.append(sign)
        elif last >= 0 and " ".join(text[last : sign.start].replace(",", " , ").split()).casefold() in _AND:
            names, start, _ = found.groups.pop()
            found.groups.append(([*names, sign.name], start, sign.end))
            last = sign.end
        elif (to := _to_before(text, sign.start)) is not None:
            found.groups.append(([sign.name], to, sign.end))
            last = sign.end
        else:
            found.named.append(sign)
    return found


def _is_owner(text: str, end: int) -> bool:
    """Whether something of theirs is meant: `@ana's`."""
    return (
        text[end : end + 1] in ("'", "’") and text[end + 1 : end + 2] == "s" and not text[end + 2 : end + 3].isalnum()
    )


def _ends(text: str, end: int) -> bool:
    """Whether a word ends here, or a comma stands between it and another person."""
    behind = end
    while text[behind : behind + 1] and text[behind] in _CLOSING:
        behind += 1
    beyond = text[behind : behind + 1]
    return not beyond.strip() or (beyond == "@" and text[behind - 1] == ",")


def _with_comma(text: str, end: int) -> int:
    """The end of a tag with the comma before another tag."""
    return end + 1 if text[end : end + 1] == "," and text[end + 1 :].lstrip().startswith("+") else end


def _to_before(text: str, start: int) -> int | None:
    """Where the *to* before a person begins."""
    end = start
    while end and text[end - 1].isspace():
        end -= 1
    is_word = end == 2 or text[end - 3 : end - 2].isspace()
    return end - 2 if end < start and end >= 2 and is_word and text[end - 2 : end].lower() == "to" else None
