"""What a merge says, field by field, and how much of it."""

from typing import Any

import pytest

from followthrough.domain.merging import (
    Arrived,
    Brought,
    Contested,
    Damaged,
    Differing,
    Doubled,
    Erased,
    Grown,
    MergeAccount,
)
from followthrough.domain.notices import CopyTakenIn
from followthrough.rendering.lines import to_text
from followthrough.rendering.merge_page import merge_page
from tests.support.builders import ID, a_reader


def said(width: int | None = None, **account: Any) -> str:
    brought = Brought(path="copy.json", account=MergeAccount(**account), changed=True)
    return to_text(merge_page([brought], a_reader(), width))


@pytest.mark.parametrize(
    ("field", "here", "there", "told"),
    [
        ("to", ["ana"], ["ana", "sam"], "to: Ana Ruiz here, Ana Ruiz and you there; Ana Ruiz and you stands"),
        ("due", "2026-11-27", None, "due: 2026-11-27 here, none there; none stands"),
        ("tags", [], ["talks", "home"], "tags: none here, +talks +home there; +talks +home stands"),
        ("part", 1.0, 0.6, "part: 100 % here, 60 % there; 60 % stands"),
        ("remind", 3600, 172800, "remind: 1 hour before here, 2 days before there; 2 days before stands"),
        ("help_wanted", False, True, "help wanted: no here, yes there; yes stands"),
    ],
)
def test_both_values_of_a_field_are_told_in_words(field: str, here: Any, there: Any, told: str) -> None:
    contested = Contested(id=ID, what="Slides", field=field, ours=here, theirs=there, stands=there)
    assert said(contested=(contested,)) == f"Both sides changed\n  kmzq  Slides\n        {told}\n"


def test_a_long_list_is_cut_and_counted() -> None:
    arrived = [Arrived(id=ID, what=f"No. {n}", maker="sam", to=("ana",), state="open") for n in range(1020)]
    lines = said(made=tuple(arrived)).splitlines()
    assert (len(lines), lines[-1]) == (22, "  … and 1,000 more; --json lists them all")


def test_many_events_about_one_promise_are_counted() -> None:
    grown = Grown(id=ID, what="Slides", events=("noted",) * 9, was_open=False, state="open")
    assert said(grown=(grown,)) == (
        "More recorded there\n  kmzq  Slides – noted, noted, noted, noted, noted, noted, and 3 more events; now open\n"
    )


def test_whose_promise_was_forgotten_is_told_and_by_whom() -> None:
    erased = (
        Erased(id=ID, by="bo", maker="ana", to=("medics",)),
        Erased(id=ID, by="sam", maker="sam", to=()),
        Erased(id=ID, by="bo", maker="someone", to=("ana", "sam")),
    )
    assert said(forgotten=erased) == (
        "Forgotten there, so here too\n"
        "  kmzq  a promise of @ana to Street Medics, forgotten by @bo\n"
        "  kmzq  a promise of yours, forgotten by you\n"
        "  kmzq  a promise of someone to Ana Ruiz and you, forgotten by @bo\n"
    )


def test_a_copy_that_was_taken_in_tells_who_forgot_what() -> None:
    erased = tuple(Erased(id=ID, by=by, maker="ana", to=("medics",)) for by in ("bo", "bo", "cleo"))
    taken_in = CopyTakenIn("ledger.json", "copy.json", MergeAccount(forgotten=erased), None)
    assert "copy.json, a copy of this ledger: 3 forgotten by @bo, @cleo" in str(taken_in)


def test_what_is_wrong_is_told_with_its_values() -> None:
    event = {"did": "noted", "note": "one"}
    torn = Damaged(table="commitments", id=ID, event="kkkkk.2", kept=None, damaged=event)
    healed = Damaged(table="commitments", id=ID, event="kkkkk.3", kept=event, damaged={"did": "noted"})
    doubled = Doubled(table="commitments", id=ID, event="kkkkk.4", contents=(event, {"did": "noted"}))
    differing = Differing(table="meta", id="1", field="odd", kept=2, other=1)
    assert said(damaged=(torn, healed), doubled=(doubled,), differing=(differing,)) == (
        "One event id for several events: all are kept\n"
        f"  {ID}  kkkkk.4\n"
        '                {"did":"noted","note":"one"}\n'
        '                {"did":"noted"}\n'
        "\n"
        "Damaged\n"
        f"  {ID}  kkkkk.2 is not what its sum was made of, and kept as it is\n"
        '                {"did":"noted","note":"one"}\n'
        f"  {ID}  kkkkk.3 was not what its sum was made of; the intact one stands for it\n"
        '                {"did":"noted"}\n'
        '                {"did":"noted","note":"one"}\n'
        "\n"
        "Differed, and no history says which is right\n"
        "  1  meta, odd: 2 stands, not 1\n"
    )


def test_no_line_is_wider_than_the_terminal() -> None:
    arrived = Arrived(id=ID, what="Sort the attic, label every box " * 4, maker="bo", to=("ana", "sam"), state="kept")
    contested = Contested(id=ID, what="Slides", field="what", ours="long " * 30, theirs="long", stands="long " * 30)
    text = said(width=40, made=(arrived,), contested=(contested,), joined="kmzqrtplwvny")
    assert max(map(len, text.splitlines())) <= 40


def test_a_copy_with_nothing_of_note_says_that_it_was_merged() -> None:
    assert said() == "copy.json was merged; it has no promise and no person that is new here.\n"
