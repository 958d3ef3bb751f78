"""Names that the ledger gives."""

from random import Random

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.identifiers import (
    COMMITMENT_LENGTH,
    LETTERS,
    event_number,
    is_prefix,
    new_name,
    shared_length,
)

NAMES = st.text(alphabet=LETTERS, max_size=12).map(str.encode)


@given(st.randoms(use_true_random=False), st.integers(1, 20))
def test_a_new_name_has_that_many_of_the_letters_k_to_z(random: Random, length: int) -> None:
    name = new_name(length, random.choice)
    assert len(name) == length
    assert set(name) <= set(LETTERS)


def test_there_are_sixteen_letters_and_none_could_be_a_digit() -> None:
    assert LETTERS == "klmnopqrstuvwxyz"
    assert new_name(COMMITMENT_LENGTH, lambda letters: letters[-1]) == "zzzzzzzzzzzz"


@pytest.mark.parametrize("text", ["kmz", "kmzq", "kmzqrtplwvny"])
def test_three_to_twelve_letters_could_begin_an_id(text: str) -> None:
    assert is_prefix(text)


@pytest.mark.parametrize("text", ["", "km", "kmzqrtplwvnyk", "abc", "KMZ", "kmz ", "kmz\n", "km1", "kmz.1"])
def test_anything_else_could_not(text: str) -> None:
    assert not is_prefix(text)


@pytest.mark.parametrize(
    ("event_id", "number"),
    [
        ("tkqzm.41", ("tkqzm", 41)),
        ("tkqzm.9", ("tkqzm", 9)),
        ("tkqzm.41~9f2c41d0", ("tkqzm", 41)),
        ("tkqzm.0", ("", 0)),
        ("tkqzm.041", ("", 0)),
        ("abcde.1", ("", 0)),
        ("tkqzm", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_an_event_id_is_its_replica_and_its_number(event_id: str, number: tuple[str, int]) -> None:
    assert event_number(event_id) == number


def test_event_ids_of_one_replica_are_ordered_as_numbers() -> None:
    assert sorted(["kkkkk.10", "kkkkk.9", "kkkkk.100"], key=event_number) == ["kkkkk.9", "kkkkk.10", "kkkkk.100"]


@given(NAMES, NAMES)
def test_two_names_share_what_they_begin_with(one: bytes, other: bytes) -> None:
    length = shared_length(one, other)
    assert one[:length] == other[:length]
    assert one[: length + 1] != other[: length + 1] or one == other
