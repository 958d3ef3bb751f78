"""The odds for a promise of mine: whom it is asked about, and what is said in passing when one is made."""

import pytest

from followthrough.actions import odds as actions
from followthrough.actions.add import add
from followthrough.actions.odds import odds, odds_in_passing
from followthrough.domain.errors import NoLedgerError, NoSuchPersonError, PastDateError
from followthrough.domain.odds.promising import Odds
from tests.support.builders import a_history, kept, made, missed, on
from tests.support.fakes import FakeLedger, a_workspace

LONG_AGO = "2026-06-01T09:00:00-04:00"


@pytest.fixture
def ledger() -> FakeLedger:
    """Four of five promises of mine kept on time, and as many of Bo's missed."""
    mine = {
        f"kk{letter}vvvvvvvvv": a_history(
            made(due="2026-06-05", logged=LONG_AGO), missed() if letter == "k" else kept()
        )
        for letter in "klmno"
    }
    of_bo = {
        f"ll{letter}vvvvvvvvv": a_history(made(maker="bo", to=("sam",), due="2026-06-05", logged=LONG_AGO), missed())
        for letter in "klmno"
    }
    found = FakeLedger({**mine, **of_bo})
    add(a_workspace(found), "Return the ladder", to=["ana", "bo"], by="friday")
    return found


def test_my_odds_rest_on_what_i_promised(ledger: FakeLedger) -> None:
    found, _ = odds(a_workspace(ledger))

    # two more in k, four more in n
    assert (found.estimate.odds, found.estimate.k, found.estimate.n) == (6 / 9, 4, 5)
    assert (found.to, found.by, found.open_that_week) == ((), None, None)


def test_it_is_asked_about_people_and_a_date(ledger: FakeLedger) -> None:
    found, _ = odds(a_workspace(ledger), to=["Ana,@bo", "ana", "me"], by="thursday")

    assert (found.to, found.by, found.open_that_week) == (("ana", "bo", "sam"), on("2026-11-26"), 1)


def test_someone_unknown_and_a_date_in_the_past_are_problems(ledger: FakeLedger) -> None:
    with pytest.raises(NoSuchPersonError):
        odds(a_workspace(ledger), to=["dee"])
    with pytest.raises(PastDateError):
        odds(a_workspace(ledger), by="2026-11-22")


def test_a_ledger_that_nobody_named_has_nothing_to_judge_by() -> None:
    with pytest.raises(NoLedgerError):
        odds(a_workspace())

    assert odds(a_workspace(FakeLedger(may_be_missing=True)))[0].estimate.n == 0


def in_passing(ledger: FakeLedger, **fields: str) -> Odds | None:
    workspace = a_workspace(ledger)
    added = add(workspace, "Lend the drill", **{"to": ["ana"], **fields})  # type: ignore[arg-type]  # as typed
    (promise,) = added.commitments
    return odds_in_passing(workspace, added.book, promise)


def test_a_promise_that_was_just_made_is_no_load_of_its_own(ledger: FakeLedger) -> None:
    found = in_passing(ledger, by="friday")

    assert found is not None
    assert (found.to, found.by, found.open_that_week, found.estimate.n) == (("ana",), on("2026-11-27"), 1, 5)


def test_of_a_promise_recorded_after_it_was_due_there_is_nothing_to_expect(ledger: FakeLedger) -> None:
    assert in_passing(ledger, by="2026-11-20", made="2026-11-16") is None


def test_of_what_someone_else_promises_there_are_no_odds_of_mine(ledger: FakeLedger) -> None:
    assert in_passing(ledger, maker="bo") is None


def test_with_very_many_settled_promises_nothing_is_said_in_passing(
    ledger: FakeLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_IN_PASSING", 10)
    assert in_passing(ledger) is not None

    monkeypatch.setattr(actions, "MOST_IN_PASSING", 9)
    assert in_passing(ledger) is None
    assert odds(a_workspace(ledger))[0].estimate.odds is not None
