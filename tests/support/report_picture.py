"""Writes docs/pictures/report.png: the HTML report of the demonstration, as Chromium shows it.

Run `python -m tests.support.report_picture` after the look of the report has changed, and look at it.
"""

import tempfile
from pathlib import Path

from followthrough.actions.report import laid_out, report
from followthrough.bootstrap import demo_environment, open_demo, program_version
from followthrough.cli.demo_ledger import write_demo
from tests.support.browser import chromium
from tests.support.fakes import FakeClock

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "report.png"
_WIDTH = 720


def demo_report(directory: str) -> str:
    """The HTML report of the demonstration's ledger, always on the same Monday."""
    clock = FakeClock()
    environment = demo_environment(directory, clock)
    write_demo(lambda moment: open_demo(environment, moment), clock.now())
    return laid_out(report(open_demo(environment, clock.now())), "html", program_version())


def main() -> None:
    """Write the picture."""
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="followthrough-") as directory:
        page = Path(directory) / "report.html"
        page.write_text(demo_report(directory), encoding="utf-8")
        with chromium() as browser:
            shown = browser.new_page(viewport={"width": _WIDTH, "height": 900}, color_scheme="light")
            shown.goto(page.as_uri())
            shown.screenshot(path=PICTURE, full_page=True)


if __name__ == "__main__":
    main()
