"""Who is who, after some were renamed and others joined into one."""

from random import Random

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from followthrough.domain.events import Edited, Particulars, Released, Retracted, Tombstone
from followthrough.domain.identity import Persons, named_event, named_series, named_tombstone
from followthrough.domain.people import Joined, Person, PersonEvent, Shared, fold_person, shown_as
from followthrough.domain.series import fold_series
from tests.domain.test_series import begun
from tests.support.builders import NOW, a_history, confirmed, described, kept, made, stamp
from tests.support.thoroughness import tried_on

HANDLES = ("ana", "anna", "annie", "bo")


def joined(number: int, into: str, *only: str, n: int | None = None, by: str = "sam") -> Joined:
    return Joined(**stamp(number, n=n, by=by), into=into, only=only)


def known(**histories: list[PersonEvent]) -> Persons:
    """The people with these histories; each is described first, so that they stand."""
    return Persons(
        {
            handle: fold_person(handle, [described(number, handle, n=1), *history])
            for number, (handle, history) in enumerate(histories.items(), start=100)
        }
    )


def test_without_a_join_everyone_stands_for_themselves() -> None:
    people = known(ana=[], bo=[])
    assert [people.standing(each) for each in ("ana", "bo", "nobody")] == ["ana", "bo", "nobody"]
    assert (list(people), len(people), people.joined) == (["ana", "bo"], 2, frozenset())


def test_a_join_is_followed_to_its_end() -> None:
    people = known(ana=[joined(1, "anna")], anna=[joined(2, "annie")], annie=[])
    assert {people.standing(each) for each in ("ana", "anna", "annie")} == {"annie"}
    assert (people["ana"].handle, people["annie"].also, list(people)) == ("annie", ("ana", "anna"), ["annie"])
    assert people.meaning("annie") == ("ana", "anna", "annie")


def test_the_last_join_of_a_handle_counts() -> None:
    assert known(ana=[joined(1, "anna"), joined(2, "bo")], anna=[], bo=[]).standing("ana") == "bo"


def test_of_joins_in_a_circle_the_earliest_gives_way() -> None:
    there_and_back = known(ana=[joined(1, "anna", n=5)], anna=[joined(2, "ana", n=6)])
    assert [there_and_back.standing(each) for each in ("ana", "anna")] == ["ana", "ana"]
    other_way = known(ana=[joined(1, "anna", n=6)], anna=[joined(2, "ana", n=5)])
    assert [other_way.standing(each) for each in ("ana", "anna")] == ["anna", "anna"]


def test_what_leads_into_a_circle_of_joins_ends_where_that_ends() -> None:
    people = known(bo=[joined(9, "ana")], ana=[joined(1, "anna", n=5)], anna=[joined(2, "ana", n=6)])
    assert people.standing("bo") == "ana"


def test_a_join_of_some_promises_means_those_alone() -> None:
    people = known(ana=[joined(1, "anna", "kkkk", "llll")], anna=[joined(2, "annie")], annie=[])
    assert [people.standing("ana", promise) for promise in ("kkkk", "llll", "mmmm", None)] == [
        "annie",
        "annie",
        "ana",
        "ana",
    ]
    assert people["ana"].also == ()
    assert people.meaning("annie") == ("ana", "anna", "annie")


def test_what_is_said_of_one_promise_counts_before_what_is_said_of_all() -> None:
    people = known(ana=[joined(1, "anna", "kkkk"), joined(2, "bo")], anna=[], bo=[])
    assert [people.standing("ana", each) for each in ("kkkk", "llll")] == ["anna", "bo"]


def test_a_person_is_never_a_circle_by_a_join() -> None:
    people = known(ana=[joined(1, "medics")], medics=[described(2, "Medics", ("bo",))], bo=[])
    assert people.standing("ana") == "ana"


def test_a_person_is_all_that_was_recorded_under_their_handles() -> None:
    people = known(ana=[described(1, "Ana Ruiz"), joined(3, "annie", n=7)], annie=[described(2, "Annie", n=8)])
    assert (people["ana"].name, people["ana"].handle, len(people["ana"].history)) == ("Annie", "annie", 5)


def test_members_are_named_by_the_handle_that_stands_each_once() -> None:
    people = known(medics=[described(9, "Medics", ("ana", "anna", "bo"))], ana=[joined(1, "anna")], anna=[], bo=[])
    assert people["medics"].members == ("anna", "bo")


def test_a_circle_that_was_renamed_takes_in_who_joined_it_under_its_old_handle() -> None:
    late = replace(described(4, n=9), entered=("annie",))
    people = known(
        medics=[described(1, "Medics", ("ana", "bo")), joined(2, "helpers", n=7), late],
        helpers=[replace(described(3, "Helpers", n=8), entered=("ana", "bo"))],
    )
    assert (people["medics"].handle, people["helpers"].members) == ("helpers", ("ana", "bo", "annie"))


def test_how_openly_someone_is_shown_goes_with_their_handle_and_with_that_of_the_circle() -> None:
    said = Shared(**stamp(5, by="ana", n=2), circle="medics", openly="left-out")
    people = known(
        medics=[described(1, "Medics", ("ana", "bo")), joined(2, "helpers", n=7)],
        helpers=[described(3, "Helpers", ("ana", "bo"), n=8)],
        ana=[said, joined(4, "anna", n=9, by="anna")],
        anna=[],
        bo=[Shared(**stamp(6, by="anna", n=2), circle="medics", openly="named")],
    )
    assert shown_as(people["medics"], people) == {"anna": "left-out", "bo": "counted"}


