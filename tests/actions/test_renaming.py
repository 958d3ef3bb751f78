"""Give a person another handle, say that two handles are one person, tell two people of one handle apart."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.browse import dealings, listing
from followthrough.actions.digest import attention
from followthrough.actions.forget import forget
from followthrough.actions.measure import score
from followthrough.actions.merge import Copy, merge
from followthrough.actions.people import describe, everyone, share
from followthrough.actions.prompt import prompt
from followthrough.actions.renaming import join, rename
from followthrough.actions.settle import confirm, keep, miss, release
from followthrough.actions.several import Asked
from followthrough.actions.undo import redo, undo
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import Problem
from followthrough.domain.filters import Filters
from tests.adapters.steps import file_ledger
from tests.support.fakes import FakeClock, FakeLedger, FakePreferences, SeededRandomness, a_workspace
from tests.support.thoroughness import tried_on

EVERYTHING = Filters(everything=True)


@pytest.fixture(params=["in memory", "in a file"])
def sam(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """Sam, with a ledger in which annie and ana promised something each, and were promised something."""
    workspace: Workspace = a_workspace()
    if request.param == "in a file":
        workspace = replace(workspace, ledger=file_ledger(tmp_path))
    add(workspace, "Send Ana the slides", to=["ana"], by="friday")
    add(workspace, "Bring cake", to=["ana,annie"], by="friday")
    add(workspace, "Lend the drill", maker="annie", by="friday")
    add(workspace, "Sort the attic", maker="ana", by="friday")
    keep(workspace, ["drill"])
    return workspace


def parties(workspace: Workspace) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {each.what: (each.maker, each.to) for each in listing(workspace, EVERYTHING).commitments}


def counts(workspace: Workspace, *handles: str) -> list[tuple[int, int, int]]:
    cards = [score(workspace, each)[0].windows.all for each in handles]
    return [(each.on_time.k, each.on_time.n, each.counts.made) for each in cards]


def id_of(workspace: Workspace, what: str) -> str:
    return next(each.id for each in listing(workspace, EVERYTHING).commitments if each.what == what)


def test_whoever_is_joined_stands_for_both_wherever_promises_are_read(sam: Workspace) -> None:
    told = join(sam, "annie", "ana")

    assert [(each.handle, each.also) for each in told.people] == [("ana", ("annie",)), ("sam", ())]
    assert told.notices == ("@annie is @ana now, in 4 promises; whoever types or records @annie means @ana.",)
    assert parties(sam) == {
        "Bring cake": ("sam", ("ana",)),
        "Lend the drill": ("ana", ("sam",)),
        "Send Ana the slides": ("sam", ("ana",)),
        "Sort the attic": ("ana", ("sam",)),
    }
    assert counts(sam, "ana", "annie") == [(1, 1, 2), (1, 1, 2)]
    assert [len(listing(sam, Filters(between=each)).commitments) for each in ("ana", "@Annie")] == [3, 3]
    found = dealings(sam, "annie")
    assert (found.who, len(found.promised), len(found.received)) == ("ana", 2, 2)
    assert [each.maker for each in attention(sam).digest.waiting_on_others] == ["ana"]


def test_the_name_that_is_given_with_a_join_stands_whatever_was_said_before(sam: Workspace) -> None:
    for name in ("Ana", "Ana R.", "Ana Ruiz"):
        describe(sam, "ana", name=name)
    told = join(sam, "annie", "ana", name="Annie Ruiz")
    assert [each.name for each in told.people] == ["Annie Ruiz", "sam"]


def test_nothing_that_was_recorded_before_is_changed(sam: Workspace) -> None:
    before = {each.event.id: each for each in sam.ledger.read().recorded()}
    join(sam, "annie", "ana")
    rename(sam, "ana", "ana-ruiz")
    after = {each.event.id: each for each in sam.ledger.read().recorded()}
    assert {key: after[key] for key in before} == before
    assert [type(after[key].event).__name__ for key in after.keys() - before.keys()].count("Joined") == 2


def test_a_renamed_person_keeps_what_is_known_of_them_and_the_old_handle_means_them(sam: Workspace) -> None:
    describe(sam, "ana", name="Ana Ruiz", aliases=["Nana"], zone="Europe/Madrid")
    describe(sam, "medics", members=["ana", "annie"])
    told = rename(sam, "Nana", "ana-ruiz")

    ana, _, medics, _ = told.people
    assert (ana.handle, ana.name, ana.aliases, ana.zone) == ("ana-ruiz", "Ana Ruiz", ("Nana",), "Europe/Madrid")
    assert medics.members == ("ana-ruiz", "annie")
    add(sam, "One more", to=["ana"])
    assert parties(sam)["One more"] == ("sam", ("ana-ruiz",))


def test_undo_restores_and_redo_joins_again(sam: Workspace) -> None:
    before = (parties(sam), everyone(sam).people)
    join(sam, "annie", "ana")
    joined = parties(sam)
    undo(sam)
    after = (parties(sam), everyone(sam).people)
    assert after[0] == before[0]
    assert [(each.handle, each.name, each.also) for each in after[1]] == [
        (each.handle, each.name, each.also) for each in before[1]
    ]
    redo(sam)
    assert parties(sam) == joined


def test_a_handle_comes_back_by_another_renaming(sam: Workspace) -> None:
    before = parties(sam)
    for old, new in (("ana", "ana-ruiz"), ("ana-ruiz", "ana"), ("ana", "ana-ruiz"), ("ana-ruiz", "ana")):
        told = rename(sam, old, new)
        assert new in [each.handle for each in told.people]
        assert old not in [each.handle for each in told.people]
    assert parties(sam) == before


def test_who_renames_themselves_goes_by_the_new_handle_and_back_by_undo(sam: Workspace) -> None:
    told = rename(sam, "me", "samuel")
    assert (sam.me, told.me) == ("samuel", "samuel")
    assert told.notices[1:] == (
        "You are @samuel here now. In another ledger, where you are @sam still: ft config me sam",
    )
    assert prompt([Asked(None, sam)]).counts.open == 2
    undone = undo(sam)
    assert sam.me == "sam"
    assert undone.notices[-1] == "You are @sam again."
    redo(sam)
    assert sam.me == "samuel"
    assert prompt([Asked(None, sam)]).counts.open == 2


def test_who_was_renamed_elsewhere_still_reads_what_is_theirs(sam: Workspace) -> None:
    elsewhere = replace(sam, preferences=FakePreferences("sam"))
    rename(sam, "sam", "samuel")
    assert (
        elsewhere.me,
        prompt([Asked(None, elsewhere)]).counts.open,
        len(listing(elsewhere, Filters(mine=True)).commitments),
    ) == (
        "sam",
        2,
        2,
    )
    made = add(elsewhere, "Feed the cat", to=["ana"])
    assert made.commitments[0].maker == "samuel"
    assert counts(elsewhere, "me") == [(0, 0, 3)]


def test_a_recipient_confirms_in_their_own_hand_under_either_handle(sam: Workspace) -> None:
    cake = id_of(sam, "Bring cake")
    keep(sam, [cake])
    annie = replace(sam, preferences=FakePreferences("annie"))
    join(sam, "annie", "ana")
    confirm(annie, [cake])
    assert score(sam)[0].windows.all.counts.confirmed_by_recipient == 1
    assert release(annie, [id_of(sam, "Send Ana the slides")]).commitments[0].state == "released"


def test_circles_are_renamed_and_joined_with_their_members(sam: Workspace) -> None:
    describe(sam, "medics", name="Street Medics", members=["ana", "bo"])
    describe(sam, "helpers", members=["annie"])
    add(sam, "Bring bandages", to=["medics"], maker="ana")
    rename(sam, "medics", "street-medics")
    assert parties(sam)["Bring bandages"] == ("ana", ("street-medics",))
    assert score(sam, "medics")[0].windows.all.counts.made == 1
    told = join(sam, "helpers", "medics")
    (medics,) = (each for each in told.people if each.is_circle)
    assert (medics.handle, medics.name, medics.members) == ("street-medics", "Street Medics", ("ana", "bo", "annie"))
    describe(sam, "helpers", leaving=["annie"])
    assert everyone(sam).people[-1].members == ("ana", "bo")


def test_somebody_who_leaves_a_circle_leaves_it_under_every_handle(sam: Workspace) -> None:
    describe(sam, "medics", members=["annie", "bo"])
    join(sam, "annie", "ana")
    told = describe(sam, "medics", leaving=["ana"])
    assert told.notices == ("Left @medics: @ana",)
    assert next(each for each in told.people if each.is_circle).members == ("bo",)


def test_of_two_people_with_one_handle_each_has_the_promises_that_are_said_to_be_theirs(sam: Workspace) -> None:
    slides, attic = id_of(sam, "Send Ana the slides"), id_of(sam, "Sort the attic")
    told = rename(sam, "ana", "ana-cruz", name="Ana Cruz", only=[slides, attic])
    assert told.notices == ("In 2 promises @ana-cruz stands where @ana stood; everywhere else @ana stays.",)
    assert [each.handle for each in told.people] == ["ana", "ana-cruz", "annie", "sam"]
    assert parties(sam) == {
        "Bring cake": ("sam", ("ana", "annie")),
        "Lend the drill": ("annie", ("sam",)),
        "Send Ana the slides": ("sam", ("ana-cruz",)),
        "Sort the attic": ("ana-cruz", ("sam",)),
    }
    miss(sam, [attic])
    assert counts(sam, "ana", "ana-cruz") == [(0, 0, 0), (0, 1, 1)]
    rename(sam, "ana-cruz", "cruz")
    assert counts(sam, "ana", "ana-cruz", "cruz") == [(0, 0, 0), (0, 1, 1), (0, 1, 1)]
    cake = id_of(sam, "Bring cake")
    rename(sam, "ana", "cruz", only=[cake])
    assert parties(sam)["Bring cake"] == ("sam", ("cruz", "annie"))
    undo(sam, 3)
    undo(sam)
    assert parties(sam)["Send Ana the slides"] == ("sam", ("ana",))


def test_forgetting_a_joined_person_forgets_every_handle_of_theirs(sam: Workspace) -> None:
    describe(sam, "ana", aliases=["Nana"])
    join(sam, "annie", "ana")
    (person,) = forget(sam, ["@annie"]).persons
    assert (person.handle, person.promises, person.words) == ("ana", 4, ("ana", "Nana", "annie"))
    assert [each.handle for each in everyone(sam).people] == ["sam"]
    assert {name for who in parties(sam).values() for name in (who[0], *who[1])} == {"sam", "someone"}
    for gone in ("ana", "annie"):
        with pytest.raises(Problem, match=f"Someone called @{gone} was forgotten"):
            add(sam, "Another", to=[gone])


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda sam: join(sam, "ana", "Ana"), "@ana is @ana already."),
        (lambda sam: join(sam, "ana", "ana"), "@ana is @ana already."),
        (lambda sam: join(sam, "ana", "zed"), "Nobody here is called “zed”."),
        (lambda sam: join(sam, "medics", "ana"), "@medics is a circle and @ana a person: neither is the other."),
        (lambda sam: join(sam, "ana", "medics"), "@medics is a circle and @ana a person: neither is the other."),
        (lambda sam: rename(sam, "ana", "annie"), "@annie is the handle of someone already."),
        (lambda sam: rename(sam, "ana", "Nan"), "“nan” is what @annie is called already."),
        (lambda sam: rename(sam, "ana", "ana"), "@ana is @ana already."),
        (lambda sam: rename(sam, "ana", "a/b"), "“a/b” cannot be a handle."),
        (
            lambda sam: rename(sam, "ana", "someone"),
            "@someone stands for everyone who was forgotten, and is no person.",
        ),
        (lambda sam: rename(sam, "zed", "z"), "Nobody here is called “zed”."),
        (lambda sam: rename(sam, "annie", "bo", only=["attic"]), "@annie has no part in {attic}."),
        (lambda sam: rename(sam, "ana", "Ana", only=["attic"]), "@ana is @ana already."),
        (lambda sam: describe(sam, "ana", aliases=["Nan"]), "“nan” is what @annie is called already."),
        (lambda sam: describe(sam, "ana", aliases=["annie"]), "@annie is the handle of someone already."),
        (lambda sam: describe(sam, "ana", aliases=["me"]), "@me is the handle of someone already."),
        (lambda sam: describe(sam, "ana", dropped=["Nan"]), "“Nan” is no alias of @ana."),
        (
            lambda sam: describe(sam, "ana", zone="Mars"),
            "“Mars” cannot be the value of --zone: it is no zone this machine knows, like Europe/Madrid.",
        ),
        (lambda sam: describe(sam, "medics", leaving=["ana"]), "@ana is no member of @medics."),
        (
            lambda sam: describe(sam, "medics", leaving=["bo"]),
            "@medics cannot be a circle: nobody would be left in it.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    sam: Workspace, act: Callable[[Workspace], object], sentence: str
) -> None:
    describe(sam, "medics", members=["bo"])
    describe(sam, "annie", aliases=["Nan"])
    before = [each.event.id for each in sam.ledger.read().recorded()]
    with pytest.raises(Problem) as caught:
        act(sam)
    assert str(caught.value) == sentence.format(attic=id_of(sam, "Sort the attic"))
    assert [each.event.id for each in sam.ledger.read().recorded()] == before


def test_who_is_called_by_an_alias_is_found_by_it_until_it_is_dropped(sam: Workspace) -> None:
    describe(sam, "ana", aliases=["Nana", "La Jefa"])
    assert len(listing(sam, Filters(to="la jefa")).commitments) == 2
    assert add(sam, "More", to=["NANA"]).commitments[0].to == ("ana",)
    told = describe(sam, "ana", dropped=["nana"], zone="Asia/Tokyo")
    assert (told.people[0].aliases, told.people[0].zone) == (("La Jefa",), "Asia/Tokyo")
    with pytest.raises(Problem, match="Nobody here is called “Nana”"):
        listing(sam, Filters(to="Nana"))


def test_what_is_no_news_about_somebody_is_not_recorded(sam: Workspace) -> None:
    describe(sam, "medics", members=["ana"])
    before = len(list(sam.ledger.read().recorded()))
    told = describe(sam, "medics", members=["ana"])
    assert told.notices == ("Nothing of that is new about @medics.",)
    assert len(list(sam.ledger.read().recorded())) == before


# Two machines


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Workspace, Workspace]:
    """Sam's two machines, with a copy of one ledger each."""
    found = []
    for number in range(2):
        home = tmp_path / str(number)
        home.mkdir()
        found.append(
            replace(
                a_workspace(clock=FakeClock()),
                ledger=file_ledger(home, seed=number),
                randomness=SeededRandomness(number),
                preferences=FakePreferences("sam"),
            )
        )
    add(found[0], "Send Ana the slides", to=["ana"], by="friday")
    add(found[0], "Lend the drill", maker="annie", by="friday")
    shutil.copy(found[0].ledger.path, found[1].ledger.path)
    return found[0], found[1]


