"""How the site is built from the documents: which kind each is of, and what the pages look like.

The documents stay as they are, to be read anywhere. Their order here is all that the site adds, and a document without
a place in it is an error.
"""

from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

project = "followthrough"
author = "The followthrough developers"
project_copyright = author
release = version = version_of("followthrough")

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/**.md"]
exclude_patterns = [".*", "build", "dist", "site", "src", "tests", "benchmarks", "examples"]
myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]  # JSON of which a part is left out
templates_path = ["templates"]

html_theme = "furo"
html_title = "followthrough"
html_static_path = ["static"]
html_favicon = "static/mark.svg"
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_use_index = False
html_additional_pages = {"index": "begin.html"}
html_theme_options = {"navigation_with_keys": False}
highlight_language = "text"  # of blocks that name none
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"

PLACES = {
    "Begin": ["What it is </README>", "tutorial"],
    "How to": [
        "how-to/repeat",
        "how-to/filters",
        "how-to/people",
        "how-to/reminders",
        "how-to/prompt",
        "how-to/share",
        "how-to/sync",
        "how-to/share-with-a-circle",
        "how-to/from-*",
        "how-to/*",
    ],
    "Look up": ["reference/commands", "reference/*"],
    "Understand": ["explanation/reliability", "explanation/*", "reliability", "mutation", "performance", "scale"],
    "The project": ["/CHANGELOG", "/CONTRIBUTING", "decisions/README"],
}
"""Each heading of the navigation with its documents, in their order; a star is for all that is left."""
DECISIONS = "```{toctree}\n:hidden:\n:glob:\n\n0*\n```\n"


def add_places(app: Any, name: str, source: list[str]) -> None:
    """Give the first page the navigation, and the list of decisions its pages."""
    if name == root_doc:
        source[0] += "".join(f"\n{_places(heading, places)}" for heading, places in PLACES.items())
    elif name == "docs/decisions/README":
        source[0] += f"\n{DECISIONS}"


def _places(heading: str, places: list[str]) -> str:
    return "\n".join(["```{toctree}", f":caption: {heading}", ":hidden:", ":glob:", "", *places, "```", ""])


READABLE = {
    'role="heading">': 'role="heading" aria-level="2">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All documents">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="This page">',
    '<th class="head"><p></p></th>': "<td></td>",
}
"""What the theme leaves out for those who use a keyboard or a screen reader, and what it is with it."""


def make_readable(app: Any, failed: Exception | None) -> None:
    """Put it into every page that was written."""
    for page in Path(app.outdir).rglob("*.html") if failed is None else ():
        before = after = page.read_text(encoding="utf-8")
        for less, more in READABLE.items():
            after = after.replace(less, more)
        if after != before:
            page.write_text(after, encoding="utf-8")


def setup(app: Any) -> None:
    """Tell Sphinx."""
    app.connect("source-read", add_places)
    app.connect("build-finished", make_readable)
