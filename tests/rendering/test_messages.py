"""The words of each message, whole; and for every promise: short, kind, and never about a person's failing."""

import re
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.folding import fold
from followthrough.domain.message import KINDS, MessageKind, addressed, fits, fitting
from followthrough.domain.people import Person
from followthrough.domain.selection import Party
from followthrough.rendering.messages import message
from followthrough.rendering.who import Reader
from tests.support.builders import (
    ID,
    NOW,
    PEOPLE,
    a_promise,
    a_reader,
    kept,
    made,
    missed,
    moved,
    noted,
    promise,
    released,
    repaired,
    withdrawn,
)
from tests.support.histories import histories
from tests.support.thoroughness import tried_on

SAM = Party("sam", frozenset({"medics"}))
OPEN = promise()
THEIRS: dict[str, Any] = {"maker": "ana", "to": "sam"}


def said(kind: MessageKind, commitment: Commitment, **more: Any) -> str:
    assert fits(kind, commitment, SAM)
    return message(kind, commitment, a_reader(), NOW, **more)


@pytest.mark.parametrize(
    ("commitment", "kinds"),
    [
        (OPEN, ("heads-up",)),
        (a_promise(made(), moved("2026-12-01")), ("heads-up", "new-date")),
        (a_promise(made(), kept()), ("done",)),
        (a_promise(made(), kept(logged="2026-11-30T10:00-05:00")), ("done", "repair")),
        (a_promise(made(), kept(part=0.5)), ("done", "repair")),
        (a_promise(made(), missed()), ("repair",)),
        (a_promise(made(), released()), ("thanks",)),
        (a_promise(made(), withdrawn()), ()),
        (promise(**THEIRS), ("chase",)),
        (promise(maker="ana", to="medics"), ("chase",)),
        (a_promise(made(**THEIRS), kept()), ("thanks",)),
        (a_promise(made(**THEIRS), missed()), ()),
        (a_promise(made(**THEIRS), released(whose="sam")), ()),
        (promise(maker="ana", to="bo"), ()),
    ],
)
def test_only_some_kinds_fit(commitment: Commitment, kinds: tuple[str, ...]) -> None:
    assert fitting(commitment, SAM) == kinds


def test_heads_up_says_when_it_is_due_and_that_it_is_open() -> None:
    assert said("heads-up", OPEN) == (
        "Hi Ana Ruiz, a short heads-up: “Send Ana the slides” is due on Friday 27 November and still open. "
        "I have it in mind."
    )


def test_heads_up_about_something_overdue_says_so_without_guilt() -> None:
    assert said("heads-up", promise(due="2026-11-20T17:00-05:00")) == (
        "Hi Ana Ruiz, a short heads-up: “Send Ana the slides” was due on Friday 20 November, 17:00 and is not done "
        "yet. I have it in mind."
    )


def test_heads_up_without_a_date_or_with_a_hand_wanted() -> None:
    assert said("heads-up", a_promise(made(due=None), noted(help_wanted=True))) == (
        "Hi Ana Ruiz, a short heads-up: “Send Ana the slides” is still open on my side, and I have it in mind. "
        "I could use a hand with it."
    )


def test_a_new_date_names_the_one_before_it() -> None:
    assert said("new-date", a_promise(made(), moved("2026-11-30"), moved("2027-12-01"))) == (
        "Hi Ana Ruiz, I have a new date for “Send Ana the slides”: Wednesday 1 December 2027, instead of Monday 30 "
        "November. Thank you for agreeing to it."
    )


def test_a_new_date_that_nobody_agreed_to_is_asked_about() -> None:
    assert said("new-date", a_promise(made(due=None), moved("2026-11-30", agreed=False))) == (
        "Hi Ana Ruiz, I have a new date for “Send Ana the slides”: Monday 30 November. Does that suit you?"
    )


def test_done_says_when_and_thanks_for_waiting_where_it_was_late() -> None:
    assert said("done", a_promise(made(), kept())) == (
        "Hi Ana Ruiz, “Send Ana the slides” is done, as of Monday 23 November. Tell me if anything is missing."
    )
    assert said("done", a_promise(made(due="2026-11-20"), kept())) == (
        "Hi Ana Ruiz, “Send Ana the slides” is done, as of Monday 23 November. Thank you for waiting. "
        "Tell me if anything is missing."
    )


