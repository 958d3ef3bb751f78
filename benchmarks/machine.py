"""What the figures depend on: the machine, its file system, and the versions of what was compared."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.homes import Rivals


def facts(where: Path, rivals: Rivals) -> dict[str, str]:
    """Each fact by its name."""
    compared = [f"{name} {version(name)}" for name in ("followthrough", "typer", "tinydb", "msgspec")]
    if rivals.taskwarrior:
        compared.append(f"taskwarrior {_last_word(rivals.taskwarrior)}")
    if rivals.todoman:
        compared.append(f"todoman {_last_word(rivals.todoman)}")
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "file system": _file_system(where),
        "system": f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
        "versions": ", ".join(compared),
        "load at the start": f"{os.getloadavg()[0]:.1f}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _file_system(where: Path) -> str:
    """The type of the file system that holds a directory."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return "unknown"
    holding = [(len(mount[1]), mount[2]) for mount in mounts if where.resolve().is_relative_to(mount[1])]
    return max(holding, key=lambda each: each[0])[1] if holding else "unknown"


def _last_word(program: str) -> str:
    said = subprocess.run([program, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return said.stdout.split()[-1] if said.stdout.split() else "of unknown version"
