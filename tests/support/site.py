"""Builds the site from the documents: `python -m tests.support.site`, or `make docs`.

A link that leads nowhere, an anchor that is not there and a document without a place in the navigation are errors.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"


def build(target: Path) -> subprocess.CompletedProcess[str]:
    """Build it anew into that directory; what Sphinx answered."""
    with TemporaryDirectory(prefix="followthrough-site-") as read:
        command = [sys.executable, "-m", "sphinx", "--builder", "html", "--conf-dir", str(ROOT / "docs" / "sphinx")]
        strict = ["--fail-on-warning", "--keep-going", "--nitpicky", "--quiet", "--fresh-env"]
        return subprocess.run(
            [*command, *strict, "--doctree-dir", read, str(ROOT), str(target)],
            capture_output=True,
            text=True,
            check=False,
        )


def main() -> int:
    """Build it, and say where it begins; the exit status of Sphinx."""
    done = build(SITE)
    sys.stderr.write(done.stderr)
    if done.returncode == 0:
        sys.stdout.write(f"{SITE / 'index.html'}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
