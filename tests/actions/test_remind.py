"""Deliver the digest once a day: what is new, to each place what it was not told."""

from datetime import timedelta

import pytest

from followthrough.actions.add import add
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.remind import remind
from followthrough.actions.several import Asked, overview
from followthrough.actions.whats_new import DESTINATION, whats_new
from followthrough.domain.errors import (
    BadTimeOfDayError,
    InLedgerError,
    MarksNotKeptError,
    NoDestinationError,
    NoLedgerError,
    ToldElsewhereError,
    ToldNotRememberedError,
)
from followthrough.domain.noticing import Told
from tests.support.builders import NOW
from tests.support.fakes import FakeClock, FakeLedger, a_workspace
from tests.support.reminding import FakeDelivery, FakeMarks

SUBJECT = "Promises: 1 due soon"


class FillingMarks(FakeMarks):
    """Marks that can be written once, and then the disk is full."""

    def keep(self, destination: str, told: Told) -> None:
        super().keep(destination, told)
        self.full = True


@pytest.fixture
def clock() -> FakeClock:
    """Monday, ten in the morning."""
    return FakeClock()


@pytest.fixture
def workspace(clock: FakeClock) -> WiderWorkspace:
    """One promise that is due soon."""
    return with_slides(a_workspace(clock=clock))


def with_slides(opened: WiderWorkspace) -> WiderWorkspace:
    add(opened, "Slides", to=["ana"], by="tomorrow")
    return opened


def test_a_place_gets_the_digest_with_its_subject(workspace: WiderWorkspace) -> None:
    place = FakeDelivery()
    assert remind(workspace, [place]).delivered == (("me", SUBJECT),)
    (letter,) = place.letters
    assert letter.subject == SUBJECT
    assert "Slides" in letter.messages[0]


def test_it_is_worded_as_suits_the_place_unless_a_format_is_asked_for(workspace: WiderWorkspace) -> None:
    mail, other = FakeDelivery("via:mail", layout="html"), FakeDelivery("via:other", layout="html")
    remind(workspace, [mail])
    remind(workspace, [other], layout="json")
    assert (mail.letters[0].layout, other.letters[0].layout) == ("html", "json")
    assert other.letters[0].messages[0].startswith("{")


def test_once_a_day_however_often_it_runs(workspace: WiderWorkspace, clock: FakeClock) -> None:
    place = FakeDelivery()
    remind(workspace, [place])
    add(workspace, "Talk", to=["bo"], by="tomorrow")
    for _ in range(13):
        remind(workspace, [place])
        clock.forward(hours=1)
    assert len(place.letters) == 1
    clock.forward(hours=10)
    remind(workspace, [place])
    assert len(place.letters) == 2


def test_nothing_new_is_nothing_sent(workspace: WiderWorkspace, clock: FakeClock) -> None:
    place = FakeDelivery()
    add(workspace, "Far away", to=["ana"], by="in 60 days")
    remind(workspace, [place])
    clock.forward(hours=2)
    assert remind(workspace, [place]) == remind(a_workspace(FakeLedger({})), [FakeDelivery()])
    assert len(place.letters) == 1


def test_each_place_has_marks_of_its_own(workspace: WiderWorkspace) -> None:
    one, other = FakeDelivery("via:me"), FakeDelivery("desktop")
    remind(workspace, [one])
    remind(workspace, [one, other])
    assert (len(one.letters), len(other.letters)) == (1, 1)


def test_a_place_named_twice_is_told_once(workspace: WiderWorkspace) -> None:
    place = FakeDelivery()
    remind(workspace, [place, place])
    assert len(place.letters) == 1


def test_a_place_that_failed_is_told_at_the_next_run_and_others_at_once(workspace: WiderWorkspace) -> None:
    down, up = FakeDelivery("via:me", down=True), FakeDelivery("desktop")
    done = remind(workspace, [down, up])
    assert [str(each) for each in done.failed] == [
        "The digest did not reach me: it could not be reached, or refused. The next run tries again."
    ]
    down.down = False
    remind(workspace, [down, up])
    assert (len(down.letters), len(up.letters)) == (1, 1)


def test_a_week_asleep_gives_one_digest(workspace: WiderWorkspace, clock: FakeClock) -> None:
    place = FakeDelivery()
    clock.forward(days=7)
    for _ in range(3):
        remind(workspace, [place])
    assert [each.subject for each in place.letters] == ["Promises: 1 overdue"]


def test_it_is_neither_too_early_nor_in_the_quiet_hours(clock: FakeClock) -> None:
    workspace, place = with_slides(a_workspace(clock=clock, quiet="22:00-07:00")), FakeDelivery()
    for moment in ("2026-11-23T22:30-05:00", "2026-11-24T06:30-05:00", "2026-11-24T07:30-05:00"):
        clock.set(moment)
        remind(workspace, [place], not_before="08:00")
    assert place.letters == []
    clock.set("2026-11-24T08:00-05:00")
    remind(workspace, [place], not_before="08:00")
    assert len(place.letters) == 1


