"""What a mutant is: a function with one small change in it, after the operators of mutmut."""

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import libcst
from mutmut.mutation.file_mutation import create_mutations


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    """One change in one function: where that begins and ends, the lines that differ, and its text."""

    file: str
    function: str
    key: str
    begin: int
    end: int
    first: int
    last: int
    change: str
    source: str

    @property
    def module(self) -> str:
        """The name of the module, as it is imported."""
        return self.file.removeprefix("src/").removesuffix(".py").replace("/", ".")

    @property
    def is_wording(self) -> bool:
        """Whether only words differ: what a refusal says, letters of a sentence, a type that is named as a text."""
        old, new = (line[2:] for line in self.change.split("\n", 1))
        if old.startswith("raise "):
            return True
        begin, end = _alike(old, new), _alike(old[::-1], new[::-1])
        quoted = old[old.rfind('"', 0, begin + 1) : len(old) - end + 1]
        return " " in quoted.strip() and new.replace("XX", "").casefold() == old.casefold()


def mutants_of(file: str, root: Path, kept: Path) -> list[Mutant]:
    """Every mutant of a file, in the order in which mutmut makes them; what was made once is kept in a directory."""
    source = (root / file).read_bytes()
    made = kept / f"{sha256(file.encode() + source).hexdigest()[:16]}.json"
    if not made.exists():
        kept.mkdir(parents=True, exist_ok=True)
        made.write_text(json.dumps([asdict(mutant) for mutant in _made(file, root)]), encoding="utf-8")
    return [Mutant(**fields) for fields in json.loads(made.read_text(encoding="utf-8"))]


def _made(file: str, root: Path) -> Iterator[Mutant]:
    source = (root / file).read_text(encoding="utf-8")
    module, mutations, _, _ = create_mutations(file, source)
    names, begins = _names_of(module), _begins_of(source)
    for mutation in mutations:
        function = mutation.contained_by_top_level_function
        if isinstance(function, libcst.FunctionDef):
            changed = function.deep_replace(mutation.original_node, mutation.mutated_node)
            assert isinstance(changed, libcst.FunctionDef)
            bare = function.with_changes(leading_lines=()), changed.with_changes(leading_lines=())
            before, after = (module.code_for_node(each) for each in bare)
            yield _mutant(file, names[function], begins[names[function]], before, after)


def _mutant(file: str, function: str, begin: int, before: str, after: str) -> Mutant:
    old, new = before.splitlines(), after.splitlines()
    first = _alike(old, new)
    last = max(first, len(old) - 1 - _alike(old[first + 1 :][::-1], new[first + 1 :][::-1]))
    digest = sha256(f"{before}\0{after}".encode()).hexdigest()[:12]
    return Mutant(
        file=file,
        function=function,
        key=f"{file}:{function}:{digest}",
        begin=begin,
        end=begin + len(old) - 1,
        first=begin + first,
        last=begin + last,
        change=f"- {old[first].strip()}\n+ {new[first].strip() if first < len(new) else ''}",
        source=after,
    )


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """How many lines, or letters, two texts begin with alike."""
    pairs = zip(some, others, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(some), len(others)))


def _names_of(module: libcst.Module) -> dict[libcst.FunctionDef, str]:
    """Every function of a module and every method of its classes, with its qualified name."""
    names = {}
    for statement in module.body:
        if isinstance(statement, libcst.FunctionDef):
            names[statement] = statement.name.value
        elif isinstance(statement, libcst.ClassDef):
            methods = (each for each in statement.body.body if isinstance(each, libcst.FunctionDef))
            names |= {each: f"{statement.name.value}.{each.name.value}" for each in methods}
    return names


def _begins_of(source: str) -> dict[str, int]:
    """On which line each function begins, by its qualified name."""
    begins = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef):
            begins[statement.name] = statement.lineno
        elif isinstance(statement, ast.ClassDef):
            methods = (each for each in statement.body if isinstance(each, ast.FunctionDef))
            begins |= {f"{statement.name}.{each.name}": each.lineno for each in methods}
    return begins
