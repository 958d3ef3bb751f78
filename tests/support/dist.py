"""Builds the wheel and the source archive, and runs the end-to-end tests against the wheel in fresh environments."""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path

from tests.support.archives import ROOT, built

DIST = ROOT / "dist"
_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")


@dataclass(frozen=True, slots=True)
class Environment:
    """Which versions of what the wheel needs are installed with it."""

    name: str
    smallest: bool = False
    overridden: str = ""
    canary: bool = False


ENVIRONMENTS = (
    Environment("the newest that are allowed"),
    Environment("the oldest that are allowed", smallest=True),
    Environment("the newest Typer, allowed or not", overridden="typer", canary=True),
)


def main() -> int:
    """Build, check, install elsewhere, test there. A canary that fails is said; everything else fails the build."""
    given = [Path(argument).resolve() for argument in sys.argv[1:]]
    wheel = given[0] if given else _built_and_checked()
    failed = [environment for environment in ENVIRONMENTS if not _works(wheel, environment)]
    for environment in failed:
        print(f"The end-to-end tests failed with {environment.name}.", file=sys.stderr)
    return 1 if any(not environment.canary for environment in failed) else 0


def _built_and_checked() -> Path:
    DIST.mkdir(exist_ok=True)
    for old in DIST.glob("followthrough-*"):
        old.unlink()
    wheel, source = built("wheel", ROOT, DIST), built("sdist", ROOT, DIST)
    _run(sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(source))
    # W002 would be the manual, which is one page under both names of the program.
    _run(sys.executable, "-m", "check_wheel_contents", "--ignore", "W002", str(wheel))
    return wheel


def _works(wheel: Path, environment: Environment) -> bool:
    """Whether the end-to-end tests pass with those versions."""
    print(f"\n{wheel.name} with {environment.name}:", flush=True)
    with tempfile.TemporaryDirectory(prefix="followthrough-dist-") as directory:
        place = Path(directory) / "venv"
        versions = _installed(wheel, environment, place)
        print("  " + ", ".join(f"{name} {version}" for name, version in sorted(versions.items())), flush=True)
        untrue = untrue_minimums(_requirements(), versions) if environment.smallest else []
        print(*untrue, sep="\n", end="\n" * bool(untrue))
        return _tests_pass(place / "bin" / "ft") and not untrue


def _installed(wheel: Path, environment: Environment, place: Path) -> dict[str, str]:
    """Make that environment in a new place, and say which versions are in it."""
    venv.create(place, with_pip=True)
    python, constraints = str(place / "bin" / "python"), place / "constraints.txt"
    constraints.write_text(smallest_versions(_requirements()) if environment.smallest else "", encoding="utf-8")
    _run(python, *_INSTALL, "--constraint", str(constraints), str(wheel))
    if environment.overridden:
        _run(python, *_INSTALL, "--upgrade", environment.overridden)
    return _versions(python)


def smallest_versions(requirements: list[str]) -> str:
    """Constraints that have pip install just the smallest version that each requirement declares."""
    declared = map(_minimum, requirements)
    return "".join(f"{name}=={version}\n" for name, version in declared if version)


def _tests_pass(program: Path) -> bool:
    tests = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/test_end_to_end.py"]
    variables = {**os.environ, "FOLLOWTHROUGH_PROGRAM": str(program)}
    return subprocess.run(tests, cwd=ROOT, env=variables, check=False).returncode == 0


def untrue_minimums(requirements: list[str], versions: dict[str, str]) -> list[str]:
    """A sentence for each smallest version that is declared and was not installed, when the smallest were asked for."""
    declared = {name: version for name, version in map(_minimum, requirements) if version}
    return [
        f"{name} {version} is declared as the smallest version, but {versions.get(name)} is the smallest there can be."
        for name, version in declared.items()
        if _numbers(versions.get(name, "0")) != _numbers(version)
    ]


def _minimum(requirement: str) -> tuple[str, str]:
    parts = re.match(r"([\w-]+)(?:\[.*\])?>=([\d.]+)", requirement)
    return (parts[1], parts[2]) if parts else (requirement, "")


def _numbers(version: str) -> list[int]:
    numbers = [int(each) for each in re.findall(r"\d+", version)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def _requirements() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def _versions(python: str) -> dict[str, str]:
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--disable-pip-version-check", "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return {each["name"].lower(): each["version"] for each in json.loads(listed.stdout)}


def _run(*command: str) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"That failed: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
