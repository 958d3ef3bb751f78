"""`ft say`: the message on standard output alone, and what became of it on the clipboard beside it."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.promises import add
from tests.support.terminal import Said, Terminal
from tests.support.write_docs import schema_file

SLIDES = (
    "Hi Ana, a short heads-up: “Send Ana the slides” is due on Friday 27 November and still open. I have it in mind."
)


@pytest.fixture
def slides(terminal: Terminal) -> Terminal:
    add(terminal, "Send Ana the slides", "--by", "2026-11-27")
    return terminal


def with_clipboard(terminal: Terminal, script: str) -> dict[str, str]:
    """An environment in which pbcopy is this script."""
    directory = terminal.home / "bin"
    directory.mkdir()
    (directory / "pbcopy").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (directory / "pbcopy").chmod(0o755)
    return {"PATH": f"{directory}:/usr/bin:/bin"}


def test_the_message_is_printed_and_nothing_beside_it(slides: Terminal) -> None:
    assert slides.ft("say", "slides", "heads-up") == Said(0, f"{SLIDES}\n", "")


def test_a_message_in_json_says_whom_it_is_for(slides: Terminal) -> None:
    said = slides.ft("say", "slides", "heads-up", "--json")
    document = json.loads(said.out)
    jsonschema.validate(document, json.loads(schema_file("followthrough.message/1").read_text(encoding="utf-8")))
    assert len(document.pop("id")) == 12
    assert document == {"schema": "followthrough.message/1", "kind": "heads-up", "to": ["ana"], "text": SLIDES}


def test_a_message_is_copied_and_still_printed(slides: Terminal, tmp_path: Path) -> None:
    environment = with_clipboard(slides, f"exec cat > {tmp_path}/copied")
    said = slides.ft("say", "slides", "heads-up", "--copy", **environment)
    assert said == Said(0, f"{SLIDES}\n", "Copied to the clipboard, by pbcopy.\n")
    assert (tmp_path / "copied").read_text(encoding="utf-8") == SLIDES


def test_without_a_clipboard_the_message_is_printed_and_the_status_is_7(slides: Terminal) -> None:
    said = slides.ft("say", "slides", "heads-up", "--copy")
    assert said == Said(
        7,
        f"{SLIDES}\n",
        "There is no program here that copies to a clipboard.\nTo install one: wl-clipboard, xclip or xsel.\n",
    )


def test_a_clipboard_that_refuses_is_status_7(slides: Terminal) -> None:
    said = slides.ft("say", "slides", "heads-up", "--copy", **with_clipboard(slides, "exit 1"))
    assert said == Said(7, f"{SLIDES}\n", "pbcopy did not copy it: it ended with status 1.\n")


def test_a_kind_that_does_not_fit_is_refused_with_those_that_do(slides: Terminal) -> None:
    said = slides.ft("say", "slides", "thanks")
    assert (said.status, said.out) == (5, "")
    assert said.err.splitlines()[0].endswith(": it is one of yours, open and never moved.")
    assert said.err.splitlines()[1] == "What fits: heads-up."


def test_where_no_kind_fits_the_hint_says_so(slides: Terminal) -> None:
    assert slides.ft("withdraw", "slides").status == 0
    short = json.loads(slides.ft("list", "--all", "--json").out)["commitments"][0]["id"][:6]
    said = slides.ft("say", short, "done")
    assert said == Said(
        5,
        "",
        f"A message of the kind done does not fit {short}: it is one of yours, withdrawn.\n"
        "No kind of message fits it now.\n",
    )


def test_nothing_is_recorded_by_saying_it(slides: Terminal) -> None:
    before = slides.ledger.read_bytes()
    slides.ft("say", "slides", "heads-up")
    assert slides.ledger.read_bytes() == before