def test_a_clock_set_back_a_day_repeats_nothing(workspace: WiderWorkspace, clock: FakeClock) -> None:
    place = FakeDelivery()
    remind(workspace, [place])
    clock.forward(days=-1)
    remind(workspace, [place])
    clock.forward(days=1, minutes=5)
    remind(workspace, [place])
    assert len(place.letters) == 1


def test_a_place_that_another_run_is_telling_is_left_alone_and_that_is_said(clock: FakeClock) -> None:
    workspace, place = with_slides(a_workspace(clock=clock, marks=FakeMarks(busy=["via:me"]))), FakeDelivery()
    assert remind(workspace, [place]).notices == ("Another run is delivering to me, so this one left it alone.",)
    assert place.letters == []


def test_where_nothing_can_be_remembered_nothing_is_sent() -> None:
    place = FakeDelivery()
    done = remind(with_slides(a_workspace(marks=FakeMarks(full=True))), [place])
    assert [type(each) for each in done.unkept] == [MarksNotKeptError]
    assert place.letters == []


def test_a_disk_that_fills_up_while_a_digest_is_on_its_way_is_said_as_that() -> None:
    place = FakeDelivery()
    done = remind(with_slides(a_workspace(marks=FillingMarks())), [place])
    assert [type(each) for each in done.unkept] == [ToldNotRememberedError]
    assert len(place.letters) == 1


def test_an_hour_at_which_the_machine_is_always_off_is_made_up_for_the_next_day(clock: FakeClock) -> None:
    workspace, place = with_slides(a_workspace(clock=clock)), FakeDelivery()
    delivered = []
    for day in (23, 24, 25):
        for hour in ("09", "12", "17"):
            clock.set(f"2026-11-{day}T{hour}:00-05:00")
            if remind(workspace, [place], not_before="18:00").delivered:
                delivered.append(f"{day} {hour}")
    assert delivered[0] == "24 09"


def test_before_the_hour_nothing_is_delivered_where_it_was_looked_the_day_before(clock: FakeClock) -> None:
    workspace, place = a_workspace(clock=clock), FakeDelivery()
    add(workspace, "Some day", to=["ana"])
    clock.set("2026-11-23T08:05-05:00")
    assert remind(workspace, [place], not_before="08:00").delivered == ()
    add(workspace, "Slides", to=["ana"], by="tomorrow")
    clock.set("2026-11-24T07:00-05:00")
    assert remind(workspace, [place], not_before="08:00").delivered == ()
    clock.set("2026-11-24T08:00-05:00")
    assert len(remind(workspace, [place], not_before="08:00").delivered) == 1


def test_marks_that_cannot_be_read_are_said_and_everything_is_told_as_new(clock: FakeClock) -> None:
    workspace, place = with_slides(a_workspace(clock=clock, marks=FakeMarks(broken=True))), FakeDelivery()
    notices = remind(workspace, [place]).notices
    assert [each.partition(":")[2] for each in notices] == [
        " something else was written there. Nothing was left out.",
        " something else was written there. Everything is told as new.",
    ]
    assert len(place.letters) == 1


def test_what_does_not_stop_a_run_is_not_said_every_hour(clock: FakeClock) -> None:
    marks = FakeMarks()
    workspace, place = with_slides(a_workspace(clock=clock, marks=marks)), FakeDelivery()
    remind(workspace, [place])
    marks.broken_snoozes = True
    clock.forward(hours=1)
    assert remind(workspace, [place]).notices == ()
    clock.forward(days=1)
    assert len(remind(workspace, [place]).notices) == 1


@pytest.mark.parametrize("hour", ["2026-11-23T03:00-05:00", "2026-11-23T10:00-05:00"])
def test_a_ledger_that_is_missing_is_never_nothing_due(hour: str) -> None:
    place = FakeDelivery()
    with pytest.raises(NoLedgerError):
        remind(a_workspace(clock=FakeClock(hour)), [place], not_before="08:00")
    assert place.letters == []


def test_a_place_and_an_hour_have_to_make_sense(workspace: WiderWorkspace) -> None:
    with pytest.raises(NoDestinationError):
        remind(workspace, [])
    with pytest.raises(BadTimeOfDayError):
        remind(workspace, [FakeDelivery()], not_before="8 o'clock")


def new_in(workspace: WiderWorkspace) -> list[str]:
    with whats_new(overview([Asked(None, workspace)])) as new:
        return [each.what for each in new.overview.digest.due_soon]


def test_what_is_new_is_remembered_when_it_was_printed(workspace: WiderWorkspace) -> None:
    assert (new_in(workspace), new_in(workspace)) == (["Slides"], [])


def test_what_could_not_be_printed_stays_new(workspace: WiderWorkspace) -> None:
    with pytest.raises(OSError, match="full"), whats_new(overview([Asked(None, workspace)])):
        raise OSError("full")
    assert new_in(workspace) == ["Slides"]


