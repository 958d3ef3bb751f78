"""All promises as a page in Markdown: open ones first, nothing left out, and nothing in it but text."""

from collections.abc import Sequence

import pytest

from followthrough.domain.commitment import Commitment
from followthrough.domain.people import Person
from followthrough.rendering.promises_markdown import write
from followthrough.rendering.safe_text import safe_text
from tests.support.builders import (
    NOW,
    a_promise,
    kept,
    made,
    missed,
    moved,
    noted,
    promise,
    released,
    retracted,
    withdrawn,
)
from tests.support.injections import BY_KIND
from tests.support.markup import MARKDOWN, types_of

PEOPLE = {"ana": Person(handle="ana", name="Ana Ruiz"), "sam": Person(handle="sam", name="Sam")}
EARLY = "2026-11-01T09:00-04:00"


def page(*commitments: Commitment) -> str:
    return write(commitments, people=PEOPLE, me="sam", now=NOW)


def test_a_page_says_what_is_open_and_then_what_became_of_the_others() -> None:
    late = (made("Gone", due="2026-11-20", logged=EARLY), moved("2026-12-01", logged="2026-11-21T09:00-05:00"))
    assert page(
        a_promise(made("Deck", logged=EARLY, tags=("talks",)), kept(part=0.5, note="half", logged=NOW)),
        promise("No date", due=None, logged=EARLY),
        promise("Second", due="2026-11-28", logged=EARLY),
        promise("First", due="2026-11-27T17:00-05:00", logged=EARLY),
        a_promise(*late),
        a_promise(made("Missed", due="2026-11-20", logged=EARLY), missed(logged=NOW)),
        a_promise(made("Let go", logged=EARLY), released(logged="2026-11-20T09:00-05:00")),
        a_promise(made("Taken back", logged=EARLY), withdrawn(logged="2026-11-21T09:00-05:00")),
        a_promise(made("Undone", logged=EARLY), retracted(1)),
    ).replace("\\", "") == (
        "# Promises\n"
        "\n"
        "8 promises, as of Monday 23 November 2026.\n"
        "\n"
        "## Open\n"
        "\n"
        "- First  \n"
        "  open · due 27 November 2026, 17:00 · Sam to Ana Ruiz · made 1 November 2026 · kmzqrtpl\n"
        "- Second  \n"
        "  open · due 28 November 2026 · Sam to Ana Ruiz · made 1 November 2026 · kmzqrtpl\n"
        "- Gone  \n"
        "  overdue by 3 days · due 20 November 2026 · Sam to Ana Ruiz · made 1 November 2026 · moved 1 time · "
        "credit 94 % · kmzqrtpl · moved to Tuesday 1 December 2026\n"
        "- No date  \n"
        "  open · no due date · Sam to Ana Ruiz · made 1 November 2026 · kmzqrtpl\n"
        "\n"
        "## Kept\n"
        "\n"
        "- Deck  \n"
        "  50 % of it kept · due 27 November 2026 · Sam to Ana Ruiz · made 1 November 2026 · credit 50 % · +talks · "
        "kmzqrtpl · kept on 23 November 2026\n"
        "  - half\n"
        "\n"
        "## Missed\n"
        "\n"
        "- Missed  \n"
        "  missed · due 20 November 2026 · Sam to Ana Ruiz · made 1 November 2026 · credit 0 % · kmzqrtpl · "
        "missed on 23 November 2026\n"
        "\n"
        "## Released, withdrawn\n"
        "\n"
        "- Taken back  \n"
        "  withdrawn before it was due · due 27 November 2026 · Sam to Ana Ruiz · made 1 November 2026 · kmzqrtpl · "
        "withdrawn on 21 November 2026\n"
        "- Let go  \n"
        "  released · due 27 November 2026 · Sam to Ana Ruiz · made 1 November 2026 · kmzqrtpl · "
        "released on 20 November 2026\n"
    )


def test_a_page_of_none_says_so() -> None:
    assert page() == "# Promises\n\n0 promises, as of Monday 23 November 2026.\n"


def hostile(text: str) -> str:
    people = {"ana": Person(handle="ana", name=text), "sam": Person(handle="sam", name=text)}
    commitment = a_promise(made(text, tags=(text,)), noted(text), kept(note=text))
    return write([commitment], people=people, me="sam", now=NOW)


@pytest.mark.parametrize("texts", BY_KIND.values(), ids=BY_KIND)
def test_a_hostile_text_is_shown_and_nothing_comes_of_it(texts: Sequence[str]) -> None:
    harmless = types_of(MARKDOWN.parse(hostile("Bring soup")))
    for text in texts:
        tokens = MARKDOWN.parse(hostile(text))
        assert types_of(tokens) == harmless, text
        shown = "".join(child.content for token in tokens for child in token.children or ())
        assert safe_text(" ".join(text.split())) in shown, text
