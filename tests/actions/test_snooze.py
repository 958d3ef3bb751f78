"""Leave a promise out of reminders for a while."""

import pytest

from followthrough.actions.add import add
from followthrough.actions.digest import attention
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.remind import remind
from followthrough.actions.settle import keep
from followthrough.actions.snooze import snooze, snooze_said, wake
from followthrough.domain.errors import (
    AlreadySettledError,
    BadSnoozesError,
    NotSnoozedError,
    PastDateError,
    PhraseNotUnderstoodError,
)
from tests.support.builders import at
from tests.support.fakes import FakeClock, a_workspace
from tests.support.reminding import FakeDelivery, FakeMarks


@pytest.fixture
def clock() -> FakeClock:
    """Monday, ten in the morning."""
    return FakeClock()


@pytest.fixture
def marks() -> FakeMarks:
    """Marks that hold nothing yet."""
    return FakeMarks()


@pytest.fixture
def workspace(clock: FakeClock, marks: FakeMarks) -> WiderWorkspace:
    """One promise that is due tomorrow."""
    opened = a_workspace(clock=clock, marks=marks)
    add(opened, "Slides", to=["ana"], by="tomorrow")
    return opened


def test_a_day_stands_for_its_first_moment_in_the_users_zone(workspace: WiderWorkspace, marks: FakeMarks) -> None:
    snooze(workspace, "slides", when="friday")
    assert list(marks.snoozed.values()) == [at("2026-11-27T00:00-05:00")]


def test_it_says_until_when_and_where_it_is_left_out(workspace: WiderWorkspace) -> None:
    assert snooze(workspace, "slides", when="friday").notices == (
        "Reminders and ft digest --new leave it out until Friday 27 November 2026 (in 4 days), America/New_York, "
        "and then bring it as new. ft and ft digest show it as before.",
    )
    assert (
        "until Friday 27 November 2026, 17:00 (in 4 days), America/New_York, and"
        in snooze(workspace, "slides", when="friday 5pm").notices[0]
    )


def test_it_is_left_out_of_reminders_alone_and_comes_back_as_new(workspace: WiderWorkspace, clock: FakeClock) -> None:
    place = FakeDelivery()
    remind(workspace, [place])
    snooze(workspace, "slides", when="friday")
    for _ in range(4):
        clock.forward(days=1)
        remind(workspace, [place])
    assert [each.subject for each in place.letters] == ["Promises: 1 due soon", "Promises: 1 overdue"]
    assert clock.now() == at("2026-11-27T10:00-05:00")


def test_today_and_the_digest_show_it_as_before(workspace: WiderWorkspace) -> None:
    snooze(workspace, "slides", when="friday")
    assert [each.what for each in attention(workspace).digest.due_soon] == ["Slides"]


def test_it_can_be_left_out_no_longer(workspace: WiderWorkspace) -> None:
    place = FakeDelivery()
    snooze(workspace, "slides", when="friday")
    wake(workspace, "slides")
    remind(workspace, [place])
    assert len(place.letters) == 1
    with pytest.raises(NotSnoozedError):
        wake(workspace, "slides")


def test_the_ledger_knows_nothing_of_it(workspace: WiderWorkspace) -> None:
    before = list(workspace.ledger.read().recorded())
    snooze(workspace, "slides", when="friday")
    assert list(workspace.ledger.read().recorded()) == before


@pytest.mark.parametrize("when", ["yesterday", "today", "2020-01-01", "2026-11-23T09:00"])
def test_it_looks_forward(workspace: WiderWorkspace, marks: FakeMarks, when: str) -> None:
    with pytest.raises(PastDateError):
        snooze(workspace, "slides", when=when)
    assert marks.snoozed == {}


def test_a_phrase_that_is_no_date_is_refused(workspace: WiderWorkspace) -> None:
    with pytest.raises(PhraseNotUnderstoodError):
        snooze(workspace, "slides", when="soon")


def test_what_is_settled_needs_no_snooze(workspace: WiderWorkspace) -> None:
    settled = keep(workspace, ["slides"]).commitments[0]
    with pytest.raises(AlreadySettledError):
        snooze(workspace, settled.id, when="friday")


def test_it_is_said_of_a_promise_while_it_lasts(workspace: WiderWorkspace, clock: FakeClock) -> None:
    slides = snooze(workspace, "slides", when="friday").commitments[0]
    assert snooze_said(workspace, slides) == "Snoozed until Friday 27 November 2026: reminders leave it out."
    clock.forward(days=4)
    assert snooze_said(workspace, slides) is None


def test_others_stay_snoozed_and_those_of_long_ago_are_let_go(
    workspace: WiderWorkspace, clock: FakeClock, marks: FakeMarks
) -> None:
    talk = add(workspace, "Talk", to=["bo"]).commitments[0]
    snooze(workspace, "slides", when="friday")
    snooze(workspace, "talk", when="in 300 days")
    assert len(marks.snoozed) == 2
    clock.forward(days=400)
    snooze(workspace, "talk", when="tomorrow")
    assert list(marks.snoozed) == [talk.id]


def test_where_it_cannot_be_told_what_is_snoozed_nothing_is_written_over(marks: FakeMarks) -> None:
    opened = a_workspace(marks=marks)
    slides = add(opened, "Slides", to=["ana"]).commitments[0]
    marks.broken_snoozes = True
    with pytest.raises(BadSnoozesError):
        snooze(opened, "slides", when="friday")
    assert snooze_said(opened, slides) is None
