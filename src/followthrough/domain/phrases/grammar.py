"""A small grammar: rules that make symbols of words, and every way in which they read the whole of a phrase.

A pattern is written as `by|until? WEEKDAY CLOCK?`: words in small letters stand for themselves, `|` is between those
that may stand in a place, `?` behind what may be missing, and capitals name a symbol, made by other rules or by one
word.
No way of reading is preferred here: where there are several, the caller sees them all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from followthrough.domain.phrases.vocabulary import Word


class UnfitError(Exception):
    """A rule fits, and what it would make is no date: the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unfit(NamedTuple):
    """In place of what a rule would have made: why it could not."""

    reason: str


class Rule(NamedTuple):
    """What a rule makes, of what, and how: `build` gets the scene and the symbols' values, None for a missing one."""

    makes: str
    pattern: str
    build: Callable[..., object]


class _Piece(NamedTuple):
    symbol: str | None
    words: frozenset[str]
    optional: bool


def _pieces(pattern: str) -> tuple[_Piece, ...]:
    return tuple(_piece(each) for each in pattern.split())


def _piece(text: str) -> _Piece:
    bare = text.removesuffix("?")
    return _Piece(bare if bare.isupper() else None, frozenset(bare.split("|")), text != bare)


class _Way(NamedTuple):
    """One way to make a symbol: its pieces, the words it can begin with where only those can, and how it is made."""

    pieces: tuple[_Piece, ...]
    beginnings: frozenset[str] | None
    build: Callable[..., object]


def _beginnings(pieces: tuple[_Piece, ...]) -> frozenset[str] | None:
    words: frozenset[str] = frozenset()
    for piece in pieces:
        if piece.symbol is not None:
            return None
        words |= piece.words
        if not piece.optional:
            return words
    return None


class Grammar:
    """The rules by what they make, and how single words are read."""

    def __init__(self, rules: Iterable[Rule], terminals: Mapping[str, Callable[[Word], object | None]]) -> None:
        self.terminals = terminals
        self.rules: dict[str, list[_Way]] = {}
        for rule in rules:
            pieces = _pieces(rule.pattern)
            self.rules.setdefault(rule.makes, []).append(_Way(pieces, _beginnings(pieces), rule.build))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that stand for themselves in some rule."""
        pieces = (piece for rules in self.rules.values() for way in rules for piece in way.pieces)
        return frozenset(word for piece in pieces if piece.symbol is None for word in piece.words)


class Parse:
    """One phrase, read in every way that the rules allow, for one scene."""

    def __init__(self, grammar: Grammar, words: Sequence[Word], scene: object) -> None:
        self.grammar = grammar
        self._words = words
        self._scene = scene
        self._known: dict[tuple[str, int], list[tuple[int, object]]] = {}
        self.farthest = 0
        """How many words from the start fit some rule."""

    def again(self, words: Sequence[Word]) -> "Parse":
        """Other words, by the same rules, for the same scene."""
        return Parse(self.grammar, words, self._scene)

    def whole(self, symbol: str) -> list[object]:
        """Every value of the symbol that all the words make; an Unfit among them says why it is none."""
        if not self._words:
            return []
        return [value for end, value in self._ends(symbol, 0) if end == len(self._words)]

    def _ends(self, symbol: str, start: int) -> list[tuple[int, object]]:
        """Where the symbol may end that begins there, and its values."""
        if (symbol, start) not in self._known:
            self._known[symbol, start] = found = []
            for each in self._made(symbol, start):
                if each not in found:
                    found.append(each)
        return self._known[symbol, start]

    def _made(self, symbol: str, start: int) -> Iterator[tuple[int, object]]:
        if symbol in self.grammar.terminals:
            value = self.grammar.terminals[symbol](self._words[start])
            if value is not None:
                yield start + 1, value
        word = self._words[start].text
        for way in self.grammar.rules.get(symbol, ()):
            if way.beginnings is None or word in way.beginnings:
                for end, values in self._matches(way.pieces, start, ()):
                    yield end, self._built(way.build, values)

    def _matches(
        self, pieces: tuple[_Piece, ...], at: int, values: tuple[object, ...]
    ) -> Iterator[tuple[int, tuple[object, ...]]]:
        self.farthest = max(self.farthest, at)
        if not pieces:
            yield at, values
            return
        piece, rest = pieces[0], pieces[1:]
        if piece.optional:
            yield from self._matches(rest, at, (*values, None) if piece.symbol else values)
        if at == len(self._words):
            return
        if piece.symbol is None:
            if self._words[at].text in piece.words:
                yield from self._matches(rest, at + 1, values)
            return
        for end, value in self._ends(piece.symbol, at):
            yield from self._matches(rest, end, (*values, value))

    def _built(self, build: Callable[..., object], values: tuple[Any, ...]) -> object:
        for value in values:
            if isinstance(value, Unfit):
                return value
        try:
            return build(self._scene, *values)
        except UnfitError as problem:
            return Unfit(problem.reason)
        except (OverflowError, ValueError):
            return Unfit("it lies outside of the years 2 to 9998")
