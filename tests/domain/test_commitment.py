"""The fold of a history into a commitment."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment, given_at, settled_moment
from followthrough.domain.events import AnyEvent, Made, Particulars
from followthrough.domain.folding import fold, ordered
from tests.support.builders import (
    ID,
    NOW,
    ZONE,
    Drafted,
    a_history,
    a_promise,
    at,
    confirmed,
    edited,
    instant,
    kept,
    made,
    missed,
    moved,
    noted,
    on,
    redated,
    released,
    reopened,
    repaired,
    retracted,
    withdrawn,
)
from tests.support.histories import histories
from tests.support.thoroughness import tried_on

DUE = "2026-11-27T17:00:00-05:00"
IN_TIME = "2026-11-27T17:00:00-05:00"
TOO_LATE = "2026-11-27T17:00:01-05:00"


# What making says


def test_a_promise_is_open_and_as_its_making_says() -> None:
    promise = a_promise(
        made("Water the plants", maker="bo", to=("ana", "sam"), due="2026-11-27", confidence=0.8, tags=("home",))
    )
    assert (promise.state, promise.what, promise.maker, promise.to) == (
        "open",
        "Water the plants",
        "bo",
        ("ana", "sam"),
    )
    assert (promise.due, promise.judged_due, promise.zone) == (on("2026-11-27"), on("2026-11-27"), ZONE)
    assert (promise.confidence, promise.tags, promise.visibility) == (0.8, ("home",), "private")
    assert (promise.settled_at, promise.part, promise.settlement, promise.contested) == (None, None, None, ())
    assert (promise.moves, promise.confirmed, promise.repaired, promise.help_wanted) == (0, None, False, False)


def test_every_field_of_a_commitment_is_in_its_place() -> None:
    history = a_history(
        made(
            "Water the plants",
            maker="bo",
            to="ana",
            due="2026-11-30",
            zone="Europe/Paris",
            given="2026-11-22T09:00Z",
            confidence=0.8,
            tags=("home",),
            visibility="circle",
            remind=7200,
            chase="2026-11-25",
            series="kkllmmnnoopp",
        ),
        moved("2026-12-01", logged="2026-11-24T09:00Z"),
        moved("2026-12-07", agreed=False, logged="2026-11-25T09:00Z"),
        noted(help_wanted=True),
        kept(part=0.5, logged="2026-12-02T09:00Z"),
        kept(part=0.75, logged="2026-12-03T09:00Z"),
        confirmed(6, by="ana", logged="2026-12-04T09:00Z"),
        repaired(6),
    )

    assert {name: getattr(fold(ID, history, ["swapped"]), name) for name in Commitment.__struct_fields__} == {
        "id": ID,
        "what": "Water the plants",
        "maker": "bo",
        "to": ("ana",),
        "due": on("2026-12-07"),
        "judged_due": on("2026-12-01"),
        "zone": "Europe/Paris",
        "state": "kept",
        "made_at": at("2026-11-22T09:00Z"),
        "settled_at": at("2026-12-03T09:00Z"),
        "part": 0.75,
        "confidence": 0.8,
        "tags": ("home",),
        "visibility": "circle",
        "remind": 7200,
        "chase": on("2026-11-25"),
        "series": "kkllmmnnoopp",
        "moves": 2,
        "moved_in_time": True,
        "moved_late": False,
        "confirmed": True,
        "confirmation": history[6],
        "in_own_hand": True,
        "repaired": True,
        "help_wanted": True,
        "settlement": history[5],
        "contested": (history[4],),
        "history": tuple(history),
        "foreign": ("swapped",),
        "ledger": None,
    }


def test_what_is_true_of_few_promises_is_in_its_own_place() -> None:
    late = a_promise(made(due="2026-11-24"), moved("2026-12-24", logged="2026-11-25T09:00Z"))
    untouched = a_promise(made(due="2026-11-24"))
    asked = a_promise(made(due="2026-11-24"), noted(help_wanted=True))
    put_right = a_promise(made(due="2026-11-24"), missed(), repaired(2))
    said = a_promise(made(due="2026-11-24"), kept(), confirmed(2, by="sam"))
    own = a_promise(made(due="2026-11-24"), kept(), confirmed(2, by="ana"))

    assert [
        (each.moved_in_time, each.moved_late, each.in_own_hand, each.repaired, each.help_wanted)
        for each in (late, untouched, asked, put_right, said, own)
    ] == [
        (False, True, False, False, False),
        (False, False, False, False, False),
        (False, False, False, False, True),
        (False, False, False, True, False),
        (False, False, False, False, False),
        (False, False, True, False, False),
    ]


def test_a_history_that_makes_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^no event made it$"):
        fold(ID, a_history(kept()))


def test_a_promise_was_made_when_it_was_logged() -> None:
    assert a_promise(made()).made_at == NOW


def test_a_promise_given_earlier_was_made_then() -> None:
    assert a_promise(made(given="2026-11-20T09:00-05:00")).made_at == at("2026-11-20T09:00-05:00")


def test_a_promise_given_on_an_earlier_day_was_made_in_the_first_second_of_it() -> None:
    assert a_promise(made(given="2026-11-20")).made_at == at("2026-11-20T00:00-05:00")
    (event,) = a_history(made(given="2018-11-04", zone="America/Sao_Paulo"))
    assert isinstance(event, Made)
    assert given_at(event) == at("2018-11-04T01:00-02:00")


def test_a_second_making_has_no_effect() -> None:
    promise = a_promise(made("Send Ana the slides"), made("Something else", due="2030-01-01"))
    assert (promise.what, promise.due) == ("Send Ana the slides", on("2026-11-27"))


# Settling


@pytest.mark.parametrize(
    ("draft", "state"), [(kept(), "kept"), (missed(), "missed"), (released(), "released"), (withdrawn(), "withdrawn")]
)
def test_a_settling_event_settles(draft: Drafted, state: str) -> None:
    promise = a_promise(made(), draft)
    assert promise.state == state
    assert promise.settled_at == NOW + timedelta(minutes=1)


def test_kept_earlier_is_settled_then() -> None:
    promise = a_promise(made(), kept(when="2026-11-23T10:05-05:00", logged="2026-11-25T10:00-05:00"))
    assert promise.settled_at == at("2026-11-23T10:05-05:00")


def test_kept_on_an_earlier_day_is_settled_in_its_last_second() -> None:
    promise = a_promise(made(), kept(when="2026-11-24", logged="2026-11-26T10:00-05:00"))
    assert promise.settled_at == at("2026-11-24T23:59:59-05:00")


def test_kept_on_the_day_it_is_recorded_is_settled_when_it_is_recorded() -> None:
    promise = a_promise(made(), kept(when="2026-11-26", logged="2026-11-26T10:00-05:00"))
    assert promise.settled_at == at("2026-11-26T10:00-05:00")


def test_only_kept_can_have_happened_earlier() -> None:
    (_, event) = a_history(made(), missed(logged=DUE))
    assert settled_moment(event, ZONE) == at(DUE)  # type: ignore[arg-type]  # the second event is the miss


def test_a_part_is_that_of_the_keeping() -> None:
    assert a_promise(made(), kept(part=0.6)).part == 0.6
    assert a_promise(made(), kept()).part == 1.0
    assert a_promise(made(), missed()).part is None


def test_reopening_opens_it_and_what_settled_it_stays_in_the_history() -> None:
    promise = a_promise(made(), missed(), reopened(2))
    assert (promise.state, promise.settled_at, promise.settlement) == ("open", None, None)
    assert len(promise.history) == 3


def test_reopening_something_that_does_not_stand_has_no_effect() -> None:
    assert a_promise(made(), missed(), reopened(2), kept(), reopened(2)).state == "kept"


def test_a_confirmation_says_whether_the_recipient_was_satisfied() -> None:
    promise = a_promise(made(), kept(), confirmed(2))
    assert (promise.state, promise.confirmed) == ("kept", True)
    assert promise.confirmation is promise.history[2]


@pytest.mark.parametrize(
    ("then", "own_hand"),
    [
        ([], False),
        ([confirmed(2, by="sam")], False),
        ([confirmed(2, by="ana")], True),
        ([confirmed(2, by="ana"), confirmed(2, whose="bo", by="sam")], True),
        ([confirmed(2, by="sam"), confirmed(2, whose="bo", by="bo")], True),
        ([confirmed(2, by="ana", satisfied=False)], False),
        ([confirmed(2, by="ana"), confirmed(2, whose="bo", by="bo", satisfied=False)], False),
        ([confirmed(2, by="ana"), reopened(2), kept()], False),
        ([confirmed(2, by="ana"), kept(), confirmed(4, by="sam")], False),
        ([confirmed(2, by="ana"), retracted(3)], False),
    ],
)
def test_a_recipient_confirmed_it_where_one_who_is_satisfied_recorded_it(then: list[Drafted], own_hand: bool) -> None:
    assert a_promise(made(to=("ana", "bo")), kept(), *then).in_own_hand is own_hand


def test_not_yet_reopens_it_and_is_remembered() -> None:
    promise = a_promise(made(), kept(), confirmed(2, satisfied=False))
    assert (promise.state, promise.confirmed, promise.settlement) == ("open", False, None)


def test_one_not_yet_reopens_what_another_recipient_had_confirmed() -> None:
    promise = a_promise(
        made(to=("ana", "bo")), kept(), confirmed(2, whose="ana"), confirmed(2, whose="bo", satisfied=False)
    )
    assert promise.state == "open"
    assert promise.confirmation is not None
    assert promise.confirmation.whose == "bo"


def test_keeping_it_again_after_a_not_yet_leaves_the_word_on_it_open() -> None:
    promise = a_promise(made(), kept(), confirmed(2, satisfied=False), kept())
    assert (promise.state, promise.confirmed) == ("kept", None)


def test_a_confirmation_of_a_keeping_that_does_not_stand_has_no_effect() -> None:
    promise = a_promise(made(), kept(), reopened(2), kept(), confirmed(2, satisfied=False))
    assert (promise.state, promise.confirmed) == ("kept", None)


def test_a_repair_of_the_standing_miss_counts_and_of_another_does_not() -> None:
    assert a_promise(made(), missed(), repaired(2)).repaired
    assert not a_promise(made(), missed(), reopened(2), missed(), repaired(2)).repaired
    assert not a_promise(made(), missed(), repaired(2), reopened(2)).repaired


def test_help_is_wanted_until_it_is_found_and_a_plain_note_says_nothing_of_it() -> None:
    asked = (made(), noted(help_wanted=True))
    assert a_promise(*asked).help_wanted
    assert a_promise(*asked, noted()).help_wanted
    assert not a_promise(*asked, noted(help_wanted=False)).help_wanted


# The judged due


def test_an_agreed_move_before_the_due_date_changes_what_it_is_judged_by() -> None:
    promise = a_promise(made(due=DUE), moved("2026-12-04", logged=IN_TIME))
    assert promise.due == promise.judged_due == on("2026-12-04")
    assert (promise.moves, promise.moved_in_time, promise.moved_late) == (1, True, False)


def test_a_move_that_was_not_agreed_changes_only_what_is_shown() -> None:
    promise = a_promise(made(due=DUE), moved("2026-12-04", agreed=False))
    assert (promise.due, promise.judged_due) == (on("2026-12-04"), instant(DUE))
    assert (promise.moves, promise.moved_in_time, promise.moved_late) == (1, True, False)


def test_an_agreed_move_after_the_due_date_changes_only_what_is_shown() -> None:
    promise = a_promise(made(due=DUE), moved("2026-12-04", logged=TOO_LATE))
    assert (promise.due, promise.judged_due) == (on("2026-12-04"), instant(DUE))
    assert (promise.moves, promise.moved_in_time, promise.moved_late) == (1, False, True)


def test_a_move_is_judged_by_the_due_date_in_force_at_that_moment() -> None:
    twice = (
        made(due=DUE),
        moved("2026-12-04", logged=IN_TIME),
        moved("2026-12-24", logged="2026-12-04T23:59:59-05:00"),
    )
    assert a_promise(*twice).judged_due == on("2026-12-24")


@pytest.mark.parametrize("agreed", [True, False])
def test_a_first_due_date_always_counts(agreed: bool) -> None:
    promise = a_promise(made(due=None), moved("2026-12-04", agreed=agreed))
    assert promise.judged_due == promise.due == on("2026-12-04")


def test_a_due_date_is_corrected_within_fifteen_minutes() -> None:
    within, after = NOW + timedelta(minutes=15), NOW + timedelta(minutes=15, seconds=1)
    assert a_promise(made(), redated("2026-12-04", logged=within)).judged_due == on("2026-12-04")
    late = a_promise(made(), redated("2026-12-04", logged=after))
    assert (late.due, late.judged_due) == (on("2026-12-04"), on("2026-11-27"))


def test_a_due_date_is_corrected_only_before_both_dates() -> None:
    soon, now = NOW + timedelta(minutes=5), NOW + timedelta(minutes=6)
    passed = a_promise(made(due=soon.isoformat()), redated("2026-12-04", logged=now))
    assert passed.judged_due == instant(soon.isoformat())
    backwards = a_promise(made(), redated(soon.isoformat(), logged=now))
    assert backwards.judged_due == on("2026-11-27")
    assert a_promise(made(due=soon.isoformat()), redated("2026-12-04", logged=soon)).judged_due == on("2026-12-04")


def test_a_correction_changes_the_fields_it_names_and_no_other() -> None:
    now = Particulars(what="Send Bo the slides", to=("bo",), tags=("talks",), visibility="public", remind=3600)
    promise = a_promise(made(chase="2026-11-25"), edited(Particulars(), now))
    assert (promise.what, promise.to, promise.tags) == ("Send Bo the slides", ("bo",), ("talks",))
    assert (promise.visibility, promise.remind, promise.chase) == ("public", 3600, on("2026-11-25"))
    assert promise.judged_due == promise.due == on("2026-11-27")


# The day it counts for


def test_a_promise_counts_for_its_judged_due_else_its_settling_else_its_making() -> None:
    assert a_promise(made(), kept()).date() == on("2026-11-27").on
    assert a_promise(made(due=None), kept(logged="2026-11-25T01:00+00:00")).date() == on("2026-11-24").on
    assert a_promise(made(due=None, given="2026-11-20")).date() == on("2026-11-20").on


# Retraction


def test_a_retracted_event_has_no_effect_and_stays_in_the_history() -> None:
    promise = a_promise(made(), kept(), retracted(2))
    assert (promise.state, promise.settlement, len(promise.history)) == ("open", None, 3)


def test_a_retracted_retraction_is_redo() -> None:
    assert a_promise(made(), kept(), retracted(2), retracted(3)).state == "kept"
    assert a_promise(made(), kept(), retracted(2), retracted(3), retracted(4)).state == "open"


def test_retracting_the_making_leaves_it_undone_with_everything_else_as_it_was() -> None:
    promise = a_promise(made("Water the plants"), retracted(1))
    assert (promise.state, promise.what, promise.due) == ("undone", "Water the plants", on("2026-11-27"))
    assert (promise.settlement, promise.settled_at) == (None, None)


def test_making_it_again_by_redo_opens_it() -> None:
    assert a_promise(made(), retracted(1), retracted(2)).state == "open"


def test_a_making_is_not_retracted_once_the_judged_due_has_passed() -> None:
    assert a_promise(made(due=DUE), retracted(1, logged=IN_TIME)).state == "undone"
    assert a_promise(made(due=DUE), retracted(1, logged=TOO_LATE)).state == "open"


def test_a_making_is_redone_even_when_the_due_date_has_passed() -> None:
    assert a_promise(made(due=DUE), retracted(1), retracted(2, logged=TOO_LATE)).overdue(at(TOO_LATE))


def test_a_move_is_not_retracted_once_the_date_it_set_has_passed() -> None:
    moved_back = (made(due="2026-12-04"), moved(DUE))
    assert a_promise(*moved_back, retracted(2, logged=IN_TIME)).judged_due == on("2026-12-04")
    assert a_promise(*moved_back, retracted(2, logged=TOO_LATE)).judged_due == instant(DUE)


def test_a_correction_is_not_retracted_once_the_date_it_set_has_passed() -> None:
    corrected = (made(due=None), redated(DUE, was=None))
    assert a_promise(*corrected, retracted(2, logged=IN_TIME)).judged_due is None
    assert a_promise(*corrected, retracted(2, logged=TOO_LATE)).judged_due == instant(DUE)


def test_the_retraction_of_a_move_is_not_redone_once_the_due_date_has_passed() -> None:
    history = (made(due=DUE), moved("2026-12-04"), retracted(2), retracted(3, logged=TOO_LATE))
    assert a_promise(*history).judged_due == instant(DUE)


def test_a_settling_is_retracted_at_any_time() -> None:
    assert a_promise(made(due=DUE), missed(logged=TOO_LATE), retracted(2, logged="2027-01-01T00:00Z")).state == "open"


def test_a_retraction_of_what_is_not_there_has_no_effect() -> None:
    assert a_promise(made(), kept(), retracted("zzzzz.7")).state == "kept"


def test_a_retraction_has_no_effect_on_what_comes_after_it() -> None:
    history = a_history(made(), retracted("kkkkk.3"), kept())
    assert fold(ID, history).state == "kept"


# The order


def test_events_are_ordered_by_n_then_logged_then_replica_then_number() -> None:
    later = NOW + timedelta(minutes=1)
    in_order = [
        *a_history(made()),
        *a_history(noted(n=2, number=12, replica="zzzzz", logged=NOW)),
        *a_history(noted(n=2, number=9, replica="kkkkk", logged=later)),
        *a_history(noted(n=2, number=2, replica="mmmmm", logged=later)),
        *a_history(noted(n=2, number=10, replica="mmmmm", logged=later)),
        *a_history(noted(n=3, number=3, replica="kkkkk", logged=NOW)),
    ]
    assert ordered(reversed(in_order)) == in_order


@tried_on(120)
@given(histories(in_step=False), st.randoms(use_true_random=False))
def test_the_fold_does_not_depend_on_the_order_in_which_events_are_given(
    history: list[AnyEvent], random: Random
) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold(ID, shuffled) == fold(ID, history)


@tried_on(120)
@given(histories(in_step=False), st.randoms(use_true_random=False))
def test_an_event_that_is_given_twice_counts_once(history: list[AnyEvent], random: Random) -> None:
    repeated = [*history, *random.sample(history, random.randint(1, len(history)))]
    assert fold(ID, repeated) == fold(ID, history)


@given(histories(in_step=False))
def test_notes_change_nothing_but_the_history_and_what_help_is_wanted(history: list[AnyEvent]) -> None:
    extra = a_history(noted(n=1 + max(event.n for event in history), number=99, logged=history[-1].logged))
    plain, more = fold(ID, history), fold(ID, [*history, *extra])
    assert replace(more, history=plain.history) == plain


# Two replicas that settled differently


def test_of_two_concurrent_settlings_the_later_recorded_stands_and_the_other_is_shown() -> None:
    history = a_history(
        made(),
        missed(n=2, replica="zzzzz", number=1, logged="2026-11-24T10:00-05:00"),
        kept(n=2, replica="mmmmm", number=1, logged="2026-11-24T10:00:01-05:00"),
    )
    promise = fold(ID, history)
    assert (promise.state, promise.contested) == ("kept", (history[1],))


def test_of_two_settlings_the_one_with_the_larger_n_stands_whenever_it_was_recorded() -> None:
    history = a_history(
        made(),
        missed(n=3, replica="zzzzz", number=1, logged="2026-11-24T10:00-05:00"),
        kept(n=2, replica="mmmmm", number=1, logged="2026-11-25T10:00-05:00"),
    )
    promise = fold(ID, history)
    assert (promise.state, promise.contested) == ("missed", (history[2],))


def test_of_two_settlings_of_the_same_second_the_one_of_the_later_replica_stands() -> None:
    same = "2026-11-24T10:00-05:00"
    history = a_history(
        made(), missed(n=2, replica="zzzzz", number=1, logged=same), kept(n=2, replica="mmmmm", number=9, logged=same)
    )
    promise = fold(ID, history)
    assert (promise.state, promise.contested) == ("missed", (history[2],))


def test_of_two_settlings_of_one_replica_and_second_the_larger_number_stands() -> None:
    same = "2026-11-24T10:00-05:00"
    history = a_history(made(), missed(n=2, number=10, logged=same), kept(n=2, number=9, logged=same))
    promise = fold(ID, history)
    assert (promise.state, promise.contested) == ("missed", (history[2],))


def test_taking_back_the_settling_that_stands_lets_the_other_stand() -> None:
    history = a_history(
        made(),
        missed(n=2, replica="zzzzz", number=1),
        kept(n=2, replica="mmmmm", number=1, logged="2026-11-24T10:00-05:00"),
        retracted("mmmmm.1", n=3, replica="mmmmm", number=2),
    )
    promise = fold(ID, history)
    assert (promise.state, promise.contested) == ("missed", ())


def test_reopening_what_stands_ends_the_contest() -> None:
    promise = a_promise(
        made(), missed(n=2, replica="zzzzz", number=1), kept(n=2, number=2), reopened("kkkkk.2", n=3, number=3)
    )
    assert (promise.state, promise.contested) == ("open", ())
