"""Templates of pages: everything that is put into them is made harmless and escaped."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from followthrough.rendering.safe_text import safe_text


@cache
def templates_of(package: str) -> Environment:
    """The files in the directory `templates` of a package."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        keep_trailing_newline=True,
    )


def _harmless(value: Any) -> Any:
    return safe_text(value) if type(value) is str else value
