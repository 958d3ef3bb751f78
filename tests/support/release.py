"""Is everything said about a release the same: `python -m tests.support.release TAG`, before anything is published."""

import re
import sys
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADING = re.compile(r"^## (?P<version>\S+) – (?P<day>.+)$", re.MULTILINE)


def main() -> int:
    """The problems, one a line; 1 if there are any."""
    project, changelog = (ROOT / name for name in ("pyproject.toml", "CHANGELOG.md"))
    found = problems(sys.argv[1], project.read_text(encoding="utf-8"), changelog.read_text(encoding="utf-8"))
    print(*found, sep="\n", end="\n" * bool(found), file=sys.stderr)
    return 1 if found else 0


def problems(tag: str, project: str, changelog: str) -> list[str]:
    """A sentence for each difference between the tag, the project's version and the changelog."""
    version = str(tomllib.loads(project)["project"]["version"])
    found = []
    if tag != f"v{version}":
        found.append(f"The tag is {tag}, the version in pyproject.toml is {version}: the tag has to be v{version}.")
    headings = [(each["version"], each["day"]) for each in HEADING.finditer(changelog)]
    days = [day for said, day in headings if said == version]
    if len(days) != 1:
        found.append(f"CHANGELOG.md has {len(days)} headings for {version}, it needs one: ## {version} – YYYY-MM-DD.")
    elif not _is_day(days[0]):
        found.append(f"The heading of {version} in CHANGELOG.md needs its day: ## {version} – YYYY-MM-DD.")
    elif headings[0][0] != version:
        found.append(f"The heading of {version} in CHANGELOG.md has to be the first one.")
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main())
