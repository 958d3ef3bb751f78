"""Lists and their filters, one promise, what happened lately, dealings, the digest, scores, people, forgetting."""

from typing import Any

import pytest

from followthrough.actions.browse import dealings, listing, log, show
from followthrough.actions.digest import attention, in_a_row, layout_of
from followthrough.actions.forget import about_to_forget, forget
from followthrough.actions.measure import score
from followthrough.actions.people import describe, everyone, one
from followthrough.domain.errors import (
    BadCountError,
    BadHandleError,
    ForgottenCommitmentError,
    FutureDateError,
    NoLedgerError,
    NoSuchPersonError,
    NotACircleError,
    OptionsClashError,
    UnknownMeError,
)
from followthrough.domain.events import Tombstone
from followthrough.domain.filters import Filters
from tests.support.builders import NOW, a_history, kept, made, missed, noted, withdrawn
from tests.support.fakes import FakeLedger, a_workspace

LAST_WEEK = "2026-11-18T09:00:00-05:00"
LONG_AGO = "2026-06-01T09:00:00-04:00"

NAMES = {
    "late": "kkkkkkkkkkkk",
    "today": "lllkkkkkkkkk",
    "soon": "mmmkkkkkkkkk",
    "far": "nnnkkkkkkkkk",
    "dateless": "oookkkkkkkkk",
    "theirs": "pppkkkkkkkkk",
    "circle": "qqqkkkkkkkkk",
    "done": "rrrkkkkkkkkk",
    "missed": "ssskkkkkkkkk",
    "withdrawn": "tttkkkkkkkkk",
    "between others": "uuukkkkkkkkk",
}
IDS = {key: name for name, key in NAMES.items()}


@pytest.fixture
def ledger() -> FakeLedger:
    """Promises of every sort on Monday 23 November 2026, 10:00, seen by @sam, a member of @medics."""
    drafts = {
        "late": [made("Late one", due="2026-11-20", logged=LAST_WEEK, tags=("work",))],
        "today": [made("One for today", due="2026-11-23", logged=LAST_WEEK, to=("bo",), tags=("work", "home"))],
        "soon": [made("Soon", due="2026-11-25T12:00:00-05:00", logged=LAST_WEEK), noted("needs GLUE")],
        "far": [made("Far", due="2027-03-01", logged=LAST_WEEK, to=("medics",))],
        "dateless": [made("Some time", due=None, logged=LAST_WEEK), noted(None, help_wanted=True)],
        "theirs": [made("Drill back", maker="bo", to=("sam",), due="2026-11-24", logged=LAST_WEEK)],
        "circle": [made("Tents", maker="cy", to=("medics",), due="2026-11-30", logged=LAST_WEEK)],
        "done": [made("Done", due="2026-11-21", logged=LAST_WEEK), kept(logged="2026-11-20T09:00:00-05:00")],
        "missed": [made("Missed", due="2026-06-05", logged=LONG_AGO), missed(logged="2026-06-06T09:00:00-04:00")],
        "withdrawn": [made("Off", due="2026-06-09", logged=LONG_AGO), withdrawn(logged="2026-06-02T09:00:00-04:00")],
        "between others": [made("Not mine", maker="bo", to=("cy",), due="2026-11-26", logged=LAST_WEEK)],
    }
    ledger = FakeLedger({NAMES[name]: a_history(*history) for name, history in drafts.items()})
    workspace = a_workspace(ledger)
    for handle in ("ana", "bo"):
        describe(workspace, handle)
    describe(workspace, "medics", name="Street Medics", members=["sam", "cy"])
    return ledger


def _names(commitments: Any) -> list[str]:
    return [IDS[each.id] for each in commitments]


FILTERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing asked: the open ones by date": (
        {},
        ["late", "today", "theirs", "soon", "between others", "circle", "far", "dateless"],
    ),
    "to": ({"to": "Street Medics"}, ["circle", "far"]),
    "with": ({"between": "bo"}, ["today", "theirs", "between others"]),
    "mine": ({"mine": True}, ["late", "today", "soon", "far", "dateless"]),
    "theirs, a circle's too": ({"theirs": True}, ["theirs", "circle"]),
    "overdue": ({"overdue": True}, ["late"]),
    "due on a day": ({"due": "wednesday"}, ["soon"]),
    "due within": ({"due_within": "2d"}, ["late", "today", "theirs", "soon"]),
    "a tag": ({"tags": ["+work"]}, ["late", "today"]),
    "both tags": ({"tags": ["work", "home"]}, ["today"]),
    "words of a note": ({"words": "glue NEEDS"}, ["soon"]),
    "since": ({"since": "2026-11-23", "theirs": True}, ["theirs", "circle"]),
    "until": ({"until": "2026-11-23"}, ["late", "today", "dateless"]),
    "a state": ({"states": ["kept", "withdrawn"]}, ["withdrawn", "done"]),
    "all, by settling": ({"everything": True, "sort": "settled", "limit": 2}, ["done", "between others"]),
    "by text": ({"sort": "text", "mine": True}, ["far", "late", "today", "dateless", "soon"]),
    "by who": ({"sort": "who", "theirs": True}, ["theirs", "circle"]),
    "two filters": ({"mine": True, "tags": ["home"]}, ["today"]),
    "none": ({"words": "nothing of the sort"}, []),
}