def exchange(one: Workspace, other: Workspace) -> None:
    merge(one, [Copy(path=other.ledger.path)])
    merge(other, [Copy(path=one.ledger.path)])
    assert Path(one.ledger.path).read_bytes() == Path(other.ledger.path).read_bytes()


def test_what_another_machine_goes_on_recording_under_the_old_handle_counts(
    machines: tuple[Workspace, Workspace],
) -> None:
    here, there = machines
    join(here, "annie", "ana")
    rename(here, "sam", "samuel")
    add(there, "Bring cake", maker="annie", by="friday")
    add(there, "Feed the cat", to=["annie"], by="friday")
    describe(there, "annie", zone="Asia/Tokyo")
    exchange(here, there)
    for workspace in (here, there):
        assert parties(workspace) == {
            "Bring cake": ("ana", ("samuel",)),
            "Feed the cat": ("samuel", ("ana",)),
            "Lend the drill": ("ana", ("samuel",)),
            "Send Ana the slides": ("samuel", ("ana",)),
        }
        assert everyone(workspace).people[0].zone == "Asia/Tokyo"
        assert prompt([Asked(None, workspace)]).counts.open == 2


def test_what_a_member_says_of_reports_on_two_machines_stands_as_last_said_whatever_they_are_called(
    machines: tuple[Workspace, Workspace],
) -> None:
    here, there = machines
    describe(here, "medics", members=["me", "ana"])
    share(here, "medics", "named")
    exchange(here, there)
    rename(here, "sam", "samuel")
    rename(here, "medics", "helpers")
    clock: Any = there.clock
    clock.forward(minutes=1)
    share(there, "medics", "left-out")
    exchange(here, there)
    for workspace in (here, there):
        assert everyone(workspace).sharing == {"helpers": {"samuel": "left-out", "ana": "counted"}}


