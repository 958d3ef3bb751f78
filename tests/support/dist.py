"""Builds the wheel and the source archive, and runs the end-to-end tests against the wheel in a fresh environment."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"


def main() -> int:
    """Build, install elsewhere, test there; the status of the tests."""
    for old in DIST.glob("followthrough-*"):
        old.unlink()
    _run(sys.executable, "-m", "hatchling", "build", "-d", str(DIST))
    wheel = next(DIST.glob("*.whl"))
    with tempfile.TemporaryDirectory(prefix="followthrough-dist-") as directory:
        environment = Path(directory) / "venv"
        venv.create(environment, with_pip=True)
        _run(str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel))
        tests = [sys.executable, "-m", "pytest", "-q", str(ROOT / "tests" / "test_end_to_end.py")]
        variables = {**os.environ, "FOLLOWTHROUGH_PROGRAM": str(environment / "bin" / "ft")}
        return subprocess.run(tests, cwd=ROOT, env=variables, check=False).returncode


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
