"""What an HTML parser and a Markdown processor take a text for."""

from collections import Counter
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, the values of these, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: Counter[tuple[str, ...]] = Counter()
        self.values: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = sorted(name for name, _ in attrs)
        self.found[tag, *names] += 1
        self.names.update(names)
        self.values += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.found[(f"/{tag}",)] += 1

    def handle_comment(self, data: str) -> None:
        self.found[("comment",)] += 1

    def handle_decl(self, decl: str) -> None:
        self.found[("declaration",)] += 1

    def handle_pi(self, data: str) -> None:
        self.found[("instruction",)] += 1

    def unknown_decl(self, data: str) -> None:
        self.found[("marked section",)] += 1

    def handle_data(self, data: str) -> None:
        self.text += data


def types_of(tokens: list[Token]) -> list[tuple[str, str, str]]:
    """What a Markdown processor takes a text for, line by line and inside of lines; the texts themselves left out."""
    return [
        (each.type, each.tag, each.info)
        for token in tokens
        for each in (token, *(token.children or ()))
        if each.type != "text"
    ]