def test_done_in_part_says_which_part() -> None:
    assert said("done", a_promise(made(), kept(part=0.6))) == (
        "Hi Ana Ruiz, 60 % of “Send Ana the slides” is done, as of Monday 23 November. "
        "Tell me what you need of the rest."
    )


def test_thanks_go_to_whoever_kept_or_let_go() -> None:
    assert said("thanks", a_promise(made("Lend the drill", maker="bo", to="sam"), kept())) == (
        "Hi Bo Chen, thank you for “Lend the drill”. It helped me that you did it."
    )
    assert said("thanks", a_promise(made(to=("ana", "bo")), released(whose="bo"))) == (
        "Hi Bo Chen, thank you for letting “Send Ana the slides” go. I appreciate it."
    )
    assert said("thanks", a_promise(made(), released(moot=True))) == (
        "Hi Ana Ruiz, thank you for telling me that “Send Ana the slides” is no longer needed."
    )


def test_repair_offers_or_says_what_was_done() -> None:
    assert said("repair", a_promise(made(), missed())) == (
        "Hi Ana Ruiz, I did not keep “Send Ana the slides”. I am sorry. I would like to make it right: what would help?"
    )
    assert said("repair", a_promise(made(due="2026-11-20"), kept(), repaired(2, "Brought cake"))) == (
        "Hi Ana Ruiz, “Send Ana the slides” is done, later than I promised: it was due on Friday 20 November. "
        "I am sorry. To make it right: Brought cake."
    )
    assert said("repair", a_promise(made(), kept(part=0.5))) == (
        "Hi Ana Ruiz, I kept 50 % of “Send Ana the slides”. I am sorry. I would like to make it right: what would help?"
    )


def test_chase_asks_and_leaves_room() -> None:
    assert said("chase", promise(**THEIRS)) == (
        "Hi Ana Ruiz, how is “Send Ana the slides” coming along? I have it down for Friday 27 November. "
        "Tell me if a hand would help."
    )
    assert said("chase", promise(due="2026-11-20", **THEIRS)) == (
        "Hi Ana Ruiz, how is “Send Ana the slides” coming along? I have it down for Friday 20 November; "
        "another date is fine."
    )
    assert said("chase", promise(due=None, **THEIRS)) == (
        "Hi Ana Ruiz, how is “Send Ana the slides” coming along? There is no date for it; tell me if one would "
        "help, or a hand."
    )


@pytest.mark.parametrize(
    ("to", "greeting"),
    [
        (("ana", "bo"), "Hi Ana Ruiz and Bo Chen,"),
        (("ana", "bo", "medics"), "Hi Ana Ruiz, Bo Chen and Street Medics,"),
        (("ana", "sam"), "Hi Ana Ruiz,"),
        (("dee",), "Hi Dee,"),
        (("dee-2",), "Hi dee-2,"),
        (("sam",), "Hi,"),
    ],
)
def test_everyone_it_is_for_is_addressed_and_never_oneself(to: tuple[str, ...], greeting: str) -> None:
    assert said("heads-up", promise(to=to)).startswith(f"{greeting} a short")


def test_an_id_is_in_it_only_where_it_was_asked_for() -> None:
    assert ID[:4] not in said("heads-up", OPEN)
    assert f"“Send Ana the slides” ({ID[:4]}) is due" in said("heads-up", OPEN, with_id=True)


def test_text_of_others_is_harmless_and_on_one_line() -> None:
    text = said("heads-up", promise("Send\nthe \x1b[31mslides\u202e"))
    assert "“Send the \\u{1b}[31mslides\\u{202e}”" in text
    assert text.isprintable()


FORBIDDEN = re.compile(
    r"!|\byou (did not|didn't|failed|forgot|should|must|never)\b|\bunreliable\b|\bagain\b", re.IGNORECASE
)


@tried_on(100)
@given(histories())
def test_every_message_that_fits_is_short_and_blames_nobody(history: list[Any]) -> None:
    long = "word " * 400
    commitment = replace(fold(ID, history), what=long)
    people = {**PEOPLE, "ana": Person(handle="ana", name="Ana Maria Ruiz")}
    for me in (SAM, Party("ana")):
        reader = Reader(me=me.handle, people=people, shorten=lambda each: each[:6])
        for kind in KINDS:
            if fits(kind, commitment, me):
                text = message(kind, commitment, reader, NOW, with_id=True)
                assert len(text.split()) <= 60
                assert FORBIDDEN.search(text) is None
                assert me.handle not in addressed(kind, commitment, me.handle)
