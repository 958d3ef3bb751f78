"""A new handle that is one slip of the fingers from someone known."""

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.near_names import Intended, is_one_slip, near_people
from followthrough.domain.people import Person
from tests.support.builders import PEOPLE
from tests.support.thoroughness import tried_on

NAMES = st.text(alphabet="abc1é-", min_size=0, max_size=7)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana", "anna"),
        ("anna", "ana"),
        ("ana", "anaa"),
        ("ana", "xana"),
        ("ana", "anb"),
        ("maria", "amria"),
        ("ben", "jen"),
        ("zoë", "zoe"),
        ("medics", "medic"),
        ("ana-ruiz", "ana-riuz"),
    ],
)
def test_one_letter_more_less_or_other_or_two_that_changed_places_are_a_slip(one: str, other: str) -> None:
    assert is_one_slip(one, other)
    assert is_one_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana", "ana"),
        ("ana", "annna"),
        ("ana", "bob"),
        ("maria", "airam"),
        ("al", "ax"),
        ("bo", "bob"),
        ("p1", "p2"),
        ("person1", "person2"),
        ("person1", "person11"),
        ("ana", "ana2"),
        ("team12", "team21"),
        ("", ""),
    ],
)
def test_what_is_further_apart_or_short_or_numbered_is_none(one: str, other: str) -> None:
    assert not is_one_slip(one, other)
    assert not is_one_slip(other, one)


def slips(text: str, letters: str) -> set[str]:
    """Every text that one slip makes of this one: the definition, spelled out."""
    pairs = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    return {
        *(a + letter + b for a, b in pairs for letter in letters),
        *(a + b[1:] for a, b in pairs if b),
        *(a + letter + b[1:] for a, b in pairs if b for letter in letters),
        *(a + b[1] + b[0] + b[2:] for a, b in pairs if len(b) > 1),
    } - {text}


@tried_on(300)
@given(one=st.text(alphabet="abc", min_size=3, max_size=6), other=st.text(alphabet="abc", min_size=3, max_size=6))
def test_it_is_the_distance_of_damerau_and_levenshtein(one: str, other: str) -> None:
    assert is_one_slip(one, other) == (other in slips(one, "abc"))


@tried_on(300)
@given(one=NAMES, other=NAMES)
def test_neither_of_the_two_comes_first(one: str, other: str) -> None:
    assert is_one_slip(one, other) == is_one_slip(other, one)


def test_names_aliases_and_other_handles_are_known_too() -> None:
    people = {
        "ana": Person(handle="ana", name="Ana Ruiz", aliases=("Nanita",), also=("annie",)),
        "gone": Person(handle="gone", name="gone", standing=False),
    }
    assert near_people("ana-ruis", "Ana Ruis", people) == ("ana",)
    assert near_people("nanitta", None, people) == ("ana",)
    assert near_people("anni", None, people) == ("ana",)
    assert near_people("gome", None, people) == ()


def test_each_who_is_near_is_named() -> None:
    people = {**PEOPLE, "anb": Person(handle="anb", name="anb")}
    assert near_people("anx", None, people) == ("ana", "anb")


def test_an_answer_is_remembered_for_its_handle_alone() -> None:
    assert Intended({"anna": "ana"}).answered("anna") == "ana"
    assert Intended({"anna": "ana"}).answered("amna") is None
    assert Intended(all_new=True).answered("anna") == "anna"
