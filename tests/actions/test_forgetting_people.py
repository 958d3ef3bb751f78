"""Forgetting a person: what is refused, what is said of it, and what stands afterwards."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.annotate import edit, note
from followthrough.actions.browse import dealings
from followthrough.actions.forget import about_to_forget, forget
from followthrough.actions.measure import score
from followthrough.actions.people import describe
from followthrough.actions.report import report
from followthrough.actions.settle import confirm, keep
from followthrough.actions.undo import redo, undo
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import (
    CannotUndoForgettingError,
    ForgetYourselfError,
    ForgottenHandleError,
    NoSuchPersonError,
    NothingToRedoError,
    PooledNameError,
    Problem,
    ReservedHandleError,
)
from tests.support.fakes import FakePreferences, a_workspace


@pytest.fixture
def sam() -> Workspace:
    here = replace(a_workspace(), preferences=FakePreferences(settings=("me", "notify.ana", "notify.bo")))
    add(here, "Send the slides", to=["Ana", "bo"], by="friday")
    describe(here, "ana", name="Ana Ruiz")
    add(here, "Lend the tent", maker="ana", to=["sam"], by="friday")
    add(here, "Ask Ruiz, not Anastasia", to=["bo"])
    return here


def texts(workspace: Workspace) -> list[tuple[str, str, tuple[str, ...]]]:
    return sorted((each.what, each.maker, each.to) for each in workspace.ledger.read().unsettled())


def test_someone_stands_for_a_forgotten_person(sam: Workspace) -> None:
    forget(sam, ["@Ana"])
    assert texts(sam) == [
        ("Ask Ruiz, not Anastasia", "sam", ("bo",)),
        ("Lend the tent", "someone", ("sam",)),
        ("Send the slides", "sam", ("someone", "bo")),
    ]
    assert list(sam.ledger.read().people()) == ["bo", "sam"]
    assert sam.ledger.read().forgotten() == {}


def test_a_person_is_meant_by_a_display_name_too(sam: Workspace) -> None:
    assert [each.handle for each in forget(sam, ["@Ana Ruiz"]).persons] == ["ana"]


def test_it_is_seen_before_how_many_promises_it_is_about(sam: Workspace) -> None:
    ((person, promises),) = about_to_forget(sam, ["@ana", "@Ana Ruiz"]).persons
    assert (person.name, promises) == ("Ana Ruiz", 2)


@pytest.mark.parametrize(
    ("text", "still"),
    [
        ("Call Ana", True),
        ("Call ANA RUIZ", True),
        ("call ana's brother", True),
        ("Call @ana", False),
        ("Call Anastasia", False),
    ],
)
def test_it_is_said_which_texts_have_the_name_still(sam: Workspace, text: str, still: bool) -> None:
    promise = add(sam, text, to=["bo"]).commitments[0].id
    (person,) = forget(sam, ["@ana"]).persons
    assert person.words == ("Ana Ruiz", "Ana", "ana")
    assert person.named_in == ((promise,) if still else ())


def test_a_text_that_was_corrected_has_the_name_in_its_history(sam: Workspace) -> None:
    noted = note(sam, "tent", "Ana said so").commitments[0].id
    tagged = add(sam, "Bring cake", to=["bo"], tags=["ana"]).commitments[0].id
    edited = edit(sam, "anastasia", what="Ask Ana").commitments[0].id
    edit(sam, edited, what="Ask")
    (person,) = forget(sam, ["@ana"]).persons
    assert sorted(person.named_in) == sorted([noted, tagged, edited])


def test_settings_that_are_called_after_them_are_named_and_stay(sam: Workspace) -> None:
    (person,) = forget(sam, ["@ana"]).persons
    assert person.settings == ("notify.ana",)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("@me", ForgetYourselfError),
        ("@sam", ForgetYourselfError),
        ("@someone", ReservedHandleError),
        ("@Someone", ReservedHandleError),
        ("@nobody", NoSuchPersonError),
        ("@", NoSuchPersonError),
    ],
)
def test_nobody_else_is_forgotten(sam: Workspace, typed: str, problem: type[Problem]) -> None:
    with pytest.raises(problem):
        forget(sam, ["@ana", typed])
    assert "ana" in sam.ledger.read().people()


REUSES: dict[str, Callable[[Workspace], object]] = {
    "a recipient": lambda sam: add(sam, "Something", to=["bo", "Ana"]),
    "a maker": lambda sam: add(sam, "Something", maker="ana", to=["bo"]),
    "a text": lambda sam: add(sam, "Ask @Ana.", to=["bo"]),
    "a note": lambda sam: note(sam, "tent", "@ana knows"),
    "an edit": lambda sam: edit(sam, "tent", what="Lend @ana the tent"),
    "a name": lambda sam: describe(sam, "ana", name="Another"),
    "a member": lambda sam: describe(sam, "medics", members=["ana"]),
    "whoever records": lambda sam: note(replace(sam, preferences=FakePreferences("ana")), "tent", "me again"),
}


@pytest.mark.parametrize("reuse", REUSES)
def test_a_forgotten_handle_is_refused_wherever_it_is_used(sam: Workspace, reuse: str) -> None:
    forget(sam, ["@ana"])
    before = texts(sam)
    with pytest.raises(ForgottenHandleError, match="@ana"):
        REUSES[reuse](sam)
    assert texts(sam) == before


def test_nobody_new_is_called_someone(sam: Workspace) -> None:
    for made in (lambda: add(sam, "Something", to=["Someone"]), lambda: describe(sam, "someone", name="Some One")):
        with pytest.raises(ReservedHandleError):
            made()


def test_nobody_is_judged_under_a_pooled_name(sam: Workspace) -> None:
    describe(sam, "medics", members=["ana", "bo"])
    add(sam, "Bring bandages", maker="ana", to=["medics"], by="friday")
    forget(sam, ["@ana"])
    for judged in (lambda: score(sam, "someone"), lambda: report(sam, "someone")):
        with pytest.raises(PooledNameError):
            judged()
    assert score(sam, "medics")[0].windows.all.counts.made == 0


def test_what_was_promised_to_someone_can_be_read_and_gone_on_with(sam: Workspace) -> None:
    forget(sam, ["@ana"])
    kept = keep(sam, ["slides"]).commitments[0].id
    confirmed = confirm(sam, [kept], who="someone").commitments[0]
    assert (confirmed.confirmed, dealings(sam, "someone").who) == (True, "someone")


def test_someone_is_nobody_where_nobody_was_forgotten(sam: Workspace) -> None:
    with pytest.raises(NoSuchPersonError):
        score(sam, "someone")


def test_it_is_neither_undone_nor_redone(sam: Workspace) -> None:
    forget(sam, ["@ana"])
    with pytest.raises(CannotUndoForgettingError, match="someone"):
        undo(sam)
    with pytest.raises(NothingToRedoError):
        redo(sam)
