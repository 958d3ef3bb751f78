"""Which mutants are tried: all of the core, and of everything else as many as chance picks."""

import random
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path

from tests.support.mutants.mutant import Mutant, mutants_of

ROOT = Path(__file__).parents[3]
EVERYTHING = (
    "src/followthrough/domain/*",
    "src/followthrough/formats/uniting/*",
    "src/followthrough/formats/merging.py",
)
TEXTS = ("src/followthrough/domain/errors/*", "src/followthrough/domain/notices.py")
"""What a problem or a notice says is text: it is in goldens, and here it would be letters that are changed."""
CORE = tuple(
    f"src/followthrough/domain/{each}"
    for each in (
        "folding.py",
        "standing.py",
        "retractions.py",
        "lifecycle.py",
        "due.py",
        "undoing.py",
        "identifiers.py",
        "merging.py",
        "commitment.py",
        "reliability/*",
    )
)


def files() -> list[str]:
    """Every file that is mutated."""
    every = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*.py"))
    return [file for file in every if of(EVERYTHING, file) and not of(TEXTS, file)]


def of(patterns: Iterable[str], file: str) -> bool:
    """Whether one of the patterns is about that file."""
    return any(fnmatch(file, pattern) for pattern in patterns)


def mutants(file: str) -> list[Mutant]:
    """Every mutant of a file but those of its wording, which goldens and people read."""
    return [each for each in mutants_of(file, ROOT, ROOT / ".mutants" / "made") if not each.is_wording]


def every_key() -> dict[str, list[str]]:
    """The keys of all mutants, by file."""
    return {file: [mutant.key for mutant in mutants(file)] for file in files()}


def chosen(keys: Mapping[str, list[str]], sample: int, seed: int = 2026) -> list[str]:
    """Each of the core and a sample of all, in an order by chance: stopped at any time, it was a sample."""
    dice = random.Random(seed)
    every = [key for of_file in keys.values() for key in of_file]
    core = [key for file, of_file in keys.items() if of(CORE, file) for key in of_file]
    picked = dice.sample(every, min(sample, len(every)))
    rest = sorted(set(core) - set(picked))
    return picked + dice.sample(rest, len(rest))
