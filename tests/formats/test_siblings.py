"""Which names beside a ledger are those of its conflicted copies, and which of files that are left over."""

import pytest

from followthrough.formats.siblings import is_conflicted_copy, is_left_over, name_aside, synced_copies


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


SYNCED = [
    "ledger.sync-conflict-20261123-101500-ABCDEFG.json",
    "ledger (Ana's conflicted copy 2026-11-23).json",
    "ledger (Ana’s MacBook's conflicted copy 2026-11-23 (1)).json",
    "ledger (Ana's conflicted copy 2026-11-23) (2).json",
    "ledger (Anas in Konflikt stehende Kopie 2026-11-23).json",
    "ledger (conflicted copy 2026-11-23 101500).json",
    "ledger (conflicted copy ana 2026-11-23 101500).json",
    "ledger_conflict-20261123-101500.json",
    "ledger (Case Conflict).json",
    "ledger (1).json",
    "ledger(12).json",
    "ledger_conf(1).json",
    "ledger 2.json",
    "ledger-laptop-safeBackup-0001.json",
    "ledger.json.conflict1",
    "ledger.conflict2.json",
    "ledger-DESKTOP-4KJ9P2A.json",
    "ledger-desktop-4kj9p2a-2.json",
]


def taken(*names: str, ledger: str = "ledger.json") -> list[str]:
    return synced_copies(names, ledger, lambda: {"DESKTOP-4KJ9P2A", "2"})


@pytest.mark.parametrize("name", SYNCED)
def test_the_names_that_sync_tools_give_to_copies(name: str) -> None:
    assert taken(name) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "ledger.json",
        "ledger.json~",
        "ledger.json.bak",
        "ledger.json.lock",
        "ledger.json.damaged-20261123T150000Z",
        "ledger (old).json",
        "ledger 2025.json",
        "ledger-2025.json",
        "ledger-laptop.json",
        "ledger-medics.json",
        "ledger conflict of interest.json",
        "ledgers (1).json",
        "my ledger (1).json",
        "ledger.sync-conflict-20261123-101500-ABCDEFG.json.tmp",
    ],
)
def test_a_name_that_its_user_may_have_given_is_left_to_its_user(name: str) -> None:
    assert taken(name) == []


def test_the_names_of_machines_are_asked_for_only_where_a_name_could_hold_one() -> None:
    def asked() -> list[str]:
        raise AssertionError("nobody has to know")

    assert synced_copies(["ledger (1).json", "ledger.json.bak"], "ledger.json", asked) == ["ledger (1).json"]


def test_copies_of_a_ledger_with_a_peculiar_name() -> None:
    assert taken("a+b (1).json", "aab (1).json", ledger="a+b.json") == ["a+b (1).json"]
    assert taken("ledger (1)", "ledger 2", ledger="ledger") == ["ledger (1)", "ledger 2"]
