"""What a circle's report shows of its members: never the figures of fewer than three whose names are off."""

from itertools import product

import pytest

from followthrough.domain.errors import FilteredCircleError, Problem, TooFewMembersError
from followthrough.domain.people import OPENNESS, Openness
from followthrough.domain.report import Names, as_chosen, shown_member
from followthrough.domain.together import Members, Together
from tests.support.builders import NOW, a_promise, a_tombstone, kept, made

HANDLES = ("ana", "bo", "cleo", "dee")
PROMISES = {
    each: a_promise(made(maker=each, to="medics", due="2026-11-27"), kept(logged=NOW), start=NOW) for each in HANDLES
}
ASKED: tuple[Names | None, ...] = (None, "full", "initials", "none")


def members(chosen: dict[str, Openness], names: Names | None = None) -> Members:
    counted = {handle: each for handle, each in chosen.items() if each != "left-out"}
    shown = {handle: as_chosen(each, names) for handle, each in counted.items()}
    return Members("medics", counted, shown, len(chosen) - len(counted))


def together(
    chosen: dict[str, Openness], makers: tuple[str, ...], names: Names | None = None, *, filtered: bool = False
) -> Together:
    """What a report shows where these members have made a promise each. Raises what `Members.check` raises."""
    counting = members(chosen, names)
    for each in makers:
        if chosen[each] != "left-out":
            counting.add(PROMISES[each], NOW)
    counting.check(filtered=filtered)
    return counting.together(lambda handle: shown_member(handle, as_chosen(chosen[handle], names)))


def test_no_choice_and_no_record_tells_the_figures_of_fewer_than_three_whose_names_are_off() -> None:
    """Every choice of four members, every set of them who made a promise, every way to name them."""
    shown = withheld = 0
    for openly in product(OPENNESS, repeat=4):
        chosen = dict(zip(HANDLES, openly, strict=True))
        counted = {each for each, openness in chosen.items() if openness != "left-out"}
        for made_any in product((True, False), repeat=4):
            makers = tuple(each for each, did in zip(HANDLES, made_any, strict=True) if did)
            for names in ASKED:
                try:
                    found = together(chosen, makers, names)
                except TooFewMembersError:
                    continue
                alone = {each for each in counted if as_chosen(chosen[each], names) != "counted"}
                hidden = counted - alone if found.parts else counted if found.counted_only else set()
                assert len(found.parts) + found.counted_only == len(counted)
                assert not hidden or len(hidden & set(makers)) >= 3
                assert not found.logged.named or found.logged.others == 0 or found.logged.others >= 3
                shown, withheld = shown + bool(found.parts), withheld + found.withheld
    assert shown > 100 < withheld


def test_nobody_is_named_more_openly_than_they_chose() -> None:
    openness = {names: tuple(as_chosen(each, names) for each in OPENNESS) for names in ASKED}
    assert openness == {
        None: ("named", "initials", "counted", "left-out"),
        "full": ("named", "initials", "counted", "left-out"),
        "initials": ("initials", "initials", "counted", "left-out"),
        "none": ("counted", "counted", "counted", "left-out"),
    }


def test_members_are_in_the_order_of_their_names_whatever_they_kept() -> None:
    chosen: dict[str, Openness] = {"dee": "named", "bo": "named", "ana": "named"}
    found = together(chosen, ("dee", "dee", "bo"))
    assert [(each.name, each.on_time.k) for each in found.parts] == [("ana", 0), ("bo", 1), ("dee", 2)]


def test_where_all_are_named_two_are_enough_and_filters_are_possible() -> None:
    chosen: dict[str, Openness] = {"ana": "named", "bo": "initials"}
    found = together(chosen, ("ana",), filtered=True)
    assert ([each.name for each in found.parts], found.counted_only, found.withheld) == (["ana", "B."], 0, False)


@pytest.mark.parametrize(
    ("chosen", "filtered", "problem"),
    [
        ({"ana": "counted", "bo": "counted"}, False, TooFewMembersError),
        ({"ana": "left-out"}, False, TooFewMembersError),
        ({"ana": "named", "bo": "named", "cleo": "named", "dee": "counted"}, True, FilteredCircleError),
    ],
)
def test_otherwise_it_is_refused(chosen: dict[str, Openness], filtered: bool, problem: type[Problem]) -> None:
    with pytest.raises(problem):
        together(chosen, tuple(chosen), filtered=filtered)


def test_what_was_forgotten_counts_for_its_maker() -> None:
    counting = members({"ana": "named"})
    counting.forget([a_tombstone("ana")])
    assert counting.together(lambda handle: handle).parts[0].counts.forgotten == 1


@pytest.mark.parametrize("third", ["forgotten", "open", "kept without a date"])
def test_who_has_no_promise_that_is_judged_makes_no_sum_safer(third: str) -> None:
    counting = members({"ana": "counted", "bo": "counted", "cleo": "counted"})
    for each in ("ana", "bo"):
        counting.add(PROMISES[each], NOW)
    match third:
        case "forgotten":
            counting.forget([a_tombstone("cleo")])
        case "open":
            counting.add(a_promise(made(maker="cleo", to="medics", due=None)), NOW)
        case _:
            counting.add(a_promise(made(maker="cleo", to="medics", due=None), kept(), start=NOW), NOW)
    with pytest.raises(TooFewMembersError):
        counting.check(filtered=False)


def test_the_word_of_one_person_alone_is_not_told_by_who_else_logged() -> None:
    """Somebody else logged one event: were the others named, it would follow how many."""
    told_by_two = a_promise(made(maker="ana", to="medics"), kept(by="ana"))
    counting = members({"ana": "named", "bo": "named"})
    counting.add(told_by_two, NOW)
    logged = counting.together(lambda handle: handle).logged
    assert ([each.name for each in logged.named], logged.others, logged.by_others) == ([], 2, 2)
