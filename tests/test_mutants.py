"""Mutation testing itself: which mutants there are of a function, and which of them count."""

from pathlib import Path

import pytest

from tests.support.mutants.mutant import Mutant, mutants_of

SOURCE = '''\
class Promise:
    def passed(self, now: int) -> bool:
        """Whether it has passed."""
        return self.due < now


def refuse(name: str) -> None:
    if not name:
        raise ValueError(name, "is empty")


def key(pair):
    return sorted([pair], key=lambda it: it[0])
'''


@pytest.fixture
def made(tmp_path: Path) -> list[Mutant]:
    (tmp_path / "m.py").write_text(SOURCE, encoding="utf-8")
    return mutants_of("m.py", tmp_path, tmp_path / "made")


def test_a_mutant_differs_in_the_line_that_it_names(made: list[Mutant]) -> None:
    (mutant,) = (each for each in made if "<=" in each.source)
    assert (mutant.function, mutant.first, mutant.last, mutant.begin, mutant.end) == ("Promise.passed", 4, 4, 2, 4)
    assert mutant.change == "- return self.due < now\n+ return self.due <= now"


def test_every_mutant_has_a_key_of_its_own_and_is_the_same_when_it_is_read_again(
    made: list[Mutant], tmp_path: Path
) -> None:
    assert len({each.key for each in made}) == len(made) > 5
    assert mutants_of("m.py", tmp_path, tmp_path / "made") == made


def test_what_a_refusal_says_is_wording_and_when_it_refuses_is_not(made: list[Mutant]) -> None:
    of_refusals = [each for each in made if each.function == "refuse"]
    assert {each.first for each in of_refusals if each.is_wording} == {9}
    assert {each.first for each in of_refusals if not each.is_wording} == {8}


@pytest.mark.parametrize(
    ("change", "is_wording"),
    [
        ('- yield "has no date"\n+ yield "HAS NO DATE"', True),
        ('- yield "has no date"\n+ yield "XXhas no dateXX"', True),
        ('- cast("Order | None", x)\n+ cast("order | none", x)', True),
        ('- if state == "open":\n+ if state == "OPEN":', False),
        ('- find("a", "b")\n+ find("a", "B")', False),
        ("- a = b + c\n+ a = b - c", False),
    ],
)
def test_letters_of_a_sentence_are_wording_and_those_of_a_word_are_not(change: str, is_wording: bool) -> None:
    mutant = Mutant(file="", function="", key="", begin=1, end=1, first=1, last=1, change=change, source="")
    assert mutant.is_wording is is_wording
