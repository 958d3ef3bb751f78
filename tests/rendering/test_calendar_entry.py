"""The words of a calendar's entry: what became of a promise first, and whose it is."""

import pytest

from followthrough.rendering.calendar_entry import description, summary
from tests.support.builders import (
    ID,
    Drafted,
    a_promise,
    a_reader,
    kept,
    made,
    missed,
    moved,
    promise,
    redated,
    released,
    retracted,
    withdrawn,
)

SUMMARIES = {
    "Send Ana the slides → Ana Ruiz": (made(),),
    "Send Ana the slides → Ana Ruiz and Bo Chen": (made(to=("ana", "bo")),),
    "Send Ana the slides → Street Medics": (made(to="medics"),),
    "Send Ana the slides": (made(to="sam"),),
    "Send Ana the slides → dee": (made(to="dee"),),
    "from Bo Chen: Lend the drill": (made("Lend the drill", maker="bo", to="sam"),),
    "kept: from Bo Chen: Lend the drill": (made("Lend the drill", maker="bo", to="sam"), kept()),
    "kept: Send Ana the slides → Ana Ruiz": (made(), kept()),
    "kept 60 %: Send Ana the slides → Ana Ruiz": (made(), kept(part=0.6)),
    "missed: Send Ana the slides → Ana Ruiz": (made(), missed()),
    "released: Send Ana the slides → Ana Ruiz": (made(), released()),
    "withdrawn: Send Ana the slides → Ana Ruiz": (made(), withdrawn()),
    "undone: Send Ana the slides → Ana Ruiz": (made(), retracted(1)),
    "no longer due: Send Ana the slides → Ana Ruiz": (made(), redated(None)),
    "Send the slides now → Ana Ruiz": (made("Send\r\nthe\u2028slides \t now "),),
    "Send \\u{202e}ti → Ana Ruiz": (made("Send \u202eti"),),
}


@pytest.mark.parametrize(("said", "drafts"), SUMMARIES.items(), ids=SUMMARIES)
def test_a_title_says_what_and_whose(said: str, drafts: tuple[Drafted, ...]) -> None:
    assert summary(a_promise(*drafts), a_reader()) == said


def test_the_lines_say_what_and_between_whom_and_where_to_see_it() -> None:
    assert description(promise(), a_reader()).split("\n") == [
        "Send Ana the slides",
        "You promised it to Ana Ruiz.",
        f"ft show {ID}",
    ]


def test_a_promise_to_me_says_who_made_it() -> None:
    said = description(promise(maker="bo", to=("ana", "sam")), a_reader())
    assert said.split("\n")[1] == "Bo Chen promised it to Ana Ruiz and you."


def test_another_date_to_be_judged_by_is_said() -> None:
    commitment = a_promise(made(due="2026-11-27"), moved("2026-12-01", agreed=False))
    assert description(commitment, a_reader()).split("\n")[2] == (
        "It is judged by Friday 27 November 2026: the move was not agreed."
    )


@pytest.mark.parametrize(("zone", "said"), [("Europe/Madrid", "23:00 (Europe/Madrid)"), ("Mars/Base", "22:00 (UTC)")])
def test_a_moment_to_be_judged_by_is_said_with_its_zone(zone: str, said: str) -> None:
    commitment = a_promise(made(due="2026-11-27T17:00-05:00", zone=zone), moved("2026-12-01", agreed=False))
    assert f"Friday 27 November 2026, {said}: the move" in description(commitment, a_reader())
