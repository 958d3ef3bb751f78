"""A crash simulator: from the operations that a writer made, every disk that a power cut may leave.

What was written into a file and not flushed may be there, dropped, torn or zeros; of the names that were given, changed
and taken away in a directory since it was flushed, any may have reached the disk and any not.
"""

import os
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.seam import Operation

FOLDER = 0
"""Stands among the names of a directory for a directory; files are numbered from 1."""

LOSSES = ("whole", "dropped", "torn", "halved", "zeroed")


class Written(NamedTuple):
    """Bytes at a place in a file."""

    file: int
    place: int
    data: bytes


class Sized(NamedTuple):
    """A file made shorter, or longer with zeros."""

    file: int
    size: int


class Flushed(NamedTuple):
    """All that was done to a file is on the disk."""

    file: int


class Named(NamedTuple):
    """Names in a directory that now mean these files, in one step; None for a name that is gone."""

    directory: str
    names: tuple[tuple[str, int | None], ...]


class NamesFlushed(NamedTuple):
    """All names in a directory are on the disk."""

    directory: str


Happened = Written | Sized | Flushed | Named | NamesFlushed
Names = dict[str, dict[str, int]]


class PowerSupply:
    """Meets every operation below a directory, and remembers what a disk keeps of it."""

    def __init__(self, root: Path, *, without: frozenset[str] = frozenset()) -> None:
        self.root = os.path.realpath(root)
        self.happened: list[Happened] = []
        self.files: dict[int, bytes] = {}
        """What was in the files before anything happened."""
        self.names: Names = {}
        """And what they were called."""
        self._without = without
        self._known: dict[str, int] = {}
        self._open: dict[int, tuple[int, int]] = {}
        inodes: dict[int, int] = {}
        for directory, folders, files in os.walk(self.root):
            self.names[directory] = dict.fromkeys(folders, FOLDER)
            for name in files:
                path = os.path.join(directory, name)
                number = inodes.setdefault(os.stat(path).st_ino, len(inodes) + 1)
                self.files[number] = Path(path).read_bytes()
                self.names[directory][name] = self._known[path] = number
        self._last = len(self.files)

    def __call__(self, name: str, operation: Operation, arguments: tuple[Any, ...]) -> Any:
        """Let it happen, unless it is one that this disk goes without."""
        if name in self._without:
            return None
        where = self._where(arguments[0]) if name in ("write", "reserve") else 0
        done = operation(*arguments)
        self.happened += self._remembered(name, arguments, done, where)
        return done

    def _where(self, descriptor: int) -> int:
        """The place where the next bytes go."""
        if self._open[descriptor][1] & os.O_APPEND:
            return os.fstat(descriptor).st_size
        return os.lseek(descriptor, 0, os.SEEK_CUR)

    def _remembered(self, name: str, arguments: tuple[Any, ...], done: Any, where: int) -> Iterable[Happened]:
        match name, arguments:
            case "open", (path, flags):
                if path not in self._known:
                    self._last += 1
                    yield self._named((path, self._last))
                self._open[done] = (self._known[path], flags)
            case "close", (descriptor,):
                del self._open[descriptor]
            case "write", (descriptor, data):
                yield Written(self._open[descriptor][0], where, bytes(data[:done]))
            case "cut" | "reserve", (descriptor, _):
                yield Sized(self._open[descriptor][0], os.fstat(descriptor).st_size)
            case "flush", (descriptor,):
                yield Flushed(self._open[descriptor][0])
            case "flush_directory", (path,):
                yield NamesFlushed(path)
            case "new_directory", (path,):
                yield self._named((path, FOLDER))
            case "link", (source, target):
                yield self._named((target, self._known[source]))
            case "replace", (source, target):
                yield self._named((source, None), (target, self._known[source]))
            case "remove", (path,) if path in self._known:
                yield self._named((path, None))

    def _named(self, *names: tuple[str, int | None]) -> Named:
        for path, number in names:
            if number is None:
                del self._known[path]
            elif number != FOLDER:
                self._known[path] = number
        directory = os.path.dirname(names[0][0])
        return Named(directory, tuple((os.path.basename(path), number) for path, number in names))


