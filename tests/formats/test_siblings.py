"""Which names beside a ledger are those of its conflicted copies, and which of files that are left over."""

import pytest

from followthrough.formats.siblings import is_conflicted_copy, is_left_over, name_aside


@pytest.mark.parametrize(
    "name",
    [
        "ledger (conflicted copy 2026-11-23).json",
        "ledger (Ana's conflicted copy).json",
        "ledger (Ana's conflicted copy 2026-11-23).json",
        "ledger.sync-conflict-20261123-101010-ABCDEFG.json",
        "ledger (1).json",
        "ledger(1).json",
        "ledger_conf(1).json",
        "ledger-conflict-2.json",
        "ledger.json~",
        "ledger.json.~1~",
        "ledger.json.orig",
        "ledger.json.bak",
        "ledger.json.mine",
        "ledger.json.r17",
        ".ledger.json.swp",
        "#ledger.json#",
    ],
)
def test_the_names_of_conflicted_copies(name: str) -> None:
    assert is_conflicted_copy(name, "ledger.json")


@pytest.mark.parametrize(
    "name",
    [
        "ledger.json",
        "ledger.json.lock",
        "ledger.json.damaged-20261123T150000Z",
        ".ledger.json.4711.tmp",
        "ledger-2025.json",
        "medics.json",
        "my ledger (1).json",
        "ledger.toml",
    ],
)
def test_the_names_of_other_files(name: str) -> None:
    assert not is_conflicted_copy(name, "ledger.json")


def test_a_ledger_whose_name_has_no_ending() -> None:
    assert is_conflicted_copy("ledger (1)", "ledger")
    assert is_conflicted_copy("a+b (1).json", "a+b.json")
    assert not is_conflicted_copy("aab (1).json", "a+b.json")


def test_what_is_left_over_is_told_by_its_name() -> None:
    assert is_left_over(".ledger.json.4711.tmp", "ledger.json")
    assert not is_left_over(".ledger.json.swp", "ledger.json")
    assert not is_left_over(".other.json.4711.tmp", "ledger.json")


def test_a_damaged_file_is_named_after_the_moment() -> None:
    assert name_aside("ledger.json", "20261123T150000Z") == "ledger.json.damaged-20261123T150000Z"