def test_of_two_handles_joined_into_one_the_last_word_counts() -> None:
    people = known(
        ana=[Shared(**stamp(1, by="ana", n=4), circle="medics", openly="named"), joined(3, "anna", n=9, by="anna")],
        anna=[Shared(**stamp(2, by="anna", n=3), circle="medics", openly="left-out")],
    )
    assert people["ana"].openness("medics") == "named"


def test_nobody_sets_how_openly_another_is_shown_by_joining_them() -> None:
    """Eve says how she is shown, and then that she is Bo, whom she follows when he goes by another handle."""
    said = Shared(**stamp(1, by="eve", n=2), circle="medics", openly="named")
    eve: list[PersonEvent] = [said, joined(2, "bo", n=3, by="eve")]
    assert known(eve=eve, bo=[])["bo"].openness("medics") == "counted"
    renamed = joined(4, "robert", n=5, by="bo")
    people = Persons(
        {
            **{handle: fold_person(handle, history) for handle, history in (("eve", [described(9, n=1), *eve]),)},
            "bo": fold_person("bo", [described(3, n=1), renamed]),
            "robert": fold_person("robert", [described(5, n=6)]),
        }
    )
    assert (people["eve"].handle, people["robert"].openness("medics")) == ("robert", "counted")


@pytest.mark.parametrize("by", ["ana", "bo"])
def test_what_one_said_of_oneself_goes_along_to_a_handle_that_was_free(by: str) -> None:
    said = Shared(**stamp(1, by="ana", n=2), circle="medics", openly="left-out")
    taken_back: list[PersonEvent] = [described(7, n=1), Retracted(**stamp(8, n=2), of="kkkkk.7")]
    for earlier in (taken_back[:0], taken_back):
        people = Persons(
            {
                "ana": fold_person("ana", [described(9, n=1), said, joined(2, "anna", n=3, by=by)]),
                "anna": fold_person("anna", [*earlier, described(3, n=4)]),
            }
        )
        assert people["anna"].openness("medics") == "left-out"


def test_who_is_joined_into_someone_forgotten_is_named_no_more() -> None:
    people = known(ana=[joined(1, "someone")], bo=[])
    assert (people.standing("ana"), list(people), people.get("ana")) == ("someone", ["bo"], None)


def test_every_handle_in_an_event_is_renamed() -> None:
    def name(handle: str) -> str:
        return {"sam": "samuel", "ana": "anna"}.get(handle, handle)

    promise, _, word = a_history(made(maker="sam", to=("ana", "anna", "bo")), kept(), confirmed(2, whose="ana"))
    (renamed,) = a_history(made(maker="samuel", to=("anna", "bo")))
    assert named_event(promise, name) == replace(renamed, by="samuel")
    assert named_event(word, name) == replace(word, by="samuel", whose="anna")
    released = Released(**stamp(2), whose="ana")
    assert named_event(released, name) == replace(released, by="samuel", whose="anna")
    edited = Edited(**stamp(3), was=Particulars(to=("ana",)), now=Particulars(to=("ana", "bo"), what="x"))
    after = named_event(edited, name)
    assert isinstance(after, Edited)
    assert (after.was.to, after.now.to, after.now.what) == (("anna",), ("anna", "bo"), "x")
    stone = Tombstone(id="kkkkk.1", logged=NOW, by="sam", maker="ana", to=("sam",), events=())
    assert named_tombstone(stone, name) == replace(stone, by="samuel", maker="anna", to=("samuel",))


JOINS = st.lists(st.tuples(st.sampled_from(HANDLES), st.sampled_from(HANDLES), st.integers(1, 3)), max_size=8)


def recorded(joins: list[tuple[str, str, int]]) -> dict[str, Person]:
    histories: dict[str, list[PersonEvent]] = {
        handle: [described(at, handle, n=1)] for at, handle in enumerate(HANDLES, 100)
    }
    for number, (one, other, n) in enumerate(joins, start=1):
        histories[one].append(joined(number, other, n=n + 1))
    return {handle: fold_person(handle, history) for handle, history in histories.items()}


@tried_on(200)
@given(joins=JOINS, random=st.randoms(use_true_random=False))
def test_whatever_was_joined_each_has_one_handle_and_the_order_of_people_does_not_matter(
    joins: list[tuple[str, str, int]], random: Random
) -> None:
    people = recorded(joins)
    shuffled = list(people.items())
    random.shuffle(shuffled)
    one, other = Persons(people), Persons(dict(shuffled))
    for handle in HANDLES:
        assert one.standing(handle) == other.standing(handle)
        assert one.standing(one.standing(handle)) == one.standing(handle)
        assert one[handle] == other[handle]
    assert sorted(each for root in one for each in (root, *one[root].also)) == sorted(HANDLES)


def test_a_series_is_named_in_all_that_it_says() -> None:
    series = fold_series("k" * 12, [begun()])
    named = named_series(series, {"sam": "samuel", "ana": "anna"}.__getitem__)
    assert (named.maker, named.described.to) == ("samuel", ("anna",))
    assert [era.terms.to for era in named.eras] == [("anna",)]
    assert named.terms is not None
    assert named.terms.to == ("anna",)