class Remains(NamedTuple):
    """A disk after a power cut: what files are called, and what is in them."""

    names: Names
    files: Mapping[int, bytes]

    def everything(self, directory: str) -> Iterator[tuple[str, int]]:
        """Every path that can be reached from a directory, with the number of its file."""
        for name, number in sorted(self.names.get(directory, {}).items()):
            path = os.path.join(directory, name)
            yield path, number
            if number == FOLDER:
                yield from self.everything(path)

    def content(self, root: str, path: str) -> bytes | None:
        """What is in a file; None where no names lead to it."""
        number = dict(self.everything(root)).get(path)
        return None if number is None else self.files.get(number, b"")

    def put(self, root: str) -> None:
        """Make a directory what it is on this disk."""
        for each in Path(root).iterdir():
            if each.is_dir():
                shutil.rmtree(each)
            else:
                each.unlink()
        first: dict[int, str] = {}
        for path, number in self.everything(root):
            if number == FOLDER:
                Path(path).mkdir()
            elif number in first:
                Path(path).hardlink_to(first[number])
            else:
                Path(path).write_bytes(self.files.get(number, b""))
                first[number] = path

    def key(self, root: str) -> frozenset[tuple[str, int, bytes]]:
        """Equal for disks that are the same."""
        return frozenset((path, number, self.files.get(number, b"")) for path, number in self.everything(root))


class PowerCut:
    """The power goes after so many things have happened."""

    def __init__(self, supply: PowerSupply, after: int) -> None:
        self._root = supply.root
        self._files = dict(supply.files)
        self._names = {directory: dict(names) for directory, names in supply.names.items()}
        self._unflushed: dict[int, list[Written | Sized]] = {}
        self._unnamed: list[Named] = []
        for each in supply.happened[:after]:
            match each:
                case Written() | Sized():
                    self._unflushed.setdefault(each.file, []).append(each)
                case Flushed(file):
                    self._files[file] = _lost(self._files.get(file, b""), self._unflushed.pop(file, []), "whole")
                case Named():
                    self._unnamed.append(each)
                case NamesFlushed(directory):
                    _apply(self._names, (named for named in self._unnamed if named.directory == directory))
                    self._unnamed = [named for named in self._unnamed if named.directory != directory]

    def remains(self, near: str, chances: int, seed: int) -> Iterator[Remains]:
        """What may be left: everything that can become of a directory, and of the files that had a name there.

        With each of it, of all else three extremes, and with any chances one more and so many that fall by the dice.
        """
        here = {file for each in self._unnamed if each.directory == near for _, file in each.names}
        here |= set(self._names.get(near, {}).values())
        close = [file for file in self._unflushed if file in here]
        far = [file for file in self._unflushed if file not in here]
        names = [each.directory == near for each in self._unnamed]
        dice = random.Random(seed)
        for losses in product(LOSSES, repeat=len(close)):
            for kept in product((True, False), repeat=sum(names)):
                for others, other_names in self._far(far, names.count(False), chances, dice):
                    mine, theirs = iter(kept), iter(other_names)
                    survived = [next(mine) if is_near else next(theirs) for is_near in names]
                    yield self._left(dict(zip([*close, *far], [*losses, *others], strict=True)), survived)

    def _far(
        self, files: list[int], names: int, chances: int, dice: random.Random
    ) -> Iterator[tuple[list[str], list[bool]]]:
        yield ["whole"] * len(files), [True] * names
        yield ["zeroed"] * len(files), [True] * names
        yield ["dropped"] * len(files), [False] * names
        if chances:
            yield ["torn"] * len(files), [True] * names
        for _ in range(chances):
            yield dice.choices(LOSSES, k=len(files)), dice.choices((True, False), k=names)

    def _left(self, losses: Mapping[int, str], survived: list[bool]) -> Remains:
        files = dict(self._files)
        for file, loss in losses.items():
            files[file] = _lost(files.get(file, b""), self._unflushed[file], loss)
        names = {directory: dict(known) for directory, known in self._names.items()}
        _apply(names, (each for each, there in zip(self._unnamed, survived, strict=True) if there))
        return Remains(names, files)


def _apply(names: Names, happened: Iterable[Named]) -> None:
    for each in happened:
        known = names.setdefault(each.directory, {})
        for name, number in each.names:
            if number is None:
                known.pop(name, None)
            else:
                known[name] = number


def _lost(before: bytes, happened: list[Written | Sized], loss: str) -> bytes:
    """What is in a file of which this was not flushed."""
    if loss == "dropped":
        return before
    if loss == "torn":
        happened = [*happened[:-1], _half(happened[-1])]
    if loss == "halved":
        happened = [_half(happened[0])]
    content = bytearray(before)
    for each in happened:
        if isinstance(each, Sized):
            content = content[: each.size].ljust(each.size, b"\0")
        else:
            content = content.ljust(each.place, b"\0")
            content[each.place : each.place + len(each.data)] = bytes(len(each.data)) if loss == "zeroed" else each.data
    return bytes(content)


def _half(happened: Written | Sized) -> Written | Sized:
    """Half of what was written; of a change of size nothing, which is a write of nothing."""
    if isinstance(happened, Sized):
        return Written(happened.file, 0, b"")
    return happened._replace(data=happened.data[: len(happened.data) // 2])
