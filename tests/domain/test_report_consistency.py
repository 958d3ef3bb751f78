"""What a report that came from elsewhere may not say."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.report import combined, report
from followthrough.domain.report import Report
from followthrough.domain.report_consistency import contradiction_in
from followthrough.domain.together import Part
from tests.support.fakes import FakeLedger, a_workspace
from tests.support.reports import REPORTS


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


@pytest.fixture(scope="module")
def circle() -> Report:
    """The report of a circle of eight: three may be named, four are counted only, one is left out."""
    return REPORTS["members"]


def shown(circle: Report, **changed: object) -> Report:
    assert circle.together is not None
    return replace(circle, together=replace(circle.together, **changed))


def parts(circle: Report) -> tuple[Part, ...]:
    assert circle.together is not None
    return circle.together.parts


def logged(circle: Report, **changed: object) -> Report:
    assert circle.together is not None
    return shown(circle, logged=replace(circle.together.logged, **changed))


OF_A_CIRCLE: dict[str, Callable[[Report], Report]] = {
    "it has another number of members than it shows": lambda it: shown(it, counted_only=5),
    "a member has counts that do not go together": lambda it: shown(
        it, parts=(replace(parts(it)[0], on_time=parts(it)[2].on_time), *parts(it)[1:])
    ),
    "the members do not add up": lambda it: shown(it, parts=parts(it)[:1] * 7, counted_only=0),
    "it shows members from whom the figures of others would follow": lambda it: shown(it, withheld=True),
    "another number of events was logged": lambda it: logged(it, by_others=9),
    "it says of too few who logged what": lambda it: logged(it, others=2),
}


@pytest.mark.parametrize("said", OF_A_CIRCLE)
def test_a_circles_report_that_does_not_go_together_is_refused(circle: Report, said: str) -> None:
    assert contradiction_in(circle) is None
    assert contradiction_in(OF_A_CIRCLE[said](circle)) == said
