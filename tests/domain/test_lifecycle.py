"""What may be recorded, and every refusal with its sentence."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import asdict, replace

from followthrough.domain import lifecycle
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    AlreadyOpenError,
    AlreadySettledError,
    BeforeMakingError,
    DueNotEditableError,
    FutureDateError,
    NotARecipientError,
    NothingToChangeError,
    NothingToRepairError,
    NotKeptError,
    PastDateError,
    PastDueError,
    Problem,
    SayTheTimeError,
    UndoneError,
    UnknownEventError,
    WhoseWordError,
)
from followthrough.domain.events import (
    Confirmed,
    Kept,
    Missed,
    Moved,
    Noted,
    Particulars,
    Released,
    Reopened,
    Repaired,
    Stamp,
    Withdrawn,
)
from followthrough.domain.people import Person
from tests.support.builders import (
    NOW,
    PEOPLE,
    a_promise,
    confirmed,
    due,
    kept,
    made,
    missed,
    on,
    released,
    retracted,
    stamp,
    withdrawn,
)

FIVE = "2026-11-27T17:00:00-05:00"
A_SECOND_AFTER_FIVE = "2026-11-27T17:00:01-05:00"
LAST_SECOND = "2026-11-27T23:59:59-05:00"
NEXT_DAY = "2026-11-28T00:00:00-05:00"
SETTLED = [
    pytest.param(a_promise(made(), kept()), "kept", id="kept"),
    pytest.param(a_promise(made(), missed()), "missed", id="missed"),
    pytest.param(a_promise(made(), released()), "released", id="released"),
    pytest.param(a_promise(made(), withdrawn()), "withdrawn", id="withdrawn"),
]
UNDONE = a_promise(made(), retracted(1))
FOREIGN = replace(a_promise(), foreign=("promised_again",))
A_STAMP = stamp(7)


def keep(commitment: Commitment, at: str | None = None, logged: str | Stamp = A_SECOND_AFTER_FIVE) -> Kept:
    stamped = stamp(7, logged=logged) if isinstance(logged, str) else logged
    return lifecycle.keep(commitment, stamped, at=due(at), typed_at=at or "", part=1.0)


def every_rule(commitment: Commitment) -> dict[str, Any]:
    return {
        "keep": lambda: lifecycle.keep(commitment, A_STAMP, at=None, typed_at="", part=1.0),
        "miss": lambda: lifecycle.miss(commitment, A_STAMP, because=None),
        "release": lambda: lifecycle.release(commitment, A_STAMP, whose="ana", moot=False),
        "withdraw": lambda: lifecycle.withdraw(commitment, A_STAMP),
        "move": lambda: lifecycle.move(commitment, A_STAMP, due=on("2026-12-04"), typed="4 dec", agreed=True),
        "reopen": lambda: lifecycle.reopen(commitment, A_STAMP),
        "confirm": lambda: lifecycle.confirm(commitment, A_STAMP, whose="ana", satisfied=True),
        "repair": lambda: lifecycle.repair(commitment, A_STAMP),
        "note": lambda: lifecycle.note(commitment, A_STAMP, help_wanted=None),
        "edit": lambda: lifecycle.edit(commitment, A_STAMP, Particulars(what="New")),
    }


ONLY_WHILE_OPEN = ["keep", "miss", "release", "withdraw", "move"]


def refusal(rule: Any, kind: type[Problem]) -> str:
    with pytest.raises(kind) as caught:
        rule()
    assert type(caught.value) is kind
    return str(caught.value)


# What is recorded


def test_each_rule_gives_its_event_with_the_stamp_it_was_given() -> None:
    still_open, is_kept, is_missed = a_promise(), a_promise(made(), kept()), a_promise(made(), missed())
    given = dict(A_STAMP)
    assert every_rule(still_open)["keep"]() == Kept(**A_STAMP, at=None, part=1.0)
    assert lifecycle.miss(still_open, A_STAMP, because="outside") == Missed(**A_STAMP, because="outside")
    assert lifecycle.release(still_open, A_STAMP, whose="bo", moot=True) == Released(**A_STAMP, whose="bo", moot=True)
    assert every_rule(still_open)["withdraw"]() == Withdrawn(**A_STAMP)
    assert every_rule(still_open)["move"]() == Moved(**A_STAMP, due=on("2026-12-04"), agreed=True)
    assert every_rule(is_missed)["reopen"]() == Reopened(**A_STAMP, of="kkkkk.2")
    assert every_rule(is_kept)["confirm"]() == Confirmed(**A_STAMP, of="kkkkk.2", whose="ana", satisfied=True)
    assert every_rule(is_missed)["repair"]() == Repaired(**A_STAMP, of="kkkkk.2")
    assert lifecycle.note(still_open, A_STAMP, help_wanted=True) == Noted(**A_STAMP, help_wanted=True)
    assert given == dict(A_STAMP)


# Settled, open, undone, unknown


@pytest.mark.parametrize("rule", ONLY_WHILE_OPEN)
@pytest.mark.parametrize(("commitment", "state"), SETTLED)
def test_what_is_settled_is_not_settled_or_moved_again(rule: str, commitment: Commitment, state: str) -> None:
    assert refusal(every_rule(commitment)[rule], AlreadySettledError) == (
        f"“Send Ana the slides” (kmzqrtplwvny) is already {state}."
    )


@pytest.mark.parametrize(
    "rule", ["keep", "miss", "release", "withdraw", "move", "reopen", "confirm", "repair", "note", "edit"]
)
def test_nothing_is_recorded_about_a_promise_whose_making_was_undone(rule: str) -> None:
    assert refusal(every_rule(UNDONE)[rule], UndoneError) == "Making “Send Ana the slides” (kmzqrtplwvny) was undone."


@pytest.mark.parametrize(
    "rule", ["keep", "miss", "release", "withdraw", "move", "reopen", "confirm", "repair", "note", "edit"]
)
def test_nothing_is_recorded_on_a_history_with_an_event_of_an_unknown_kind(rule: str) -> None:
    assert refusal(every_rule(FOREIGN)[rule], UnknownEventError) == (
        "The history of kmzqrtplwvny has an event of a kind this version does not know: “promised_again”."
    )


def test_what_is_open_is_not_reopened() -> None:
    assert refusal(every_rule(a_promise())["reopen"], AlreadyOpenError) == (
        "“Send Ana the slides” (kmzqrtplwvny) is open."
    )


@pytest.mark.parametrize(("commitment", "state"), SETTLED)
def test_whatever_settled_it_it_is_reopened(commitment: Commitment, state: str) -> None:
    assert every_rule(commitment)["reopen"]() == Reopened(**A_STAMP, of="kkkkk.2")


# Keeping


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (
            "2026-11-27T17:00:02-05:00",
            "“2026-11-27T17:00:02-05:00” is still to come.",
        ),
        ("2026-11-28", "“2026-11-28” is still to come."),
    ],
)
def test_what_is_still_to_come_was_not_kept(at: str, sentence: str) -> None:
    assert refusal(lambda: keep(a_promise(), at), FutureDateError) == sentence


@pytest.mark.parametrize("at", [A_SECOND_AFTER_FIVE, "2026-11-27"])
def test_now_and_today_are_not_still_to_come(at: str) -> None:
    assert keep(a_promise(), at).at == due(at)


@pytest.mark.parametrize("at", ["2026-11-23T09:59:59-05:00", "2026-11-22"])
def test_nothing_was_kept_before_it_was_made(at: str) -> None:
    assert refusal(lambda: keep(a_promise(), at), BeforeMakingError) == (
        f"“{at}” is before the promise kmzqrtplwvny was made."
    )


@pytest.mark.parametrize("at", ["2026-11-23T10:00:00-05:00", "2026-11-23"])
def test_a_promise_may_be_kept_when_it_was_made_and_on_that_day(at: str) -> None:
    assert keep(a_promise(), at).at == due(at)


def test_a_promise_given_earlier_may_be_kept_from_then_on() -> None:
    assert keep(a_promise(made(given="2026-11-20")), "2026-11-21").at == on("2026-11-21")


def test_a_day_does_not_say_whether_a_moment_of_that_day_was_kept() -> None:
    promise = a_promise(made(due=FIVE))
    assert refusal(lambda: keep(promise, "2026-11-27", logged=NEXT_DAY), SayTheTimeError) == (
        "kmzqrtplwvny is due at a time on that day, so “2026-11-27” leaves open whether it was kept in time."
    )
    assert keep(promise, "2026-11-26", logged=NEXT_DAY).at == on("2026-11-26")
    assert keep(promise, FIVE, logged=NEXT_DAY).at == due(FIVE)
    assert keep(a_promise(), "2026-11-27", logged=NEXT_DAY).at == on("2026-11-27")


# Withdrawing


@pytest.mark.parametrize(
    ("promised", "last", "first_too_late"),
    [
        (FIVE, FIVE, A_SECOND_AFTER_FIVE),
        ("2026-11-27", LAST_SECOND, NEXT_DAY),
    ],
)
def test_a_promise_is_withdrawn_up_to_its_due_date_and_not_after(promised: str, last: str, first_too_late: str) -> None:
    promise = a_promise(made(due=promised))
    in_time, late = stamp(2, logged=last), stamp(2, logged=first_too_late)
    assert lifecycle.withdraw(promise, in_time) == Withdrawn(**in_time)
    assert refusal(lambda: lifecycle.withdraw(promise, late), PastDueError) == (
        "“Send Ana the slides” (kmzqrtplwvny) is past its due date, so it cannot be withdrawn."
    )


def test_a_promise_without_a_due_date_is_withdrawn_at_any_time() -> None:
    late = stamp(2, logged="2030-01-01T00:00Z")
    assert lifecycle.withdraw(a_promise(made(due=None)), late) == Withdrawn(**late)


# Moving


@pytest.mark.parametrize(
    ("to", "now", "meaning"),
    [
        (FIVE, A_SECOND_AFTER_FIVE, FIVE),
        ("2026-11-27", NEXT_DAY, "2026-11-27"),
    ],
)
def test_a_promise_is_not_moved_to_the_past(to: str, now: str, meaning: str) -> None:
    when = due(to)
    assert when is not None
    late = stamp(2, logged=now)
    sentence = refusal(lambda: lifecycle.move(a_promise(), late, due=when, typed="friday", agreed=True), PastDateError)
    assert sentence == f"“friday” is {meaning}, which has passed."


@pytest.mark.parametrize(("to", "now"), [(FIVE, FIVE), ("2026-11-27", LAST_SECOND)])
def test_a_promise_is_moved_to_what_has_not_passed(to: str, now: str) -> None:
    when = due(to)
    assert when is not None
    given = stamp(2, logged=now)
    assert lifecycle.move(a_promise(), given, due=when, typed="", agreed=False) == Moved(
        **given, due=when, agreed=False
    )


def test_an_overdue_promise_is_moved() -> None:
    late = stamp(2, logged="2026-12-01T10:00-05:00")
    event = lifecycle.move(a_promise(), late, due=on("2026-12-04"), typed="", agreed=True)
    assert event == Moved(**late, due=on("2026-12-04"), agreed=True)


# Confirming and repairing


@pytest.mark.parametrize(("commitment", "state"), [pytest.param(a_promise(), "open", id="open"), *SETTLED[1:]])
def test_what_is_not_kept_is_not_confirmed(commitment: Commitment, state: str) -> None:
    assert refusal(every_rule(commitment)["confirm"], NotKeptError) == (
        f"“Send Ana the slides” (kmzqrtplwvny) is {state}, not kept, so there is nothing to confirm."
    )


@pytest.mark.parametrize(
    ("commitment", "state"),
    [
        pytest.param(a_promise(), "open", id="open"),
        pytest.param(a_promise(made(), kept()), "kept in full on time", id="kept in full on time"),
        pytest.param(a_promise(made(due=None), kept()), "kept in full on time", id="kept, no due date"),
        pytest.param(a_promise(made(), released()), "released", id="released"),
        pytest.param(a_promise(made(), withdrawn()), "withdrawn", id="withdrawn"),
    ],
)
def test_where_nothing_is_amiss_there_is_nothing_to_repair(commitment: Commitment, state: str) -> None:
    assert refusal(every_rule(commitment)["repair"], NothingToRepairError) == (
        f"“Send Ana the slides” (kmzqrtplwvny) is {state}; there is nothing to repair."
    )


@pytest.mark.parametrize(
    "settled",
    [
        pytest.param(missed(), id="missed"),
        pytest.param(kept(part=0.5), id="kept in part"),
        pytest.param(kept(part=0.0), id="kept in no part"),
        pytest.param(kept(logged=NEXT_DAY), id="kept late"),
    ],
)
def test_a_miss_a_late_and_a_partial_keeping_are_repaired(settled: Any) -> None:
    promise = a_promise(made(), settled)
    assert lifecycle.repairable(promise)
    assert every_rule(promise)["repair"]() == Repaired(**A_STAMP, of="kkkkk.2")


# Editing


def test_an_edit_says_from_what_to_what_and_only_what_differs() -> None:
    event = lifecycle.edit(a_promise(), A_STAMP, Particulars(what="Send Ana the deck", to=("ana",), tags=("talks",)))
    assert event.was == Particulars(what="Send Ana the slides", tags=())
    assert event.now == Particulars(what="Send Ana the deck", tags=("talks",))
    assert event.was.to is UNSET


@pytest.mark.parametrize(
    "now",
    [
        Particulars(),
        Particulars(what="Send Ana the slides"),
        Particulars(due=on("2026-11-27"), to=("ana",), visibility="private", remind=None, chase=None, tags=()),
    ],
)
def test_an_edit_that_changes_nothing_is_refused(now: Particulars) -> None:
    assert refusal(lambda: lifecycle.edit(a_promise(), A_STAMP, now), NothingToChangeError) == (
        "Nothing was given to change about kmzqrtplwvny."
    )


def test_a_due_date_is_edited_within_fifteen_minutes_and_not_after() -> None:
    new = Particulars(due=on("2026-12-04"))
    in_time, late = (stamp(2, logged=NOW + timedelta(minutes=15, seconds=more)) for more in (0, 1))
    assert lifecycle.edit(a_promise(), in_time, new).now == new
    assert refusal(lambda: lifecycle.edit(a_promise(), late, new), DueNotEditableError) == (
        "The due date of kmzqrtplwvny can be corrected only within 15 minutes of making it, before both dates."
    )


def test_fifteen_minutes_count_from_the_recording_even_where_the_promise_was_given_earlier() -> None:
    new = Particulars(due=on("2026-12-04"))
    assert lifecycle.edit(a_promise(made(given="2026-11-20")), stamp(2), new).now == new


def test_a_due_date_is_edited_only_before_the_old_one_and_to_what_has_not_passed() -> None:
    soon, then = NOW + timedelta(minutes=5), stamp(2, logged=NOW + timedelta(minutes=5, seconds=1))
    passed, backwards = a_promise(made(due=soon.isoformat())), a_promise()
    assert refusal(lambda: lifecycle.edit(passed, then, Particulars(due=on("2026-12-04"))), DueNotEditableError)
    assert refusal(lambda: lifecycle.edit(backwards, then, Particulars(due=due(soon.isoformat()))), DueNotEditableError)


def test_a_due_date_is_taken_away_shortly_after_making() -> None:
    assert lifecycle.edit(a_promise(), stamp(2), Particulars(due=None)).now == Particulars(due=None)


def test_the_due_date_of_what_is_settled_is_not_edited_and_its_text_is() -> None:
    promise = a_promise(made(), kept())
    assert (
        refusal(lambda: lifecycle.edit(promise, A_STAMP, Particulars(due=on("2026-12-04"))), AlreadySettledError)
        == "“Send Ana the slides” (kmzqrtplwvny) is already kept."
    )
    assert lifecycle.edit(promise, A_STAMP, Particulars(what="New")).now == Particulars(what="New")


def test_confidence_cannot_be_named_in_an_edit() -> None:
    assert set(asdict(Particulars())) == {"what", "to", "due", "tags", "visibility", "remind", "chase"}


# Whose word it is


def whose(commitment: Commitment, said: str | None = None, me: str = "sam", people: dict[str, Person] = PEOPLE) -> str:
    return lifecycle.whose_word(commitment, said, me, people)


def test_it_is_the_word_of_the_only_recipient() -> None:
    assert whose(a_promise(made(to="ana"))) == "ana"


def test_it_is_mine_where_i_am_a_recipient() -> None:
    assert whose(a_promise(made(maker="ana", to=("bo", "sam")))) == "sam"


def test_it_is_mine_where_a_circle_of_mine_was_promised_to() -> None:
    assert whose(a_promise(made(maker="bo", to=("medics",))), me="ana") == "ana"


def test_it_is_the_word_of_whoever_is_named() -> None:
    promise = a_promise(made(to=("bo", "medics")))
    assert [whose(promise, each) for each in ("bo", "medics", "ana")] == ["bo", "medics", "ana"]


def test_it_is_not_the_word_of_someone_it_was_not_promised_to() -> None:
    promise = a_promise(made(to=("ana",)))
    assert refusal(lambda: whose(promise, "bo"), NotARecipientError) == "kmzqrtplwvny was not promised to @bo."


def test_the_maker_does_not_speak_for_a_circle_they_are_a_member_of() -> None:
    promise = a_promise(made(maker="sam", to=("medics",)))
    assert whose(promise, me="sam") == "medics"
    assert whose(promise, said="ana") == "ana"
    sentence = "kmzqrtplwvny was not promised to @sam."
    assert refusal(lambda: whose(promise, said="sam"), NotARecipientError) == sentence


def test_what_i_promised_myself_is_my_word() -> None:
    assert whose(a_promise(made(maker="sam", to=("sam", "medics"))), me="sam") == "sam"


def test_with_several_recipients_it_must_be_said_whose_word_it_is() -> None:
    promise = a_promise(made(to=("ana", "bo")))
    assert refusal(lambda: whose(promise), WhoseWordError) == (
        "kmzqrtplwvny is promised to @ana, @bo; it is not said whose word this is."
    )


def test_a_confirmation_of_a_recipient_is_recorded_on_the_standing_keeping() -> None:
    promise = a_promise(made(), kept(), confirmed(2, satisfied=False), kept())
    assert every_rule(promise)["confirm"]().of == "kkkkk.4"
