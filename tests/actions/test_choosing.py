"""The same filters in lists, figures and reports; and saved under a name."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from followthrough.actions.add import add
from followthrough.actions.browse import listing, log
from followthrough.actions.choosing import for_figures, save_view, with_view
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.measure import score
from followthrough.actions.renaming import rename
from followthrough.actions.report import laid_out, report
from followthrough.actions.settle import keep, miss
from followthrough.actions.sharing import sign, verify
from followthrough.actions.undo import undo
from followthrough.domain.errors import FilteredByOutcomeError, OptionsClashError, Problem
from followthrough.domain.filters import ALL_OPEN, Filters
from followthrough.domain.reliability.scorecard import scorecard
from followthrough.domain.report import Names
from tests.support.fakes import FakeClock, a_workspace
from tests.support.thoroughness import tried_on


def begun() -> WiderWorkspace:
    """Promises of sam's to ana and bo, and of theirs to him; some are settled, and two weeks have passed."""
    clock = FakeClock("2026-11-02T10:00:00-05:00")
    workspace = a_workspace(clock=clock)
    for number in range(12):
        others = ("ana", "bo")[number % 2]
        parties: dict[str, Any] = {"to": [others]} if number % 3 else {"maker": others}
        tags = [("talks", "work")[number % 2]] if number % 4 else []
        made = add(workspace, f"Promise {number} of cake", by=f"in {number + 1} days", tags=tags, **parties)
        if number % 5 == 1:
            keep(workspace, [made.commitments[0].id])
        if number % 5 == 2:
            miss(workspace, [made.commitments[0].id])
    add(workspace, "Undone cake", to=["ana"], by="friday", tags=["talks"])
    undo(workspace)
    clock.forward(days=9)
    return workspace


SAM = begun()
CHOSEN = st.builds(
    Filters,
    to=st.sampled_from((None, "ana", "bo", "me")),
    maker=st.sampled_from((None, "sam", "ana")),
    between=st.sampled_from((None, "ana", "bo")),
    mine=st.booleans(),
    theirs=st.booleans(),
    tags=st.sampled_from(((), ("talks",), ("work",), ("talks", "work"))),
    words=st.sampled_from((None, "cake", "1 of", "pie")),
    since=st.sampled_from((None, "2026-11-05")),
    until=st.sampled_from((None, "2026-11-09", "2026-12-24")),
)


@tried_on(60)
@given(filters=CHOSEN, who=st.sampled_from(("sam", "ana", "bo")))
def test_figures_of_some_promises_are_those_of_the_list_of_them(filters: Filters, who: str) -> None:
    card, _ = score(SAM, who, filters)
    everything = Filters(**{name: getattr(filters, name) for name in filters.__struct_fields__} | {"everything": True})
    listed = [each for each in listing(SAM, everything).commitments if each.maker == who and each.state != "undone"]
    again = scorecard(who, listed, (), now=SAM.now(), today=SAM.today(), counted=card.sources[0], chosen=card.chosen)
    assert filters == ALL_OPEN or card == again
    if card.chosen is not None:
        everyones = listing(SAM, Filters(everything=True)).commitments
        of = [each for each in everyones if each.maker == who and each.state != "undone"]
        assert (card.chosen.promises, card.chosen.of) == (len(listed), len(of))
    shared = report(SAM, who, filters, names="full").scorecard
    assert (shared.windows, shared.chosen) == (card.windows, card.chosen)


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (Filters(overdue=True), "--overdue chooses promises by what became of them"),
        (Filters(states=("kept",)), "--state chooses promises by what became of them"),
        (Filters(everything=True, due="friday"), "--due and --all choose promises by what became of them"),
        (
            Filters(overdue=True, due_within="7d", states=("kept",)),
            "--overdue, --due-within and --state choose promises by what became of them",
        ),
    ],
)
def test_no_figure_is_filtered_by_outcome(filters: Filters, sentence: str) -> None:
    for figures in (score, report):
        with pytest.raises(FilteredByOutcomeError) as caught:
            figures(SAM, None, filters)
        assert str(caught.value) == f"{sentence}; no figure can be filtered so."


def test_a_view_that_chooses_by_outcome_is_named_where_figures_are_asked_for() -> None:
    sam = a_workspace()
    save_view(sam, "late", Filters(overdue=True))
    with pytest.raises(FilteredByOutcomeError, match=r"^--overdue in the view “late” chooses promises"):
        for_figures(sam, Filters(to="ana"), "late")
    with pytest.raises(FilteredByOutcomeError, match=r"^--all chooses promises"):
        for_figures(sam, Filters(everything=True), "late")