@pytest.mark.parametrize("case", FILTERS)
def test_a_list_holds_what_meets_every_filter_in_its_order(ledger: FakeLedger, case: str) -> None:
    options, names = FILTERS[case]
    order = {name: options[name] for name in ("sort", "limit") if name in options}
    filters = {name: value for name, value in options.items() if name not in order}
    found = listing(a_workspace(ledger), Filters(**filters), **order)

    assert _names(found.commitments) == names


def test_a_limit_says_how_many_there_would_be(ledger: FakeLedger) -> None:
    found = listing(a_workspace(ledger), limit=3)

    assert (_names(found.commitments), found.total) == (["late", "today", "theirs"], 8)


def test_a_limit_of_none_is_a_problem(ledger: FakeLedger) -> None:
    with pytest.raises(BadCountError) as problem:
        listing(a_workspace(ledger), limit=0)

    assert str(problem.value) == "--limit 0 is too small; 1 is the least."


def test_all_and_a_state_clash(ledger: FakeLedger) -> None:
    with pytest.raises(OptionsClashError) as problem:
        listing(a_workspace(ledger), Filters(everything=True, states=("kept",)))

    assert str(problem.value) == "--all and --state do not go together."


def test_since_looks_back(ledger: FakeLedger) -> None:
    with pytest.raises(FutureDateError):
        listing(a_workspace(ledger), Filters(since="tomorrow"))


@pytest.mark.parametrize("options", [{"to": "dee"}, {"between": "dee"}])
def test_a_filter_by_someone_unknown_is_a_problem(ledger: FakeLedger, options: dict[str, Any]) -> None:
    with pytest.raises(NoSuchPersonError):
        listing(a_workspace(ledger), Filters(**options))


def test_one_promise_is_shown_whatever_its_state(ledger: FakeLedger) -> None:
    assert _names(show(a_workspace(ledger), "sss").commitments) == ["missed"]


def test_the_log_tells_what_was_recorded_lately_the_latest_first(ledger: FakeLedger) -> None:
    told = log(a_workspace(ledger), limit=3).happenings

    assert [type(each.event).__name__ for each in told] == ["Kept", "Noted", "Noted"]
    assert {IDS[each.commitment.id] for each in told} == {"done", "soon", "dateless"}
    assert [each.event.logged for each in told] == sorted((each.event.logged for each in told), reverse=True)


def test_the_log_reaches_back_two_weeks_or_as_far_as_asked(ledger: FakeLedger) -> None:
    lately = {IDS[each.commitment.id] for each in log(a_workspace(ledger), limit=99).happenings}
    longer = {
        IDS[each.commitment.id]
        for each in log(a_workspace(ledger), None, Filters(since="2026-06-02"), limit=99).happenings
    }

    assert {"missed", "withdrawn"} & lately == set()
    assert {"missed", "withdrawn"} <= longer


def test_the_log_of_one_promise_is_its_whole_history(ledger: FakeLedger) -> None:
    told = log(a_workspace(ledger), "ttt").happenings

    assert [type(each.event).__name__ for each in told] == ["Withdrawn", "Made"]


def test_dealings_with_someone_go_both_ways_open_ones_first(ledger: FakeLedger) -> None:
    found = dealings(a_workspace(ledger), "@ana")

    assert (found.who, _names(found.promised)) == ("ana", [])
    assert _names(found.received) == ["late", "soon", "dateless", "done", "missed", "withdrawn"]
    assert _names(dealings(a_workspace(ledger), "bo").promised) == ["theirs", "between others"]


# The digest


def test_the_digest_puts_each_promise_where_it_deserves_attention(ledger: FakeLedger) -> None:
    digest = attention(a_workspace(ledger)).digest

    assert {
        name: _names(getattr(digest, name))
        for name in ("kept_lately", "overdue", "due_today", "due_soon", "help_wanted", "waiting_on_others")
    } == {
        "kept_lately": ["done"],
        "overdue": ["late"],
        "due_today": ["today"],
        "due_soon": ["soon"],
        "help_wanted": ["dateless"],
        "waiting_on_others": ["theirs", "circle"],
    }
    assert (digest.as_of, digest.later, digest.says_something()) == (NOW, 2, True)


