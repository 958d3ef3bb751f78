"""The contract for scripts, sentence by sentence: which ledger, whose, at what time, in what JSON, with what status."""

import json
from pathlib import Path

import pytest

from tests.cli.promises import add, one_of, stored, texts
from tests.support.terminal import Terminal

MISSING_HINT = "The first ft add begins one there. Check --ledger and FOLLOWTHROUGH_LEDGER.\n"
OTHERS = (
    ("list",),
    ("show", "slides"),
    ("log",),
    ("with", "ana"),
    ("keep", "slides"),
    ("miss", "slides"),
    ("move", "slides", "--by", "friday"),
    ("release", "slides"),
    ("withdraw", "slides"),
    ("repair", "slides", "x"),
    ("confirm", "slides"),
    ("reopen", "slides"),
    ("note", "slides", "x"),
    ("edit", "slides", "--tag", "x"),
    ("forget", "slides"),
    ("undo",),
    ("redo",),
    ("people",),
    ("score",),
    ("digest",),
    ("review",),
    ("schedule", "--daily", "08:00", "--desktop"),
    (),
)
WINDOW = {"on_time", "credit", "counts", "lateness", "logged_promptly"}
COUNTS = (  # noqa: SIM905  # reads better
    "made pending kept_on_time kept_no_due kept_late kept_in_part overdue missed released released_late withdrawn "
    "withdrawn_last_day moved_in_time moved_late confirmed confirmed_by_recipient repaired help_wanted "
    "forgotten imported"
).split()
STATE_FIELDS = (  # noqa: SIM905  # reads better
    "what maker to due judged_due zone state made_at settled_at part confidence tags visibility remind chase series "
    "moves confirmed repaired help_wanted"
).split()


def command_name(command: tuple[str, ...]) -> str:
    return command[0] if command else "today"


@pytest.fixture
def other(tmp_path: Path, terminal: Terminal) -> Path:
    """A ledger beside the user's own, with one promise in it."""
    path = tmp_path / "other.json"
    assert terminal.ft("--ledger", str(path), "add", "In the other ledger", "--to", "ana").status == 0
    add(terminal, "In my own ledger")
    return path


def test_the_ledger_is_named_before_or_behind_the_command(terminal: Terminal, other: Path) -> None:
    assert texts(terminal.ft("list", "--json")) == ["In my own ledger"]
    assert texts(terminal.ft("--ledger", str(other), "list", "--json")) == ["In the other ledger"]
    assert texts(terminal.ft("list", "--json", "--ledger", str(other))) == ["In the other ledger"]
    assert texts(terminal.ft(f"--ledger={other}", "--json", "list")) == ["In the other ledger"]


def test_the_environment_names_the_ledger_unless_an_option_does(terminal: Terminal, other: Path) -> None:
    environment = {"FOLLOWTHROUGH_LEDGER": str(other)}
    assert texts(terminal.ft("list", "--json", **environment)) == ["In the other ledger"]
    assert texts(terminal.ft("list", "--json", "--ledger", str(terminal.ledger), **environment)) == ["In my own ledger"]


def test_a_name_without_slash_and_dot_is_a_configured_ledger(terminal: Terminal, other: Path) -> None:
    assert terminal.ft("config", "ledgers.medics", str(other)).status == 0
    assert texts(terminal.ft("list", "--json", "--ledger", "medics")) == ["In the other ledger"]
    assert texts(terminal.ft("list", "--json", FOLLOWTHROUGH_LEDGER="medics")) == ["In the other ledger"]
    assert terminal.ft("config", "ledger", "medics").status == 0
    assert texts(terminal.ft("list", "--json")) == ["In the other ledger"]


@pytest.mark.parametrize("command", [("add", "x", "--to", "ana"), *OTHERS], ids=command_name)
def test_a_name_that_is_not_configured_is_status_3(terminal: Terminal, command: tuple[str, ...]) -> None:
    err = "No ledger is configured under the name “club”.\nGive it a path: ft config ledgers.club PATH\n"
    assert terminal.ft("--ledger", "club", *command) == (3, "", err)


