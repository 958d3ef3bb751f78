"""The subject of a digest."""

from datetime import timedelta

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import digest, within_or_remind
from followthrough.domain.selection import Party
from followthrough.rendering.subject import subject
from tests.support.builders import NOW, a_promise, made, noted, promise


def said(*commitments: Commitment) -> str:
    return subject(digest(Party("sam"), commitments, (), now=NOW, lead=within_or_remind(timedelta(days=7))))


def test_it_counts_what_deserves_attention() -> None:
    calling = a_promise(made(due=None), noted(help_wanted=True))
    overdue, today = promise(due="2026-11-20"), promise(due="2026-11-23")
    soon, theirs = promise(due="2026-11-25"), promise(maker="bo", to="sam")
    assert said(overdue, overdue, today) == "Promises: 2 overdue, 1 due today"
    assert said(soon, theirs, calling) == "Promises: 1 due soon, 1 asking for a hand, 1 waited for"
    assert said() == "Promises: nothing due"


def test_nothing_that_anybody_wrote_is_in_it() -> None:
    assert said(promise("Slides\r\nBcc: eve@example.org", due="2026-11-23", to=("ana",))) == "Promises: 1 due today"