@pytest.mark.parametrize(("within", "soon"), [("1d", []), ("2d", ["soon"]), ("20 weeks", ["soon", "far"])])
def test_the_digest_looks_ahead_as_far_as_asked(ledger: FakeLedger, within: str, soon: list[str]) -> None:
    assert _names(attention(a_workspace(ledger), within=within).digest.due_soon) == soon


def test_a_digest_is_laid_out_as_asked_and_as_json_where_json_is_asked_for() -> None:
    assert [layout_of(None, json=False), layout_of("html", json=False)] == [None, "html"]
    assert [layout_of(None, json=True), layout_of("json", json=True)] == ["json", "json"]


def test_a_digest_is_not_laid_out_as_json_and_as_something_else() -> None:
    with pytest.raises(OptionsClashError) as problem:
        layout_of("discord", json=True)
    assert str(problem.value) == "--json and --format discord do not go together."


def test_several_messages_stand_in_a_row_with_an_empty_line_between_two() -> None:
    assert in_a_row(["one\ntwo", "three"]) == "one\ntwo\n\nthree\n"
    assert in_a_row(["a page\n"]) == "a page\n"


def test_what_was_kept_lately_alone_is_no_digest() -> None:
    ledger = FakeLedger({NAMES["done"]: a_history(made("Done", logged=LAST_WEEK), kept())})
    digest = attention(a_workspace(ledger)).digest

    assert (_names(digest.kept_lately), digest.says_something()) == (["done"], False)


def test_a_named_ledger_that_is_missing_is_a_problem_and_one_nobody_named_has_no_digest() -> None:
    with pytest.raises(NoLedgerError):
        attention(a_workspace())

    found = attention(a_workspace(FakeLedger(may_be_missing=True)))
    assert (found.digest.says_something(), found.book.begun) == (False, False)


# Scores


def test_my_score_counts_what_i_promised(ledger: FakeLedger) -> None:
    card, _ = score(a_workspace(ledger))
    counts = card.windows.all.counts

    # n: late, done, missed; k: done. today, soon, far and dateless are pending; withdrawn is in neither.
    assert (card.who, card.windows.all.on_time.k, card.windows.all.on_time.n) == ("sam", 1, 3)
    assert (counts.made, counts.pending, counts.overdue, counts.missed, counts.withdrawn) == (8, 4, 1, 1, 1)
    assert (card.windows.all.on_time.rate, card.chosen) == (None, None)


def test_the_score_of_a_circle_counts_what_its_members_promised_to_it(ledger: FakeLedger) -> None:
    card, _ = score(a_workspace(ledger), "medics")

    assert (card.who, card.windows.all.counts.made, card.windows.all.counts.pending) == ("medics", 2, 2)


def test_a_score_with_filters_says_which_and_how_many_promises_they_leave(ledger: FakeLedger) -> None:
    card, _ = score(a_workspace(ledger), None, Filters(tags=("+work",), between="ana", since="2026-11-01"))

    assert card.chosen is not None
    assert card.chosen.filters == ("with @ana", "tag +work", "since 2026-11-01")
    assert (card.chosen.promises, card.chosen.of, card.windows.all.counts.made) == (1, 8, 1)


def test_what_was_forgotten_is_counted_for_its_maker_alone(ledger: FakeLedger) -> None:
    forget(a_workspace(ledger), [NAMES["missed"], NAMES["theirs"]])

    assert [score(a_workspace(ledger), who)[0].windows.all.counts.forgotten for who in (None, "bo", "ana")] == [1, 1, 0]


def test_what_was_forgotten_of_what_was_promised_to_a_circle_is_counted_in_its_score(ledger: FakeLedger) -> None:
    forget(a_workspace(ledger), [NAMES["far"], NAMES["theirs"]])
    card, _ = score(a_workspace(ledger), "medics")

    assert (card.windows.all.counts.made, card.windows.all.counts.forgotten) == (1, 1)


# People and circles


def test_everyone_is_told_by_handle(ledger: FakeLedger) -> None:
    found = everyone(a_workspace(ledger))

    assert found.me == "sam"
    assert [(each.handle, each.name, each.members) for each in found.people] == [
        ("ana", "ana", ()),
        ("bo", "bo", ()),
        ("cy", "cy", ()),
        ("medics", "Street Medics", ("sam", "cy")),
        ("sam", "sam", ()),
    ]


def test_a_name_and_members_change_without_each_other(ledger: FakeLedger) -> None:
    describe(a_workspace(ledger), "medics", name="Medics")
    found = describe(a_workspace(ledger), "medics", members=["ana,bo", "dee"])
    medics = next(each for each in found.people if each.handle == "medics")

    assert (medics.name, medics.members, len(medics.history)) == ("Medics", ("sam", "cy", "ana", "bo", "dee"), 3)
    assert [event.n for event in medics.history] == [1, 2, 3]
    assert "dee" in {each.handle for each in found.people}


