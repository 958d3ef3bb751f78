"""A glance at a ledger: what it counts is what the whole history says, and in doubt it is given up."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from benchmarks.ledgers import ledger_of
from hypothesis import event, given, strategies as st
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.renaming import join, rename
from followthrough.adapters.glimpse import UnclearError, ledgers_and_me
from followthrough.adapters.ledger.glance import GivenUpError, Glanced, glance
from followthrough.adapters.places import ledger_path
from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import digest, within_or_remind
from followthrough.domain.due import Day
from followthrough.domain.events import AnyEvent, Particulars
from followthrough.domain.folding import fold
from followthrough.domain.open_counts import SOON, count_open
from followthrough.domain.selection import Party
from tests.adapters.steps import file_ledger
from tests.support.builders import (
    NOW,
    a_history,
    edited,
    kept,
    made,
    moved,
    noted,
    on,
    redated,
    reopened,
    retracted,
)
from tests.support.fakes import a_workspace
from tests.support.histories import dues, histories
from tests.support.thoroughness import tried_on

DAYS = [on(f"2026-11-{day}") for day in range(16, 31)]


@st.composite
def simple(draw: st.DrawFn) -> list[AnyEvent]:
    """Open promises as most are: made, then moved, noted, or edited in what has no date."""
    due = st.none() | st.sampled_from(DAYS) | dues(NOW)
    later: list[Callable[[], Any]] = [
        noted,
        lambda: noted(help_wanted=True),
        lambda: moved(draw(st.sampled_from(DAYS) | dues(NOW)), agreed=draw(st.booleans())),
        lambda: edited(Particulars(what="a"), Particulars(what="b", tags=("c",))),
    ]
    drafts = [build() for build in draw(st.lists(st.sampled_from(later), max_size=4))]
    first = made(
        due=draw(due),
        remind=draw(st.sampled_from([None, 0, 86400, 864000, 10**7])),
        maker=draw(st.sampled_from(["sam", "ana"])),
    )
    start = NOW - timedelta(hours=draw(st.integers(0, 400)))
    return a_history(first, *drafts, start=start)


def ledger_with(histories_: Sequence[list[AnyEvent]]) -> tuple[bytes, list[Commitment]]:
    """A ledger of these histories, and the commitments in it."""
    found = [fold("klmnopqrstu" + letter, history) for letter, history in zip("klmnopqrst", histories_, strict=False)]
    return ledger_of(found), found


def glanced(data: bytes, maker: str = "sam") -> list[Glanced]:
    with TemporaryDirectory() as directory:
        path = Path(directory) / "ledger.json"
        path.write_bytes(data)
        return glance(str(path), maker)[1]


def dates(each: Glanced | Commitment) -> tuple[object, ...]:
    return (each.due, each.judged_due, each.zone, each.remind)


def mine(found: Sequence[Commitment]) -> list[Commitment]:
    return [each for each in found if each.state == "open" and each.maker == "sam"]


@tried_on(100)
@given(st.lists(simple(), min_size=1, max_size=5))
def test_a_simple_history_is_folded_as_the_whole_fold_does(given_: list[list[AnyEvent]]) -> None:
    data, found = ledger_with(given_)
    assert [dates(each) for each in glanced(data)] == [dates(each) for each in mine(found)]


@tried_on(100)
@given(st.lists(histories(length=3), min_size=1, max_size=2))
def test_any_other_history_is_folded_alike_or_given_up(given_: list[list[AnyEvent]]) -> None:
    data, found = ledger_with(given_)
    try:
        seen = glanced(data)
    except GivenUpError:
        event("given up")
        return
    assert [dates(each) for each in seen] == [dates(each) for each in mine(found)]


@tried_on(100)
@given(st.lists(simple(), min_size=1, max_size=8), st.integers(-300, 300))
def test_the_counts_are_those_of_the_digest(given_: list[list[AnyEvent]], hours: int) -> None:
    data, found = ledger_with(given_)
    now = NOW + timedelta(hours=hours)
    said = digest(Party("sam"), found, (), now=now, lead=within_or_remind(SOON))
    wanted = {"open": len(mine(found)), "overdue": len(said.overdue), "today": len(said.due_today)}
    assert count_open(glanced(data), now).numbers() == {**wanted, "soon": len(said.due_soon)}
    assert count_open(mine(found), now).numbers() == {**wanted, "soon": len(said.due_soon)}


@pytest.mark.parametrize(
    "history",
    [
        a_history(made(), kept(), reopened(2)),
        a_history(made(), noted(), retracted(2)),
        a_history(made(), redated("2026-11-30")),
        a_history(made(), edited(Particulars(remind=None), Particulars(remind=60))),
    ],
    ids=["reopened", "taken back", "date corrected", "reminder corrected"],
)
def test_what_takes_more_than_a_glance_is_given_up(history: list[AnyEvent]) -> None:
    with pytest.raises(GivenUpError):
        glanced(ledger_with([history])[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"app":"followthrough"', b'"app":"other"'),
        (b'"format":1', b'"format":"1"'),
        (b'"did":"made"', b'"did":"vowed"'),
        (b'"n":1', b'"n":true'),
        (b'"zone":"America/New_York","due"', b'"zone":7,"due"'),
        (b'"settled": {}', b'"settled": {},\n"settled": {}'),
        (b'"due":"2026-11-27"', b'"due":"2026-11-32"'),
        (b'"due":"2026-11-27"', b'"due":NaN'),
        (b"{\n", b"{\n\n"),
        (b'"history":[', b'"history":[]]['),
    ],
)
def test_what_is_not_as_this_program_writes_it_is_given_up(old: bytes, new: bytes) -> None:
    data = ledger_with([a_history(made())])[0]
    assert old in data
    with pytest.raises(GivenUpError):
        glanced(data.replace(old, new))


def test_an_id_in_both_tables_is_given_up() -> None:
    data = ledger_with([a_history(made())])[0]
    line = data[data.index(b'"klmnopqrstuk"') : data.index(b"\n}", data.index(b'"klmnopqrstuk"'))]
    with pytest.raises(GivenUpError):
        glanced(data.replace(b'"settled": {}', b'"settled": {\n' + line + b"\n}"))


def test_fields_edited_by_hand_do_not_count_before_they_are_recorded() -> None:
    data = ledger_with([a_history(made())])[0]
    changed = data.replace(b'"due":"2026-11-27"', b'"due":"2026-11-20"', 1)
    assert changed != data
    assert glanced(changed)[0].due == Day(on("2026-11-27").on)


# Where the ledger is, and who its user is


@pytest.mark.parametrize(
    "environment", [{}, {"XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"}, {"XDG_DATA_HOME": " ", "XDG_CONFIG_HOME": ""}]
)
def test_a_glimpse_finds_the_ledger_where_platformdirs_puts_it(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "FOLLOWTHROUGH_CONFIG", "FOLLOWTHROUGH_LEDGER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": str(tmp_path), **environment}.items():
        monkeypatch.setenv(name, value)
    assert ledgers_and_me(None, {"HOME": str(tmp_path), **environment})[0] == [(ledger_path(None, {}), False)]


def test_a_glimpse_passes_over_the_settings_for_dates(tmp_path: Path) -> None:
    text = 'me = "sam"\ndate_order = "dmy"\nweek_start = "sunday"\nday_ends = "17:30"\nledger = "/shared/medics.json"\n'
    assert glimpsed(text, tmp_path) == ("/shared/medics.json", "sam", True)


def glimpsed(text: str, tmp_path: Path, asked: str | None = None) -> tuple[str, str, bool]:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    (ledger, *_), me = ledgers_and_me(asked, {"FOLLOWTHROUGH_CONFIG": str(file), "HOME": str(tmp_path)})
    return ledger[0], me, ledger[1]


def test_a_plain_configuration_is_read(tmp_path: Path) -> None:
    text = '# mine\nme = "sam"\nledger = "medics"\n\n[ledgers]\nmedics = "/shared/medics.json"\n'
    assert glimpsed(text, tmp_path) == ("/shared/medics.json", "sam", True)
    assert glimpsed(text, tmp_path, "./other.json") == (str(Path("other.json").absolute()), "sam", True)


@pytest.mark.parametrize(
    "text",
    [
        'me = "sam" # me\n',
        "me = 'sam'\n",
        'me = "s\\u0061m"\n',
        'me = "sam"\nme = "bo"\n',
        'me = """sam"""\n',
        'me = "Sam"\n',
        "me = 1\n",
        'me = "sam\n',
        'me = "sam"\nledger = "nowhere"\n',
        'me = "sam"\nledger = " "\n',
        "[[me]]\n",
    ],
)
def test_any_other_configuration_is_left_to_the_settings(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnclearError):
        glimpsed(text, tmp_path)


def test_a_glance_is_enough_until_its_user_was_renamed_or_joined(tmp_path: Path) -> None:
    workspace = replace(a_workspace(), ledger=file_ledger(tmp_path))
    for who in ("ana", "annie"):
        add(workspace, "Send the slides", to=[who])
    path = workspace.ledger.path
    join(workspace, "annie", "ana")
    assert len(glance(path, "sam")[1]) == 2
    rename(workspace, "sam", "samuel")
    for handle in ("sam", "samuel"):
        with pytest.raises(GivenUpError):
            glance(path, handle)
    content = Path(path).read_bytes()
    Path(path).write_bytes(content.replace(b'"sam": {', b'"\\u0073am": {'))
    with pytest.raises(GivenUpError):
        glance(path, "sam")
