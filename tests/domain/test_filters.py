"""Filters as they are typed, saved and said."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.filters import (
    ALL_OPEN,
    BY_OUTCOME,
    STATES,
    Filters,
    as_text,
    from_text,
    narrowed,
    said,
    unsaid,
)
from followthrough.domain.selection import Selection
from tests.support.thoroughness import tried_on

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
MAYBE = st.none() | WORDS
FILTERS = st.builds(
    Filters,
    to=MAYBE,
    maker=MAYBE,
    between=MAYBE,
    mine=st.booleans(),
    theirs=st.booleans(),
    overdue=st.booleans(),
    due=MAYBE,
    due_within=MAYBE,
    states=st.lists(st.sampled_from(STATES), max_size=3).map(tuple),
    tags=st.lists(WORDS, max_size=3).map(tuple),
    words=MAYBE,
    since=MAYBE,
    until=MAYBE,
    everything=st.booleans(),
)


@tried_on(300)
@given(filters=FILTERS.filter(lambda each: each != ALL_OPEN))
def test_what_is_saved_is_read_as_it_was_typed(filters: Filters) -> None:
    assert from_text(as_text(filters)) == filters


def test_filters_are_saved_as_the_options_that_set_them() -> None:
    filters = Filters(between="ana", due="this week", tags=("talks", "work"), mine=True, states=("kept",), words="-x")
    assert as_text(filters) == "--with ana --mine --due 'this week' --state kept --tag talks --tag work --search=-x"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no filter in it"),
        ("  ", "there is no filter in it"),
        ("--tag", "--tag is without its value"),
        ("--mine talks", "talks is no filter"),
        ("--limit 3", "--limit is no filter"),
        ("--state lost", "lost is no state"),
        ("--due 'this week", "a quotation mark in it is not closed"),
    ],
)
def test_what_are_no_filters_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        from_text(text)


def test_what_is_typed_beside_a_view_stands_and_tags_are_added() -> None:
    view = Filters(to="ana", tags=("talks",), states=("kept",), mine=True)
    assert narrowed(view, Filters(to="bo", tags=("work", "talks"), overdue=True)) == Filters(
        to="bo", tags=("talks", "work"), states=("kept",), mine=True, overdue=True
    )
    assert narrowed(view, Filters(everything=True)) == Filters(to="ana", tags=("talks",), everything=True, mine=True)
    assert narrowed(Filters(everything=True), Filters(states=("kept",))) == Filters(states=("kept",))


@tried_on(100)
@given(filters=FILTERS)
def test_nothing_typed_beside_a_view_leaves_it_as_it_is(filters: Filters) -> None:
    once = narrowed(filters, ALL_OPEN)
    assert narrowed(once, ALL_OPEN) == once
    assert once == narrowed(ALL_OPEN, once)


def test_options_are_named_in_their_order() -> None:
    filters = Filters(everything=True, to="ana", overdue=True)
    assert filters.options() == ("--to", "--overdue", "--all")
    assert filters.options(BY_OUTCOME) == ("--overdue", "--all")


HANDLE = st.from_regex(r"[a-z][a-z0-9.-]{0,8}", fullmatch=True)
DAY = st.none() | st.dates(date(1970, 1, 1))
WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Zs", "Cc", "Zl", "Zp")), min_size=1)
CHOSEN = st.builds(
    Selection,
    to=st.none() | HANDLE,
    maker=st.none() | HANDLE,
    between=st.none() | HANDLE,
    tags=st.frozensets(HANDLE, max_size=3),
    words=st.lists(WORD, max_size=3).map(tuple),
    since=DAY,
    until=DAY,
)


@tried_on(300)
@given(selection=CHOSEN)
def test_what_is_said_beside_figures_can_be_chosen_by_again(selection: Selection) -> None:
    assert unsaid(said(selection, "sam")) == selection


def test_the_words_beside_figures() -> None:
    selection = Selection(
        to="ana", between="bo", theirs=True, tags=frozenset({"b", "a"}), words=("x",), since=date(2026, 11, 1)
    )
    assert said(selection, "sam") == (
        *("to @ana", "with @bo", "to @sam by others", "tag +a", "tag +b", "with the word “x”", "since 2026-11-01"),
    )
    hidden = said(selection, "sam", named=False)
    assert hidden[:3] == ("to one person", "with one person", "to one person by others")
    assert unsaid(hidden) is None
    assert unsaid(said(Selection(theirs=True), "sam")) is None