def test_joins_in_both_directions_come_to_the_same_on_either_machine(machines: tuple[Workspace, Workspace]) -> None:
    here, there = machines
    join(here, "annie", "ana")
    clock: Any = there.clock
    clock.forward(minutes=1)
    join(there, "ana", "annie")
    exchange(here, there)
    assert parties(here) == parties(there)
    assert {each.handle for each in everyone(here).people} == {"annie", "sam"}


def test_members_who_came_on_one_machine_and_went_on_another_come_and_go(
    machines: tuple[Workspace, Workspace],
) -> None:
    here, there = machines
    describe(here, "medics", members=["ana", "bo"])
    exchange(here, there)
    describe(here, "medics", members=["annie"])
    describe(there, "medics", members=["cleo"], leaving=["bo"])
    rename(here, "medics", "helpers")
    exchange(here, there)
    for workspace in machines:
        (circle,) = (each for each in everyone(workspace).people if each.is_circle)
        assert (circle.handle, sorted(circle.members)) == ("helpers", ["ana", "annie", "cleo"])


def test_a_name_that_another_machine_joins_to_a_forgotten_person_is_named_no_more(
    machines: tuple[Workspace, Workspace],
) -> None:
    here, there = machines
    join(there, "annie", "ana")
    forget(here, ["@ana"])
    exchange(here, there)
    for workspace in machines:
        assert parties(workspace)["Lend the drill"] == ("someone", ("sam",))
        assert [each.handle for each in everyone(workspace).people] == ["sam"]
    forget(here, ["@annie"])
    assert b"annie" not in Path(here.ledger.path).read_bytes()


