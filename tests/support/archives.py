"""The wheel and the source archive: building them, and what may be in them."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
OF_THE_PACKAGE = {".py", ".typed", ".html", ".css", ".svg", ".txt"}
OF_THE_SOURCE = {
    *(".ci", ".github", "src", "tests", "docs", "benchmarks", "examples"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile"),
    *("pyproject.toml", "PKG-INFO", ".gitignore"),
}


def built(kind: str, project: Path, into: Path) -> Path:
    """The archive of that kind (`wheel` or `sdist`), built from a project."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (archive,) = into.glob({"wheel": "*.whl", "sdist": "*.tar.gz"}[kind])
    return archive


def names_in(archive: Path) -> list[str]:
    """The files of an archive; of a source archive without the directory that holds them all."""
    if archive.suffix == ".whl":
        return sorted(zipfile.ZipFile(archive).namelist())
    with tarfile.open(archive) as members:
        return sorted(member.name.partition("/")[2] for member in members if member.isfile())


def astray_in_wheel(names: Iterable[str]) -> list[str]:
    """What is neither of the package, nor about the distribution, nor a page of the manual."""
    return [name for name in names if not _belongs_in_wheel(PurePosixPath(name))]


def _belongs_in_wheel(name: PurePosixPath) -> bool:
    match name.parts:
        case ("followthrough", *_):
            return name.suffix in OF_THE_PACKAGE and "__pycache__" not in name.parts
        case (first, "data", "share", "man", "man1", _) if first.endswith(".data"):
            return name.suffix == ".1"
        case (first, *_):
            return first.endswith(".dist-info")
    return False


def astray_in_source(names: Iterable[str]) -> list[str]:
    """What belongs to no part of the project, or was made by running it."""
    made = {"__pycache__", ".hypothesis", ".pytest_cache", ".mutants"}
    paths = map(PurePosixPath, names)
    return [str(path) for path in paths if path.parts[0] not in OF_THE_SOURCE or made & set(path.parts)]
