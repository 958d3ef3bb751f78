"""One line of a todo.txt file: a mark, dates and a priority in front, then words, of which some are signs.

The format knows `x`, `(A)`, a completion and a creation date, `+project`, `@context` and `key:value`; `due`, `t` (a
start date), `rec`, `pri` and `h` are what its programs made of the last. `to` and `from` are ours, and so is all else
in `OWN_KEYS`, which counts on a line that has an id of ours alone: another's `state:NY` is text.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from followthrough.domain.typed import is_tag
from followthrough.formats.exchange.unreadable import UnreadableError

KEYS = frozenset({"due", "t", "rec", "pri", "h", "to", "from"})
OWN_KEYS = KEYS | {
    *("id", "origin", "zone", "due-at", "moved", "state", "settled-at", "part"),
    *("visibility", "confidence", "remind", "chase"),
}
_SIGNS = frozenset("+@")
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OPEN = re.compile(rf"(\([A-Z]\) )?(?:({DAY}) )?")
_DONE = re.compile(rf"x (\([A-Z]\) )?(?:({DAY}) )?(\([A-Z]\) )?(?:({DAY}) )?(\([A-Z]\) )?")
_OWN_ID = re.compile(r"(?<![^ ])id:[k-z]{12}(?![^ ])")


class Line(Struct, frozen=True, kw_only=True):
    """A line taken apart; `keys` holds every value of each key."""

    own: bool
    done: bool
    has_priority: bool
    completed: str | None
    created: str | None
    text: str
    tags: tuple[str, ...]
    keys: dict[str, list[str]]

    def one(self, key: str) -> str | None:
        """The value of that key. Raises where it has several that differ."""
        values = self.keys.get(key)
        if values is None:
            return None
        if len(values) > 1 and len(set(values)) > 1:
            raise UnreadableError(f"it says two things about “{key}:”")
        return values[0]


def taken_apart(line: str) -> Line:
    """The parts of a line."""
    line = line.replace("\t", " ").strip(" ")
    own = "id:" in line and _OWN_ID.search(line) is not None
    completed, created, priority, start = _front(line)
    words, keys = _without_keys(line[start:], OWN_KEYS if own else KEYS)
    text, tags = _without_signs(words)
    if own and "%" in line:
        text = unescaped(text)
        keys = {key: [unescaped(value) for value in values] for key, values in keys.items()}
    return Line(
        own=own,
        done=line.startswith("x "),
        has_priority=priority or "pri" in keys,
        completed=completed,
        created=created,
        text=text,
        tags=tags,
        keys=keys,
    )


def _front(line: str) -> tuple[str | None, str | None, bool, int]:
    """The completion date, the creation date, whether there is a priority, and where the words begin.

    A date alone behind `x` is that of completion, as the format has it.
    """
    if (done := _DONE.match(line)) is not None:
        return done[2], done[4], any(done.group(1, 3, 5)), done.end()
    undone = _OPEN.match(line)
    assert undone is not None, "every line begins with nothing"
    return None, undone[2], undone[1] is not None, undone.end()


def _without_keys(text: str, known: Collection[str]) -> tuple[list[str], dict[str, list[str]]]:
    """The words that are no known `key:value`, and the values of each key."""
    words = text.split(" ")
    keys: dict[str, list[str]] = {}
    if ":" not in text:
        return words, keys
    left = []
    for word in words:
        key, colon, value = word.partition(":")
        if colon and value and key in known:
            keys.setdefault(key, []).append(value)
        else:
            left.append(word)
    return left, keys


def _without_signs(words: list[str]) -> tuple[str, tuple[str, ...]]:
    """The text and the tags: a project or context at either end is a tag alone, one within the text is a word too."""
    signs = {word: word[1:] for word in set(words) if word[:1] in _SIGNS and _is_sign(word)}
    first, last = 0, len(words)
    while first < last and (words[first] in signs or not words[first]):
        first += 1
    while first < last and (words[last - 1] in signs or not words[last - 1]):
        last -= 1
    if not signs:
        return " ".join(words[first:last]), ()
    text = " ".join([signs.get(word, word) for word in words[first:last]])
    return text, tuple(dict.fromkeys(signs[word] for word in words if word in signs))


@lru_cache(maxsize=4096)
def _is_sign(word: str) -> bool:
    """Whether this is a project or a context that can be a tag here; files say the same ones over and over."""
    return word[:1] in _SIGNS and is_tag(word[1:])


_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|%(?=[0-9A-Fa-f]{2})|^ | $|(?<= ) ")
_UNFIT_VALUE = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff%:]")
_PRIORITY = re.compile(r"\(([A-Z])\)(?= |\Z)")


def escaped(text: str) -> str:
    """The text as words of one line none of which is a sign: what would be one has its sign as in a URL, `%2B`."""
    plain = _UNFIT.sub(_percent, text)
    words = [_no_sign(word) for word in plain.split(" ")]
    return _PRIORITY.sub(r"%28\1%29", " ".join(words), count=1) if words[0].startswith("(") else " ".join(words)


def escaped_value(text: str) -> str:
    """The value of a key: neither white space nor a colon may be in it."""
    return _UNFIT_VALUE.sub(_percent, text)


def unescaped(text: str) -> str:
    """What an escaped text was."""
    try:
        return unquote(text, errors="surrogatepass")
    except UnicodeDecodeError:
        raise UnreadableError("the signs %… in it stand for no text") from None


def _no_sign(word: str) -> str:
    if _is_sign(word):
        return f"%{ord(word[0]):02X}{word[1:]}"
    key, colon, value = word.partition(":")
    return f"{key}%3A{value}" if colon and value and key in OWN_KEYS else word


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogatepass"))