def test_two_people_of_one_handle_are_told_apart_after_a_merge(machines: tuple[Workspace, Workspace]) -> None:
    here, there = machines
    describe(here, "bo", name="Bo Chen")
    add(here, "Walk the dog", maker="bo")
    describe(there, "bo", name="Bo Diaz")
    add(there, "Fix the bike", maker="bo")
    _, (brought,) = here.ledger.merge([Copy(path=there.ledger.path)], by="sam", now=here.now())
    assert [(each.handle, each.ours, each.theirs) for each in brought.account.clashes] == [("bo", "Bo Chen", "Bo Diaz")]
    rename(here, "bo", "bo-diaz", name="Bo Diaz", only=["bike"])
    describe(here, "bo", name="Bo Chen")
    merge(there, [Copy(path=here.ledger.path)])
    for workspace in machines:
        assert counts(workspace, "bo", "bo-diaz") == [(0, 0, 1), (0, 0, 1)]
        assert {each.handle: each.name for each in everyone(workspace).people if "bo" in each.handle} == {
            "bo": "Bo Chen",
            "bo-diaz": "Bo Diaz",
        }


# Figures

PEOPLE = ("ana", "annie", "bo", "sam")
STEPS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(("kept", "missed", "open"))),
    min_size=1,
    max_size=8,
)
JOINS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), min_size=1, max_size=4)


@tried_on(40)
@given(promises=STEPS, joins=JOINS)
def test_a_join_leaves_the_sum_of_all_counts_and_undo_leaves_every_one(
    promises: list[tuple[str, str, str]], joins: list[tuple[str, str]]
) -> None:
    clock = FakeClock()
    sam = a_workspace(FakeLedger(), clock=clock)
    for each in PEOPLE:
        describe(sam, each)
    for number, (maker, to, state) in enumerate(promises):
        made = add(sam, f"Promise {number}", maker=maker, to=[to], by="friday").commitments[0]
        if state != "open":
            (keep if state == "kept" else miss)(sam, [made.id])
    clock.forward(days=9)
    before = counts(sam, *PEOPLE)
    done = 0
    for one, other in joins:
        try:
            join(sam, one, other)
        except Problem:
            continue
        done += 1
    standing = [each.handle for each in everyone(sam).people]
    after = counts(sam, *standing)
    assert len(standing) == len(PEOPLE) - done
    assert [sum(each) for each in zip(*after, strict=True)] == [sum(each) for each in zip(*before, strict=True)]
    if done:
        undo(sam, done)
    assert counts(sam, *PEOPLE) == before
