"""A digest as an HTML mail: no picture, no script, no link, and sensible where a mail program drops its style."""

from markupsafe import Markup

from followthrough.domain.digest import Digest
from followthrough.rendering.digest.entries import groups
from followthrough.rendering.digest.sections import NOTHING, title
from followthrough.rendering.templates import templates_of
from followthrough.rendering.who import Reader


def html_mail(digest: Digest, reader: Reader, zone: str) -> str:
    """The whole document: a heading for each section, and a list of its promises."""
    templates = templates_of("followthrough.rendering.digest")
    style = templates.get_template("digest.css").render()
    return templates.get_template("digest.html").render(
        title=title(digest, zone),
        style=Markup(style),  # noqa: S704  # our own file, without anything put in
        groups=groups(digest, reader, zone),
        nothing=NOTHING if digest.says_that_nothing_is_due() else None,
    )
