"""What is in the wheel and in the source archive, built as for a release."""

import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.archives import ROOT, astray_in_source, astray_in_wheel, built, names_in

PACKAGE = ROOT / "src" / "followthrough"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("sdist", ROOT, tmp_path_factory.mktemp("source"))


def test_the_wheel_holds_the_whole_package(wheel: Path) -> None:
    files = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {name for name in names_in(wheel) if name.startswith("followthrough/")} == {
        str(path.relative_to(PACKAGE.parent)) for path in files
    }


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    assert astray_in_wheel(names_in(wheel)) == []


def test_the_wheel_says_its_licence_its_types_and_its_programs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (about,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
    assert archive.read(f"{about}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert "followthrough/py.typed" in archive.namelist()
    assert archive.read(f"{about}/entry_points.txt").decode().split() == [
        "[console_scripts]",
        *("followthrough", "=", "followthrough.__main__:main"),
        *("ft", "=", "followthrough.__main__:main"),
    ]


def test_the_source_archive_holds_the_project_and_nothing_else(source: Path) -> None:
    names = names_in(source)
    assert astray_in_source(names) == []
    assert {"LICENSE", "pyproject.toml", "tests/test_archives.py", "docs/index.md", "src/followthrough/py.typed"} <= {
        *names
    }


def test_the_source_archive_builds_the_same_wheel(wheel: Path, source: Path, tmp_path: Path) -> None:
    with tarfile.open(source) as members:
        members.extractall(tmp_path, filter="data")
    (project,) = tmp_path.iterdir()
    assert built("wheel", project, tmp_path / "again").read_bytes() == wheel.read_bytes()


def test_a_source_archive_that_is_built_again_is_the_same(source: Path, tmp_path: Path) -> None:
    assert built("sdist", ROOT, tmp_path).read_bytes() == source.read_bytes()


@pytest.mark.parametrize(
    "stray",
    [
        "tests/test_due.py",
        "followthrough/notes.orig",
        "followthrough/__pycache__/app.py",
        "followthrough-1.data/scripts/ft",
        "README.md",
    ],
)
def test_what_is_astray_in_a_wheel_is_named(stray: str) -> None:
    assert astray_in_wheel(["followthrough/cli/app.py", "followthrough-1.dist-info/RECORD", stray]) == [stray]


def test_a_page_of_the_manual_is_not_astray() -> None:
    assert astray_in_wheel(["followthrough-1.data/data/share/man/man1/ft-add.1"]) == []


@pytest.mark.parametrize("stray", ["secrets.txt", ".env", "tests/__pycache__/x.pyc", "src/.hypothesis/examples/a"])
def test_what_is_astray_in_a_source_archive_is_named(stray: str) -> None:
    assert astray_in_source(["src/followthrough/py.typed", stray]) == [stray]