@pytest.mark.parametrize("command", OTHERS, ids=command_name)
@pytest.mark.parametrize("how", ["option", "environment", "configuration"])
def test_a_named_ledger_that_is_missing_is_status_3(
    terminal: Terminal, tmp_path: Path, command: tuple[str, ...], how: str
) -> None:
    path = tmp_path / "missing.json"
    if how == "configuration":
        assert terminal.ft("config", "ledger", str(path)).status == 0
    said = terminal.ft(
        *(("--ledger", str(path)) if how == "option" else ()),
        *command,
        **({"FOLLOWTHROUGH_LEDGER": str(path)} if how == "environment" else {}),
    )
    assert said == (3, "", f"There is no ledger at {path}.\n{MISSING_HINT}")
    assert not path.exists()


def test_a_missing_ledger_is_begun_by_the_first_promise(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "new" / "club.json"
    said = terminal.ft("--ledger", str(path), "add", "Book the room", "--to", "ana")
    assert (said.status, said.err.splitlines()[-1]) == (0, f"Began a new ledger: {path}")
    assert texts(terminal.ft("--ledger", str(path), "list", "--json")) == ["Book the room"]


def test_a_relative_path_counts_from_the_directory_of_the_command(
    terminal: Terminal, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(other.parent)
    assert texts(terminal.ft("list", "--json", "--ledger", "./other.json")) == ["In the other ledger"]
    assert texts(terminal.ft("list", "--json", "--ledger", "other.json")) == ["In the other ledger"]


def test_the_first_promise_stores_me_and_the_login_name_counts_no_more(terminal: Terminal) -> None:
    first = terminal.ft("add", "x", "--to", "ana")
    assert first.err.splitlines()[0] == (
        "You are @sam here, after your login name. For another: ft undo, ft config me HANDLE, and add it again."
    )
    assert terminal.ft("config", "me") == (0, "sam\n", "")
    second = terminal.ft("--json", "add", "y", "--to", "ana", LOGNAME="kim")
    assert one_of(second)["maker"] == "sam"


def test_a_configured_handle_is_me(terminal: Terminal) -> None:
    assert terminal.ft("config", "me", "@Kim") == (0, "kim\n", "")
    said = terminal.ft("--json", "add", "x", "--to", "ana")
    assert json.loads(said.out)["commitments"][0]["maker"] == "kim"
    assert said.err == f"Began a new ledger: {terminal.ledger}\n"


def test_another_handle_says_what_stays_with_the_one_before(terminal: Terminal) -> None:
    assert terminal.ft("config", "me", "kim") == (0, "kim\n", "")
    assert terminal.ft("config", "me", "kim") == (0, "kim\n", "")
    said = "What was promised by @kim until now stays with @kim.\n"
    assert terminal.ft("config", "me", "sam") == (0, "sam\n", said)


def test_configuration_and_state_are_where_the_environment_says(terminal: Terminal, tmp_path: Path) -> None:
    places = {"FOLLOWTHROUGH_CONFIG": str(tmp_path / "c.toml"), "FOLLOWTHROUGH_STATE": str(tmp_path / "elsewhere")}
    assert terminal.ft("add", "x", "--to", "ana", **places).status == 0
    assert '\nme = "sam"\n' in (tmp_path / "c.toml").read_text(encoding="utf-8")
    assert list((tmp_path / "elsewhere").iterdir()) != []
    assert not (tmp_path / "config").exists()
    assert not (tmp_path / "state").exists()


def test_the_clock_is_set_by_the_environment_and_said_in_the_zone(terminal: Terminal) -> None:
    moment = {"FOLLOWTHROUGH_NOW": "2026-07-01T23:30:00+00:00"}
    for zone, stamp in (
        ("Europe/Madrid", "2026-07-02T01:30:00+02:00"),
        ("America/New_York", "2026-07-01T19:30:00-04:00"),
    ):
        commitment = add(terminal, "x", "--by", "today", TZ=zone, **moment)
        shown = one_of(terminal.ft("show", commitment, "--json", TZ=zone, **moment))
        assert (shown["made_at"], shown["zone"], shown["due"]) == (stamp, zone, stamp[:10])


@pytest.mark.parametrize("typed", ["soon", "2026-11-23", "2026-11-23T10:00:00", "26-11-23T10:00Z", " "])
def test_a_clock_that_is_no_moment_is_refused(terminal: Terminal, typed: str) -> None:
    err = (
        f"FOLLOWTHROUGH_NOW is “{typed}”, which is no ISO 8601 moment with an offset.\n"
        "For example: FOLLOWTHROUGH_NOW=2026-11-23T10:00:00-05:00\n"
    )
    assert terminal.ft("list", FOLLOWTHROUGH_NOW=typed) == (2, "", err)


def test_the_configured_zone_counts_where_the_environment_has_none(terminal: Terminal) -> None:
    del terminal.environment["TZ"]
    assert terminal.ft("config", "zone", "Asia/Tokyo").status == 0
    shown = one_of(terminal.ft("show", add(terminal, "x", "--by", "today"), "--json"))
    assert (shown["zone"], shown["due"]) == ("Asia/Tokyo", "2026-11-24")


def test_a_zone_without_a_name_is_utc_and_said_once(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    said = terminal.ft("list", TZ="EST5EDT,M3.2.0,M11.1.0")
    assert said.err == ("No time zone is known here, so days are meant in UTC. Set one: ft config zone Europe/Madrid\n")


def test_a_commitment_in_json_has_these_keys(terminal: Terminal) -> None:
    shown = one_of(terminal.ft("show", add(terminal, "x", "--by", "friday 5pm"), "--json"))
    assert set(shown) == {*STATE_FIELDS, "id", "overdue", "history"}
    assert (shown["due"], shown["judged_due"]) == ("2026-11-27T17:00:00-05:00",) * 2
    assert shown["overdue"] is False


@pytest.mark.parametrize(
    "command",
    [("add", "x", "--to", "ana"), ("list",), ("show", "slides"), ("log",), ("with", "ana"), ("keep", "slides")],
)
def test_commands_about_commitments_print_one_document(terminal: Terminal, command: tuple[str, ...]) -> None:
    add(terminal, "Send Ana the slides")
    said = terminal.ft("--json", *command)
    assert (said.status, said.err) == (0, "")
    document = json.loads(said.out)
    assert (set(document), document["schema"]) == ({"schema", "commitments"}, "followthrough.commitments/1")


@pytest.mark.parametrize(
    "text",
    ["plain", "Ünï — 東京 👩‍🚒", 'quotes " and \\ backslash', "a\tb\nc", "[red]", "\x1b[31m", "\u202e", "x" * 10_000],
)
def test_what_is_exactly_the_text_stored(terminal: Terminal, text: str) -> None:
    commitment = add(terminal, text)
    assert one_of(terminal.ft("show", commitment, "--json"))["what"] == text
    assert json.loads(stored(terminal))["open"][commitment]["what"] == text


def test_a_score_in_json_has_these_keys(told: Terminal) -> None:
    score = json.loads(told.ft("score", "--json").out)
    assert {"schema", "who", "as_of", "windows", "calibration", "trend", "sums"} <= set(score)
    assert (score["schema"], score["who"], score["as_of"]) == (
        "followthrough.score/1",
        "sam",
        "2026-11-23T10:00:00-05:00",
    )
    assert set(score["windows"]) == {"all", "days_90", "last_20"}
    for window in score["windows"].values():
        assert set(window) == WINDOW
        assert set(window["on_time"]) == {"k", "n", "rate", "low", "high"}
        assert set(window["credit"]) == {"mean", "counted"}
        assert list(window["counts"]) == COUNTS
        assert set(window["lateness"]) == {"median", "p90"}
        assert set(window["logged_promptly"]) == {"k", "n"}
    assert set(score["calibration"]) == {"brier", "n", "bins"}
    assert [set(each) for each in score["calibration"]["bins"]] == [{"low", "high", "n", "kept_on_time"}] * 10
    assert all(set(month) == {"month", "k", "n", "low", "high"} for month in score["trend"])
    assert isinstance(score["sums"], dict)


def test_a_digest_in_json_is_always_an_object_with_these_keys(terminal: Terminal, told: Terminal) -> None:
    add(terminal, "Some day")
    sections = ["kept_lately", "overdue", "due_today", "due_soon", "help_wanted", "waiting_on_others"]
    nothing = json.loads(terminal.ft("digest", "--json").out)
    assert list(nothing) == ["schema", "as_of", *sections, "again"]
    assert nothing["again"] is None
    assert [nothing[section] for section in sections] == [[]] * 6
    digest = json.loads(told.ft("digest", "--json").out)
    assert digest["schema"] == "followthrough.digest/1"
    for overdue in digest["overdue"]:
        assert set(overdue) == {*STATE_FIELDS, "id", "overdue", "history", "credit_now", "next_drop"}
        assert set(overdue["next_drop"]) == {"at", "credit"}
    assert digest == json.loads(told.ft("--json").out)


@pytest.mark.parametrize(
    ("command", "kind", "status"),
    [
        (("list", "--json", "--bogus"), "usage", 2),
        (("--json", "bogus"), "usage", 2),
        (("show", "zzz", "--json"), "no_such_commitment", 3),
        (("--json", "--ledger", "club", "list"), "no_such_ledger_name", 3),
        (("--json", "keep", "x", "--at", "tomorrow"), "future_date", 5),
        (("--json", "--ledger", "/dev/null", "list"), "not_a_file", 6),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_an_error_in_json_stands_on_standard_error(
    terminal: Terminal, command: tuple[str, ...], kind: str, status: int
) -> None:
    add(terminal, "x")
    said = terminal.ft(*command)
    document = json.loads(said.err)
    assert (said.status, said.out) == (status, "")
    assert (list(document), document["schema"]) == (["schema", "error"], "followthrough.error/1")
    assert list(document["error"]) == ["kind", "message", "hint", "exit_status"]
    assert (document["error"]["kind"], document["error"]["exit_status"]) == (kind, status)


def test_a_word_behind_two_dashes_asks_for_no_json(terminal: Terminal) -> None:
    add(terminal, "x")
    said = terminal.ft("keep", "--", "--json")
    assert (said.status, said.out) == (3, "")
    assert said.err.startswith("No promise matches “--json”.\n")


def test_a_digest_with_something_in_it_has_status_9_if_asked(told: Terminal, terminal: Terminal) -> None:
    assert told.ft("digest", "--exit-code").status == 9
    assert told.ft("digest").status == 0
    add(terminal, "Some day")
    assert terminal.ft("digest", "--exit-code") == (0, "", "")


def test_there_is_no_prompt_without_a_terminal(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides", "--by", "friday")
    moved = one_of(terminal.ft("move", "slides", "--by", "2026-12-24", "--json"))
    assert [event.get("agreed") for event in moved["history"]] == [None, False]
    assert terminal.ft("forget", "slides").status == 0


def test_a_dash_is_standard_input(terminal: Terminal) -> None:
    first = terminal.ft("add", "-", "--to", "ana", typed="Send Ana the slides\n")
    assert first.status == 0
    assert texts(terminal.ft("list", "--json")) == ["Send Ana the slides"]
    noted = one_of(terminal.ft("note", "slides", "-", "--json", typed="with the charts\nand the names\n"))
    assert noted["history"][-1]["note"] == "with the charts\nand the names"


def test_a_phrase_that_is_also_a_prefix_is_status_4(terminal: Terminal) -> None:
    commitment = add(terminal, "Send Ana the slides")
    add(terminal, f"Ask about {commitment[:3]} again")
    said = terminal.ft("keep", commitment[:3])
    assert (said.status, said.out) == (4, "")
    assert said.err.startswith(f"“{commitment[:3]}” matches 2 promises.\n")


def test_several_ids_are_one_step_of_undo(terminal: Terminal) -> None:
    for text in ("one", "two", "three"):
        add(terminal, text)
    assert terminal.ft("keep", "one", "two", "three").status == 0
    assert texts(terminal.ft("list", "--json")) == []
    assert terminal.ft("undo").status == 0
    assert sorted(texts(terminal.ft("list", "--json"))) == ["one", "three", "two"]