def test_a_circle_is_no_member_of_itself(ledger: FakeLedger) -> None:
    before = list(ledger.read().recorded())
    with pytest.raises(NotACircleError) as problem:
        describe(a_workspace(ledger), "medics", members=["ana", "Street Medics"])

    assert str(problem.value) == "@medics cannot be a circle: it would be a member of itself."
    assert list(ledger.read().recorded()) == before


@pytest.mark.parametrize("who", ["bo", "sam", "me"])
def test_who_promises_is_no_circle(ledger: FakeLedger, who: str) -> None:
    before = list(ledger.read().recorded())
    with pytest.raises(NotACircleError) as problem:
        describe(a_workspace(ledger), who, members=["ana"])

    handle = "sam" if who == "me" else who
    assert str(problem.value) == f"@{handle} cannot be a circle: it is a person who promises."
    assert list(ledger.read().recorded()) == before


def test_i_am_no_circle_before_my_first_promise_either() -> None:
    ledger = FakeLedger()
    with pytest.raises(NotACircleError):
        describe(a_workspace(ledger), "me", members=["ana"])

    assert not ledger.begun


def test_one_person_is_told_alone_and_nobody_new_is_recorded(ledger: FakeLedger) -> None:
    before = list(ledger.read().recorded())
    found = one(a_workspace(ledger), "Street Medics")

    assert (found.me, [each.handle for each in found.people]) == ("sam", ["medics"])
    with pytest.raises(NoSuchPersonError):
        one(a_workspace(ledger), "dee")
    assert list(ledger.read().recorded()) == before


def test_me_as_a_member_is_my_handle(ledger: FakeLedger) -> None:
    found = describe(a_workspace(ledger), "medics", members=["Me", "cy"])

    assert next(each.members for each in found.people if each.handle == "medics") == ("sam", "cy")
    assert "me" not in {each.handle for each in found.people}


def test_i_become_known_as_a_member_before_my_first_promise() -> None:
    found = describe(a_workspace(FakeLedger()), "medics", members=["me"])

    assert [(each.handle, each.members) for each in found.people] == [("medics", ("sam",)), ("sam", ())]


def test_a_handle_that_cannot_be_begins_no_ledger() -> None:
    ledger = FakeLedger()
    with pytest.raises(BadHandleError):
        describe(a_workspace(ledger), "--name")

    assert not ledger.begun


# Forgetting


def test_forgetting_leaves_a_tombstone_of_the_maker_the_recipients_and_the_events(ledger: FakeLedger) -> None:
    done = forget(a_workspace(ledger), ["rrr", "mmm"])
    book = ledger.read()
    name = book.replica

    assert done.ids == (NAMES["done"], NAMES["soon"])
    assert dict(book.forgotten()) == {
        NAMES["done"]: Tombstone(
            id=f"{name}.{_first(book)}",
            logged=NOW,
            by="sam",
            maker="sam",
            to=("ana",),
            events=("kkkkk.1", "kkkkk.2"),
            step=f"{name}.{_first(book)}",
        ),
        NAMES["soon"]: Tombstone(
            id=f"{name}.{_first(book) + 1}",
            logged=NOW,
            by="sam",
            maker="sam",
            to=("ana",),
            events=("kkkkk.1", "kkkkk.2"),
            step=f"{name}.{_first(book)}",
        ),
    }
    assert book.commitment(NAMES["done"]) is None


def _first(book: Any) -> int:
    return min(int(each.id.partition(".")[2]) for each in book.forgotten().values())


def test_forgetting_several_is_all_or_none(ledger: FakeLedger) -> None:
    forget(a_workspace(ledger), ["ttt"])
    with pytest.raises(ForgottenCommitmentError):
        forget(a_workspace(ledger), ["sss", "ttt"])

    assert list(ledger.read().forgotten()) == [NAMES["withdrawn"]]


def test_what_would_be_forgotten_can_be_seen_before(ledger: FakeLedger) -> None:
    assert _names(about_to_forget(a_workspace(ledger), ["sss", "mmm", "sss"]).promises) == ["missed", "soon"]
    assert ledger.read().forgotten() == {}


def test_where_nothing_says_who_this_is_there_is_no_digest_rather_than_an_empty_one(ledger: FakeLedger) -> None:
    stranger = a_workspace(ledger, me=None, login="nobody-known")
    with pytest.raises(UnknownMeError):
        attention(stranger)
    assert attention(a_workspace(ledger, me="nobody-known")).digest.overdue == ()