def test_what_is_printed_as_new_and_what_is_delivered_do_not_know_of_each_other(workspace: WiderWorkspace) -> None:
    place = FakeDelivery()
    new_in(workspace)
    remind(workspace, [place])
    assert len(place.letters) == 1


def test_two_that_print_what_is_new_do_not_print_it_both() -> None:
    workspace = with_slides(a_workspace(marks=FakeMarks(busy=[DESTINATION])))
    with pytest.raises(ToldElsewhereError), whats_new(overview([Asked(None, workspace)])):
        pass


def test_the_marks_say_when_the_place_was_told_last(clock: FakeClock) -> None:
    marks = FakeMarks()
    remind(with_slides(a_workspace(clock=clock, marks=marks)), [FakeDelivery()])
    assert marks.kept["via:me"].last == NOW
    assert clock.now() - NOW == timedelta(0)


@pytest.fixture
def other(clock: FakeClock) -> WiderWorkspace:
    """Another ledger, with nothing in it yet."""
    return a_workspace(FakeLedger({}, path="/home/sam/medics.json", ledger_id="yyyyyyyyyyyy"), clock=clock)


def test_a_place_is_told_of_all_ledgers_in_one_digest(workspace: WiderWorkspace, other: WiderWorkspace) -> None:
    add(other, "Tent", to=["bo"], by="tomorrow")
    place = FakeDelivery()
    done = remind(workspace, [place], others=[Asked("medics", other)])
    assert done.delivered == (("me", "Promises: 2 due soon"),)
    assert [("Slides" in each.messages[0], "· medics" in each.messages[0]) for each in place.letters] == [(True, True)]


def test_what_becomes_due_in_another_ledger_later_that_day_is_told_the_next(
    workspace: WiderWorkspace, other: WiderWorkspace, clock: FakeClock
) -> None:
    place, others = FakeDelivery(), [Asked("medics", other)]
    remind(workspace, [place], others=others)
    add(other, "Tent", to=["bo"], by="in 3 days", remind="3d")
    for _ in range(3):
        clock.forward(hours=3)
        remind(workspace, [place], others=others)
    assert len(place.letters) == 1
    clock.forward(hours=14)
    remind(workspace, [place], others=others)
    assert ["Tent" in each.messages[0] for each in place.letters] == [False, True]


def test_who_was_told_of_one_ledger_by_itself_is_told_of_the_others_and_nothing_twice(
    workspace: WiderWorkspace, other: WiderWorkspace, clock: FakeClock
) -> None:
    add(other, "Tent", to=["bo"], by="tomorrow")
    place, others = FakeDelivery(), [Asked("medics", other)]
    remind(other, [place])
    remind(workspace, [place], others=others)
    remind(other, [place])
    remind(workspace, [place], others=others)
    texts = [each.messages[0] for each in place.letters]
    assert [("Slides" in each, "Tent" in each) for each in texts] == [(False, True), (True, False)]


def test_a_ledger_that_could_not_be_read_is_told_of_as_soon_as_it_can_be(
    workspace: WiderWorkspace, clock: FakeClock
) -> None:
    gone = a_workspace(FakeLedger(path="/home/sam/medics.json", ledger_id="yyyyyyyyyyyy"), clock=clock)
    place, others = FakeDelivery(), [Asked("medics", gone)]
    done = remind(workspace, [place], others=others)
    assert [(type(each), str(each)) for each in done.problems] == [
        (InLedgerError, "In the ledger “medics”: There is no ledger at /home/sam/medics.json.")
    ]
    add(gone, "Tent", to=["bo"], by="tomorrow")
    remind(workspace, [place], others=others)
    assert ["Tent" in each.messages[0] for each in place.letters] == [False, True]


def test_a_ledger_whose_marks_cannot_be_kept_is_left_out_and_said_while_the_others_are_told(
    workspace: WiderWorkspace, clock: FakeClock
) -> None:
    full = a_workspace(
        FakeLedger({}, path="/home/sam/medics.json", ledger_id="yyyyyyyyyyyy"), clock=clock, marks=FakeMarks(full=True)
    )
    add(full, "Tent", to=["bo"], by="tomorrow")
    place = FakeDelivery()
    done = remind(workspace, [place], others=[Asked("medics", full)])
    assert [type(each) for each in done.unkept] == [MarksNotKeptError]
    assert ["Tent" in each.messages[0] for each in place.letters] == [False]


def test_one_promise_of_all_ledgers_is_brought_up_again(
    workspace: WiderWorkspace, other: WiderWorkspace, clock: FakeClock
) -> None:
    add(other, "Tent", to=["bo"], by="tomorrow")
    place, others = FakeDelivery(), [Asked("medics", other)]
    again = []
    for _ in range(20):
        clock.forward(days=1)
        before = len(place.letters)
        remind(workspace, [place], others=others)
        again += [each.messages[0].partition("Brought up again")[2] for each in place.letters[before:]]
    told = [("Slides" in each, "Tent" in each) for each in again if each]
    assert told
    assert (True, True) not in told
    assert {(True, False), (False, True)} <= set(told)
