"""The import contracts hold, and each is seen to fail where it is broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = "An arrow goes down only; what stands on one line does not import each other"
PURE = "What is pure touches no files, clocks, processes or terminals"
KEPT = "Contracts: 2 kept, 0 broken."
IMPURE = ("os io pathlib subprocess socket time random secrets tinydb typer filelock platformdirs").split()  # noqa: SIM905  # reads better


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to be broken."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts(house: Path) -> tuple[int, str]:
    """What import-linter says of a house: its status and its report."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house / "src")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def with_import(house: Path, module: str, imported: str) -> None:
    """Let a module import what it should not."""
    file = house / "src" / "followthrough" / module
    file.write_text(f"{file.read_text(encoding='utf-8')}\nimport {imported}\n", encoding="utf-8")


def test_the_contracts_hold(house: Path) -> None:
    status, report = contracts(house)
    assert status == 0, report
    assert KEPT in report


UP_OR_ACROSS = (
    ("domain/due.py", "followthrough.formats.record"),
    ("domain/due.py", "followthrough.rendering.wording"),
    ("formats/record.py", "followthrough.rendering.wording"),
    ("rendering/wording.py", "followthrough.formats.record"),
    ("rendering/wording.py", "followthrough.actions.ports"),
    ("actions/add.py", "followthrough.adapters.places"),
    ("adapters/places.py", "followthrough.bootstrap"),
    ("adapters/places.py", "followthrough.cli.display"),
    ("bootstrap.py", "followthrough.cli.display"),
    ("cli/display.py", "followthrough.__main__"),
)


def named(module: str) -> str:
    return f"followthrough.{module.removesuffix('.py').replace('/', '.')}"


def test_every_arrow_that_goes_up_or_across_is_found(house: Path) -> None:
    for module, imported in UP_OR_ACROSS:
        with_import(house, module, imported)
    status, report = contracts(house)
    assert status == 1
    assert f"{LAYERS} BROKEN" in report
    assert [arrow for arrow in UP_OR_ACROSS if f"{named(arrow[0])} -> {arrow[1]} " not in report] == []


def test_a_package_that_has_no_place_in_the_layers_is_found(house: Path) -> None:
    newcomer = house / "src" / "followthrough" / "utils"
    newcomer.mkdir()
    (newcomer / "__init__.py").write_text("", encoding="utf-8")
    status, report = contracts(house)
    assert status == 1
    assert "followthrough.utils" in report


def test_every_impure_import_in_what_is_pure_is_found(house: Path) -> None:
    impure = (
        *(("domain/due.py", each) for each in IMPURE),
        ("formats/record.py", "subprocess"),
        ("rendering/wording.py", "os"),
        ("actions/add.py", "time"),
    )
    for module, imported in impure:
        with_import(house, module, imported)
    status, report = contracts(house)
    assert status == 1
    assert f"{PURE} BROKEN" in report
    assert [arrow for arrow in impure if f"{named(arrow[0])} -> {arrow[1]} " not in report] == []


def test_no_module_is_named_after_nothing_in_particular() -> None:
    names = {each.stem for folder in ("src", "tests") for each in (ROOT / folder).rglob("*.py")}
    assert names & {"utils", "util", "helpers", "common", "misc"} == set()
