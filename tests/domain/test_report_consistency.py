"""What a report that came from elsewhere may not say."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.report import combined, report
from followthrough.domain.report import Report
from followthrough.domain.report_consistency import contradiction_in
from tests.support.fakes import FakeLedger, a_workspace


@pytest.fixture(scope="module")
def honest() -> Report:
    """Sam's report in full, with one promise that may be shown and one that may not."""
    workspace = a_workspace(FakeLedger(may_be_missing=True))
    add(workspace, "Bring the tent", to=["ana"], by="tomorrow", visibility="public")
    add(workspace, "Pay the fee", to=["bo"], by="tomorrow")
    return report(workspace, detail="full", names="full")


def test_a_report_of_ours_goes_together(honest: Report) -> None:
    assert contradiction_in(honest) is None
    assert contradiction_in(combined([honest])) is None


def basis(honest: Report, **changed: object) -> Report:
    assert honest.basis is not None
    return replace(honest, basis=replace(honest.basis, **changed))


def listing(honest: Report, **changed: object) -> Report:
    assert honest.listing is not None
    return replace(honest, listing=replace(honest.listing, **changed))


FORGED: dict[str, Callable[[Report], Report]] = {
    "'Mars/Olympus' is no zone that is known here": lambda it: replace(it, zone="Mars/Olympus"),
    "it names no sources": lambda it: replace(it, scorecard=replace(it.scorecard, sources=())),
    "it has another number of sources than of scorecards": lambda it: replace(
        it, scorecard=replace(it.scorecard, sources=it.scorecard.sources * 2)
    ),
    "it has another number of makers than of members": lambda it: replace(it, members=7),
    "the last 20 are those of one scorecard, and of one alone": lambda it: replace(it, scorecards=1),
    "the basis has more recorders than events": lambda it: basis(it, by_makers=8_000),
    "the basis is of another number of promises": lambda it: basis(it, one_side=9),
    "the basis has another number of promises written down": lambda it: basis(it, promises=2, written_promptly=_many()),
    "the basis has days without events, or events without days": lambda it: basis(it, since=None),
    "the basis ends before it begins": lambda it: basis(it, since=_later(it)),
    "it lists promises or not, other than its detail says": lambda it: replace(it, listing=None),
    "the listing is of another number of promises": lambda it: listing(it, counted_only=0),
    "the listing has another number of promises than it says": lambda it: listing(it, latest=()),
    "the listing has other particulars than its detail says": lambda it: replace(it, detail="titles"),
}


def _many() -> object:
    from followthrough.domain.reliability.window import Promptly

    return Promptly(k=99, n=9)


def _later(honest: Report) -> object:
    from datetime import timedelta

    assert honest.basis is not None
    assert honest.basis.until is not None
    return honest.basis.until + timedelta(days=1)


@pytest.mark.parametrize("reason", FORGED)
def test_what_does_not_go_together_is_named(honest: Report, reason: str) -> None:
    assert contradiction_in(FORGED[reason](honest)) == reason