def test_a_view_is_saved_as_it_was_typed_and_said() -> None:
    sam = a_workspace()
    assert save_view(sam, "talks", Filters(tags=("talks",), due="this week")) == (
        "Saved as the view talks: --due 'this week' --tag talks"
    )
    assert with_view(sam, Filters(to="ana"), "talks") == Filters(to="ana", tags=("talks",), due="this week")
    assert save_view(sam, "talks", Filters(mine=True)) == (
        "Saved as the view talks: --mine, in place of --due 'this week' --tag talks"
    )
    assert save_view(sam, "talks", Filters(mine=True)) == "Saved as the view talks: --mine"


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda sam: with_view(sam, ALL_OPEN, "b"), "There is no view “b”. Saved are a."),
        (lambda sam: with_view(a_workspace(), ALL_OPEN, "b"), "There is no view “b”. None is saved yet."),
        (lambda sam: save_view(sam, "a b", Filters(mine=True)), "“a b” cannot be the name of a view."),
        (lambda sam: save_view(sam, "b", ALL_OPEN), "There is no filter to save as “b”."),
    ],
)
def test_what_is_no_view_is_refused(act: Any, sentence: str) -> None:
    sam = a_workspace()
    save_view(sam, "a", Filters(mine=True))
    with pytest.raises(Problem) as caught:
        act(sam)
    assert str(caught.value) == sentence


def test_the_log_is_of_the_promises_that_are_chosen_whatever_became_of_them() -> None:
    told = log(SAM, None, Filters(to="bo", tags=("work",)), limit=99).happenings
    assert {each.commitment.what for each in told} == {f"Promise {n} of cake" for n in (1, 5, 7, 11)}
    assert {each.event.__struct_config__.tag for each in told} == {"made", "kept", "missed"}
    assert log(SAM, None, Filters(until="2026-11-01")).happenings == ()
    assert len(log(SAM, None, Filters(since="2026-11-02", until="2026-11-02"), limit=99).happenings) == 19
    with pytest.raises(OptionsClashError, match=r"^an ID and --to do not go together"):
        log(SAM, "kkk", Filters(to="bo"))


def test_a_report_says_what_it_was_filtered_by_and_names_nobody_it_need_not_name() -> None:
    filters = Filters(to="ana", tags=("talks",))
    named, unnamed = report(SAM, None, filters, names="full"), report(SAM, None, filters)
    assert named.scorecard.chosen is not None
    assert named.scorecard.chosen.filters == ("to @ana", "tag +talks")
    assert unnamed.scorecard.chosen is not None
    assert unnamed.scorecard.chosen.filters == ("to one person", "tag +talks")


def signed(workspace: WiderWorkspace, *, names: Names | None = None, filters: Filters = ALL_OPEN) -> str:
    """The path of a signed report of sam's."""
    text = laid_out(report(workspace, None, filters, names=names), "json", "1.0")
    workspace.files.write("r.json", text.encode(), may_replace=lambda _: True, force=True)
    sign(workspace, "r.json")
    return "r.json"


@pytest.mark.parametrize(
    ("names", "agrees", "reason"),
    [("full", True, None), (None, None, "it does not say by which person it was filtered")],
)
def test_a_filtered_report_is_held_against_the_ledger_where_it_says_its_filters(
    names: Names | None, agrees: bool | None, reason: str | None
) -> None:
    workspace = begun()
    filters = Filters(to="ana", tags=("talks",), words="cake", since="2026-11-03")
    path = signed(workspace, names=names, filters=filters)
    add(workspace, "Another cake", to=["ana"], tags=["talks"])
    ledger = verify(workspace, path, program="1.0").ledger
    assert (ledger.agrees, ledger.reason) == (agrees, reason)


def test_a_report_of_before_a_renaming_still_agrees_with_the_ledger_and_one_of_after_it_too() -> None:
    workspace = begun()
    path = signed(workspace, names="full", filters=Filters(to="ana"))
    rename(workspace, "me", "samuel")
    rename(workspace, "ana", "ana-ruiz")
    assert verify(workspace, path, program="1.0").ledger.agrees is True
    after = signed(workspace, names="full", filters=Filters(to="ana"))
    assert report(workspace).scorecard.who == "samuel"
    assert verify(workspace, after, program="1.0").ledger.agrees is True
