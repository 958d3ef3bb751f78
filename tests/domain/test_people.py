"""Persons and circles."""

from random import Random

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.errors import BadHandleError, NoSuchPersonError, Problem, SeveralPeopleError
from followthrough.domain.events import Retracted
from followthrough.domain.people import (
    Openness,
    Person,
    PersonEvent,
    Shared,
    circles_of,
    find_person,
    fold_person,
    known_person,
    named_handle,
    read_handle,
)
from tests.support.builders import PEOPLE, described, stamp


def test_a_person_is_as_last_described() -> None:
    person = fold_person("ana", [described(1, "Ana"), described(2, "Ana Ruiz")])
    assert (person.name, person.members, person.standing, person.is_circle) == ("Ana Ruiz", (), True, False)


def test_a_circle_keeps_its_name_while_its_members_change() -> None:
    circle = fold_person("medics", [described(1, "Street Medics", ("ana",)), described(2, members=("ana", "sam"))])
    assert (circle.name, circle.members, circle.is_circle) == ("Street Medics", ("ana", "sam"), True)


def test_whoever_is_only_mentioned_later_elsewhere_keeps_the_name_that_was_given() -> None:
    given = described(1, "Street Medics", n=1)
    mentioned = described(2, "medics", n=1, logged="2026-11-24T10:00Z")
    named_so = described(3, "medics", n=2, logged="2026-11-25T10:00Z")
    assert fold_person("medics", [given, mentioned]).name == "Street Medics"
    assert fold_person("medics", [mentioned]).name == "medics"
    assert fold_person("medics", [given, mentioned, named_so]).name == "medics"


def test_someone_never_described_goes_by_the_handle() -> None:
    assert fold_person("ana", []) == Person(handle="ana", name="ana", standing=False)


def test_a_description_that_was_taken_back_has_no_effect_until_redone() -> None:
    history: list[PersonEvent] = [described(1, "Ana"), described(2, "Anna"), Retracted(**stamp(3), of="kkkkk.2")]
    assert fold_person("ana", history).name == "Ana"
    assert fold_person("ana", [*history, Retracted(**stamp(4), of="kkkkk.3")]).name == "Anna"


def test_someone_whose_only_description_was_taken_back_does_not_stand() -> None:
    assert not fold_person("ana", [described(1, "Ana"), Retracted(**stamp(2), of="kkkkk.1")]).standing


@given(st.randoms(use_true_random=False))
def test_a_person_does_not_depend_on_the_order_in_which_events_are_given(random: Random) -> None:
    history: list[PersonEvent] = [
        described(1, "Ana"),
        described(2, "Anna"),
        described(10, "Ana Ruiz", n=3),
        described(9, "Ana R.", n=3),
        Retracted(**stamp(11, n=4), of="kkkkk.2"),
    ]
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold_person("ana", shuffled) == fold_person("ana", history)


def test_of_two_descriptions_of_one_second_the_larger_number_stands() -> None:
    assert fold_person("ana", [described(10, "Ana Ruiz", n=1), described(9, "Ana R.", n=1)]).name == "Ana Ruiz"


@pytest.mark.parametrize("typed", ["ana", "@ana", "Ana", " ANA ", "@ana "])
def test_a_handle_is_read_in_lower_case_without_its_sigil(typed: str) -> None:
    assert read_handle(typed) == "ana"


def test_a_handle_is_the_same_however_its_accents_are_composed() -> None:
    assert read_handle("Zoe\u0308") == read_handle("zo\u00eb") == "zo\u00eb"


@pytest.mark.parametrize(
    "typed", ["", "@", "ana ruiz", "-ana", "--to", "_x", ".x", "a/b", "a" * 65, "@@ana", "a\x1b[31m"]
)
def test_what_cannot_be_a_handle_is_refused(typed: str) -> None:
    with pytest.raises(BadHandleError) as caught:
        read_handle(typed)
    shown = typed if len(typed) <= 60 else typed[:59] + "…"
    assert str(caught.value) == f"“{shown}” cannot be a handle."


def test_a_full_name_gives_a_handle_and_the_name() -> None:
    assert named_handle("Ana  Ruiz") == ("ana-ruiz", "Ana Ruiz")
    assert named_handle("@Ana") == ("ana", None)


def test_a_person_is_found_by_handle_or_name() -> None:
    assert [find_person(each, PEOPLE) for each in ("ana", "@Ana", "Ana Ruiz", "ANA RUIZ", "nobody")] == [
        "ana",
        "ana",
        "ana",
        "ana",
        None,
    ]


def test_a_name_that_two_people_have_is_refused_with_both() -> None:
    people = {"ana": Person(handle="ana", name="Ana"), "ana2": Person(handle="ana2", name="Ana")}
    assert find_person("Ana", people) == "ana"
    twins = {"a1": Person(handle="a1", name="Ana"), "a2": Person(handle="a2", name="Ana")}
    with pytest.raises(SeveralPeopleError, match=r"^“Ana” is the name of @a1, @a2\.$"):
        find_person("Ana", twins)


def test_someone_unknown_is_refused_where_someone_known_is_meant() -> None:
    assert known_person("bo", PEOPLE) == "bo"
    with pytest.raises(NoSuchPersonError, match=r"^Nobody here is called “Zed”\.$"):
        known_person("Zed", PEOPLE)


def test_the_circles_of_a_person_are_those_they_are_a_member_of() -> None:
    assert circles_of("ana", PEOPLE) == {"medics"}
    assert circles_of("bo", PEOPLE) == frozenset()


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_handle_that_reads_as_itself_or_refused(typed: str) -> None:
    try:
        handle = read_handle(typed)
    except Problem:
        return
    assert read_handle(handle) == handle
    assert read_handle(f"@{handle}") == handle


def shared(number: int, openly: Openness, *, by: str = "ana", circle: str = "medics", n: int | None = None) -> Shared:
    return Shared(**stamp(number, by=by, n=n), circle=circle, openly=openly)


def test_who_said_nothing_is_counted_only() -> None:
    assert fold_person("ana", [described(1, "Ana")]).openness("medics") == "counted"


def test_the_last_word_about_each_circle_counts() -> None:
    history = [
        shared(1, "named"),
        shared(2, "left-out", circle="choir"),
        shared(3, "initials"),
        shared(4, "named", n=2),
    ]
    ana = fold_person("ana", history)
    assert [ana.openness(each) for each in ("medics", "choir", "guild")] == ["initials", "left-out", "counted"]


def test_what_someone_else_says_of_how_openly_a_member_is_shown_has_no_effect() -> None:
    assert fold_person("ana", [shared(1, "left-out"), shared(2, "named", by="sam")]).openness("medics") == "left-out"
    assert fold_person("ana", [shared(1, "named", by="sam")]).openness("medics") == "counted"


@pytest.mark.parametrize(("by", "openly"), [("ana", "counted"), ("sam", "left-out")])
def test_nobody_else_takes_such_a_word_back_either(by: str, openly: str) -> None:
    taken_back = Retracted(**stamp(2, by=by), of="kkkkk.1")
    assert fold_person("ana", [shared(1, "left-out"), taken_back]).openness("medics") == openly


@pytest.mark.parametrize(("by", "openly"), [("ana", "left-out"), ("sam", "counted")])
def test_nobody_else_says_it_again(by: str, openly: str) -> None:
    history: list[PersonEvent] = [shared(1, "left-out"), Retracted(**stamp(2, by="ana"), of="kkkkk.1")]
    again = Retracted(**stamp(3, by=by), of="kkkkk.2")
    assert fold_person("ana", [*history, again]).openness("medics") == openly
